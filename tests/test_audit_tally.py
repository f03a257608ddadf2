"""Replaying many records with other knowledge: who is told what else, and by which rules."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import legspasm
import msgspec
import pytest
import sealing
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.audit.difference import KnowledgeName
from legspasm.audit.impact import (
    Example,
    FactCount,
    Impact,
    KnowledgeCount,
    Move,
    NotCompared,
    RuleCount,
)
from legspasm.audit.tally import MOST_EXAMPLES, impact
from legspasm.body import GivenFact
from legspasm.consultation import consult_facts
from legspasm.document import schema_of, sealed_anew
from other_knowledge import edited, stricter
from strategies import knowledge_of, people, rule_sets, told
from tiny import BREAD, Bread

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
BEFORE = KnowledgeName("leg_spasm", KNOWLEDGE.version, KNOWLEDGE.digest)
VALIDATOR = jsonschema.Draft202012Validator(schema_of(Impact, "legspasm.impact/1"))
PEOPLE: list[dict[str, Any]] = [
    {"age": 62, "recent_injury": True},
    {"age": 70, "at_night": True},
    {
        "at_night": True,
        "heavy_sweating": False,
        "other_fluid_loss": False,
        "drinking_little": False,
    },
    {"heavy_sweating": True},
    {"age": 64, "heavy_sweating": True, "exertion": "excessive"},
    {"age": 120},
]
Numbered = list[tuple[int, legspasm.StoredRecord | None]]


def labelled(record: legspasm.StoredRecord, *labels: str) -> legspasm.StoredRecord:
    envelope = msgspec.structs.replace(record.document.envelope, labels=labels)
    return legspasm.StoredRecord(msgspec.structs.replace(record.document, envelope=envelope))


def entries() -> Numbered:
    """People, an erased record, and one in which a fact is masked; numbered as in a log."""
    records: Numbered = [(at, legspasm.consult(facts)) for at, facts in enumerate(PEOPLE, 1)]
    records[3] = 4, labelled(legspasm.consult(PEOPLE[3]), "ward 3", "anna")
    return [*records, (7, None), (8, legspasm.consult(age=62).mask("age")[0])]


CHAIN = ["sweating_loses_fluid", "fluid_takes_electrolytes", "lost_electrolytes_unbalance"]
CHAIN += ["imbalance_cramps"]


def lost(count: int, *rules: str) -> tuple[RuleCount, ...]:
    return tuple(RuleCount(rule, 0, count, 0) for rule in rules)


def test_who_is_told_what_else_and_by_which_rules(tmp_path: Path) -> None:
    after = legspasm.load_knowledge(stricter(tmp_path))
    sweating = (
        Example(4, ("ward 3", "anna"), (GivenFact("heavy_sweating", True),)),
        Example(5, (), (GivenFact("heavy_sweating", True),)),
    )
    found = impact(entries(), after)
    assert found == Impact(
        before=(KnowledgeCount(BEFORE, 7),),
        after=KnowledgeName("leg_spasm", after.version, after.digest),
        records=8,
        stays=2,
        otherwise=1,
        changes=3,
        not_compared=3,
        verdicts=(Move("dehydration", "supported", "undetermined", 2, lost(2, *CHAIN), sweating),),
        factors=(
            Move(
                "older_age",
                "told",
                None,
                2,
                lost(2, "older_people_cramp", "older_people_cramp_from_activity"),
                (
                    Example(1, (), (GivenFact("age", 62),)),
                    Example(5, (), (GivenFact("age", 64),)),
                ),
            ),
        ),
        place=(),
        advice=(
            Move(
                "replenish",
                "applies",
                "general",
                2,
                lost(2, *CHAIN, "replenish_lost_fluid"),
                sweating,
            ),
        ),
        safety=(),
        notes=(),
        reasons=(
            NotCompared("erased", 1, (), (7,)),
            NotCompared("masked", 1, (FactCount("age", 1),), (8,)),
            NotCompared("refused", 1, (FactCount("age", 1),), (6,)),
        ),
        never_fired=found.never_fired,
    )
    fired_now = {
        firing.rule
        for facts in PEOPLE[:5]
        for firing in legspasm.consult(facts, knowledge=after).firings
    }
    rules = {rule.id for rule in after.rules}
    assert set(found.never_fired) == rules - fired_now
    assert "no_fluid_lost" in fired_now
    assert "sweating_loses_fluid" not in rules
    assert not found.unchanged
    assert list(VALIDATOR.iter_errors(found.to_dict())) == []


def test_nothing_changes_under_the_same_knowledge() -> None:
    found = impact(entries()[:6], KNOWLEDGE)
    assert (found.records, found.stays, found.otherwise) == (6, 6, 0)
    assert found.unchanged
    assert found.reasons == ()
    assert "Of 6 records, all would tell the same." in found.render()


def test_what_cannot_be_compared_is_not_nothing() -> None:
    found = impact(entries()[6:], KNOWLEDGE)
    assert (found.stays, found.changes, found.not_compared) == (0, 0, 2)
    assert not found.unchanged
    assert "Of 2 records, 2 cannot be compared.\n" in found.render()


def test_what_is_no_record_is_counted_as_such() -> None:
    broken = legspasm.RecordError([])
    found = impact([(1, broken), (2, None), (3, broken)], KNOWLEDGE)
    assert found.reasons == (
        NotCompared("erased", 1, (), (2,)),
        NotCompared("unreadable", 2, (), (1, 3)),
    )
    assert found.before == ()
    assert "2 records: what is stored is no record" in found.render()


def test_no_records_at_all_are_counted_as_none() -> None:
    found = impact([], KNOWLEDGE)
    assert (found.records, found.before, found.unchanged) == (0, (), True)
    assert found.never_fired == tuple(rule.id for rule in KNOWLEDGE.rules)


def test_all_knowledge_that_was_seen_is_counted() -> None:
    body = legspasm.consult().document.body
    older = msgspec.structs.replace(body.knowledge, version="0.9", digest="0" * 64)
    old = legspasm.StoredRecord(
        sealed_anew(legspasm.consult().document, msgspec.structs.replace(body, knowledge=older))
    )
    found = impact([(1, old), (2, legspasm.consult()), (3, old), (4, None)], KNOWLEDGE)
    assert found.before == (
        KnowledgeCount(KnowledgeName("leg_spasm", "0.9", "0" * 64), 2),
        KnowledgeCount(BEFORE, 1),
    )
    assert (found.stays, found.otherwise) == (3, 0)


def test_a_new_reservation_is_a_move_though_the_word_stays(bread: Bread) -> None:
    record = legspasm.consult({"added": ["salt"]}, knowledge=BAKERY)
    bread.replace("rules/yeast.yaml", "does not say how much salt.", "says nothing of salt.")
    [move] = impact([(1, record)], bread.load()).verdicts
    assert move == Move(
        "weak_yeast",
        "with_reservation",
        "with_reservation",
        1,
        (RuleCount("salt_slows_yeast", 0, 0, 1),),
        (Example(1, (), (GivenFact("added", ("salt",)),)),),
    )
    told_so = " ".join(impact([(1, record)], bread.load()).render(width=100).split())
    assert "with other reservations" in told_so
    assert "rule salt_slows_yeast: fires otherwise in 1" in told_so


def test_a_factor_can_bear_on_other_causes_and_a_place_be_another(bread: Bread) -> None:
    facts = {"flour": "rye", "kitchen": 12.0, "flat_where": "top"}
    record = legspasm.consult(facts, knowledge=BAKERY)
    bread.replace(
        "rules/beside.yaml", "bears_on: [weak_yeast, cold_dough]", "bears_on: [cold_dough]"
    )
    bread.replace("rules/beside.yaml", "{expects: bottom}", "{expects: top}")
    found = impact([(1, record)], bread.load())
    [factor], [place] = found.factors, found.place
    assert (factor.id, factor.before, factor.after) == ("rye", "told", "told")
    assert factor.rules == (RuleCount("rye_stays_flat", 0, 0, 1),)
    assert (place.id, place.before, place.after) == ("", "not_expected", "agrees")
    assert place.rules == (RuleCount("cold_bottom", 0, 0, 1),)
    assert place.examples == (Example(1, (), (GivenFact("kitchen", 12.0),)),)
    assert "bears on other causes" in found.render(width=100)


def test_an_item_that_only_one_knowledge_has_moves_to_or_from_nothing(tmp_path: Path) -> None:
    record = legspasm.consult({"kitchen": 12.0}, knowledge=BAKERY)
    found = impact([(1, record)], KNOWLEDGE)
    assert found.not_compared == 1  # nobody knows what a kitchen has to do with it
    found = impact([(1, legspasm.consult(knowledge=BAKERY))], KNOWLEDGE)
    moves = {move.id: (move.before, move.after) for move in found.verdicts}
    assert moves["cold_dough"] == ("undetermined", None)
    assert moves["injury"] == (None, "undetermined")
    assert all(move.rules == () for move in found.verdicts)
    assert "by no rule: what the knowledge declares has changed" in found.render(width=100)
    assert "not tested" in found.render(width=100)


def test_a_rule_that_is_new_is_gained(tmp_path: Path) -> None:
    dropped = edited(tmp_path / "dropped", {}, {"rules/dehydration.yaml": "sweating_loses_fluid"})
    before = legspasm.consult(heavy_sweating=True, knowledge=legspasm.load_knowledge(dropped))
    found = impact([(1, before)], KNOWLEDGE)
    [move] = found.verdicts
    assert (move.before, move.after) == ("undetermined", "supported")
    assert move.rules == tuple(RuleCount(rule, 1, 0, 0) for rule in CHAIN)
    assert "rule sweating_loses_fluid: fires now in 1" in found.render()


def test_only_the_first_few_are_kept_as_examples(tmp_path: Path) -> None:
    after = legspasm.load_knowledge(stricter(tmp_path))
    older, erased = legspasm.consult(age=62), None
    masked = legspasm.consult(age=62).mask("age")[0]
    many: Numbered = [(at, [older, erased, masked][at % 3]) for at in range(1, 31)]
    found = impact(many, after)
    [move] = found.factors
    assert (move.count, [each.number for each in move.examples]) == (10, [3, 6, 9, 12, 15])
    assert [each.count for each in found.reasons] == [10, 10]
    assert [each.examples for each in found.reasons] == [(1, 4, 7, 10, 13), (2, 5, 8, 11, 14)]
    assert len(move.examples) == MOST_EXAMPLES


def test_records_are_taken_one_at_a_time_and_progress_is_told() -> None:
    seen: list[int] = []
    given_out: list[int] = []

    def records() -> Iterator[tuple[int, legspasm.StoredRecord | None]]:
        for number in (3, 4, 9):
            assert seen == given_out  # nothing is taken before the one before it is done
            given_out.append(number)
            yield number, None if number == 4 else legspasm.consult(age=number)

    impact(records(), KNOWLEDGE, progress=seen.append)
    assert seen == [3, 4, 9]


def test_the_largest_moves_come_first(tmp_path: Path) -> None:
    changed = edited(
        tmp_path / "changed",
        {"parameters.yaml": ("value: 60", "value: 65")},
        {"rules/factors.yaml": "night_cramps"},
    )
    told_by: list[dict[str, Any]] = [{"age": 62}, {"at_night": True}, {"at_night": True}]
    records: Numbered = [(at, legspasm.consult(each)) for at, each in enumerate(told_by, 1)]
    found = impact(records, legspasm.load_knowledge(changed))
    assert [(move.id, move.count) for move in found.factors] == [("night", 2), ("older_age", 1)]


def test_the_rules_that_turned_for_most_come_first(tmp_path: Path) -> None:
    changed = edited(
        tmp_path / "changed",
        {"parameters.yaml": ("value: 3.5", "value: 3.0")},
        {"rules/dehydration.yaml": "sweating_loses_fluid"},
    )
    told_by: list[dict[str, Any]] = [{"heavy_sweating": True}]
    told_by += [{"blood_potassium": 3.2}, {"blood_potassium": 3.3}]
    records: Numbered = [(at, legspasm.consult(each)) for at, each in enumerate(told_by, 1)]
    [move] = impact(records, legspasm.load_knowledge(changed)).advice
    assert (move.id, move.before, move.after, move.count) == (
        "replenish",
        "applies",
        "general",
        3,
    )
    assert [(each.rule, each.lost) for each in move.rules][:2] == [
        ("measured_low", 2),
        ("low_potassium_unsettles_muscles", 2),
    ]
    turned = [each.gained + each.lost + each.otherwise for each in move.rules]
    assert turned == [2] * 6 + [1] * 5


def test_an_example_tells_also_which_facts_were_not_known(tmp_path: Path) -> None:
    changed = edited(tmp_path / "changed", {}, {"rules/injury.yaml": "contraction_cramps"})
    record = legspasm.consult(recent_injury=True)
    found = impact([(1, record)], legspasm.load_knowledge(changed))
    [move] = found.verdicts
    facts = {"injury_at_spasm": None, "injury_healed": None, "recent_injury": True}
    assert move.examples == (
        Example(1, (), tuple(GivenFact(name, value) for name, value in facts.items())),
    )
    assert "injury_healed = unknown, recent_injury = yes" in " ".join(found.render().split())


def test_a_fact_that_is_refused_for_two_reasons_is_one_fact() -> None:
    def change(body: dict[str, Any]) -> None:
        body["facts"] = [{"name": "red_flags", "value": ["x", "y"], "origin": "call"}]

    text = sealing.forged(legspasm.consult().to_dict(), change)
    found = impact([(1, legspasm.read_stored(text))], KNOWLEDGE)
    assert found.reasons == (NotCompared("refused", 1, (FactCount("red_flags", 1),), (1,)),)


BEHIND: dict[str, Any] = {
    "firings": lambda body: body["firings"][0].update(hedge="perhaps"),
    "verdicts": lambda body: body["verdicts"][0].update(needs=["age"]),
    "factors": lambda body: body["factors"][0].update(cites=[]),
    "place": lambda body: body["place"].update(cites=["P1.S1"]),
    "advice": lambda body: body["advice"][0].update(cites=[]),
    "safety": lambda body: body["safety"][0].update(source="somebody else"),
    "notes": lambda body: body["notes"][0].update(cites=[]),
}


@pytest.mark.parametrize("part", BEHIND)
def test_what_is_told_the_same_for_other_reasons_is_counted(part: str) -> None:
    record = legspasm.consult(recent_injury=True, at_night=True, red_flags=["weakness"])
    text = sealing.forged(record.to_dict(), BEHIND[part])
    found = impact([(1, legspasm.read_stored(text)), (2, record)], KNOWLEDGE)
    assert (found.stays, found.otherwise, found.changes) == (2, 1, 0)
    assert found.unchanged


@pytest.mark.parametrize("part", ["firings", "verdicts", "notes", "advice"])
def test_a_forged_record_is_counted_and_never_an_error(part: str) -> None:
    def change(body: dict[str, Any]) -> None:
        body[part] = []

    text = sealing.forged(legspasm.consult(recent_injury=True).to_dict(), change)
    found = impact([(1, legspasm.read_stored(text))], KNOWLEDGE)
    assert found.changes + found.otherwise == 1


@settings(max_examples=25, deadline=None)
@given(rule_sets(), rule_sets(), st.lists(st.none() | people(), max_size=4))
def test_every_record_stays_changes_or_cannot_be_compared(
    some: Any, others: Any, told_by: list[Any]
) -> None:
    before, after = knowledge_of(some), knowledge_of(others)
    records: Numbered = [
        (at, None if facts is None else consult_facts(before, facts))
        for at, facts in enumerate(told_by, 1)
    ]
    found = impact(records, after)
    erased = told_by.count(None)
    assert found.records == len(told_by) == found.stays + found.changes + found.not_compared
    assert found.not_compared == sum(each.count for each in found.reasons) == erased
    assert sum(each.count for each in found.before) == len(told_by) - erased
    assert found.otherwise <= found.stays
    moves = [*found.verdicts, *found.factors, *found.place, *found.advice, *found.notes]
    assert all(1 <= move.count <= found.changes for move in moves)
    assert bool(moves) is bool(found.changes)
    for move in found.verdicts:
        assert move.rules
        assert all(each.gained + each.lost + each.otherwise <= move.count for each in move.rules)
    for move in moves:
        turns = [each.gained + each.lost + each.otherwise for each in move.rules]
        assert turns == sorted(turns, reverse=True)
    fires = {
        firing.rule
        for facts in told_by
        if facts is not None
        for firing in consult_facts(after, facts).firings
    }
    assert set(found.never_fired) == {rule.id for rule in after.rules} - fires
    assert list(VALIDATOR.iter_errors(found.to_dict())) == []
    assert impact(records, after) == found
    assert impact(records, before).changes == 0


@settings(max_examples=25, deadline=None)
@given(st.lists(told(KNOWLEDGE), max_size=3))
def test_nobody_is_told_anything_else_by_the_same_knowledge(told_by: list[Any]) -> None:
    records: Numbered = [(at, legspasm.consult(facts)) for at, facts in enumerate(told_by)]
    found = impact(records, KNOWLEDGE)
    assert (found.stays, found.otherwise) == (len(told_by), 0)
    assert found.unchanged
