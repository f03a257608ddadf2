"""A stretch of time as a person gives it, for a log whose times are RFC 3339 in UTC.

Times of a log have milliseconds and are compared as text. What is given is brought to that form:
a date is the whole day in UTC, and a time has a zone.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_MILLISECOND = timedelta(milliseconds=1)


def beginning(text: str) -> str:
    """The first time of a log that is not before ``text``.

    ``text`` is a date, which means its first moment, or RFC 3339. Raises ValueError for anything
    else, also for a time without a zone.
    """
    if _DATE.fullmatch(text):
        return _written(datetime.combine(date.fromisoformat(text), time(), UTC))
    return _written(_moment(text))


def end(text: str) -> str:
    """The first time of a log that is after a date ``text``, or not before a time.

    Takes and raises what :func:`beginning` does.
    """
    if _DATE.fullmatch(text):
        return _written(_later(datetime.combine(date.fromisoformat(text), time(), UTC)))
    return _written(_moment(text))


def _moment(text: str) -> datetime:
    if not _TIME.fullmatch(text.upper()):
        raise ValueError(text)
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def _later(day: datetime) -> datetime:
    """The next day; the last moment there is where there is none."""
    try:
        return day + timedelta(days=1)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    """To the millisecond, rounded up: nothing of a log lies between two of them."""
    cut = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    try:
        rounded = cut if cut == moment else cut + _MILLISECOND
    except OverflowError:
        rounded = cut
    return rounded.isoformat(timespec="milliseconds").replace("+00:00", "Z")
