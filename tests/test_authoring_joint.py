"""The cases of two knowledge bases at once, and what each of them hears of a case."""

import math
from pathlib import Path

import legspasm
import pytest
from legspasm.audit.outline import NamedFact
from legspasm.authoring.joint import Uneven, join
from legspasm.model import Condition, Value
from rebaked import rebaked
from tiny import BREAD, Bread

KNOWLEDGE = legspasm.load_knowledge(BREAD)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> legspasm.Knowledge:
    return legspasm.load_knowledge(rebaked(tmp_path_factory.mktemp("joint") / "rebaked"))


def test_the_same_twice_has_the_cases_of_one() -> None:
    joint = join(KNOWLEDGE, KNOWLEDGE)
    assert (joint.space.count(joint.space.all), joint.uneven) == (6075, ())


def test_facts_that_are_not_the_same_are_told(after: legspasm.Knowledge) -> None:
    assert join(KNOWLEDGE, after).uneven == (
        Uneven("flour", "values", (), ("spelt",)),
        Uneven("added", "values", ("sugar",), ("honey",)),
        Uneven("kitchen", "range"),
        Uneven("winter", "type"),
        Uneven("proved", "only_after"),
    )
    assert join(after, KNOWLEDGE).uneven == (
        Uneven("flour", "values", ("spelt",), ()),
        Uneven("added", "values", ("honey",), ("sugar",)),
        Uneven("kitchen", "range"),
        Uneven("winter", "type"),
        Uneven("proved", "only_before"),
    )


def test_a_fact_that_no_rule_reads_is_no_part_of_the_cases(bread: Bread) -> None:
    bread.replace("facts.yaml", "label: at the top", "label: on top")
    bread.replace(
        "facts.yaml", "      top: {", "      side: {label: aside, says: Aside.}\n      top: {"
    )
    assert join(KNOWLEDGE, bread.load()).uneven == ()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("maximum: 5000", "maximum: 4000", "range"),
        ("minimum: 0\n", "minimum: 1\n", "range"),
        ("unit: days", "unit: weeks", "unit"),
        ("type: whole_number", "type: number", "type"),
    ],
)
def test_a_number_can_differ_in_many_ways(bread: Bread, old: str, new: str, why: str) -> None:
    bread.replace("facts.yaml", old, new)
    assert [(each.fact, each.why) for each in join(KNOWLEDGE, bread.load()).uneven] == [
        ("yeast_age", why)
    ]


def test_values_in_another_order_are_the_same_values(bread: Bread) -> None:
    wheat = "      wheat: {label: wheat, says: It was wheat.}\n"
    rye = "      rye: {label: rye, says: It was rye.}\n"
    bread.replace("facts.yaml", wheat + rye, rye + wheat)
    assert join(KNOWLEDGE, bread.load()).uneven == ()


@pytest.mark.parametrize(
    ("told", "before", "after_"),
    [
        ({"foam": False}, {"foam": False}, {"foam": False}),
        ({"flour": "rye"}, {"flour": "rye"}, {"flour": "rye"}),
        ({"flour": "spelt"}, {}, {"flour": "spelt"}),
        ({"added": ()}, {"added": ()}, {"added": ()}),
        ({"added": ("sugar",)}, {"added": ("sugar",)}, {}),
        ({"added": ("salt", "sugar")}, {"added": ("salt", "sugar")}, {"added": ("salt",)}),
        ({"added": ("sugar", "honey")}, {"added": ("sugar",)}, {"added": ("honey",)}),
        ({"kitchen": 40.0}, {"kitchen": 40.0}, {"kitchen": 40.0}),
        ({"kitchen": 41.0}, {"kitchen": 41.0}, {}),
        ({"winter": True}, {}, {}),
        ({"proved": True, "yeast_age": 3}, {"yeast_age": 3}, {"proved": True, "yeast_age": 3}),
    ],
)
def test_each_hears_what_it_has_words_for(
    after: legspasm.Knowledge,
    told: dict[str, Value],
    before: dict[str, Value],
    after_: dict[str, Value],
) -> None:
    joint = join(KNOWLEDGE, after)
    for side, heard in ((joint.before, before), (joint.after, after_)):
        assert side.hears(told) == tuple(NamedFact(*each) for each in heard.items())


def is_(name: str, value: Value) -> Condition:
    return Condition("fact", name, "is", value, "")


def added(value: str) -> Condition:
    return Condition("fact", "added", "includes", value, "")


def nothing_added(empty: bool) -> Condition:
    return Condition("fact", "added", "empty", empty, "")


def test_a_condition_is_met_where_it_is_heard(after: legspasm.Knowledge) -> None:
    joint = join(KNOWLEDGE, after)
    space, before = joint.space, joint.before
    salt, honey = added("salt"), added("honey")
    only_honey = space.meeting(honey) & ~space.meeting(salt) & ~space.meeting(added("sugar"))
    warm = Condition("fact", "kitchen", "at_least", 18.5, "")
    beyond = space.meeting(Condition("fact", "kitchen", "at_least", math.nextafter(40, 41), ""))
    expected = [
        (before, is_("winter", True), space.none),
        (before, is_("flour", "rye"), space.meeting(is_("flour", "rye"))),
        (before, salt, space.meeting(salt)),
        (before, nothing_added(True), space.meeting(nothing_added(True))),
        (before, nothing_added(False), space.meeting(nothing_added(False)) & ~only_honey),
        (before, warm, space.meeting(warm)),
        (joint.after, warm, space.meeting(warm) & ~beyond),
    ]
    for side, condition, cases in expected:
        assert space.count(side.meeting(condition) ^ cases) == 0


@pytest.mark.parametrize(("maximum", "first"), [("4000", 4001), ("4000.5", 4001)])
def test_a_whole_number_is_out_of_range_from_the_next_one_on(
    bread: Bread, maximum: str, first: int
) -> None:
    bread.replace("facts.yaml", "maximum: 5000", f"maximum: {maximum}")
    joint = join(KNOWLEDGE, bread.load())
    old = Condition("fact", "yeast_age", "at_least", 180, "", "old_after")
    unheard = joint.before.meeting(old) & ~joint.after.meeting(old)
    assert joint.space.witness(unheard) == {"yeast_age": first}


def test_a_number_is_out_of_range_right_after_its_maximum(after: legspasm.Knowledge) -> None:
    joint = join(KNOWLEDGE, after)
    warm = Condition("fact", "kitchen", "at_least", 18.5, "")
    told = joint.space.witness(joint.before.meeting(warm) & ~joint.after.meeting(warm))
    assert told is not None
    heard = {each.name: each.value for each in joint.before.hears(told)}
    assert legspasm.consult(heard, knowledge=KNOWLEDGE).facts[0].value == told["kitchen"]
    with pytest.raises(legspasm.FactsError):
        legspasm.consult(told, knowledge=after)


def test_nothing_is_lost_of_a_folder_that_is_read_twice(tmp_path: Path) -> None:
    first, second = (
        legspasm.load_knowledge(rebaked(tmp_path / name)) for name in ("first", "second")
    )
    assert join(first, second).uneven == ()
