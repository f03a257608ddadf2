"""Cones of influence: their facts, all their cases, and what comes out of each, by inference."""

from typing import Any

import naive
import pytest
import reading_table
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.asked import Outcome
from legspasm.cones import answers, changes, changes_are_complete, cone, outcomes
from legspasm.consultation import consult_facts
from legspasm.facts import check_facts
from legspasm.model import Knowledge, Rule
from legspasm.reader import load_knowledge
from legspasm.record import Record
from legspasm.shipped import built_in_knowledge
from strategies import CAUSES, FACTS, STATES, knowledge_of, rule_sets, told
from tiny import BREAD

KNOWLEDGE = built_in_knowledge()
SCOPE = ("had_spasm", "spasm_site")
VERDICTS = {
    "injury": reading_table.injury,
    "excessive_activity": reading_table.excessive_activity,
    "dehydration": reading_table.dehydration,
    "low_potassium": reading_table.low_potassium,
}


def consulted(facts: dict[str, Any], knowledge: Knowledge = KNOWLEDGE) -> Record:
    return consult_facts(knowledge, check_facts(knowledge, (facts, "call")))


def found(record: Record, outcome: Outcome) -> object:
    """What a whole consultation says of an outcome, read off its record."""
    match outcome.kind:
        case "verdict":
            return next(each.verdict for each in record.verdicts if each.cause == outcome.id)
        case "reservation":
            verdict = next(each for each in record.verdicts if each.cause == outcome.id)
            return frozenset(verdict.reservations)
        case "factor":
            return any(
                each.id == outcome.id
                and (outcome.cause in each.applies_to if outcome.cause else True)
                for each in record.factors
            )
        case "place":
            place = record.place
            return (place.expected, place.agreement) if place.agreement else None
        case "advice":
            return next((each.applies for each in record.advice if each.id == outcome.id), None)
        case "state":
            return any(
                each.concludes.kind == "state" and each.concludes.id == outcome.id
                for each in record.firings
            )


@pytest.mark.parametrize(
    ("outcome", "facts", "size"),
    [
        (
            Outcome("verdict", "injury"),
            (*SCOPE, "recent_injury", "injury_at_spasm", "injury_healed"),
            3**5,
        ),
        (Outcome("factor", "night"), ("spasm_site", "at_night"), 9),
        (
            Outcome("factor", "warm_weather", "dehydration"),
            (*SCOPE, "warm_weather", "heavy_sweating", "other_fluid_loss", "drinking_little"),
            3**6,
        ),
        (
            Outcome("place", "spasm_site"),
            (*SCOPE, "exertion", "activities", "weak_muscles"),
            3 * 5 * 4 * 6 * 3,
        ),
        (Outcome("state", "fluid_lost"), ("heavy_sweating", "other_fluid_loss"), 9),
    ],
)
def test_a_cone_holds_the_facts_that_can_change_its_outcome_and_counts_its_cases(
    outcome: Outcome, facts: tuple[str, ...], size: int
) -> None:
    its_cone = cone(KNOWLEDGE, outcome)
    assert (its_cone.facts, its_cone.size, its_cone.enumerable) == (facts, size, True)
    assert len(list(its_cone.cases({}, its_cone.facts))) == size


def test_everything_that_is_told_has_an_outcome() -> None:
    assert [f"{each.kind} {each.id} {each.cause}".strip() for each in outcomes(KNOWLEDGE)] == [
        "verdict injury",
        "verdict excessive_activity",
        "verdict dehydration",
        "verdict low_potassium",
        *(f"reservation {cause}" for cause in VERDICTS),
        "factor night",
        "factor older_age injury",
        "factor older_age excessive_activity",
        "factor older_age dehydration",
        "factor older_age low_potassium",
        "factor weak_muscles excessive_activity",
        "factor warm_weather dehydration",
        "place spasm_site",
        "advice rest_leg",
        "advice stretch",
        "advice replenish",
    ]


@pytest.mark.parametrize("cause", VERDICTS)
def test_every_case_of_a_verdict_comes_out_as_the_table_of_the_reading_says(cause: str) -> None:
    its_cone = cone(KNOWLEDGE, Outcome("verdict", cause))
    wrong = {
        repr(case): (its_cone.value(case), VERDICTS[cause](case))
        for case in its_cone.cases({}, its_cone.facts)
        if its_cone.value(case) != VERDICTS[cause](case)
    }
    assert wrong == {}


@pytest.mark.parametrize("knowledge", [KNOWLEDGE, load_knowledge(BREAD)], ids=["legs", "bread"])
def test_what_comes_out_of_a_case_is_what_a_whole_consultation_finds(knowledge: Knowledge) -> None:
    states = [Outcome("state", each.id) for each in knowledge.states]

    @settings(max_examples=120, deadline=None, database=None)
    @given(told(knowledge))
    def check(facts: dict[str, Any]) -> None:
        record = consulted(facts, knowledge)
        known = {each.name: each.value for each in record.facts}
        for outcome in [*outcomes(knowledge), *states]:
            assert cone(knowledge, outcome).value(known) == found(record, outcome), outcome

    check()


