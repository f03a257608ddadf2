"""What can be asked about after a consultation: a cause, a state, a factor or a piece of advice.

Each has an id, a title, and outcomes (``cones.py``) that are found for it. A factor has one outcome
for each cause that it bears on; everything else has one.
"""

from collections.abc import Collection
from typing import Literal

import msgspec
from legspasm.asked import Outcome
from legspasm.cones import outcomes
from legspasm.errors import LegspasmError, unknown_name
from legspasm.facts import unknown_fact
from legspasm.model import Knowledge


class Target(msgspec.Struct, frozen=True):
    """What is asked about."""

    kind: Literal["cause", "state", "factor", "advice"]
    id: str
    title: str


class Influence(msgspec.Struct, frozen=True):
    """An outcome with its title. ``bears_on`` is the title of the cause that a factor bears on.

    The place note has no title.
    """

    outcome: Outcome
    title: str = ""
    bears_on: str = ""


def find_target(knowledge: Knowledge, name: str) -> Target:
    """The target with this id: a cause before a state, a factor or advice of the same id.

    Raises LegspasmError, with the nearest id, where there is none.
    """
    targets = _targets(knowledge)
    for target in targets:
        if target.id == name:
            return target
    known = [target.id for target in targets]
    raise LegspasmError([unknown_name("target_unknown", "", name, known)])


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


def outcomes_of(knowledge: Knowledge, target: Target) -> tuple[Outcome, ...]:
    """What a consultation finds about the target."""
    if target.kind == "state":
        return (Outcome("state", target.id),)
    kind = "verdict" if target.kind == "cause" else target.kind
    return tuple(each for each in outcomes(knowledge) if each.kind == kind and each.id == target.id)


def influence(knowledge: Knowledge, outcome: Outcome) -> Influence:
    """The outcome with its title."""
    titles = {target.id: target.title for target in _targets(knowledge) if target.kind == "cause"}
    if outcome.kind in {"verdict", "reservation"}:
        return Influence(outcome, titles[outcome.id])
    if outcome.kind == "place":
        return Influence(outcome)
    title = next(
        target.title
        for target in _targets(knowledge)
        if target.kind == outcome.kind and target.id == outcome.id
    )
    return Influence(outcome, title, titles.get(outcome.cause, ""))


def _targets(knowledge: Knowledge) -> list[Target]:
    return [
        *(Target("cause", each.id, each.title) for each in knowledge.causes),
        *(Target("state", each.id, each.says) for each in knowledge.states),
        *(Target("factor", each.id, each.title) for each in knowledge.factors),
        *(Target("advice", each.id, each.title) for each in knowledge.advice),
    ]
