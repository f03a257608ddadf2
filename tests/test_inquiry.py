"""*What else do you need*: what each answer about each unknown fact would change, and the order."""

from typing import Any

import legspasm
import msgspec
import pytest
import reading_table
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.asked import Outcome
from legspasm.comparison import AdviceDifference, Difference, VerdictDifference, difference
from legspasm.inquiry import Answer, Need, Needs, need, needs
from legspasm.model import Conclusion, Condition, FactDefinition, Option, Rule
from legspasm.questions import could_change, in_order_of_asking
from legspasm.record import Record
from legspasm.reply import about
from legspasm.targets import Influence
from legspasm.telling import Quote, Safety
from strategies import knowledge_of, told, value_for
from tiny import BREAD

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
SAME = Difference((), (), None, (), None, (), ())
SETTLED: dict[str, Any] = {
    "red_flags": [],
    "spasm_site": "other_leg",
    "at_night": False,
    "recent_injury": False,
    "exertion": "none",
    "heavy_sweating": False,
    "other_fluid_loss": False,
    "drinking_little": False,
    "low_potassium_test": False,
}


def test_a_need_is_told_whole() -> None:
    record = legspasm.consult(
        SETTLED | {"recent_injury": True, "injury_healed": True, "injury_at_spasm": None, "age": 20}
    )
    before = legspasm.consult(SETTLED | {"recent_injury": True, "age": 20})
    found = need(record, "injury_healed")
    assert found == Need(
        fact="injury_healed",
        question="Has the hurt healed?",
        help="Say yes if the place moves freely again and no longer hurts.",
        why="The muscles contract to keep a hurt place still. A healed one has less need of it.",
        cites=(Quote("P2.S7", "This is to stabilize the area and minimize the movement."),),
        could_change=(
            Influence(Outcome("verdict", "injury"), "Injury"),
            Influence(Outcome("reservation", "injury"), "Injury"),
            Influence(Outcome("advice", "rest_leg"), "Rest"),
        ),
        answers=(
            Answer(True, "The hurt has healed.", difference(before, record)),
            Answer(False, "The hurt has not healed.", SAME),
        ),
    )
    assert found.answers[0].changes.verdicts == (
        VerdictDifference(
            "injury",
            "supported",
            "with_reservation",
            "Injury",
            "A hurt leg can be the reason for this spasm, but there is a catch.",
            (
                "The muscles contract to keep a hurt place still. "
                "Yours has healed, so this fits less well.",
            ),
        ),
    )
    assert found.answers[0].changes.advice == (
        AdviceDifference("rest_leg", "Rest", True, False, "If you hurt your leg, rest it."),
    )


def test_the_needs_of_a_record_are_told_whole() -> None:
    record = legspasm.consult(SETTLED | {"at_night": None})
    assert needs(record) == Needs(
        about=about(record, ask_safety=True),
        needs=(need(record, "at_night"),),
        parameters=(),
    )


def test_nothing_is_needed_where_nothing_can_change_any_more() -> None:
    assert needs(legspasm.consult(SETTLED)).needs == ()
    assert needs(legspasm.consult(spasm_site="not_leg")).needs == ()


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, "not_told"),
        ({"spasm_site": "not_leg"}, "not_told"),
        ({"red_flags": []}, None),
        ({"red_flags": ["long_cramp"]}, "urgent"),
    ],
)
def test_the_signs_of_danger_come_before_everything_until_they_are_denied(
    facts: dict[str, Any], level: str | None
) -> None:
    found = needs(legspasm.consult(facts))
    card = found.about.card
    assert (card.level.id if card else None) == level
    assert "red_flags" not in [each.fact for each in found.needs]


def test_knowledge_without_a_question_of_safety_has_none() -> None:
    bare = msgspec.structs.replace(KNOWLEDGE, safety=Safety(), digest="3" * 64)
    assert needs(legspasm.consult(spasm_site="not_leg", knowledge=bare)).about.card is None


def test_a_number_stands_for_its_interval_and_a_set_for_those_like_it() -> None:
    record = legspasm.consult(exertion="excessive", spasm_site="calf")
    found = {each.fact: each for each in needs(record).needs}
    assert [(each.value, each.at_least, each.below) for each in found["age"].answers] == [
        (0, 0, 60),
        (60, 60, None),
    ]
    assert [
        (each.value, each.at_least, each.below) for each in found["blood_potassium"].answers
    ] == [(1.0, 1.0, 3.5), (3.5, 3.5, None)]
    assert [each.value for each in found["activities"].answers] == [
        (),
        ("other_sport",),
        ("running",),
        ("jumping_sport",),
        ("running", "jumping_sport"),
    ]
    assert found["activities"].answers[2].changes.place is not None


def test_the_needs_are_also_plain_data() -> None:
    record = legspasm.consult(SETTLED | {"at_night": None})
    [found] = needs(record).to_dict()["needs"]
    assert {key: value for key, value in found.items() if key != "answers"} == {
        "fact": "at_night",
        "question": "Did the spasm come at night?",
        "help": "Go by the clock. A nap in the day does not count.",
        "why": "The text says that cramps come more easily at night.",
        "cites": [{"sentence": "P1.S4", "text": "Cramps are more liable to happen at night"}],
        "could_change": [
            {
                "outcome": {"kind": "factor", "id": "night"},
                "title": "Night",
                "bears_on": "",
            }
        ],
    }
    assert [(each["value"], each["says"], set(each)) for each in found["answers"]] == [
        (True, "The spasm came at night.", {"value", "says", "changes"}),
        (False, "The spasm did not come at night.", {"value", "says", "changes"}),
    ]


