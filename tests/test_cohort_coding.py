"""The values of a fact as codes."""

from decimal import Decimal
from typing import Any

import msgspec
import numpy
import pytest
from legspasm.cohort import coding
from legspasm.cohort.coding import BAD, UNKNOWN, Coding
from legspasm.model import FactDefinition, Option
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()


def coding_of(name: str) -> Coding:
    return Coding(KNOWLEDGE, next(each for each in KNOWLEDGE.facts if each.name == name))


@pytest.mark.parametrize(
    ("fact", "raw", "code"),
    [
        ("at_night", True, 1),
        ("at_night", False, 2),
        ("at_night", "No", 2),
        ("at_night", 1, BAD),
        ("at_night", None, UNKNOWN),
        ("at_night", "unknown", UNKNOWN),
        ("at_night", "", BAD),
        ("at_night", numpy.True_, 1),
        ("age", 59, 1),
        ("age", 60.0, 2),
        ("age", "60", 2),
        ("age", " 60.0", 2),
        ("age", "60.5", BAD),
        ("age", "60.", BAD),
        ("age", Decimal(60), 2),
        ("age", 60.5, BAD),
        ("age", True, BAD),
        ("exertion", "excessive", 3),
        ("exertion", ["excessive"], BAD),
        ("activities", [], 1),
        ("activities", "none", 1),
        ("activities", ["running"], 3),
        ("activities", ("other", "running"), 3),
        ("activities", numpy.array(["running"]), 3),
        ("activities", ["running", "x"], BAD),
        ("activities", [{}], BAD),
        ("activities", {}, BAD),
    ],
)
def test_a_value_is_unknown_bad_or_a_case(fact: str, raw: Any, code: int) -> None:
    assert coding_of(fact).of(raw) == code


def test_an_empty_text_of_a_file_tells_nothing() -> None:
    texts = coding_of("at_night").texts
    assert [texts[each] for each in ("", " ", "yes", "maybe")] == [UNKNOWN, UNKNOWN, 1, BAD]


def test_every_set_of_warning_signs_is_a_case_of_its_own() -> None:
    signs = coding_of("red_flags")
    assert (signs.radix, signs.values) == (None, [None])
    assert [signs.of(each) for each in (["poison"], [], "poison", "weakness,poison")] == [
        1,
        2,
        1,
        3,
    ]
    assert signs.values == [None, ("poison",), (), ("weakness", "poison")]
    assert signs.value(3) == ("weakness", "poison")


def test_a_set_of_which_rules_name_too_many_values_grows_as_well() -> None:
    options = tuple(Option(f"o{number}", "", "") for number in range(12))
    fact = FactDefinition("many", "", "set", "", "", "", "", options)
    rule = KNOWLEDGE.rules[0]
    conditions = tuple(
        msgspec.structs.replace(
            rule.when[0], kind="fact", name="many", operator="includes", wanted=each.id
        )
        for each in options
    )
    knowledge = msgspec.structs.replace(
        KNOWLEDGE, facts=(fact,), rules=(msgspec.structs.replace(rule, when=conditions),)
    )
    found = Coding(knowledge, fact)
    assert found.radix is None
    assert [found.of(["o1"]), found.of(["o2", "o1"]), found.of(["o1", "o2"])] == [1, 2, 2]


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "_MOST_KEPT", 2)
    found = coding_of("at_night")
    for _ in range(2):
        assert [found.of(each) for each in (True, "x", "yes", False)] == [1, BAD, 1, 2]
        assert [found.texts[each] for each in ("yes", "x", "no")] == [1, BAD, 2]
        assert len(found.texts) <= 2
