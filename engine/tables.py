"""What fires in each case of one rule: inferred when it is first asked for, and kept.

A rule with everything that leads to it reads few facts, and sees of each only which of its
conditions hold. Facts that look the same to it are one case, so a table has a few dozen rows
at the most, however many people there are. A row is filled by a run of the network
(``network.py``), never by a second reading of the rules.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec
from legspasm.body import Firing
from legspasm.cells import signature
from legspasm.facts import Fact, Told
from legspasm.model import Condition, Knowledge, Rule, Value
from legspasm.network import infer
from legspasm.ordering import makers_in


class Table:
    """A rule with everything that leads to it, and what fired in each case that was asked for."""

    def __init__(self, knowledge: Knowledge, rule: Rule) -> None:
        rules = makers_in(knowledge).closure([rule])
        self._conditions = conditions_by_fact(rules)
        self.facts = tuple(sorted(self._conditions))
        """The names of the facts that it reads."""
        read = {each.name for rule in rules for each in rule.conditions if each.kind == "verdict"}
        causes = tuple(cause for cause in knowledge.causes if cause.id in read)
        self._knowledge = msgspec.structs.replace(knowledge, rules=rules, causes=causes)
        self._seen: dict[tuple[str, Value | None], tuple[bool, ...]] = {}
        self._rows: dict[tuple[tuple[bool, ...], ...], tuple[Firing, ...]] = {}

    def firings(self, told: Told) -> tuple[Firing, ...]:
        """The firings of the rule, and of those that lead to it.

        The values in them are of the facts that filled the row: the same to every condition.
        """
        case = tuple(self._sees(name, told.get(name)) for name in self.facts)
        if case not in self._rows:
            self._rows[case] = infer(self._knowledge, facts_of(self.facts, told))
        return self._rows[case]

    def _sees(self, name: str, value: Value | None) -> tuple[bool, ...]:
        seen = self._seen.get((name, value))
        if seen is None:
            seen = self._seen[name, value] = signature(self._conditions[name], value)
        return seen


@cache
def table(knowledge: Knowledge, rule: Rule) -> Table:
    """The table of ``rule``: all who ask share it."""
    return Table(knowledge, rule)


def fact_conditions(rules: Iterable[Rule]) -> list[Condition]:
    """The conditions on facts of ``rules``."""
    return [each for rule in rules for each in rule.conditions if each.kind == "fact"]


def conditions_by_fact(rules: Iterable[Rule]) -> Mapping[str, list[Condition]]:
    """The same by the name of the fact, for each that has some."""
    found: dict[str, list[Condition]] = {}
    for each in fact_conditions(rules):
        found.setdefault(each.name, []).append(each)
    return found


def facts_of(names: Iterable[str], told: Told) -> list[Fact]:
    """What was told of ``names``, as facts for the engine."""
    return [Fact(name, told[name], "call") for name in names if name in told]
