"""A record as PROV-JSON: the library reads it back, names hold digests, and nothing is lost."""

import json
import sys
from typing import Any

import hostile
import legspasm
import msgspec
import pytest
from hypothesis import given, settings
from legspasm.audit.provenance import prov_json
from prov.model import ProvDocument
from strategies import told

KNOWLEDGE = legspasm.built_in_knowledge()
RECORD = legspasm.consult(recent_injury=True, age=70, blood_potassium=5.0, red_flags=[])


def at_time(time: str) -> legspasm.StoredRecord:
    document = RECORD.to_dict()
    document["envelope"]["time"] = time
    return legspasm.read_stored(msgspec.json.encode(document))


def entities(record: legspasm.StoredRecord) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(prov_json(record))["entity"]
    return found


def test_every_name_is_a_urn_of_a_digest() -> None:
    body = RECORD.document.body
    assert json.loads(prov_json(RECORD))["prefix"] == {
        "record": f"urn:legspasm:record:{RECORD.digest}:",
        "source": f"urn:legspasm:source:{body.knowledge.source.digest}:",
        "knowledge": f"urn:legspasm:knowledge:{body.knowledge.digest}:",
        "engine": "urn:legspasm:engine:",
        "legspasm": "urn:legspasm:terms:",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }


def test_each_kind_of_value_keeps_its_type() -> None:
    found = entities(RECORD)
    assert {
        name: found[f"record:fact/{name}"]["prov:value"]
        for name in ("recent_injury", "age", "blood_potassium", "red_flags")
    } == {
        "recent_injury": True,
        "age": {"$": "70", "type": "xsd:int"},
        "blood_potassium": {"$": "5.0", "type": "xsd:double"},
        "red_flags": {"$": "[]", "type": "rdf:JSON"},
    }


def test_a_masked_fact_has_no_value_and_says_that_it_is_masked() -> None:
    stored, [opening] = RECORD.mask("age")
    [masked] = stored.document.body.masked
    assert entities(stored)["record:fact/age"] == {
        "legspasm:commitment": masked.commitment,
        "legspasm:origin": "call",
        "prov:label": "age",
        "prov:type": {"$": "legspasm:MaskedFact", "type": "xsd:QName"},
    }
    assert opening.salt not in prov_json(stored)


def test_the_program_is_the_agent_and_the_knowledge_its_plan() -> None:
    found = json.loads(prov_json(RECORD))
    version = legspasm.__version__.replace(".", "%2E")
    name = f"engine:legspasm/{version}"
    assert found["agent"] == {
        name: {
            "legspasm:version": legspasm.__version__,
            "prov:label": "legspasm",
            "prov:type": {"$": "prov:SoftwareAgent", "type": "xsd:QName"},
        }
    }
    associations = found["wasAssociatedWith"].values()
    assert {each["prov:agent"] for each in associations} == {name}
    assert {each["prov:plan"] for each in associations} == {"knowledge:files"}
    assert len(associations) == len(RECORD.firings) + 1


def test_the_only_time_is_that_of_the_envelope() -> None:
    text = prov_json(at_time("2026-01-02T03:04:05.678Z"))
    assert text.count("Time") == 0
    times = [e for e in json.loads(text)["wasGeneratedBy"].values() if "prov:time" in e]
    assert times == [
        {
            "prov:entity": "record:record",
            "prov:activity": "record:consultation",
            "prov:time": "2026-01-02T03:04:05.678000+00:00",
        }
    ]


@pytest.mark.parametrize("time", ["yesterday", "", "2026-01-02T03:04:05"])
def test_what_is_no_time_of_any_zone_is_left_out(time: str) -> None:
    assert "prov:time" not in prov_json(at_time(time))


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE))
def test_every_record_reads_back_and_gives_the_same_bytes_again(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts)
    text = prov_json(record)
    again = prov_json(legspasm.read_stored(record.to_json()))
    assert again == text
    back = ProvDocument.deserialize(content=text, format="json")
    kinds = [type(each).__name__ for each in back.get_records()]
    assert kinds.count("ProvActivity") == len(record.firings) + 1
    plain = json.loads(text)
    for fact in record.facts:
        value = plain["entity"][f"record:fact/{fact.name}"]["prov:value"]
        assert told_value(value) == (fact.value, type(fact.value))


def told_value(value: Any) -> tuple[Any, type]:
    """What a literal of PROV-JSON says, and its type."""
    if not isinstance(value, dict):
        return value, type(value)
    read = {
        "xsd:int": int,
        "xsd:double": float,
        "rdf:JSON": lambda text: tuple(json.loads(text)),
    }[value["type"]](value["$"])
    return read, type(read)


@settings(max_examples=60, deadline=None)
@given(hostile.records())
def test_hostile_text_reads_back_too(record: legspasm.StoredRecord) -> None:
    found = json.loads(prov_json(record))
    assert set(found) <= {
        "prefix",
        "entity",
        "activity",
        "agent",
        "used",
        "wasGeneratedBy",
        "wasDerivedFrom",
        "wasInformedBy",
        "wasAttributedTo",
        "wasAssociatedWith",
    }
    assert len(found["prefix"]) == 6


def test_without_the_library_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prov", None)
    with pytest.raises(legspasm.LegspasmError) as error:
        prov_json(RECORD)
    assert str(error.value) == (
        "this needs the library prov, which is not installed: pip install 'legspasm[prov]'"
    )


def test_what_does_not_read_back_the_same_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProvDocument, "deserialize", lambda **_: ProvDocument())
    with pytest.raises(legspasm.RecordError) as error:
        prov_json(RECORD)
    assert [each.code for each in error.value.problems] == ["export_changed"]


def test_what_the_library_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("no such name")

    monkeypatch.setattr(ProvDocument, "serialize", refuse)
    with pytest.raises(legspasm.RecordError) as error:
        prov_json(RECORD)
    assert str(error.value) == "the record cannot be written in this form: no such name"
