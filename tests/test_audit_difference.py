"""What differs between two stored records, from the records alone."""

from typing import Any

import jsonschema
import legspasm
import msgspec
import pytest
import sealing
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.asked import AskedQuestion
from legspasm.audit.difference import (
    Change,
    ItemChange,
    KnowledgeName,
    RecordDifference,
    RecordName,
    diff,
)
from legspasm.audit.findings import (
    Fired,
    FoundAdvice,
    FoundConflict,
    FoundFactor,
    FoundPlace,
    FoundVerdict,
    Missing,
    StateSupport,
    Stood,
    ToldFact,
    VerdictSupport,
    findings,
)
from legspasm.body import (
    ConditionStatus,
    Engine,
    FactMatch,
    GivenFact,
    Note,
    ParameterValue,
    SafetySign,
)
from legspasm.consultation import consult_facts
from legspasm.document import body_digest, schema_of, sealed_anew
from legspasm.model import Conclusion
from strategies import knowledge_of, people, rule_sets, told
from tiny import BREAD, Bread

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
VALIDATOR = jsonschema.Draft202012Validator(schema_of(RecordDifference, "legspasm.diff/1"))


def baked(**facts: Any) -> legspasm.Record:
    return legspasm.consult(facts, knowledge=BAKERY)


def with_body(record: legspasm.StoredRecord, **parts: Any) -> legspasm.StoredRecord:
    body = msgspec.structs.replace(record.document.body, **parts)
    return legspasm.StoredRecord(sealed_anew(record.document, body))


def forged(record: legspasm.Record, change: Any) -> legspasm.StoredRecord:
    return legspasm.read_stored(sealing.forged(record.to_dict(), change))


def test_records_are_named_by_what_they_say_of_themselves() -> None:
    record = baked(kitchen=12.0)
    envelope = msgspec.structs.replace(
        record.document.envelope, time="2026-01-02T03:04:05.678Z", labels=("oven 3",)
    )
    labelled = legspasm.StoredRecord(msgspec.structs.replace(record.document, envelope=envelope))
    found = diff(record, labelled)
    name = KnowledgeName("bread", BAKERY.version, BAKERY.digest)
    assert found.before == RecordName(record.digest, record.document.envelope.time, (), name)
    assert found.after == RecordName(record.digest, "2026-01-02T03:04:05.678Z", ("oven 3",), name)
    assert found.same  # the envelope is outside the digest
    assert found.differing == ()


def test_what_differs_is_told_whole() -> None:
    found = diff(baked(kitchen=20.0), baked(kitchen=12.0, added=["salt"]))
    assert found.differing == ("facts", "firings", "verdicts", "place", "advice", "not_fired")
    assert found.facts == (
        ItemChange("kitchen", ToldFact(20.0, "call"), ToldFact(12.0, "call")),
        ItemChange("added", None, ToldFact(("salt",), "call")),
    )
    assert found.gained == (
        "salt_slows_yeast",
        "cold_slows",
        "slow_dough_stays_flat",
        "cold_bottom",
        "use_fresh_yeast",
        "find_a_warm_spot",
    )
    assert found.lost == ("warm_enough",)
    assert found.firings[0] == ItemChange(
        "warm_enough",
        Fired(
            (FactMatch("kitchen", 20.0, "at_least", 18.5),),
            (),
            Conclusion("against", "cold_dough"),
            None,
            None,
            ("P3.S1",),
        ),
        None,
    )
    assert [(each.id, each.before is None) for each in found.firings[1:]] == [
        (rule, True) for rule in found.gained
    ]
    assert found.verdicts[1] == ItemChange(
        "cold_dough",
        FoundVerdict("not_indicated", (), (), (), ("warm_enough",), ("P3.S1",)),
        FoundVerdict("supported", (), (), (), ("slow_dough_stays_flat",), ("P3.S1",)),
    )
    assert [(each.id, each.before, each.after) for each in found.advice][1] == (
        "warm_spot",
        FoundAdvice(False, (), ("P4.S1",)),
        FoundAdvice(True, ("find_a_warm_spot",), ("P4.S1",)),
    )
    assert not found.same


def test_what_rests_on_a_firing_names_its_rule_and_not_its_number() -> None:
    """One firing more before them leaves the others as they were."""
    record = legspasm.consult(recent_injury=True)
    other = legspasm.consult(recent_injury=True, at_night=True)
    assert record.firings[-1].seq != other.firings[-1].seq
    found = diff(record, other)
    assert (found.gained, found.lost) == (("night_cramps",), ())
    assert [each.id for each in found.firings] == ["night_cramps"]
    assert found.differing == ("facts", "firings", "factors")


