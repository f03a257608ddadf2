"""One comparison as a picture: a bar from median to p99 for each, on a scale of powers of ten."""

from math import ceil, floor, log10
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from speed.result import Line, Row, shown

_LEFT, _WIDTH, _RIGHT, _TOP, _STEP = 190, 560, 130, 64, 30


class _Bar(NamedTuple):
    name: str
    y: float
    median: float
    p99: float
    says: str


def svg(row: Row) -> str:
    """The picture of a row, as SVG."""
    times = [time for each in row.lines for time in (each.median, each.p99)]
    low, high = floor(log10(min(times))), ceil(log10(max(times)))
    high = max(high, low + 1)

    def x(time: float) -> float:
        return round(_LEFT + _WIDTH * (log10(time) - low) / (high - low), 1)

    def bar(at: int, each: Line) -> _Bar:
        says = f"{shown(each.median)} / {shown(each.p99)}"
        return _Bar(each.name, _TOP + at * _STEP, x(each.median), x(each.p99), says)

    environment = Environment(
        loader=PackageLoader("speed", "."), undefined=StrictUndefined, autoescape=True
    )
    return environment.get_template("plot.svg.j2").render(
        title=row.title,
        bars=[bar(at, each) for at, each in enumerate(row.lines)],
        ticks=[
            (x(10.0**power), f"{10**power:,} µs" if power >= 0 else f"{10.0**power} µs")
            for power in range(low, high + 1)
        ],
        left=_LEFT,
        top=_TOP,
        step=_STEP,
        width=_LEFT + _WIDTH + _RIGHT,
        bottom=_TOP + len(row.lines) * _STEP,
    )
