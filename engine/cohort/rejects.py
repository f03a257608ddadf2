"""What is wrong with a row, in the words of a consultation."""

from collections.abc import Mapping

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
        code = "row_column" if self.column else "row"
        place = message("places", code, name=name, row=self.row, column=self.column)
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