def test_every_kind_of_firing_is_held_in_names() -> None:
    fired = findings(legspasm.consult(recent_injury=True).document.body).firings
    assert fired["rest_after_injury"] == Fired(
        (VerdictSupport("injury", "supported", ("contraction_cramps",)),),
        (Missing("fact", "injury_healed", "is", True, None),),
        Conclusion("advice", "rest_leg"),
        None,
        fired["rest_after_injury"].hedge,
        fired["rest_after_injury"].cites,
    )
    assert fired["contraction_cramps"].because == (
        StateSupport("muscles_around_injury_contract", ("protection_contracts_muscles",)),
    )


def test_a_rule_that_fired_in_both_but_otherwise_is_neither_gained_nor_lost(bread: Bread) -> None:
    before = legspasm.consult({"kitchen": 12.0}, knowledge=bread.load())
    bread.replace("parameters.yaml", "value: 18.5", "value: 19")
    after = legspasm.consult({"kitchen": 12.0}, knowledge=bread.load())
    found = diff(before, after)
    assert (found.gained, found.lost) == ((), ())
    [change] = found.firings
    assert change.id == "cold_slows"
    assert change.before is not None and change.after is not None
    assert change.before.because == (FactMatch("kitchen", 12.0, "below", 18.5),)
    assert change.after.because == (FactMatch("kitchen", 12.0, "below", 19),)
    old, new = (each.document.body.knowledge for each in (before, after))
    assert found.knowledge == Change(
        KnowledgeName("bread", old.version, old.digest),
        KnowledgeName("bread", new.version, new.digest),
    )
    [number] = found.parameters
    assert (number.before, number.after) == (
        ParameterValue("cold_limit", 18.5, "A cookbook"),
        ParameterValue("cold_limit", 19, "A cookbook"),
    )
    assert found.source is None
    assert [each.id for each in found.not_fired] == ["warm_enough"]
    assert found.differing == ("knowledge", "parameters", "firings", "not_fired")


def test_the_program_and_the_text_are_held_against_each_other() -> None:
    record = baked()
    made_with = record.document.body.knowledge
    other_text = msgspec.structs.replace(made_with.source, digest="0" * 64)
    other = with_body(
        record,
        engine=Engine("legspasm", "9.9"),
        knowledge=msgspec.structs.replace(made_with, source=other_text),
    )
    found = diff(record, other)
    assert found.differing == ("program", "source")
    assert found.program == Change(record.document.body.engine, Engine("legspasm", "9.9"))
    assert found.source == Change(made_with.source, other_text)


def test_a_masked_fact_is_marked_and_its_value_is_in_neither() -> None:
    record = legspasm.consult(age=70, at_night=True)
    masked, _ = record.mask("age")
    again, _ = record.mask("age")
    commitment = masked.document.body.masked[0].commitment
    assert diff(record, masked).facts == (
        ItemChange("age", ToldFact(70, "call"), ToldFact(None, "call", commitment)),
    )
    assert diff(masked, masked).same
    twice = diff(masked, again)  # bound by another salt: nobody can tell whether it is the same
    assert twice.differing == ("facts",)
    assert "whether the values are the same cannot be told" in " ".join(twice.render().split())


def test_questions_are_held_against_each_other_by_their_number() -> None:
    talk = legspasm.interview().answer([])
    one, other = talk.record, talk.answer("calf").record
    [change] = diff(one, other).questions
    asked = other.questions[-1]
    assert change == ItemChange("2", None, asked)
    assert isinstance(change.after, AskedQuestion)
    assert change.after.answer == "calf"


def test_contradictions_places_signs_and_notes_are_held_against_each_other() -> None:
    facts = {"spasm_site": "calf", "red_flags": ["weakness"], "low_potassium_test": True}
    one = legspasm.consult(facts | {"blood_potassium": 3.0})
    other = legspasm.consult(facts | {"blood_potassium": 5.0, "red_flags": []})
    found = diff(one, other)
    potassium = next(each for each in found.verdicts if each.id == "low_potassium")
    assert potassium.after is not None
    assert potassium.after.conflicts == (
        FoundConflict(
            "test_low_but_number_not",
            (GivenFact("low_potassium_test", True), GivenFact("blood_potassium", 5.0)),
            potassium.after.conflicts[0].text,
        ),
    )
    [sign] = found.safety
    assert (sign.id, type(sign.before), sign.after) == ("weakness", SafetySign, None)
    silent = diff(one, legspasm.consult(had_spasm=False))
    assert {type(each.before) for each in silent.notes} <= {Note}
    assert silent.place is not None
    assert silent.place.after == FoundPlace((), None, None, (), ())


def test_a_factor_is_told_with_the_causes_that_it_bears_on() -> None:
    [change] = diff(legspasm.consult(at_night=True), legspasm.consult()).factors
    assert change == ItemChange("night", FoundFactor((), ("night_cramps",), ("P1.S4",)), None)


