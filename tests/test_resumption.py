"""An interview that was stored as JSON is taken up again, or told to be none."""

import json
from typing import Any

import jsonschema
import pytest
from legspasm.asked import SavedInterview
from legspasm.dialogue import interview
from legspasm.document import schema_of
from legspasm.errors import FactsError, LegspasmError, RecordError
from legspasm.resumption import read_interview
from test_dialogue import HURT, contradicted, hold, upto


def test_an_interview_is_stored_as_json_and_taken_up_again() -> None:
    talk = contradicted().answer(None).change("age", 70)
    known = hold({}, interview({"age": 3, "red_flags": ["poison"]}))
    for each in (talk, known, interview()):
        again = read_interview(each.to_json())
        assert again == each
        assert again.record.digest == each.record.digest
    jsonschema.validate(
        json.loads(talk.to_json()), schema_of(SavedInterview, "legspasm.interview/1")
    )


def forged(**parts: Any) -> str:
    return json.dumps({**json.loads(upto("exertion", HURT).to_json()), **parts})


STEP = {"kind": "fact", "fact": "age", "between": [], "could_change": [], "answer": 70}


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ("", RecordError, "this is no saved interview of the form legspasm.interview/1: "),
        (b"\xff", RecordError, "this is no saved interview of the form legspasm.interview/1: "),
        ("[" * 100_000, RecordError, "this is no saved interview"),
        (forged(schema="legspasm.record/1"), RecordError, "this is no saved interview"),
        (forged(steps=[{"kind": "fact"}]), RecordError, "missing required field"),
        (forged(steps=[STEP | {"fact": "agee"}]), FactsError, "did you mean age?"),
        (forged(steps=[STEP | {"answer": "old"}]), FactsError, "expected a whole number"),
        (
            forged(steps=[STEP | {"kind": "conflict", "fact": "", "between": ["nobody"]}]),
            FactsError,
            "nobody: no such fact",
        ),
        (forged(known=[{"name": "age", "value": -1, "origin": "call"}]), FactsError, "0 to 130"),
    ],
)
def test_what_is_no_stored_interview_is_told_so(
    text: str | bytes, error: type[LegspasmError], told: str
) -> None:
    with pytest.raises(error) as raised:
        read_interview(text)
    assert told in str(raised.value)


def test_stored_answers_are_taken_as_told_ones_are() -> None:
    """A page may have put down "yes" where true is meant."""
    known = [{"name": "recent_injury", "value": "yes", "origin": "call"}]
    known += [{"name": "at_night", "value": "unknown", "origin": "call"}]
    talk = read_interview(
        forged(known=known, steps=[STEP | {"fact": "weak_muscles", "answer": "no"}])
    )
    assert {fact.name: fact.value for fact in talk.facts} == {
        "recent_injury": True,
        "weak_muscles": False,
    }
    assert talk.record.verdicts[0].verdict == "supported"


def test_a_forged_course_of_steps_holds_no_facts_that_were_not_told() -> None:
    between = ["recent_injury", "injury_healed"]
    step = STEP | {"kind": "conflict", "fact": "", "between": between, "answer": "recent_injury"}
    talk = read_interview(forged(steps=[step, step | {"answer": None}]))
    assert talk.facts == ()
    assert talk.question is not None
    assert talk.question.fact == "red_flags"


@pytest.mark.parametrize("answer", [False, "banana", 1, None])
def test_a_stored_card_counts_as_read_only_where_that_was_said(answer: object) -> None:
    stored = json.loads(interview().answer(["breathless"]).answer(True).to_json())
    stored["steps"][-1]["answer"] = answer
    assert read_interview(json.dumps(stored)).question is None


def test_a_stored_answer_to_a_contradiction_is_one_of_its_facts() -> None:
    stored = json.loads(contradicted().answer(None).to_json())
    stored["steps"][-1]["answer"] = "banana"
    with pytest.raises(FactsError, match="expected one of recent_injury, injury_healed"):
        read_interview(json.dumps(stored))
