"""What was made from files of the package once, kept as Python keeps its own bytecode.

To compile a template takes far longer than to print it, and to read the built-in knowledge takes
longer than to consult it. So what comes of both is kept beside the files that it was made from, in
``__pycache__``. It is put there when the package is built (``setup.py``); where it is missing, the
first process that made it keeps it for the next. As with Python's bytecode, nothing is written
where the folder may not be written to or PYTHONDONTWRITEBYTECODE says so, and nobody is told.

What is kept is never the wrong thing. It is taken only where all that it was made from is the
same: what the caller names (the bytes of the files), the code of this package, byte by byte, and
the kind of Python that runs it. And it is taken only where it is whole.
"""

import contextlib
import importlib.util
import os
import sys
import threading
from hashlib import sha256
from io import FileIO
from pathlib import Path
from types import CodeType

from legspasm.version import VERSION


def code_in(folder: Path) -> str:
    """The SHA-256 of the Python code in a folder, names and bytes."""
    with os.scandir(folder) as found:
        files = sorted((each.name, each.path) for each in found if each.name.endswith(".py"))
    digest = sha256()
    for name, path in files:
        with FileIO(path) as file:
            data = file.readall()
        digest.update(f"{name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


_MADE_BY = (
    VERSION,
    importlib.util.MAGIC_NUMBER,
    sys.flags.optimize,
    code_in(Path(__file__).parent),
)
"""Taken when this module is loaded, so before any module whose work is kept."""


def kept(path: Path, kind: str, made_from: object) -> bytes | None:
    """What was kept for the file or folder ``path``; None where it was made from something else.

    ``kind`` (letters and digits) tells apart what is kept for the same path. The ``repr`` of
    ``made_from`` must hold all that decides what is made.
    """
    try:
        data = _place(path, kind).read_bytes()
    except (OSError, NotImplementedError):  # it is not there, or this Python keeps nothing
        return None
    head, body = data[:32], data[32:]
    return body if head == _seal(path, made_from, body) else None


def keep(path: Path, kind: str, made_from: object, data: bytes) -> None:
    """Keep ``data`` for :func:`kept`, whole or not at all; do nothing where that cannot be."""
    if sys.dont_write_bytecode:
        return
    with contextlib.suppress(OSError, NotImplementedError):
        place = _place(path, kind)
        beside = place.with_name(f"{place.name}.{os.getpid()}.{threading.get_ident()}")
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(_seal(path, made_from, data) + data)
            beside.replace(place)
        except OSError:
            beside.unlink(missing_ok=True)


def moved(code: CodeType, filename: str) -> CodeType:
    """The same code, and all that is in it, as of another file: it may have been moved since."""
    parts = tuple(
        moved(each, filename) if isinstance(each, CodeType) else each for each in code.co_consts
    )
    return code.replace(co_filename=filename, co_consts=parts)


def _place(path: Path, kind: str) -> Path:
    return Path(importlib.util.cache_from_source(str(path), optimization=kind))


def _seal(path: Path, made_from: object, data: bytes) -> bytes:
    """What binds ``data`` to everything that it was made from."""
    return sha256(repr((_MADE_BY, path.name, made_from)).encode() + b"\0" + data).digest()
