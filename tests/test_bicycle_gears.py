"""The second example: a whole knowledge base that was begun with ``legspasm knowledge new``."""

import re
from pathlib import Path
from typing import Any

import legspasm
import msgspec
import pytest
import textstat
from dropping import is_noticed, without
from hypothesis import given, settings
from legspasm.authoring.beginning import PLACEHOLDER
from legspasm.authoring.coverage import coverage
from legspasm.authoring.scenariofile import read_scenarios
from legspasm.authoring.sentences import read_document, split_sentences
from legspasm.model import VERDICTS, Rule
from program import call
from strategies import told
from test_authoring_beginning import texts

EXAMPLES = Path(__file__).parents[1] / "examples"
GEARS = legspasm.load_knowledge(EXAMPLES / "bicycle_gears")
RIDERS = read_scenarios(EXAMPLES / "bicycle_gears", GEARS)
SAFE: dict[str, Any] = {"warning_signs": []}


def verdicts(facts: dict[str, Any]) -> dict[str, str]:
    record = legspasm.consult(SAFE | facts, knowledge=GEARS)
    return {each.cause: each.verdict for each in record.verdicts if each.verdict != "undetermined"}


@pytest.mark.parametrize(
    "command", [["check"], ["coverage", "--fail-under", "100"], ["test", "--fail-under", "100"]]
)
def test_the_tools_for_writing_knowledge_find_nothing(command: list[str]) -> None:
    told = call("knowledge", *command, "--knowledge", str(EXAMPLES / "bicycle_gears"))
    assert (told.status, told.err) == (0, "")


@pytest.mark.parametrize("rule", GEARS.rules, ids=lambda rule: rule.id)
def test_a_rule_or_a_part_of_it_that_is_dropped_is_noticed_by_a_rider(rule: Rule) -> None:
    for knowledge in without(rule, GEARS):
        assert is_noticed(RIDERS, rule, knowledge)


def test_every_verdict_that_the_rules_can_give_is_expected_of_some_rider() -> None:
    concluded = {(rule.concludes.kind, rule.concludes.id) for rule in GEARS.rules}
    reserved = {rule.concludes.id for rule in GEARS.rules if rule.reservation}
    possible = {
        (cause.id, word)
        for cause in GEARS.causes
        for word in VERDICTS
        if (word != "conflict" or ("conflict", cause.id) in concluded)
        and (word != "with_reservation" or cause.id in reserved)
    }
    expects = [each for rider in RIDERS for each in rider.expects]
    assert {(each.name, each.expected) for each in expects if each.part == "verdict"} == possible
    assert {each.expected for each in expects if each.part == "place"} == {
        "agrees",
        "not_expected",
        "none",
    }
    assert {each.expected for each in expects if each.part == "safety"} == {
        "emergency",
        "urgent",
        "not_told",
        "none",
    }


def test_numbers_of_riders_stand_on_both_sides_of_each_limit() -> None:
    told = {(fact.name, fact.value) for rider in RIDERS for fact in rider.facts}
    assert told >= {
        ("chain_wear", 0.74),
        ("chain_wear", 0.75),
        ("chain_distance", 1499),
        ("chain_distance", 1500),
        ("chain_distance", 2999),
        ("chain_distance", 3000),
    }


def test_its_sentences_are_those_that_the_document_is_cut_into() -> None:
    document = read_document(EXAMPLES / "bicycle_gears.txt")
    assert split_sentences(document, "bicycle_gears.txt") == GEARS.source.sentences


