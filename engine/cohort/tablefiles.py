"""Tables in files, a piece at a time, in and out: Parquet, CSV and JSON Lines. The door to polars.

A file may have any number of rows: what is in memory is a few pieces, whatever its length.
Parquet is read and written by polars, as far as it likes while a piece is worked on.
"""

import os
import re
import shutil
import stat
import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from queue import Full, Queue
from threading import Thread
from typing import IO, Any, Literal, cast, get_args

from legspasm.cohort.batching import Piece
from legspasm.cohort.columns import Frames, Series, frames_of, missing
from legspasm.cohort.naming import Plan
from legspasm.cohort.rowfiles import CsvRows, JsonRows
from legspasm.errors import LegspasmError, problem
from legspasm.packed import Taker

TableFormat = Literal["csv", "jsonl", "parquet"]
FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)
_ENDINGS: dict[str, TableFormat] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".numbers"})
"""How names of files end that spreadsheets keep for themselves."""
_ROWS = 1 << 17
"""Rows of a piece of Parquet."""
_REFUSED = re.compile(r"\b(?:os error|Errno) ([0-9]+)\b")


def format_of(name: str) -> TableFormat | None:
    """The format that the ending of a file's name tells; None where it tells none."""
    return _ENDINGS.get(Path(name).suffix.lower())


class TextTable:
    """A table in CSV or JSON Lines. ``names``: of its columns; in JSON Lines, in its first rows."""

    def __init__(self, file: IO[bytes], name: str, format: TableFormat) -> None:
        self.frames = polars_frames()
        self._text = format == "csv"
        self._file = file
        self.size = _length(file)
        """What ``done`` comes to in the end; None where nobody knows."""
        self._rows: CsvRows | JsonRows = (CsvRows if self._text else JsonRows)(file, name)
        self.names: Sequence[str] = self._rows.names
        self.open = not self._text
        """Whether later rows can have columns that are not in ``names``."""
        self.marked = self._rows.marked
        """Whether it begins with a byte-order mark."""

    @property
    def done(self) -> int:
        """How far it has been read."""
        return self._file.tell() if self.size else 0

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._rows.close()

    @property
    def empty(self) -> int:
        """Rows in which nothing stood, so that they were passed over."""
        return self._rows.empty if isinstance(self._rows, CsvRows) else 0

    @property
    def later(self) -> Sequence[str]:
        """Columns that came up in later rows than the first."""
        return list(self._rows.later) if isinstance(self._rows, JsonRows) else []

    def pieces(self, plan: Plan) -> Iterator[Piece]:
        """The rows, some at a time."""
        frames = self.frames
        whole = isinstance(self._rows, JsonRows) and self._rows.kind(plan.id) == "number"
        column = frames.integers if whole else frames.words
        for rows in self._rows.pieces(plan.columns, plan.id):
            numbers = frames.integers(rows.numbers)
            ids = column(rows.ids) if plan.id else numbers
            yield Piece(numbers, ids, rows.columns, self._text, rows.broken)


class ParquetTable:
    """A table in Parquet. Raises LegspasmError where the file is none.

    It is read from a file with a name: what comes from elsewhere is put into one first.
    """

    open = False
    marked = False
    later = ()
    empty = 0

    def __init__(self, path: Path, name: str) -> None:
        self.frames = polars_frames()
        self._name = name
        with _failing(name):
            self._table = _polars().scan_parquet(path, glob=False)
            self.names: Sequence[str] = self._table.collect_schema().names()
            self.size = int(self._table.select(_polars().len()).collect().item())
        self.done = 0

    def pieces(self, plan: Plan) -> Iterator[Piece]:
        """The rows, some at a time."""
        first = 1
        with _failing(self._name):
            table = self._table.select(plan.columns)
            nobody = table.head(0).collect()
            batches = table.collect_batches(chunk_size=_ROWS, maintain_order=True, lazy=True)
            for frame in chain([nobody], batches):
                frames, columns = frames_of(frame.rechunk())  # as one, not as it lay in the file
                rows = frames.numbered(first, frame.height)
                first += frame.height
                self.done += frame.height
                yield Piece(rows, columns[plan.id] if plan.id else rows, columns)


Table = TextTable | ParquetTable


def write_table(
    columns: Iterable[Mapping[str, Series]],
    file: Taker,
    format: TableFormat,
    *,
    marked: bool = False,
) -> None:
    """Write a table piece by piece; there is at least one, which may have no rows.

    CSV that is ``marked`` begins with a byte-order mark, by which spreadsheets tell UTF-8. Raises
    what making the pieces raises, and OSError where the file takes no more.
    """
    frames = (_polars().DataFrame({n: c.to_native() for n, c in each.items()}) for each in columns)
    if format == "parquet":
        _sink(frames, file)
        return
    if marked and format == "csv":
        file.write(BOM_UTF8)
    for number, frame in enumerate(frames):
        if format == "jsonl":
            file.write(frame.write_ndjson().encode())
        else:
            file.write(frame.write_csv(include_header=not number).encode())


@contextmanager
def named(file: IO[bytes]) -> Iterator[Path]:
    """A file with a name, in which is what ``file`` holds."""
    with tempfile.NamedTemporaryFile(prefix=".legspasm.") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        yield Path(copy.name)


def polars_frames() -> Frames:
    """Columns and tables of polars. Raises LegspasmError where the extra is not installed."""
    return frames_of(_polars().DataFrame())[0]


def _length(file: IO[bytes]) -> int | None:
    """The bytes of a file; None where it is none that has an end, such as a pipe."""
    try:
        status = os.fstat(file.fileno())
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _polars() -> Any:
    try:
        import polars
    except ImportError:
        raise LegspasmError([missing("polars")]) from None
    return polars


def _sink(frames: Iterator[Any], file: Taker) -> None:
    """Write Parquet while the next pieces are worked on, in a thread that no Ctrl-C reaches."""
    from polars.io.plugins import register_io_source

    first = next(frames)
    waiting: Queue[list[Any]] = Queue(2)  # the last one is empty
    failures: list[BaseException] = []

    def write() -> None:
        try:
            pieces = chain.from_iterable(iter(waiting.get, []))
            table = register_io_source(lambda *_: pieces, schema=first.schema)
            table.sink_parquet(cast(Any, file))
        except BaseException as error:  # polars notices Ctrl-C in this thread as well
            failures.append(error)

    writing = Thread(target=write, daemon=True)
    writing.start()
    try:
        for frame in chain([first], frames):
            _hand_over([frame], waiting, writing)
    finally:
        _hand_over([], waiting, writing)
        writing.join()
    for error in failures:
        raise _as_os_error(error)


def _hand_over(frames: list[Any], waiting: "Queue[list[Any]]", writing: Thread) -> None:
    while writing.is_alive():
        with suppress(Full):
            waiting.put(frames, timeout=0.1)
            return


def _as_os_error(error: BaseException) -> BaseException:
    """What the system refused, which polars tells in words."""
    found = _REFUSED.search(str(error))
    if found is None:
        return error
    number = int(found[1])
    return OSError(number, os.strerror(number))


@contextmanager
def _failing(name: str) -> Iterator[None]:
    """What polars cannot read becomes a LegspasmError that names the file."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise LegspasmError([problem("file_unreadable", name, why=why)]) from error
    except _polars().exceptions.PolarsError as error:
        why = str(error).partition("\n")[0]
        raise LegspasmError([problem("table_broken", name, why=why)]) from error
