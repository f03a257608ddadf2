"""The one command: measure, print the tables, and write them into the documentation.

Progress goes to standard error, and the tables to standard output. What is wrong, or not to be
had, ends it: an engine that is missing, or one that tells somebody something else.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from speed import batch, consultation, machine, memory, plot, report, scaling, starting
from speed.agreement import DisagreementError
from speed.contenders import OURS, PLAIN
from speed.processes import FailedError
from speed.result import Result, Row

PAGE, PICTURE = "benchmarks.md", "benchmarks.svg"
ROWS = ("consultation", "scale", "start", "batch", "memory")
_PEOPLE, _QUICK_PEOPLE = 2000, 100
_BATCH_ROWS, _QUICK_BATCH_ROWS = 1_000_000, 50_000
_CONSULTATIONS, _QUICK_CONSULTATIONS = 1_000_000, 2000

Seen = Callable[[str], object]


@click.command()
@click.option("--quick", is_flag=True, help="Little of each, to see that all works.")
@click.option("--only", multiple=True, type=click.Choice(ROWS), help="This row; may be repeated.")
@click.option("--people", type=click.IntRange(min=10), help="People to compare, and to time.")
@click.option(
    "-o",
    "--output",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=f"Write the tables into {PAGE} of this folder, and {PICTURE} beside it.",
)
def main(quick: bool, only: tuple[str, ...], people: int | None, output: Path | None) -> None:
    """How fast legspasm is beside other engines: the same rules, people and answers.

    Needs what benchmarks/speed/requirements.txt names. Nothing else should run meanwhile.
    """
    began = time.monotonic()
    on = machine.machine()

    def seen(told: str) -> None:
        click.echo(f"[{time.monotonic() - began:5.0f} s] {told}", err=True)

    number = people or (_QUICK_PEOPLE if quick else _PEOPLE)
    try:
        rows = _measure(only or ROWS, quick, number, seen)
    except (DisagreementError, FailedError, ImportError) as error:
        click.echo(f"Not measured: {error}", err=True)
        sys.exit(2)
    result = Result(
        rows=rows,
        machine=on,
        versions=machine.versions(),
        settings=f"{datetime.now(UTC):%Y-%m-%d}, {'quick' if quick else 'in full'}, "
        f"{number:,} people, {time.monotonic() - began:.0f} s",
    )
    drawn = next((row for row in rows if row.id == "consultation"), None)
    click.echo(report.markdown(result))
    if output is not None:
        _write(output, result, drawn)


def _measure(wanted: tuple[str, ...], quick: bool, people: int, seen: Seen) -> tuple[Row, ...]:
    measures: dict[str, Callable[[], tuple[Row, ...]]] = {
        "consultation": lambda: consultation.measure(
            people, 1 if quick else 8, 2_000 if quick else 40_000, seen
        ),
        "scale": lambda: (
            scaling.measure(6, 1, (50, 100, 200), (25, 50, 100), seen)
            if quick
            else scaling.measure(200, 8, seen=seen)
        ),
        "start": lambda: starting.measure(3 if quick else 21, seen),
        "batch": lambda: batch.measure(
            _QUICK_BATCH_ROWS if quick else _BATCH_ROWS, 2 if quick else 5, seen
        ),
        "memory": lambda: memory.measure(
            _QUICK_CONSULTATIONS if quick else _CONSULTATIONS, 5 if quick else 400, seen
        ),
    }
    return tuple(row for name in ROWS if name in wanted for row in measures[name]())


def _write(folder: Path, result: Result, drawn: Row | None) -> None:
    page = folder / PAGE
    text = report.markdown(result, plot=PICTURE if drawn else "")
    page.write_text(report.between_marks(page.read_text("utf-8"), text), encoding="utf-8")
    if drawn:
        (folder / PICTURE).write_text(plot.svg(drawn, (OURS, PLAIN)), encoding="utf-8")
