"""A part of a body with other firing numbers, or with other values of facts.

Everything else in it stays, and so does a part that names no firing or repeats no value.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from legspasm.body import (
    Absence,
    Advice,
    ConditionStatus,
    FactMatch,
    Factor,
    Firing,
    GivenFact,
    NotFired,
    Place,
    StateMatch,
    Verdict,
    VerdictMatch,
)
from legspasm.model import Value

Numbers = Mapping[int, int]
"""A number for each number."""
_Match = FactMatch | StateMatch | VerdictMatch


def named(part: Any) -> tuple[int, ...]:
    """The firing numbers in a part, its own first."""
    match part:
        case Firing():
            others = (each for each in part.because if not isinstance(each, FactMatch))
            numbers = [part.seq, *(number for each in others for number in each.firings)]
        case Verdict():
            numbers = [*part.because, *(each.seq for each in part.conflicts)]
        case Factor() | Place() | Advice():
            numbers = [*part.because]
        case _:
            numbers = []
    return tuple(numbers)


def renumbered(part: Any, numbers: Numbers) -> Any:
    """The same part, with each firing number that it names replaced by that in ``numbers``."""
    match part:
        case Firing():
            seq = numbers[part.seq]
            return Firing(  # by position: ``replace`` takes several times as long
                seq,
                part.rule,
                tuple([_match_renumbered(each, numbers) for each in part.because]),
                tuple([msgspec.structs.replace(each, as_of=seq - 1) for each in part.absent]),
                part.concludes,
                part.reservation,
                part.hedge,
                part.cites,
            )
        case Verdict():
            conflicts = tuple(
                msgspec.structs.replace(each, seq=numbers[each.seq]) for each in part.conflicts
            )
            return _renumbered(
                msgspec.structs.replace(part, conflicts=conflicts), "because", numbers
            )
        case Factor() | Place() | Advice():
            return _renumbered(part, "because", numbers)
        case _:
            return part


def values_told(part: msgspec.Struct) -> set[str]:
    """The names of the facts whose known values a part repeats."""
    match part:
        case Firing():
            matched = {each.name for each in part.because if isinstance(each, FactMatch)}
            known = {each.name for each in part.absent if _is_known_fact(each)}
            return matched | known
        case NotFired():
            return {each.name for each in part.conditions if _is_known_fact(each)}
        case Verdict():
            return {fact.name for each in part.conflicts for fact in each.facts}
        case _:
            return set()


def revalued(part: Any, values: Mapping[str, Value | None]) -> Any:
    """The same part, with the values of facts that it repeats replaced by those in ``values``."""
    match part:
        case Firing():
            return msgspec.structs.replace(
                part,
                because=tuple(_with_value(each, "value", values) for each in part.because),
                absent=tuple(_with_value(each, "actual", values) for each in part.absent),
            )
        case NotFired():
            conditions = tuple(_with_value(each, "actual", values) for each in part.conditions)
            return msgspec.structs.replace(part, conditions=conditions)
        case _:  # verdict
            return msgspec.structs.replace(
                part,
                conflicts=tuple(
                    msgspec.structs.replace(
                        each, facts=tuple(_with_value(fact, "value", values) for fact in each.facts)
                    )
                    for each in part.conflicts
                ),
            )


def _match_renumbered(match: _Match, numbers: Numbers) -> _Match:
    return match if isinstance(match, FactMatch) else _renumbered(match, "firings", numbers)


def _renumbered(part: Any, field: str, numbers: Numbers) -> Any:
    changed = tuple(numbers[number] for number in getattr(part, field))
    return msgspec.structs.replace(part, **{field: changed})


def _is_known_fact(part: Absence | ConditionStatus) -> bool:
    return part.kind == "fact" and part.actual is not None


def _with_value(part: Any, field: str, values: Mapping[str, Value | None]) -> Any:
    """A match, absence, condition or fact, with the value of its fact where that is known."""
    if part.name not in values:
        return part
    of_fact = isinstance(part, FactMatch | GivenFact) or (
        isinstance(part, Absence | ConditionStatus) and _is_known_fact(part)
    )
    return msgspec.structs.replace(part, **{field: values[part.name]}) if of_fact else part
