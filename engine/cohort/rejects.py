"""What is wrong with a row, in the words of a consultation."""

import csv
import io
import math
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec
from legspasm.cohort.coding import told
from legspasm.cohort.naming import Plan
from legspasm.errors import FactsError, Problem, message, printable
from legspasm.facts import Fact, check_facts
from legspasm.model import Knowledge
from legspasm.packed import Taker

FIRST = 5
"""Problems of rows that are told where no file was named for them."""
_LONGEST = 40
"""Characters of an id that a person is told."""


class Reject(msgspec.Struct, frozen=True):
    """One thing that is wrong with a row; ``column`` is empty where it is the row as a whole.

    ``id`` says whose row it is, where a column does and it could be read.
    """

    row: int
    column: str
    reason: str
    id: str = ""

    def problem(self, name: str) -> Problem:
        """The same, of a row of the table ``name``."""
        place = message(
            "prompts",
            "row_column" if self.column else "row",
            name=name,
            row=message("prompts", "row_of", row=self.row, id=_short(self.id))
            if self.id
            else self.row,
            column=self.column,
        )
        return Problem("batch_row", printable(place), self.reason)


def facts_of_row(
    knowledge: Knowledge, plan: Plan, cells: Mapping[str, object], *, blank: bool
) -> tuple[Fact, ...]:
    """The known facts of a row, by the name of its columns, as a file tells them.

    ``blank``: an empty text tells nothing. Raises FactsError with every value that does not fit.
    """
    definitions = {each.name: each for each in knowledge.facts}
    raw = {fact: told(definitions[fact], cells[column], blank=blank) for column, fact in plan.facts}
    return check_facts(knowledge, (raw, "file"))


def rejects_of_row(
    knowledge: Knowledge,
    plan: Plan,
    row: int,
    cells: Mapping[str, object],
    *,
    blank: bool,
    id: object = None,
) -> tuple[Reject, ...]:
    """All that is wrong with a row, which is that of ``id``; nothing where it can be read."""
    columns = {fact: column for column, fact in plan.facts}
    try:
        facts_of_row(knowledge, plan, cells, blank=blank)
    except FactsError as error:
        whose = _whose(id)
        return tuple(Reject(row, columns[each.place], each.text, whose) for each in error.problems)
    return ()


class RejectFile:
    """A file of rejected rows, in CSV or JSON Lines, a problem a line.

    ``with_id`` says that a column of the table says whose row it is, ``of_many`` that the table is
    in many files, so that the name of one stands before each row; ``marked`` that CSV begins with
    a byte-order mark.
    """

    def __init__(
        self,
        file: Taker,
        format: Literal["csv", "jsonl"],
        *,
        with_id: bool = False,
        of_many: bool = False,
        marked: bool = False,
    ) -> None:
        self._file = file
        self._csv = format == "csv"
        self._before = ["file"] if of_many else []
        self._fields = ["row", "column", "reason", *(["id"] if with_id else [])]
        if self._csv:
            self._file.write(BOM_UTF8 * marked + _csv_line([*self._before, *self._fields]))

    def write(self, rejects: Iterable[Reject], file: str = "") -> None:
        """Add these, of the file of this name where there are many."""
        for each in rejects:
            row = {name: getattr(each, name) for name in self._fields}
            whole = {**dict.fromkeys(self._before, file), **row}
            self._file.write(
                _csv_line(whole.values()) if self._csv else msgspec.json.encode(whole) + b"\n"
            )


def rejects_in(lines: Iterable[bytes]) -> Iterator[Reject]:
    """What a file in JSON Lines holds, ids and all."""
    return map(msgspec.json.Decoder(Reject).decode, lines)


def _whose(id: object) -> str:
    """Whose row it is, as text; a whole number is written as one where another is missing."""
    if isinstance(id, float):
        return "" if math.isnan(id) else str(int(id)) if id.is_integer() else str(id)
    return "" if id is None else str(id)


def _short(id: str) -> str:
    return id if len(id) <= _LONGEST else f"{id[:_LONGEST]}..."


def _csv_line(cells: Iterable[object]) -> bytes:
    """One row. With both ends of a line a cell is quoted that has any of them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n").encode() + b"\n"
