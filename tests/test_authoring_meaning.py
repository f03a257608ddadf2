"""What fires and what is told in every case at once is what fires and is told, person by person."""

from collections.abc import Sequence
from typing import Any

import legspasm
import msgspec
import pytest
from every_case import case_of, is_in
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.authoring.meaning import Meaning, Outcome
from legspasm.authoring.space import Space
from legspasm.facts import Fact
from legspasm.model import Knowledge, Rule
from legspasm.network import infer
from legspasm.verdicts import advice, decide, factors, place, silent
from strategies import knowledge_of, people, rule_sets, told
from tiny import BREAD

KNOWLEDGES = {
    "legs": legspasm.built_in_knowledge(),
    "bread": legspasm.load_knowledge(BREAD),
}


def meaning_of(knowledge: Knowledge) -> tuple[Space, Meaning]:
    conditions = [each for rule in knowledge.rules for each in rule.conditions]
    space = Space(knowledge.facts, conditions)
    return space, Meaning(knowledge, space)


def told_by(
    knowledge: Knowledge, firings: Sequence[legspasm.Firing], facts: Sequence[Fact]
) -> set[Outcome]:
    """What a record of these firings tells, put as outcomes."""
    rules = {rule.id: rule for rule in knowledge.rules}
    found: set[Outcome] = set()
    for cause in knowledge.causes:
        word, deciding = decide(cause.id, firings)
        found.add(("verdict", cause.id, word))
        if word == "with_reservation":
            found |= {("reservation", cause.id, each.reservation or "") for each in deciding}
        if word == "conflict":
            found |= {("conflict", cause.id, rules[each.rule].says) for each in deciding}
    kinds = {"state", "out_of_scope"}
    found |= {
        (each.concludes.kind, each.concludes.id) for each in firings if each.concludes.kind in kinds
    }
    for factor in factors(knowledge, firings):
        general = not factor.applies_to or any(
            not each.concludes.bears_on
            for each in firings
            if each.concludes.kind == "factor" and each.concludes.id == factor.id
        )
        found |= {("factor", factor.id, cause) for cause in factor.applies_to}
        found |= {("factor", factor.id, "")} if general else set()
    expected = {each.concludes.id for each in firings if each.concludes.kind == "expects"}
    if not silent(knowledge, firings):
        found |= {("expects", each) for each in expected}
        assert {*place(knowledge, firings, facts).expected} <= expected
    found |= {("advice", each.id) for each in advice(knowledge, firings) if each.applies}
    return found


def check(knowledge: Knowledge, space: Space, meaning: Meaning, facts: Sequence[Fact]) -> None:
    conditions = [each for rule in knowledge.rules for each in rule.conditions]
    case = case_of(space, conditions, {fact.name: fact.value for fact in facts})
    firings = infer(knowledge, facts)
    fired = {rule.id for rule in knowledge.rules if is_in(case, meaning.fires[rule.id])}
    assert fired == {each.rule for each in firings}
    outcomes = {each for each, cases in meaning.told().items() if is_in(case, cases)}
    assert outcomes == told_by(knowledge, firings, facts)


@pytest.mark.parametrize("name", KNOWLEDGES)
def test_every_person_is_told_what_the_meaning_of_the_rules_says(name: str) -> None:
    knowledge = KNOWLEDGES[name]
    space, meaning = meaning_of(knowledge)

    @settings(max_examples=200, deadline=None)
    @given(told(knowledge))
    def holds_for(facts: dict[str, Any]) -> None:
        check(
            knowledge,
            space,
            meaning,
            legspasm.consult(facts, knowledge=knowledge).document.body.facts,
        )

    holds_for()


@settings(max_examples=40, deadline=None)
@given(rule_sets(), st.lists(people(), min_size=1, max_size=4))
def test_so_it_is_for_any_rules(rules: list[Rule], persons: list[tuple[Fact, ...]]) -> None:
    knowledge = knowledge_of(rules)
    space, meaning = meaning_of(knowledge)
    for facts in persons:
        check(knowledge, space, meaning, facts)


def test_verdicts_share_all_cases_among_them() -> None:
    for knowledge in KNOWLEDGES.values():
        space, meaning = meaning_of(knowledge)
        for cause in knowledge.causes:
            verdicts = meaning.verdict(cause.id)
            assert space.union(verdicts.values()) == space.all
            assert sum(map(space.count, verdicts.values())) == space.count(space.all)


def test_with_fewer_rules_less_fires() -> None:
    knowledge = KNOWLEDGES["bread"]
    space, meaning = meaning_of(knowledge)
    fewer = tuple(rule for rule in knowledge.rules if rule.id != "old_yeast_tires")
    without = Meaning(msgspec.structs.replace(knowledge, rules=fewer), space)
    assert "old_yeast_tires" not in without.fires
    assert meaning.fires["missing_gas_flattens"].satisfiable()
    assert not without.fires["missing_gas_flattens"].satisfiable()
    assert ("state", "gas_missing") not in without.told()


@settings(max_examples=60, deadline=None)
@given(rule_sets())
def test_a_rule_changes_what_is_told_where_it_changes_what_its_conclusion_tells(
    rules: list[Rule],
) -> None:
    knowledge = knowledge_of(rules)
    space, meaning = meaning_of(knowledge)
    for rule in knowledge.rules:
        others = tuple(each for each in knowledge.rules if each is not rule)
        without = Meaning(msgspec.structs.replace(knowledge, rules=others), space)
        local = [
            {outcome: cases for outcome, cases in touched.items() if cases.satisfiable()}
            for touched in (meaning.touched(rule, others), meaning.touched(rule, knowledge.rules))
        ]
        assert (without.told() == meaning.told()) == (local[0] == local[1])


@settings(max_examples=60, deadline=None)
@given(st.data(), rule_sets())
def test_the_order_in_which_rules_are_declared_changes_nothing_that_is_told(
    data: st.DataObject, rules: list[Rule]
) -> None:
    declared, otherwise = knowledge_of(rules), knowledge_of(data.draw(st.permutations(rules)))
    space, meaning = meaning_of(declared)
    other = Meaning(otherwise, space)
    assert other.fires == meaning.fires
    assert other.told() == meaning.told()
