"""Auditing: what can be done with records long after the consultations that made them.

The log of many records:

    chain.py             what an entry is, and how each binds the one before
    logform.py           the form of its file
    forks.py             what is closed before a fork
    database.py          the file that only grows (SQLite)
    log.py               what a caller holds: append, read, erase
    logcheck.py          whether it is whole

Looking into it:

    outline.py           what is looked for in an entry, and no more
    period.py            from when to when
    query.py             which entries were asked for
    statistics.py        what is counted over all of them
    logexport.py         entries for other programs

Records compared with each other, and with what the program says now:

    findings.py          what a record found, without its reasons
    difference.py        what differs between two records
    replay.py            a record's facts, run again
    told.py, tally.py    what a person would be told otherwise; counted over many records
    impact.py            what changed knowledge would have told them, as data

Records for other programs, from themselves alone:

    results.py           what the firings lead to
    lineage.py           where everything came from
    provenance.py        as W3C PROV (prov)
    flowchart.py         as a graph for Graphviz or Mermaid
    spreadsheet.py       as a table
    exports.py           one of these
"""
