"""Every route to something: the rules that lead there, and how each of their conditions stands.

Read off the record alone. What could make a condition that is not met is unfolded under it, each
state or verdict once, and what stands very deep after the rest.
"""

from collections.abc import Collection
from typing import Literal

import msgspec
from legspasm.body import ConditionStatus
from legspasm.citation import CitedRule, cited
from legspasm.conditions import Status
from legspasm.justification import MOST_DEEP
from legspasm.model import Condition, Rule, Value
from legspasm.ordering import Makers, makers_in
from legspasm.record import Record
from legspasm.unfired import KIND_FOR


class Standing(msgspec.Struct, frozen=True):
    """A condition of a route: its state, what it is (null: unknown), and what was wanted.

    With ``absent`` it must not hold. ``routes`` are the rules that make it, where it is a state or
    a verdict that is not as it would have to be; they may stand ``above`` already, or ``below``.
    """

    kind: Literal["fact", "state", "verdict"]
    name: str
    says: str
    absent: bool
    operator: str
    wanted: Value
    actual: Value | None
    status: Status
    above: bool
    below: bool
    routes: tuple["Route", ...]


class Route(msgspec.Struct, frozen=True):
    """A rule that leads there: whether it fired, is open, or closed by what is known."""

    rule: CitedRule
    status: Literal["fired", "open", "closed"]
    conditions: tuple[Standing, ...]


class Routes:
    """The rules that lead somewhere, each condition with what could make it."""

    def __init__(self, record: Record) -> None:
        self._makers = makers_in(record.knowledge)
        self._values: dict[tuple[str, str], Value] = {
            **{("fact", each.name): each.value for each in record.facts},
            **{("verdict", each.cause): each.verdict for each in record.verdicts},
            **{
                ("state", each.concludes.id): True
                for each in record.firings
                if each.concludes.kind == "state"
            },
        }
        self._not_fired = {each.rule: each for each in record.not_fired}
        self._unfolded: set[tuple[str, str]] = set()
        self._depth = 0
        self._waiting: list[tuple[Condition, Standing]] = []

    def to(self, rules: Collection[Rule]) -> tuple[Route, ...]:
        """The routes that these rules are."""
        return tuple(self._route(rule) for rule in rules)

    def _route(self, rule: Rule) -> Route:
        unfired = self._not_fired.get(rule.id)
        if unfired is None:
            met = [self._met(rule, each) for each in rule.conditions]
            return Route(cited(rule), "fired", tuple(map(self._standing, rule.conditions, met)))
        conditions = tuple(map(self._standing, rule.conditions, unfired.conditions))
        return Route(cited(rule), "open" if unfired.needs else "closed", conditions)

    def _met(self, rule: Rule, condition: Condition) -> ConditionStatus:
        """How a condition of a rule that fired stood: met, or missing."""
        absent = condition in rule.unless
        actual = self._values.get((condition.kind, condition.name))
        return ConditionStatus(
            kind=condition.kind,
            name=condition.name,
            absent=absent,
            operator=condition.operator,
            wanted=condition.wanted,
            actual=actual,
            status="unknown" if absent and actual is None else "met",
            text=condition.says,
        )

    def continued(self) -> tuple[Standing, ...]:
        """What was too deep to be unfolded in its place, each with its routes."""
        found = []
        while self._waiting:
            condition, standing = self._waiting.pop(0)
            routes = self._deeper(condition)
            found.append(msgspec.structs.replace(standing, below=False, routes=routes))
        return tuple(found)

    def _standing(self, condition: Condition, status: ConditionStatus) -> Standing:
        key = (condition.kind, condition.name)
        missing = status.status != "met" if not status.absent else status.status == "not_met"
        unfolds = condition.kind != "fact" and missing
        above = unfolds and key in self._unfolded
        below = unfolds and not above and self._depth == MOST_DEEP
        if unfolds:
            self._unfolded.add(key)
        standing = Standing(
            kind=condition.kind,
            name=condition.name,
            says=condition.says,
            absent=status.absent,
            operator=condition.operator,
            wanted=condition.wanted,
            actual=self._values.get(key),
            status=status.status,
            above=above,
            below=below,
            routes=self._deeper(condition) if unfolds and not above and not below else (),
        )
        if below:
            self._waiting.append((condition, standing))
        return standing

    def _deeper(self, condition: Condition) -> tuple[Route, ...]:
        self._depth += 1
        routes = self.to(_leading_to(condition, self._makers))
        self._depth -= 1
        return routes


def _leading_to(condition: Condition, makers: Makers) -> list[Rule]:
    """What makes a state, or gives a verdict one of the words that are wanted."""
    found = makers.of(condition)
    if condition.kind == "state" or not isinstance(condition.wanted, tuple):
        return found
    kinds = {KIND_FOR[word] for word in condition.wanted if word in KIND_FOR}
    return [each for each in found if each.concludes.kind in kinds]
