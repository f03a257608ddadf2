"""What known facts do to the conditions of a knowledge base, whatever their values."""

from typing import Any

import legspasm
import pytest
from hypothesis import given
from legspasm import readings
from legspasm.body import ConditionStatus
from legspasm.conditions import status
from legspasm.facts import Fact, check_facts
from legspasm.model import Conclusion, Condition, Rule
from legspasm.readings import MET, NOT_MET, Readings, readings_of, told
from strategies import knowledge_of
from strategies import told as people_told
from tiny import BREAD

BREADS = legspasm.load_knowledge(BREAD)
LEGS = legspasm.built_in_knowledge()


def check(knowledge: Any, facts: tuple[Fact, ...]) -> None:
    """What is known of each condition on a fact is what trying it alone tells."""
    readings = readings_of(knowledge)
    values = {fact.name: fact.value for fact in facts}
    stands, tells = readings.known(facts)
    for number, condition in enumerate(readings.conditions):
        if condition.kind != "fact":
            assert (stands[number], tells[2 * number], tells[2 * number + 1]) == (None, None, None)
            continue
        value = values.get(condition.name)
        found = status(condition, value)
        stand = stands[number]
        assert stand is not None
        unknown = ("unknown", (readings.names.bit(condition.name),))
        assert stand == {"met": MET, "not_met": NOT_MET, "unknown": unknown}[found]
        for absent in (False, True):
            made = tells[2 * number + absent]
            assert made is None or made == told(condition, absent, value, found)
            assert made is not None or value.__class__ not in {bool, str, type(None)}


@given(people_told(LEGS))
def test_the_conditions_of_legs_stand_as_each_does_alone(facts: dict[str, Any]) -> None:
    check(LEGS, check_facts(LEGS, (facts, "call")))


@given(people_told(BREADS))
def test_the_conditions_of_bread_stand_as_each_does_alone(facts: dict[str, Any]) -> None:
    check(BREADS, check_facts(BREADS, (facts, "call")))


def test_what_a_choice_with_many_values_comes_to_is_found_when_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readings, "MOST_KEPT", 2)
    conditions = tuple(Condition("fact", "f1", "is", each, "") for each in (True, False))
    found = Readings(knowledge_of([rule("r1", conditions, ())]))
    stands, tells = found.known([Fact("f1", True, "call")])
    assert (stands, tells) == ([MET, NOT_MET], [None] * 4)


def test_a_rule_reads_a_condition_by_the_number_that_it_has_in_every_rule() -> None:
    a, b = (Condition("fact", name, "is", True, name) for name in ("f1", "f2"))
    readings = Readings(knowledge_of([rule("r1", (a,), (b,)), rule("r2", (b, a), ())]))
    assert readings.conditions == (a, b)
    assert [(part.when, part.unless, part.read) for part in readings.rules] == [
        ((0,), (1,), (0, 3)),
        ((1, 0), (), (2, 0)),
    ]


def rule(id_: str, when: tuple[Condition, ...], unless: tuple[Condition, ...]) -> Rule:
    return Rule(id_, "", when, unless, Conclusion("state", "s1"), "", (), "", 1)


def test_what_must_not_hold_is_told_turned_around() -> None:
    condition = Condition("fact", "age", "at_least", 60, "old")
    assert told(condition, True, 61, "met") == ConditionStatus(
        "fact", "age", True, "at_least", 60, 61, "not_met", "old"
    )
    assert told(condition, True, None, "unknown").status == "unknown"
    assert told(condition, False, 61, "met").status == "met"


def test_a_value_is_told_as_it_is_even_where_another_is_equal_to_it() -> None:
    _, tells = readings_of(LEGS).known([Fact("recent_injury", 1, "call")])
    on_it = [
        number
        for number, each in enumerate(readings_of(LEGS).conditions)
        if each.name == "recent_injury"
    ]
    assert on_it
    assert [tells[2 * number] for number in on_it] == [None] * len(on_it)
