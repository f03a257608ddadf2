"""Keeping a consultation's record in a log, where that was asked for, and masking facts of it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec
from legspasm.audit.logform import is_log_file
from legspasm.cli.output import check_writable
from legspasm.errors import FactsError, LegspasmError, Problem, problem
from legspasm.facts import unknown_fact
from legspasm.masks import Opening
from legspasm.model import Knowledge
from legspasm.record import Record

if TYPE_CHECKING:
    from legspasm.audit.log import AuditLog


class Keeping(NamedTuple):
    """Where a record is kept, under which labels, without the values of which facts."""

    log: "AuditLog"
    labels: tuple[str, ...]
    mask: tuple[str, ...]
    openings: Path | None


def keeping(command: Callable[..., None]) -> Callable[..., None]:
    """The options ``log``, ``labels``, ``mask`` and ``openings``."""
    options = [
        click.option(
            "--log",
            type=click.Path(path_type=Path),
            envvar="LEGSPASM_LOG",
            metavar="FILE",
            help="Keep the record in this log. Nothing is kept unless asked.  [env: LEGSPASM_LOG]",
        ),
        click.option(
            "--label",
            "labels",
            multiple=True,
            metavar="TEXT",
            help="A word to find the record by in the log; may be repeated.",
        ),
        click.option(
            "--mask",
            multiple=True,
            metavar="FACT",
            help="Keep a salted commitment in the place of this fact's value; may be repeated.",
        ),
        click.option(
            "--openings",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Append what proves masked values to this file. Without it nobody can prove them.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def keep_in(
    knowledge: Knowledge,
    log: Path | None,
    labels: tuple[str, ...],
    mask: tuple[str, ...],
    openings: Path | None,
) -> Keeping | None:
    """The open log, before anything is asked; None where none was asked for.

    Raises LegspasmError with all that is wrong with the options, or LogError.
    """
    problems: list[Problem] = []
    given = {"--label": labels, "--mask": mask, "--openings": openings}
    if log is None:
        problems += [problem("keeping_needs_log", name) for name, each in given.items() if each]
    elif openings is not None and not mask:
        problems.append(problem("openings_need_mask", "--openings"))
    if not all(map(_is_text, labels)):
        problems.append(problem("label_no_text", "--label"))
    if openings is not None and is_log_file(openings):
        problems.append(problem("output_is_log", "--openings"))
    names = [definition.name for definition in knowledge.facts]
    problems += [unknown_fact(name, names) for name in mask if name not in names]
    if problems:
        raise LegspasmError(problems)
    if openings is not None:
        check_writable(openings)
    if log is None:
        return None
    from legspasm.audit.log import AuditLog

    kept = AuditLog(log)
    click.get_current_context().call_on_close(kept.close)
    return Keeping(kept, labels, mask, openings)


def keep(keeping: Keeping, record: Record) -> None:
    """Store the record. What proves its masked values is stored first: it must not get lost."""
    stored, openings = record.mask(*keeping.mask) if keeping.mask else (record, ())
    if keeping.openings is not None:
        _append(keeping.openings, openings)
    keeping.log.append(stored, keeping.labels)


def _is_text(label: str) -> bool:
    """Whether it is: the shell hands over bytes, and those that are no UTF-8 come as surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in label)


def _append(path: Path, openings: tuple[Opening, ...]) -> None:
    lines = b"".join(msgspec.json.encode(opening) + b"\n" for opening in openings)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FactsError([problem("file_unwritable", str(path), why=error.strerror)]) from error
