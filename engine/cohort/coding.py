"""The values of one fact as small whole numbers: unknown, one for each case, and bad.

A case is a cell that some rule tells apart (``cells.py``), so a code says all of a value that a
consultation can see. Whether a value fits is decided by ``facts.py``, once for every distinct one.
Numbers alone are compared whole columns at once (``columns.py``), with the limits kept here.
"""

import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Hashable
from decimal import Decimal
from typing import Any

from legspasm.cells import cells, signature
from legspasm.errors import FactsError
from legspasm.facts import check_facts
from legspasm.model import FactDefinition, Knowledge, Value
from legspasm.tables import fact_conditions
from legspasm.textvalue import parse_value

UNKNOWN = 0
BAD = (1 << 32) - 1
"""The largest code: no case has it, since nobody counts so many."""
_WHOLE = re.compile(r"([-+]?[0-9]{1,15})\.0{1,17}")
_MOST_KEPT = 100_000
"""Distinct raw values of a fact whose codes are kept."""


class Coding:
    """The codes of one fact. Safe from many threads.

    ``limits`` are where the cases of a number begin. ``radix`` is how many codes there are, with
    that of unknown; None where every value that occurs is a case of its own.
    """

    def __init__(self, knowledge: Knowledge, definition: FactDefinition) -> None:
        self.definition = definition
        conditions = [
            each for each in fact_conditions(knowledge.rules) if each.name == definition.name
        ]
        found = cells(definition, conditions, finest=True)
        self._knowledge = knowledge
        self._case: Callable[[Value], Hashable] = lambda value: value
        self._grows = not found.complete or definition.name == knowledge.safety.fact
        self._lock = threading.Lock()
        self.limits = tuple(each.at_least for each in found.known if each.at_least is not None)
        self._values = [each.value for each in found.all]
        if self._grows:
            self._values = [None]
        elif definition.type == "set":
            self._case = lambda value: signature(conditions, value)
        known = enumerate(self._values[1:], 1)
        self._codes: dict[Hashable, int] = {
            self._case(each): code for code, each in known if each is not None
        }
        self.texts = _Kept(lambda text: self._of_text(text))
        """The code of each text as it is told after ``--set``; of an empty one unknown."""
        self.lookups: dict[str, Any] = {}
        """What is kept of columns of a type, by its name (``lookup.py``)."""
        self._objects: dict[Hashable, int] = {}

    @property
    def radix(self) -> int | None:
        """How many codes there are, with unknown; None where there can be ever more."""
        return None if self._grows else len(self._values)

    def value(self, code: int) -> Value | None:
        """A value that stands for all with this code."""
        return self._values[code]

    @property
    def values(self) -> list[Value | None]:
        """By code, the values that stand for them."""
        return list(self._values)

    def of(self, raw: object) -> int:
        """The code of what was told as data; text is taken as ``--set`` takes it."""
        raw = plain(raw)
        try:
            key = (raw.__class__, tuple(raw) if isinstance(raw, list) else raw)
            found = self._objects.get(key)
        except TypeError:  # it holds something without a hash, which no fact takes
            return self._of_told(told(self.definition, raw))
        if found is None:
            if len(self._objects) >= _MOST_KEPT:
                self._objects.clear()
            found = self._objects[key] = self._of_told(told(self.definition, raw))
        return found

    def _of_text(self, text: str) -> int:
        return self._of_told(told(self.definition, text, blank=True))

    def _of_told(self, raw: object) -> int:
        try:
            facts = check_facts(self._knowledge, ({self.definition.name: raw}, "file"))
        except FactsError:
            return BAD
        return self._of_value(facts[0].value) if facts else UNKNOWN

    def _of_value(self, value: Value) -> int:
        if self.limits:
            return bisect_right(self.limits, value)
        case = self._case(value)
        if self._grows:  # a value is a case of its own
            with self._lock:
                if case not in self._codes:
                    self._values.append(value)
                    self._codes[case] = len(self._values) - 1
        return self._codes[case]


def told(definition: FactDefinition, raw: object, *, blank: bool = False) -> object:
    """What a cell of a table tells, for ``check_facts``.

    Text is taken as ``--set`` takes it; with ``blank``, nothing but blanks tells nothing. A whole
    number may be written as ``70.0``: programs for tables do so where one of a column is missing.
    """
    if not isinstance(raw, str):
        return plain(raw)
    if definition.type == "whole_number" and (whole := _WHOLE.fullmatch(raw.strip())):
        raw = whole[1]
    return None if blank and not raw.strip() else parse_value(definition, raw)


def plain(raw: object) -> object:
    """A cell as data: what libraries for tables put into them becomes Python's own."""
    if isinstance(raw, str | bool | int | float | list) or raw is None:
        return raw
    if isinstance(raw, Decimal):
        return float(raw)
    listed = getattr(raw, "tolist", None)  # numpy's
    return raw if listed is None else listed()


class _Kept(dict[str, int]):
    """Codes by text, found when they are first asked for."""

    def __init__(self, find: Callable[[str], int]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> int:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[text] = self._find(text)
        return found
