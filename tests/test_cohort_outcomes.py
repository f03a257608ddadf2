"""What is told where tables would be too large: the same."""

from typing import Any

import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legspasm.cohort import casetable, outcomes
from legspasm.cohort.batching import batch
from legspasm.shipped import built_in_knowledge
from tables import People, one_by_one, people


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(casetable, "LARGEST", 8)
    outcomes.findings.cache_clear()
    yield
    outcomes.findings.cache_clear()


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(table=people(built_in_knowledge()))
def test_without_tables_the_same_is_told(small: None, table: People) -> None:
    wanted, _ = one_by_one(built_in_knowledge(), table.rows())
    assert batch(table.polars()).frame.rows(named=True) == wanted


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 130) | st.none(), max_size=5))
def test_what_was_found_is_kept_for_the_next_table(ages: list[int | None]) -> None:
    knowledge = built_in_knowledge()
    batch(polars.DataFrame({"age": ages}, schema={"age": polars.Int64}))
    one = outcomes.findings(knowledge, frozenset(["age"]))
    assert outcomes.findings(knowledge, frozenset(["age"])) is one


def test_a_factor_is_told_once_on_however_many_causes_it_bears() -> None:
    found = batch(polars.DataFrame({"age": [70, 70, 30], "recent_injury": [True, False, True]}))
    assert found.frame["factors"].to_list() == [["older_age"], ["older_age"], []]
