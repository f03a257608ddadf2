"""``legspasm knowledge coverage``: the document, and beside each sentence what quotes it.

Exit status: 0 where enough of the sentences are accounted for, 1 where they are not.
"""

import sys
from pathlib import Path
from typing import Any

import click
from legspasm.authoring.coverage import coverage as cover
from legspasm.cli.given import of_knowledge
from legspasm.cli.output import check_writable
from legspasm.cli.telling import tell, telling
from legspasm.model import Knowledge


@click.command()
@of_knowledge
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    default=100.0,
    metavar="PERCENT",
    help="How many of the sentences have to be quoted or excused, of 100; all unless given.",
)
@telling
def coverage(knowledge: Knowledge, fail_under: float, output: Path | None, **how: Any) -> None:
    """Show the document, and beside each sentence what quotes it, or why nothing does.

    A sentence is open where nothing quotes it and no reason is given for that under background.
    Exit status 1 where fewer of the sentences than --fail-under are quoted or excused: without it,
    where any is open.

    \b
    Examples:
      legspasm knowledge coverage
      legspasm knowledge coverage --knowledge knowledge --format html -o answer.html
      legspasm knowledge coverage --fail-under 80
    """
    if output is not None:
        check_writable(output)
    found = cover(knowledge)
    tell(found.render, output=output, **how)
    sys.exit(0 if found.reaches(fail_under) else 1)
