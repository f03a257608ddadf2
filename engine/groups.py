"""Which rules and verdicts look at the same facts: people who look the same to them are one case.

A rule with everything that leads to it reads few facts, and a verdict those of the rules that
bear on it. What reads no more facts than another is in one group with it, and so are groups of few
cases. What a group adds to a record is the same for everybody of one case.
"""

from collections.abc import Iterable, Mapping
from math import inf, prod
from typing import Final

import msgspec
from legspasm.cells import cells
from legspasm.model import Condition, FactDefinition, Knowledge, Rule
from legspasm.ordering import makers_in
from legspasm.tables import conditions_by_fact

FEW: Final = 64
"""Cases up to which small groups are taken as one: to look up once costs less than twice."""

_Names = frozenset[str]


class Group(msgspec.Struct, frozen=True):
    """Rules, and causes with the verdict on each, that read ``facts``; ``size``: how many cases."""

    facts: tuple[str, ...]
    rules: tuple[str, ...]
    causes: tuple[str, ...]
    size: float


def groups(knowledge: Knowledge) -> tuple[Group, ...]:
    """Every rule and every cause of ``knowledge``, each in one group; the widest groups first."""
    of_rule = _read_by_rules(knowledge)
    makers = makers_in(knowledge)
    of_cause = {
        cause.id: _read_by_all(makers.of_verdict(cause.id), of_rule) for cause in knowledge.causes
    }
    widest = _widest({*of_rule.values(), *of_cause.values()})
    sizes = _sizes(knowledge)
    members: dict[_Names, tuple[list[str], list[str]]] = {}
    joint = _joint(widest.values(), sizes)
    for at, read_by in enumerate((of_rule, of_cause)):
        for id_, read in read_by.items():
            members.setdefault(joint[widest[read]], ([], []))[at].append(id_)
    return tuple(
        Group(
            facts=tuple(sorted(facts)),
            rules=tuple(rules),
            causes=tuple(causes),
            size=_size(facts, sizes),
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


def _joint(sets: Iterable[_Names], sizes: Mapping[str, float]) -> Mapping[_Names, _Names]:
    """For each set itself, or the set of facts of a few small ones that it is taken as one with."""
    small: list[list[_Names]] = []
    found = {each: each for each in sets}
    for each in found:
        if _size(each, sizes) > FEW:
            continue
        if small and _size(each.union(*small[-1]), sizes) <= FEW:
            small[-1].append(each)
        else:
            small.append([each])
    for together in small:
        found |= dict.fromkeys(together, _Names().union(*together))
    return found


def _sizes(knowledge: Knowledge) -> Mapping[str, float]:
    """How many values of each fact rules tell apart; infinitely many where nobody can count."""
    conditions = conditions_by_fact(knowledge.rules)
    return {
        fact.name: _values(fact, conditions[fact.name])
        for fact in knowledge.facts
        if fact.name in conditions
    }


def _size(facts: Iterable[str], sizes: Mapping[str, float]) -> float:
    return prod(sizes[name] for name in facts)


def _values(fact: FactDefinition, conditions: Iterable[Condition]) -> float:
    found = cells(fact, conditions, finest=True)
    return len(found.all) if found.complete else inf
