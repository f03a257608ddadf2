"""Our matcher and strategy fire what experta's own do, and keep nothing of anybody."""

from typing import Any

import legspasm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.facts import Fact, check_facts
from legspasm.matching import Production, Proposition, WorkingMemory, engine_for
from legspasm.model import Condition, Rule
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


def test_a_proposition_that_is_known_already_is_taken_in_once() -> None:
    memory = WorkingMemory()
    first = memory.declare(Proposition({"fact_a": True}))
    assert memory.declare(Proposition({"fact_a": True})) is None
    other = memory.declare(Proposition({"fact_b": False}))
    assert list(memory.items()) == [(0, first), (1, other)]
    assert memory.added == [first, other]
    with pytest.raises(RuntimeError, match="told more than once: fact_b"):
        memory.declare(Proposition({"fact_b": True}))


def on(name: str) -> Condition:
    return Condition("fact", name, "is", True, "")


def fired(productions: list[tuple[str, list[str], list[str], str]], *told: str) -> list[str]:
    """The names of productions that fire; each has what it needs, what ends it, what it tells."""
    names: list[str] = []

    def does(name: str, tells: str) -> Any:
        def fire(engine: Any) -> None:
            names.append(name)
            if tells:
                engine.declare(Proposition({f"fact_{tells}": True}))

        return fire

    made = [
        Production(-at, tuple(map(on, when)), tuple(map(on, unless)), does(name, tells))
        for at, (name, when, unless, tells) in enumerate(productions)
    ]
    engine = engine_for(made)()
    for _ in range(2):  # the second time on what is left of the first
        names.clear()
        engine.reset()
        engine.declare(*[Proposition({f"fact_{each}": True}) for each in told])
        engine.run()
    return names


def test_what_needs_nothing_fires_and_what_is_told_ends_it() -> None:
    productions = [("always", [], [], ""), ("unless_a", [], ["a"], "")]
    assert fired(productions) == ["always", "unless_a"]
    assert fired(productions, "a") == ["always"]


def test_what_waits_is_taken_off_by_what_fires_before_it() -> None:
    productions = [
        ("first", ["a"], [], "b"),
        ("ended", ["a"], ["b"], ""),
        ("ended_at_once", ["b"], ["b"], ""),
        ("never_met", ["a", "c"], ["b"], ""),
        ("last", ["a"], [], ""),
    ]
    assert fired(productions, "a") == ["first", "last"]


def test_what_has_fired_is_not_taken_off_any_more() -> None:
    productions = [("ends_itself", ["a"], ["b"], "b"), ("last", ["b"], [], "")]
    assert fired(productions, "a") == ["ends_itself", "last"]


def test_what_is_satisfied_later_takes_its_own_place_on_the_agenda() -> None:
    productions = [
        ("first", ["a"], [], "b"),
        ("between", ["b"], [], "c"),
        ("waiting", ["a"], [], ""),
        ("behind", ["c", "b"], [], ""),
    ]
    assert fired(productions, "a") == ["first", "between", "waiting", "behind"]
    assert fired(productions) == []