def test_rules_that_fired_in_neither_and_stood_differently_are_told() -> None:
    found = diff(legspasm.consult(), legspasm.consult(at_night=False))
    [change] = found.not_fired
    assert change.id == "night_cramps"
    assert isinstance(change.before, Stood)
    assert change.before.needs == ("at_night",)
    assert change.after == Stood(
        (
            ConditionStatus(
                "fact",
                "at_night",
                False,
                "is",
                True,
                False,
                "not_met",
                change.before.conditions[0].text,
            ),
        ),
        (),
    )


def test_a_rule_that_only_one_knowledge_has_is_told_though_it_fired_in_neither(
    bread: Bread,
) -> None:
    before = legspasm.consult(knowledge=bread.load())
    rules = bread.text("rules/cold.yaml")
    at = rules.index("  - id: warm_enough")
    end = rules.find("  - id:", at + 5)
    bread.write("rules/cold.yaml", rules[:at] + (rules[end:] if end > 0 else ""))
    found = diff(before, legspasm.consult(knowledge=bread.load()))
    gone = next(each for each in found.not_fired if each.id == "warm_enough")
    assert isinstance(gone.before, Stood)
    assert gone.after is None


def reverse_firings(body: dict[str, Any]) -> None:
    body["firings"].reverse()


def repeat_a_fact(body: dict[str, Any]) -> None:
    body["facts"].append(body["facts"][0])


def unknown_firing(body: dict[str, Any]) -> None:
    body["verdicts"][0]["because"] = [99]


@pytest.mark.parametrize(
    ("change", "parts"), [(reverse_firings, ("firings",)), (repeat_a_fact, ("facts",))]
)
def test_the_same_things_in_another_order_are_not_the_same(
    change: Any, parts: tuple[str, ...]
) -> None:
    record = legspasm.consult(recent_injury=True)
    found = diff(record, forged(record, change))
    assert found.differing == ()
    assert found.arrangement == parts
    assert not found.same
    assert "The same things stand otherwise in these parts" in " ".join(found.render().split())


def test_a_number_that_no_firing_has_is_told_as_it_stands() -> None:
    record = legspasm.consult(recent_injury=True)
    found = diff(record, forged(record, unknown_firing))
    assert found.verdicts[0].after is not None
    assert found.verdicts[0].after.by == ("99",)


def test_records_of_different_subjects_can_be_compared() -> None:
    found = diff(legspasm.consult(age=70), baked(kitchen=12.0))
    assert set(found.differing) >= {"knowledge", "source", "parameters", "facts", "verdicts"}
    assert [each.id for each in found.verdicts if each.before is None] == [
        "weak_yeast",
        "cold_dough",
    ]
    for format_ in ("text", "markdown", "html"):
        assert "not tested" in " ".join(found.render(format_).split())  # type: ignore[arg-type]  # one of its formats


def as_plain(found: RecordDifference) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(found.to_dict())]


@settings(max_examples=40, deadline=None)
@given(told(KNOWLEDGE), told(KNOWLEDGE))
def test_it_is_empty_exactly_where_the_bodies_have_the_same_bytes(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    first, second = legspasm.consult(one), legspasm.consult(other)
    found = diff(first, second)
    assert found.same is (first.digest == second.digest)
    assert as_plain(found) == []
    assert diff(first, first).same
    assert diff(first, legspasm.read_stored(first.to_json())).same


@settings(max_examples=40, deadline=None)
@given(rule_sets(), rule_sets(), people(), people())
def test_it_is_empty_exactly_where_the_bodies_are_the_same_whatever_the_rules(
    some: Any, others: Any, one: Any, other: Any
) -> None:
    first = consult_facts(knowledge_of(some), one)
    for rules, person in [(some, one), (some, other), (others, one)]:
        second = consult_facts(knowledge_of(rules), person)
        found = diff(first, second)
        assert found.same is (first.digest == second.digest)
        fires = {each.rule for each in second.firings}
        fired = {each.rule for each in first.firings}
        assert (set(found.gained), set(found.lost)) == (fires - fired, fired - fires)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_no_single_change_of_a_body_goes_unseen(data: st.DataObject) -> None:
    record = legspasm.consult(
        recent_injury=True, age=70, spasm_site="calf", red_flags=["weakness"], exertion="none"
    )
    place, value = data.draw(st.sampled_from(list(sealing.leaves(record.to_dict()["body"]))))

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
        other = forged(record, change)
    except legspasm.RecordError:
        return  # no record of this form any more
    found = diff(record, other)
    assert body_digest(other.document.body) != record.digest
    assert not found.same
    assert found.render().startswith("Two records compared\nThe two records differ.")