def test_a_set_of_very_many_combinations_is_gone_through_value_by_value() -> None:
    names = [f"v{number}" for number in range(7)]
    options = tuple(Option(name, name, f"It is {name}.") for name in names)
    bag = FactDefinition("bag", "", "set", "", "", "", "", options=options, none="Nothing.")
    end = Conclusion("cause", "c1")
    rules = [
        Rule(
            name, "", (Condition("fact", "bag", "includes", name, ""),), (), end, "", (), "", place
        )
        for place, name in enumerate(names)
    ]
    knowledge = msgspec.structs.replace(
        knowledge_of(rules), facts=(bag,), safety=Safety(), digest="6" * 64
    )
    [found] = needs(legspasm.consult({}, knowledge=knowledge)).needs
    assert [each.value for each in found.answers] == [(), *((name,) for name in names)]


def test_another_subject_is_asked_after_in_the_same_way() -> None:
    record = legspasm.consult({"kitchen": 12.0, "dangers": []}, knowledge=BAKERY)
    found = needs(record)
    assert found.about.card is None
    assert [each.fact for each in found.needs] == list(
        in_order_of_asking(BAKERY, {"kitchen": 12.0, "dangers": ()})
    )
    assert {"flour", "yeast_age", "flat_where"} <= {each.fact for each in found.needs}


@settings(max_examples=10, deadline=None)
@given(told(KNOWLEDGE))
def test_each_answer_changes_what_a_consultation_with_it_says(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts)
    for found in needs(record).needs:
        for answer in found.answers:
            values = [answer.value]
            if answer.at_least is not None:
                values = [answer.at_least, highest(found.fact, answer)]
            for value in values:
                after = legspasm.consult({**facts, found.fact: value})
                assert answer.changes == difference(record, after)


def highest(name: str, answer: Answer) -> float:
    """The highest number of an interval."""
    [definition] = [each for each in KNOWLEDGE.facts if each.name == name]
    if answer.below is None:
        return definition.maximum
    return answer.below - (1 if definition.type == "whole_number" else 0.001)


@settings(max_examples=12, deadline=None)
@given(told(KNOWLEDGE))
def test_the_needs_stand_in_the_order_in_which_an_interview_asks(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts)
    case = {each.name: each.value for each in record.facts}
    found = needs(record).needs
    assert tuple(each.fact for each in found) == in_order_of_asking(KNOWLEDGE, case)
    for each in found:
        assert tuple(one.outcome for one in each.could_change) == could_change(
            KNOWLEDGE, each.fact, case
        )
        assert each.could_change


def test_what_changes_something_by_itself_comes_before_what_needs_another_answer() -> None:
    found = needs(legspasm.consult(spasm_site="calf", red_flags=[])).needs
    at_once = [any(not answer.changes.tells_the_same for answer in each.answers) for each in found]
    assert at_once == sorted(at_once, reverse=True)
    assert True in at_once
    assert False in at_once


@settings(max_examples=25, deadline=None)
@given(told(KNOWLEDGE), told(KNOWLEDGE), st.data())
def test_a_fact_that_is_not_listed_can_change_nothing_whatever_else_is_found_out(
    facts: dict[str, Any], found_out: dict[str, Any], data: st.DataObject
) -> None:
    record = legspasm.consult(facts)
    listed = {each.fact for each in needs(record).needs} | {each.name for each in record.facts}
    unlisted = [each for each in KNOWLEDGE.facts if each.name not in listed | {"red_flags"}]
    others = {name: value for name, value in found_out.items() if name not in facts}
    for definition in unlisted:
        rest = {name: value for name, value in others.items() if name != definition.name}
        without = legspasm.consult({**facts, **rest})
        value = data.draw(value_for(definition), label=definition.name)
        with_it = legspasm.consult({**facts, **rest, definition.name: value})
        if contradicts_itself(with_it) <= contradicts_itself(record):
            assert what_is_told(with_it) == what_is_told(without), definition.name


def what_is_told(record: Record) -> dict[str, object]:
    return {
        "verdicts": [
            (each.cause, each.verdict, set(each.reservations)) for each in record.verdicts
        ],
        "factors": [(each.id, each.applies_to) for each in record.factors],
        "place": (record.place.expected, record.place.agreement) if record.place.agreement else (),
        "advice": [(each.id, each.applies) for each in record.advice],
    }


def contradicts_itself(record: Record) -> set[tuple[str, str]]:
    """What does not fit together in the answers: worked out without the engine."""
    case = {each.name: each.value for each in record.facts}
    words = reading_table.verdicts(case)
    return {("cause", cause) for cause, word in words.items() if word == "conflict"} | {
        ("fact", each.name)
        for each in KNOWLEDGE.facts
        if each.name in case and each.supposes and case.get(each.supposes) is False
    }
