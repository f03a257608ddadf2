"""What a scenario expects is held against what a consultation found, part by part."""

from typing import Any

import legspasm
import pytest
from legspasm.authoring.expectation import Answer, Expectation, Mismatch, Part, mismatch
from legspasm.body import Body
from tiny import BREAD

KNOWLEDGE = legspasm.load_knowledge(BREAD)
LOAF = {"flour": "rye", "winter": True, "kitchen": 12.0, "flat_where": "top", "yeast_age": 3}


def body(facts: dict[str, Any]) -> Body:
    return legspasm.consult(facts, knowledge=KNOWLEDGE).document.body


def found(facts: dict[str, Any], part: Part, name: str = "") -> Answer | None:
    """What is found where something is expected that cannot be."""
    wrong = mismatch(Expectation(part, name, "nothing", "here"), body(facts), KNOWLEDGE)
    assert wrong is not None
    return wrong.found


@pytest.mark.parametrize(
    ("facts", "part", "name", "expected"),
    [
        (LOAF, "verdict", "cold_dough", "supported"),
        (LOAF, "verdict", "weak_yeast", "undetermined"),
        (LOAF, "factors", "", ("rye", "winter")),
        (LOAF, "bears_on", "rye", ("weak_yeast", "cold_dough")),
        (LOAF, "bears_on", "winter", ()),
        ({}, "bears_on", "winter", None),
        (LOAF, "place", "", "not_expected"),
        (LOAF | {"flat_where": "bottom"}, "place", "", "agrees"),
        ({"flat_where": "bottom"}, "place", "", "none"),
        (LOAF, "expected_places", "", ("bottom",)),
        ({}, "expected_places", "", ()),
        (LOAF, "advice", "", ("warm_spot",)),
        (LOAF, "general_advice", "", ("fresh_yeast",)),
        ({"flour": "none"}, "general_advice", "", ()),
        ({"dangers": []}, "safety", "", "none"),
        ({"dangers": ["mould"]}, "safety", "", "urgent"),
        ({"dangers": ["mould", "glass"]}, "safety", "", "emergency"),
        ({}, "safety", "", "not_told"),
        (LOAF, "cites", "cold_dough", ("P3.S1",)),
        (LOAF, "cites", "weak_yeast", ()),
        (LOAF, "cites", "winter", ("P3.S4",)),
        (LOAF, "cites", "warm_spot", ("P4.S1",)),
        ({}, "cites", "winter", None),
        (LOAF, "rule", "cold_slows", "fires"),
        (LOAF, "rule", "warm_enough", "does_not_fire"),
    ],
)
def test_what_is_found_is_in_the_words_of_a_scenario(
    facts: dict[str, Any], part: Part, name: str, expected: Answer | None
) -> None:
    assert found(facts, part, name) == expected
    if expected is not None:
        met = Expectation(part, name, expected, "here")
        assert mismatch(met, body(facts), KNOWLEDGE) is None


def test_a_mismatch_says_where_what_was_expected_and_what_was_found() -> None:
    wrong = mismatch(
        Expectation("verdict", "cold_dough", "conflict", "file:3:4"), body(LOAF), KNOWLEDGE
    )
    assert wrong == Mismatch("verdict", "cold_dough", "conflict", "supported", "file:3:4", ())


def test_a_rule_that_should_have_fired_is_told_with_what_was_in_the_way() -> None:
    facts = {"foam": True, "added": ["salt"]}
    wrong = [
        mismatch(Expectation("rule", rule, "fires", "here"), body(facts), KNOWLEDGE)
        for rule in ("old_yeast_tires", "foam_shows_life")
    ]
    assert [
        [(each.text, each.absent, each.status) for each in one.in_the_way] for one in wrong if one
    ] == [
        [
            ("The yeast is 180 days old, or older.", False, "unknown"),
            ("The yeast foamed.", True, "not_met"),
        ],
        [("You added nothing.", False, "not_met")],
    ]


def test_what_is_unknown_under_unless_is_not_in_the_way() -> None:
    wrong = mismatch(
        Expectation("rule", "old_yeast_tires", "fires", "here"), body({"yeast_age": 3}), KNOWLEDGE
    )
    assert wrong is not None
    assert [each.name for each in wrong.in_the_way] == ["yeast_age"]
