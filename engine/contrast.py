"""*Why not*: every route to something that was not concluded, and the least that would give it.

The routes are read off the record: each rule with each of its conditions met, not met or unknown,
and what could make those that are not. The smallest changes are searched for over the cone of
influence (``changes.py``).
"""

from collections.abc import Collection
from typing import ClassVar

from legspasm.changes import FactChange, smallest_changes
from legspasm.citation import CitedRule, cited, parameters_of
from legspasm.graph import Graph
from legspasm.justification import finding, graph_of
from legspasm.model import Knowledge, Parameter, Rule
from legspasm.ordering import makers_in
from legspasm.record import Record
from legspasm.reply import Reply, about
from legspasm.routes import Route, Routes, Standing
from legspasm.targets import Target, check_question, outcomes_of

_HOLDS = ("supported", "with_reservation")


class WhyNot(Reply, frozen=True, tag_field="schema", tag="legspasm.why-not/1"):
    """Why ``target`` is not ``wanted``, and the least that would make it so.

    ``found`` and ``wanted`` are words as in :class:`~legspasm.justification.Justification`.
    ``blocked_by`` are rules that fired and leave no room for it; ``continued`` unfolds what stands
    too deep among the ``routes``. ``keep`` names the facts that were not to change.

    ``smallest_changes`` holds every set of changes of the least ``size``: one empty set where it is
    so already, and none (``size`` null) where no change gives it (``impossible``) or the search
    stopped before it found one. ``no_fewer_than``: every smaller set was tried in vain. Not
    ``proven``: not every set up to that size was tried, so there may be others, and smaller ones.
    """

    template: ClassVar[str] = "why_not.j2"

    target: Target
    found: str
    wanted: tuple[str, ...]
    says: str
    blocked_by: tuple[CitedRule, ...]
    routes: tuple[Route, ...]
    continued: tuple[Standing, ...]
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
    unfolding = Routes(record)
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
        routes=unfolding.to(about_it),
        continued=unfolding.continued(),
        keep=tuple(each.name for each in knowledge.facts if each.name in keep),
        smallest_changes=search.sets,
        size=search.size,
        no_fewer_than=search.no_fewer_than,
        impossible=search.impossible,
        proven=search.proven,
        tried=search.tried,
        parameters=parameters_of(knowledge, makers_in(knowledge).closure(about_it)),
        graph=graph_of(record, target),
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


def _blocked_by(
    record: Record, target: Target, about_it: Collection[Rule]
) -> tuple[CitedRule, ...]:
    """The rules that fired and leave no room for it: nothing applies, or answers contradict."""
    knowledge = record.knowledge
    silencing = {scope.id for scope in knowledge.scopes if scope.silent}
    leading = makers_in(knowledge).closure(about_it)
    read = {each.name for rule in leading for each in rule.conditions if each.kind == "verdict"}
    causes = read | ({target.id} if target.kind == "cause" else set())
    borne_on = {cause for rule in about_it for cause in rule.concludes.bears_on}
    out_of_play = {
        each.cause
        for each in record.verdicts
        if each.cause in borne_on and each.verdict == "not_indicated"
    }
    rules = {rule.id: rule for rule in knowledge.rules}
    found = []
    for firing in record.firings:
        conclusion = firing.concludes
        blocks = conclusion.kind == "conflict" and conclusion.id in causes
        blocks = blocks or (conclusion.kind == "against" and conclusion.id in out_of_play)
        if conclusion.kind == "out_of_scope":
            blocks = bool(causes) or (target.kind != "state" and conclusion.id in silencing)
        if blocks:
            found.append(cited(rules[firing.rule]))
    return tuple(found)
