"""The people beside the built-in knowledge: they cover all of it, and notice what is dropped."""

from functools import cache

import legspasm
import pytest
import reading_table
from dropping import is_noticed, without
from legspasm.authoring.expectation import Expectation
from legspasm.authoring.scenariofile import Scenario, read_scenarios
from legspasm.authoring.scenarios import ScenarioReport, run_scenarios
from legspasm.model import VERDICTS, Rule
from legspasm.shipped import BUILT_IN

KNOWLEDGE = legspasm.built_in_knowledge()
SCENARIOS = read_scenarios(BUILT_IN, KNOWLEDGE)


@cache
def report() -> ScenarioReport:
    return run_scenarios(KNOWLEDGE, SCENARIOS)


def expected(part: str) -> list[Expectation]:
    return [each for one in SCENARIOS for each in one.expects if each.part == part]


def test_everybody_is_told_what_they_must_be() -> None:
    assert [each for each in report().scenarios if not each.met] == []


def test_every_rule_every_condition_and_every_sentence_is_covered() -> None:
    found = report().coverage
    assert found is not None
    assert (found.unfired, found.unfailed, found.unread) == ((), (), ())
    assert (found.percent, found.reaches(100)) == (100.0, True)


def test_every_verdict_that_a_cause_can_have_is_expected_of_somebody() -> None:
    concluded = {(rule.concludes.kind, rule.concludes.id) for rule in KNOWLEDGE.rules}
    wanted = {
        (cause.id, word)
        for cause in KNOWLEDGE.causes
        for word in VERDICTS
        if word != "conflict" or ("conflict", cause.id) in concluded
    }
    assert {(each.name, each.expected) for each in expected("verdict")} == wanted


def test_every_factor_piece_of_advice_place_and_level_is_expected_of_some_and_not_of_others() -> (
    None
):
    factors = [set(each.expected) for each in expected("factors")]
    assert set().union(*factors) == {each.id for each in KNOWLEDGE.factors}
    assert set() in factors
    for part in ("advice", "general_advice"):
        assert {id_ for each in expected(part) for id_ in each.expected} == {
            each.id for each in KNOWLEDGE.advice
        }
    assert {each.expected for each in expected("place")} == {"agrees", "not_expected", "none"}
    assert {each.expected for each in expected("safety")} == {
        "emergency",
        "urgent",
        "not_told",
        "none",
    }


def test_every_warning_sign_is_told_alone_by_somebody() -> None:
    signs = [
        fact.value
        for each in SCENARIOS
        for fact in each.facts
        if fact.name == KNOWLEDGE.safety.fact
    ]
    assert {value for value in signs if isinstance(value, tuple) and len(value) == 1} == {
        (flag.id,) for flag in KNOWLEDGE.safety.flags
    }


def test_numbers_stand_on_both_sides_of_their_limits() -> None:
    told = {(fact.name, fact.value) for each in SCENARIOS for fact in each.facts}
    assert told >= {
        ("age", 59),
        ("age", 60),
        ("blood_potassium", 3.4),
        ("blood_potassium", 3.5),
    }


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.id)
def test_what_is_expected_is_what_the_tables_written_by_hand_say(scenario: Scenario) -> None:
    """Without the engine: what is expected was not copied from what the program prints."""
    facts = {
        fact.name: list(fact.value) if isinstance(fact.value, tuple) else fact.value
        for fact in scenario.facts
    }
    factors = dict(reading_table.factors(facts))
    advice = reading_table.advice(facts)
    places, agreement = reading_table.place(facts)
    verdicts = reading_table.verdicts(facts)
    by_hand = {
        "factors": tuple(factors),
        "place": agreement or "none",
        "expected_places": tuple(places),
        "advice": tuple(id_ for id_, applies in advice if applies),
        "general_advice": tuple(id_ for id_, applies in advice if not applies),
    }
    if facts.get("spasm_site") == "not_leg":
        by_hand |= {"place": "none", "expected_places": ()}
    for each in scenario.expects:
        if each.part == "verdict":
            assert each.expected == verdicts[each.name]
        elif each.part == "bears_on":
            assert each.expected == tuple(factors[each.name])
        elif each.part in by_hand:
            assert each.expected == by_hand[each.part], each.part


@pytest.mark.parametrize("rule", KNOWLEDGE.rules, ids=lambda rule: rule.id)
def test_a_rule_or_a_part_of_it_that_is_dropped_is_noticed(rule: Rule) -> None:
    """Being covered is not enough: somebody has to be told something else than they must be."""
    for knowledge in without(rule, KNOWLEDGE):
        assert is_noticed(SCENARIOS, rule, knowledge)
