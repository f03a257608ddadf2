"""Answers that do not fit together, as the knowledge says: nobody is led into one by a question."""

from collections.abc import Collection
from functools import cache

from legspasm.asked import Outcome
from legspasm.cones import Cone, cone
from legspasm.facts import Told
from legspasm.model import Knowledge


def contradictions(knowledge: Knowledge, told: Told) -> frozenset[tuple[str, str]]:
    """What does not fit together.

    ("cause", its id) where the verdict on it is ``conflict``, and ("fact", its name) where it is
    known although what it supposes was denied.
    """
    doubtful, supposing = _contradictable(knowledge)
    return frozenset(
        [("cause", each.outcome.id) for each in doubtful if each.value(told) == "conflict"]
        + [
            ("fact", name)
            for name, denied in supposing
            if name in told and told.get(denied) is False
        ]
    )


def can_fit(
    knowledge: Knowledge,
    case: Told,
    allowed: Collection[tuple[str, str]],
    free: frozenset[str],
) -> bool:
    """Whether a case has no contradiction but the ``allowed``, or answers to ``free`` lift them.

    True as well where there are too many answers to go through.
    """
    added = contradictions(knowledge, case).difference(allowed)
    if any(kind == "fact" for kind, _ in added):
        return False
    for _, cause in sorted(added):
        doubtful = cone(knowledge, Outcome("verdict", cause))
        rest = free.difference(doubtful.facts)
        return not doubtful.exhausted_by(free) or any(
            doubtful.value(later) != "conflict" and can_fit(knowledge, later, allowed, rest)
            for later in doubtful.cases(case, free)
        )
    return True


@cache
def _contradictable(knowledge: Knowledge) -> tuple[list[Cone], list[tuple[str, str]]]:
    causes = {each.concludes.id for each in knowledge.rules if each.concludes.kind == "conflict"}
    return (
        [
            cone(knowledge, Outcome("verdict", each.id))
            for each in knowledge.causes
            if each.id in causes
        ],
        [(each.name, each.supposes) for each in knowledge.facts if each.supposes],
    )
