"""What there is to tell, as data: the answer, the chains, what is missing, and what is beside."""

from typing import Any

import legspasm
import msgspec
import pytest
from legspasm.chains import CauseAccount
from legspasm.explanation import Explanation, explain
from legspasm.telling import Safety
from tiny import BREAD, Bread

BUILT_IN = legspasm.built_in_knowledge()
KNOWLEDGE = legspasm.load_knowledge(BREAD)


def told(facts: dict[str, Any], knowledge: legspasm.Knowledge = BUILT_IN) -> Explanation:
    return explain(legspasm.consult(facts, knowledge=knowledge).document.body, knowledge)


def account(facts: dict[str, Any], cause: int) -> CauseAccount:
    return told(facts).causes[cause]


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, "You have not told enough yet to say whether a reason in the text fits."),
        ({"recent_injury": True}, "A hurt leg can be the reason for this spasm."),
        (
            {"recent_injury": True, "heavy_sweating": True},
            "More than one reason that the text names can be behind this spasm.",
        ),
        (
            {"recent_injury": False, "injury_healed": False},
            "Some of your answers do not fit together, so please look at them again.",
        ),
        (
            {
                "recent_injury": False,
                "exertion": "none",
                "heavy_sweating": False,
                "other_fluid_loss": False,
                "drinking_little": False,
                "low_potassium_test": False,
            },
            "None of the reasons that the text names fits your answers, "
            "but there are other reasons.",
        ),
        ({"had_spasm": False}, "You did not have a leg spasm, so there is nothing to explain."),
        (
            {"had_spasm": False, "spasm_site": "not_leg"},
            "The text is about legs only, so it cannot explain a cramp elsewhere.",
        ),
    ],
)
def test_the_answer_is_one_plain_sentence(facts: dict[str, Any], answer: str) -> None:
    assert told(facts).answer == answer


def test_an_answer_that_holds_beside_a_contradiction_asks_to_look_again() -> None:
    both = told({"recent_injury": False, "injury_healed": False, "heavy_sweating": True})
    assert (both.answer, both.look_again) == (
        "Loss of fluid can be the reason for this spasm.",
        "Some of your answers do not fit together, so please look at them again.",
    )
    assert told({"heavy_sweating": True}).look_again == ""


def test_a_chain_is_told_from_the_facts_step_by_step() -> None:
    [route] = account({"recent_injury": True}, 0).routes
    assert route.told == ("That leg was hurt before the spasm.",)
    assert [step.rule.id for step in route.steps] == [
        "injury_starts_protection",
        "protection_contracts_muscles",
        "contraction_cramps",
    ]


def test_what_does_not_lead_to_the_verdict_stands_beside_it() -> None:
    beside = account({"recent_injury": True}, 0).beside
    assert [step.rule.id for step in beside] == [
        "injury_bleeds",
        "bleeding_clots",
        "clot_starts_healing",
    ]


def test_the_route_without_a_reservation_comes_first_and_nothing_is_told_twice() -> None:
    routes = account({"heavy_sweating": True, "drinking_little": True}, 0).routes
    assert [(route.reservation != "", len(route.steps)) for route in routes] == [
        (False, 4),
        (True, 1),
    ]
    healed = account({"recent_injury": True, "injury_healed": True, "injury_at_spasm": False}, 0)
    steps = [step.rule.id for route in healed.routes for step in route.steps]
    assert len(steps) == len(set(steps)) == 4


def test_what_was_not_told_is_named_only_where_it_could_still_matter() -> None:
    assert account({"recent_injury": True}, 0).not_told == (
        "You did not say whether the spasm was around the hurt place.",
        "You did not say whether the hurt has healed.",
    )
    assert account({"recent_injury": False}, 0).not_told == ()
    assert account({"had_spasm": False}, 0).not_told == ()


def test_what_speaks_against_a_cause_that_holds_is_told(bread: Bread) -> None:
    old = """      - {fact: foam, is: yes}
      - fact: added
        empty: yes
        says: You added nothing.
"""
    bread.replace("rules/yeast.yaml", old, "      - {fact: winter, is: yes}\n")
    facts = {"winter": True, "yeast_age": 400}
    record = legspasm.consult(facts, knowledge=bread.load())
    found = explain(record.document.body, record.knowledge).causes[0]
    assert (found.verdict.verdict, found.against) == (
        "supported",
        ("Foam shows that yeast is alive.",),
    )
    assert "Against it: Foam shows that yeast is alive." in record.render("text")


def test_one_more_answer_is_named_with_the_causes_that_it_could_settle() -> None:
    questions = told({"exertion": "some"}).questions
    assert [(each.fact, each.settles) for each in questions][:2] == [
        ("recent_injury", ("Injury",)),
        ("weak_muscles", ("Excessive activity",)),
    ]


def test_advice_that_applies_comes_before_general_advice() -> None:
    advice = told({"heavy_sweating": True}).advice
    assert [(each.definition.id, each.applies) for each in advice] == [
        ("replenish", True),
        ("rest_leg", False),
        ("stretch", False),
    ]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"age": 20}, ["older_age"]),
        ({"blood_potassium": 3.0}, ["low_potassium_limit"]),
        ({"age": 70, "blood_potassium": 4}, ["older_age", "low_potassium_limit"]),
        ({"age": 70, "spasm_site": "not_leg"}, []),
    ],
)
def test_a_parameter_is_shown_where_it_decided_something(
    facts: dict[str, Any], expected: list[str]
) -> None:
    assert [each.id for each in told(facts).parameters] == expected


@pytest.mark.parametrize(
    ("flags", "level", "signs"),
    [
        (None, "not_told", 7),
        (["long_cramp"], "urgent", 1),
        (["long_cramp", "dark_urine"], "emergency", 2),
    ],
)
def test_the_safety_card_has_the_most_urgent_level_that_was_told(
    flags: list[str] | None, level: str, signs: int
) -> None:
    card = told({"red_flags": flags}).safety
    assert card is not None
    assert (card.level.id, len(card.signs)) == (level, signs)


def test_there_is_no_safety_card_where_no_sign_fits() -> None:
    assert told({"red_flags": []}).safety is None


def test_the_caution_on_lost_fluid_stands_beside_its_verdict_and_is_not_repeated() -> None:
    beside = told({"heavy_sweating": True})
    assert [each.id for each in beside.causes[0].safety] == ["cramp_after_fluid_loss"]
    assert [each.id for each in beside.always] == ["cramp_on_walking"]
    assert [account.safety for account in told({"drinking_little": True}).causes] == [()] * 4
    assert [each.id for each in told({}).always] == ["cramp_on_walking", "cramp_after_fluid_loss"]


def test_knowledge_without_a_safety_layer_has_no_card() -> None:
    bare = msgspec.structs.replace(KNOWLEDGE, safety=Safety())
    assert told({}, bare).safety is None
