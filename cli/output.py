"""Where words go: results to standard output or a file, whole or not at all; the rest aside.

A stream that cannot show a character gets the nearest plain text, in a form that keeps its meaning:
escapes in JSON, character references in HTML, plain quotes and lines elsewhere.
"""

import contextlib
import errno
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

import click
from legspasm.audit.logform import is_log_file
from legspasm.errors import LegspasmError, message, problem

_PLAIN = str.maketrans(
    {"├": "|", "└": "`", "│": "|", "─": "-", "“": '"', "”": '"', "’": "'", "…": "..."}
)


def terminal_width() -> int:
    """The columns of the terminal, or 80 where there is none. Prompts may have one alone."""
    try:
        columns = os.get_terminal_size(sys.__stderr__.fileno()).columns if sys.__stderr__ else 0
    except (OSError, ValueError):
        columns = 0
    return shutil.get_terminal_size((columns or 80, 24)).columns


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether ``stream`` is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def wants_color(choice: bool | None, stream: IO[str] | None) -> bool:
    """Whether to colour: as chosen; otherwise on a terminal, unless NO_COLOR is set.

    ``stream`` is where the words go; None is a file.
    """
    if choice is not None:
        return choice
    dumb = os.environ.get("TERM") == "dumb"
    return is_terminal(stream) and not dumb and not os.environ.get("NO_COLOR")


def say(text: str, *, newline: bool = True) -> None:
    """What is not a result, to standard error."""
    if sys.stderr is not None:
        text = _showable(text, sys.stderr.encoding, "text")
        click.echo(text, err=True, nl=newline)


def check_writable(path: Path) -> None:
    """Raise LegspasmError where ``path`` cannot be written, before any work is done for it."""
    try:
        folder = path.parent.stat()
        found = path.stat() if path.exists() else None
    except OSError as error:  # also where a folder on the way may not be entered
        raise unwritable(str(path), str(error.strerror)) from error
    if found is not None and stat.S_ISDIR(found.st_mode):
        raise unwritable(str(path), os.strerror(errno.EISDIR))
    if not stat.S_ISDIR(folder.st_mode):
        raise unwritable(str(path), os.strerror(errno.ENOTDIR))
    if not os.access(path.parent if found is None else path, os.W_OK):
        raise unwritable(str(path), os.strerror(errno.EACCES))
    if is_log_file(path):
        raise LegspasmError([problem("output_is_log", str(path))])


def check_apart(**files: Path | None) -> None:
    """Raise LegspasmError where two of these, by the name of their option, are one file.

    ``input`` is an argument.
    """
    found: dict[str, str] = {}
    problems = []
    for option, path in files.items():
        if path is not None:
            real = os.path.realpath(path)
            name = option.upper() if option == "input" else f"--{option}"
            if real in found:
                problems.append(problem("same_file", name, other=found[real]))
            found[real] = name
    if problems:
        raise LegspasmError(problems)


def deliver(text: str, path: Path | None = None, *, format: str = "text") -> None:
    """``text`` to the file ``path``, or to standard output where that is None.

    A file appears whole, or not at all: it is written beside its place and moved there. Raises
    LegspasmError where that cannot be done.
    """
    try:
        if path is None:
            _print(text, format)
        else:
            _write(text, path)
    except (OSError, UnicodeError) as error:
        name = message("prompts", "standard_output") if path is None else str(path)
        if path is None:
            abandon_output()
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise unwritable(name, str(why)) from error


def stream(pieces: Iterable[str] | Iterable[bytes], path: Path | None = None) -> None:
    """Pieces as they come, to a file or to standard output; in memory there is only one.

    Bytes stay as they are. A file appears whole or not at all, and nobody is made to wait for more
    once whoever read has had enough. Raises what :func:`deliver` does.
    """
    name = message("prompts", "standard_output") if path is None else str(path)
    try:
        if path is not None:
            with in_place(path) as file:
                for piece in pieces:
                    file.write(piece if isinstance(piece, bytes) else piece.encode())
            return
        if sys.stdout is None:
            raise unwritable(name, message("values", "closed"))
        for piece in pieces:
            if isinstance(piece, bytes):
                sys.stdout.buffer.write(piece)
            else:
                sys.stdout.write(_showable(piece, sys.stdout.encoding, "text"))
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_output()
    except OSError as error:
        if path is None:
            abandon_output()
        raise unwritable(name, str(error.strerror)) from error


@contextlib.contextmanager
def in_place(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place once it is whole. Raises OSError."""
    if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
        with path.open("wb") as device:
            yield device
        return
    target = _behind_links(path)
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".legspasm.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def unwritable(place: str, why: str) -> LegspasmError:
    """The error that nothing can be written at ``place``."""
    return LegspasmError([problem("file_unwritable", place, why=why)])


def abandon_output() -> None:
    """Send what is still to be printed nowhere, so that the end of the process is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(text: str, format: str) -> None:
    if sys.stdout is None:
        raise unwritable(message("prompts", "standard_output"), message("values", "closed"))
    try:
        click.echo(_showable(text, sys.stdout.encoding, format), nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has had enough
        abandon_output()


def _showable(text: str, encoding: str | None, format: str) -> str:
    encoding = encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return _FALLBACKS.get(format, _as_plain_text)(text, encoding)
    return text


def _as_plain_text(text: str, encoding: str) -> str:
    return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)


def _as_plain_html(text: str, encoding: str) -> str:
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding)


def _as_plain_json(text: str, encoding: str) -> str:
    return json.dumps(json.loads(text), indent=2) + "\n"


_FALLBACKS: dict[str, Callable[[str, str], str]] = {
    "html": _as_plain_html,
    "json": _as_plain_json,
}


def _write(text: str, path: Path) -> None:
    data = text.encode("utf-8")
    with in_place(path) as file:
        file.write(data)


def _behind_links(path: Path) -> Path:
    """The file that a link points to, also where it is not there yet. Raises OSError on a loop."""
    try:
        return Path(os.path.realpath(path, strict=True))
    except FileNotFoundError:
        return Path(os.path.realpath(path))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
