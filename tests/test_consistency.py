"""Answers that do not fit together: causes in conflict, and facts that suppose what was denied."""

from typing import Any

import pytest
from legspasm.asked import Outcome
from legspasm.consistency import can_fit, contradictions
from legspasm.model import Conclusion, Condition, Rule
from legspasm.questions import could_change
from legspasm.shipped import built_in_knowledge
from strategies import knowledge_of

KNOWLEDGE = built_in_knowledge()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, set()),
        ({"recent_injury": True, "injury_healed": False}, set()),
        ({"recent_injury": False, "injury_healed": False}, {("cause", "injury")}),
        ({"had_spasm": False, "at_night": True}, {("fact", "at_night")}),
        # Nothing is to be explained, so nothing about it contradicts itself.
        (
            {"had_spasm": False, "recent_injury": False, "injury_healed": False},
            set(),
        ),
        (
            {"exertion": "none", "activities": ("work",), "low_potassium_test": True}
            | {"blood_potassium": 4.0},
            {("cause", "excessive_activity"), ("cause", "low_potassium")},
        ),
    ],
)
def test_what_does_not_fit_together_is_found(
    facts: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    assert contradictions(KNOWLEDGE, facts) == expected


def rules(*parts: tuple[str, list[Condition], list[Condition], str, str]) -> list[Rule]:
    return [
        Rule(id_, "", tuple(when), tuple(unless), Conclusion(kind, of), "", (), "", place)  # type: ignore[arg-type]  # a kind
        for place, (id_, when, unless, kind, of) in enumerate(parts)
    ]


def yes(name: str) -> Condition:
    return Condition("fact", name, "is", True, "")


def test_a_contradiction_that_another_answer_would_lift_hides_no_question() -> None:
    """f2 contradicts f1 as long as f3 is not known, and f2 decides about the other cause."""
    knowledge = knowledge_of(
        rules(
            ("odd", [yes("f1"), yes("f2")], [yes("f3")], "conflict", "c1"),
            ("plain", [yes("f2")], [], "cause", "c2"),
        )
    )
    told = {"f1": True}
    allowed = contradictions(knowledge, told)
    both = {"f1": True, "f2": True}
    assert not can_fit(knowledge, both, allowed, frozenset())
    assert can_fit(knowledge, both, allowed, frozenset({"f3"}))
    assert Outcome("verdict", "c2") in could_change(knowledge, "f2", told)
    assert could_change(knowledge, "f2", told, unsure=["f3"]) == ()


def test_contradictions_about_two_causes_are_lifted_one_by_one() -> None:
    knowledge = knowledge_of(
        rules(
            ("odd", [yes("f1"), yes("f2")], [yes("f3")], "conflict", "c1"),
            ("odder", [yes("f1"), yes("f2")], [yes("f4")], "conflict", "c2"),
        )
    )
    both = {"f1": True, "f2": True}
    assert can_fit(knowledge, both, (), frozenset({"f3", "f4"}))
    assert not can_fit(knowledge, both, (), frozenset({"f3"}))
    assert can_fit(knowledge, both, [("cause", "c2")], frozenset({"f3"}))


def test_what_supposes_what_was_denied_is_lifted_by_nothing() -> None:
    told = {"had_spasm": False, "at_night": True}
    free = frozenset(each.name for each in KNOWLEDGE.facts)
    assert not can_fit(KNOWLEDGE, told, (), free)
    assert can_fit(KNOWLEDGE, told, [("fact", "at_night")], free)
