"""People are counted to the same sums however they are put into chunks and partitions."""

from functools import reduce
from typing import Any

import legspasm
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.cohort.summary import SafetySummary, Summary, empty, merge
from tiny import BREAD

BAKERY = legspasm.load_knowledge(BREAD)
NOBODY = empty(BAKERY)


def filled(data: Any, numbers: list[int]) -> Any:
    """``data`` with the next of ``numbers`` for every count in it."""
    if isinstance(data, dict):
        return {key: filled(value, numbers) for key, value in data.items()}
    return numbers.pop() if isinstance(data, int) else data


COUNTS = str(msgspec.to_builtins(NOBODY)).count(": 0")
SUMMARIES = st.lists(st.integers(0, 10**9), min_size=COUNTS, max_size=COUNTS).map(
    lambda numbers: msgspec.convert(filled(msgspec.to_builtins(NOBODY), numbers), Summary)
)


def test_nobody_is_counted_in_every_place_that_the_knowledge_has() -> None:
    assert empty(BAKERY) == Summary(
        knowledge=BAKERY.digest,
        people=0,
        rejected=0,
        verdicts={
            cause.id: {
                "supported": 0,
                "with_reservation": 0,
                "conflict": 0,
                "undetermined": 0,
                "not_indicated": 0,
                "not_applicable": 0,
            }
            for cause in BAKERY.causes
        },
        factors={each.id: 0 for each in BAKERY.factors},
        place={"agrees": 0, "not_expected": 0, "not_told": 0},
        advice={each.id: 0 for each in BAKERY.advice},
        safety=SafetySummary({flag.id: 0 for flag in BAKERY.safety.flags}, 0, 0),
        unknown={fact.name: 0 for fact in BAKERY.facts},
    )


@given(SUMMARIES, SUMMARIES)
def test_the_order_of_two_makes_no_difference(one: Summary, other: Summary) -> None:
    assert merge(one, other) == merge(other, one)
    assert msgspec.json.encode(merge(one, other)) == msgspec.json.encode(merge(other, one))


@given(SUMMARIES, SUMMARIES, SUMMARIES)
def test_it_makes_no_difference_which_are_merged_first(a: Summary, b: Summary, c: Summary) -> None:
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@given(SUMMARIES)
def test_nobody_changes_nothing(one: Summary) -> None:
    assert merge(NOBODY, one) == merge(one, NOBODY) == one


@given(st.lists(SUMMARIES, max_size=4))
def test_every_count_is_the_sum_of_its_counts(many: list[Summary]) -> None:
    def counts(data: Any) -> list[int]:
        if isinstance(data, dict):
            return [count for value in data.values() for count in counts(value)]
        return [data] if isinstance(data, int) else []

    whole = counts(msgspec.to_builtins(reduce(merge, many, NOBODY)))
    parts = [counts(msgspec.to_builtins(each)) for each in many]
    assert len(whole) == COUNTS
    assert whole == [sum(each) for each in zip([0] * COUNTS, *parts, strict=True)]


def test_a_summary_stands_in_the_order_of_the_knowledge_whatever_is_merged() -> None:
    backwards = msgspec.structs.replace(NOBODY, unknown=dict(reversed(NOBODY.unknown.items())))
    assert list(merge(NOBODY, backwards).unknown) == [fact.name for fact in BAKERY.facts]


def test_people_told_with_other_knowledge_are_not_added() -> None:
    with pytest.raises(ValueError, match="the same knowledge"):
        merge(NOBODY, empty(legspasm.built_in_knowledge()))


def test_a_summary_can_be_stored_and_read_again() -> None:
    stored = msgspec.json.encode(NOBODY)
    assert msgspec.json.decode(stored, type=Summary) == NOBODY
