"""``legspasm knowledge graph``: what leads to what in a knowledge base."""

from pathlib import Path

import click
from legspasm.authoring.causalgraph import GRAPH_FORMS, GraphForm, causal_graph, draw
from legspasm.cli.given import of_knowledge
from legspasm.cli.output import check_writable, deliver
from legspasm.cli.telling import into_file
from legspasm.model import Knowledge


@click.command("graph")
@of_knowledge
@click.option(
    "--to",
    "form",
    type=click.Choice(GRAPH_FORMS),
    default="svg",
    show_default=True,
    help="The form to write.",
)
@click.option("--cause", metavar="CAUSE", help="Only what leads to this cause, or away from it.")
@into_file
def graph(knowledge: Knowledge, form: GraphForm, cause: str | None, output: Path | None) -> None:
    """Draw what leads to what: conditions, rules, states and causes, and what else is told.

    The forms are a picture that a browser shows (svg), and a graph for Graphviz (dot) or Mermaid.
    Each rule bears its wording and the sentences that it rests on.

    \b
    Examples:
      legspasm knowledge graph --cause injury
      legspasm knowledge graph --to mermaid
      legspasm knowledge graph --knowledge knowledge --to dot
    """
    if output is not None:
        check_writable(output)
    text = draw(causal_graph(knowledge, cause), form)
    deliver(text, output, format="html" if form == "svg" else "text")
