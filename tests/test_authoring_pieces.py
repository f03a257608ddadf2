"""A knowledge base taken apart: every text of it is a piece, and nothing is one twice."""

from collections.abc import Iterator
from typing import Any

import legspasm
import msgspec
import pytest
from legspasm.authoring.pieces import take_apart
from legspasm.reader import read_knowledge
from tiny import BREAD, Bread

KNOWLEDGE = legspasm.load_knowledge(BREAD)
PARTS = take_apart(KNOWLEDGE)
NOT_SAID = {"digest", "line", "rank"}


def test_a_rule_comes_apart_as_its_file_has_it() -> None:
    assert list(PARTS["rule", "salt_slows_yeast"].items()) == [
        (("concludes",), "{cause: weak_yeast}"),
        (("when", "{fact: added, includes: salt}"), ""),
        (("reservation",), "The text does not say how much salt."),
        (("says",), "Salt slows yeast down."),
        (("hedge",), "can"),
        (("remark",), "The text says “slow”, and slow dough may stay flat."),
        (("cites", "P2.S3"), "Salt can slow yeast down."),
        (("topic",), "weak_yeast"),
        (("file",), "rules/yeast.yaml"),
    ]


@pytest.mark.parametrize(
    ("rule", "conditions"),
    [
        ("missing_gas_flattens", {("when", "{state: gas_missing}"): ""}),
        (
            "rye_stays_flat",
            {("when", "{fact: flour, one_of: [rye, mixed]}"): "There was rye in it."},
        ),
        (
            "old_yeast_tires",
            {
                ("when", "{fact: yeast_age, at_least: old_after}"): (
                    "The yeast is {old_after} days old, or older."
                ),
                ("unless", "{fact: foam, is: yes}"): "",
            },
        ),
        ("nothing_to_explain", {("when", "{fact: stayed_flat, is: no}"): ""}),
        (
            "cold_slows",
            {("when", "{fact: kitchen, below: cold_limit}"): "It was under {cold_limit} degrees."},
        ),
        (
            "use_fresh_yeast",
            {
                ("when", "{verdict: weak_yeast, one_of: [supported, with_reservation]}"): (
                    "Weak yeast can be the reason."
                ),
                ("unless", "{fact: foam, is: yes}"): "",
            },
        ),
    ],
)
def test_a_condition_has_only_the_words_of_its_own(
    rule: str, conditions: dict[tuple[str, ...], str]
) -> None:
    pieces = PARTS["rule", rule]
    found = {path: text for path, text in pieces.items() if path[0] in {"when", "unless"}}
    assert found == conditions


def test_the_same_condition_twice_is_two_pieces(bread: Bread) -> None:
    old = "      - {fact: winter, is: yes}\n"
    bread.replace("rules/beside.yaml", old, old * 2)
    pieces = take_apart(bread.load())["rule", "winter_flattens"]
    assert [path for path in pieces if path[0] == "when"] == [
        ("when", "{fact: winter, is: yes}"),
        ("when", "{fact: winter, is: yes}", "2"),
    ]


def test_a_factor_says_what_it_bears_on() -> None:
    concludes = PARTS["rule", "rye_stays_flat"]["concludes",]
    assert concludes == "{factor: rye, bears_on: [weak_yeast, cold_dough]}"


def test_a_number_has_a_range_and_other_facts_have_values() -> None:
    assert [path for path in PARTS["fact", "kitchen"] if path[0] not in {"help", "why"}] == [
        ("type",),
        ("question",),
        ("unknown",),
        ("says",),
        ("unit",),
        ("group",),
        ("minimum",),
        ("maximum",),
    ]
    assert {path[:2] for path in PARTS["fact", "added"] if path[0] in {"values", "minimum"}} == {
        ("values", "salt"),
        ("values", "sugar"),
    }


def test_what_a_part_allows_is_a_piece_of_it(bread: Bread) -> None:
    bread.replace(
        "rules/cold.yaml",
        "    says: Cold makes dough slow.\n",
        "    says: Cold makes dough slow.\n    allow:\n      rule_never_fires: It is a test.\n",
    )
    reading = read_knowledge(bread.folder)
    assert reading.knowledge is not None
    pieces = take_apart(reading.knowledge, reading.allowances)["rule", "cold_slows"]
    assert pieces["allow", "rule_never_fires"] == "It is a test."


def changed(data: Any) -> Any:
    """Another value of the same type."""
    if isinstance(data, bool):
        return not data
    if isinstance(data, str):
        return f"{data}x"
    return data + 1


def edits(data: Any) -> Iterator[tuple[str, Any]]:
    """Each copy of a struct in which one leaf is another, with the name of its field."""
    for name in data.__struct_fields__:
        value = getattr(data, name)
        if isinstance(value, msgspec.Struct):
            for leaf, edited in edits(value):
                yield f"{name}.{leaf}", msgspec.structs.replace(data, **{name: edited})
        elif isinstance(value, tuple):
            for at, each in enumerate(value):
                inner = edits(each) if isinstance(each, msgspec.Struct) else edited_leaf(each)
                for leaf, edited in inner:
                    new = (*value[:at], edited, *value[at + 1 :])
                    yield f"{name}[{at}].{leaf}", msgspec.structs.replace(data, **{name: new})
        elif name not in NOT_SAID:
            yield name, msgspec.structs.replace(data, **{name: changed(value)})


def edited_leaf(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        yield "", tuple(changed(each) for each in value)
    else:
        yield "", changed(value)


UNSEEN = {
    # Of a fact that is no number nothing is a range, and of a number nothing is left out.
    "minimum",
    "maximum",
    # A parameter stands for the number that a condition asks for, where there is one; a condition
    # on a state asks for nothing.
    "parameter",
    "wanted",
}


def test_no_leaf_of_knowledge_can_change_without_a_piece_that_does() -> None:
    unseen = {
        leaf.rpartition(".")[2]
        for leaf, edited in edits(KNOWLEDGE)
        if not leaf.endswith((".kind", ".name", ".id")) and take_apart_again(edited) == PARTS
    }
    assert unseen <= UNSEEN


def take_apart_again(knowledge: legspasm.Knowledge) -> Any:
    try:
        return take_apart(knowledge)
    except StopIteration:  # a condition on a state that is not there any more
        return None
