"""The record: its schema, its bytes, its digest, and the way back from JSON."""

import hashlib
import json
import unittest.mock
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import legspasm
import pytest
import rfc8785
import sealing
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.document import body_digest, canonical, json_schema, now
from strategies import told

KNOWLEDGE = legspasm.built_in_knowledge()
SHIPPED = json.loads(Path(legspasm.__file__).with_name("record.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SHIPPED)


def test_the_shipped_schema_is_the_one_of_the_types(bless: bool) -> None:
    schema = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    file = Path(__file__).parents[1] / "engine" / "record.schema.json"
    if bless:
        file.write_text(schema, encoding="utf-8", newline="\n")
    jsonschema.Draft202012Validator.check_schema(SHIPPED)
    assert file.read_text(encoding="utf-8") == schema


@settings(max_examples=200, deadline=None)
@given(told(KNOWLEDGE))
def test_every_record_meets_the_schema_and_its_own_digest(facts: dict[str, Any]) -> None:
    document = json.loads(legspasm.consult(facts).to_json())
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    digest = hashlib.sha256(rfc8785.dumps(document["body"])).hexdigest()
    assert document["integrity"] == {
        "canonicalization": "RFC8785",
        "algorithm": "sha256",
        "body_digest": digest,
    }


@settings(max_examples=100, deadline=None)
@given(told(KNOWLEDGE))
def test_a_record_comes_back_from_its_json_with_the_same_bytes(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts)
    back = legspasm.read_record(record.to_json(), KNOWLEDGE)
    assert back == record
    assert canonical(back.document.body) == canonical(record.document.body)
    assert back.render("text", verbose=True) == record.render("text", verbose=True)


def test_the_schema_refuses_a_record_with_an_unknown_verdict() -> None:
    document = legspasm.consult().to_dict()
    document["body"]["verdicts"][0]["verdict"] = "certain"
    assert not VALIDATOR.is_valid(document)


def test_the_time_is_outside_the_digest() -> None:
    first, second = legspasm.consult(age=70), legspasm.consult(age=70)
    assert first.digest == second.digest == body_digest(first.document.body)
    assert set(first.to_dict()["envelope"]) == {"time"}


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_the_time_is_that_of_the_clock_in_milliseconds(time: datetime) -> None:
    seconds = int((time - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    nanoseconds = seconds * 1_000_000_000 + time.microsecond * 1000
    with unittest.mock.patch("time.time_ns", lambda: nanoseconds):
        found = now()
    expected = time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert found == expected


def test_the_keys_of_a_record_are_those_of_the_contract() -> None:
    document = legspasm.consult(recent_injury=True, age=70).to_dict()
    assert list(document) == ["schema", "envelope", "body", "integrity"]
    assert document["schema"] == "legspasm.record/1"
    body = document["body"]
    assert list(body) == [
        "engine",
        "knowledge",
        "facts",
        "firings",
        "not_fired",
        "verdicts",
        "factors",
        "place",
        "advice",
        "safety",
        "notes",
    ]
    assert body["facts"] == [
        {"name": "age", "value": 70, "origin": "call"},
        {"name": "recent_injury", "value": True, "origin": "call"},
    ]
    assert body["firings"][0] == {
        "seq": 1,
        "rule": "injury_starts_protection",
        "because": [
            {
                "kind": "fact",
                "name": "recent_injury",
                "value": True,
                "operator": "is",
                "wanted": True,
            }
        ],
        "absent": [],
        "concludes": {"kind": "state", "id": "body_protects_itself"},
        "reservation": None,
        "hedge": "naturally tries",
        "cites": ["P2.S2"],
    }
    cramps = next(each for each in body["firings"] if each["rule"] == "contraction_cramps")
    assert cramps["because"] == [
        {"kind": "state", "name": "muscles_around_injury_contract", "firings": [5]}
    ]
    assert cramps["absent"] == [
        {
            "kind": "fact",
            "name": "injury_healed",
            "operator": "is",
            "wanted": True,
            "actual": None,
            "as_of": 6,
        },
        {
            "kind": "fact",
            "name": "injury_at_spasm",
            "operator": "is",
            "wanted": False,
            "actual": None,
            "as_of": 6,
        },
    ]
    assert body["verdicts"][0] == {
        "cause": "injury",
        "verdict": "supported",
        "because": [7],
        "reservations": [],
        "conflicts": [],
        "needs": [],
        "cites": ["P2.S1", "P2.S2", "P2.S6", "P2.S7", "P2.S8"],
    }
    unfired = {each["rule"]: each for each in body["not_fired"]}
    assert unfired["weak_muscles_cramp_sooner"] == {
        "rule": "weak_muscles_cramp_sooner",
        "conditions": [
            {
                "kind": "fact",
                "name": "exertion",
                "absent": False,
                "operator": "is",
                "wanted": "some",
                "actual": None,
                "status": "unknown",
                "text": "Your legs had done some work. It was nothing special.",
            },
            {
                "kind": "fact",
                "name": "weak_muscles",
                "absent": False,
                "operator": "is",
                "wanted": True,
                "actual": None,
                "status": "unknown",
                "text": "Your leg muscles are weak.",
            },
        ],
        "needs": ["exertion", "weak_muscles"],
    }


def test_every_rule_either_fired_or_says_why_not() -> None:
    record = legspasm.consult(exertion="some", age=59)
    fired = {firing.rule for firing in record.firings}
    unfired = {each.rule for each in record.not_fired}
    assert fired & unfired == set()
    assert fired | unfired == {rule.id for rule in KNOWLEDGE.rules}


def test_a_record_cannot_be_changed() -> None:
    record = legspasm.consult(age=70)
    with pytest.raises(AttributeError):
        record.document = None  # type: ignore[misc]  # nobody may
    with pytest.raises(AttributeError):
        record.facts[0].value = 20  # type: ignore[misc]  # nobody may


def test_what_is_no_record_is_told_so() -> None:
    with pytest.raises(legspasm.RecordError) as raised:
        legspasm.read_record("{}", KNOWLEDGE)
    assert [str(each) for each in raised.value.problems] == [
        "this is no record of the form legspasm.record/1: Object missing required field `schema`"
    ]


def test_a_record_of_other_knowledge_is_not_explained_with_this_one() -> None:
    document = legspasm.consult().to_dict()
    document["body"]["knowledge"]["digest"] = "0" * 64
    document["integrity"]["body_digest"] = hashlib.sha256(
        rfc8785.dumps(document["body"])
    ).hexdigest()
    with pytest.raises(legspasm.RecordError) as raised:
        legspasm.read_record(json.dumps(document), KNOWLEDGE)
    assert [str(each) for each in raised.value.problems] == [
        f"the record was made with other knowledge: leg_spasm 1.1.0, digest {'0' * 64}; "
        "give that one"
    ]


def test_a_record_that_was_changed_is_not_explained() -> None:
    document = legspasm.consult(recent_injury=False).to_dict()
    document["body"]["verdicts"][0]["verdict"] = "supported"
    with pytest.raises(legspasm.RecordError) as raised:
        legspasm.read_record(json.dumps(document), KNOWLEDGE)
    assert [str(each) for each in raised.value.problems] == [
        "$.integrity.body_digest: the body of the record is not the one that its digest names"
    ]


def test_a_record_that_holds_more_than_its_form_is_told_so_though_its_digest_fits() -> None:
    with pytest.raises(legspasm.RecordError) as raised:
        legspasm.read_record(forged(lambda body: body.update(weather="fine")), KNOWLEDGE)
    assert str(raised.value) == (
        "this is no record of the form legspasm.record/1: "
        "it holds something that this form does not have"
    )


def test_a_record_whose_parts_do_not_follow_is_not_explained() -> None:
    def change(body: dict[str, Any]) -> None:
        body["advice"][0]["applies"] = False

    with pytest.raises(legspasm.RecordError) as raised:
        legspasm.read_record(forged(change), KNOWLEDGE)
    assert [str(each) for each in raised.value.problems] == [
        "$.body.advice[0].applies: expected True, which follows from the rest, got False"
    ]


def forged(change: Callable[[dict[str, Any]], object]) -> str:
    """A changed record with a digest that fits the change."""
    return sealing.forged(legspasm.consult(recent_injury=True).to_dict(), change)


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_what_a_forged_record_says_cannot_steer_a_terminal_or_a_page(format_: str) -> None:
    def poison(body: dict[str, Any]) -> None:
        for rule in body["not_fired"]:
            for condition in rule["conditions"]:
                condition["text"] = "\x1b[31m<script>alert(1)</script>"
        body["engine"]["version"] = "<script>alert(1)</script>"

    document = legspasm.read_stored(forged(poison)).document
    told = legspasm.Record(document, KNOWLEDGE).render(format_, verbose=True)
    assert "\x1b" not in told
    assert "<script>" not in told or format_ == "text"
