"""Tables in files of text, row by row: CSV and JSON Lines. A row that is broken stops no other.

What is wrong with a line, a quote that is not closed, too many or too few cells are problems of the
row in which they are. Empty lines are no rows, nor are those of CSV in which nothing stands, as
spreadsheets leave them at the end. In JSON Lines a line means what it means in a file
of facts.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import IO, Any, Literal

import msgspec
from legspasm.cohort.lines import Lines, is_text
from legspasm.cohort.rejects import Reject
from legspasm.errors import LegspasmError, Problem, problem, shown
from legspasm.jsonfile import plain_json

ROWS = 1 << 15
"""Rows of a piece."""
_BLOCK = 1 << 9
"""Rows that are there at a time."""
_LARGEST = 1 << 63
_QUOTED = re.compile('"[^"]*"')
_MOST_NAMES = 1_000
"""Names of columns that are remembered where no table names them beforehand."""


class Rows(msgspec.Struct, frozen=True):
    """Some rows: their numbers, who they are, their cells by column; what is wrong with others."""

    numbers: Sequence[int]
    ids: Sequence[Any]
    columns: Mapping[str, list[Any]]
    broken: tuple[Reject, ...]


class CsvRows:
    """A table in CSV (RFC 4180, or with semicolons or tabs): ``names`` stand in its first line.

    Raises LegspasmError where there is no such line, or it cannot be read.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._lines = Lines(file, name)
        lines = iter(self._lines)
        first = next((line for line in lines if not line.isspace()), "")
        self._reader = csv.reader(
            chain([first], lines), strict=True, delimiter=_between_cells(first)
        )
        self.marked = self._lines.marked
        self.empty = 0
        """Rows in which nothing stands; lines that are empty do not count."""
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
        first = 1
        while True:
            cells, broken = self._some(first)
            aside = {each.row for each in broken}
            end = first + len(cells[0]) + len(broken)
            numbers = [each for each in range(first, end) if each not in aside]
            told = {each: cells[at] for each, at in places}
            yield Rows(numbers, told.get(id, ()), told, tuple(broken))
            if end < first + ROWS:
                return
            first = end

    def _some(self, first: int) -> tuple[list[list[str]], list[Reject]]:
        """The cells of some rows by column, and what is wrong with others; fewer at the end.

        Few rows are there at a time: their cells are in columns before the next come.
        """
        width, lines = len(self.names), self._lines
        cells: list[list[str]] = [[] for _ in self.names]
        broken: list[Reject] = []
        seen = -1  # lines; once there are no more of them, that is the end
        while (left := ROWS - len(cells[0]) - len(broken)) and seen != self._reader.line_num:
            seen = self._reader.line_num
            rows: list[list[str]] = []
            found: list[Problem] = []
            number = first + len(cells[0]) + len(broken)
            try:
                for row in islice(self._reader, min(left, _BLOCK)):
                    if lines.problem is None and not "".join(row).strip():
                        self.empty += bool(row)
                    elif len(row) == width and lines.problem is None:
                        rows.append(row)
                    else:
                        ragged = problem("row_ragged", expected=width, got=len(row))
                        wrong = lines.wrong() or ragged
                        broken.append(Reject(number + len(rows) + len(found), "", wrong.text))
                        found.append(wrong)
            except csv.Error as error:
                wrong = lines.wrong() or problem("row_broken", why=str(error))
                broken.append(Reject(number + len(rows) + len(found), "", wrong.text))
            for column, more in zip(cells, zip(*rows, strict=True), strict=False):
                column.extend(more)
        return cells, broken


class JsonRows:
    """A table in JSON Lines: a mapping from names to values on each line.

    Raises LegspasmError where none of the first lines is one.

    ``names`` are those of its first lines; ``later`` gets the names that come up after these.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._lines = Lines(file, name)
        self.marked = self._lines.marked
        self._rows = self._read(self._lines)
        self._first = list(islice(self._rows, ROWS))
        if not self._first:
            raise LegspasmError([problem("file_empty", name)])
        broken = self._first[0]
        found = [row for row in self._first if isinstance(row, dict)]
        if isinstance(broken, Problem) and not found:
            raise LegspasmError([Reject(1, "", broken.text).problem(name)])
        self.names = list(dict.fromkeys(key for row in found for key in row))
        self.later: dict[str, None] = {}

    def pieces(self, columns: Sequence[str], id: str = "") -> Iterator[Rows]:
        """The rows, some at a time, with the cells of these columns; None where one has none.

        What says who it is (``id``) is text or a whole number, and the same for all rows.
        """
        kind = self.kind(id)
        seen = set(self.names)
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
                if not seen.issuperset(row) and len(self.later) < _MOST_NAMES:
                    self.later.update(dict.fromkeys(each for each in row if each not in seen))
                    seen.update(self.later)
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


def _between_cells(first: str) -> str:
    """What separates cells, by the first line: spreadsheets of some languages write semicolons."""
    return max(",;\t", key=_QUOTED.sub("", first).count)


def _is(cell: object, kind: Literal["text", "number"]) -> bool:
    if kind == "text":
        return cell is None or (isinstance(cell, str) and is_text(cell))
    whole = isinstance(cell, int) and not isinstance(cell, bool)
    return cell is None or (whole and -_LARGEST <= cell < _LARGEST)  # type: ignore[operator]  # it is a number


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
