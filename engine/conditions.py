"""What a condition means: whether a value meets it, with three answers.

This is the only place that knows the operators. The network hands it to experta as the test of
a pattern; the record uses it to say what was met, not met or unknown.
"""

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


def _number(value: Value) -> int | float:
    if isinstance(value, int | float):
        return value
    raise TypeError(value)
