"""Whether a log is whole: its chain, what each entry binds, and each record by itself.

From the file alone every byte that was changed is found, every entry that was put in, taken out or
moved, and every content that is gone without an erasure that says so. With a hash that was kept
elsewhere (``AuditLog.head``) it is found, too, that the tail was cut off, or all written anew.
"""

from collections.abc import Callable, Iterator

import msgspec
from legspasm.audit.chain import (
    LARGEST,
    Entry,
    commitment_of,
    content_of,
    genesis,
    hash_of,
)
from legspasm.audit.log import AuditLog
from legspasm.audit.logform import SMALLEST
from legspasm.errors import Problem, RecordError, problem
from legspasm.verification import Verification, verify


class LogCheck(msgspec.Struct, frozen=True, tag_field="schema", tag="legspasm.log-check/1"):
    """What checking a log came to.

    ``entries`` counts all of them, and ``records``, ``erased`` and ``masked`` some; ``problems``
    counts what is wrong, ``unchecked`` the records whose knowledge is not at hand. ``since_head``
    is how many entries came after the expected head, null where none was expected or it is not
    there. ``head`` is the hash of the last entry.
    """

    log: str
    head: str
    entries: int
    records: int
    erased: int
    masked: int
    problems: int
    unchecked: int
    since_head: int | None

    @property
    def verified(self) -> bool:
        """Whether nothing is wrong and nothing is unchecked for want of its knowledge."""
        return not self.problems and not self.unchecked


def check_log(
    log: AuditLog,
    found: Callable[[Problem], None] = lambda problem: None,
    *,
    expect_head: str | None = None,
    seen: Callable[[Entry], None] = lambda entry: None,
) -> LogCheck:
    """Check everything in ``log``; memory does not grow with it, but for what was erased.

    ``found`` is told each problem as it is found, with its place, such as ``entry 7:$.body.facts``;
    ``seen`` is told each entry that has been checked. ``expect_head`` is a hash that was the head
    once. Knowledge is that of the log. Raises LogError where the file cannot be read.
    """
    return _Check(log, found, expect_head).run(seen)


class _Check:
    """One pass over a log."""

    def __init__(
        self, log: AuditLog, found: Callable[[Problem], None], expect_head: str | None
    ) -> None:
        self._log = log
        self._tell = found
        self._expected = expect_head
        self._name = log.head().log
        self._previous = genesis(self._name)
        self._number = self._entries = self._records = self._masked = self._problems = (
            self._unchecked
        ) = 0
        self._gone: set[int] = set()
        self._said_to_be_erased: set[int] = set()
        self._expected_at = 0 if expect_head == self._previous else None

    def run(self, seen: Callable[[Entry], None]) -> LogCheck:
        if not self._name:
            self._note(problem("log_header_lost", str(self._log.path)))
        self._go_through(SMALLEST, seen)  # also what was put in before the first entry
        # What was erased meanwhile says so in an entry that came in meanwhile.
        looked_for: set[int] = set()
        while left := self._gone - self._said_to_be_erased - looked_for:
            looked_for |= left
            self._go_through(self._number + 1, seen)
        for number in sorted(self._gone - self._said_to_be_erased):
            self._note(problem("log_content_gone", _place(number)))
        for number in sorted(self._said_to_be_erased - self._gone):
            for entry in self._log.entries(number, number):  # as it is by now
                if entry.content is None:
                    self._gone.add(number)
                else:
                    self._note(problem("log_erased_but_there", _place(number)))
        if self._expected is not None and self._expected_at is None:
            self._note(problem("log_head_missing", str(self._log.path), head=self._expected))
        return LogCheck(
            log=self._name,
            head=self._previous,
            entries=self._entries,
            records=self._records,
            erased=len(self._gone),
            masked=self._masked,
            problems=self._problems,
            unchecked=self._unchecked,
            since_head=None if self._expected_at is None else self._number - self._expected_at,
        )

    def _go_through(self, first: int, seen: Callable[[Entry], None]) -> None:
        """Check the entries from a number on."""
        for entry in self._log.entries(first):
            self._entries += 1
            for each in self._chained(entry):
                self._note(each)
            if entry.content is None:
                self._gone.add(entry.number)
                if entry.salt is not None:
                    self._note(problem("log_salt_left", _place(entry.number)))
            else:
                self._look_into(entry, entry.content)
            seen(entry)

    def _chained(self, entry: Entry) -> Iterator[Problem]:
        place = _place(entry.number)
        if entry.number != self._number + 1:
            yield problem("log_number", place, expected=self._number + 1)
        if entry.previous != self._previous:
            yield problem("log_previous", place)
        if abs(entry.number) > LARGEST or entry.hash != hash_of(self._name, entry):
            yield problem("log_hash", place)
        if entry.kind not in {"record", "erasure"}:
            yield problem("log_kind", place)
        self._number, self._previous = entry.number, entry.hash
        if entry.hash == self._expected:
            self._expected_at = entry.number

    def _look_into(self, entry: Entry, content: bytes) -> None:
        place = _place(entry.number)
        if entry.salt is None or commitment_of(entry.salt, content) != entry.commitment:
            self._note(problem("log_commitment", place))
        if entry.kind == "erasure":
            erasure = entry.erasure
            if erasure is None or not 0 < erasure.erases < entry.number:
                self._note(problem("log_erasure_misshapen", place))
            else:
                self._said_to_be_erased.add(erasure.erases)
                if content_of(erasure) != content:
                    self._note(problem("log_not_canonical", place))
            return
        self._records += 1
        checked = verify(content, knowledge=self._log.knowledge.values())
        self._masked += bool(checked.masked)
        self._take(checked, place)
        if not _canonical(entry):
            self._note(problem("log_not_canonical", place))

    def _take(self, checked: Verification, place: str) -> None:
        for each in checked.problems:
            where = ":".join(filter(None, (place, each.place)))
            self._note(msgspec.structs.replace(each, place=where))
        if not checked.problems and not checked.verified:
            self._unchecked += 1

    def _note(self, found: Problem) -> None:
        self._problems += 1
        self._tell(found)


def _canonical(entry: Entry) -> bool:
    """Whether the record is in RFC 8785 form; what is no record has been told as that."""
    try:
        record = entry.record
    except RecordError:
        return True
    return record is None or content_of(record.document) == entry.content


def _place(number: int) -> str:
    return f"entry {number}"
