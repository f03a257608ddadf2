"""How fast, beside six other engines and a function written by hand: ratios in one run.

    python benchmarks/speed.py --quick

First everybody tells the same people the same, or it stops and says who does not. Then they are
timed, taking turns. What comes out is printed, and with ``-o`` put into a document and a picture.
"""

import os
import platform
import sys
from datetime import date
from importlib import metadata
from pathlib import Path

import click
from speed import batch, consultation, memory, plot, report, scaling, starting
from speed.agreement import DisagreementError
from speed.contenders import CONTENDERS
from speed.processes import FailedError
from speed.report import NoPlaceError
from speed.result import Result, Row

_ROWS = ("consultation", "scaling", "start", "batch", "memory")


@click.command()
@click.option("--quick", is_flag=True, help="A first look: fewer people, rows and rounds.")
@click.option(
    "--only", "only", multiple=True, type=click.Choice(_ROWS), help="This comparison; repeatable."
)
@click.option("--people", default=2000, show_default=True, help="People to compare and to time.")
@click.option(
    "-o",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Put it into benchmarks.md and benchmarks.svg in this folder, as in docs/.",
)
def main(quick: bool, only: tuple[str, ...], people: int, folder: Path | None) -> None:
    """Compare, time, and say what is reached and what is not."""
    wanted = only or _ROWS
    rows: list[Row] = []
    try:
        for name in _ROWS:
            if name in wanted:
                rows += _measured(name, quick, people)
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is not installed: pip install -r benchmarks/speed/requirements.txt"
        ) from error
    except (DisagreementError, FailedError) as error:
        raise click.ClickException(str(error)) from error
    result = Result(tuple(rows), _machine(), _versions(), f"{date.today()}, {_settings(quick)}")
    told = report.markdown(result)
    click.echo(told)
    if folder is not None:
        try:
            report.write(folder / "benchmarks.md", told)
        except NoPlaceError as error:
            raise click.ClickException(str(error)) from error
        for row in rows:
            if row.id == "consultation":
                (folder / "benchmarks.svg").write_text(plot.svg(row), encoding="utf-8")
    if any(goal.met != "met" for row in rows for goal in row.goals):
        sys.exit(1)


def _measured(name: str, quick: bool, people: int) -> tuple[Row, ...]:
    def seen(told: str) -> None:
        click.echo(f"{name}: {told}", err=True)

    match name:
        case "consultation":
            return consultation.measure(
                200 if quick else people, 2.0 if quick else 15.0, 5_000 if quick else 40_000, seen
            )
        case "scaling":
            return scaling.measure(5 if quick else 30, 1.0 if quick else 4.0, seen=seen)
        case "start":
            return starting.measure(5 if quick else 25, seen)
        case "batch":
            return batch.measure(100_000 if quick else 1_000_000, 2 if quick else 5, seen)
        case _:  # memory
            return memory.measure(20_000 if quick else 1_000_000, 20.0 if quick else 200.0, seen)


def _settings(quick: bool) -> str:
    return "a first look (--quick), so no more than that" if quick else "in full"


def _machine() -> tuple[tuple[str, str], ...]:
    return (
        ("processors", f"{os.cpu_count()}, {platform.machine()}"),
        ("system", platform.system()),
        ("Python", platform.python_version()),
    )


def _versions() -> tuple[tuple[str, str], ...]:
    names = dict.fromkeys(("legspasm", *(each.distribution for each in CONTENDERS), "polars"))
    return tuple((name, metadata.version(name)) for name in names)


if __name__ == "__main__":
    main()
