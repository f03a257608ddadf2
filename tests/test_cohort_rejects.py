"""What is wrong with a row."""

import io

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


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("csv", b'row,column,reason\n1,,"a, b"\n'),
        ("jsonl", b'{"row":1,"column":"","reason":"a, b"}\n'),
    ],
)
def test_they_are_written_a_problem_a_line(form: str, lines: bytes) -> None:
    file = io.BytesIO()
    RejectFile(file, form).write([Reject(1, "", "a, b")])  # type: ignore[arg-type]  # a format
    assert file.getvalue() == lines
