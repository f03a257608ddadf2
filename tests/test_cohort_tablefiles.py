"""Tables in files, a piece at a time."""

import errno
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import polars
import pytest
from legspasm.cohort import tablefiles
from legspasm.cohort.naming import Plan
from legspasm.cohort.tablefiles import (
    ParquetTable,
    TextTable,
    format_of,
    named,
    polars_frames,
    write_table,
)
from legspasm.errors import LegspasmError

PLAN = Plan((("age", "age"),), "who")
FRAMES = polars_frames()


class Refusing:
    """A file that takes no more."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def write(self, data: bytes) -> int:
        raise self._error


def pieces(count: int = 3, size: int = 2) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "row": FRAMES.integers(range(number * size, (number + 1) * size)),
            "factors": FRAMES.lists([("a", "b")] * size),
        }


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_pieces_are_written_one_after_the_other(form: Any) -> None:
    file = io.BytesIO()
    write_table(pieces(), file, form)
    file.seek(0)
    found = (polars.read_ndjson if form == "jsonl" else polars.read_parquet)(file)
    assert found.to_dict(as_series=False) == {"row": [*range(6)], "factors": [["a", "b"]] * 6}


def test_csv_has_one_first_line() -> None:
    file = io.BytesIO()
    write_table(({"row": FRAMES.integers([each])} for each in (1, 2)), file, "csv")
    assert file.getvalue() == b"row\n1\n2\n"


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_what_making_a_piece_raises_comes_through(form: Any) -> None:
    def failing() -> Iterator[dict[str, Any]]:
        yield {"row": FRAMES.integers([1])}
        raise LegspasmError([])

    with pytest.raises(LegspasmError):
        write_table(failing(), io.BytesIO(), form)


def test_what_the_system_refuses_is_told_as_it_tells_it() -> None:
    with pytest.raises(OSError, match="No space left") as caught:
        write_table(pieces(), Refusing(OSError(errno.ENOSPC, "No space left")), "parquet")
    assert caught.value.errno == errno.ENOSPC


def test_what_else_fails_while_parquet_is_written_is_told_in_its_words() -> None:
    with pytest.raises(polars.exceptions.PolarsError, match="a bug of ours"):
        write_table(pieces(), Refusing(ValueError("a bug of ours")), "parquet")


def test_writing_that_has_failed_keeps_nobody_waiting() -> None:
    piece = {"row": FRAMES.integers(range(200_000))}
    many = (piece for _ in range(200))
    with pytest.raises(OSError, match="Input/output"):
        write_table(many, Refusing(OSError(errno.EIO, "Input/output")), "parquet")


def test_parquet_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablefiles, "_ROWS", 2)
    path = tmp_path / "people.parquet"
    polars.DataFrame({"who": [*"abcde"], "age": [*range(5)], "x": [*range(5)]}).write_parquet(path)
    table = ParquetTable(path, "people.parquet")
    assert (table.names, table.size, table.done) == (["who", "age", "x"], 5, 0)
    found = list(table.pieces(PLAN))
    assert [row for each in found for row in each.rows.to_list()] == [1, 2, 3, 4, 5]
    assert [who for each in found for who in each.ids.to_list()] == [*"abcde"]
    assert {name for each in found for name in each.columns} == {"who", "age"}
    assert table.done == 5


@pytest.mark.parametrize("data", [b"", b"no parquet", b"PAR1" + bytes(100) + b"PAR1"])
def test_what_is_no_parquet_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "people.parquet").write_bytes(data)
    with pytest.raises(LegspasmError, match=r"people\.parquet: cannot be read as a table"):
        ParquetTable(tmp_path / "people.parquet", "people.parquet")


def test_parquet_that_is_broken_further_on_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    polars.DataFrame({"who": ["a"] * 1000, "age": [*range(1000)]}).write_parquet(path)
    data = bytearray(path.read_bytes())
    data[4:200] = bytes(196)
    path.write_bytes(data)
    table = ParquetTable(path, "people.parquet")
    with pytest.raises(LegspasmError, match=r"people\.parquet: cannot be read as a table"):
        list(table.pieces(PLAN))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LegspasmError, match=r"people\.parquet: cannot be read: No such file"):
        ParquetTable(tmp_path / "people.parquet", "people.parquet")


def test_a_stream_is_put_into_a_file_with_a_name() -> None:
    with named(io.BytesIO(b"told")) as path:
        assert path.read_bytes() == b"told"
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv", "csv"),
        ("a.CSV", "csv"),
        ("a.jsonl", "jsonl"),
        ("a.parquet", "parquet"),
        ("a", None),
    ],
)
def test_the_ending_of_a_name_tells_the_format(name: str, form: str | None) -> None:
    assert format_of(name) == form


def test_how_far_a_file_has_been_read_is_known_where_it_has_an_end(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"who,age\na,1\n")
    with (tmp_path / "people.csv").open("rb") as file:
        table = TextTable(file, "people.csv", "csv")
        assert [each.rows.to_list() for each in table.pieces(PLAN)] == [[1]]
        assert (table.size, table.done) == (12, 12)
        table.close()
    table = TextTable(io.BytesIO(b'{"who": 1}\n'), "people.jsonl", "jsonl")
    assert (table.size, table.done) == (None, 0)
    assert [each.ids.to_list() for each in table.pieces(PLAN)] == [[1]]


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(LegspasmError, match=r"library polars, which is not installed"):
        polars_frames()


def test_what_nobody_takes_any_more_is_dropped() -> None:
    waiting: Queue[list[Any]] = Queue()
    tablefiles._hand_over([], waiting, Thread())
    assert waiting.empty()
