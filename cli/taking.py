"""Results that are written piece by piece, to a file or standard output, by whatever library."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

import click
from legspasm.cli.output import abandon_output, in_place, unwritable
from legspasm.errors import message


class Taking:
    """A file that takes bytes piece by piece, or standard output.

    What it refuses is kept in ``failure``, since not every library hands it on as it is.
    """

    def __init__(self, file: IO[bytes], path: Path | None) -> None:
        self._file = file
        self._path = path
        self.failure: Exception | None = None

    def write(self, data: bytes) -> int:
        """Write all of ``data``. Raises LegspasmError, or Exit where nobody reads any more."""
        try:
            return self._file.write(data)
        except OSError as error:
            if self._path is None:
                abandon_output()
            gone = isinstance(error, BrokenPipeError)
            refused = unwritable(_called(self._path), str(error.strerror))
            self.failure = click.exceptions.Exit(0) if gone else refused
            raise self.failure from error

    def flush(self) -> None:
        """Nothing: what waits is handed on in the end."""


@contextmanager
def taking(path: Path | None) -> Iterator[Taking]:
    """A file, or standard output, that takes what comes; a file appears whole or not at all.

    Raises LegspasmError where it takes no more, and ends the program quietly where whoever reads
    standard output has had enough.
    """
    if path is None and sys.stdout is None:
        raise unwritable(_called(None), message("values", "closed"))
    try:
        with nullcontext(sys.stdout.buffer) if path is None else in_place(path) as file:
            taken = Taking(file, path)
            try:
                yield taken
            except Exception as error:  # what the file refused, others may have told in their words
                raise (taken.failure or error) from None
            file.flush()
    except BrokenPipeError:
        abandon_output()
        raise click.exceptions.Exit(0) from None
    except OSError as error:
        if path is None:
            abandon_output()
        raise unwritable(_called(path), str(error.strerror)) from error


def _called(path: Path | None) -> str:
    return message("prompts", "standard_output") if path is None else str(path)
