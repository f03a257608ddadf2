"""``legspasm audit diff``, ``replay`` and ``log replay``: records against each other, and replayed.

Exit status: 0 where nothing differs, 1 where something does or could not be compared, 2 where the
input cannot be read.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from legspasm.audit.chain import Entry
from legspasm.audit.difference import diff as compare
from legspasm.audit.log import AuditLog
from legspasm.audit.replay import replay as replay_one
from legspasm.audit.tally import impact
from legspasm.cli.auditlog import log_file, progress
from legspasm.cli.output import check_writable
from legspasm.cli.records import opened_with, openings_given, stored_given, with_openings
from legspasm.cli.telling import tell, telling
from legspasm.errors import LegspasmError, Problem, RecordError, message, problem
from legspasm.model import Knowledge
from legspasm.reader import load_knowledge
from legspasm.shipped import built_in_knowledge
from legspasm.stored import StoredRecord


@click.command()
@click.argument("first", metavar="A|-")
@click.argument("second", metavar="B|-")
@telling
def diff(first: str, second: str, output: Path | None, **how: Any) -> None:
    """What differs between two records: what was told, what fired, what was found.

    From the records alone, in the names that they hold; neither needs its knowledge. One of them
    may come from standard input (-). Exit status 1 where they differ.

    \b
    Examples:
      legspasm audit diff record.json other.json
      legspasm audit diff record.json - --format json < other.json
    """
    if output is not None:
        check_writable(output)
    if first == second == "-":
        name = message("prompts", "standard_input")
        raise RecordError([problem("standard_input_twice", name)])
    problems: list[Problem] = []
    before, after = (_stored(each, problems) for each in (first, second))
    if before is None or after is None:
        raise RecordError(problems)
    found = compare(before, after)
    tell(found.render, output=output, **how)
    sys.exit(0 if found.same else 1)


@click.command()
@click.argument("record", metavar="RECORD|-")
@click.option(
    "--knowledge",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Replay with this knowledge base, also where the record was made with another.",
)
@with_openings
@telling
def replay(
    record: str, folder: Path | None, openings: Path | None, output: Path | None, **how: Any
) -> None:
    """Consult again with the facts of a record, and say whether the same comes out.

    The version of the program is set aside; so is the name of the knowledge, where other knowledge
    is given. Exit status 1 where anything else differs, or where nothing can be compared: facts are
    masked, the knowledge does not take them, or the record was made with knowledge that is not
    at hand.

    \b
    Examples:
      legspasm audit replay record.json
      legspasm audit replay record.json --format markdown
    """
    if output is not None:
        check_writable(output)
    problems: list[Problem] = []
    knowledge = None if folder is None else _knowledge(folder, problems)
    proofs = openings_given(openings)
    stored = _stored(record, problems)
    if stored is None or problems:
        raise LegspasmError(problems)
    at_hand = [built_in_knowledge(), *filter(None, [knowledge])]
    found = replay_one(opened_with(stored, at_hand, proofs), knowledge=knowledge)
    tell(found.render, output=output, **how)
    sys.exit(0 if found.same else 1)


@click.command("replay")
@log_file
@click.option(
    "--knowledge",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The knowledge base to replay with.",
)
@telling
def replay_log(file: Path, folder: Path, output: Path | None, **how: Any) -> None:
    """Replay every record of a log with other knowledge: who would be told something else.

    Counts who is told the same, something else, or cannot be compared; from which word to which,
    by which rules, and the first examples. Exit status 1 where anybody is told something else, or
    cannot be compared.

    \b
    Examples:
      legspasm audit log replay answers.log --knowledge knowledge
      legspasm audit log replay answers.log --knowledge knowledge --format html -o answer.html
    """
    if output is not None:
        check_writable(output)
    problems: list[Problem] = []
    knowledge = _knowledge(folder, problems)
    if knowledge is None:
        raise LegspasmError(problems)
    with AuditLog(file, read_only=True) as log, progress(len(log)) as seen:
        found = impact(_records(log, seen), knowledge)
    tell(found.render, output=output, **how)
    sys.exit(0 if found.unchanged else 1)


def _records(
    log: AuditLog, seen: Callable[[Entry], None]
) -> Iterator[tuple[int, StoredRecord | RecordError | None]]:
    """The records of a log by number; None where one was erased, an error where one is broken."""
    for entry in log.entries():
        if entry.kind == "record":
            try:
                yield entry.number, entry.record
            except RecordError as error:
                yield entry.number, error
        seen(entry)


def _stored(source: str, problems: list[Problem]) -> StoredRecord | None:
    """A record from a file or standard input; None with what is wrong with it."""
    try:
        return stored_given(source)
    except LegspasmError as error:
        problems += error.problems
    return None


def _knowledge(folder: Path, problems: list[Problem]) -> Knowledge | None:
    try:
        return load_knowledge(folder)
    except LegspasmError as error:
        problems += error.problems
    return None
