"""Our matcher and strategy fire what experta's own do, and keep nothing of anybody."""

from typing import Any

import legspasm
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.facts import Fact, check_facts
from legspasm.model import Rule
from legspasm.network import infer
from legspasm.productions import Productions
from stock import stock
from strategies import knowledge_of, people, rule_sets, told
from tiny import BREAD

LEGS = legspasm.built_in_knowledge()
BREADS = legspasm.load_knowledge(BREAD)
STOCK = {"legs": stock(LEGS), "bread": stock(BREADS)}


@settings(max_examples=150, deadline=None)
@given(told(LEGS))
def test_legs_fire_what_they_fire_on_experta_as_it_is(facts: dict[str, Any]) -> None:
    checked = check_facts(LEGS, (facts, "call"))
    assert infer(LEGS, checked) == STOCK["legs"].run(checked)


@settings(max_examples=150, deadline=None)
@given(told(BREADS))
def test_bread_fires_what_it_fires_on_experta_as_it_is(facts: dict[str, Any]) -> None:
    checked = check_facts(BREADS, (facts, "call"))
    assert infer(BREADS, checked) == STOCK["bread"].run(checked)


@settings(max_examples=150, deadline=None)
@given(rule_sets(), st.lists(people(), min_size=1, max_size=4))
def test_any_rules_fire_what_they_fire_on_experta_as_it_is(
    rules: list[Rule], persons: list[tuple[Fact, ...]]
) -> None:
    knowledge = knowledge_of(rules)
    ours, theirs = Productions(knowledge), stock(knowledge)
    for facts in persons:
        assert ours.run(facts) == theirs.run(facts)
