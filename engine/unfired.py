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


_Stand = tuple[Status, Routes]
"""How a condition stands, and what would meet it."""
_MET: _Stand = ("met", NOTHING)
_NOT_MET: _Stand = ("not_met", NEVER)


class _Part(msgspec.Struct, frozen=True):
    """A rule by the numbers of its conditions.

    ``read`` has them as they are told: twice the number, and one more where it must not hold.
    """

    id: str
    when: tuple[int, ...]
    unless: tuple[int, ...]
    read: tuple[int, ...]


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
        self._stands, self._told = self._all.known(facts)
        self._verdict_routes: dict[tuple[str, frozenset[str]], Routes] = {}
        self._routes: dict[str, Routes] = {}
        for part in self._all.rules:
            fired = part.id in self._fired
            self._routes[part.id] = NOTHING if fired else self._complete(part)

    def not_fired(self) -> tuple[NotFired, ...]:
        """Every rule that did not fire, in canonical order, with each condition and its needs."""
        names, routes, told = self._all.names, self._routes, self._told
        return tuple(
            [
                NotFired(
                    part.id,
                    tuple([told[read] or self._tell(read) for read in part.read]),
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

    def _tell(self, read: int) -> ConditionStatus:
        number, absent = divmod(read, 2)
        condition = self._all.conditions[number]
        found = (self._stands[number] or self._stand(number))[0]
        told = self._told[read] = ConditionStatus(
            condition.kind,
            condition.name,
            bool(absent),
            condition.operator,
            condition.wanted,
            self._values.get(self._all.things[number]),
            _OPPOSITE[found] if absent else found,
            condition.says,
        )
        return told

    def _complete(self, part: _Part) -> Routes:
        stands = self._stands
        for number in part.unless:
            if (stands[number] or self._stand(number))[0] == "met":
                return NEVER
        found = NOTHING
        for number in part.when:
            routes = (stands[number] or self._stand(number))[1]
            if not routes:
                return NEVER
            if routes is not NOTHING:
                found = joined(found, routes)
        return found

    def _stand(self, number: int) -> _Stand:
        """Of a condition on a state or a verdict, once every rule that makes it was looked at."""
        condition = self._all.conditions[number]
        if status(condition, self._values.get(self._all.things[number])) == "met":
            stand = _MET
        else:
            if condition.kind == "state":
                made_by = self._all.makers.of(condition)
                routes = smallest([each for rule in made_by for each in self._routes[rule.id]])
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
                [
                    each
                    for rule in self._all.makers.of_verdict(cause)
                    if rule.concludes.kind in kinds and rule.id not in self._fired
                    for each in self._routes[rule.id]
                ]
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
            read = (*(2 * each for each in when), *(2 * each + 1 for each in unless))
            self.rules.append(_Part(rule.id, when, unless, read))
        self.conditions = tuple(numbers)
        self.things = tuple([(each.kind, each.name) for each in self.conditions])
        about: dict[str, list[tuple[Condition, int]]] = {}
        for condition, number in numbers.items():
            if condition.kind == "fact":
                about.setdefault(condition.name, []).append((condition, number))
        self.names = Names([fact.name for fact in knowledge.facts], about)
        self._about = {
            name: ([number for _, number in read], Readers(read)) for name, read in about.items()
        }
        self._stands: list[_Stand | None] = []
        self._told: list[ConditionStatus | None] = []
        for each in self.conditions:
            on_fact = each.kind == "fact"
            self._stands.append(("unknown", (self.names.bit(each.name),)) if on_fact else None)
            self._told += [_unknown(each, absent) if on_fact else None for absent in (False, True)]

    def known(
        self, facts: Iterable[Fact]
    ) -> tuple[list[_Stand | None], list[ConditionStatus | None]]:
        """How conditions on facts stand, by number, and what is told of those that are unknown.

        None for what is to be found yet.
        """
        stands, told = self._stands.copy(), self._told.copy()
        for fact in facts:
            if fact.name in self._about:
                numbers, readers = self._about[fact.name]
                for number in numbers:
                    stands[number] = _NOT_MET
                    told[2 * number] = told[2 * number + 1] = None
                for number in readers.met_by(fact.value):
                    stands[number] = _MET
        return stands, told


def _unknown(condition: Condition, absent: bool) -> ConditionStatus:
    return ConditionStatus(
        condition.kind,
        condition.name,
        absent,
        condition.operator,
        condition.wanted,
        None,
        "unknown",
        condition.says,
    )


@cache
def _parts(knowledge: Knowledge) -> _Parts:
    return _Parts(knowledge)
