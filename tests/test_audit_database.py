"""The file of a log: nothing acknowledged is lost, and nothing that is not ours is touched."""

import contextlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import legspasm
import pytest
from legspasm.audit import database
from legspasm.audit.logform import is_log_file
from logs import RECORD, checked, nobody, open_folder, problems, small_log, tampering

HERE = Path(__file__).parent


def refused(path: Path, *, read_only: bool = False) -> list[str]:
    with pytest.raises(legspasm.LogError) as raised:
        legspasm.AuditLog(path, read_only=read_only)
    return [str(each) for each in raised.value.problems]


def test_writers_that_are_killed_lose_nothing_that_they_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "log"
    script = [sys.executable, str(HERE / "killing.py"), str(path), "300", "1"]
    done = subprocess.run(script, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    acknowledged = json.loads(done.stdout)
    assert len(acknowledged) > 100, "the writers were killed before they wrote"
    with legspasm.AuditLog(path, read_only=True) as log:
        stored = {f"{entry.number}:{entry.hash}" for entry in log.entries()}
    assert set(acknowledged) - stored == set()
    assert problems(path) == []


def test_an_append_is_on_the_disk_before_it_returns(tmp_path: Path) -> None:
    """A kill cannot show it, only a loss of power: so it is looked up."""
    path = small_log(tmp_path / "log")
    with contextlib.closing(database.connect(path, read_only=False)) as connection:
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "fullfsync", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1, "secure_delete": 1}


WRITE = """
import sys, legspasm
log = legspasm.AuditLog(sys.argv[1])
for number in range(40):
    log.append(legspasm.consult(age=number), [sys.argv[2]])
log.close()
"""


