"""What is wrong with a row."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.cohort.naming import Plan
from legspasm.cohort.rejects import Reject, RejectFile, facts_of_row, rejects_in, rejects_of_row
from legspasm.facts import Fact
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()
PLAN = Plan((("years", "age"), ("at_night", "at_night")))


def test_a_row_tells_facts_as_a_file_does() -> None:
    cells = {"years": "70", "at_night": ""}
    assert facts_of_row(KNOWLEDGE, PLAN, cells, blank=True) == (Fact("age", 70, "file"),)
    assert rejects_of_row(KNOWLEDGE, PLAN, 4, cells, blank=True) == ()


def test_all_that_is_wrong_with_a_row_is_told_by_column() -> None:
    found = rejects_of_row(KNOWLEDGE, PLAN, 4, {"years": -1, "at_night": ""}, blank=False)
    assert [(each.row, each.column) for each in found] == [(4, "years"), (4, "at_night")]
    assert str(found[1].problem("people.csv")) == (
        "people.csv: row 4, at_night: expected yes or no (true or false), got ''"
    )
    assert found[0].problem("people.csv").code == "batch_row"


def test_it_is_told_whose_row_it_is_where_that_is_known() -> None:
    cells = {"years": -1, "at_night": None}
    [found] = rejects_of_row(KNOWLEDGE, PLAN, 4, cells, blank=False, id=17)
    assert found.id == "17"
    assert found.problem("t").place == "t: row 4 (17), years"
    whole = Reject(4, "", "x", "Dora\x1b[31m" + "a" * 50)
    for id_, text in ((None, ""), (float("nan"), ""), (2.0, "2"), (2.5, "2.5"), ([2], "[2]")):
        [found] = rejects_of_row(KNOWLEDGE, PLAN, 4, cells, blank=False, id=id_)
        assert found.id == text
    assert whole.problem("t").place == f"t: row 4 (Dora [31m{'a' * 31}...)"


@pytest.mark.parametrize(
    ("form", "with_id", "lines"),
    [
        ("csv", False, b'row,column,reason\n1,,"a, b"\n'),
        ("csv", True, b'row,column,reason,id\n1,,"a, b",Dora\n'),
        ("jsonl", False, b'{"row":1,"column":"","reason":"a, b"}\n'),
        ("jsonl", True, b'{"row":1,"column":"","reason":"a, b","id":"Dora"}\n'),
    ],
)
def test_they_are_written_a_problem_a_line(form: Any, with_id: bool, lines: bytes) -> None:
    file = io.BytesIO()
    RejectFile(file, form, with_id=with_id).write([Reject(1, "", "a, b", "Dora")])
    assert file.getvalue() == lines


@given(st.lists(st.text(max_size=9) | st.sampled_from(["\r", 'a"b', "a\nb", "c,d", "\r\n"])))
def test_whatever_an_id_holds_it_can_be_read_back(ids: list[str]) -> None:
    rejects = [Reject(row, "age", "wrong", id_) for row, id_ in enumerate(ids, 1)]
    file, lines = io.BytesIO(), io.BytesIO()
    RejectFile(file, "csv", with_id=True, of_many=True).write(rejects, "a.parquet")
    found = [*csv.DictReader(io.StringIO(file.getvalue().decode(), newline=""))]
    assert [(row["file"], row["row"], row["id"]) for row in found] == [
        ("a.parquet", str(each.row), each.id) for each in rejects
    ]
    RejectFile(lines, "jsonl", with_id=True).write(rejects)
    lines.seek(0)
    assert [*rejects_in(lines)] == rejects


def test_csv_begins_with_a_mark_where_the_table_does() -> None:
    file = io.BytesIO()
    RejectFile(file, "csv", marked=True)
    assert file.getvalue() == b"\xef\xbb\xbfrow,column,reason\n"
