"""A table at once tells what consultations tell one by one."""

import logging
from pathlib import Path
from typing import Any

import legspasm
import narwhals
import pandas
import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legspasm.cohort import batching
from legspasm.cohort.batching import Batched, batch
from legspasm.cohort.summary import empty, merge
from legspasm.model import VERDICTS
from legspasm.reader import load_knowledge
from legspasm.shipped import built_in_knowledge
from strategies import knowledge_of, rule_sets
from tables import People, one_by_one, people

BREAD = load_knowledge(Path(__file__).with_name("bread"))
KNOWLEDGE = {"legs": built_in_knowledge(), "bread": BREAD}


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows of a table of either library, with lists for tuples and None for what is missing."""
    rows = narwhals.from_native(frame).rows(named=True)
    return [{name: plain(cell) for name, cell in row.items()} for row in rows]


def plain(cell: Any) -> Any:
    if isinstance(cell, tuple):
        return list(cell)
    return None if isinstance(cell, float) and cell != cell else cell


@pytest.mark.parametrize("name", KNOWLEDGE)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_table_tells_what_consultations_tell_one_by_one(name: str, data: st.DataObject) -> None:
    knowledge = KNOWLEDGE[name]
    table = data.draw(people(knowledge))
    frame, rejects = one_by_one(knowledge, table.rows())
    for given_ in (table.polars(), table.polars().lazy()):
        found = batch(given_, knowledge=knowledge)
        assert (rows_of(found.frame), rows_of(found.rejects)) == (frame, rejects)
        assert isinstance(found.frame, polars.DataFrame)
    assert found.summary.people == len(frame)
    assert found.summary.rejected == len({each["row"] for each in rejects})


@pytest.mark.parametrize("name", KNOWLEDGE)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_pandas_is_told_the_same(name: str, data: st.DataObject) -> None:
    knowledge = KNOWLEDGE[name]
    table = data.draw(people(knowledge))
    rows = [{n: plain(c) for n, c in row.items()} for row in table.rows()]  # NaN is missing there
    frame, rejects = one_by_one(knowledge, rows)
    found = batch(table.pandas(), knowledge=knowledge)
    assert (rows_of(found.frame), rows_of(found.rejects)) == (frame, rejects)
    assert isinstance(found.frame, pandas.DataFrame)
    assert isinstance(found.rejects, pandas.DataFrame)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rules=rule_sets(), data=st.data())
def test_with_any_rules_a_table_tells_what_consultations_tell(
    rules: list[Any], data: st.DataObject
) -> None:
    knowledge = knowledge_of(rules)
    table = data.draw(people(knowledge))
    frame, rejects = one_by_one(knowledge, table.rows())
    found = batch(table.polars(), knowledge=knowledge)
    assert (rows_of(found.frame), rows_of(found.rejects)) == (frame, rejects)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people(built_in_knowledge()), st.integers(0, 6))
def test_parts_add_up_to_the_whole(table: People, at: int) -> None:
    whole = table.polars()
    found, first, second = batch(whole), batch(whole[:at]), batch(whole[at:])
    for name in ("frame", "rejects"):
        later = [{**each, "row": each["row"] + at} for each in rows_of(getattr(second, name))]
        assert rows_of(getattr(first, name)) + later == rows_of(getattr(found, name))
    assert merge(first.summary, second.summary) == found.summary


def test_the_summary_counts_everything() -> None:
    found = batch(
        polars.DataFrame(
            {
                "recent_injury": [True, True, None, None],
                "spasm_site": ["above_knee", "not_leg", None, "nowhere"],
                "exertion": ["excessive", None, "none", None],
                "activities": [["running"], [], None, None],
                "age": [70, 20, 30, 40],
                "red_flags": ["none", "poison,weakness", None, None],
            }
        )
    )
    nobody = empty(built_in_knowledge())
    summary = found.summary
    assert (summary.people, summary.rejected) == (3, 1)
    assert all(sum(each.values()) == 3 for each in summary.verdicts.values())
    assert summary.verdicts["injury"] == dict.fromkeys(VERDICTS, 0) | {
        "supported": 1,
        "not_applicable": 1,
        "undetermined": 1,
    }
    assert summary.factors == nobody.factors | {"older_age": 1}
    assert summary.place == {"agrees": 1, "not_expected": 0, "not_told": 2}
    assert summary.advice == {"rest_leg": 1, "stretch": 1, "replenish": 0}
    assert summary.safety.signs == nobody.safety.signs | {"poison": 1, "weakness": 1}
    assert (summary.safety.none, summary.safety.not_told) == (1, 1)
    unknown = {"recent_injury": 1, "spasm_site": 1, "exertion": 1, "age": 0, "red_flags": 1}
    unknown["activities"] = 1
    assert summary.unknown == dict.fromkeys(nobody.unknown, 3) | unknown


def test_the_identifier_and_mapped_columns() -> None:
    found = batch(
        polars.DataFrame({"who": ["a", "b"], "years": [70, -1], "shoe": [1, 2]}),
        id="who",
        columns={"years": "age"},
    )
    assert [(row["who"], row["factors"]) for row in rows_of(found.frame)] == [("a", ["older_age"])]
    assert "row" not in found.frame.columns
    assert found.ignored == ("shoe",)
    assert [found.rejects[name].to_list() for name in ("row", "column", "id")] == [
        [2],
        ["years"],
        ["b"],
    ]


def test_pandas_puts_what_was_told_beside_the_rows_it_is_about() -> None:
    frame = pandas.DataFrame({"age": [70, -1, 30, 80]}, index=[6, 7, 13, 20])[1:]
    frame["factors"] = batch(frame).frame["factors"]
    assert [each if isinstance(each, tuple) else None for each in frame["factors"]] == [
        None,
        (),
        ("older_age",),
    ]


def test_a_column_that_may_be_meant_for_a_fact_is_told_with_it() -> None:
    found = batch(polars.DataFrame({"age": [70], "red_flag": ["x"], "agee": [1], "shoe": [7]}))
    assert found.ignored == ("red_flag", "agee", "shoe")
    assert found.near == {"red_flag": "red_flags"}
    assert repr(found) == "Batched(people=1, rejected=0)"


@pytest.mark.parametrize("frame", [polars.DataFrame, pandas.DataFrame])
def test_warning_signs_in_rows_that_are_left_out_are_counted(frame: Any) -> None:
    table = {
        "red_flags": ["poison,weakness", "poison", "none", None, "x"],
        "age": [-1, 30, -1, -1, -1],
    }
    found = batch(frame(table)).summary
    assert (found.people, found.rejected) == (1, 4)
    assert found.safety.left_out == 1
    assert found.safety.signs["poison"] == 1
    nobody = batch(frame({name: cells[:1] for name, cells in table.items()})).summary
    assert (nobody.people, nobody.safety.left_out) == (0, 1)
    assert batch(frame({"age": [-1]})).summary.safety.left_out == 0


@pytest.mark.parametrize("frame", [polars.DataFrame, pandas.DataFrame])
def test_whose_row_was_rejected_is_told_as_text(frame: Any) -> None:
    found = batch(frame({"who": [7, 8], "age": [70, -1], "at_night": ["yes", "x"]}), id="who")
    assert found.rejects["id"].to_list() == ["8", "8"]
    assert "id" not in batch(frame({"age": [-1]})).rejects.columns
    for ids in (["a", None], [7.0, None]):
        found = batch(frame({"who": ids, "age": [-1, -1]}), id="who")
        assert found.rejects["id"].to_list() == ["a" if ids[0] == "a" else "7", ""]


def test_a_table_of_nobody_has_the_same_columns() -> None:
    nobody = batch(polars.DataFrame({"age": []}, schema={"age": polars.Int64}))
    somebody = batch(polars.DataFrame({"age": [70]}))
    assert nobody.frame.schema == somebody.frame.schema
    assert nobody.rejects.schema == somebody.rejects.schema
    assert nobody.summary == empty(built_in_knowledge())


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ([1, 2], "batch_no_frame"),
        (None, "batch_no_frame"),
        (polars.DataFrame({"shoe": [1]}), "batch_no_fact"),
        (polars.DataFrame({"agee": [1]}), "batch_no_fact_near"),
        (pandas.DataFrame([[1, 2]], columns=["age", "age"]), "batch_column_twice"),
    ],
)
def test_what_is_no_such_table_is_told(frame: Any, code: str) -> None:
    with pytest.raises(legspasm.LegspasmError) as caught:
        batch(frame)
    assert [each.code for each in caught.value.problems] == [code]


def test_a_result_cannot_be_changed() -> None:
    found = batch(polars.DataFrame({"age": [70]}))
    with pytest.raises(AttributeError):
        found.frame = None  # type: ignore[misc]  # nobody may
    assert isinstance(found, Batched)


@pytest.mark.parametrize(
    ("fact", "cells", "wrong"),
    [
        ("age", [70, "71", True, 60.5], [103, 104]),
        ("activities", [["work"], "running", 3], [103]),
        ("at_night", [1, True, 0, False, "no"], [101, 103]),
        ("at_night", [True, 1, False, 0.0], [102, 104]),
        ("exertion", ["some", ["none"]], [102]),
    ],
)
def test_each_cell_of_a_column_that_can_hold_anything_is_taken_as_what_it_is(
    fact: str, cells: list[Any], wrong: list[int]
) -> None:
    column = pandas.Series([None] * 100 + cells, dtype=object)
    found = batch(pandas.DataFrame({fact: column}))
    assert found.rejects["row"].tolist() == wrong
    assert found.summary.people == len(found.frame) == len(column) - len(wrong)
    assert found.summary.unknown[fact] == 100


def test_no_row_is_left_out_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "rejects_of_row", lambda *given, **how: ())
    with pytest.raises(RuntimeError, match="left out"):
        batch(polars.DataFrame({"at_night": ["perhaps"]}))


def test_columns_that_tell_no_fact_are_told_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "legspasm")
    found = batch(polars.DataFrame({"age": [70], "shoe": [42], "hat": [7]}))
    assert found.ignored == ("shoe", "hat")
    told = "These columns tell no fact, and are left aside: shoe, hat."
    assert [each.getMessage() for each in caplog.records] == [told]
