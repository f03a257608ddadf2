"""``legspasm knowledge test``: run the scenarios of a knowledge base, and measure them."""

import sys
from pathlib import Path
from typing import Any

import click
from legspasm.authoring.scenariofile import read_scenarios
from legspasm.authoring.scenarios import run_scenarios
from legspasm.cli.auditlog import progress
from legspasm.cli.given import of_folder
from legspasm.cli.output import check_writable
from legspasm.cli.telling import tell, telling
from legspasm.errors import LegspasmError, problem
from legspasm.reader import load_knowledge


@click.command("test")
@click.argument("only", nargs=-1, metavar="[SCENARIO]...")
@of_folder
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit status 1 also where they cover less than this.",
)
@telling
def run_tests(
    only: tuple[str, ...],
    folder: Path,
    fail_under: float | None,
    output: Path | None,
    **how: Any,
) -> None:
    """Consult for every scenario, say who is told something else, and what is not covered.

    A scenario is a person with what they must be told; SCENARIO runs only those of this id. The
    files are named in knowledge.yaml, under `files`, as `scenarios`. Exit status 1 where a scenario
    is not met.

    Measured is how many rules fire, how many conditions fail, and how many sentences are used. A
    condition counts as failed only where it alone is in the way of its rule, by something that is
    known: otherwise it could be dropped, and no scenario would notice.

    \b
    Examples:
      legspasm knowledge test
      legspasm knowledge test --fail-under 100
      legspasm knowledge test --knowledge knowledge --format html -o answer.html
    """
    if only and fail_under is not None:
        raise LegspasmError([problem("scenarios_some", "--fail-under")])
    if output is not None:
        check_writable(output)
    knowledge = load_knowledge(folder)
    scenarios = read_scenarios(folder, knowledge)
    with progress(len(only) or len(scenarios)) as seen:
        report = run_scenarios(knowledge, scenarios, only=only, seen=seen)
    tell(report.render, output=output, **how)
    measured = report.coverage
    enough = fail_under is None or measured is None or measured.reaches(fail_under)
    sys.exit(0 if report.all_met and enough else 1)
