"""What scenarios cover: rules that fire, conditions that alone are in the way, sentences."""

from typing import Any

import legspasm
import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.authoring.scenariocoverage import (
    Count,
    Coverage,
    UnfailedCondition,
    UnfiredRule,
    coverage,
)
from legspasm.body import Body
from legspasm.model import Knowledge, Rule
from strategies import told
from tiny import BREAD

KNOWLEDGE = legspasm.load_knowledge(BREAD)
RULES = {rule.id: rule for rule in KNOWLEDGE.rules}
_replace = msgspec.structs.replace


def body(facts: dict[str, Any], knowledge: Knowledge = KNOWLEDGE) -> Body:
    return legspasm.consult(facts, knowledge=knowledge).document.body


def only(*rules: Rule) -> Knowledge:
    return _replace(KNOWLEDGE, rules=rules)


def measured(rule: str, *people: dict[str, Any]) -> Coverage:
    """What people cover of a knowledge base that has one rule only."""
    knowledge = only(RULES[rule])
    return coverage(knowledge, [body(facts, knowledge) for facts in people])


def unfailed(rule: str, *people: dict[str, Any]) -> list[tuple[str, bool]]:
    found = measured(rule, *people).unfailed
    return [(each.text, each.unknown) for each in found]


OLD = {"yeast_age": 200}
OLD_TEXT, FOAM_TEXT = "The yeast is 180 days old, or older.", "The yeast foamed."


def test_nothing_is_covered_by_nobody_but_what_every_answer_tells() -> None:
    found = coverage(KNOWLEDGE, [])
    assert found.rules == Count(0, 16)
    assert found.conditions == Count(0, 21)
    assert found.sentences == Count(1, 13)  # that of the tension
    assert found.percent == 2.0
    assert [each.rule for each in found.unfired] == [rule.id for rule in KNOWLEDGE.rules]
    assert found.unfailed == ()
    assert [each.id for each in found.unread] == [
        each.id for each in KNOWLEDGE.source.sentences if each.id not in {"P4.S3", "P4.S4"}
    ]


def test_a_rule_that_nobody_fires_is_told_with_its_place_and_without_its_conditions() -> None:
    found = measured("old_yeast_tires", {"yeast_age": 3})
    assert found.unfired == (
        UnfiredRule(
            "old_yeast_tires",
            "Old yeast tires.",
            "rules/yeast.yaml",
            RULES["old_yeast_tires"].line,
        ),
    )
    assert (found.rules, found.conditions, found.unfailed) == (Count(0, 1), Count(0, 2), ())


def test_a_condition_is_covered_once_it_alone_was_in_the_way_by_something_known() -> None:
    assert unfailed("old_yeast_tires", OLD) == [(OLD_TEXT, False), (FOAM_TEXT, False)]
    assert unfailed("old_yeast_tires", OLD, {"yeast_age": 3}) == [(FOAM_TEXT, False)]
    assert unfailed("old_yeast_tires", OLD, OLD | {"foam": True}) == [(OLD_TEXT, False)]
    assert unfailed("old_yeast_tires", OLD, {"yeast_age": 3}, OLD | {"foam": True}) == []


def test_two_conditions_in_the_way_cover_neither() -> None:
    assert unfailed("old_yeast_tires", OLD, {"yeast_age": 3, "foam": True}) == [
        (OLD_TEXT, False),
        (FOAM_TEXT, False),
    ]


def test_a_condition_that_is_only_not_known_is_noted_and_not_covered() -> None:
    assert unfailed("old_yeast_tires", OLD, {}) == [(OLD_TEXT, True), (FOAM_TEXT, False)]
    [first, _] = measured("old_yeast_tires", OLD, {}).unfailed
    assert first == UnfailedCondition(
        rule="old_yeast_tires",
        absent=False,
        text=OLD_TEXT,
        unknown=True,
        file="rules/yeast.yaml",
        line=RULES["old_yeast_tires"].line,
    )


def test_a_sentence_is_covered_by_a_rule_a_fact_advice_a_limit_or_a_tension() -> None:
    everything = {each.id for each in KNOWLEDGE.source.sentences}

    def read(facts: dict[str, Any]) -> set[str]:
        return everything - {each.id for each in coverage(KNOWLEDGE, [body(facts)]).unread}

    always = {"P1.S3", "P4.S1", "P4.S2", "P4.S3", "P4.S4"}
    assert read({}) == always
    assert read({"winter": False}) == always
    assert read({"winter": True}) == always | {"P3.S4"}
    assert read({"flat_where": "top"}) == always | {"P3.S2"}
    assert read({"flour": "none"}) == (always - {"P4.S1", "P4.S2"}) | {"P1.S1"}


def test_the_percentage_is_of_everything_together_and_never_rounded_up() -> None:
    found = measured("winter_flattens", {"winter": True})
    assert (found.rules, found.conditions, found.sentences) == (
        Count(1, 1),
        Count(0, 1),
        Count(5, 13),
    )
    assert found.percent == 40.0
    found = measured("old_yeast_tires", OLD)
    assert (found.percent, 6 / 16) == (37.5, 0.375)
    near = _replace(found, rules=Count(9999, 10000), conditions=Count(0, 0), sentences=Count(0, 0))
    assert near.reaches(99.99)
    assert not near.reaches(99.995)
    assert not near.reaches(100)


def test_knowledge_that_says_nothing_is_covered() -> None:
    nothing = _replace(KNOWLEDGE, rules=(), source=_replace(KNOWLEDGE.source, sentences=()))
    assert (coverage(nothing, []).percent, coverage(nothing, []).reaches(100)) == (100.0, True)


def without(rule: Rule, at: int) -> Rule:
    """The rule without one of its conditions."""
    whens = len(rule.when)
    if at < whens:
        return _replace(rule, when=rule.when[:at] + rule.when[at + 1 :])
    return _replace(rule, unless=rule.unless[: at - whens] + rule.unless[at - whens + 1 :])


@settings(max_examples=30, deadline=None)
@given(told(KNOWLEDGE), st.sampled_from(["old_yeast_tires", "foam_shows_life", "old_but_foaming"]))
def test_a_condition_counts_exactly_where_without_it_the_rule_would_fire(
    facts: dict[str, Any], name: str
) -> None:
    """By what is known, or by what is not: one of the two, and nowhere else."""
    rule = RULES[name]
    firing = {"yeast_age": 200, "foam": name != "old_yeast_tires", "added": []}
    before = body(facts, only(rule))
    nobody = coverage(only(rule), [body(firing, only(rule))])
    found = coverage(only(rule), [body(firing, only(rule)), before])
    for at, condition in enumerate(rule.conditions):
        [was] = [each for each in nobody.unfailed if each.text == condition.says]
        now = [each for each in found.unfailed if each.text == condition.says]
        dropped = without(rule, at)
        if dropped.when:
            would = bool(body(facts, only(dropped)).firings)
            assert (now != [was]) == (would and not before.firings)


@settings(max_examples=30, deadline=None)
@given(st.lists(told(KNOWLEDGE), min_size=1, max_size=4))
def test_another_person_never_covers_less(people: list[dict[str, Any]]) -> None:
    bodies = [body(facts) for facts in people]
    fewer, more = coverage(KNOWLEDGE, bodies[:-1]), coverage(KNOWLEDGE, bodies)
    assert more.percent >= fewer.percent
    assert set(more.unfired) <= set(fewer.unfired)
    assert set(more.unread) <= set(fewer.unread)
    for part in ("rules", "conditions", "sentences"):
        assert getattr(more, part).covered >= getattr(fewer, part).covered
