"""What comes out of each case, found when it first occurs."""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import polars
import pytest
from legspasm.cohort import casetable
from legspasm.cohort.casetable import CaseTable
from legspasm.cohort.columns import frames_of

FRAMES, _ = frames_of(polars.DataFrame())
COLUMNS = {"a": FRAMES.whole([0, 1, 1, 0]), "b": FRAMES.whole([2, 0, 0, 1])}


def test_each_case_is_found_once() -> None:
    asked: Counter[tuple[int, ...]] = Counter()

    def find(case: tuple[int, ...]) -> int:
        asked[case] += 1
        return 10 * case[0] + case[1]

    table = CaseTable(["a", "b"], [2, 3], find, "told")
    for _ in range(2):
        assert table.codes(COLUMNS, {}, 4, FRAMES).to_list() == [2, 10, 10, 1]
    assert asked == {(0, 2): 1, (1, 0): 1, (0, 1): 1}


@pytest.mark.parametrize("radices", [[2, 3], [2, None]])
def test_a_table_that_is_too_large_is_not_made_and_the_log_says_so(
    radices: list[int | None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(casetable, "LARGEST", 5)
    with caplog.at_level(logging.WARNING, "legspasm"):
        table = CaseTable(["a", "b"], radices, lambda case: 10 * case[0] + case[1], "verdict x")
    assert caplog.messages == [
        "verdict x: too many cases for a table, so each is looked up by itself"
    ]
    assert table.codes(COLUMNS, {}, 4, FRAMES).to_list() == [2, 10, 10, 1]


def test_without_columns_there_is_one_case() -> None:
    table = CaseTable([], [], lambda case: 7, "told")
    assert table.codes({}, {}, 3, FRAMES).to_list() == [7, 7, 7]
    assert table.codes({}, {}, 0, FRAMES).to_list() == []


def test_many_threads_fill_one_table() -> None:
    table = CaseTable(["a"], [1000], lambda case: case[0], "told")
    pieces = [FRAMES.whole(range(start, start + 600)) for start in range(0, 400, 10)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: table.codes({"a": each}, {}, 600, FRAMES), pieces))
    assert [each.to_list() for each in found] == [each.to_list() for each in pieces]


def test_many_threads_are_told_what_one_is() -> None:
    table = CaseTable(["a", "b"], [3, 7], lambda case: 10 * case[0] + case[1], "threads")
    columns = [
        {"a": FRAMES.whole([at % 3] * 7), "b": FRAMES.whole([(at + step) % 7 for step in range(7)])}
        for at in range(400)
    ]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: table.codes(each, {}, 7, FRAMES).to_list(), columns))
    assert found == [[10 * (at % 3) + (at + step) % 7 for step in range(7)] for at in range(400)]
