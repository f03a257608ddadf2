"""The parts of a body as they are kept: once, for all people who are alike where a part looks.

A part that was found for one person is the same for another but for two things: the numbers of
the firings that it names, since other rules fire before them, and the values of facts of which
its rule sees less than the whole value (an age, a measured level). So a part is kept with
*positions* in place of firing numbers (that of a rule in canonical order, from 1), and is placed
and valued anew, each once, when it is used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
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
    StateMatch,
    Verdict,
    VerdictMatch,
)
from legspasm.facts import Told
from legspasm.forms import forms, quick_forms, written_alike
from legspasm.model import Value
from legspasm.positions import number, numbers_of

MOST_KEPT = 250
"""Places of a part that are kept; where there are more, it starts anew."""
MOST_VALUES, MOST_OF_A_VALUE = 100, 50
"""Values of a part that are kept, and the places of each."""

Numbers = Mapping[int, int]
"""A number for each number."""
Placed = tuple[tuple[Any, ...], bytes]
"""Parts of a body, and their RFC 8785 forms, joined."""
_Key = Callable[[int], Any]
_Match = FactMatch | StateMatch | VerdictMatch


class Part:
    """Parts of one kind that stand together, with positions in place of firing numbers.

    Firings among them are of rules at successive positions, so their numbers are successive too.
    ``like`` is a part of the same form, but for values of facts.
    """

    __slots__ = ("_alike", "_most", "_named", "key", "placed", "template")

    def __init__(self, template: Sequence[Any], like: "Part | None" = None) -> None:
        self.template = tuple(template)
        self._most = MOST_OF_A_VALUE if like else MOST_KEPT
        self._alike = all(map(written_alike, self.template))
        self._named: tuple[int, ...] = like._named if like else _all_named(self.template)
        self.key: _Key = like.key if like else _key(self.template, self._named)
        """What ``placed`` is kept by, of the bits of the rules that fired."""
        self.placed: dict[Any, Placed] = {}

    def place(self, fired: int) -> Placed:
        """The parts where the rules fired that have a bit, at their position, in ``fired``."""
        numbers = {at: number(at, fired) for at in self._named}
        parts = tuple([renumbered(each, numbers) for each in self.template])
        if len(self.placed) >= self._most:
            self.placed.clear()
        its_forms = quick_forms(parts) if self._alike else forms(parts)
        found = self.placed[self.key(fired)] = (parts, its_forms)
        return found

    @property
    def unnumbered(self) -> Placed:
        """The parts as they stand in everybody: for those that name no firing."""
        return self.placed.get(self.key(0)) or self.place(0)


class Valued:
    """Parts that repeat values of which their rules see less than the whole.

    Those of the values that came up last are kept: some come up again and again, most only once.
    """

    __slots__ = ("_facts", "_like", "_of", "_values", "template")

    def __init__(self, template: Sequence[Any], facts: Sequence[str]) -> None:
        self.template = tuple(template)
        self._facts = tuple(facts)
        self._like = Part(template)
        self._values: Callable[[Told], Any] = itemgetter(*facts)
        self._of: Callable[[Any], Part] = lru_cache(maxsize=MOST_VALUES)(self._with)

    def part(self, told: Told) -> Part:
        """The parts with the values that were ``told``."""
        return self._of(self._values(told))

    def _with(self, values: Any) -> Part:
        found = values if len(self._facts) > 1 else (values,)
        told = dict(zip(self._facts, found, strict=True))
        return Part([revalued(each, told) for each in self.template], self._like)


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


def _all_named(template: Iterable[Any]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(at for each in template for at in _named(each)))


def _key(template: Iterable[Any], named: Sequence[int]) -> _Key:
    own = {each.seq for each in template if isinstance(each, Firing)}
    first = [at for at in named if at in own][:1]
    return numbers_of([*first, *(at for at in named if at not in own)])


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


def _match_renumbered(match: _Match, numbers: Numbers) -> _Match:
    return match if isinstance(match, FactMatch) else _renumbered(match, "firings", numbers)


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
