"""Tables in files of text, row by row: CSV and JSON Lines. A row that is broken stops no other.

Text is UTF-8, or UTF-16 with a byte-order mark. Bytes that are no text, a line that is too long, a
quote that is not closed, too many or too few cells are problems of the row in which they are.
Empty lines are no rows. In JSON Lines a line means what it means in a file of facts.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any, Literal

import msgspec
from legspasm.cohort.rejects import Reject
from legspasm.errors import LegspasmError, Problem, problem, shown
from legspasm.jsonfile import plain_json

MAX_LINE = 1_000_000
"""Characters of a line that are read."""
ROWS = 1 << 16
"""Rows of a piece."""
_NO_TEXT = re.compile("[\ud800-\udfff]")
_LARGEST = 1 << 63
_MOST_NAMES = 100
"""Names of columns that are remembered where no table names them beforehand."""


class Rows(msgspec.Struct, frozen=True):
    """Some rows: their numbers, who they are, their cells by column; what is wrong with others."""

    numbers: Sequence[int]
    ids: Sequence[Any]
    columns: Mapping[str, list[Any]]
    broken: tuple[Reject, ...]


class Lines:
    """The lines of a file, and what was wrong with those of the row at hand."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = name
        buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[type-var]  # it reads
        with _reading(name):
            wide = buffered.peek(2)[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
        encoding, errors = ("utf-16", "surrogatepass") if wide else ("utf-8-sig", "surrogateescape")
        self._text = io.TextIOWrapper(buffered, encoding, errors, newline="")
        self._problem: Problem | None = None

    def __iter__(self) -> Iterator[str]:
        with _reading(self.name):
            while line := self._text.readline(MAX_LINE):
                if len(line) == MAX_LINE and line[-1] not in "\r\n":
                    self._problem = problem("file_too_long", limit=MAX_LINE)
                    self._skip()
                    line = "\n"
                elif not line.isascii() and _NO_TEXT.search(line):
                    self._problem = problem("file_not_text")
                    line = _NO_TEXT.sub("?", line)
                yield line

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._text.detach()

    def wrong(self) -> Problem | None:
        """What was wrong with the lines since this was asked last."""
        found, self._problem = self._problem, None
        return found

    def _skip(self) -> None:
        while (rest := self._text.readline(MAX_LINE)) and rest[-1] not in "\r\n":
            pass


class CsvRows:
    """A table in CSV (RFC 4180): ``names`` stand in its first line.

    Raises LegspasmError where there is no such line, or it cannot be read.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._lines = Lines(file, name)
        self._reader = csv.reader(self._lines, strict=True)
        try:
            self.names = next((row for row in self._reader if row), [])
        except csv.Error as error:
            raise LegspasmError([problem("row_broken", name, why=str(error))]) from error
        wrong = self._lines.wrong()
        if wrong:
            raise LegspasmError([msgspec.structs.replace(wrong, place=name)])
        if not self.names:
            raise LegspasmError([problem("file_empty", name)])

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._lines.close()

    def pieces(self, columns: Sequence[str], id: str = "") -> Iterator[Rows]:
        """The rows, some at a time, with the cells of these columns; an ``id`` is any text."""
        places = [(each, self.names.index(each)) for each in columns]
        width, number, more = len(self.names), 0, True
        while more:
            rows: list[list[str]] = []
            numbers: list[int] = []
            broken: list[Reject] = []
            while len(rows) + len(broken) < ROWS:
                try:
                    row = next(self._reader)
                    wrong = self._lines.wrong()
                    if not row and not wrong:
                        continue
                    if not wrong and len(row) != width:
                        wrong = problem("row_ragged", expected=width, got=len(row))
                except StopIteration:
                    more = False
                    break
                except csv.Error as error:
                    wrong = self._lines.wrong() or problem("row_broken", why=str(error))
                number += 1
                if wrong:
                    broken.append(Reject(number, "", wrong.text))
                else:
                    rows.append(row)
                    numbers.append(number)
            cells = {each: [row[at] for row in rows] for each, at in places}
            yield Rows(numbers, cells.get(id, ()), cells, tuple(broken))


class JsonRows:
    """A table in JSON Lines: a mapping from names to values on each line.

    Raises LegspasmError where none of the first lines is one.

    ``names`` are those of its first lines; ``unseen`` gets the names that come later and are not
    read.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._lines = Lines(file, name)
        self._rows = self._read(self._lines)
        self._first = list(islice(self._rows, ROWS))
        if not self._first:
            raise LegspasmError([problem("file_empty", name)])
        broken = self._first[0]
        found = [row for row in self._first if isinstance(row, dict)]
        if isinstance(broken, Problem) and not found:
            raise LegspasmError([Reject(1, "", broken.text).problem(name)])
        self.names = list(dict.fromkeys(key for row in found for key in row))
        self.unseen: dict[str, None] = {}

    def pieces(self, columns: Sequence[str], id: str = "") -> Iterator[Rows]:
        """The rows, some at a time, with the cells of these columns; None where one has none.

        What says who it is (``id``) is text or a whole number, and the same for all rows.
        """
        kind = self.kind(id)
        seen = {*columns, *self.names}
        done, first = 0, self._first
        self._first = []
        while first:
            rows: list[dict[str, Any]] = []
            numbers: list[int] = []
            broken: list[Reject] = []
            for number, row in enumerate(first, done + 1):
                if isinstance(row, Problem):
                    broken.append(Reject(number, "", row.text))
                    continue
                if id and not _is(row.get(id), kind):
                    told = problem(
                        "row_id_text" if kind == "text" else "row_id_number",
                        got=shown(row.get(id)),
                    )
                    broken.append(Reject(number, id, told.text))
                    continue
                rows.append(row)
                numbers.append(number)
                if not seen.issuperset(row) and len(self.unseen) < _MOST_NAMES:
                    self.unseen.update(dict.fromkeys(each for each in row if each not in seen))
            cells = {each: [row.get(each) for row in rows] for each in columns}
            yield Rows(numbers, cells.get(id, ()), cells, tuple(broken))
            done += len(first)
            first = list(islice(self._rows, ROWS))

    def kind(self, id: str) -> Literal["text", "number"]:
        """What says who it is: what the first of the rows has that has any."""
        found = (row.get(id) for row in self._first if isinstance(row, dict))
        first = next((each for each in found if each is not None), "")
        return "number" if _is(first, "number") else "text"

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._lines.close()

    @staticmethod
    def _read(lines: Lines) -> Iterator[dict[str, Any] | Problem]:
        for line in lines:
            wrong = lines.wrong()
            if wrong:
                yield wrong
            elif not line.isspace():
                yield _mapping(line)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """What the system refuses, or what is no text as a whole, becomes a LegspasmError."""
    try:
        yield
    except UnicodeDecodeError:
        raise LegspasmError([problem("file_not_text", name)]) from None
    except OSError as error:
        raise LegspasmError([problem("file_unreadable", name, why=error.strerror)]) from error


def _is(cell: object, kind: Literal["text", "number"]) -> bool:
    if kind == "text":
        return cell is None or isinstance(cell, str)
    whole = isinstance(cell, int) and not isinstance(cell, bool)
    return cell is None or (whole and -_LARGEST <= cell < _LARGEST)  # type: ignore[operator]


def _mapping(line: str) -> dict[str, Any] | Problem:
    """What a line holds. That of most lines can be told fast: no name can stand there twice."""
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        row = None
    if not isinstance(row, dict) or line.count(":") != len(row):
        problems: list[Problem] = []
        row = plain_json(line, "", problems)
        if problems:
            return problems[0]
    if not isinstance(row, dict):
        return problem("facts_not_mapping", got=shown(row))
    if str(row.get("schema")).startswith("legspasm."):
        return problem("facts_are_record")
    return row
