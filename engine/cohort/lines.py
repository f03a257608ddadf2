"""The lines of a file of text, one that is broken among them.

Text is UTF-8, or UTF-16 with a byte-order mark. Bytes that are no text, and a line that is too
long, are the problem of that line alone.
"""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO

from legspasm.errors import LegspasmError, Problem, problem

MAX_LINE = 1_000_000
"""Characters of a line that are read."""
_WORKBOOK = b"PK\x03\x04"
"""How workbooks begin, which are ZIP files (ISO/IEC 21320-1)."""
_NO_TEXT = re.compile("[\ud800-\udfff]")


class Lines:
    """The lines of a file, and what was wrong with those of the row at hand."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = name
        buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[type-var]  # it reads
        with _reading(name):
            head = buffered.peek(4)[:4]
        if head == _WORKBOOK:
            raise LegspasmError([problem("table_workbook", name)])
        wide = head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
        self.marked = wide or head[:3] == codecs.BOM_UTF8
        """Whether it begins with a byte-order mark, as spreadsheets write it."""
        encoding, errors = ("utf-16", "surrogatepass") if wide else ("utf-8-sig", "surrogateescape")
        self._text = io.TextIOWrapper(buffered, encoding, errors, newline="")
        self.problem: Problem | None = None
        """What is wrong with the lines since this was asked last."""

    def __iter__(self) -> Iterator[str]:
        with _reading(self.name):
            for line in iter(partial(self._text.readline, MAX_LINE), ""):
                if line.isascii() and len(line) < MAX_LINE:
                    yield line
                else:
                    yield self._looked_at(line)

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._text.detach()

    def wrong(self) -> Problem | None:
        """What was wrong with the lines since this was asked last."""
        found, self.problem = self.problem, None
        return found

    def _looked_at(self, line: str) -> str:
        if len(line) == MAX_LINE and line[-1] not in "\r\n":
            self._skip()
            self.problem = problem("file_too_long", limit=MAX_LINE)
            return "\n"
        if not is_text(line):
            self.problem = problem("row_not_text")
            return _NO_TEXT.sub("?", line)
        return line

    def _skip(self) -> None:
        while (rest := self._text.readline(MAX_LINE)) and rest[-1] not in "\r\n":
            pass


def is_text(text: str) -> bool:
    """Whether it is Unicode: JSON can hold halves of characters."""
    return text.isascii() or not _NO_TEXT.search(text)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """What the system refuses, or what is no text as a whole, becomes a LegspasmError."""
    try:
        yield
    except UnicodeDecodeError:
        raise LegspasmError([problem("file_not_text", name)]) from None
    except OSError as error:
        raise LegspasmError([problem("file_unreadable", name, why=error.strerror)]) from error
