"""*Why not*: every route to something that was not concluded, and the least that would give it.

The routes are read off the record: each rule with each of its conditions met, not met or unknown,
and what could make those that are not. The smallest changes are searched for over the cone of
influence (``changes.py``).
"""

from collections.abc import Collection
from typing import ClassVar, Literal

import msgspec
from legspasm.body import ConditionStatus
from legspasm.changes import FactChange, smallest_changes
from legspasm.citation import CitedRule, cited, parameters_of
from legspasm.conditions import Status
from legspasm.errors import LegspasmError
from legspasm.facts import unknown_fact
from legspasm.graph import Graph
from legspasm.justification import finding, graph_of
from legspasm.model import Condition, Knowledge, Parameter, Rule, Value
from legspasm.ordering import closure, makers
from legspasm.record import Record
from legspasm.reply import Reply, about
from legspasm.targets import Target, find_target, outcomes_of
from legspasm.unfired import KIND_FOR

_HOLDS = ("supported", "with_reservation")


class Standing(msgspec.Struct, frozen=True):
    """A condition of a route: its state, what it is (null: unknown), and what was wanted.

    With ``absent`` it must not hold. ``routes`` are the rules that make it, where it is a state or
    a verdict that is not as it would have to be; ``above`` says that they stand further up.
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
    routes: tuple["Route", ...]


class Route(msgspec.Struct, frozen=True):
    """A rule that leads there: whether it fired, is open, or closed by what is known."""

    rule: CitedRule
    status: Literal["fired", "open", "closed"]
    conditions: tuple[Standing, ...]


class WhyNot(Reply, frozen=True, tag_field="schema", tag="legspasm.why-not/1"):
    """Why ``target`` is not ``wanted``, and the least that would make it so.

    ``found`` and ``wanted`` are words as in :class:`~legspasm.justification.Justification`.
    ``blocked_by`` are rules that fired and leave no room for it. ``keep`` names the facts that
    were not to change. ``smallest_changes`` holds every set of changes of the least ``size``: one
    empty set where it is so already, and none (``size`` null) where no change gives it
    (``impossible``) or the search stopped before it found one. ``no_fewer_than``: every smaller
    set was tried in vain. Not ``proven``: not every set up to that
    size was tried.
    """

    template: ClassVar[str] = "why_not.j2"

    target: Target
    found: str
    wanted: tuple[str, ...]
    says: str
    blocked_by: tuple[CitedRule, ...]
    routes: tuple[Route, ...]
    keep: tuple[str, ...]
    smallest_changes: tuple[tuple[FactChange, ...], ...]
    size: int | None
    no_fewer_than: int
    impossible: bool
    proven: bool
    tried: int
    parameters: tuple[Parameter, ...]
    graph: Graph | None

    @property
    def drawn(self) -> Graph | None:
        """What a page shows as a picture."""
        return self.graph


def why_not(record: Record, name: str, *, keep: Collection[str] = ()) -> WhyNot:
    """Why the cause, state, factor or advice ``name`` was not concluded, and what would give it.

    A cause is wanted as ``supported`` or ``with_reservation``; where it is with a reservation, as
    ``supported``. ``keep`` names facts that are not to change: what has happened, say.
    Raises LegspasmError where there is no such name, or no such fact to keep.
    """
    knowledge = record.knowledge
    keep = (keep,) if isinstance(keep, str) else keep
    target = check_question(knowledge, name, keep)
    found, says, _ = finding(record, target)
    about_it = _rules_about(knowledge, target)
    search = smallest_changes(
        knowledge,
        {fact.name: fact.value for fact in record.facts},
        outcomes_of(knowledge, target),
        set(_wanted(target, found)) if target.kind == "cause" else {True},
        keep,
    )
    return WhyNot(
        about=about(record),
        target=target,
        found=found,
        wanted=_wanted(target, found),
        says=says,
        blocked_by=_blocked_by(record, target, about_it),
        routes=_Routes(record).to(about_it),
        keep=tuple(each.name for each in knowledge.facts if each.name in keep),
        smallest_changes=search.sets,
        size=search.size,
        no_fewer_than=search.no_fewer_than,
        impossible=search.impossible,
        proven=search.proven,
        tried=search.tried,
        parameters=parameters_of(knowledge, closure(about_it, knowledge.rules)),
        graph=graph_of(record, target),
    )


def check_question(knowledge: Knowledge, name: str, keep: Collection[str]) -> Target:
    """The target ``name``; raises LegspasmError with all that is wrong with it or ``keep``."""
    known = [each.name for each in knowledge.facts]
    problems = [unknown_fact(each, known) for each in keep if each not in known]
    try:
        target = find_target(knowledge, name)
    except LegspasmError as error:
        problems = [*error.problems, *problems]
    if problems:
        raise LegspasmError(problems)
    return target


class _Routes:
    """The rules that lead somewhere, each condition with what could make it."""

    def __init__(self, record: Record) -> None:
        self._rules = record.knowledge.rules
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

    def to(self, rules: Collection[Rule]) -> tuple[Route, ...]:
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

    def _standing(self, condition: Condition, status: ConditionStatus) -> Standing:
        key = (condition.kind, condition.name)
        missing = status.status != "met" if not status.absent else status.status == "not_met"
        unfolds = condition.kind != "fact" and missing
        above = unfolds and key in self._unfolded
        if unfolds:
            self._unfolded.add(key)
        return Standing(
            kind=condition.kind,
            name=condition.name,
            says=condition.says,
            absent=status.absent,
            operator=condition.operator,
            wanted=condition.wanted,
            actual=self._values.get(key),
            status=status.status,
            above=above,
            routes=self.to(_makers(condition, self._rules)) if unfolds and not above else (),
        )


def _wanted(target: Target, found: str) -> tuple[str, ...]:
    if target.kind == "cause":
        return ("supported",) if found in _HOLDS else _HOLDS
    return {"state": ("concluded",), "factor": ("bears",), "advice": ("applies",)}[target.kind]


def _rules_about(knowledge: Knowledge, target: Target) -> list[Rule]:
    return [
        each
        for each in knowledge.rules
        if each.concludes.kind == target.kind and each.concludes.id == target.id
    ]


def _makers(condition: Condition, rules: tuple[Rule, ...]) -> list[Rule]:
    """What makes a state, or gives a verdict one of the words that are wanted."""
    found = makers(condition, rules)
    if condition.kind == "state" or not isinstance(condition.wanted, tuple):
        return found
    kinds = {KIND_FOR[word] for word in condition.wanted if word in KIND_FOR}
    return [each for each in found if each.concludes.kind in kinds]


def _blocked_by(
    record: Record, target: Target, about_it: Collection[Rule]
) -> tuple[CitedRule, ...]:
    """The rules that fired and leave no room for it: nothing applies, or answers contradict."""
    knowledge = record.knowledge
    silencing = {scope.id for scope in knowledge.scopes if scope.silent}
    leading = closure(about_it, knowledge.rules)
    read = {each.name for rule in leading for each in rule.conditions if each.kind == "verdict"}
    causes = read | ({target.id} if target.kind == "cause" else set())
    rules = {rule.id: rule for rule in knowledge.rules}
    found = []
    for firing in record.firings:
        conclusion = firing.concludes
        blocks = conclusion.kind == "conflict" and conclusion.id in causes
        if conclusion.kind == "out_of_scope":
            blocks = bool(causes) or (target.kind != "state" and conclusion.id in silencing)
        if blocks:
            found.append(cited(rules[firing.rule]))
    return tuple(found)
