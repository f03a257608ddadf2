"""What is wrong with a row."""

import io
from typing import Any

import pytest
from legspasm.cohort.naming import Plan
from legspasm.cohort.rejects import Reject, RejectFile, facts_of_row, rejects_of_row
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


def test_csv_begins_with_a_mark_where_the_table_does() -> None:
    file = io.BytesIO()
    RejectFile(file, "csv", marked=True)
    assert file.getvalue() == b"\xef\xbb\xbfrow,column,reason\n"
