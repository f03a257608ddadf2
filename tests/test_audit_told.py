"""What a record tells a person, and what it rests on."""

from typing import Any

import legspasm
from hypothesis import given, settings
from legspasm.audit.findings import Findings, findings
from legspasm.audit.told import Item, Saying, behind, facts_behind, told
from legspasm.comparison import difference
from strategies import told as facts_of_anyone
from tiny import BREAD

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)


def found(**facts: Any) -> Findings:
    return findings(legspasm.consult(facts).document.body)


def baked(**facts: Any) -> Findings:
    return findings(legspasm.consult(facts, knowledge=BAKERY).document.body)


def test_everything_that_is_told_has_its_word_and_what_goes_with_it() -> None:
    told_here = told(
        baked(kitchen=12.0, added=["salt"], flat_where="top", winter=True, dangers=["glass"])
    )
    assert told_here == {
        Item("verdict", "weak_yeast"): Saying(
            "with_reservation", frozenset({"The text does not say how much salt."})
        ),
        Item("verdict", "cold_dough"): Saying("supported", frozenset()),
        Item("factor", "winter"): Saying("told", frozenset()),
        Item("place", ""): Saying("not_expected", frozenset({"bottom"})),
        Item("advice", "fresh_yeast"): Saying("applies", frozenset()),
        Item("advice", "warm_spot"): Saying("applies", frozenset()),
        Item("safety", "glass"): told_here[Item("safety", "glass")],
        **{Item("note", note.id): Saying("told", frozenset()) for note in BAKERY.notes},
    }
    assert told_here[Item("safety", "glass")].word in {"emergency", "urgent"}


def test_there_is_no_note_on_the_place_where_none_is_reported() -> None:
    assert Item("place", "") not in told(baked(kitchen=12.0))
    assert Item("place", "") not in told(baked(flat_where="top"))
    assert told(baked(kitchen=12.0, flat_where="bottom"))[Item("place", "")].word == "agrees"


def test_a_verdict_rests_on_the_rules_that_lead_to_it() -> None:
    hurt = found(recent_injury=True, age=70, heavy_sweating=True)
    assert behind(Item("verdict", "injury"), hurt) == {
        "injury_starts_protection",
        "protection_contracts_muscles",
        "contraction_cramps",
    }
    assert behind(Item("advice", "rest_leg"), hurt) == {
        "injury_starts_protection",
        "protection_contracts_muscles",
        "contraction_cramps",
        "rest_after_injury",
    }
    assert behind(Item("safety", "weakness"), hurt) == frozenset()


def test_what_stops_a_rule_in_one_record_is_behind_what_it_gave_in_the_other() -> None:
    cold, gasless = baked(kitchen=12.0), baked(kitchen=12.0, yeast_age=400)
    turned = gasless.firings.keys() - cold.firings.keys()
    behind_it = behind(Item("verdict", "cold_dough"), cold, gasless)
    assert behind_it & turned == {"old_yeast_tires", "tired_yeast_makes_no_gas"}
    assert facts_behind(behind_it & turned, cold, gasless) == ("foam", "yeast_age")


def test_that_there_is_nothing_to_explain_is_behind_all_but_signs_and_states() -> None:
    silent, told_something = baked(flour="none"), baked(flour="rye", kitchen=12.0)
    for item in ("verdict", "cold_dough"), ("factor", "rye"), ("place", ""), ("note", "x"):
        assert "without_flour" in behind(Item(*item), silent, told_something)  # type: ignore[arg-type]  # a part
    assert behind(Item("safety", "glass"), silent, told_something) == frozenset()


def test_a_factor_that_no_rule_concludes_rests_on_that_alone() -> None:
    rye, other = baked(flour="rye", kitchen=12.0), baked(flour="wheat", kitchen=12.0)
    assert behind(Item("factor", "rye"), rye, other) == {"rye_stays_flat"}


def test_that_there_is_nothing_to_explain_concludes_no_factor() -> None:
    """It fired in both; the rule about the factor did in one, and that alone decides."""
    rye = baked(flour="rye", stayed_flat=False, kitchen=12.0)
    other = baked(flour="wheat", stayed_flat=False, kitchen=20.0)
    assert behind(Item("factor", "rye"), rye, other) == {"rye_stays_flat", "nothing_to_explain"}


def test_a_state_stands_also_where_there_is_nothing_to_explain() -> None:
    risen = baked(stayed_flat=False, kitchen=12.0)
    assert facts_behind(frozenset({"slow_dough_stays_flat"}), risen) == ("kitchen",)


def test_a_factor_that_both_conclude_rests_on_the_verdicts_on_what_it_bears_on() -> None:
    cold, warm = baked(flour="rye", kitchen=12.0), baked(flour="rye", kitchen=20.0)
    assert behind(Item("factor", "rye"), cold, warm) == {
        "rye_stays_flat",
        "cold_slows",
        "slow_dough_stays_flat",
        "warm_enough",
    }


def test_the_facts_behind_rules_are_those_that_lead_to_them() -> None:
    hurt = found(recent_injury=True, age=70)
    rules = frozenset({"contraction_cramps"})
    assert facts_behind(rules, hurt) == ("injury_at_spasm", "injury_healed", "recent_injury")
    assert facts_behind(frozenset(), hurt) == ()


@settings(max_examples=60, deadline=None)
@given(facts_of_anyone(KNOWLEDGE), facts_of_anyone(KNOWLEDGE))
def test_it_differs_where_a_what_if_would_tell_a_difference(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """Apart from limits of the text, of which a what-if says nothing."""
    first, second = legspasm.consult(one), legspasm.consult(other)
    sayings = [
        {
            item: saying
            for item, saying in told(findings(each.document.body)).items()
            if item.part != "note"
        }
        for each in (first, second)
    ]
    assert (sayings[0] == sayings[1]) is difference(first, second).tells_the_same
    turned = {rule.id for rule in KNOWLEDGE.rules} & (
        {each.rule for each in first.firings} ^ {each.rule for each in second.firings}
    )
    found_in = [findings(each.document.body) for each in (first, second)]
    for item in sayings[0].keys() | sayings[1].keys():
        words = [each[item].word if item in each else None for each in sayings]
        if item.part in {"verdict", "advice", "factor"} and words[0] != words[1]:
            assert behind(item, *found_in) & turned, item
