"""The cases of two knowledge bases at once, and what each of them can be told in every case.

A case answers every question that a rule of either reads. A knowledge base hears of it what it has
words for: it does not read a fact that it lacks, and where it lacks the value (or the number is out
of its range) the fact is unknown to it; of a set it hears the values that it knows, and a set of
none of them is unknown. So each is told what a person could have told it, and never a "no" that
nobody said. A fact whose type or unit differs means another thing in each: nobody tells it to
either.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import msgspec
from legspasm.audit.outline import NamedFact
from legspasm.authoring.space import Cases, Space
from legspasm.model import Condition, FactDefinition, Knowledge, Value

Why = Literal["only_before", "only_after", "values", "range", "unit", "type"]


class Uneven(msgspec.Struct, frozen=True):
    """A fact that rules read, and that the two do not have the same way.

    It is in only one of them, or its values, range, unit or type differ; the values that only one
    has are named.
    """

    fact: str
    why: Why
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()


class Side:
    """One of the two, and what it hears in every case of ``space``.

    ``unheard`` are the facts that nobody tells it, ``bounded`` those of which the other has more
    values.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        space: Space,
        unheard: Collection[str],
        bounded: Collection[str],
    ) -> None:
        self.knowledge = knowledge
        self._space = space
        self._unheard = unheard
        self._facts = {each.name: each for each in knowledge.facts}
        self._heard = {name: self._hearing(self._facts[name]) for name in bounded}

    def meeting(self, condition: Condition) -> Cases:
        """The cases in which it hears that a condition on a fact is met."""
        if condition.name in self._unheard:
            return self._space.none
        return self._space.meeting(condition) & self._heard.get(condition.name, self._space.all)

    def hears(self, told: Mapping[str, Value]) -> tuple[NamedFact, ...]:
        """What it can be told of these facts."""
        found = []
        for name, value in told.items():
            if name in self._facts and name not in self._unheard:
                heard = _heard_of(self._facts[name], value)
                if heard is not None:
                    found.append(NamedFact(name, heard))
        return tuple(found)

    def _hearing(self, fact: FactDefinition) -> Cases:
        if fact.type in {"number", "whole_number"}:
            low, high = (self._space.meeting(each) for each in _bounds(fact))
            return low & high
        return self._space.union(self._space.meeting(each) for each in _answers(fact))


class Joint(msgspec.Struct, frozen=True):
    """A space over both, both sides, and the facts that they do not have the same way."""

    space: Space
    before: Side
    after: Side
    uneven: tuple[Uneven, ...]


def join(before: Knowledge, after: Knowledge) -> Joint:
    """The cases that the rules of ``before``, or those of ``after``, tell apart."""
    was, is_ = ({each.name: each for each in one.facts} for one in (before, after))
    read = _facts_read(before) | _facts_read(after)
    uneven = tuple(
        found
        for name in dict.fromkeys((*was, *is_))
        if name in read and (found := _uneven(name, was.get(name), is_.get(name))) is not None
    )
    unheard = {each.fact for each in uneven if each.why in {"unit", "type"}}
    bounded = {each.fact for each in uneven if each.why in {"values", "range"}}
    united = [
        _united(was[name], is_[name]) if name in bounded else was.get(name) or is_[name]
        for name in dict.fromkeys((*was, *is_))
        if name not in unheard
    ]
    edges = (edge for side in (was, is_) for name in sorted(bounded) for edge in _edges(side[name]))
    conditions = [each for one in (before, after) for rule in one.rules for each in rule.conditions]
    space = Space(united, [*conditions, *edges])
    was_told, is_told = (Side(one, space, unheard, bounded) for one in (before, after))
    return Joint(space, was_told, is_told, uneven)


def _facts_read(knowledge: Knowledge) -> set[str]:
    return {
        each.name for rule in knowledge.rules for each in rule.conditions if each.kind == "fact"
    }


def _uneven(name: str, was: FactDefinition | None, is_: FactDefinition | None) -> Uneven | None:
    if was is None or is_ is None:
        return Uneven(name, "only_after" if was is None else "only_before")
    if was.type != is_.type:
        return Uneven(name, "type")
    if was.unit != is_.unit:
        return Uneven(name, "unit")
    if (was.minimum, was.maximum) != (is_.minimum, is_.maximum):
        return Uneven(name, "range")
    before, after = (tuple(option.id for option in each.options) for each in (was, is_))
    if set(before) == set(after):
        return None
    only = [
        tuple(id_ for id_ in one if id_ not in other)
        for one, other in ((before, after), (after, before))
    ]
    return Uneven(name, "values", *only)


def _united(was: FactDefinition, is_: FactDefinition) -> FactDefinition:
    known = {option.id for option in was.options}
    return msgspec.structs.replace(
        was,
        options=was.options + tuple(each for each in is_.options if each.id not in known),
        minimum=min(was.minimum, is_.minimum),
        maximum=max(was.maximum, is_.maximum),
    )


def _edges(fact: FactDefinition) -> Iterator[Condition]:
    """What tells apart the values that ``fact`` has from those that only the other one has."""
    yield from _bounds(fact) if fact.type in {"number", "whole_number"} else _answers(fact)


def _bounds(fact: FactDefinition) -> tuple[Condition, Condition]:
    beyond = (
        math.floor(fact.maximum) + 1
        if fact.type == "whole_number"
        else math.nextafter(fact.maximum, math.inf)
    )
    return (
        Condition("fact", fact.name, "at_least", fact.minimum, ""),
        Condition("fact", fact.name, "below", beyond, ""),
    )


def _answers(fact: FactDefinition) -> Iterator[Condition]:
    """Of a set each of its values, and none of them; of a choice each of its values."""
    if fact.type == "set":
        yield Condition("fact", fact.name, "empty", True, "")
    operator: Literal["includes", "is"] = "includes" if fact.type == "set" else "is"
    for option in fact.options:
        yield Condition("fact", fact.name, operator, option.id, "")


def _heard_of(fact: FactDefinition, value: Value) -> Value | None:
    ids = [option.id for option in fact.options]
    if isinstance(value, tuple):
        known = tuple(id_ for id_ in ids if id_ in value)
        return known if known or not value else None
    if isinstance(value, str):
        return value if value in ids else None
    within = isinstance(value, bool) or fact.minimum <= value <= fact.maximum
    return value if within else None
