"""A result in words: Markdown for a terminal and for a document, whose own words stay."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from speed.result import Line, Result, Row, shown

BEGIN = "<!-- measured: from here on made by benchmarks/speed.py -->"
END = "<!-- measured: to here -->"
_MICROSECONDS = {"µs": 1.0, "ms": 1e3, "s": 1e6}


class NoPlaceError(Exception):
    """A document has no place for what was measured."""


def written_into(document: str, measured: str) -> str:
    """The document with ``measured`` between its two marks. Raises NoPlaceError without them."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoPlaceError(f"there is no place for it: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{measured.strip()}\n\n{END}{after}"


def write(path: Path, measured: str) -> None:
    """Put ``measured`` into the document at ``path``."""
    path.write_text(written_into(path.read_text("utf-8"), measured), encoding="utf-8")


def markdown(result: Result) -> str:
    """All of it: what had to be reached, then each comparison."""
    return "\n".join(_lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield f"Measured {result.settings}."
    yield ""
    yield from _table(("on", "what"), result.machine)
    yield ""
    yield "### What had to be reached"
    yield ""
    goals = [
        (each.what, each.must, each.measured, each.met) for row in result.rows for each in row.goals
    ]
    yield from _table(
        ("what", "must be", "is", ""),
        [(*some, met if met == "met" else f"**{met}**") for *some, met in goals],
    )
    for row in result.rows:
        yield ""
        yield from _row(row)
    yield ""
    yield "### Versions"
    yield ""
    yield ", ".join(f"{name} {version}" for name, version in result.versions)


def _row(row: Row) -> Iterator[str]:
    yield f"### {row.title}"
    if row.lines:
        yield ""
        yield from _table(
            ("", f"median, {row.unit}", f"p99, {row.unit}", "times", "ratio", "tells"),
            [_cells(each, _MICROSECONDS[row.unit]) for each in row.lines],
        )
        yield ""
        yield f"The ratio is to {row.compared_with}, in the same run."
    for note in row.notes:
        yield ""
        yield note


def _cells(line: Line, unit: float) -> tuple[str, ...]:
    ratio = "" if line.ratio is None else f"{shown(line.ratio)}×"
    return (
        line.name,
        shown(line.median / unit),
        shown(line.p99 / unit),
        f"{line.times:,}",
        ratio,
        line.note,
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
