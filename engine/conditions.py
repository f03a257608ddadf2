"""What a condition means: whether a value meets it, with three answers.

This is the only place that knows the operators. The record uses it to say what was met, not met
or unknown; the matcher of the network has many conditions on one thing, and looks up those that
a value meets instead of trying each.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from legspasm.model import Condition, Value

Status = Literal["met", "not_met", "unknown"]


def holds(condition: Condition, value: Value) -> bool:
    """Whether a *known* ``value`` meets ``condition``. Operators: see :class:`Condition`."""
    wanted = condition.wanted
    match condition.operator:
        case "is" | "holds":
            return value == wanted
        case "includes":
            return isinstance(value, tuple) and wanted in value
        case "one_of":
            return isinstance(wanted, tuple) and value in wanted
        case "empty":
            return (value == ()) == wanted
        case "at_least":
            return _number(value) >= _number(wanted)
        case _:  # below
            return _number(value) < _number(wanted)


def status(condition: Condition, value: Value | None) -> Status:
    """``unknown`` where there is no value; an unknown value never counts as a "no"."""
    if value is None:
        return "unknown"
    return "met" if holds(condition, value) else "not_met"


class Readers:
    """The conditions on one fact, state or verdict, each with a number for whoever reads it."""

    def __init__(self, read: Iterable[tuple[Condition, int]]) -> None:
        self._equal: dict[Value, list[int]] = {}
        self._part: dict[Value, list[int]] = {}
        self._tried: dict[tuple[str, Value], tuple[Condition, list[int]]] = {}
        for condition, reader in read:
            wanted = condition.wanted
            match condition.operator:
                case "is" | "holds":
                    self._equal.setdefault(wanted, []).append(reader)
                case "one_of":
                    for each in set(wanted) if isinstance(wanted, tuple) else ():
                        self._equal.setdefault(each, []).append(reader)
                case "includes":
                    self._part.setdefault(wanted, []).append(reader)
                case _:  # empty, at_least, below
                    alike = self._tried.setdefault((condition.operator, wanted), (condition, []))
                    alike[1].append(reader)

    def met_by(self, value: Value) -> Sequence[int]:
        """The readers whose condition a known ``value`` meets: one a condition, unordered."""
        found = self._equal.get(value, ())
        if self._part and isinstance(value, tuple):
            parts = [self._part[each] for each in set(value) if each in self._part]
            found = [*found, *(reader for readers in parts for reader in readers)]
        if self._tried:
            for condition, readers in self._tried.values():
                if holds(condition, value):
                    found = [*found, *readers]
        return found


def _number(value: Value) -> int | float:
    if isinstance(value, int | float):
        return value
    raise TypeError(value)
