"""The parts of a body as they are kept: once, for all people who are alike where a part looks.

A part that was found for one person is the same for another but for two things: the numbers of
the firings that it names, since other rules fire before them, and the values of facts of which
its rule sees less than the whole value (an age, a measured level). So a part is kept with
*positions* in place of firing numbers (that of a rule in canonical order, from 1), and is placed
and valued anew, each once, when it is used.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
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
    Verdict,
)
from legspasm.facts import Told
from legspasm.forms import form
from legspasm.model import Value

MOST_KEPT = 250
"""Places, or values, of one part that are kept; where there are more, it starts anew."""

Numbers = Mapping[int, int] | Sequence[int]
"""A number for each number."""
Placed = tuple[tuple[Any, ...], bytes]
"""Parts of a body, and their RFC 8785 forms, joined."""


class Part:
    """Parts of one kind that stand together, with positions in place of firing numbers.

    Firings among them are of rules at successive positions, so their numbers are successive too.
    """

    __slots__ = ("_unnumbered", "key", "own", "placed", "template")

    def __init__(self, template: Sequence[Any]) -> None:
        self.template = tuple(template)
        self.own = tuple(each.seq for each in template if isinstance(each, Firing))
        """The positions of the firings in it."""
        named = dict.fromkeys(number for each in template for number in _named(each))
        others = [number for number in named if number not in self.own]
        self.key: Callable[[Sequence[int]], Any] = itemgetter(*[*self.own[:1], *others] or [0])
        """What ``placed`` is kept by, of the numbers at all positions (0, where none, holds 0)."""
        self.placed: dict[Any, Placed] = {}
        self._unnumbered: Placed | None = None

    @property
    def unnumbered(self) -> Placed:
        """The parts as they stand in everybody: for those that name no firing."""
        if self._unnumbered is None:
            self._unnumbered = (self.template, b",".join(map(form, self.template)))
        return self._unnumbered

    def place(self, numbers: Sequence[int]) -> Placed:
        """The parts where the firing at each position has its number of ``numbers``."""
        parts = tuple(renumbered(each, numbers) for each in self.template)
        if len(self.placed) >= MOST_KEPT:
            self.placed.clear()
        found = self.placed[self.key(numbers)] = (parts, b",".join(map(form, parts)))
        return found


class Valued:
    """Parts that repeat values of which their rules see less than the whole."""

    __slots__ = ("_facts", "_parts", "template")

    def __init__(self, template: Sequence[Any], facts: Sequence[str]) -> None:
        self.template = tuple(template)
        self._facts = facts
        self._parts: dict[tuple[object, ...], Part] = {}

    def part(self, told: Told) -> Part:
        """The parts with the values that were ``told``."""
        key = tuple([told.get(name) for name in self._facts])
        found = self._parts.get(key)
        if found is None:
            if len(self._parts) >= MOST_KEPT:
                self._parts.clear()
            found = self._parts[key] = Part([revalued(each, told) for each in self.template])
        return found


def renumbered(part: Any, numbers: Numbers) -> Any:
    """The same part, with each firing number that it names replaced by that in ``numbers``."""
    match part:
        case Firing():
            return msgspec.structs.replace(
                part,
                seq=numbers[part.seq],
                because=tuple(
                    each if isinstance(each, FactMatch) else _renumbered(each, "firings", numbers)
                    for each in part.because
                ),
                absent=tuple(
                    msgspec.structs.replace(each, as_of=numbers[part.seq] - 1)
                    for each in part.absent
                ),
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


def _named(part: Any) -> tuple[int, ...]:
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


def _renumbered(part: Any, field: str, numbers: Numbers) -> Any:
    changed = tuple(numbers[number] for number in getattr(part, field))
    return msgspec.structs.replace(part, **{field: changed})


def _is_known_fact(part: Absence | ConditionStatus) -> bool:
    return part.kind == "fact" and part.actual is not None


def _with_value(part: Any, field: str, values: Mapping[str, Value | None]) -> Any:
    """A match, absence, condition or fact, with the value of its fact where that is known."""
    of_fact = isinstance(part, FactMatch | GivenFact) or (
        isinstance(part, Absence | ConditionStatus) and _is_known_fact(part)
    )
    if of_fact and part.name in values:
        return msgspec.structs.replace(part, **{field: values[part.name]})
    return part
