"""Records given to an audit: files, folders and standard input, as JSON or as JSON Lines."""

import io
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

import click
import msgspec
from legspasm.cli.given import MAX_RECORD, is_log, placed, read_whole, standard_input
from legspasm.errors import (
    FactsError,
    LegspasmError,
    Problem,
    RecordError,
    message,
    problem,
)
from legspasm.factfile import read_fact_stream
from legspasm.masking import opened
from legspasm.masks import Opening
from legspasm.model import Knowledge
from legspasm.packed import ENDING, unpacked
from legspasm.reader import load_knowledge
from legspasm.record import read_record
from legspasm.shipped import built_in_knowledge
from legspasm.stored import StoredRecord, read_stored

_PACKED_LINES = f".jsonl{ENDING}"


class Given(NamedTuple):
    """A text that should be a record, and what it is called; or why it could not be read."""

    name: str
    text: bytes
    unreadable: tuple[Problem, ...] = ()


def records_given(sources: Iterable[str]) -> Iterator[Given]:
    """Every record of files, folders (``*.json``, ``*.jsonl``) and standard input (``-``).

    What ends in ``.jsonl`` or ``.jsonl.zst``, or comes in by standard input with a record on its
    first line, is read a line at a time. What cannot be read says why, and stops nothing.
    """
    return chain.from_iterable(map(_records, sources))


def knowledge_at_hand(folders: Iterable[Path]) -> list[Knowledge]:
    """The built-in knowledge base and those in ``folders``; all problems of all of them at once."""
    found = [built_in_knowledge()]
    problems: list[Problem] = []
    for folder in folders:
        try:
            found.append(load_knowledge(folder))
        except LegspasmError as error:
            problems += error.problems
    if problems:
        raise LegspasmError(problems)
    return found


def openings_given(path: Path | None) -> list[Opening]:
    """The openings of a file, one a line. Raises RecordError with every line that is none."""
    if path is None:
        return []
    name, data = read_whole(str(path))
    found: list[Opening] = []
    problems: list[Problem] = []
    for number, line in enumerate(data.splitlines(), 1):
        try:
            found.append(msgspec.json.decode(line, type=Opening))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problems.append(problem("opening_misshapen", f"{name}:{number}", why=str(error)))
    if problems:
        raise RecordError(problems)
    return found


def with_knowledge(command: Callable[..., None]) -> Callable[..., None]:
    """The option ``folders``: other knowledge bases that a record may have been made with."""
    return click.option(
        "--knowledge",
        "folders",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FOLDER",
        help="Another knowledge base that records may have been made with; may be repeated.",
    )(command)


def with_openings(command: Callable[..., None]) -> Callable[..., None]:
    """The option ``openings``."""
    return click.option(
        "--openings",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="What proves masked facts, as `consult --openings` wrote it.",
    )(command)


def stored_given(source: str) -> StoredRecord:
    """The one record of a file or of standard input. Raises RecordError for anything else."""
    name, data = read_whole(source)
    try:
        return read_stored(data)
    except RecordError as error:
        if _is_facts(name, data):
            raise RecordError([problem("record_is_facts", name)]) from error
        raise RecordError(placed(name, each) for each in error.problems) from error


def opened_with(
    stored: StoredRecord, at_hand: Iterable[Knowledge], openings: Iterable[Opening]
) -> StoredRecord:
    """The record with what ``openings`` prove of it, where its knowledge is at hand."""
    knowledge = _made_with(stored, at_hand)
    if knowledge is None:
        return stored
    return StoredRecord(opened(stored.document, openings, knowledge))


def worded(
    name: str,
    stored: StoredRecord,
    at_hand: Iterable[Knowledge],
    openings: Collection[Opening] = (),
) -> StoredRecord:
    """The record with the words of its knowledge, if that is at hand and nothing stays masked.

    Then it is checked as well: what does not follow is not put in words. Raises RecordError.
    """
    knowledge = _made_with(stored, at_hand)
    if knowledge is None:
        return stored
    told = StoredRecord(opened(stored.document, openings, knowledge))
    if told.document.body.masked:
        return told
    try:
        return read_record(stored.to_json(), knowledge, openings=openings)
    except RecordError as error:
        raise RecordError(placed(name, each) for each in error.problems) from error


def _made_with(stored: StoredRecord, at_hand: Iterable[Knowledge]) -> Knowledge | None:
    digest = stored.document.body.knowledge.digest
    return next((knowledge for knowledge in at_hand if knowledge.digest == digest), None)


def _is_facts(name: str, data: bytes) -> bool:
    try:
        told = read_fact_stream(io.BytesIO(data), name)
    except FactsError:
        return False
    return "schema" not in told


def _records(source: str) -> Iterator[Given]:
    path = Path(source)
    name = message("prompts", "standard_input") if source == "-" else source
    try:
        if source == "-":
            yield from _stream(standard_input(), name)
        elif path.is_dir():
            yield from _folder(path)
        elif path.suffix == ".jsonl":
            with path.open("rb") as lines:
                yield from _lines(lines, name)
        elif path.name.endswith(_PACKED_LINES):
            with path.open("rb") as packed, unpacked(packed, name) as lines:
                yield from _lines(lines, name)
        else:
            yield Given(name, read_whole(source)[1])
    except LegspasmError as error:
        yield Given(name, b"", error.problems)
    except FileNotFoundError:
        yield Given(name, b"", (problem("file_missing", name),))
    except OSError as error:
        yield Given(name, b"", (problem("file_unreadable", name, why=error.strerror),))


def _folder(path: Path) -> Iterator[Given]:
    """The records below a folder, by name; a folder that may not be entered is told, too."""
    barred: list[OSError] = []
    found = sorted(
        Path(folder, name)
        for folder, _, names in os.walk(path, onerror=barred.append)
        for name in names
        if name.endswith((".json", ".jsonl", _PACKED_LINES))
    )
    for file in found:
        yield from _records(str(file))
    for error in barred:
        name = str(error.filename)
        yield Given(name, b"", (problem("file_unreadable", name, why=error.strerror),))


def _stream(stream: BinaryIO, name: str) -> Iterator[Given]:
    """One record over many lines, or a record on each line: the first line tells."""
    first = stream.readline(MAX_RECORD + 1)
    if is_log(first):
        raise RecordError([problem("record_is_log", name)])
    if _is_whole(first):
        yield from _lines(chain([first], iter(lambda: stream.readline(MAX_RECORD + 1), b"")), name)
        return
    text = first + stream.read(MAX_RECORD + 1 - len(first))
    if len(text) > MAX_RECORD:
        raise RecordError([problem("file_too_long", name, limit=MAX_RECORD)])
    if text.strip():
        yield Given(name, text)


def _lines(lines: Iterable[bytes], name: str) -> Iterator[Given]:
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_RECORD:
            raise RecordError([problem("file_too_long", f"{name}:{number}", limit=MAX_RECORD)])
        if line.strip():
            yield Given(f"{name}:{number}", line)


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True
