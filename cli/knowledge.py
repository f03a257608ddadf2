"""``legspasm knowledge``: to write a knowledge base, and to see what it holds."""

import click
from legspasm.cli.causalgraph import graph
from legspasm.cli.check import check
from legspasm.cli.coverage import coverage
from legspasm.cli.fileschema import schema
from legspasm.cli.knowledgediff import diff
from legspasm.cli.newknowledge import new
from legspasm.cli.review import review
from legspasm.cli.scenarios import run_tests


@click.group()
def knowledge() -> None:
    """Write knowledge, check it, and see what it holds.

    What they are about is the built-in knowledge base, or the one in the folder that --knowledge
    names; `new` begins one, and `diff` compares two.

    \b
    Examples:
      legspasm knowledge check
      legspasm knowledge test
      legspasm knowledge graph --to mermaid
    """  # noqa: D301  # click wants this character


for _command in (check, coverage, diff, graph, new, review, schema, run_tests):
    knowledge.add_command(_command)
