"""The firings of a record as CSV: read back by the standard reader, and harmless."""

import csv
import io
from typing import Any

import hostile
import legspasm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.audit.spreadsheet import COLUMNS, firing_table, table
from legspasm.errors import printable
from strategies import told

KNOWLEDGE = legspasm.built_in_knowledge()


def read(text: str) -> list[list[str]]:
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_each_firing_is_a_row() -> None:
    record = legspasm.consult(
        recent_injury=True, injury_healed=True, activities=["running"], exertion="excessive"
    )
    header, *rows = read(firing_table(record))
    assert tuple(header) == COLUMNS
    assert rows[:2] == [
        ["1", "injury_starts_protection", "recent_injury = true", "",
         "state body_protects_itself", "", "naturally tries", "P2.S2"],
        ["2", "injury_bleeds", "recent_injury = true", "", "state tissue_may_bleed", "", "Most",
         "P2.S3"],
    ]  # fmt: skip
    by_rule = {row[1]: row for row in rows}
    assert by_rule["contraction_cramps_though_healed"][2] == (
        "muscles_around_injury_contract (4); injury_healed = true"
    )
    assert by_rule["stretch_around_activity"][2] == "excessive_activity = supported (9)"


def test_what_had_to_be_missing_is_told_with_what_was_wanted() -> None:
    rows = {row[1]: row for row in read(firing_table(legspasm.consult(recent_injury=True)))}
    assert rows["contraction_cramps"][3] == "injury_healed is true; injury_at_spasm is false"


def test_a_masked_value_is_said_to_be_masked() -> None:
    stored, _ = legspasm.consult(age=70).mask("age")
    assert [row[2] for row in read(firing_table(stored))[1:]] == ["age = masked"] * 2


def test_a_record_without_firings_is_a_header() -> None:
    assert firing_table(legspasm.consult()) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-1", "'-1"),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("\t=1", "' =1"),
        ("＋1", "'＋1"),
        ("a=1", "a=1"),
        ("a;=1+1", "a;'=1+1"),
        ("a; +1; b; -1", "a; '+1; b; '-1"),
        ('a; "=1+1"', 'a; "\'=1+1"'),
        ('"=1', "'\"=1"),
        ("; ;@x", "; ;'@x"),
        ("", ""),
        ("a\r\nb", "a  b"),
    ],
)
def test_what_a_spreadsheet_would_run_is_made_harmless(text: str, cell: str) -> None:
    assert read(table([[text, "x"]])) == [[cell, "x"]]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1))
def test_every_text_reads_back_on_one_line(rows: list[list[str]]) -> None:
    back = read(table(rows))
    assert [[cell.replace("'", "") for cell in row] for row in back] == [
        [printable(cell).replace("'", "") for cell in row] for row in rows
    ]


@given(st.text(st.sampled_from('=+-@＝;," \t\n\ta')))
def test_no_cell_begins_a_formula_whatever_separates_cells(text: str) -> None:
    """Where a comma is the decimal sign, spreadsheets take semicolons for separators."""
    written = table([[text, text]])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator):
            assert not any(cell.lstrip(' "').startswith(tuple("=+-@＝")) for cell in row)


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE))
def test_every_record_has_a_row_a_firing(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts)
    rows = read(firing_table(record))[1:]
    assert [(row[0], row[1], row[7]) for row in rows] == [
        (str(each.seq), each.rule, "; ".join(each.cites)) for each in record.firings
    ]


@settings(max_examples=60, deadline=None)
@given(hostile.records())
def test_no_cell_of_a_hostile_record_is_a_formula(record: legspasm.StoredRecord) -> None:
    rows = read(firing_table(record))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    for cell in (cell for row in rows for cell in row):
        assert not cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert printable(cell) == cell
