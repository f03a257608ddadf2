"""``legspasm audit``: what can be done with records long after the consultations."""

import click


@click.group()
def audit() -> None:
    """Check, replay, compare, show and export records, one or many."""
