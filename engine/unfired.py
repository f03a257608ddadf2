"""Why a rule did not fire, and which facts could still change that.

Each condition of such a rule was met, not met, or unknown. A state is unknown while some rule
that makes it is still open, that is, has no condition that is not met; a verdict is unknown
while some open rule could give it a wanted word. Under ``unless``, what is unknown does not stop a
rule: it is recorded as unknown, and keeps nothing open.

What is *needed* is worked out backwards: the smallest sets of unknown facts that would complete
an open rule. A fact that only matters once another is known is not in a smallest set.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product

from legspasm.body import ConditionStatus, Firing, NotFired
from legspasm.conditions import Status, status
from legspasm.facts import Fact
from legspasm.model import Condition, Knowledge, Rule, Value
from legspasm.ordering import bears_on_verdict, makers
from legspasm.verdicts import decide

_Sets = frozenset[frozenset[str]]
_NOTHING: _Sets = frozenset({frozenset()})
_NEVER: _Sets = frozenset()
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
_MOST = 256
"""Sets that are told apart; with more, all their facts count as one set, so none is missed."""


class Standing:
    """How every rule of a knowledge base stands after the firings of one consultation."""

    def __init__(
        self, knowledge: Knowledge, facts: Iterable[Fact], firings: Sequence[Firing]
    ) -> None:
        self._knowledge = knowledge
        self._fired = {firing.rule for firing in firings}
        self._values: dict[tuple[str, str], Value] = {
            ("fact", fact.name): fact.value for fact in facts
        }
        for cause in knowledge.causes:
            self._values["verdict", cause.id] = decide(cause.id, firings)[0]
        for firing in firings:
            if firing.concludes.kind == "state":
                self._values["state", firing.concludes.id] = True
        self._routes: dict[str, _Sets] = {}
        self._makers: dict[tuple[str, str], list[Rule]] = {}
        for rule in knowledge.rules:
            for condition in rule.conditions:
                key = (condition.kind, condition.name)
                if key not in self._makers:
                    self._makers[key] = makers(condition, knowledge.rules)
        for rule in knowledge.rules:
            self._routes[rule.id] = self._complete(rule)

    def not_fired(self) -> tuple[NotFired, ...]:
        """Every rule that did not fire, in canonical order, with each condition and its needs."""
        return tuple(
            NotFired(
                rule=rule.id,
                conditions=tuple(self._condition(each, absent=False) for each in rule.when)
                + tuple(self._condition(each, absent=True) for each in rule.unless),
                needs=self._in_order(self._routes[rule.id]),
            )
            for rule in self._knowledge.rules
            if rule.id not in self._fired
        )

    def needs(self) -> Mapping[str, tuple[str, ...]]:
        """By cause: the facts that could complete a rule about it."""
        return {
            cause.id: self._in_order(self._verdict_routes(cause.id, {"cause", "against"}))
            for cause in self._knowledge.causes
        }

    def is_open(self, rule: Rule) -> bool:
        """Whether ``rule`` fired, or still can once more is known."""
        return bool(self._routes[rule.id])

    def _condition(self, condition: Condition, *, absent: bool) -> ConditionStatus:
        found = self._status(condition)
        if absent:
            found = _OPPOSITE[found]
        return ConditionStatus(
            kind=condition.kind,
            name=condition.name,
            absent=absent,
            operator=condition.operator,
            wanted=condition.wanted,
            actual=self._values.get((condition.kind, condition.name)),
            status=found,
            text=condition.says,
        )

    def _status(self, condition: Condition) -> Status:
        value = self._values.get((condition.kind, condition.name))
        if condition.kind == "state" and value is None:
            made_by = self._makers["state", condition.name]
            return "unknown" if any(self.is_open(rule) for rule in made_by) else "not_met"
        found = status(condition, value)
        if condition.kind == "verdict" and found == "not_met" and self._wanted_routes(condition):
            return "unknown"
        return found

    def _complete(self, rule: Rule) -> _Sets:
        if rule.id in self._fired:
            return _NOTHING
        if any(self._status(condition) == "met" for condition in rule.unless):
            return _NEVER
        found = _NOTHING
        for condition in rule.when:
            found = _smallest(a | b for a, b in product(found, self._supply(condition)))
        return found

    def _supply(self, condition: Condition) -> _Sets:
        found = self._status(condition)
        if found != "unknown":
            return _NOTHING if found == "met" else _NEVER
        if condition.kind == "fact":
            return frozenset({frozenset({condition.name})})
        if condition.kind == "verdict":
            return self._wanted_routes(condition)
        made_by = self._makers["state", condition.name]
        return _smallest(each for rule in made_by for each in self._routes[rule.id])

    def _wanted_routes(self, condition: Condition) -> _Sets:
        words = condition.wanted if isinstance(condition.wanted, tuple) else ()
        kinds = {KIND_FOR[word] for word in words if word in KIND_FOR}
        kinds -= _SETTLED.get(str(self._values["verdict", condition.name]), set())
        return self._verdict_routes(condition.name, kinds)

    def _verdict_routes(self, cause: str, kinds: Collection[str]) -> _Sets:
        return _smallest(
            each
            for rule in self._knowledge.rules
            if rule.concludes.kind in kinds
            and bears_on_verdict(rule, cause)
            and rule.id not in self._fired
            for each in self._routes[rule.id]
        )

    def _in_order(self, sets: _Sets) -> tuple[str, ...]:
        wanted = frozenset[str]().union(*sets)
        return tuple(fact.name for fact in self._knowledge.facts if fact.name in wanted)


def _smallest(sets: Iterable[frozenset[str]]) -> _Sets:
    """The sets of which no other is a part."""
    kept: list[frozenset[str]] = []
    for each in sorted(set(sets), key=len):
        if not any(smaller <= each for smaller in kept):
            kept.append(each)
    return frozenset(kept) if len(kept) <= _MOST else frozenset({frozenset[str]().union(*kept)})
