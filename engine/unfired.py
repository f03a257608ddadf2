"""Why a rule did not fire, and which facts could still change that.

Each condition of such a rule was met, not met, or unknown. A state is unknown while some rule
that makes it is still open, that is, has no condition that is not met; a verdict is unknown
while some open rule could give it a wanted word. Under ``unless``, what is unknown does not stop a
rule: it is recorded as unknown, and keeps nothing open.

What is *needed* is worked out backwards: the smallest sets of unknown facts that would complete
an open rule (``needed.py``). A fact that only matters once another is known is not in one.

Many rules share a condition, so it is looked at once in a consultation, and whatever depends on
the knowledge alone is worked out once for all of them: how a condition on a fact stands while the
fact is unknown, and which conditions a value could meet.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec
from legspasm.body import ConditionStatus, Firing, NotFired
from legspasm.conditions import Readers, Status, status
from legspasm.facts import Fact
from legspasm.model import Condition, Knowledge, Value
from legspasm.needed import NEVER, NOTHING, Names, Routes, joined, smallest
from legspasm.ordering import makers_in
from legspasm.verdicts import concluded, decide

KIND_FOR = {
    "supported": "cause",
    "with_reservation": "cause",
    "not_indicated": "against",
    "conflict": "conflict",
    "not_applicable": "out_of_scope",
}
"""The kind of conclusion that gives a verdict its word."""
_SETTLED = {
    "conflict": {"cause", "against"},
    "not_applicable": {"cause", "against", "conflict"},
}
"""The kinds that cannot change a verdict any more."""
_OPPOSITE: dict[Status, Status] = {"met": "not_met", "not_met": "met", "unknown": "unknown"}
_SETTLING = frozenset({"cause", "against"})


_Read = tuple[int, bool]
"""A condition by its number, and whether it must not hold."""
_Stand = tuple[Status, Routes]
"""How a condition stands, and what would meet it."""
_MET: _Stand = ("met", NOTHING)
_NOT_MET: _Stand = ("not_met", NEVER)


class _Part(msgspec.Struct, frozen=True):
    """A rule by the numbers of its conditions."""

    id: str
    when: tuple[int, ...]
    unless: tuple[int, ...]
    read: tuple[_Read, ...]


class Standing:
    """How every rule of a knowledge base stands after the firings of one consultation."""

    def __init__(
        self, knowledge: Knowledge, facts: Iterable[Fact], firings: Iterable[Firing]
    ) -> None:
        found = concluded(firings)
        self._knowledge = knowledge
        self._all = _parts(knowledge)
        self._fired = {firing.rule for firing in found}
        self._values: dict[tuple[str, str], Value] = {
            ("fact", fact.name): fact.value for fact in facts
        }
        for cause in knowledge.causes:
            self._values["verdict", cause.id] = decide(cause.id, found)[0]
        for firing in found.of_kind("state"):
            self._values["state", firing.concludes.id] = True
        self._stands = self._all.stands(facts)
        self._told: dict[_Read, ConditionStatus] = {}
        self._verdict_routes: dict[tuple[str, frozenset[str]], Routes] = {}
        self._routes: dict[str, Routes] = {}
        for part in self._all.rules:
            self._routes[part.id] = self._complete(part)

    def not_fired(self) -> tuple[NotFired, ...]:
        """Every rule that did not fire, in canonical order, with each condition and its needs."""
        names, routes, told = self._all.names, self._routes, self._told
        return tuple(
            [
                NotFired(
                    part.id,
                    tuple([told.get(read) or self._tell(read) for read in part.read]),
                    names.of(routes[part.id]),
                )
                for part in self._all.rules
                if part.id not in self._fired
            ]
        )

    def needs(self) -> Mapping[str, tuple[str, ...]]:
        """By cause: the facts that could complete a rule about it."""
        return {
            cause.id: self._all.names.of(self._concluding(cause.id, _SETTLING))
            for cause in self._knowledge.causes
        }

    def _tell(self, read: _Read) -> ConditionStatus:
        number, absent = read
        found = (self._stands[number] or self._stand(number))[0]
        actual = self._values.get(self._all.things[number])
        if actual is None and found == "unknown":
            told = self._all.unknown[read]
        else:
            seen = _OPPOSITE[found] if absent else found
            told = _told(self._all.conditions[number], absent, actual, seen)
        self._told[read] = told
        return told

    def _complete(self, part: _Part) -> Routes:
        if part.id in self._fired:
            return NOTHING
        stands = self._stands
        for number in part.unless:
            if (stands[number] or self._stand(number))[0] == "met":
                return NEVER
        found = NOTHING
        for number in part.when:
            found = joined(found, (stands[number] or self._stand(number))[1])
            if not found:
                break
        return found

    def _stand(self, number: int) -> _Stand:
        """Of a condition on a state or a verdict, once every rule that makes it was looked at."""
        condition = self._all.conditions[number]
        if status(condition, self._values.get(self._all.things[number])) == "met":
            stand = _MET
        else:
            if condition.kind == "state":
                made_by = self._all.makers.of(condition)
                routes = smallest(each for rule in made_by for each in self._routes[rule.id])
            else:
                routes = self._wanted(condition)
            stand = ("unknown", routes) if routes else _NOT_MET
        self._stands[number] = stand
        return stand

    def _wanted(self, condition: Condition) -> Routes:
        words = condition.wanted if isinstance(condition.wanted, tuple) else ()
        kinds = {KIND_FOR[word] for word in words if word in KIND_FOR}
        kinds -= _SETTLED.get(str(self._values["verdict", condition.name]), set())
        return self._concluding(condition.name, frozenset(kinds))

    def _concluding(self, cause: str, kinds: frozenset[str]) -> Routes:
        """What would complete a rule that bears on the verdict in one of these ways."""
        key = (cause, kinds)
        if key not in self._verdict_routes:
            self._verdict_routes[key] = smallest(
                each
                for rule in self._all.makers.of_verdict(cause)
                if rule.concludes.kind in kinds and rule.id not in self._fired
                for each in self._routes[rule.id]
            )
        return self._verdict_routes[key]


class _Parts:
    """Of a knowledge base: each condition once, and the rules that read them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.makers = makers_in(knowledge)
        numbers: dict[Condition, int] = {}
        self.rules = []
        for rule in knowledge.rules:
            when = tuple(numbers.setdefault(each, len(numbers)) for each in rule.when)
            unless = tuple(numbers.setdefault(each, len(numbers)) for each in rule.unless)
            read = (*((each, False) for each in when), *((each, True) for each in unless))
            self.rules.append(_Part(rule.id, when, unless, read))
        self.conditions = tuple(numbers)
        self.things = tuple([(each.kind, each.name) for each in self.conditions])
        self.unknown = {
            read: _told(self.conditions[read[0]], read[1], None, "unknown")
            for rule in self.rules
            for read in rule.read
        }
        self._about: dict[str, list[tuple[Condition, int]]] = {}
        for condition, number in numbers.items():
            if condition.kind == "fact":
                self._about.setdefault(condition.name, []).append((condition, number))
        self._met = {name: Readers(each) for name, each in self._about.items()}
        self.names = Names([fact.name for fact in knowledge.facts], self._about)
        self._untold: list[_Stand | None] = [
            ("unknown", (self.names.bit(each.name),)) if each.kind == "fact" else None
            for each in self.conditions
        ]

    def stands(self, facts: Iterable[Fact]) -> list[_Stand | None]:
        """By number how the conditions on facts stand; None for those on something else."""
        stands = self._untold.copy()
        for fact in facts:
            if fact.name in self._about:
                for _, number in self._about[fact.name]:
                    stands[number] = _NOT_MET
                for number in self._met[fact.name].met_by(fact.value):
                    stands[number] = _MET
        return stands


def _told(
    condition: Condition, absent: bool, actual: Value | None, status: Status
) -> ConditionStatus:
    return ConditionStatus(
        condition.kind,
        condition.name,
        absent,
        condition.operator,
        condition.wanted,
        actual,
        status,
        condition.says,
    )


@cache
def _parts(knowledge: Knowledge) -> _Parts:
    return _Parts(knowledge)
