"""``legspasm knowledge review``: what somebody still has to read, and the record of what was read.

Exit status: 0 where everything has been read through as it is, 1 where something has not.
"""

import sys
from pathlib import Path
from typing import Any

import click
from legspasm.authoring.review import RECORD, read_through
from legspasm.authoring.review import review as review_knowledge
from legspasm.cli.given import of_folder
from legspasm.cli.output import check_writable, deliver
from legspasm.cli.telling import tell, telling
from legspasm.errors import KnowledgeError, LegspasmError, problem
from legspasm.reader import read_knowledge
from legspasm.shipped import BUILT_IN


@click.command()
@click.argument("only", nargs=-1, metavar="[PART]...")
@of_folder
@click.option(
    "--accept", is_flag=True, help="Record that all of it, or PART, was read and is right."
)
@telling
def review(
    only: tuple[str, ...], folder: Path, accept: bool, output: Path | None, **how: Any
) -> None:
    """Show what nobody has read through as it is now, and record what was.

    Whether words are right, and whether a quote is the right one, no program can tell. Whoever
    knows the subject reads the parts that are shown beside the document, and records that with
    --accept; from then on `legspasm knowledge check` finds what tells something else. PART is an
    id, or a kind and an id, and goes with --accept. The record is `reviewed.json` in the folder.

    \b
    Examples:
      legspasm knowledge review
      legspasm knowledge review --knowledge knowledge --accept
      legspasm knowledge review --format html -o answer.html
    """
    if only and not accept:
        raise LegspasmError([problem("review_some", only[0])])
    if accept and folder == BUILT_IN:
        raise LegspasmError([problem("review_built_in", "--accept")])
    if output is not None:
        check_writable(output)
    reading = read_knowledge(folder)
    if reading.knowledge is None:
        raise KnowledgeError(reading.problems)
    if accept:
        deliver(read_through(folder, reading.knowledge, only), folder / RECORD)
    found = review_knowledge(folder, reading.knowledge, reading.places)
    tell(found.render, output=output, **how)
    sys.exit(0 if found.whole else 1)
