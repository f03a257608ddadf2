"""What the tests of the log share: small logs, and ways into them that the log does not offer."""

import contextlib
import ctypes
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import legspasm
from legspasm.audit.logcheck import LogCheck, check_log
from legspasm.errors import Problem

RECORD = legspasm.consult(age=70, recent_injury=True)


def small_log(path: Path, count: int = 3) -> Path:
    """A log of a few records."""
    with legspasm.AuditLog(path) as log:
        for number in range(count):
            log.append(legspasm.consult(age=60 + number), [f"person {number + 1}"])
    return path


def problems(path: Path, expect_head: str | None = None) -> list[str]:
    """Everything that is wrong with a log."""
    return [str(each) for each in checked(path, expect_head)[1]]


def checked(path: Path, expect_head: str | None = None) -> tuple[LogCheck, list[Problem]]:
    """What checking a log comes to, and each problem."""
    found: list[Problem] = []
    with legspasm.AuditLog(path, read_only=True) as log:
        return check_log(log, found.append, expect_head=expect_head), found


@contextlib.contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """The database without what keeps it from being changed."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """Files are opened with nobody's rights, also where the tests are run by root."""
    libc = ctypes.CDLL(None)
    before = os.geteuid()
    if before == 0:
        libc.setfsuid(65534)
    try:
        yield
    finally:
        libc.setfsuid(before)


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read, which pytest's are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
