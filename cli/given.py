"""What was given on the command line: knowledge, and facts from options or a file; or a record."""

import functools
import io
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec
from legspasm.consultation import consult_facts
from legspasm.errors import (
    FactsError,
    LegspasmError,
    Problem,
    RecordError,
    message,
    printable,
    problem,
    shown,
)
from legspasm.factfile import MAX_BYTES, read_fact_file, read_fact_stream
from legspasm.facts import Fact, check_facts
from legspasm.model import Knowledge
from legspasm.record import Record, read_record
from legspasm.shipped import BUILT_IN, built_in_knowledge
from legspasm.textvalue import parse_value

MAX_RECORD = 20_000_000
"""Bytes of a record that are read."""
_DATABASE = b"SQLite format 3\0"
_LOOKED_UP = r"; `legspasm (?:facts|rules)(?=`[a-z ]+$)"
"""What a problem says in the end where the names that there are can be looked up."""


def of_knowledge(command: Callable[..., None]) -> Callable[..., None]:
    """The option ``knowledge``: the knowledge base in a folder, or the built-in one.

    A problem that names the command which lists the names there are names the folder as well.
    """

    @functools.wraps(command)
    def run(*given: Any, knowledge: Path | None, **options: Any) -> None:
        folder = knowledge
        read = built_in_knowledge() if folder is None else _loaded(folder)
        try:
            command(*given, knowledge=read, **options)
        except LegspasmError as error:
            if folder is None:
                raise
            raise type(error)(_looked_up_in(folder, each) for each in error.problems) from error

    return click.option(
        "--knowledge",
        type=click.Path(path_type=Path),
        metavar="FOLDER",
        help="The knowledge base in this folder, instead of the built-in one.",
    )(run)


def of_folder(command: Callable[..., None]) -> Callable[..., None]:
    """The option ``folder``: where a knowledge base is, read or not; the built-in one's else."""
    return click.option(
        "--knowledge",
        "folder",
        type=click.Path(path_type=Path),
        default=BUILT_IN,
        show_default=False,
        metavar="FOLDER",
        help="The knowledge base in this folder, instead of the built-in one.",
    )(command)


def facts_given(
    knowledge: Knowledge, file: str | None, settings: Iterable[str]
) -> tuple[Fact, ...]:
    """The facts of the file and of the options; all that is wrong in either is told at once."""
    return _facts(knowledge, lambda: {} if file is None else _from_file(file), settings)


def facts_with(knowledge: Knowledge, facts: Iterable[Fact], settings: Iterable[str]) -> Record:
    """The record of these facts of a file, with what the options say in the place of theirs."""
    told = {each.name: each.value for each in facts}
    return consult_facts(knowledge, _facts(knowledge, lambda: told, settings))


def record_given(knowledge: Knowledge, source: str | None, settings: tuple[str, ...]) -> Record:
    """A stored record, or the one that a file of facts and the options come to."""
    if source is None:
        return consult_facts(knowledge, facts_given(knowledge, None, settings))
    opened: list[tuple[str, bytes]] = []

    def told() -> Mapping[str, object]:
        opened.append(read_whole(source))
        name, data = opened[0]
        return {} if _is_record(data) else read_fact_stream(io.BytesIO(data), name)

    facts = _facts(knowledge, told, settings)
    name, data = opened[0]
    if not _is_record(data):
        return consult_facts(knowledge, facts)
    if settings:
        raise LegspasmError([problem("record_and_set")])
    try:
        return read_record(data, knowledge)
    except RecordError as error:
        raise RecordError(placed(name, each) for each in error.problems) from error


def read_whole(source: str) -> tuple[str, bytes]:
    """What errors call a file or standard input (-), and its bytes.

    Raises FactsError where it cannot be read, is too long, or is a log of records.
    """
    name = message("prompts", "standard_input") if source == "-" else source
    try:
        if source == "-":
            data = standard_input().read(MAX_RECORD + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(MAX_RECORD + 1)
    except FileNotFoundError:
        raise FactsError([problem("file_missing", name)]) from None
    except OSError as error:
        raise FactsError([problem("file_unreadable", name, why=error.strerror)]) from error
    if is_log(data):
        raise FactsError([problem("record_is_log", name)])
    if len(data) > MAX_RECORD:
        raise FactsError([problem("file_too_long", name, limit=MAX_RECORD)])
    return name, data


def is_log(data: bytes) -> bool:
    """Whether these bytes begin as a log of records does."""
    return data.startswith(_DATABASE)


def standard_input() -> BinaryIO:
    """Standard input as bytes. Raises FactsError where it is closed."""
    if sys.stdin is None:
        name = message("prompts", "standard_input")
        raise FactsError([problem("file_unreadable", name, why=message("values", "closed"))])
    return sys.stdin.buffer


def placed(name: str, found: Problem) -> Problem:
    """A problem of a record, with the name of its file before its place in the record."""
    return msgspec.structs.replace(found, place=":".join(filter(None, (name, found.place))))


def values_of(
    knowledge: Knowledge, settings: Iterable[str], problems: list[Problem]
) -> Mapping[str, object]:
    """The raw values of NAME=VALUE settings."""
    definitions = {definition.name: definition for definition in knowledge.facts}
    given: dict[str, object] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        name = name.strip()
        if not equals:
            problems.append(problem("set_misshapen", "--set", got=shown(setting)))
        elif name in given:
            problems.append(problem("set_twice", name))
        else:
            known = name in definitions
            given[name] = parse_value(definitions[name], text) if known else text
    return given


def _loaded(folder: Path) -> Knowledge:
    from legspasm.reader import load_knowledge

    return load_knowledge(folder)


def _looked_up_in(folder: Path, found: Problem) -> Problem:
    import shlex

    option = f" --knowledge {shlex.quote(str(folder))}"
    text = re.sub(_LOOKED_UP, lambda named: named[0] + option, found.text)
    return msgspec.structs.replace(found, text=printable(text))


def _facts(
    knowledge: Knowledge, read: Callable[[], Mapping[str, object]], settings: Iterable[str]
) -> tuple[Fact, ...]:
    problems: list[Problem] = []
    options = values_of(knowledge, settings, problems)
    told: Mapping[str, object] = {}
    facts: tuple[Fact, ...] = ()
    try:
        told = read()
    except FactsError as error:
        problems += error.problems
    try:
        facts = check_facts(knowledge, (told, "file"), (options, "option"))
    except FactsError as error:
        problems += error.problems
    if problems:
        raise FactsError(problems)
    return facts


def _from_file(file: str) -> Mapping[str, object]:
    if file != "-":
        return read_fact_file(Path(file))
    name = message("prompts", "standard_input")
    try:
        return read_fact_stream(standard_input(), name)
    except OSError as error:
        raise FactsError([problem("file_unreadable", name, why=error.strerror)]) from error


class _Head(msgspec.Struct):
    schema: str


def _is_record(data: bytes) -> bool:
    """Whether it is JSON that says what its schema is: facts do not."""
    try:
        msgspec.json.decode(data, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return len(data) > MAX_BYTES
    return True
