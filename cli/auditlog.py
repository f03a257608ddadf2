"""``legspasm audit log``: the log of many records; whether it is whole, where it ends, erasing."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click
import msgspec
from legspasm.audit.chain import Entry
from legspasm.audit.database import check_header
from legspasm.audit.log import AuditLog
from legspasm.audit.logcheck import check_log
from legspasm.cli.deferred import Deferred
from legspasm.cli.output import deliver, is_terminal, terminal_width, wants_color
from legspasm.cli.records import knowledge_at_hand, with_knowledge
from legspasm.errors import LegspasmError, Problem, message, printable, problem, shown
from legspasm.prose import print_template

_COMMANDS = {
    "export": "logexport:export",
    "list": "logquery:list_entries",
    "replay": "replay:replay_log",
    "search": "logquery:search",
    "show": "logquery:show",
    "stats": "logexport:stats",
}


@click.group("log", commands=Deferred(_COMMANDS))
def audit_log() -> None:
    """Work with a log of many records, as `consult --log FILE` keeps it.

    FILE may be left out where LEGSPASM_LOG names it.

    \b
    Examples:
      legspasm audit log verify answers.log
      legspasm audit log head answers.log
    """


def log_file(command: Callable[..., None]) -> Callable[..., None]:
    """The argument ``file``: the log."""
    return click.argument(
        "file", type=click.Path(path_type=Path), envvar="LEGSPASM_LOG", metavar="[FILE]"
    )(command)


def file_and(given: tuple[str, ...]) -> tuple[Path, str]:
    """The log, from the environment where it is not given, and the one argument after it."""
    if len(given) > 2:
        raise click.UsageError(f"Got unexpected extra argument ({given[2]})")
    named = os.environ.get("LEGSPASM_LOG") if len(given) == 1 else given[0]
    if not named:
        raise LegspasmError([problem("log_not_named")])
    return Path(named), given[-1]


def entry_number(text: str) -> int:
    """The number of an entry. Raises LegspasmError where it is none."""
    if text.isascii() and text.isdecimal() and len(text) < 19 and int(text) > 0:
        return int(text)
    raise LegspasmError([problem("log_entry_number", got=shown(text))])


@contextmanager
def progress(count: int) -> Iterator[Callable[[object], None]]:
    """A bar on standard error that moves with each of them; nothing where that is no terminal."""
    if not is_terminal(sys.stderr):
        yield lambda each: None
        return
    with click.progressbar(length=count, file=sys.stderr, update_min_steps=16) as bar:
        yield lambda each: bar.update(1)


def progress_beside(
    count: int, output: Path | None
) -> AbstractContextManager[Callable[[Entry], None]]:
    """A bar, unless what is written to the terminal shows already how far it is."""
    if output is None and is_terminal(sys.stdout):
        return nullcontext(lambda entry: None)
    return progress(count)


@audit_log.command()
@log_file
@click.option(
    "--expect-head",
    metavar="DIGEST",
    help="A hash that `audit log head` printed once: it must be in the log.",
)
@with_knowledge
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Text or JSON."
)
def verify(file: Path, expect_head: str | None, folders: tuple[Path, ...], format_: str) -> None:
    """Check the chain, every content and every record of a log.

    A chain alone cannot show that its end was cut off, or that all of it was written anew. Keep
    what `audit log head` prints somewhere else, and give it with --expect-head: what came after it
    is fine, but it has to be there. Exit status 1 where anything is wrong, or a record could not be
    checked for want of its knowledge.

    \b
    Examples:
      legspasm audit log verify answers.log
      legspasm audit log verify answers.log --knowledge old_knowledge
    """
    head = None if expect_head is None else _head(expect_head)
    problems: list[Problem] = []

    def found(each: Problem) -> None:
        if format_ == "text":
            _say("log_problem.txt.j2", problem=each)
        else:
            problems.append(each)

    at_hand = knowledge_at_hand(folders)
    with AuditLog(file, knowledge=at_hand, read_only=True) as log, progress(len(log)) as seen:
        checked = check_log(log, found, expect_head=head, seen=seen)
    if format_ == "json":
        told = {**msgspec.to_builtins(checked), "found": msgspec.to_builtins(problems)}
        deliver(json.dumps(told, ensure_ascii=False, indent=2) + "\n", format="json")
    else:
        _say("log_checked.txt.j2", checked=checked, file=file)
    sys.exit(0 if checked.verified else 1)


@audit_log.command()
@log_file
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Text or JSON."
)
def head(file: Path, format_: str) -> None:
    """Print the hash of the last entry: keep it elsewhere, for `audit log verify --expect-head`.

    \b
    Examples:
      legspasm audit log head answers.log
    """
    with AuditLog(file, read_only=True) as log:
        found = log.head()
    told = json.dumps(msgspec.to_builtins(found)) if format_ == "json" else printable(found.hash)
    deliver(f"{told}\n", format=format_)


@audit_log.command()
@click.argument("given", nargs=-1, required=True, metavar="[FILE] NUMBER")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays in the log.")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
def erase(given: tuple[str, ...], reason: str, yes: bool) -> None:
    """Take the content of an entry out of a log, for good. The chain still verifies.

    What stays is its number, its time, and a salted commitment that tells nothing; a new entry says
    that it was erased, and why.

    \b
    Examples:
      legspasm audit log erase answers.log 1 --reason "asked for by the person" --yes
    """
    file, text = file_and(given)
    number = entry_number(text)
    check_header(file)
    if not yes:
        if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
            raise LegspasmError([problem("erase_unconfirmed", "--yes")])
        click.confirm(message("prompts", "erase", number=number), abort=True, err=True)
    with AuditLog(file) as log:
        entry = log.erase(number, reason)
    _say("log_erased.txt.j2", number=number, entry=entry)


def _head(given: str) -> str:
    """A hash as somebody kept it: a slip of the pen is not to look as if the log were cut."""
    found = given.strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", found):
        raise LegspasmError([problem("log_head_misshapen", "--expect-head", got=shown(given))])
    return found


def _say(template: str, **data: Any) -> None:
    color = wants_color(None, sys.stdout)
    deliver(print_template(template, width=terminal_width(), color=color, **data))
