"""``legspasm knowledge``: to write a knowledge base, and to see what it holds."""

import click
from legspasm.cli.causalgraph import graph
from legspasm.cli.fileschema import schema


@click.group()
def knowledge() -> None:
    """Write knowledge, check it, and see what it holds.

    Every command is about the built-in knowledge base, or about the one in the folder that
    --knowledge names.
    """


knowledge.add_command(graph)
knowledge.add_command(schema)
