"""Replaying a record: whether the same facts give the same bytes now."""

from pathlib import Path
from typing import Any

import jsonschema
import legspasm
import msgspec
import pytest
import sealing
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.audit.difference import Change, KnowledgeName, diff, record_name
from legspasm.audit.replay import Leaf, Replay, replay
from legspasm.body import Engine
from legspasm.consultation import consult_facts
from legspasm.document import schema_of, sealed_anew
from legspasm.errors import problem
from strategies import knowledge_of, people, person, rule_sets, told
from tiny import BREAD, Bread

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
RECORD = legspasm.consult(recent_injury=True, age=70, red_flags=[])
VALIDATOR = jsonschema.Draft202012Validator(schema_of(Replay, "legspasm.replay/1"))


def stored(record: legspasm.Record) -> legspasm.StoredRecord:
    return legspasm.read_stored(record.to_json())


def forged(change: Any) -> legspasm.StoredRecord:
    return legspasm.read_stored(sealing.forged(RECORD.to_dict(), change))


def complaints(found: Replay) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(found.to_dict())]


def test_the_same_facts_give_the_same_record() -> None:
    found = replay(stored(RECORD))
    assert found == Replay(
        record=record_name(RECORD),
        knowledge=KnowledgeName("leg_spasm", KNOWLEDGE.version, KNOWLEDGE.digest),
        outcome="same",
        problems=(),
        first=None,
        difference=found.difference,
    )
    assert found.same
    assert found.difference is not None
    assert found.difference.same


def test_the_version_of_the_program_is_told_and_set_aside() -> None:
    def older(body: dict[str, Any]) -> None:
        body["engine"]["version"] = "0.0.1"

    found = replay(forged(older))
    assert (found.outcome, found.first) == ("same", None)
    assert found.difference is not None
    assert found.difference.differing == ("program",)
    assert found.difference.program == Change(
        Engine("legspasm", "0.0.1"), Engine("legspasm", legspasm.__version__)
    )
    assert "Set aside: the version of the program." in found.render()


def test_another_program_is_not_set_aside() -> None:
    def other(body: dict[str, Any]) -> None:
        body["engine"]["name"] = "other"

    found = replay(forged(other))
    assert found.outcome == "different"
    assert found.first == Leaf("$.body.engine.name", "other", "legspasm")


def test_the_first_difference_is_told_with_its_place() -> None:
    def change(body: dict[str, Any]) -> None:
        body["verdicts"][0]["verdict"] = "undetermined"
        body["notes"].clear()

    found = replay(forged(change))
    assert found.first == Leaf("$.body.verdicts[0].verdict", "undetermined", "supported")
    assert found.difference is not None
    assert found.difference.differing == ("verdicts", "notes")
    told = " ".join(found.render().split())
    first = "$.body.verdicts[0].verdict: recorded undetermined, replayed supported."
    assert f"The first difference {first}" in told


def missing_rule(body: dict[str, Any]) -> None:
    body["firings"].pop()


def one_sign_more(body: dict[str, Any]) -> None:
    body["safety"].append({"id": "weakness", "level": "urgent", "source": "nobody"})


def one_factor_more(body: dict[str, Any]) -> None:
    body["factors"].append({"id": "luck", "applies_to": [], "because": [], "cites": []})


def one_verdict_fewer(body: dict[str, Any]) -> None:
    body["verdicts"].pop()


def no_place(body: dict[str, Any]) -> None:
    body["place"]["reported"] = "calf"


def a_need_more(body: dict[str, Any]) -> None:
    body["not_fired"][0]["needs"] = ["at_night", "age"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (missing_rule, "recorded nothing, replayed rest_after_injury"),
        (one_sign_more, "$.body.safety[0]: recorded weakness, replayed nothing"),
        (one_factor_more, "recorded luck, replayed nothing"),
        (one_verdict_fewer, "recorded nothing, replayed low_potassium"),
        (no_place, "$.body.place.reported: recorded calf, replayed nothing"),
        (a_need_more, "$.body.not_fired[0].needs[0]: recorded at_night"),
    ],
)
def test_what_stands_at_the_first_difference_is_told_in_short(change: Any, told: str) -> None:
    found = replay(forged(change))
    assert found.outcome == "different"
    assert told in " ".join(found.render().split())
    assert complaints(found) == []


def test_other_knowledge_given_on_purpose_is_set_aside_by_name(bread: Bread) -> None:
    """A change of words that no record holds: the digest of the knowledge differs, and no more."""
    record = legspasm.consult({"kitchen": 30.0}, knowledge=BAKERY)
    bread.replace("facts.yaml", "Look at a thermometer.", "Look at the wall.")
    other = bread.load()
    found = replay(stored(record), knowledge=other)
    assert found.outcome == "same"
    assert found.knowledge == KnowledgeName("bread", other.version, other.digest)
    assert found.difference is not None
    assert found.difference.differing == ("knowledge",)
    assert "Set aside: the reference to the knowledge, which was given." in found.render()


def test_other_knowledge_says_something_else(bread: Bread) -> None:
    record = legspasm.consult({"kitchen": 18.7}, knowledge=BAKERY)
    bread.replace("parameters.yaml", "value: 18.5", "value: 19")
    other = bread.load()
    found = replay(stored(record), knowledge=other)
    assert found.first == Leaf("$.body.firings[0].rule", "warm_enough", "cold_slows")
    expected = legspasm.consult({"kitchen": 18.7}, knowledge=other).document
    again = legspasm.StoredRecord(sealed_anew(record.document, expected.body))
    assert found.difference == diff(record, again)


