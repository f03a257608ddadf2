"""The values of a fact that rules can tell apart: intervals, named members, and unknown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.cells import MOST_NAMED, Cell, cells, contains, nearest, signature
from legspasm.model import Condition, FactDefinition, Operator, Option, Value
from legspasm.shipped import built_in_knowledge
from legspasm.tables import fact_conditions
from strategies import value_for

KNOWLEDGE = built_in_knowledge()
CONDITIONS = fact_conditions(KNOWLEDGE.rules)
FACTS = {each.name: each for each in KNOWLEDGE.facts}


def condition(name: str, operator: Operator, wanted: Value) -> Condition:
    return Condition("fact", name, operator, wanted, "said")


def number(minimum: float, maximum: float, *, whole: bool = False) -> FactDefinition:
    return FactDefinition(
        name="size",
        group="",
        type="whole_number" if whole else "number",
        question="",
        help="",
        why="",
        unknown="",
        minimum=minimum,
        maximum=maximum,
    )


def members(*ids: str) -> FactDefinition:
    options = tuple(Option(id_, id_, id_) for id_ in ids)
    return FactDefinition("bag", "", "set", "", "", "", "", options=options)


def values(name: str, *, finest: bool = False) -> list[Value | None]:
    return [each.value for each in cells(FACTS[name], CONDITIONS, finest=finest).all]


@pytest.mark.parametrize(
    ("name", "finest", "expected"),
    [
        ("recent_injury", False, [None, True, False]),
        ("had_spasm", False, [None, True, False]),
        ("at_night", False, [None, True, False]),
        # No rule tells these places of a leg apart.
        ("spasm_site", False, [None, "above_knee", "not_leg"]),
        ("spasm_site", True, [None, "above_knee", "calf", "other_leg", "not_leg"]),
        ("exertion", False, [None, "none", "some", "excessive"]),
        (
            "activities",
            False,
            [
                None,
                (),
                ("other_sport",),
                ("running",),
                ("jumping_sport",),
                ("running", "jumping_sport"),
            ],
        ),
        ("age", False, [None, 0, 60]),
        ("blood_potassium", False, [None, 1.0, 3.5]),
    ],
)
def test_values_that_rules_tell_apart_are_cells_and_unknown_is_the_first(
    name: str, finest: bool, expected: list[Value | None]
) -> None:
    assert values(name, finest=finest) == expected


def test_a_number_falls_into_the_intervals_between_limits() -> None:
    conditions = [condition("size", "at_least", 2.5), condition("size", "below", 7)]
    assert cells(number(0, 10), conditions, finest=False).all == (
        Cell(None),
        Cell(0.0, 0.0, 2.5),
        Cell(2.5, 2.5, 7.0),
        Cell(7.0, 7.0, None),
    )
    assert cells(number(0, 10, whole=True), conditions, finest=False).all == (
        Cell(None),
        Cell(0, 0, 3),
        Cell(3, 3, 7),
        Cell(7, 7, None),
    )


def test_a_limit_outside_the_range_of_a_number_parts_nothing() -> None:
    conditions = [condition("size", "at_least", limit) for limit in (-1, 0, 11)]
    assert cells(number(0, 10), conditions, finest=False).known == (Cell(0.0, 0.0, None),)


def test_conditions_on_other_facts_part_nothing() -> None:
    found = cells(number(0, 10), [condition("weight", "at_least", 5)], finest=False)
    assert found.known == (Cell(0.0, 0.0, None),)


def test_a_set_without_conditions_is_known_or_not() -> None:
    assert cells(members("a", "b"), [], finest=True).all == (Cell(None), Cell(()))


def test_a_set_with_more_named_values_than_can_be_combined_says_so() -> None:
    names = [f"v{i}" for i in range(MOST_NAMED + 1)]
    conditions = [condition("bag", "includes", name) for name in names]
    few = cells(members(*names[1:]), conditions[1:], finest=False)
    many = cells(members(*names), conditions, finest=False)
    assert (few.complete, len(few.known)) == (True, 2**MOST_NAMED)
    assert many.complete is False
    pairs = len(names) * (len(names) - 1) // 2
    assert len(many.known) == 1 + len(names) + pairs


def test_an_unknown_value_meets_no_condition() -> None:
    conditions = [condition("size", "at_least", 1), condition("size", "below", 1)]
    assert signature(conditions, None) == (False, False)
    assert signature(conditions, 1) == (True, False)


@pytest.mark.parametrize(
    ("told", "cell", "expected"),
    [
        (4.1, Cell(1.0, 1.0, 3.5), 3.4),
        (4.1, Cell(3.5, 3.5, None), 4.1),
        (2.0, Cell(3.5, 3.5, None), 3.5),
        (2.0, Cell(1.0, 1.0, 3.5), 2.0),
        (None, Cell(1.0, 1.0, 3.5), 1.0),
        (9.0, Cell(3.45, 3.45, 3.5), 3.45),
        (2.0, Cell(None), None),
    ],
)
def test_the_nearest_number_of_a_cell_is_its_nearer_edge(
    told: float | None, cell: Cell, expected: float | None
) -> None:
    assert nearest(number(1.0, 10.0), [], cell, told) == expected


def test_the_nearest_whole_number_under_a_limit_is_one_less() -> None:
    assert nearest(number(0, 130, whole=True), [], Cell(0, 0, 60), 70) == 59


@pytest.mark.parametrize(
    ("told", "cell", "expected"),
    [
        (("work",), ("running",), ("running", "work")),
        (("running", "work"), ("other_sport",), ("work",)),
        (("running",), ("other_sport",), ("other_sport",)),
        (("running", "work"), (), ()),
        ((), ("running", "jumping_sport"), ("running", "jumping_sport")),
        (None, ("running",), ("running",)),
    ],
)
def test_the_nearest_set_keeps_what_no_condition_names(
    told: tuple[str, ...] | None, cell: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert nearest(FACTS["activities"], CONDITIONS, Cell(cell), told) == expected


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_value_lies_in_exactly_one_finest_cell_and_is_seen_as_that_cell(
    data: st.DataObject,
) -> None:
    for definition in KNOWLEDGE.facts:
        told = data.draw(st.none() | value_for(definition))
        told = tuple(sorted(told)) if isinstance(told, list) else told
        found = cells(definition, CONDITIONS, finest=True)
        own = [each for each in found.all if contains(definition, CONDITIONS, each, told)]
        assert len(own) == 1, (definition.name, told)
        about = [each for each in CONDITIONS if each.name == definition.name]
        assert signature(about, own[0].value) == signature(about, told)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_nearest_value_of_a_cell_lies_in_it(data: st.DataObject) -> None:
    for definition in KNOWLEDGE.facts:
        told = data.draw(st.none() | value_for(definition))
        told = tuple(sorted(told)) if isinstance(told, list) else told
        for cell in cells(definition, CONDITIONS, finest=True).all:
            value = nearest(definition, CONDITIONS, cell, told)
            assert contains(definition, CONDITIONS, cell, value), (definition.name, told, cell)
