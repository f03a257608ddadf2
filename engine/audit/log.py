"""The log of many records: append-only, hash-chained, in one file.

    with AuditLog("answers.log") as log:
        log.append(legspasm.consult(age=70), labels=["ward 3"])
        for record in log:
            print(record.verdicts)

``chain.py`` says what an entry is, ``database.py`` how it is kept, and ``logcheck.py`` checks it.
Safe from many threads and many processes, and across forks (``forks.py``). A process that has a log
open must not open its file by other means, such as to copy it: closing it drops SQLite's locks.
"""

import contextlib
import threading
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from legspasm.audit import database
from legspasm.audit.chain import (
    LARGEST,
    Entry,
    Erasure,
    Head,
    Kind,
    content_of,
    genesis,
    new_log,
    next_entry,
)
from legspasm.audit.database import Connection
from legspasm.audit.forks import close_before_forks
from legspasm.audit.logform import SMALLEST
from legspasm.document import now
from legspasm.errors import LogError, problem
from legspasm.model import Knowledge
from legspasm.record import Record
from legspasm.shipped import built_in_knowledge
from legspasm.stored import StoredRecord

_AT_ONCE = 16
"""Entries that are held in memory while a log is read."""


class AuditLog:
    """A log of records in the file ``path``; it is made, for its owner alone, where there is none.

    ``knowledge`` are the knowledge bases that records may have been made with: the built-in one
    unless given. ``read_only`` opens a log that is there, and changes nothing of it. Raises
    LogError where the file is no log, cannot be opened or, unless ``read_only``, not be written.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        knowledge: Iterable[Knowledge] | None = None,
        read_only: bool = False,
    ) -> None:
        self.path = Path(path)
        at_hand = [built_in_knowledge()] if knowledge is None else knowledge
        self.knowledge = {each.digest: each for each in at_hand}
        self._read_only = read_only
        self.lock = threading.RLock()
        self._open: Connection | None = None
        close_before_forks(self)
        with self.lock:
            with database.failing(self.path):
                missing = not self.path.exists()
            if missing and not read_only:
                database.create(self.path, new_log())
            self._connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. It is opened again where the log is used again."""
        with self.lock:
            if self._open is not None:
                self._drop()
            self._open = None

    def append(self, record: StoredRecord, labels: Iterable[str] = ()) -> Entry:
        """Store a record, and return once nothing can lose it any more.

        ``labels`` are added to those of its envelope; its body and digest stay. Raises LogError
        where it could not be stored; then nothing of it is.
        """
        document = record.document
        envelope = document.envelope
        kept = tuple(dict.fromkeys((*envelope.labels, *labels)))
        envelope = msgspec.structs.replace(envelope, labels=kept)
        return self._append("record", msgspec.structs.replace(document, envelope=envelope))

    def erase(self, number: int, reason: str) -> Entry:
        """Take the content of an entry out of the file, and append that it was, and why.

        What stays of it is its number, its time and a salted commitment that tells nothing. Raises
        LogError where the entry is not there, is an erasure, or was erased already; and where it is
        erased, but another program that reads the log keeps the last of its bytes in the files of
        the log: then erase it again once that program has ended.
        """
        entry = self.entry(number)
        if entry.kind != "record":
            raise LogError([problem("log_erases_erasure", str(self.path), number=number)])
        if entry.content is None:
            self._empty_wal(number)
            raise LogError([problem("log_erased_before", str(self.path), number=number)])
        appended = self._append("erasure", Erasure(number, reason), taken_out=number)
        self._empty_wal(number)
        return appended

    def entry(self, number: int) -> Entry:
        """The entry of a number. Raises LogError where there is none."""
        found = [*self.entries(number, number)]
        if not found:
            text = {"number": number, "count": len(self)}
            raise LogError([problem("log_entry_missing", str(self.path), **text)])
        return found[0]

    def entries(
        self,
        first: int = 1,
        last: int | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[Entry]:
        """The entries of these numbers that came in from ``since`` on and before ``until``.

        In order, as far as the log went when it was asked for, and a few at a time: memory does not
        grow with the log. The times are RFC 3339 in UTC, or the beginning of one.
        """
        head = self.head().number
        end = head if last is None else min(last, head)
        first = max(first, SMALLEST)
        while first <= end:
            with self._using() as connection:
                found = database.entries(connection, first, end, _AT_ONCE)
            if not found:
                return
            for entry in found:
                if (since is None or entry.time >= since) and (until is None or entry.time < until):
                    yield entry
            first = found[-1].number + 1

    def head(self) -> Head:
        """Where the log ends now. Keep its hash elsewhere: it shows later that nothing was cut."""
        with self._using() as connection:
            return self._head(connection)

    def __len__(self) -> int:
        return self.head().number

    def __iter__(self) -> Iterator[StoredRecord]:
        """Every record that was not erased, in order.

        One whose knowledge is at hand, and of which nothing is masked, is a :class:`Record`. Raises
        RecordError where an entry holds no record any more.
        """
        for entry in self.entries():
            stored = entry.record
            if stored is not None:
                yield self.with_knowledge(stored)

    def with_knowledge(self, stored: StoredRecord) -> StoredRecord:
        """A stored record with its knowledge, where that is at hand and nothing is masked."""
        body = stored.document.body
        knowledge = self.knowledge.get(body.knowledge.digest)
        if knowledge is None or body.masked:
            return stored
        return Record(stored.document, knowledge)

    def _append(self, kind: Kind, data: msgspec.Struct, *, taken_out: int | None = None) -> Entry:
        try:
            content = content_of(data)
        except ValueError as error:
            raise LogError([problem("log_no_text", str(self.path))]) from error
        with self._using() as connection, database.transaction(connection):
            head = self._head(connection)
            if not 0 <= head.number < LARGEST:
                raise LogError([problem("log_numbers_end", str(self.path), number=head.number)])
            entry = next_entry(head, kind, content, now())
            if taken_out is not None and not database.take_out(connection, taken_out):
                raise LogError([problem("log_erased_before", str(self.path), number=taken_out)])
            database.insert(connection, entry)
        return entry

    def _head(self, connection: Connection) -> Head:
        log = database.name_of(connection)
        last = database.last_of(connection)
        return Head(log, *last) if last is not None else Head(log, 0, genesis(log))

    def _empty_wal(self, number: int) -> None:
        with self._using() as connection:
            if not database.empty_wal(connection):
                raise LogError([problem("log_wal_in_use", str(self.path), number=number)])

    @contextlib.contextmanager
    def _using(self) -> Iterator[Connection]:
        """The connection, for one thread at a time; thrown away after an error."""
        with self.lock, database.failing(self.path):
            connection = self._connection()
            try:
                yield connection
            except database.Error:
                self.close()
                raise

    def _connection(self) -> Connection:
        if self._open is None:
            self._open = database.connect(self.path, read_only=self._read_only)
            # Whoever drops a log need not have closed it.
            self._drop = weakref.finalize(self, self._open.close)
        return self._open
