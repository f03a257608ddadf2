"""Which rules and verdicts look at the same facts: people who look the same to them are one case.

A rule with everything that leads to it reads few facts, and a verdict those of the rules that
bear on it. What reads no more facts than another is in one group with it. Of a set or a number
rules see which conditions it meets, of any other fact its value. What a group adds to a record is
the same for everybody of one case.
"""

from collections.abc import Iterable, Mapping
from math import inf, prod
from typing import Final

import msgspec
from legspasm.cells import cells, signature
from legspasm.facts import Fact
from legspasm.model import Condition, FactDefinition, Knowledge, Rule, Value
from legspasm.ordering import makers_in
from legspasm.tables import fact_conditions

MOST_SEEN: Final = 10_000
"""Values of one fact of which it is kept what rules see; where there are more, it starts anew."""
_CLASSES = {"yes_no": bool, "choice": str, "set": tuple, "number": float, "whole_number": int}

_Names = frozenset[str]


class Group(msgspec.Struct, frozen=True):
    """Rules, and causes with the verdict on each, that read ``facts``; ``size``: how many cases."""

    facts: tuple[str, ...]
    rules: tuple[str, ...]
    causes: tuple[str, ...]
    size: float


class Sight:
    """What rules see of each fact."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._classes = {fact.name: _CLASSES[fact.type] for fact in knowledge.facts}
        conditions = _conditions(knowledge)
        self._unknown: dict[str, object] = dict.fromkeys(self._classes)
        self._in_part = {
            fact.name: (conditions.get(fact.name, []), dict[Value, object]())
            for fact in knowledge.facts
            if fact.type not in {"yes_no", "choice"}
        }
        self.in_part = frozenset(self._in_part)
        """The names of the facts of which less is seen than the whole value."""

    def of(self, facts: Iterable[Fact]) -> dict[str, object] | None:
        """By fact what is seen of it, None of an unknown one.

        Nothing at all where a value is not of the type that its fact has when it is checked, or
        where a fact is told twice, or is none.
        """
        seen = self._unknown.copy()
        for fact in facts:
            name, value = fact.name, fact.value
            if value.__class__ is not self._classes.get(name) or seen[name] is not None:
                return None
            seen[name] = self._seen(name, value) if name in self._in_part else value
        return seen

    def _seen(self, name: str, value: Value) -> object:
        conditions, kept = self._in_part[name]
        found = kept.get(value)
        if found is None:
            if len(kept) >= MOST_SEEN:
                kept.clear()
            found = kept[value] = signature(conditions, value)
        return found


def groups(knowledge: Knowledge) -> tuple[Group, ...]:
    """Every rule and every cause of ``knowledge``, each in one group; the widest groups first."""
    of_rule = _read_by_rules(knowledge)
    makers = makers_in(knowledge)
    of_cause = {
        cause.id: _read_by_all(makers.of_verdict(cause.id), of_rule) for cause in knowledge.causes
    }
    widest = _widest({*of_rule.values(), *of_cause.values()})
    members: dict[_Names, tuple[list[str], list[str]]] = {}
    for at, read_by in enumerate((of_rule, of_cause)):
        for id_, read in read_by.items():
            members.setdefault(widest[read], ([], []))[at].append(id_)
    sizes = _sizes(knowledge)
    return tuple(
        Group(
            facts=tuple(sorted(facts)),
            rules=tuple(rules),
            causes=tuple(causes),
            size=prod(sizes[name] for name in facts),
        )
        for facts, (rules, causes) in members.items()
    )


def _read_by_rules(knowledge: Knowledge) -> Mapping[str, _Names]:
    """By rule, the facts that it and everything that leads to it read."""
    found: dict[str, _Names] = {}
    of_state: dict[str, _Names] = {}
    for rule in knowledge.rules:  # in canonical order: what leads to a rule stands before it
        read: set[str] = set()
        for condition in rule.conditions:
            match condition.kind:
                case "fact":
                    read.add(condition.name)
                case "state":
                    read |= of_state.get(condition.name, frozenset())
                case _:  # verdict
                    read |= _read_by_all(makers_in(knowledge).of(condition), found)
        found[rule.id] = frozenset(read)
        if rule.concludes.kind == "state":
            of_state[rule.concludes.id] = of_state.get(rule.concludes.id, frozenset()) | read
    return found


def _read_by_all(rules: Iterable[Rule], read: Mapping[str, _Names]) -> _Names:
    return frozenset[str]().union(*(read[rule.id] for rule in rules))


def _widest(sets: Iterable[_Names]) -> Mapping[_Names, _Names]:
    """For each set one of those that it is a part of and that are part of no other."""
    found: dict[_Names, _Names] = {}
    holding: dict[str, list[_Names]] = {}
    for each in sorted(sets, key=lambda names: (-len(names), sorted(names))):
        near = holding.get(min(each, default=""), []) if each else [*found.values()][:1]
        wider = next((other for other in near if each <= other), each)
        found[each] = wider
        if wider is each:
            for name in each:
                holding.setdefault(name, []).append(each)
    return found


def _sizes(knowledge: Knowledge) -> Mapping[str, float]:
    """How many values of each fact rules tell apart; infinitely many where nobody can count."""
    conditions = _conditions(knowledge)
    return {
        fact.name: _size(fact, conditions[fact.name])
        for fact in knowledge.facts
        if fact.name in conditions
    }


def _size(fact: FactDefinition, conditions: Iterable[Condition]) -> float:
    found = cells(fact, conditions, finest=True)
    return len(found.all) if found.complete else inf


def _conditions(knowledge: Knowledge) -> Mapping[str, list[Condition]]:
    """The conditions on each fact that has some."""
    found: dict[str, list[Condition]] = {}
    for each in fact_conditions(knowledge.rules):
        found.setdefault(each.name, []).append(each)
    return found
