"""Distinct cells and their codes, kept from piece to piece."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import narwhals as nw
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.cohort import lookup
from legspasm.cohort.columns import frames_of
from legspasm.cohort.lookup import Lookup

FRAMES, _ = frames_of(polars.DataFrame())
CELLS = st.lists(st.sampled_from(["a", "b", None]), max_size=3) | st.none()


def column(cells: list[Any], type: Any) -> Any:
    return nw.from_native(polars.Series(cells, dtype=type), series_only=True)


def code(cell: list[str | None] | None) -> int:
    """A number that tells lists of up to three of ``a``, ``b`` and nothing apart."""
    digits = ["end", "a", "b", None]
    return 0 if cell is None else 1 + sum(digits.index(x) * 4**n for n, x in enumerate(cell))


def test_a_cell_is_looked_at_when_it_first_comes_up() -> None:
    asked: Counter[str | None] = Counter()

    def find(cell: str | None) -> int:
        asked[cell] += 1
        return len(cell or "")

    found = Lookup(find)
    pieces: list[list[str | None]] = [["ab", None, "ab"], ["c", "ab", None], [], ["c"]]
    codes = [found.codes(column(each, polars.String), FRAMES).to_list() for each in pieces]
    assert codes == [[2, 0, 2], [1, 2, 0], [], [1]]
    assert asked == {"ab": 1, None: 1, "c": 1}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELLS), max_size=4))
def test_lists_are_told_apart_by_all_that_they_hold(pieces: list[list[Any]]) -> None:
    found = Lookup(code)
    for piece in pieces:
        codes = found.codes(column(piece, polars.List(polars.String)), FRAMES)
        assert codes.to_list() == [code(each) for each in piece]


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "MOST_KEPT", 2)
    asked: list[str] = []

    def find(cell: str) -> int:
        asked.append(cell)
        return ord(cell)

    found = Lookup(find)
    for cells in (["a", "a"], ["a", "b"], ["b", "c"], ["c"], ["c"]):
        codes = found.codes(column(cells, polars.String), FRAMES)
        assert codes.to_list() == list(map(ord, cells))
    assert asked == ["a", "b", "c", "c"]


def test_many_threads_are_told_what_one_is() -> None:
    found = Lookup(int)
    pieces = [[str(start + step) for step in range(50)] for start in range(0, 400, 10)]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda each: found.codes(column(each, polars.String), FRAMES), pieces))
    assert [each.to_list() for each in told] == [list(map(int, each)) for each in pieces]
