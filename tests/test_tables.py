"""What fires in each case of a rule: inferred once, and shared by facts that look the same."""

import msgspec
import pytest
from legspasm.shipped import built_in_knowledge
from legspasm.tables import fact_conditions, facts_of, table

KNOWLEDGE = built_in_knowledge()


def test_a_row_is_inferred_once_and_shared_by_facts_that_look_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    knowledge = msgspec.structs.replace(KNOWLEDGE, version="counted")
    [rule] = [each for each in knowledge.rules if each.id == "older_people_cramp"]
    its_table = table(knowledge, rule)
    rows = [its_table.firings({"age": age}) for age in (60, 61, 130)]
    assert [[each.rule for each in row] for row in rows] == [["older_people_cramp"]] * 3
    monkeypatch.setattr("legspasm.tables.infer", None)
    assert its_table.firings({"age": 99, "at_night": True}) is rows[0]
    assert its_table.facts == ("age",)


def test_a_table_reads_all_that_leads_to_its_rule_and_nothing_else() -> None:
    [rule] = [each for each in KNOWLEDGE.rules if each.id == "rest_after_injury"]
    assert table(KNOWLEDGE, rule).facts == (
        "had_spasm",
        "injury_at_spasm",
        "injury_healed",
        "recent_injury",
        "spasm_site",
    )
    fired = table(KNOWLEDGE, rule).firings({"recent_injury": True, "exertion": "excessive"})
    assert [each.rule for each in fired] == [
        "injury_starts_protection",
        "protection_contracts_muscles",
        "contraction_cramps",
        "rest_after_injury",
    ]
    assert table(KNOWLEDGE, rule) is table(KNOWLEDGE, rule)


def test_only_conditions_on_facts_are_conditions_on_facts() -> None:
    [rule] = [each for each in KNOWLEDGE.rules if each.id == "rest_after_injury"]
    assert [each.name for each in fact_conditions([rule])] == ["injury_healed"]


def test_what_was_told_becomes_facts_and_what_was_not_becomes_none() -> None:
    found = facts_of(["age", "at_night"], {"age": 3, "exertion": "some"})
    assert [(each.name, each.value) for each in found] == [("age", 3)]
