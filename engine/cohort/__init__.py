"""Many people at once: a table in, a row a person; a table out, with what is told to each.

    naming.py            which column tells which fact; the names of those that come out
    coding.py            the values of a fact as small whole numbers, one for each case
    columns.py           whole columns of a table at once (narwhals: polars and pandas alike)
    lookup.py            distinct cells and their codes, kept from piece to piece
    columncodes.py       a column -> its codes
    views.py             what one outcome sees of the codes of a fact
    casetable.py         codes -> what comes out, found when a case first occurs
    outcomes.py          of each outcome such a table, over the facts of its cone
    rejects.py           what is wrong with a row, in the words of a consultation
    batching.py          a table, or a piece of one -> rows, rejects, summary
    summary.py           what was found, in counts (report.py: as a page)
    rowfiles.py          CSV and JSON Lines, row by row (lines.py: whatever text they are)
    tablefiles.py        tables in files, a piece at a time (polars)
    recording.py         each distinct record once, in a file (zstandard)
    wholetable.py        a whole file: in, out, and aside what cannot be read
    partitions.py        a table in many files (cluster.py: on many machines, Dask)

Nothing infers here. A verdict depends on few facts (``cones.py``), each of which has few cases
(``cells.py``): a case that occurs is run once, and from then on a row is a place in a table.
"""
