"""Files of lines that are compressed by Zstandard (RFC 8878): the door to that library."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, cast

from legspasm.errors import LegspasmError, problem

ENDING = ".zst"


class Taker(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> object:
        """Take all of them."""


@contextmanager
def compressed(file: Taker) -> Iterator[Taker]:
    """``file``, written through the library. Raises LegspasmError where that is not installed."""
    with _library().ZstdCompressor().stream_writer(cast(Any, file), closefd=False) as writer:
        yield writer


@contextmanager
def unpacked(file: Any, name: str) -> Iterator[Iterator[bytes]]:
    """The lines of ``file``, which problems call ``name``.

    Raises LegspasmError where the library is not installed, and where the file is not whole.
    """
    library = _library()
    try:
        reader = library.ZstdDecompressor().stream_reader(file, read_across_frames=True)
        with io.BufferedReader(reader) as lines:
            yield lines
    except library.ZstdError as error:
        raise LegspasmError([problem("file_unreadable", name, why=str(error))]) from error


def _library() -> Any:
    try:
        import zstandard
    except ImportError:
        missing = problem("library_missing", name="zstandard", extra="batch")
        raise LegspasmError([missing]) from None
    return zstandard
