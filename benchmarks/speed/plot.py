"""A row as a picture: bars on a logarithmic scale, in SVG that is readable in light and in dark.

A bar ends at the median and a thin line at the 99th percentile; both are written beside it. The
picture has its own ground and takes its colours from the reader's preference.
"""

import math
from collections.abc import Callable
from xml.sax.saxutils import escape

from speed.result import Line, Row, shown

_WIDTH = 760
_LEFT, _RIGHT, _TOP, _STEP, _BAR = 168, 190, 64, 34, 18
_STYLE = """
  .ground { fill: #ffffff; } .text { fill: #1f2328; } .quiet { fill: #59636e; }
  .grid { stroke: #d1d9e0; stroke-width: 1; } .tail { stroke: #59636e; stroke-width: 2; }
  .bar { fill: #7d8894; } .ours { fill: #1a6fc4; }
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
  .title { font-size: 16px; font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; } .text { fill: #f0f6fc; } .quiet { fill: #9198a1; }
    .grid { stroke: #30363d; } .tail { stroke: #9198a1; }
    .bar { fill: #6e7681; } .ours { fill: #4493f8; }
  }
"""


def svg(row: Row, ours: tuple[str, ...]) -> str:
    """The picture of one row; bars of ``ours`` stand out. Raises ValueError without lines."""
    if not row.lines:
        raise ValueError(row.id)
    low = math.floor(math.log10(min(line.median for line in row.lines)))
    high = math.ceil(math.log10(max(line.p99 for line in row.lines)))
    high = max(high, low + 1)
    across = _WIDTH - _LEFT - _RIGHT

    def x(microseconds: float) -> float:
        return round(_LEFT + across * (math.log10(microseconds) - low) / (high - low), 1)

    bottom = _TOP + _STEP * len(row.lines)
    parts = [_text(16, 28, f"{row.title}: microseconds, median and 99th percentile", "text title")]
    for power in range(low, high + 1):
        at = x(10.0**power)
        parts.append(f'<line class="grid" x1="{at}" y1="{_TOP - 8}" x2="{at}" y2="{bottom}"/>')
        parts.append(
            _text(
                at,
                bottom + 18,
                f"{10**power:,}" if power >= 0 else str(10.0**power),
                "quiet",
                "middle",
            )
        )
    for at, line in enumerate(row.lines):
        parts += _bar(line, _TOP + _STEP * at, x, "ours" if line.name in ours else "bar")
    parts.append(
        _text(
            16,
            bottom + 44,
            "A logarithmic scale: each step is ten times the one "
            "before. Bar: median. Line: 99th percentile.",
            "quiet",
        )
    )
    height = bottom + 60
    body = "\n".join(parts)
    told = "; ".join(f"{line.name}: {shown(line.median)}" for line in row.lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img">\n'
        f"<title>{escape(row.title)}</title>\n"
        f"<desc>Median, in microseconds. {escape(told)}.</desc>\n"
        f"<style>{_STYLE}</style>\n"
        f'<rect class="ground" width="{_WIDTH}" height="{height}" rx="6"/>\n{body}\n</svg>\n'
    )


def _bar(line: Line, top: int, x: Callable[[float], float], kind: str) -> list[str]:
    middle = top + _BAR / 2
    end, far = x(line.median), x(line.p99)
    said = f"{shown(line.median)}, {shown(line.p99)}"
    if line.ratio is not None:
        said += f" ({shown(line.ratio)}×)"
    return [
        _text(_LEFT - 10, middle + 4.5, line.name, "text", "end"),
        f'<rect class="{kind}" x="{_LEFT}" y="{top}" width="{round(end - _LEFT, 1)}" '
        f'height="{_BAR}"/>',
        f'<line class="tail" x1="{end}" y1="{middle}" x2="{far}" y2="{middle}"/>',
        f'<line class="tail" x1="{far}" y1="{middle - 5}" x2="{far}" y2="{middle + 5}"/>',
        _text(far + 8, middle + 4.5, said, "text"),
    ]


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
