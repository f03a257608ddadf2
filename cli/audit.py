"""``legspasm audit``: what can be done with records long after the consultations."""

import json
import sys
from pathlib import Path
from typing import Any

import click
import msgspec
from legspasm.cli.deferred import Deferred
from legspasm.cli.given import placed
from legspasm.cli.output import check_writable, deliver, terminal_width, wants_color
from legspasm.cli.records import (
    Given,
    knowledge_at_hand,
    openings_given,
    records_given,
    stored_given,
    with_knowledge,
    with_openings,
    worded,
)
from legspasm.cli.telling import tell, telling
from legspasm.errors import RecordError, problem
from legspasm.masks import Opening
from legspasm.model import Knowledge
from legspasm.prose import print_template
from legspasm.verification import Verification, verify

_COMMANDS = {
    "diff": "replay:diff",
    "export": "export:export_record",
    "log": "auditlog:audit_log",
    "replay": "replay:replay",
}


@click.group(commands=Deferred(_COMMANDS))
def audit() -> None:
    """Check, replay, compare, show and export records, one or many.

    A record is what `consult --format json` prints.

    \b
    Examples:
      legspasm audit verify record.json
      legspasm audit show record.json
    """


@audit.command("verify")
@click.argument("records", nargs=-1, required=True, metavar="RECORD…")
@with_knowledge
@with_openings
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    help="Text, or a line of JSON for each record.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only what is wrong, and the last line.")
def verify_records(
    records: tuple[str, ...],
    folders: tuple[Path, ...],
    openings: Path | None,
    format_: str,
    quiet: bool,
) -> None:
    """Check records without trusting the program that made them.

    RECORD is a file, a folder (its *.json, *.jsonl and *.jsonl.zst files), or standard input (-);
    JSON Lines hold a record a line. The form and the digest are checked, each firing on its own
    against the facts, the earlier firings and the text of its rule, that no rule is missing, and
    that everything else follows. Exit status 1 where anything is wrong, or could not be checked for
    want of the knowledge that it was made with.

    \b
    Examples:
      legspasm audit verify record.json
      legspasm consult facts.yaml --format json | legspasm audit verify -
    """
    given = records_given(records)
    at_hand, proofs = knowledge_at_hand(folders), openings_given(openings)
    counts = {"verified": 0, "wrong": 0, "unchecked": 0, "unreadable": 0}
    for each in given:
        found = _verified(each, at_hand, proofs)
        state = _state(each, found)
        counts[state] += 1
        if not (quiet and state == "verified"):
            _report(each.name, found, state, format_, openings=bool(proofs))
    if not sum(counts.values()):
        raise RecordError([problem("records_none", ", ".join(records))])
    if format_ == "text":
        deliver(_printed("verified.txt.j2", name=None, state=None, found=None, counts=counts))
    if counts["unreadable"]:
        sys.exit(2)
    sys.exit(1 if counts["wrong"] or counts["unchecked"] else 0)


@audit.command()
@click.argument("record", metavar="RECORD|-")
@with_knowledge
@with_openings
@click.option("-v", "--verbose", is_flag=True, help="Tell everything.")
@telling
def show(
    record: str,
    folders: tuple[Path, ...],
    openings: Path | None,
    verbose: bool,
    output: Path | None,
    **how: Any,
) -> None:
    """Tell what a stored record says, also when the knowledge has changed since.

    With the knowledge that it was made with, it is told as `consult` does. Without, or where facts
    are masked, it is told from the record alone: its names stand where the words would be.

    \b
    Examples:
      legspasm audit show record.json
      legspasm audit show record.json --format markdown
    """
    if output is not None:
        check_writable(output)
    at_hand, proofs = knowledge_at_hand(folders), openings_given(openings)
    told = worded(record, stored_given(record), at_hand, proofs)
    tell(told.render, output=output, verbose=verbose, **how)


def _verified(given: Given, at_hand: list[Knowledge], openings: list[Opening]) -> Verification:
    if given.unreadable:
        return Verification(None, given.unreadable, (), (), ())
    found = verify(given.text, knowledge=at_hand, openings=openings)
    replace = msgspec.structs.replace
    return replace(found, problems=tuple(placed(given.name, each) for each in found.problems))


def _state(given: Given, found: Verification) -> str:
    if given.unreadable:
        return "unreadable"
    if found.problems:
        return "wrong"
    return "verified" if found.verified else "unchecked"


def _report(name: str, found: Verification, state: str, format_: str, *, openings: bool) -> None:
    if format_ == "jsonl":
        plain = {"source": name, "state": state, **msgspec.to_builtins(found)}
        deliver(json.dumps(plain, ensure_ascii=False) + "\n", format="json")
    else:
        deliver(
            _printed(
                "verified.txt.j2",
                name=name,
                state=state,
                found=found,
                counts=None,
                openings=openings,
            )
        )


def _printed(template: str, **data: Any) -> str:
    return print_template(
        template, width=terminal_width(), color=wants_color(None, sys.stdout), **data
    )
