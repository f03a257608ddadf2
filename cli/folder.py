"""A new folder of files, whole or not at all: written beside its place and moved there."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from legspasm.errors import LegspasmError, Problem, problem


def problems_of_folder(path: Path) -> list[Problem]:
    """Why no new folder can come to lie at ``path``, found before any work is done for it.

    An empty folder gives way to it, except for the one that the program runs in.
    """
    try:
        target = _target(path)
        if target.exists():
            if any(target.iterdir()):
                return [problem("folder_not_empty", str(path))]
            if target.samefile(Path.cwd()):
                return [problem("folder_here", str(path))]
        _check_parent(target.parent)
    except (OSError, ValueError) as error:  # ValueError: a name that no folder can have
        return [_unwritable(path, error)]
    return []


def write_folder(files: Mapping[str, str], path: Path) -> None:
    """Make the folder ``path`` of these texts, by their names in it.

    Raises LegspasmError where that cannot be done, and then leaves nothing behind.
    """
    try:
        target = _target(path)
        with _beside(target) as folder:
            for name, text in files.items():
                file = folder / name
                file.parent.mkdir(exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")
            folder.replace(target)  # refused by the system where there is something in it
    except OSError as error:
        raise LegspasmError([_unwritable(path, error)]) from error


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder that is gone in the end, unless it has been moved."""
    hidden = Path(tempfile.mkdtemp(dir=target.parent, prefix=".legspasm."))
    folder = hidden / "new"
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _target(path: Path) -> Path:
    """Where the folder comes to lie; links are followed."""
    return Path(os.path.realpath(path))


def _check_parent(parent: Path) -> None:
    if not parent.is_dir():
        code = errno.ENOTDIR if parent.exists() else errno.ENOENT
        raise OSError(code, os.strerror(code))
    if not os.access(parent, os.W_OK | os.X_OK):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))


def _unwritable(path: Path, error: OSError | ValueError) -> Problem:
    why = getattr(error, "strerror", None) or str(error)
    return problem("file_unwritable", str(path), why=why)
