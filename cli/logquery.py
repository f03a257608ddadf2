"""``legspasm audit log list``, ``search`` and ``show``: finding entries of a log, and telling them.

What is found is written while the log is read, an entry at a time.
"""

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
from legspasm.audit.chain import Entry
from legspasm.audit.log import AuditLog
from legspasm.audit.outline import Listed, mentions
from legspasm.audit.query import Query, select
from legspasm.cli.auditlog import entry_number, file_and, log_file, progress_beside
from legspasm.cli.filters import filtering, query_of
from legspasm.cli.given import placed
from legspasm.cli.output import check_writable, say, stream, terminal_width, wants_color
from legspasm.cli.records import (
    knowledge_at_hand,
    openings_given,
    with_knowledge,
    with_openings,
    worded,
)
from legspasm.cli.telling import format_of, tell, telling
from legspasm.errors import LegspasmError, RecordError, message, problem
from legspasm.prose import print_template
from legspasm.stored import StoredRecord


@click.command("list")
@log_file
@filtering
@format_of("text", "json", "jsonl")
def list_entries(file: Path, limit: int | None, format_: str, **filters: Any) -> None:
    """List entries, the newest last: number, time, verdicts, labels, and what is masked or erased.

    All filters must hold. Names may be of other knowledge than the built-in one and those of
    --knowledge: you are told, and the search goes on. Where a fact is masked, nobody can say
    whether a value fits: such entries are counted on standard error.

    \b
    Examples:
      legspasm audit log list answers.log
      legspasm audit log list answers.log --since 2020-01-01 --fact age --limit 5
      legspasm audit log list answers.log --verdict injury=undetermined --format jsonl
    """
    _list(file, query_of(**filters), limit, format_)


@click.command()
@click.argument("given", nargs=-1, required=True, metavar="[FILE] TEXT")
@filtering
@format_of("text", "json", "jsonl")
def search(given: tuple[str, ...], limit: int | None, format_: str, **filters: Any) -> None:
    """Find TEXT anywhere in a log's records, in upper or lower case, and say where it stands.

    It is looked for in labels, facts and their values (`age=70`), rules, conclusions, verdicts
    (`injury=supported`) and the knowledge; the filters of `audit log list` narrow it down.

    \b
    Examples:
      legspasm audit log search answers.log older_people
      legspasm audit log search answers.log older_people --format jsonl --limit 1
    """
    file, text = file_and(given)
    _list(file, msgspec.structs.replace(query_of(**filters), word=text), limit, format_)


@click.command()
@click.argument("given", nargs=-1, required=True, metavar="[FILE] NUMBER")
@with_knowledge
@with_openings
@click.option("-v", "--verbose", is_flag=True, help="Tell everything.")
@telling
def show(
    given: tuple[str, ...],
    folders: tuple[Path, ...],
    openings: Path | None,
    verbose: bool,
    output: Path | None,
    **how: Any,
) -> None:
    """Tell what the record of an entry says, as `audit show` does.

    \b
    Examples:
      legspasm audit log show answers.log 1
      legspasm audit log show answers.log 1 --format markdown
    """
    file, text = file_and(given)
    if output is not None:
        check_writable(output)
    number = entry_number(text)
    at_hand, proofs = knowledge_at_hand(folders), openings_given(openings)
    with AuditLog(file, read_only=True) as log:
        entry = log.entry(number)
        record = worded(_place(log, entry), _stored(log, entry), at_hand, proofs)
    tell(record.render, output=output, verbose=verbose, **how)


def _list(file: Path, query: Query, limit: int | None, format_: str) -> None:
    unsure = 0

    def count(listed: Listed) -> None:
        nonlocal unsure
        unsure += 1

    with AuditLog(file, read_only=True) as log, progress_beside(len(log), None) as seen:
        found: Iterable[Listed] = select(log, query, unsure=count, seen=seen)
        if limit is not None:
            found = deque(found, maxlen=limit)
        told = (_plain(listed, query.word) for listed in found)
        stream(_written(told, format_))
    if unsure:
        say(message("prompts", "unsure_entries", count=unsure))


def _plain(listed: Listed, word: str) -> dict[str, Any]:
    plain = listed.to_dict()
    if word and listed.outline is not None:
        found = mentions(listed.outline, word)
        plain["matched"] = [{"kind": kind, "name": name} for kind, name in found]
    return plain


def _written(entries: Iterator[dict[str, Any]], format_: str) -> Iterator[str]:
    if format_ == "text":
        return (_printed("log_entry.txt.j2", entry=entry) for entry in entries)
    lines = (json.dumps(entry) for entry in entries)
    return (f"{line}\n" for line in lines) if format_ == "jsonl" else _array(lines)


def _array(lines: Iterator[str]) -> Iterator[str]:
    yield "["
    for at, line in enumerate(lines):
        yield f"{',' if at else ''}\n  {line}"
    yield "\n]\n"


def _stored(log: AuditLog, entry: Entry) -> StoredRecord:
    place, erasure = _place(log, entry), entry.erasure
    if erasure is not None:
        told = {"erases": erasure.erases, "reason": erasure.reason}
        raise LegspasmError([problem("log_entry_erasure", place, **told)])
    if entry.content is None:
        raise LegspasmError([problem("log_entry_erased", place)])
    try:
        stored = entry.record
    except RecordError as error:
        raise RecordError(placed(place, each) for each in error.problems) from error
    if stored is None:
        raise LegspasmError([problem("log_kind", place)])
    return stored


def _place(log: AuditLog, entry: Entry) -> str:
    return f"{log.path}:{entry.number}"


def _printed(template: str, **data: Any) -> str:
    color = wants_color(None, sys.stdout)
    return print_template(template, width=terminal_width(), color=color, **data)
