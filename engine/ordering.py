"""The canonical order of rules: by rank, then as declared.

A rule that reads a state or a verdict comes after every rule that can make it. The rank of a
rule is the length of the longest path to it from the facts, counted in rules: 1 reads facts
only. So the order depends on the knowledge alone, and what is absent is always judged on a
finished state. A cycle, through presence or absence, leaves no such order and is refused.

Who makes what is looked up (``Makers``), so that the work grows with the rules and no faster.
Between the makers of something and its readers stands one node for the thing itself: many rules
that read what many rules make would else be joined one by one.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

import msgspec
from legspasm.model import Condition, Knowledge, Rule

BEARING_ON_A_VERDICT = frozenset({"cause", "against", "conflict"})
_Node = str | tuple[str, str]
"""A rule by its id, or a state or verdict by kind and name."""


class Makers:
    """The rules of a knowledge base, looked up by what they conclude."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._places = {rule.id: at for at, rule in enumerate(self.rules)}
        self._states: dict[str, list[Rule]] = {}
        self._about: dict[str, list[int]] = {}
        self._ending: list[int] = []
        self._verdicts: dict[str, list[Rule]] = {}
        for at, rule in enumerate(self.rules):
            conclusion = rule.concludes
            if conclusion.kind == "state":
                self._states.setdefault(conclusion.id, []).append(rule)
            elif conclusion.kind == "out_of_scope":
                self._ending.append(at)
            elif conclusion.kind in BEARING_ON_A_VERDICT:
                self._about.setdefault(conclusion.id, []).append(at)

    def of(self, condition: Condition) -> list[Rule]:
        """The rules whose conclusion decides what ``condition`` reads; none for a fact."""
        if condition.kind == "fact":
            return []
        if condition.kind == "verdict":
            return self.of_verdict(condition.name)
        return self._states.get(condition.name, [])

    def of_verdict(self, cause: str) -> list[Rule]:
        """The rules that bear on the verdict about ``cause``."""
        found = self._verdicts.get(cause)
        if found is None:
            positions = sorted([*self._about.get(cause, ()), *self._ending])
            found = self._verdicts[cause] = [self.rules[at] for at in positions]
        return found

    def closure(self, roots: Iterable[Rule]) -> tuple[Rule, ...]:
        """``roots`` and every rule that makes what they read, backwards; in the order of rules."""
        waiting = list(roots)
        found: set[str] = set()
        unfolded: set[tuple[str, str]] = set()
        while waiting:
            rule = waiting.pop()
            if rule.id not in found:
                found.add(rule.id)
                for condition in rule.conditions:
                    read = (condition.kind, condition.name)
                    if read not in unfolded:
                        unfolded.add(read)
                        waiting += self.of(condition)
        return tuple([self.rules[at] for at in sorted(self._places[id_] for id_ in found)])


@cache
def makers_in(knowledge: Knowledge) -> Makers:
    """The rules of ``knowledge`` by what they conclude: all who ask share the lookup."""
    return Makers(knowledge.rules)


def find_cycle(rules: Iterable[Rule]) -> list[str]:
    """Ids of rules that wait for one another, the first again at the end; empty without a cycle."""
    found = Makers(rules)
    return _cycle(_reads(found)) if _cycle(_graph(found)) else []


def through_absence(cycle: list[str], rules: Iterable[Rule]) -> bool:
    """Whether one rule of a cycle, as found above, waits for what must not be concluded."""
    found = Makers(rules)
    links = set(pairwise(cycle))
    waiting = [rule for rule in found.rules if rule.id in cycle]
    return any(
        (rule.id, maker.id) in links
        for rule in waiting
        for condition in rule.unless
        for maker in found.of(condition)
    )


def in_canonical_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules with their ranks, in canonical order. Raises CycleError where there is a cycle."""
    found = Makers(rules)
    graph = _graph(found)
    ranks: dict[_Node, int] = {}
    for node in TopologicalSorter(graph).static_order():
        last = max((ranks[before] for before in graph[node]), default=0)
        ranks[node] = last + isinstance(node, str)
    ranked = [msgspec.structs.replace(rule, rank=ranks[rule.id]) for rule in found.rules]
    return tuple(sorted(ranked, key=lambda rule: rule.rank))


def closure(roots: Iterable[Rule], rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """``roots`` and every rule that makes what they read, backwards; in the order of ``rules``."""
    return Makers(rules).closure(roots)


def bears_on_verdict(rule: Rule, cause: str) -> bool:
    """Whether ``rule`` concludes for, against or about ``cause``, or that nothing applies."""
    conclusion = rule.concludes
    if conclusion.kind == "out_of_scope":
        return True
    return conclusion.kind in BEARING_ON_A_VERDICT and conclusion.id == cause


def verdict_ranks(rules: Iterable[Rule], causes: Iterable[str]) -> Mapping[str, int]:
    """For each cause the rank after which its verdict stands: that of the last rule about it."""
    ending = 0
    last: dict[str, int] = {}
    for rule in rules:
        conclusion = rule.concludes
        if conclusion.kind == "out_of_scope":
            ending = max(ending, rule.rank)
        elif conclusion.kind in BEARING_ON_A_VERDICT:
            last[conclusion.id] = max(last.get(conclusion.id, 0), rule.rank)
    return {cause: max(last.get(cause, 0), ending) for cause in causes}


def _graph(found: Makers) -> dict[_Node, list[_Node]]:
    """By rule the states and verdicts that it reads, and by each of these the rules behind it."""
    graph: dict[_Node, list[_Node]] = {}
    for rule in found.rules:
        read: dict[_Node, None] = {}
        for condition in rule.conditions:
            if condition.kind != "fact":
                thing = (condition.kind, condition.name)
                read[thing] = None
                if thing not in graph:
                    graph[thing] = [maker.id for maker in found.of(condition)]
        graph[rule.id] = list(read)
    return graph


def _reads(found: Makers) -> dict[str, list[str]]:
    """By rule the rules that make what it reads, both as declared, so that nothing is random."""
    return {
        rule.id: list(
            dict.fromkeys(maker.id for each in rule.conditions for maker in found.of(each))
        )
        for rule in found.rules
    }


def _cycle(graph: Mapping[Any, Iterable[Any]]) -> list[Any]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []
