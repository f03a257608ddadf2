"""What of a record cannot be checked because it leads back to a masked fact, and no more.

How a rule stood that did not fire, and which facts could still matter, is worked out from the
facts. Where a fact is masked it is known no more, so whatever reads it, at once or through other
rules, is taken as it is recorded; everything else stays what it must be.
"""

import msgspec
from legspasm.body import Body, ConditionStatus, NotFired
from legspasm.model import Condition, Knowledge, Rule
from legspasm.ordering import bears_on_verdict, makers_in


class Hidden:
    """What the masked facts of one body hide."""

    def __init__(self, body: Body, knowledge: Knowledge) -> None:
        self._rules = knowledge.rules
        self._makers = makers_in(knowledge)
        self._by_id = {rule.id: rule for rule in knowledge.rules}
        self._names = [definition.name for definition in knowledge.facts]
        self._masked = {masked.name for masked in body.masked}
        self._not_fired = {each.rule: each for each in body.not_fired}
        self._needs = {verdict.cause: verdict.needs for verdict in body.verdicts}

    def as_far_as_known(self, unfired: NotFired) -> NotFired:
        """How a rule stood, with what nobody can know taken as it is recorded."""
        recorded = self._not_fired.get(unfired.rule)
        rule = self._by_id[unfired.rule]
        if recorded is None or not self._leads_here(rule):
            return unfired
        conditions = unfired.conditions
        if len(recorded.conditions) == len(conditions):
            conditions = tuple(
                self._status(asked, following, stored)
                for asked, following, stored in zip(
                    rule.conditions, conditions, recorded.conditions, strict=True
                )
            )
        needs = self._names_of(recorded.needs)
        return msgspec.structs.replace(unfired, conditions=conditions, needs=needs)

    def needs_of(self, cause: str, following: tuple[str, ...]) -> tuple[str, ...]:
        """What could settle the verdict on a cause."""
        bearing = [rule for rule in self._rules if bears_on_verdict(rule, cause)]
        if not any(map(self._leads_here, bearing)):
            return following
        return self._names_of(self._needs.get(cause, ()))

    def _status(
        self, asked: Condition, following: ConditionStatus, stored: ConditionStatus
    ) -> ConditionStatus:
        if asked.kind == "fact":
            hides = asked.name in self._masked
        else:
            hides = any(map(self._leads_here, self._makers.of(asked)))
        return msgspec.structs.replace(following, status=stored.status) if hides else following

    def _leads_here(self, rule: Rule) -> bool:
        """Whether a rule reads a masked fact, at once or through those that make what it reads."""
        return any(
            condition.kind == "fact" and condition.name in self._masked
            for each in self._makers.closure([rule])
            for condition in each.conditions
        )

    def _names_of(self, needs: tuple[str, ...]) -> tuple[str, ...]:
        """The facts among ``needs`` as they must stand: known ones, in order, each once."""
        return tuple(name for name in self._names if name in needs)