def test_no_sentence_is_open_and_no_placeholder_is_left() -> None:
    assert coverage(GEARS).counts.open == 0
    files = (EXAMPLES / "bicycle_gears").rglob("*.*")
    assert [file.name for file in files if PLACEHOLDER in file.read_text("utf-8")] == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"chain_wear": 0.75}, {"worn_chain": "supported"}),
        ({"chain_wear": 0.75, "chain_distance": 3000}, {"worn_chain": "supported"}),
        ({"chain_wear": 0.7}, {"worn_chain": "not_indicated"}),
        ({"chain_wear": 0.7, "chain_distance": 9000}, {"worn_chain": "not_indicated"}),
        ({"chain_distance": 3000}, {"worn_chain": "with_reservation"}),
        ({"chain_distance": 2999}, {}),
        ({"chain_distance": 2999, "grit": True}, {"worn_chain": "with_reservation"}),
        ({"chain_distance": 2999, "grit": False}, {"worn_chain": "not_indicated"}),
        ({"chain_distance": 1500, "grit": True}, {"worn_chain": "with_reservation"}),
        ({"chain_distance": 1499, "grit": True}, {"worn_chain": "not_indicated"}),
        ({"grit": True}, {}),
        ({"new_chain": True}, {"worn_chain": "not_indicated"}),
        ({"new_chain": True, "chain_wear": 1}, {"worn_chain": "conflict"}),
        ({"new_chain": True, "chain_distance": 1500}, {"worn_chain": "conflict"}),
        ({"new_chain": False}, {"worn_sprockets": "not_indicated"}),
        (
            {"new_chain": True, "old_sprockets": True},
            {"worn_chain": "not_indicated", "worn_sprockets": "supported"},
        ),
        ({"old_sprockets": True}, {}),
        ({"old_sprockets": False}, {"worn_sprockets": "not_indicated"}),
        ({"new_cable": True}, {"poor_adjustment": "supported"}),
        ({"new_cable": True, "cable_adjusted": True}, {}),
        (
            {"new_cable": True, "cable_adjusted": True, "fall": False},
            {"poor_adjustment": "not_indicated"},
        ),
        ({"new_cable": False}, {}),
        ({"new_cable": False, "hanger_bent": False}, {"poor_adjustment": "not_indicated"}),
        ({"new_cable": False, "fall": False}, {"poor_adjustment": "not_indicated"}),
        ({"hanger_bent": True, "fall": False}, {"poor_adjustment": "supported"}),
        ({"fall": True}, {"poor_adjustment": "with_reservation"}),
        ({"fall": True, "hanger_bent": False}, {}),
        ({"stiff_link_seen": True}, {"stiff_link": "supported"}),
        ({"stiff_link_seen": True, "regular_hop": True}, {"stiff_link": "supported"}),
        ({"stiff_link_seen": True, "regular_hop": False}, {"stiff_link": "with_reservation"}),
        ({"regular_hop": True}, {"stiff_link": "with_reservation"}),
        ({"rust": True}, {"stiff_link": "with_reservation"}),
        ({"rust": True, "stiff_link_seen": False}, {"stiff_link": "not_indicated"}),
        ({"joined_by_hand": True}, {}),
        ({"uphill": True, "slipped_where": "smallest"}, {}),
    ],
)
def test_a_person_is_told_what_the_text_supports(
    facts: dict[str, Any], expected: dict[str, str]
) -> None:
    assert verdicts(facts) == expected


@pytest.mark.parametrize("scope", [{"gears_slipped": False}, {"only_shifting": True}])
def test_without_slipping_there_is_nothing_to_explain(scope: dict[str, Any]) -> None:
    assert set(verdicts(scope | {"new_cable": True, "rust": True}).values()) == {"not_applicable"}


def test_everything_around_the_causes_is_told() -> None:
    facts = {"new_chain": True, "old_sprockets": True, "slipped_where": "larger"}
    facts |= {"new_cable": True, "rust": True, "joined_by_hand": True, "uphill": True, "grit": True}
    record = legspasm.consult(facts, knowledge=GEARS)
    assert (list(record.place.expected), record.place.agreement) == (["smallest"], "not_expected")
    assert [each.id for each in record.factors] == ["uphill", "joined_by_hand"]
    assert [each.id for each in record.advice if each.applies] == ["adjust_cable", "clean_and_oil"]


@settings(max_examples=10, deadline=None)
@given(told(GEARS))
def test_anyone_is_told_something_in_every_format(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts, knowledge=GEARS)
    for format_ in ("text", "markdown", "html", "json"):
        assert record.render(format_).endswith("\n")
    assert legspasm.verify(record.to_json(), knowledge=[GEARS]).verified


def own_texts() -> list[str]:
    """Everything that a person reads, the document's own sentences and ids aside."""
    plain = msgspec.to_builtins(msgspec.structs.replace(GEARS, parameters=(), source=None))  # type: ignore[arg-type]  # to be left out
    quoted = {each.text for each in GEARS.source.sentences}
    return [
        re.sub("“[^”]*”", "", text)
        for text in texts(plain)
        if text.endswith((".", "?")) and not any(text in each for each in quoted)
    ]


def test_its_texts_read_at_about_11_years_and_claim_nothing() -> None:
    said = own_texts()
    assert len(said) > 150
    assert textstat.automated_readability_index(" ".join(said)) <= 5.5
    claims = r"\bis (the|your) (reason|cause)\b|that is why|because of your|rules? (it )?out"
    assert [text for text in said if re.search(claims, text, re.IGNORECASE)] == []
