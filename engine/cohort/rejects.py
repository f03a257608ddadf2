"""What is wrong with a row, in the words of a consultation."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec
from legspasm.cohort.coding import told
from legspasm.cohort.naming import Plan
from legspasm.errors import FactsError, Problem, message
from legspasm.facts import Fact, check_facts
from legspasm.model import Knowledge


class Reject(msgspec.Struct, frozen=True):
    """One thing that is wrong with a row; ``column`` is empty where it is the row as a whole."""

    row: int
    column: str
    reason: str

    def problem(self, name: str) -> Problem:
        """The same, of a row of the table ``name``."""
        place = message(
            "prompts",
            "row_column" if self.column else "row",
            name=name,
            row=self.row,
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
    knowledge: Knowledge, plan: Plan, row: int, cells: Mapping[str, object], *, blank: bool
) -> tuple[Reject, ...]:
    """All that is wrong with a row; nothing where it can be read."""
    columns = {fact: column for column, fact in plan.facts}
    try:
        facts_of_row(knowledge, plan, cells, blank=blank)
    except FactsError as error:
        return tuple(Reject(row, columns[each.place], each.text) for each in error.problems)
    return ()


class Taker(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> object:
        """Take all of them."""


class RejectFile:
    """A file of rejected rows, in CSV or JSON Lines, a problem a line."""

    def __init__(self, file: Taker, format: Literal["csv", "jsonl"]) -> None:
        self._file = file
        self._csv = format == "csv"
        if self._csv:
            self._file.write(_as_csv([Reject.__struct_fields__]))

    def write(self, rejects: Sequence[Reject]) -> None:
        """Add these."""
        if self._csv:
            self._file.write(_as_csv(msgspec.structs.astuple(each) for each in rejects))
        else:
            for each in rejects:
                self._file.write(msgspec.json.encode(each) + b"\n")


def _as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
