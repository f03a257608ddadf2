"""``legspasm facts`` and ``legspasm rules``: what can be told, and what follows from it."""

import sys

import click
from legspasm.cli.given import of_knowledge
from legspasm.cli.output import deliver, terminal_width, wants_color
from legspasm.errors import LegspasmError, unknown_name
from legspasm.model import Knowledge
from legspasm.prose import print_template


@click.command()
@click.option("--color/--no-color", default=None, help="Colour the text, or do not.")
@of_knowledge
def facts(color: bool | None, knowledge: Knowledge) -> None:
    """List what can be told, with every allowed value.

    \b
    Examples:
      legspasm facts
      legspasm facts --knowledge knowledge
    """
    text = print_template(
        "facts.txt.j2",
        width=terminal_width(),
        color=wants_color(color, sys.stdout),
        knowledge=knowledge,
    )
    deliver(text, None)


@click.command()
@click.argument("rule", required=False)
@click.option("--color/--no-color", default=None, help="Colour the text, or do not.")
@of_knowledge
def rules(rule: str | None, color: bool | None, knowledge: Knowledge) -> None:
    """List the rules with the sentences that they rest on, or show one RULE whole.

    \b
    Examples:
      legspasm rules
      legspasm rules contraction_cramps
      legspasm rules --knowledge knowledge
    """
    known = {each.id: each for each in knowledge.rules}
    if rule is not None and rule not in known:
        raise LegspasmError([unknown_name("rule_unknown", "", rule, known)])
    text = print_template(
        "rules.txt.j2" if rule is None else "rule.txt.j2",
        width=terminal_width(),
        color=wants_color(color, sys.stdout),
        knowledge=knowledge,
        rule=None if rule is None else known[rule],
    )
    deliver(text, None)
