"""Columns of either library, of whatever type."""

import datetime
from decimal import Decimal
from typing import Any

import pandas
import polars
import pytest
from legspasm.cohort.batching import batch
from legspasm.cohort.columns import frames_of, indexed_like
from legspasm.errors import LegspasmError


def told(column: Any, fact: str) -> tuple[list[int], list[int]]:
    """The rows that can be read, and those that cannot."""
    frame = column.to_frame(fact)
    found = batch(frame)
    return list(found.frame["row"]), sorted(set(found.rejects["row"]))


@pytest.mark.parametrize(
    ("fact", "column", "good", "bad"),
    [
        ("age", polars.Series([1, 131, None], dtype=polars.UInt8), [1, 3], [2]),
        ("age", polars.Series([1.0, 1.5, float("nan"), float("inf")]), [1], [2, 3, 4]),
        ("age", polars.Series([Decimal(1), Decimal("1.5")]), [1], [2]),
        ("age", polars.Series([True]), [], [1]),
        ("age", polars.Series(["1", " 2 ", "+3", "4.0", "", "x", None]), [1, 2, 3, 4, 7], [5, 6]),
        ("age", polars.Series([datetime.date(2000, 1, 1), None]), [2], [1]),
        ("blood_potassium", polars.Series([3.5, 0.9], dtype=polars.Float32), [1], [2]),
        ("blood_potassium", polars.Series(["3.5", "1e1", "3", "-1"]), [1, 3], [2, 4]),
        ("at_night", polars.Series([None, None]), [1, 2], []),
        ("at_night", polars.Series(["yes", None], dtype=polars.Categorical), [1, 2], []),
        ("at_night", polars.Series(["yes", "x"], dtype=polars.Enum(["yes", "x"])), [1], [2]),
        ("at_night", polars.Series([1, 0]), [], [1, 2]),
        ("at_night", polars.Series([{"a": 1}]), [], [1]),
        ("at_night", polars.Series([1, "yes"], dtype=polars.Object), [2], [1]),
        ("activities", polars.Series([["work"], [None], None, ["x"]]), [1, 3], [2, 4]),
        ("activities", polars.Series([["work"] * 2, [], ["work", "other"]]), [1, 2, 3], []),
        ("at_night", pandas.Series([True, None], dtype="boolean"), [1, 2], []),
        ("at_night", pandas.Series([True, False]), [1, 2], []),
        ("at_night", pandas.Series([True, None, float("nan"), "x", 1]), [1, 2, 3], [4, 5]),
        ("at_night", pandas.Series(["yes", None], dtype="category"), [1, 2], []),
        ("age", pandas.Series([70, None, 1.5]), [1, 2], [3]),
        ("age", pandas.Series([70, None], dtype="Int64"), [1, 2], []),
        ("age", pandas.Series([70, None, 131], dtype="int64[pyarrow]"), [1, 2], [3]),
        ("age", pandas.Series([70, "70", 10**400, 1 << 60]), [1, 2], [3, 4]),
        ("age", pandas.Series(["70", None, "x"], dtype="string"), [1, 2], [3]),
        ("at_night", pandas.Series(["no", None, "x"], dtype="string"), [1, 2], [3]),
        ("at_night", pandas.Series([None, None], dtype="string"), [1, 2], []),
    ],
)
def test_a_column_means_what_its_cells_mean(
    fact: str, column: Any, good: list[int], bad: list[int]
) -> None:
    assert told(column, fact) == (good, bad)


@pytest.mark.parametrize("frame", [polars.DataFrame(), pandas.DataFrame()])
def test_a_code_is_repeated_as_the_others_are_made(frame: Any) -> None:
    frames, _ = frames_of(frame)
    for codes in ([], [7], [7, 7, 7]):
        made, wanted = frames.repeated(7, len(codes)), frames.whole(codes)
        assert (made.dtype, made.to_list()) == (wanted.dtype, wanted.to_list())


def test_lists_of_pandas_are_tuples_that_nobody_can_change() -> None:
    found = batch(pandas.DataFrame({"age": [70, 70]}))
    assert list(found.frame["factors"]) == [("older_age",), ("older_age",)]


def test_a_table_of_pandas_needs_no_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "polars", None)
    assert list(batch(pandas.DataFrame({"age": [70]})).frame["row"]) == [1]


def test_a_table_of_another_library_is_refused() -> None:
    with pytest.raises(LegspasmError, match=r"^expected a table of polars or pandas, got pyarrow"):
        frames_of(polars.DataFrame({"age": [70]}).to_arrow())


def test_a_table_gets_the_index_of_the_rows_to_keep() -> None:
    frame = pandas.DataFrame({"age": [1, 2, 3]}, index=["a", "b", "a"])
    _, columns = frames_of(frame)
    two = pandas.DataFrame({"x": [7, 8]})
    assert list(indexed_like(frame, two, columns["age"] != 2).index) == ["a", "a"]
    assert list(indexed_like(frame[:2], two, None).index) == ["a", "b"]
    assert list(two.index) == [0, 1]
    plain = polars.DataFrame({"x": [7]})
    assert indexed_like(plain, plain, None) is plain


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from legspasm.errors import LegspasmError

    frame = polars.DataFrame({"age": [70]})
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(LegspasmError, match=r"pip install 'legspasm\[batch\]'"):
        batch(frame)
