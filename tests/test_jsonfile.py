"""Strict JSON: what two programs could read differently is a problem."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.errors import Problem
from legspasm.jsonfile import plain_json

ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(ANY.filter(lambda data: "Infinity" not in json.dumps(data)))
def test_what_is_json_is_read_as_it_is(data: Any) -> None:
    problems: list[Problem] = []
    assert plain_json(json.dumps(data), "x", problems) == data
    assert problems == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"\xff", "x: is not text in UTF-8"),
        (
            b"\x28\xb5\x2f\xfd\x00",
            "x: is compressed; unpack it first (with zstd -d or gunzip)",
        ),
        (b"\x1f\x8b\x08", "x: is compressed; unpack it first (with zstd -d or gunzip)"),
        (b"", "x:1:1: is not valid JSON: there is nothing in it"),
        ('{"a": [\n1,}', "x:2:3: is not valid JSON: Expecting value"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "x: the key 'c' stands twice"),
        ("[NaN]", "x: is not valid JSON: NaN is not a number"),
        ("[-Infinity]", "x: is not valid JSON: -Infinity is not a number"),
        ("[" * 200_000, "x: is nested too deeply"),
    ],
)
def test_what_is_not_is_told_with_its_place(text: str | bytes, told: str) -> None:
    problems: list[Problem] = []
    assert plain_json(text, "x", problems) is None
    assert [str(each) for each in problems] == [told]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    problems: list[Problem] = []
    assert plain_json(b"\xef\xbb\xbf{}", "", problems) == {}
    assert problems == []


def test_a_number_of_very_many_digits_is_read_without_an_end_of_patience() -> None:
    problems: list[Problem] = []
    assert plain_json("9" * 5000, "", problems) == float("inf")
