"""Whole columns to codes: what each kind of column has in common with its cells, one by one."""

import polars
import pytest
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
