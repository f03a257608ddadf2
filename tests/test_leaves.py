"""Where two pieces of plain data differ."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from legspasm.leaves import alike, differing

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
)


@given(PLAIN)
def test_nothing_differs_from_itself(data: Any) -> None:
    assert alike(data, data)


@given(PLAIN, PLAIN)
def test_which_comes_first_does_not_matter(first: Any, second: Any) -> None:
    there = list(differing("$", first, second))
    back = list(differing("$", second, first))
    assert sorted(place for place, _, _ in there) == sorted(place for place, _, _ in back)


def test_what_is_missing_is_not_null() -> None:
    assert not alike({"a": None}, {})
    assert not alike([None], [])
    assert list(differing("$", [], [None])) == [("$[0]", None, None)]


def test_each_difference_has_its_place() -> None:
    first = {"a": [1, {"b": True}], "c": "x", "d": 1}
    second = {"a": [1, {"b": 1}, 3], "c": "y", "d": 1.0}
    assert list(differing("$", first, second)) == [
        ("$.a[1].b", True, 1),
        ("$.a[2]", None, 3),
        ("$.c", "x", "y"),
    ]
