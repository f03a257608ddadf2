"""``legspasm knowledge check``: whether a knowledge base is sound, proved over every case there is.

Exit status: 0 where nothing was found, 1 where something was, 2 on bad usage.
"""

import sys
from pathlib import Path

import click
from legspasm.authoring.check import check as check_knowledge
from legspasm.authoring.finding import checks
from legspasm.authoring.reports import FORMS, Form, explain_check, list_checks, report
from legspasm.cli.given import of_folder
from legspasm.cli.output import check_writable, deliver, terminal_width, wants_color
from legspasm.cli.telling import format_of, into_file
from legspasm.errors import LegspasmError, unknown_name


@click.command()
@of_folder
@format_of(*FORMS)
@click.option("--select", multiple=True, metavar="CODE", help="Look for this; may be repeated.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Do not; may be repeated.")
@click.option("--verbose", is_flag=True, help="Show also what is allowed, with the reasons.")
@click.option("--list", "listing", is_flag=True, help="List every check.")
@click.option("--explain", metavar="CODE", help="Explain a check, with a bad and a good example.")
@into_file
@click.option("--color/--no-color", default=None, help="Colour the text, or do not.")
def check(
    folder: Path,
    format_: Form,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    verbose: bool,
    listing: bool,
    explain: str | None,
    output: Path | None,
    color: bool | None,
) -> None:
    """Look for what is wrong with knowledge, or may be.

    Rules that never fire, contradict each other or add nothing are proved over every case that
    the rules tell apart, and shown with the facts of one. What is meant can be allowed where it
    stands, with a reason. Exit status 1 where anything is found.

    \b
    Examples:
      legspasm knowledge check
      legspasm knowledge check --knowledge knowledge --format sarif
      legspasm knowledge check --explain conclusions_contradict
      legspasm knowledge check --list
    """
    if output is not None:
        check_writable(output)
    wanted = wants_color(color, None if output is not None else sys.stdout)
    if explain is not None and explain not in checks():
        raise LegspasmError([unknown_name("check_unknown", "--explain", explain, checks())])
    if explain is not None:
        deliver(explain_check(explain, width=terminal_width(), color=wanted), output)
    elif listing:
        deliver(list_checks(width=terminal_width(), color=wanted), output)
    else:
        found = check_knowledge(folder, select=select, ignore=ignore)
        text = report(found, format_, width=terminal_width(), color=wanted, verbose=verbose)
        deliver(text, output, format="json" if format_ in {"json", "sarif"} else "text")
        sys.exit(1 if found.findings else 0)
