"""``legspasm knowledge``: to write a knowledge base, and to see what it holds."""

import click
from legspasm.cli.check import check
from legspasm.cli.coverage import coverage
from legspasm.cli.knowledgediff import diff
from legspasm.cli.newknowledge import new
from legspasm.cli.scenarios import run_tests


@click.group()
def knowledge() -> None:
    """Write knowledge, check it, and see what it holds.

    Every command is about the built-in knowledge base, or about the one in the folder that
    --knowledge names.

    \b
    Examples:
      legspasm knowledge check
      legspasm knowledge diff knowledge
    """  # noqa: D301  # click wants this character


knowledge.add_command(check)
knowledge.add_command(run_tests)
knowledge.add_command(coverage)
knowledge.add_command(new)
knowledge.add_command(diff)
