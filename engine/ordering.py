"""The canonical order of rules: by rank, then as declared.

A rule that reads a state or a verdict comes after every rule that can make it. The rank of a
rule is the length of the longest path to it from the facts, counted in rules: 1 reads facts
only. So the order depends on the knowledge alone, and what is absent is always judged on a
finished state. A cycle, through presence or absence, leaves no such order and is refused.
"""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import msgspec
from legspasm.model import Condition, Rule

_BEARING_ON_A_VERDICT = frozenset({"cause", "against", "conflict"})


def find_cycle(rules: Iterable[Rule]) -> list[str]:
    """Ids of rules that wait for one another, the first again at the end; empty without a cycle."""
    try:
        TopologicalSorter(_reads(rules)).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def through_absence(cycle: list[str], rules: Iterable[Rule]) -> bool:
    """Whether one rule of a cycle, as found above, waits for what must not be concluded."""
    rules = list(rules)
    links = set(pairwise(cycle))
    return any(
        (rule.id, maker.id) in links
        for rule in rules
        for condition in rule.unless
        for maker in makers(condition, rules)
    )


def in_canonical_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules with their ranks, in canonical order. Raises CycleError where there is a cycle."""
    rules = list(rules)
    reads = _reads(rules)
    ranks: dict[str, int] = {}
    for id_ in TopologicalSorter(reads).static_order():
        ranks[id_] = 1 + max((ranks[maker] for maker in reads[id_]), default=0)
    ranked = [msgspec.structs.replace(rule, rank=ranks[rule.id]) for rule in rules]
    return tuple(sorted(ranked, key=lambda rule: rule.rank))


def makers(condition: Condition, rules: Iterable[Rule]) -> list[Rule]:
    """The rules whose conclusion decides what ``condition`` reads; none for a fact."""
    if condition.kind == "fact":
        return []
    if condition.kind == "verdict":
        return [rule for rule in rules if bears_on_verdict(rule, condition.name)]
    return [
        rule
        for rule in rules
        if rule.concludes.kind == "state" and rule.concludes.id == condition.name
    ]


def closure(roots: Iterable[Rule], rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """``roots`` and every rule that makes what they read, backwards; in the order of ``rules``."""
    rules = list(rules)
    waiting = list(roots)
    found: set[str] = set()
    while waiting:
        rule = waiting.pop()
        if rule.id not in found:
            found.add(rule.id)
            for condition in rule.conditions:
                waiting += makers(condition, rules)
    return tuple(rule for rule in rules if rule.id in found)


def bears_on_verdict(rule: Rule, cause: str) -> bool:
    """Whether ``rule`` concludes for, against or about ``cause``, or that nothing applies."""
    conclusion = rule.concludes
    if conclusion.kind == "out_of_scope":
        return True
    return conclusion.kind in _BEARING_ON_A_VERDICT and conclusion.id == cause


def verdict_ranks(rules: Iterable[Rule], causes: Iterable[str]) -> Mapping[str, int]:
    """For each cause the rank after which its verdict stands: that of the last rule about it."""
    rules = list(rules)
    return {
        cause: max((rule.rank for rule in rules if bears_on_verdict(rule, cause)), default=0)
        for cause in causes
    }


def _reads(rules: Iterable[Rule]) -> dict[str, list[str]]:
    """By rule the rules that make what it reads, both as declared, so that nothing is random."""
    rules = list(rules)
    return {
        rule.id: list(
            dict.fromkeys(maker.id for each in rule.conditions for maker in makers(each, rules))
        )
        for rule in rules
    }
