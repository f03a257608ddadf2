"""A whole table in a file."""

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars
import pytest
from legspasm.cohort import rowfiles
from legspasm.cohort.batching import Piece, batch
from legspasm.cohort.naming import Plan
from legspasm.cohort.partitions import run
from legspasm.cohort.parts import partitions_of
from legspasm.cohort.tablefiles import ParquetTable, TextTable
from legspasm.cohort.wholetable import Work, facts_in_row, plan_of, tell_partition, tell_table
from legspasm.errors import LegspasmError
from legspasm.facts import Fact
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()
PEOPLE = polars.DataFrame({"who": ["a", "b", "c"], "years": [70, -1, 30]})


def lines(data: bytes) -> TextTable:
    return TextTable(io.BytesIO(data), "people.jsonl", "jsonl")


def test_a_file_is_told_what_the_table_in_it_is_told(tmp_path: Path) -> None:
    PEOPLE.write_parquet(tmp_path / "people.parquet")
    table = ParquetTable(tmp_path / "people.parquet", "people.parquet")
    plan = plan_of(table, KNOWLEDGE, id="who", columns={"years": "age"})
    output, seen = io.BytesIO(), []
    work = Work(KNOWLEDGE, plan, seen=lambda: seen.append(table.done))
    summary = tell_table(table, output, "parquet", work)
    wanted = batch(PEOPLE, id="who", columns={"years": "age"})
    output.seek(0)
    assert polars.read_parquet(output).equals(wanted.frame)
    assert summary == wanted.summary
    assert seen[-1] == 3


class Watched(io.BytesIO):
    """Says when it is written."""

    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self._said = said

    def write(self, data: Any, /) -> int:
        self._said.append("written")
        return super().write(data)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_no_piece_is_read_before_the_last_one_is_written(
    form: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rowfiles, "ROWS", 10)
    table = TextTable(io.BytesIO(b"age\n" + b"70\n" * 35), "people.csv", "csv")
    said: list[str] = []
    pieces = table.pieces

    def read(plan: Plan) -> Iterator[Piece]:
        for piece in pieces(plan):
            said.append("read")
            yield piece

    monkeypatch.setattr(table, "pieces", read)
    output = Watched(said)
    summary = tell_table(table, output, form, Work(KNOWLEDGE, plan_of(table, KNOWLEDGE)))
    assert summary.people == 35
    assert said == ["read", "written"] * 4


def test_json_lines_may_tell_any_fact_in_a_later_row() -> None:
    plan = plan_of(lines(b'{"years": 70}\n'), KNOWLEDGE, columns={"years": "age"})
    assert plan.facts[0] == ("years", "age")
    assert {fact for _, fact in plan.facts} == {each.name for each in KNOWLEDGE.facts}
    assert len(plan.facts) == len(KNOWLEDGE.facts)


def test_a_row_can_be_taken_out() -> None:
    data = b'{"age": 70}\nno\n{"age": -1}\n{"age": 30}\n'
    plan = plan_of(lines(data), KNOWLEDGE)

    def row(number: int) -> tuple[Fact, ...]:
        return facts_in_row(lines(data), number, KNOWLEDGE, plan, "people.jsonl")

    assert row(1) == (Fact("age", 70, "file"),)
    assert row(4) == (Fact("age", 30, "file"),)
    for number, problem in (
        (2, "people.jsonl: row 2: is not valid JSON"),
        (3, "people.jsonl: row 3, age: expected a whole number"),
        (5, "people.jsonl: there is no row 5; the table has 4"),
    ):
        with pytest.raises(LegspasmError, match=problem):
            row(number)


def test_one_file_of_many(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    PEOPLE.write_parquet(tmp_path / "in" / "1.parquet")
    work = partial(tell_partition, id="who", columns={"years": "age"})
    found = run(
        partitions_of(str(tmp_path / "in")),
        tmp_path / "out",
        work,
        knowledge=KNOWLEDGE,
        rejects=tmp_path / "rejects.csv",
        with_id=True,
    )
    wanted = batch(PEOPLE, id="who", columns={"years": "age"})
    assert found.summary == wanted.summary
    assert polars.read_parquet(tmp_path / "out" / "1.parquet").equals(wanted.frame)
    assert (tmp_path / "rejects.csv").read_text() == (
        "file,row,column,reason,id\n"
        '1.parquet,2,years,"expected a whole number of years from 0 to 130, got -1",b\n'
    )
