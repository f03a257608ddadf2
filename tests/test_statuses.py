"""How each part stood: what is not known is never said to be so, or not so."""

from typing import Any

import legspasm
import pytest
from hypothesis import given, settings
from legspasm.body import Body
from legspasm.conditions import status
from legspasm.statuses import cause_statuses, condition_statuses, matter, rule_statuses
from strategies import told
from tiny import BREAD, Bread

BUILT_IN = legspasm.built_in_knowledge()
KNOWLEDGE = legspasm.load_knowledge(BREAD)


def body(facts: dict[str, Any], knowledge: legspasm.Knowledge = KNOWLEDGE) -> Body:
    return legspasm.consult(facts, knowledge=knowledge).document.body


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "unknown"),
        ({"foam": True}, "fired"),
        ({"foam": False}, "not_met"),
        # The rule that would be stopped by foam fires: that foam was not told stays as it is.
        ({"yeast_age": 400}, "unknown"),
        ({"yeast_age": 400, "foam": True}, "fired"),
        ({"yeast_age": 400, "foam": False}, "not_met"),
    ],
)
def test_what_keeps_a_rule_from_firing_is_so_not_so_or_not_known(
    facts: dict[str, Any], expected: str
) -> None:
    found = condition_statuses(body(facts), KNOWLEDGE)
    assert found["fact", "foam", "is", True] == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "unknown"),
        ({"yeast_age": 400}, "fired"),
        ({"yeast_age": 1}, "not_met"),
        ({"kitchen": 5}, "unknown"),
        # Another rule that reads it did not fire: how it stands there is the last word.
        ({"kitchen": 5, "yeast_age": 1}, "not_met"),
    ],
)
def test_a_state_that_a_fired_rule_found_missing_is_not_said_to_be_a_no(
    facts: dict[str, Any], expected: str
) -> None:
    found = condition_statuses(body(facts), KNOWLEDGE)
    assert found["state", "gas_missing", "holds", True] == expected


@pytest.mark.parametrize(
    ("kitchen", "expected"), [(None, "unknown"), (5, "fired"), (40, "not_met")]
)
def test_a_verdict_that_a_fired_rule_found_missing_is_a_no_only_where_there_is_another(
    bread: Bread, kitchen: int | None, expected: str
) -> None:
    unless = "    unless:\n      - {fact: foam, is: yes}\n    concludes: {advice: fresh_yeast}"
    added = "      - {verdict: cold_dough, one_of: [supported], says: Cold can be the reason.}\n"
    changed = unless.replace("    concludes", f"{added}    concludes")
    bread.replace("rules/beside.yaml", unless, changed)
    knowledge = bread.load()
    found = condition_statuses(
        body({"added": ["salt"], "yeast_age": 1, "kitchen": kitchen}, knowledge), knowledge
    )
    assert found["verdict", "cold_dough", "one_of", ("supported",)] == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "unknown"),
        ({"yeast_age": 400}, "fired"),
        ({"yeast_age": 400, "foam": True}, "not_met"),
        ({"yeast_age": 1}, "not_met"),
    ],
)
def test_a_rule_is_open_until_a_condition_is_known_to_fail(
    facts: dict[str, Any], expected: str
) -> None:
    assert rule_statuses(body(facts))["old_yeast_tires"] == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "unknown"),
        ({"yeast_age": 400}, "fired"),
        ({"added": ["salt"]}, "fired"),  # with a reservation
        ({"foam": True, "yeast_age": 400}, "unknown"),  # a contradiction
        ({"foam": True, "added": []}, "not_met"),
        ({"stayed_flat": False}, "not_met"),
    ],
)
def test_a_cause_is_open_unless_its_verdict_says_more(facts: dict[str, Any], expected: str) -> None:
    assert cause_statuses(body(facts))["weak_yeast"] == expected


@settings(max_examples=100, deadline=None)
@given(told(BUILT_IN))
def test_a_condition_on_a_fact_stands_as_the_fact_does_for_any_person(
    facts: dict[str, Any],
) -> None:
    person = body(facts, BUILT_IN)
    values = {fact.name: fact.value for fact in person.facts}
    words = {"met": "fired", "not_met": "not_met", "unknown": "unknown"}
    found = condition_statuses(person, BUILT_IN)
    conditions = [
        each for rule in BUILT_IN.rules for each in rule.conditions if each.kind == "fact"
    ]
    assert {matter(each): found[matter(each)] for each in conditions} == {
        matter(each): words[status(each, values.get(each.name))] for each in conditions
    }
