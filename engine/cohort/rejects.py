"""What is wrong with a row, in the words of a consultation."""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
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
"""Characters of what says who it is that a person is told."""


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
        return Problem("batch_row", place, self.reason)


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
        whose = "" if id is None else str(id)
        return tuple(Reject(row, columns[each.place], each.text, whose) for each in error.problems)
    return ()


FIELDS = Reject.__struct_fields__
"""What is told of a reject; the last one where rows say whose they are."""


class RejectFile:
    """A file of rejected rows, in CSV or JSON Lines, a problem a line.

    ``with_id`` says that a column of the table says whose row it is, ``marked`` that CSV begins
    with a byte-order mark.
    """

    def __init__(
        self,
        file: Taker,
        format: Literal["csv", "jsonl"],
        *,
        with_id: bool = False,
        marked: bool = False,
    ) -> None:
        self._file = file
        self._csv = format == "csv"
        self._fields = FIELDS if with_id else FIELDS[:-1]
        if self._csv:
            self._file.write(BOM_UTF8 * marked + _as_csv([self._fields]))

    def write(self, rejects: Sequence[Reject]) -> None:
        """Add these."""
        rows = [[getattr(each, name) for name in self._fields] for each in rejects]
        if self._csv:
            self._file.write(_as_csv(rows))
        else:
            for row in rows:
                line = dict(zip(self._fields, row, strict=True))
                self._file.write(msgspec.json.encode(line) + b"\n")


def _short(id: str) -> str:
    text = printable(id)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
