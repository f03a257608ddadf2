"""The conditions of a knowledge base as its rules read them, and what a known fact does to each.

Many rules share a condition, so it is looked at once in a consultation, by its number. What depends
on the knowledge alone is worked out once for everybody: how a condition stands and what is told of
it while its fact is unknown, and under each value of a fact that has only a few.
"""

from collections.abc import Iterable
from functools import cache

import msgspec
from legspasm.body import ConditionStatus
from legspasm.conditions import Readers, Status
from legspasm.facts import Fact
from legspasm.model import Condition, FactDefinition, Knowledge, Value
from legspasm.needed import NEVER, NOTHING, Names, Routes
from legspasm.ordering import makers_in

Stand = tuple[Status, Routes]
"""How a condition stands, and what would meet it."""
MOST_KEPT = 1_000
"""Values of a fact, times conditions on it, of which it is worked out what they come to."""
MET: Stand = ("met", NOTHING)
NOT_MET: Stand = ("not_met", NEVER)
_OPPOSITE: dict[Status, Status] = {"met": "not_met", "not_met": "met", "unknown": "unknown"}
_Effect = tuple[list[tuple[int, Stand]], list[tuple[int, ConditionStatus | None]]]
"""How a value leaves the conditions on its fact, by number, and what is told of them, by reading.

None where that is to be made when somebody asks.
"""


class Part(msgspec.Struct, frozen=True):
    """A rule by the numbers of its conditions.

    ``read`` has them as they are told: twice the number, and one more where it must not hold.
    """

    id: str
    when: tuple[int, ...]
    unless: tuple[int, ...]
    read: tuple[int, ...]


class Readings:
    """Of a knowledge base: each condition once, and the rules that read them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.makers = makers_in(knowledge)
        numbers: dict[Condition, int] = {}
        self.rules = []
        for rule in knowledge.rules:
            when = tuple(numbers.setdefault(each, len(numbers)) for each in rule.when)
            unless = tuple(numbers.setdefault(each, len(numbers)) for each in rule.unless)
            read = (*(2 * each for each in when), *(2 * each + 1 for each in unless))
            self.rules.append(Part(rule.id, when, unless, read))
        self.conditions = tuple(numbers)
        about: dict[str, list[tuple[Condition, int]]] = {}
        for condition, number in numbers.items():
            if condition.kind == "fact":
                about.setdefault(condition.name, []).append((condition, number))
        self.names = Names([fact.name for fact in knowledge.facts], about)
        self._stands: list[Stand | None] = []
        self._told: list[ConditionStatus | None] = []
        for each in self.conditions:
            on_fact = each.kind == "fact"
            self._stands.append(("unknown", (self.names.bit(each.name),)) if on_fact else None)
            for absent in (False, True):
                self._told.append(told(each, absent, None, "unknown") if on_fact else None)
        self._about = {
            name: ([number for _, number in read], Readers(read)) for name, read in about.items()
        }
        self._effects = {
            (fact.name, value.__class__, value): self._effect(fact.name, value, tell=True)
            for fact in knowledge.facts
            if fact.name in about
            for value in _few_values(fact, len(about[fact.name]))
        }

    def known(
        self, facts: Iterable[Fact]
    ) -> tuple[list[Stand | None], list[ConditionStatus | None]]:
        """How conditions on facts stand, by number, and what is told of them, by reading.

        None for what is to be found yet.
        """
        stands, tells = self._stands.copy(), self._told.copy()
        for fact in facts:
            name, value = fact.name, fact.value
            if name in self._about:
                effect = self._effects.get((name, value.__class__, value))
                standing, telling = effect or self._effect(name, value, tell=False)
                for number, stand in standing:
                    stands[number] = stand
                for read, status in telling:
                    tells[read] = status
        return stands, tells

    def _effect(self, name: str, value: Value, *, tell: bool) -> _Effect:
        numbers, readers = self._about[name]
        met = set(readers.met_by(value))
        standing = [(number, MET if number in met else NOT_MET) for number in numbers]
        telling: list[tuple[int, ConditionStatus | None]] = []
        for number, (status, _) in standing:
            for absent in (False, True):
                made = told(self.conditions[number], absent, value, status) if tell else None
                telling.append((2 * number + absent, made))
        return standing, telling


@cache
def readings_of(knowledge: Knowledge) -> Readings:
    """The readings of ``knowledge``: all who ask share them."""
    return Readings(knowledge)


def told(
    condition: Condition, absent: bool, actual: Value | None, status: Status
) -> ConditionStatus:
    """What is told of a condition: turned around where it must not hold."""
    return ConditionStatus(
        condition.kind,
        condition.name,
        absent,
        condition.operator,
        condition.wanted,
        actual,
        _OPPOSITE[status] if absent else status,
        condition.says,
    )


def _few_values(fact: FactDefinition, conditions: int) -> tuple[Value, ...]:
    """The values of a fact that has some conditions on it; none where that makes too many."""
    values: tuple[Value, ...] = ()
    if fact.type == "yes_no":
        values = (True, False)
    elif fact.type == "choice":
        values = tuple([option.id for option in fact.options])
    return values if len(values) * conditions <= MOST_KEPT else ()
