"""The firings of a record as CSV (RFC 4180), for a spreadsheet: a header, then a row a firing.

What a rule matched stands as ``name = value``, with the numbers of the firings that concluded it
in brackets; values are JSON, and a masked one is ``masked`` without quotes. Several things in one
cell are joined by ``; ``. A spreadsheet takes some texts for formulas, and would run them: those
get an apostrophe before them, so that they are shown and never run.
"""

import csv
import io
import json
import re
from collections.abc import Iterable

import msgspec
from legspasm.body import Absence, FactMatch, Firing, StateMatch, VerdictMatch
from legspasm.errors import printable
from legspasm.stored import StoredRecord

COLUMNS = ("seq", "rule", "because", "absent", "concludes", "reservation", "hedge", "cites")
_FORMULA = re.compile(r'^(?=[\s"]*[=+\-@＝＋－＠])|(;[\s"]*)(?=[=+\-@＝＋－＠])')
"""Where a formula can begin, by what OWASP names under CSV injection: also after a semicolon, which
separates cells where a comma is the decimal sign. The control characters it adds are taken out."""


def firing_table(record: StoredRecord) -> str:
    """The firings of ``record`` as CSV: lines end with CRLF, and the first names the columns."""
    return table([COLUMNS, *map(_row, record.firings)])


def table(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV, every cell on one line and harmless."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(map(_cell, row) for row in rows)
    return written.getvalue()


def _row(firing: Firing) -> list[str]:
    concludes = firing.concludes
    return [
        str(firing.seq),
        firing.rule,
        "; ".join(map(_match, firing.because)),
        "; ".join(map(_absence, firing.absent)),
        " ".join((concludes.kind, concludes.id, *concludes.bears_on)),
        firing.reservation or "",
        firing.hedge or "",
        "; ".join(firing.cites),
    ]


def _match(match: FactMatch | StateMatch | VerdictMatch) -> str:
    if isinstance(match, FactMatch):
        return f"{match.name} = {'masked' if match.value is None else _json(match.value)}"
    by = f" ({', '.join(map(str, match.firings))})" if match.firings else ""
    return match.name + by if isinstance(match, StateMatch) else f"{match.name} = {match.value}{by}"


def _absence(absence: Absence) -> str:
    return f"{absence.name} {absence.operator} {_json(absence.wanted)}"


def _json(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)


def _cell(text: str) -> str:
    return _FORMULA.sub(r"\1'", printable(text))