def test_eight_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Also where each of them finds no log, and makes one."""
    path = tmp_path / "log"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(path), f"writer {number}"])
        for number in range(8)
    ]
    assert [writer.wait(120) for writer in writers] == [0] * 8
    result, found = checked(path)
    assert found == []
    assert (result.entries, result.records) == (320, 320)
    with legspasm.AuditLog(path, read_only=True) as log:
        labels = [record.document.envelope.labels[0] for record in log]
    assert {label: labels.count(label) for label in labels} == {
        f"writer {number}": 40 for number in range(8)
    }
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


FILL = """
import resource, signal, sys, legspasm
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
log = legspasm.AuditLog(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
record = legspasm.consult(age=70)
try:
    while True:
        print(log.append(record).hash, flush=True)
except legspasm.LogError as error:
    print(error, file=sys.stderr)
"""


def test_where_the_system_takes_no_more_what_was_acknowledged_stays(tmp_path: Path) -> None:
    path = tmp_path / "log"
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.stderr.startswith(f"{path}: the log cannot be used: ")
    assert done.stderr.count("\n") == 1
    acknowledged = done.stdout.split()
    assert acknowledged
    with legspasm.AuditLog(path) as log:
        assert [entry.hash for entry in log.entries()] == acknowledged
        assert log.append(RECORD).number == len(acknowledged) + 1
    assert problems(path) == []


def test_on_a_full_disk_an_append_is_told_to_have_failed_and_later_ones_work(
    tmp_path: Path,
) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path) as log:
        connection = log._connection()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(legspasm.LogError) as raised:
            log.append(RECORD)
        assert str(raised.value) == f"{path}: the log cannot be used: database or disk is full"
        assert len(log) == 3
        assert log.append(RECORD).number == 4  # the disk has room again: a new connection
    assert problems(path) == []


def test_a_log_that_may_only_be_read_can_be_read_and_is_not_written() -> None:
    with open_folder() as folder:
        path = small_log(folder / "log")
        path.chmod(0o444)
        before = path.read_bytes()
        with nobody():
            assert refused(path) == [
                f"{path}: the log cannot be used: attempt to write a readonly database"
            ]
            with legspasm.AuditLog(path, read_only=True) as log:
                assert len(list(log)) == 3
        assert path.read_bytes() == before


def test_what_a_writer_left_beside_a_log_that_may_only_be_read_is_not_passed_over() -> None:
    """A copy of the file alone would lack what was acknowledged last."""
    with open_folder() as folder:
        writer = legspasm.AuditLog(folder / "log")
        writer.append(RECORD)
        copied = folder / "copied"
        copied.mkdir()
        for name in ("log", "log-wal"):
            (copied / name).write_bytes((folder / name).read_bytes())
            (copied / name).chmod(0o444)
        writer.close()
        with nobody():
            [told] = refused(copied / "log", read_only=True)
        assert told.startswith(f"{copied}/log: the log cannot be used: ")
        with legspasm.AuditLog(copied / "log", read_only=True) as log:
            assert len(log) == 1


def test_where_no_file_may_be_made_there_is_no_new_log() -> None:
    with open_folder() as folder, nobody():
        path = folder / "log"
        assert refused(path) == [f"{path}: the log cannot be used: Permission denied"]


def test_a_log_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        log = legspasm.AuditLog(tmp_path / "log")
        log.append(RECORD)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
        log.close()
    finally:
        os.umask(before)
    assert modes == {"log": 0o600, "log-wal": 0o600, "log-shm": 0o600}


@pytest.mark.parametrize(
    "content", [b"", b"age: 70\n", b"SQLite format 3\0" + bytes(84), b"\0" * 5000]
)
def test_what_is_no_log_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    for read_only in (True, False):
        assert refused(path, read_only=read_only) == [f"{path}: this is no log of records"]
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["log"]


def test_somebody_elses_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE entries (number)")
    before = path.read_bytes()
    assert refused(path) == [f"{path}: this is no log of records"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (
            2,
            "this log has the form 2, and this program reads 1; a later program may read it",
        ),
        (
            0,
            "this log has the form 0, which is older than 1 and is not read any more; "
            "it is left as it is",
        ),
    ],
)
def test_a_log_of_another_form_is_told_and_stays_as_it_is(
    tmp_path: Path, version: int, told: str
) -> None:
    path = small_log(tmp_path / "log")
    with tampering(path) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    assert refused(path) == [f"{path}: {told}"]
    assert path.read_bytes() == before


def test_a_log_is_told_from_other_files_by_its_header() -> None:
    with open_folder() as folder:
        path = small_log(folder / "log")
        assert is_log_file(path)
        assert not is_log_file(folder)
        assert not is_log_file(folder / "missing")
        assert not is_log_file(Path(__file__))
        with nobody():
            assert not is_log_file(path)


def test_a_missing_log_is_not_made_where_it_is_only_read(tmp_path: Path) -> None:
    path = tmp_path / "log"
    assert refused(path, read_only=True) == [f"{path}: there is no such file"]
    assert refused(tmp_path) == [f"{tmp_path}: cannot be read: Is a directory"]
    under = Path(__file__) / "log"
    assert refused(under, read_only=True) == [f"{under}: cannot be read: Not a directory"]
    missing = tmp_path / "nowhere" / "log"
    assert refused(missing) == [f"{missing}: the log cannot be used: No such file or directory"]
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_told_as_such(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log", 30)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(legspasm.LogError) as raised:
        problems(path)
    assert str(raised.value) == (
        f"{path}: the log cannot be used: database disk image is malformed"
    )


def test_a_writer_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small_log(tmp_path / "log")
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    with tampering(path) as other, legspasm.AuditLog(path, read_only=True) as reader:
        other.execute("BEGIN IMMEDIATE")
        assert refused(path) == [
            f"{path}: the log is in use by another program, and stayed so; try again"
        ]
        assert len(list(reader)) == 3  # whoever reads does not wait
        other.execute("ROLLBACK")


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM entries",
        "UPDATE entries SET time = 'x'",
        "UPDATE entries SET hash = 'x'",
        "UPDATE entries SET content = 'x'",
        "UPDATE entries SET salt = 'x'",
        "UPDATE header SET log = 'x'",
        "DELETE FROM header",
        "INSERT INTO header VALUES ('legspasm.log/1', 'x')",
        "INSERT OR REPLACE INTO entries SELECT 1, time, kind, previous, commitment, hash, salt,"
        " content FROM entries WHERE number = 2",
    ],
)
def test_accidents_are_refused_by_the_file_itself(tmp_path: Path, change: str) -> None:
    path = small_log(tmp_path / "log")
    with (
        contextlib.closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="a log only grows"),
    ):
        connection.execute(change)


def test_a_log_with_other_tables_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    """Without its key a number could be a word, or stand twice and be passed over."""
    path = small_log(tmp_path / "log")
    with tampering(path) as connection:
        connection.execute("CREATE TABLE other AS SELECT * FROM entries")
        connection.execute("DROP TABLE entries")
        connection.execute("ALTER TABLE other RENAME TO entries")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    for read_only in (True, False):
        assert refused(path, read_only=read_only) == [
            f"{path}: the tables of this log are not those that it was made with"
        ]
    assert path.read_bytes() == before


def test_a_table_beside_those_of_a_log_does_no_harm(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("ANALYZE")
        connection.commit()
    assert problems(path) == []


def test_a_log_whose_writer_was_killed_while_moving_the_wal_can_be_used(tmp_path: Path) -> None:
    """The first page is moved already, and says that the file is longer than it is."""
    path = tmp_path / "log"
    copied = tmp_path / "copied"
    copied.mkdir()
    with legspasm.AuditLog(path) as log:
        log._connection().execute("PRAGMA wal_autocheckpoint = 0")
        entries = [log.append(RECORD) for _ in range(5)]
        for name in ("log", "log-wal"):
            (copied / name).write_bytes((tmp_path / name).read_bytes())
    short = (copied / "log").read_bytes()
    (copied / "log").write_bytes(path.read_bytes()[:4096] + short[4096:])
    with legspasm.AuditLog(copied / "log") as log:
        assert [*log.entries()] == entries
        assert log.append(RECORD).number == 6
    assert problems(copied / "log") == []


def test_what_is_no_file_is_no_log(tmp_path: Path) -> None:
    """A pipe that nobody writes to would let whoever opens it wait for ever."""
    path = tmp_path / "log"
    os.mkfifo(path)
    assert refused(path, read_only=True) == [f"{path}: this is no log of records"]


def test_a_transaction_that_fails_in_python_leaves_nothing(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with (
        contextlib.closing(database.connect(path, read_only=False)) as connection,
        pytest.raises(KeyboardInterrupt),
        database.transaction(connection),
    ):
        connection.execute("UPDATE entries SET salt = NULL, content = NULL WHERE number = 1")
        raise KeyboardInterrupt
    assert problems(path) == []
