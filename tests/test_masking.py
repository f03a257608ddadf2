"""Masking: the value is gone from everywhere, and who can prove it gets the record back."""

import json
from hashlib import sha256
from typing import Any

import legspasm
import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.asked import AskedQuestion
from legspasm.consultation import consult_facts
from legspasm.facts import Fact
from sealing import forged, leaves
from strategies import told

KNOWLEDGE = legspasm.built_in_knowledge()
NAMES = [fact.name for fact in KNOWLEDGE.facts]


@settings(max_examples=100, deadline=None)
@given(told(KNOWLEDGE), st.sets(st.sampled_from(NAMES)))
def test_what_is_masked_comes_back_whole_for_who_holds_values_and_salts(
    facts: dict[str, Any], names: set[str]
) -> None:
    record = legspasm.consult(facts)
    stored, openings = record.mask(*names)
    result = legspasm.verify(stored.to_json())
    assert result.problems == ()
    assert set(result.masked) == names & {fact.name for fact in record.facts}
    assert {opening.name: opening.value for opening in openings} == {
        fact.name: fact.value for fact in record.facts if fact.name in names
    }
    back = legspasm.read_record(stored.to_json(), KNOWLEDGE, openings=openings)
    assert back == record


def test_a_masked_value_stands_nowhere_in_the_record() -> None:
    record = legspasm.consult(
        age=97,
        blood_potassium=7.25,
        low_potassium_test=True,
        spasm_site="other_leg",
        red_flags=["poison"],
    )
    stored, _ = record.mask("age", "blood_potassium", "spasm_site", "red_flags")
    found = {value for _, value in leaves(stored.to_dict()["body"])}
    assert found.isdisjoint({97, 7.25, "poison"})
    assert stored.document.body.place.reported is None
    assert [each.name for each in stored.facts] == ["low_potassium_test"]
    assert stored.safety == ()


def test_an_answer_that_did_not_stay_is_masked_too() -> None:
    """Asked about, answered, and taken back: no fact in the end, and still an answer."""
    questions = (
        AskedQuestion("fact", "age", (), (), 97),
        AskedQuestion("fact", "age", (), (), None),
    )
    stored, openings = consult_facts(KNOWLEDGE, (), questions).mask("age")
    assert [step.answer for step in stored.questions] == [None, None]
    assert (openings, stored.document.body.masked) == ((), ())


def test_of_an_interview_the_last_answer_comes_back() -> None:
    questions = (
        AskedQuestion("fact", "age", (), (), 97),
        AskedQuestion("fact", "age", (), (), 98),
        AskedQuestion("fact", "at_night", (), (), True),
    )
    facts = (Fact("age", 98, "answer"), Fact("at_night", True, "answer"))
    stored, openings = consult_facts(KNOWLEDGE, facts, questions).mask("age")
    assert [step.answer for step in stored.questions] == [None, None, True]
    back = legspasm.read_record(stored.to_json(), KNOWLEDGE, openings=openings)
    assert [step.answer for step in back.questions] == [None, 98, True]


def test_an_answer_that_was_changed_is_masked_too() -> None:
    talk = legspasm.interview({}).answer([]).change("age", 97).change("age", 98)
    stored, openings = talk.record.mask("age")
    assert {value for _, value in leaves(stored.to_dict())}.isdisjoint({97, 98})
    back = legspasm.read_record(stored.to_json(), KNOWLEDGE, openings=openings)
    assert [step.answer for step in back.questions][-2:] == [None, 98]


def test_that_a_card_was_read_is_no_answer_about_the_signs() -> None:
    questions = (
        AskedQuestion("fact", "red_flags", (), (), ("weakness",)),
        AskedQuestion("read_card", "red_flags", (), (), True),
    )
    facts = (Fact("red_flags", ("weakness",), "answer"),)
    stored, _ = consult_facts(KNOWLEDGE, facts, questions).mask("red_flags")
    assert [step.answer for step in stored.questions] == [None, True]


def test_what_is_bound_is_bound_to_its_name() -> None:
    """A mask that was moved to another fact is not opened by what opens the first."""
    stored, openings = legspasm.consult(recent_injury=True).mask("recent_injury")
    moved = forged(stored.to_dict(), lambda body: body["masked"][0].update(name="heavy_sweating"))
    result = legspasm.verify(moved, openings=openings)
    assert (result.masked, result.proved) == (("heavy_sweating",), ())


def test_the_same_value_is_bound_otherwise_each_time() -> None:
    """So nobody finds two people of one age, or tries the ages there are."""
    record = legspasm.consult(age=70)
    commitments = {record.mask("age")[0].document.body.masked[0].commitment for _ in range(20)}
    assert len(commitments) == 20


def test_a_commitment_is_what_the_documentation_says() -> None:
    stored, [opening] = legspasm.consult(red_flags=["poison", "weakness"]).mask("red_flags")
    bound = rfc8785.dumps([opening.salt, "red_flags", ["weakness", "poison"]])
    assert stored.document.body.masked[0].commitment == sha256(bound).hexdigest()
    assert len(opening.salt) == 64


def test_a_masked_record_is_not_told_in_words() -> None:
    stored, [opening] = legspasm.consult(age=70).mask("age")
    with pytest.raises(legspasm.RecordError) as raised:
        legspasm.read_record(stored.to_json(), KNOWLEDGE)
    assert str(raised.value) == (
        "these facts of the record are masked: age; "
        "whoever holds their values and salts can open it"
    )
    wrong = msgspec.structs.replace(opening, value=71)
    with pytest.raises(legspasm.RecordError):
        legspasm.read_record(stored.to_json(), KNOWLEDGE, openings=[wrong])


def test_names_that_are_no_facts_are_told_all_at_once() -> None:
    with pytest.raises(legspasm.FactsError) as raised:
        legspasm.consult(age=70).mask("agee", "moon")
    assert [str(each) for each in raised.value.problems] == [
        "agee: no such fact; did you mean age?",
        "moon: no such fact; `legspasm facts` lists them",
    ]


def test_what_opens_a_mask_has_a_form_in_json() -> None:
    [opening] = legspasm.consult(age=70).mask("age")[1]
    assert json.loads(msgspec.json.encode(opening)) == {
        "name": "age",
        "value": 70,
        "salt": opening.salt,
    }
