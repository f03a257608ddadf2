"""A stretch of time as a person gives it, in the form that the times of a log have."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.audit.period import beginning, end

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-01-31", "2026-01-31T00:00:00.000Z", "2026-02-01T00:00:00.000Z"),
        ("9999-12-31", "9999-12-31T00:00:00.000Z", "9999-12-31T23:59:59.999Z"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00.000Z"),
        ("2026-01-31t12:00:00.5z", "2026-01-31T12:00:00.500Z", "2026-01-31T12:00:00.500Z"),
        ("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z", "2026-01-31T10:00:00.000Z"),
        ("2026-01-31T12:00:00.0001Z", "2026-01-31T12:00:00.001Z", "2026-01-31T12:00:00.001Z"),
        ("9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ],
)
def test_dates_are_whole_days_and_times_are_brought_to_utc(
    text: str, first: str, last: str
) -> None:
    assert (beginning(text), end(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026",
        "2026-01",
        "2026-02-30",
        "2026-01-31T12:00:00",
        "2026-01-31T12:00",
        "2026-01-31T25:00:00Z",
        "2026-W05-6T12:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "٢٠٢٦-01-31",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    for read in (beginning, end):
        with pytest.raises(ValueError):  # whichever it is, the caller words it
            read(text)


@given(MOMENTS, st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)))
def test_they_pick_what_came_in_from_then_on(moment: datetime, logged: datetime) -> None:
    """As text, the way a log compares them, and as times: the same."""
    at = logged.replace(microsecond=logged.microsecond // 1000 * 1000, tzinfo=UTC)
    in_log = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert (in_log >= beginning(moment.isoformat())) == (at >= moment)
    assert (in_log < end(moment.isoformat())) == (at < moment)
    day = moment.date().isoformat()
    assert (beginning(day) <= in_log < end(day)) == (at.date() == moment.date())
