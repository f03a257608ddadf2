"""Why a rule did not fire, and which facts could still change that.

Each condition of such a rule was met, not met, or unknown. A state is unknown while some rule
that makes it is still open, that is, has no condition that is not met; a verdict is unknown
while some open rule could give it a wanted word. Under ``unless``, what is unknown does not stop a
rule: it is recorded as unknown, and keeps nothing open.

What is *needed* is worked out backwards: the smallest sets of unknown facts that would complete
an open rule (``needed.py``). A fact that only matters once another is known is not in one.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from legspasm.body import ConditionStatus, Firing, NotFired
from legspasm.conditions import status
from legspasm.facts import Fact
from legspasm.model import Condition, Knowledge, Value
from legspasm.needed import NEVER, NOTHING, Routes, joined, smallest
from legspasm.readings import MET, NOT_MET, Part, Stand, readings_of, told
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
    "conflict": frozenset({"cause", "against"}),
    "not_applicable": frozenset({"cause", "against", "conflict"}),
}
"""The kinds that cannot change a verdict any more."""
_SETTLING = frozenset({"cause", "against"})
_NO_KINDS: frozenset[str] = frozenset()


class Standing:
    """How every rule of a knowledge base stands after the firings of one consultation."""

    def __init__(
        self, knowledge: Knowledge, facts: Collection[Fact], firings: Iterable[Firing]
    ) -> None:
        found = concluded(firings)
        self._knowledge = knowledge
        self._all = readings_of(knowledge)
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
        names, routes, tells = self._all.names, self._routes, self._told
        return tuple(
            [
                NotFired(
                    part.id,
                    tuple([tells[read] or self._tell(read) for read in part.read]),
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
        actual = self._values.get((condition.kind, condition.name))
        made = self._told[read] = told(condition, bool(absent), actual, found)
        return made

    def _complete(self, part: Part) -> Routes:
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

    def _stand(self, number: int) -> Stand:
        """Of a condition on a state or a verdict, once every rule that makes it was looked at."""
        condition = self._all.conditions[number]
        if status(condition, self._values.get((condition.kind, condition.name))) == "met":
            stand = MET
        else:
            if condition.kind == "state":
                made_by = self._all.makers.of(condition)
                routes = smallest([each for rule in made_by for each in self._routes[rule.id]])
            else:
                routes = self._wanted(condition)
            stand = ("unknown", routes) if routes else NOT_MET
        self._stands[number] = stand
        return stand

    def _wanted(self, condition: Condition) -> Routes:
        settled = _SETTLED.get(str(self._values["verdict", condition.name]), _NO_KINDS)
        return self._concluding(condition.name, _kinds(condition.wanted) - settled)

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


@cache
def _kinds(wanted: Value) -> frozenset[str]:
    """The kinds of conclusion that give a verdict one of the words that are wanted of it."""
    words = wanted if isinstance(wanted, tuple) else ()
    return frozenset(KIND_FOR[word] for word in words if word in KIND_FOR)
