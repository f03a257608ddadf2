"""Why a rule did not fire: each condition met, not met or unknown, and what is still needed."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from legspasm.asked import Outcome
from legspasm.cones import Cone, cone
from legspasm.facts import check_facts
from legspasm.model import Knowledge
from legspasm.network import infer
from legspasm.reader import load_knowledge
from legspasm.shipped import built_in_knowledge
from legspasm.unfired import Standing
from strategies import told
from tiny import BREAD, Bread

KNOWLEDGE = load_knowledge(BREAD)


def standing(facts: dict[str, Any], knowledge: Knowledge = KNOWLEDGE) -> Standing:
    checked = check_facts(knowledge, (facts, "call"))
    return Standing(knowledge, checked, infer(knowledge, checked))


def statuses(facts: dict[str, Any], rule: str) -> list[str]:
    [found] = [each for each in standing(facts).not_fired() if each.rule == rule]
    return [each.status for each in found.conditions]


def needs(facts: dict[str, Any], rule: str) -> tuple[str, ...]:
    [found] = [each for each in standing(facts).not_fired() if each.rule == rule]
    return found.needs


@pytest.mark.parametrize(
    ("facts", "rule", "expected"),
    [
        ({}, "salt_slows_yeast", ["unknown"]),
        ({"added": []}, "salt_slows_yeast", ["not_met"]),
        ({"foam": True}, "foam_shows_life", ["met", "unknown"]),
        ({"yeast_age": 400, "foam": True}, "old_yeast_tires", ["met", "not_met"]),
        ({"foam": False}, "old_yeast_tires", ["unknown", "met"]),
        # What is unknown is said to be, also where it keeps no rule from firing.
        ({}, "old_yeast_tires", ["unknown", "unknown"]),
        # A state is unknown while a rule that makes it is open, and not met once none is.
        ({}, "missing_gas_flattens", ["unknown"]),
        ({"foam": True}, "missing_gas_flattens", ["not_met"]),
        ({"yeast_age": 1}, "missing_gas_flattens", ["not_met"]),
        # A verdict is unknown while it is undetermined.
        ({}, "cold_bottom", ["unknown"]),
        ({"kitchen": 40}, "cold_bottom", ["not_met"]),
        ({"kitchen": 5, "yeast_age": 400}, "slow_dough_stays_flat", ["met", "not_met"]),
    ],
)
def test_a_condition_is_met_not_met_or_unknown(
    facts: dict[str, Any], rule: str, expected: list[str]
) -> None:
    assert statuses(facts, rule) == expected


@pytest.mark.parametrize(
    ("facts", "rule", "expected"),
    [
        ({}, "missing_gas_flattens", ("yeast_age",)),
        ({}, "foam_shows_life", ("foam", "added")),
        ({"foam": True}, "foam_shows_life", ("added",)),
        ({"foam": False}, "foam_shows_life", ()),
        ({}, "use_fresh_yeast", ("yeast_age", "added")),
        ({}, "cold_bottom", ("kitchen",)),
    ],
)
def test_the_facts_that_could_still_make_a_rule_fire_are_named(
    facts: dict[str, Any], rule: str, expected: tuple[str, ...]
) -> None:
    assert needs(facts, rule) == expected


def test_a_verdict_that_can_still_change_is_unknown_to_a_rule_that_wants_another(
    bread: Bread,
) -> None:
    old = "one_of: [supported, with_reservation]\n        says: Weak yeast can be the reason."
    bread.replace("rules/beside.yaml", old, old.replace(", with_reservation", ""))
    knowledge = bread.load()
    facts = {"added": ["salt"]}
    assert infer(knowledge, check_facts(knowledge, (facts, "call")))[0].reservation is not None
    [found] = [
        each for each in standing(facts, knowledge).not_fired() if each.rule == "use_fresh_yeast"
    ]
    assert ([each.status for each in found.conditions], found.needs) == (
        ["unknown", "unknown"],
        ("yeast_age",),
    )


def test_a_rule_that_wants_a_cause_not_indicated_needs_what_speaks_against_it(bread: Bread) -> None:
    old = "one_of: [supported, with_reservation]\n        says: Weak yeast can be the reason."
    bread.replace(
        "rules/beside.yaml", old, old.replace("supported, with_reservation", "not_indicated")
    )
    [found] = [
        each for each in standing({}, bread.load()).not_fired() if each.rule == "use_fresh_yeast"
    ]
    assert found.needs == ("foam", "added")


def test_two_words_that_the_same_rules_give_need_the_same(bread: Bread) -> None:
    knowledge = bread.load()
    [rule] = [each for each in knowledge.rules if each.id == "use_fresh_yeast"]
    [read, *others] = [each for each in rule.when if each.kind == "verdict"]
    apart = [msgspec.structs.replace(read, wanted=(word,)) for word in read.wanted]  # type: ignore[union-attr]  # words
    kept = [each for each in rule.when if each.kind != "verdict"]
    split = msgspec.structs.replace(rule, when=(*kept, *others, *apart))
    rules = tuple(split if each is rule else each for each in knowledge.rules)
    [found] = [
        each
        for each in standing({}, msgspec.structs.replace(knowledge, rules=rules)).not_fired()
        if each.rule == "use_fresh_yeast"
    ]
    assert found.needs == ("yeast_age", "added")


def test_a_fact_that_matters_only_once_another_is_known_settles_nothing_alone() -> None:
    # weak_muscles matters when exertion is "some": so exertion is what is needed first.
    knowledge = built_in_knowledge()
    assert standing({}, knowledge).needs()["excessive_activity"] == ("exertion",)
    some = standing({"exertion": "some"}, knowledge)
    assert some.needs()["excessive_activity"] == ("weak_muscles",)


@settings(max_examples=150, deadline=None)
@given(told(KNOWLEDGE))
def test_a_rule_with_nothing_needed_cannot_fire_and_one_with_needs_has_no_condition_against_it(
    facts: dict[str, Any],
) -> None:
    for each in standing(facts).not_fired():
        closed = any(condition.status == "not_met" for condition in each.conditions)
        assert closed == (each.needs == ())
        assert not set(each.needs) & set(facts)


@settings(max_examples=150, deadline=None)
@given(told(built_in_knowledge()), told(built_in_knowledge()))
def test_whatever_is_told_next_a_closed_rule_stays_unfired(
    facts: dict[str, Any], more: dict[str, Any]
) -> None:
    # Absence aside, more facts only add: a rule that no answer could make fire never fires.
    knowledge = built_in_knowledge()
    unless = {rule.id for rule in knowledge.rules if rule.unless}
    before = standing(facts, knowledge)
    closed = {each.rule for each in before.not_fired() if not each.needs}
    later = check_facts(knowledge, (more, "call"), (facts, "call"))
    # A conclusion may also be taken back by what is forbidden under `unless` becoming known, and
    # then a verdict that was another word gives way.
    weakened = {rule.id for rule in knowledge.rules if rule.concludes.kind == "advice"}
    fired = {firing.rule for firing in infer(knowledge, later)}
    assert closed & fired <= unless | weakened


@pytest.mark.parametrize("cause", [each.id for each in built_in_knowledge().causes])
def test_what_a_verdict_needs_is_what_settles_it_in_every_case_there_is(cause: str) -> None:
    """What is read off the rules is held against all cases of the cone of influence."""
    knowledge = built_in_knowledge()
    its_cone = cone(knowledge, Outcome("verdict", cause))
    in_scope = [name for name in its_cone.facts if name not in {"had_spasm", "spasm_site"}]
    for case in its_cone.cases({}, in_scope):
        if its_cone.value(case) == "undetermined":
            found = standing(case, knowledge).needs()[cause]
            assert set(found) == settling(its_cone, case, in_scope), case


def settling(its_cone: Cone, case: dict[str, Any], facts: list[str]) -> set[str]:
    """The facts of the smallest sets of answers that settle a case: none is part of another."""
    smallest: list[set[str]] = []
    unknown = [name for name in facts if name not in case]
    for later in its_cone.cases(case, unknown):
        added = set(later) - set(case)
        settled = its_cone.value(later) in {"supported", "with_reservation", "not_indicated"}
        if settled and not any(each <= added for each in smallest):
            smallest.append(added)
    return set().union(*smallest)
