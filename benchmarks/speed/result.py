"""What came out, as data: measurements, and for each target whether it is met."""

from typing import Literal

import msgspec

from speed.timing import Timed

Met = Literal["met", "not met", "not measured"]


class Goal(msgspec.Struct, frozen=True):
    """What must be reached, what was, and whether that is enough."""

    what: str
    must: str
    measured: str
    met: Met


class Line(msgspec.Struct, frozen=True):
    """One measured thing: times in microseconds, how often, and how it compares.

    ``ratio`` is to whatever the row compares with; None where there is nothing to compare.
    """

    name: str
    median: float
    p99: float
    times: int
    ratio: float | None
    note: str = ""


class Row(msgspec.Struct, frozen=True):
    """One comparison. ``unit`` is how many microseconds one of what is printed holds."""

    id: str
    title: str
    compared_with: str
    lines: tuple[Line, ...]
    goals: tuple[Goal, ...]
    unit: Literal["µs", "ms", "s"] = "µs"
    notes: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True):
    """A whole run. ``machine`` and ``versions`` are pairs of what, and what it is."""

    rows: tuple[Row, ...]
    machine: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    settings: str


def line(timed: Timed, reference: float | None, note: str = "") -> Line:
    """A line of what was timed; ``reference``: the median that it is compared with."""
    ratio = None if reference is None else timed.median / reference
    return Line(timed.name, timed.median, timed.p99, len(timed.took), ratio, note)


def at_most(what: str, must: str, ratio: float, limit: float, measured: str = "") -> Goal:
    """A goal that is met where ``ratio`` is no more than ``limit``."""
    said = measured or f"{shown(ratio)}×"
    return Goal(what, must, said, "met" if ratio <= limit else "not met")


def not_measured(what: str, must: str, why: str) -> Goal:
    """A goal about which nothing is known; ``why`` says the reason."""
    return Goal(what, must, why, "not measured")


def shown(number: float) -> str:
    """A number with three digits that count."""
    if number >= 100:
        return f"{number:,.0f}"
    if number >= 10:
        return f"{number:.1f}"
    return f"{number:.2f}"
