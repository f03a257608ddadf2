"""Many people at once: a table in, a row a person; a table out, with what is told to each.

    naming.py            which column tells which fact, and what the columns that come out are called
    coding.py            the values of a fact -> small whole numbers, one for each case
    columns.py           whole columns of a table at once (narwhals: polars and pandas alike)
    outcomes.py          the codes of a cone's facts -> what comes out
    batching.py          a table, or a part of one -> rows, rejects, summary
    summary.py           what was found, in counts
    rejects.py           what is wrong with a row, in the words of a consultation
    tablefiles.py        tables in files, a piece at a time (polars; rowfiles.py: CSV, JSON Lines)
    recording.py         each distinct record once, in a file (zstandard)

Nothing infers here. A verdict depends on few facts (``cones.py``), each of which has few cases
(``cells.py``): each case that occurs is run once, and a row is a place in a table.
"""
