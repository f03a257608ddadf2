"""Whole columns to codes: what each kind of column has in common with its cells, one by one."""

import narwhals as nw
import polars
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from legspasm.cohort.coding import BAD, UNKNOWN, Coding
from legspasm.cohort.columncodes import codes_of
from legspasm.cohort.columns import frames_of
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()
FACTS = {each.name: each for each in KNOWLEDGE.facts}
FRAMES, _ = frames_of(polars.DataFrame())


@pytest.mark.parametrize("fact", ["blood_potassium", "age"])
def test_a_number_of_nothing_but_blanks_in_a_file_of_text_is_unknown(fact: str) -> None:
    coding = Coding(KNOWLEDGE, FACTS[fact])
    codes = codes_of(FRAMES, [" ", "\t ", "", "unknown", "x", "3"], coding, text=True)
    three = coding.of(3)
    assert codes.to_list() == [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, BAD, three]


IDS = [each.id for each in FACTS["activities"].options]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.none() | st.lists(st.sampled_from([*IDS, "x", "", None]), max_size=4)))
@example([[None], None, [], ["x"], IDS, IDS[::-1], IDS[:1] * 2, [None]])
def test_lists_mean_what_they_mean_one_by_one(lists: list[list[str | None] | None]) -> None:
    coding = Coding(KNOWLEDGE, FACTS["activities"])
    column = nw.from_native(
        polars.Series(lists, dtype=polars.List(polars.String)), series_only=True
    )
    assert codes_of(FRAMES, column, coding).to_list() == [coding.of(each) for each in lists]