@settings(max_examples=60, deadline=None, database=None)
@given(rule_sets(), st.dictionaries(st.sampled_from(FACTS), st.booleans()))
def test_cones_of_random_knowledge_agree_with_a_naive_evaluation(
    declared: list[Rule], facts: dict[str, bool]
) -> None:
    knowledge = knowledge_of(declared)
    firings = naive.firings(declared, facts)
    for cause in CAUSES:
        expected = naive.verdict(cause, firings)
        assert cone(knowledge, Outcome("verdict", cause)).value(facts) == expected
    for state in STATES:
        expected_state = bool(naive.supports(state, firings))
        assert cone(knowledge, Outcome("state", state)).value(facts) is expected_state


@pytest.mark.parametrize("knowledge", [KNOWLEDGE, load_knowledge(BREAD)], ids=["legs", "bread"])
def test_values_that_look_the_same_to_an_outcome_come_out_the_same(knowledge: Knowledge) -> None:
    @settings(max_examples=40, deadline=None, database=None)
    @given(told(knowledge), told(knowledge))
    def check(facts: dict[str, Any], others: dict[str, Any]) -> None:
        one, other = (
            {each.name: each.value for each in check_facts(knowledge, (raw, "call"))}
            for raw in (facts, others)
        )
        for outcome in outcomes(knowledge):
            its_cone = cone(knowledge, outcome)
            same = {
                name: other.get(name)
                for name in its_cone.facts
                if its_cone.sees(name, one.get(name)) == its_cone.sees(name, other.get(name))
            }
            mixed = {name: value for name, value in (one | same).items() if value is not None}
            assert its_cone.value(mixed) == its_cone.value(one), outcome

    check()


def test_an_outcome_sees_of_a_fact_which_of_its_conditions_hold() -> None:
    injury, place = (
        cone(KNOWLEDGE, each)
        for each in (Outcome("verdict", "injury"), Outcome("place", "spasm_site"))
    )
    assert injury.sees("spasm_site", "calf") == injury.sees("spasm_site", None)
    assert injury.sees("spasm_site", "not_leg") != injury.sees("spasm_site", None)
    assert place.sees("spasm_site", "calf") != place.sees("spasm_site", "above_knee")


def test_cases_begin_with_what_was_told_and_add_few_facts_first() -> None:
    its_cone = cone(KNOWLEDGE, Outcome("verdict", "injury"))
    fixed = {"recent_injury": True, "age": 70}
    cases = list(its_cone.cases(fixed, {"injury_healed", "injury_at_spasm", "exertion"}))
    assert cases[:3] == [
        fixed,
        {**fixed, "injury_at_spasm": True},
        {**fixed, "injury_at_spasm": False},
    ]
    assert len(cases) == 9
    assert [len(case) for case in cases] == sorted(len(case) for case in cases)


def test_a_cone_that_is_too_large_ends_early_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    its_cone = cone(KNOWLEDGE, Outcome("verdict", "injury"))
    assert its_cone.exhausted_by(its_cone.facts)
    monkeypatch.setattr("legspasm.cones.MOST_CASES", 100)
    assert len(list(its_cone.cases({}, its_cone.facts))) == 100
    assert (its_cone.enumerable, its_cone.exhausted_by(its_cone.facts)) == (False, False)
    assert its_cone.exhausted_by({"recent_injury", "injury_healed"})


def test_changes_of_a_size_are_all_there_are_and_keep_what_is_kept() -> None:
    its_cone = cone(KNOWLEDGE, Outcome("state", "fluid_lost"))
    known = {"heavy_sweating": False}
    assert [
        {name: cell.value for name, cell in change} for change in changes([its_cone], known, 1)
    ] == [
        {"heavy_sweating": None},
        {"heavy_sweating": True},
        {"other_fluid_loss": True},
        {"other_fluid_loss": False},
    ]
    assert list(changes([its_cone], known, 0)) == [()]
    assert len(list(changes([its_cone], known, 2))) == 4
    kept = changes([its_cone], known, 1, {"other_fluid_loss"})
    assert [change[0][0] for change in kept] == ["heavy_sweating", "heavy_sweating"]
    assert changes_are_complete([its_cone])


def test_the_answers_about_a_fact_are_those_that_rules_tell_apart() -> None:
    assert [each.value for each in answers(KNOWLEDGE, "age")] == [0, 60]
    assert [each.value for each in answers(KNOWLEDGE, "exertion")] == ["none", "some", "excessive"]


def test_changes_of_several_cones_are_each_told_once() -> None:
    causes = [cone(KNOWLEDGE, Outcome("factor", "older_age", each)) for each in VERDICTS]
    found = list(changes(causes, {"age": 50}, 1))
    assert len(found) == len(set(found))
    assert {name for ((name, _),) in found} == {name for each in causes for name in each.facts}
