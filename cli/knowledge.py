"""``legspasm knowledge``: to write a knowledge base, and to see what it holds."""

import click
from legspasm.cli.deferred import Deferred

_COMMANDS = {
    "check": "check:check",
    "coverage": "coverage:coverage",
    "diff": "knowledgediff:diff",
    "graph": "causalgraph:graph",
    "new": "newknowledge:new",
    "review": "review:review",
    "schema": "fileschema:schema",
    "test": "scenarios:run_tests",
}


@click.group(commands=Deferred(_COMMANDS))
def knowledge() -> None:
    """Write knowledge, check it, and see what it holds.

    What they are about is the built-in knowledge base, or the one in the folder that --knowledge
    names; `new` begins one, and `diff` compares two.

    \b
    Examples:
      legspasm knowledge check
      legspasm knowledge test
      legspasm knowledge graph --to mermaid
    """
