"""Which column tells which fact."""

from typing import Any

import pytest
from legspasm.cohort.naming import Ignored, Plan, added_columns, ignored_columns, plan
from legspasm.errors import LegspasmError
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()


def test_a_column_tells_the_fact_of_its_name_or_the_one_it_is_mapped_to() -> None:
    found = plan(
        KNOWLEDGE, ["who", "age", "night", "Exertion"], id="who", columns={"night": "at_night"}
    )
    assert found == Plan(
        facts=(("age", "age"), ("night", "at_night")),
        id="who",
        ignored=(Ignored("Exertion", "exertion", meant=True),),
    )
    assert found.columns == ("who", "age", "night")
    assert found.called == "who"


def test_without_a_column_for_it_rows_are_numbered() -> None:
    found = plan(KNOWLEDGE, ["age"])
    assert (found.columns, found.called) == (("age",), "row")


def test_the_column_that_says_who_it_is_may_tell_a_fact_as_well() -> None:
    assert plan(KNOWLEDGE, ["age"], id="age") == Plan((("age", "age"),), "age")


def test_the_names_that_are_added() -> None:
    assert added_columns(KNOWLEDGE, digest=True) == (
        "verdict_injury",
        "verdict_excessive_activity",
        "verdict_dehydration",
        "verdict_low_potassium",
        "factors",
        "place",
        "advice",
        "safety",
        "digest",
    )


@pytest.mark.parametrize(
    ("names", "options", "codes"),
    [
        (["age", "x", "x"], {}, ["batch_column_twice"]),
        (
            ["age"],
            {"id": "agee", "columns": {"q": "age"}},
            ["batch_column_unknown", "batch_column_unknown_near"],
        ),
        (["age", "x"], {"columns": {"x": "agee"}}, ["fact_unknown_near"]),
        (["age", "x"], {"columns": {"x": "age"}}, ["batch_fact_twice"]),
        (["age", "digest"], {"id": "digest", "digest": True}, ["batch_name_taken"]),
        (["age", "factors"], {"id": "factors"}, ["batch_name_taken"]),
        (["shoe", "hat"], {}, ["batch_no_fact"]),
        (["shoe", "aage"], {}, ["batch_no_fact_near"]),
    ],
)
def test_all_that_is_wrong_is_told(
    names: list[str], options: dict[str, Any], codes: list[str]
) -> None:
    with pytest.raises(LegspasmError) as caught:
        plan(KNOWLEDGE, names, **options)
    assert [each.code for each in caught.value.problems] == codes


def test_a_name_that_is_added_is_free_where_it_is_not_added() -> None:
    assert plan(KNOWLEDGE, ["age", "digest"], id="digest").id == "digest"


def test_columns_that_came_later_have_a_nearest_name_too() -> None:
    columns = ["agee", "shoe"]
    assert ignored_columns(KNOWLEDGE, columns, ["age"]) == (Ignored("agee", "age"), Ignored("shoe"))
    assert ignored_columns(KNOWLEDGE, columns, [])[0] == Ignored("agee", "age", meant=True)


def test_a_column_is_not_meant_for_a_fact_that_another_one_tells() -> None:
    [ignored] = plan(KNOWLEDGE, ["agee", "years"], columns={"years": "age"}).ignored
    assert ignored == Ignored("agee", "age")


@pytest.mark.parametrize("name", ["Warning signs", "safety", "warning-sign", "RED FLAGS"])
def test_a_column_of_warning_signs_is_near_their_fact(name: str) -> None:
    [found] = ignored_columns(KNOWLEDGE, [name], [])
    assert found == Ignored(name, "red_flags", meant=True)


def test_a_column_of_an_output_is_near_nothing() -> None:
    found = ignored_columns(KNOWLEDGE, ["verdict_injury", "factors", "advice"], [])
    assert [each.near for each in found] == ["", "", ""]