def test_a_wrong_reference_to_the_same_knowledge_is_a_difference() -> None:
    def older(body: dict[str, Any]) -> None:
        body["knowledge"]["version"] = "0.1"

    found = replay(forged(older), knowledge=KNOWLEDGE)
    assert found.first == Leaf("$.body.knowledge.version", "0.1", KNOWLEDGE.version)


def test_a_record_of_other_knowledge_is_not_compared_unasked() -> None:
    record = legspasm.consult({"kitchen": 12.0}, knowledge=BAKERY)
    found = replay(stored(record))
    assert (found.outcome, found.first, found.difference) == ("not_compared", None, None)
    assert found.problems == (
        problem(
            "record_other_knowledge",
            "$.body.knowledge",
            name="bread",
            version=BAKERY.version,
            digest=BAKERY.digest,
        ),
    )
    assert not found.same
    assert replay(stored(record), knowledge=BAKERY).same
    assert replay(record).same  # it has its own knowledge with it


def test_masked_facts_cannot_be_replayed() -> None:
    masked, openings = RECORD.mask("age", "recent_injury")
    found = replay(masked)
    assert found.outcome == "not_compared"
    assert found.problems == (
        problem("record_masked", "$.body.masked", names="age, recent_injury"),
    )
    assert replay(legspasm.read_record(masked.to_json(), KNOWLEDGE, openings=openings)).same


def test_every_fact_that_the_knowledge_does_not_take_is_told() -> None:
    def change(body: dict[str, Any]) -> None:
        body["facts"][0]["value"] = 700
        body["facts"][1]["name"] = "recent_injry"

    found = replay(forged(change))
    assert found.outcome == "not_compared"
    assert [(each.code, each.place) for each in found.problems] == [
        ("fact_whole_number", "$.body.facts: age"),
        ("fact_unknown_near", "$.body.facts: recent_injry"),
    ]
    told = " ".join(found.render().split())
    assert "Nothing was compared." in told
    assert "$.body.facts: recent_injry: no such fact; did you mean recent_injury?" in told


def test_origins_and_the_questions_of_an_interview_are_taken_over() -> None:
    talk = legspasm.interview({"age": 70})
    while talk.question is not None:
        talk = talk.answer(None if talk.question.kind == "fact" else True)
    record = talk.record
    assert record.questions
    assert replay(stored(record)).same


def test_a_record_of_another_release_says_what_differs() -> None:
    """The built-in knowledge as somebody has changed it, in files."""
    body = RECORD.document.body
    knowledge = msgspec.structs.replace(body.knowledge, digest="0" * 64)
    old = sealed_anew(RECORD.document, msgspec.structs.replace(body, knowledge=knowledge))
    assert replay(legspasm.StoredRecord(old)).outcome == "not_compared"
    assert replay(legspasm.StoredRecord(old), knowledge=KNOWLEDGE).outcome == "same"


@settings(max_examples=40, deadline=None)
@given(told(KNOWLEDGE))
def test_anybody_is_told_the_same_again(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts)
    found = replay(stored(record))
    assert (found.outcome, found.first) == ("same", None)
    assert found.difference is not None
    assert found.difference.same
    assert complaints(found) == []


@settings(max_examples=20, deadline=None)
@given(person())
def test_anybody_who_was_interviewed_is_told_the_same_again(answers: dict[str, Any]) -> None:
    talk = legspasm.interview()
    while (question := talk.question) is not None:
        given = {"read_card": True, "conflict": None}
        talk = talk.answer(given.get(question.kind, answers.get(question.fact)))
    assert replay(stored(talk.record)).same


@settings(max_examples=40, deadline=None)
@given(rule_sets(), people())
def test_any_knowledge_gives_the_same_record_again(rules: Any, facts: Any) -> None:
    knowledge = knowledge_of(rules)
    record = consult_facts(knowledge, facts)
    assert replay(stored(record), knowledge=knowledge).same
    assert replay(record).same


@settings(max_examples=40, deadline=None)
@given(rule_sets(), rule_sets(), people())
def test_it_is_the_same_exactly_where_a_new_consultation_is(
    some: Any, others: Any, facts: Any
) -> None:
    knowledge = knowledge_of(others)
    record = consult_facts(knowledge_of(some), facts)
    again = consult_facts(knowledge, facts)
    found = replay(stored(record), knowledge=knowledge)
    assert found.same is (record.digest == again.digest)
    assert (found.first is None) is found.same


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_single_change_of_a_record_replays_as_the_same(data: st.DataObject) -> None:
    place, value = data.draw(st.sampled_from(list(sealing.leaves(RECORD.to_dict()["body"]))))

    def change(body: dict[str, Any]) -> None:
        changed: Any = not value if isinstance(value, bool) else value
        if isinstance(value, str):
            changed = f"{value}x" if len(value) != 64 else "0" * 64
        elif isinstance(value, int | float) and not isinstance(value, bool):
            changed = value + 1
        elif value is None:
            changed = "something"
        sealing.at(body, place[:-1])[place[-1]] = changed

    try:
        found = replay(forged(change))
    except legspasm.RecordError:
        return  # no record of this form any more
    assert found.same is (place == ("engine", "version"))


def test_what_the_bread_folder_says_is_replayed_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(legspasm.consult({"foam": True}, knowledge=BAKERY).to_json(), "utf-8")
    record = legspasm.read_stored(file.read_bytes())
    assert replay(record, knowledge=legspasm.load_knowledge(BREAD)).same
