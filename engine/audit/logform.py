"""The form of a log's file: what tells it from other files, its tables, and what guards them.

``APPLICATION`` and ``VERSION`` stand in the header of the file, as ``PRAGMA application_id`` and
``PRAGMA user_version``. ``TABLES`` are its tables, by name, each as SQLite repeats its definition;
``GUARDS`` are the triggers that refuse accidents.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

APPLICATION: Final = 0x4C675370
VERSION: Final = 1
SMALLEST: Final = -(2**63)
"""The smallest number that a row can have, whoever wrote it."""
TABLES: Final[Mapping[str, str]] = {
    "header": "CREATE TABLE header (format TEXT NOT NULL, log TEXT NOT NULL)",
    "entries": """\
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    kind TEXT NOT NULL,
    previous TEXT NOT NULL,
    commitment TEXT NOT NULL,
    hash TEXT NOT NULL,
    salt TEXT,
    content BLOB
)""",
}
GUARDS: Final = """
CREATE TRIGGER nothing_is_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER nothing_is_changed
BEFORE UPDATE OF number, time, kind, previous, commitment, hash ON entries
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER content_is_only_taken_out BEFORE UPDATE OF salt, content ON entries
WHEN NEW.salt IS NOT NULL OR NEW.content IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER nothing_is_replaced BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER the_header_stays BEFORE UPDATE ON header
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER the_header_is_not_deleted BEFORE DELETE ON header
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER there_is_one_header BEFORE INSERT ON header
WHEN EXISTS (SELECT 1 FROM header)
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
"""


def is_log_file(path: Path) -> bool:
    """Whether a file says in its header that it is a log. Never raises.

    Not to be asked of a log that this process has open: closing its file would drop SQLite's locks.
    """
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(100)
    except OSError:
        return False
    return start.startswith(b"SQLite format 3\0") and start[68:72] == APPLICATION.to_bytes(4)
