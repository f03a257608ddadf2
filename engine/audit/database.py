"""The file of a log: an SQLite database that only grows. The one door to ``sqlite3``.

* *Nothing acknowledged is lost.* Each append is one transaction, written ahead (WAL) and synced to
  the disk before it returns (``synchronous=FULL``).
* *A file appears whole.* A new database is made beside its place and linked to it, readable and
  writable by its owner alone; SQLite gives its ``-wal`` and ``-shm`` the same rights.
* *A file that is not ours stays as it is.* Its header is read as that of a file that never changes,
  which locks and makes nothing. SQLite reads it, and never this module: where a process closes a
  file, POSIX drops all its locks on it, also those of its other connections, and whoever then
  believes to be the last one deletes what these have written.
* *Accidents are refused.* Triggers let nothing be deleted or changed, but for content that is taken
  out. They stop no one who means it: that is what the chain is for.
* *What is taken out is gone.* Freed pages are overwritten, and the ``-wal`` is emptied.
"""

import contextlib
import errno
import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
from legspasm.audit.chain import FORMAT, Entry
from legspasm.audit.logform import APPLICATION, GUARDS, TABLES, VERSION
from legspasm.errors import LogError, problem, shown

Connection = sqlite3.Connection
Error = sqlite3.Error
_PATIENCE = 120.0  # seconds that a writer waits for others
_FIXED = "mode=ro&immutable=1"
_LOOK = "SELECT number FROM entries LIMIT 1"
_SETTINGS = "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON"


def create(path: Path, log: str) -> None:
    """A new, empty log at ``path``, if there is nothing yet. Raises LogError."""
    with failing(path):
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".legspasm.")
        os.close(descriptor)  # it was made for its owner alone
        temporary = Path(name)
        try:
            with contextlib.closing(_opened(temporary, "mode=rw")) as connection:
                connection.executescript(";\n".join([_SETTINGS, *TABLES.values(), GUARDS]))
                connection.execute("INSERT INTO header VALUES (?, ?)", (FORMAT, log))
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
                connection.execute("PRAGMA journal_mode = WAL")
            with contextlib.suppress(FileExistsError):  # somebody was faster: theirs it is
                os.link(temporary, path)
            _sync(path.parent)
        finally:
            temporary.unlink(missing_ok=True)


def connect(path: Path, *, read_only: bool) -> Connection:
    """A connection to the log at ``path``. Raises LogError where that is none of this form."""
    check_header(path)
    with failing(path):
        if not read_only:
            return _tried(path, "mode=rw", "UPDATE header SET log = log WHERE 0")
        try:
            return _tried(path, "mode=ro", _LOOK)
        except sqlite3.OperationalError:
            wal = path.with_name(f"{path.name}-wal")
            if wal.exists() and wal.stat().st_size:
                raise
            # Where it may make no file, SQLite reads only what it is told never changes.
            return _tried(path, _FIXED, _LOOK)


def check_header(path: Path) -> None:
    """Raise LogError where the file is no log, or one of another form. It is only read."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise LogError([problem("file_missing", str(path))]) from None
    except OSError as error:
        raise LogError([problem("file_unreadable", str(path), why=error.strerror)]) from error
    if stat.S_ISDIR(mode):
        why = os.strerror(errno.EISDIR)
        raise LogError([problem("file_unreadable", str(path), why=why)])
    application, version = _marks(path) if stat.S_ISREG(mode) else (0, 0)
    if application != APPLICATION:
        raise LogError([problem("log_is_none", str(path))])
    told = {"version": version, "known": VERSION}
    if version > VERSION:
        raise LogError([problem("log_too_new", str(path), **told)])
    if version < VERSION:
        raise LogError([problem("log_too_old", str(path), **told)])


@contextlib.contextmanager
def failing(path: Path) -> Iterator[None]:
    """Whatever SQLite or the system refuses becomes a LogError that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise LogError([problem("log_busy", str(path))]) from error
        raise LogError([problem("log_failed", str(path), why=error)]) from error
    except (sqlite3.Error, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise LogError([problem("log_failed", str(path), why=why)]) from error


@contextlib.contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One transaction that writes, alone: it holds whole, or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # a full disk may have ended it already
            connection.execute("ROLLBACK")
        raise


def name_of(connection: Connection) -> str:
    """The name of the log; empty where it has lost it."""
    found = connection.execute("SELECT log FROM header WHERE format = ?", (FORMAT,)).fetchone()
    return _as_text(found[0]) if found else ""


def last_of(connection: Connection) -> tuple[int, str] | None:
    """The number and the hash of the last entry."""
    found = connection.execute(
        "SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return (found[0], _as_text(found[1])) if found else None


def entries(connection: Connection, first: int, last: int, most: int) -> list[Entry]:
    """Up to ``most`` entries from a number on, in order, as they are stored."""
    found = connection.execute(
        "SELECT number, time, kind, previous, commitment, hash, salt, content FROM entries"
        " WHERE number >= ? AND number <= ? ORDER BY number LIMIT ?",
        (first, last, most),
    )
    return [_entry(*row) for row in found]


def insert(connection: Connection, entry: Entry) -> None:
    """Add an entry at the end."""
    connection.execute(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", msgspec.structs.astuple(entry)
    )


def take_out(connection: Connection, number: int) -> bool:
    """Remove the content of an entry, and its salt; False where there was none."""
    done = connection.execute(
        "UPDATE entries SET salt = NULL, content = NULL WHERE number = ? AND content IS NOT NULL",
        (number,),
    )
    return done.rowcount == 1


def empty_wal(connection: Connection) -> bool:
    """Move everything into the file itself; False where others keep that from being whole."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _marks(path: Path) -> tuple[int, int]:
    """What the header says of the kind of the file, and of its form."""
    with failing(path):
        try:
            return _read_marks(path, _FIXED)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                return 0, 0
            # Whoever is killed while moving the -wal leaves a file that is whole only with it.
            return _read_marks(path, "mode=ro")


def _read_marks(path: Path, how: str) -> tuple[int, int]:
    with contextlib.closing(_opened(path, how)) as connection:
        [application] = connection.execute("PRAGMA application_id").fetchone()
        [version] = connection.execute("PRAGMA user_version").fetchone()
    return application, version


def _tried(path: Path, how: str, statement: str) -> Connection:
    """A connection that can do such a thing: an error comes here, not with the first record."""
    connection = _opened(path, how)
    try:
        connection.executescript(_SETTINGS)
        connection.execute(statement).fetchall()
        tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if not TABLES.items() <= dict(tables).items():
            raise LogError([problem("log_misshapen", str(path))])
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, how: str) -> Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.text_factory = _decoded
    return connection


def _entry(number: int, *columns: object) -> Entry:
    time, kind, previous, commitment, hash_ = map(_as_text, columns[:5])
    salt, content = columns[5:]
    return Entry(
        number,
        time,
        kind,
        previous,
        commitment,
        hash_,
        None if salt is None else _as_text(salt),
        None if content is None else _as_bytes(content),
    )


def _as_text(value: object) -> str:
    """What stands where text should: anybody may have written to the file, and nothing breaks."""
    return value if isinstance(value, str) else shown(value)


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else _as_text(value).encode()


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def _sync(folder: Path) -> None:
    """Have the system keep the name of a new file, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
