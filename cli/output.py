"""Where results go: standard output or a file, whole or not at all."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click
from legspasm.errors import LegspasmError, problem

_PLAIN = str.maketrans(
    {"├": "|", "└": "`", "│": "|", "─": "-", "“": '"', "”": '"', "’": "'", "…": "..."}
)


def terminal_width() -> int:
    """The columns of the terminal, or 80 where there is none."""
    return shutil.get_terminal_size().columns


def wants_color(choice: bool | None, *, to_file: bool = False) -> bool:
    """Whether to colour: as chosen; otherwise on a terminal, unless NO_COLOR is set."""
    if choice is not None:
        return choice
    return not to_file and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def deliver(text: str, path: Path | None) -> None:
    """``text`` to the file ``path``, or to standard output where that is None.

    A file appears whole, or not at all: it is written beside its place and moved there. Raises
    LegspasmError where that cannot be done.
    """
    if path is None:
        _print(text)
        return
    try:
        _write(text, path)
    except OSError as error:
        raise LegspasmError([problem("file_unwritable", str(path), why=error.strerror)]) from error


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate(_PLAIN)
        text = plain.encode(encoding, "replace").decode(encoding)
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has closed; without this the interpreter complains when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(text: str, path: Path) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        return
    target = path.resolve()  # through a link, the file that it points to
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
