"""What the tests of the log share: small logs, and ways into them that the log does not offer."""

import contextlib
import ctypes
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import legspasm
from legspasm.audit.logcheck import LogCheck, check_log
from legspasm.errors import Problem
from sealing import forged

RECORD = legspasm.consult(age=70, recent_injury=True)


def small_log(path: Path, count: int = 3) -> Path:
    """A log of a few records."""
    with legspasm.AuditLog(path) as log:
        for number in range(count):
            log.append(legspasm.consult(age=60 + number), [f"person {number + 1}"])
    return path


def mixed_log(path: Path, *, people: int = 30) -> Path:
    """A log of everybody: labels, masked facts, erased entries, and records of other knowledge.

    Entry 3 was erased, entry ``people + 1`` says so; every fifth record has its age masked, and the
    last one was made with knowledge that is not at hand.
    """
    with legspasm.AuditLog(path) as log:
        for number in range(1, people):
            record: legspasm.StoredRecord = legspasm.consult(
                age=50 + number % 3 * 10,
                recent_injury=number % 2 == 0,
                activities=["running", "work"][: number % 3],
                exertion="excessive" if number % 3 else "none",
            )
            if number % 5 == 0:
                record, _ = legspasm.read_record(
                    record.to_json(), legspasm.built_in_knowledge()
                ).mask("age")
            log.append(record, [f"ward {number % 4}", "night"] if number % 4 else [])
        log.append(legspasm.read_stored(forged(RECORD.to_dict(), _elsewhere)))
        log.erase(3, "asked for by the person")
    return path


def _elsewhere(body: dict[str, Any]) -> None:
    """The names of a knowledge base that nobody has any more."""
    body["knowledge"] |= {"name": "old_leg", "version": "0.1", "digest": "0" * 64}
    body["verdicts"] = [{**body["verdicts"][0], "cause": "draught"}]
    body["facts"] = [{"name": "window_open", "value": True, "origin": "file"}]
    body["firings"] = [{**body["firings"][0], "rule": "draught_cramps"}]


def set_times(path: Path, times: list[str]) -> None:
    """Let the entries have come in at these times. Their hashes do not fit any more."""
    with tampering(path) as connection:
        for number, time in enumerate(times, 1):
            connection.execute("UPDATE entries SET time = ? WHERE number = ?", (time, number))


def set_content(path: Path, number: int, content: bytes) -> None:
    """Let an entry hold something else."""
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET content = ? WHERE number = ?", (content, number))


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
