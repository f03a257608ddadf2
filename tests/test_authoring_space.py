"""The space of all cases: how many there are, which are in a set of them, and the first one."""

from typing import Any

import legspasm
import pytest
from every_case import case_of, is_in
from hypothesis import given
from legspasm.authoring.space import Space
from legspasm.facts import check_facts
from legspasm.model import Condition, Knowledge
from strategies import told
from tiny import BREAD

BAKERY = legspasm.load_knowledge(BREAD)
KNOWLEDGE = legspasm.built_in_knowledge()


def conditions(knowledge: Knowledge) -> list[Condition]:
    return [each for rule in knowledge.rules for each in rule.conditions]


def space_of(knowledge: Knowledge) -> Space:
    return Space(knowledge.facts, conditions(knowledge))


SPACES = {"bread": (BAKERY, space_of(BAKERY)), "legs": (KNOWLEDGE, space_of(KNOWLEDGE))}


def on(name: str, operator: str, wanted: Any) -> Condition:
    return Condition("fact", name, operator, wanted, "said")  # type: ignore[arg-type]  # any operator


def test_only_facts_that_a_condition_reads_are_told_apart() -> None:
    assert space_of(BAKERY).facts == (
        "stayed_flat",
        "flour",
        "yeast_age",
        "foam",
        "added",
        "kitchen",
        "winter",
    )


def test_there_is_a_case_for_every_combination_of_cells_and_unknown() -> None:
    space = space_of(BAKERY)
    # yes/no 3, flour 5, age 3 (two intervals), foam 3, added 5 (salt, others, told), kitchen 3
    assert space.count(space.all) == 3 * 5 * 3 * 3 * 5 * 3 * 3
    assert space.count(space.none) == 0


def test_a_space_of_nothing_has_one_case() -> None:
    space = Space(BAKERY.facts, [])
    assert (space.facts, space.count(space.all), space.witness(space.all)) == ((), 1, {})


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        (on("foam", "is", True), 1),
        (on("foam", "is", False), 1),
    ],
)
def test_a_yes_no_fact_has_three_cells(condition: Condition, count: int) -> None:
    space = Space(BAKERY.facts, [condition])
    assert space.count(space.all) == 3
    assert space.count(space.meeting(condition)) == count
    assert space.count(space.knowing("foam")) == 2


def test_values_of_a_set_that_no_condition_names_are_one() -> None:
    salt = on("added", "includes", "salt")
    empty, full = on("added", "empty", True), on("added", "empty", False)
    space = Space(BAKERY.facts, [salt, empty, full])
    assert space.count(space.all) == 5
    assert space.count(space.meeting(salt)) == 2
    assert space.witness(space.meeting(empty)) == {"added": ()}
    assert space.witness(space.meeting(full)) == {"added": ("sugar",)}
    assert space.witness(space.meeting(full) & ~space.meeting(salt)) == {"added": ("sugar",)}
    assert space.witness(space.meeting(salt)) == {"added": ("salt",)}


def test_a_set_of_which_all_values_are_named_has_no_others() -> None:
    both = [on("added", "includes", "salt"), on("added", "includes", "sugar")]
    space = Space(BAKERY.facts, both)
    assert space.count(space.all) == 5
    assert space.witness(space.meeting(both[0]) & space.meeting(both[1])) == {
        "added": ("salt", "sugar")
    }


def test_a_limit_outside_the_range_cuts_nothing_off() -> None:
    above = on("yeast_age", "at_least", 9000)
    space = Space(BAKERY.facts, [above, on("yeast_age", "below", 9000)])
    assert space.count(space.all) == 2
    assert space.meeting(above) == space.none
    assert space.witness(space.meeting(above)) is None


def test_whole_numbers_and_others_are_cut_at_their_limits() -> None:
    old, warm = on("yeast_age", "at_least", 180), on("kitchen", "at_least", 18.5)
    space = Space(BAKERY.facts, [old, warm])
    assert space.witness(space.meeting(old) & space.meeting(warm)) == {
        "yeast_age": 180,
        "kitchen": 18.5,
    }
    assert space.witness(space.knowing("yeast_age") & ~space.meeting(old)) == {"yeast_age": 0}


def test_a_choice_of_any_value_is_known() -> None:
    some = on("flour", "one_of", ("rye", "mixed"))
    space = Space(BAKERY.facts, [some])
    assert space.count(space.meeting(some)) == 2
    assert space.count(space.all) == 5


def test_cases_depend_on_a_fact_where_another_answer_takes_them_out() -> None:
    foam, salt = on("foam", "is", True), on("added", "includes", "salt")
    space = Space(BAKERY.facts, [foam, salt])
    for cases in (space.meeting(foam), space.all & ~space.meeting(foam), space.knowing("foam")):
        assert space.depend_on(cases, "foam")
        assert not space.depend_on(cases, "added")
    assert not space.depend_on(space.all, "foam")
    assert not space.depend_on(space.none, "foam")
    assert space.depend_on(space.meeting(salt), "added")


@pytest.mark.parametrize("name", SPACES)
def test_what_a_person_meets_is_one_case(name: str) -> None:
    knowledge, space = SPACES[name]

    @given(told(knowledge))
    def holds_for(facts: dict[str, Any]) -> None:
        known = {fact.name: fact.value for fact in check_facts(knowledge, (facts, "call"))}
        case = case_of(space, conditions(knowledge), known)
        assert is_in(case, space.all)
        first = space.witness(case)
        assert first is not None
        assert case_of(space, conditions(knowledge), first) == case

    holds_for()


def test_the_union_of_no_cases_is_none() -> None:
    space = space_of(BAKERY)
    assert space.union([]) == space.none
