"""Checking a log: whatever was changed in it is found, and it is said what a chain cannot show."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import legspasm
import msgspec
import pytest
from legspasm.audit.chain import (
    Entry,
    Erasure,
    Head,
    content_of,
    genesis,
    new_log,
    next_entry,
)
from legspasm.audit.logcheck import LogCheck, check_log
from legspasm.errors import Problem
from logs import RECORD, checked, problems, small_log, tampering
from tiny import Bread

HASH = "entry {}: is not what its hash binds: it was changed"
PREVIOUS = (
    "entry {}: does not bind the entry before it: one was changed, put in, taken out or moved"
)
GAP = "entry {}: expected the entry {} here: the numbers have a gap"
CONTENT = "entry {}: the content is not the one that the entry binds: it was changed"
CUT = "{}: no entry has the hash {}: the end of the log was cut off, or all of it was written anew"


def test_a_log_that_is_whole_is_said_to_be(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path) as log:
        head = log.head()
        log.append(RECORD.mask("age")[0])
        log.erase(2, "asked for")
    result, found = checked(path, head.hash)
    with legspasm.AuditLog(path, read_only=True) as log:
        assert result == LogCheck(
            log=head.log,
            head=log.head().hash,
            entries=5,
            records=3,
            erased=1,
            masked=1,
            problems=0,
            unchecked=0,
            since_head=2,
        )
    assert found == []
    assert result.verified


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log", 0)
    with legspasm.AuditLog(path, read_only=True) as log:
        head = log.head()
    result, found = checked(path, head.hash)
    assert (found, result.entries, result.since_head) == ([], 0, 0)


def test_every_changed_byte_of_every_stored_record_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them, one at a time, by the check of the log alone: records are not looked into."""
    nothing = legspasm.Verification(None, (), (), (), ())
    monkeypatch.setattr("legspasm.audit.logcheck.verify", lambda *_, **__: nothing)
    monkeypatch.setattr("legspasm.audit.logcheck._canonical", lambda _: True)
    path = small_log(tmp_path / "log", 1)
    with legspasm.AuditLog(path) as log:
        [entry] = log.entries()
        content = bytearray(entry.content or b"")
        unseen = []
        for at in range(len(content)):
            content[at] ^= 1
            changed = msgspec.structs.replace(entry, content=bytes(content))
            monkeypatch.setattr(log, "entries", lambda *_, changed=changed: iter([changed]))
            found: list[str] = []
            check_log(log, lambda each: found.append(each.code))  # noqa: B023  # called at once
            if found != ["log_commitment"]:
                unseen.append(at)
            content[at] ^= 1
    assert len(content) > 10_000
    assert unseen == []


@pytest.mark.parametrize("at", [0, 1, 500, -1])
def test_a_changed_byte_of_a_stored_record_is_told_with_its_entry(tmp_path: Path, at: int) -> None:
    path = small_log(tmp_path / "log")
    with tampering(path) as connection:
        [[content]] = connection.execute("SELECT content FROM entries WHERE number = 2").fetchall()
        changed = bytearray(content)
        changed[at] ^= 1
        connection.execute("UPDATE entries SET content = ? WHERE number = 2", (bytes(changed),))
    assert CONTENT.format(2) in problems(path)


def every_byte(value: str) -> list[str]:
    """A value with each of its characters changed, one at a time."""
    return [f"{value[:at]}{chr(ord(value[at]) ^ 1)}{value[at + 1 :]}" for at in range(len(value))]


@pytest.mark.parametrize("column", ["time", "kind", "previous", "commitment", "hash", "salt"])
def test_every_changed_byte_of_every_other_column_is_found(tmp_path: Path, column: str) -> None:
    path = small_log(tmp_path / "log", 2)
    with tampering(path) as connection:
        [[value]] = connection.execute(f"SELECT {column} FROM entries WHERE number = 1").fetchall()
        for changed in every_byte(value):
            connection.execute(f"UPDATE entries SET {column} = ? WHERE number = 1", (changed,))
            assert problems(path), changed
        connection.execute(f"UPDATE entries SET {column} = ? WHERE number = 1", (value,))
    assert problems(path) == []


@pytest.mark.parametrize("value", [b"\xff\x00", 7, 1.5, "\u0000"])
@pytest.mark.parametrize(
    "column", ["time", "kind", "previous", "commitment", "hash", "salt", "content"]
)
def test_what_is_of_another_type_is_found_and_breaks_nothing(
    tmp_path: Path, column: str, value: object
) -> None:
    path = small_log(tmp_path / "log", 1)
    with tampering(path) as connection:
        connection.execute(f"UPDATE entries SET {column} = ?", (value,))
    assert problems(path)


def test_text_that_is_no_text_is_found_and_breaks_nothing(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log", 1)
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET time = CAST(x'ff' AS TEXT)")
    assert problems(path) == [HASH.format(1)]


def swapped(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE entries SET number = 99 WHERE number = 1")
    connection.execute("UPDATE entries SET number = 1 WHERE number = 2")
    connection.execute("UPDATE entries SET number = 2 WHERE number = 99")


def contents_swapped(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT content, salt FROM entries ORDER BY number").fetchall()
    for number, (content, salt) in ((1, rows[1]), (2, rows[0])):
        connection.execute(
            "UPDATE entries SET content = ?, salt = ? WHERE number = ?", (content, salt, number)
        )


def doubled(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO entries SELECT 4, time, kind, previous, commitment, hash, salt, content"
        " FROM entries WHERE number = 3"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda connection: connection.execute("DELETE FROM entries WHERE number = 2"),
            [GAP.format(3, 2), PREVIOUS.format(3)],
        ),
        (
            lambda connection: connection.execute("DELETE FROM entries WHERE number = 1"),
            [GAP.format(2, 1), PREVIOUS.format(2)],
        ),
        (
            swapped,
            [
                PREVIOUS.format(1),
                HASH.format(1),
                PREVIOUS.format(2),
                HASH.format(2),
                PREVIOUS.format(3),
            ],
        ),
        (contents_swapped, [CONTENT.format(1), CONTENT.format(2)]),
        (doubled, [PREVIOUS.format(4), HASH.format(4)]),
        (
            lambda connection: connection.execute(
                "UPDATE entries SET salt = NULL, content = NULL WHERE number = 2"
            ),
            ["entry 2: the content is gone, and no later entry says that it was erased"],
        ),
        (
            lambda connection: connection.execute(
                "UPDATE entries SET salt = NULL WHERE number = 2"
            ),
            [CONTENT.format(2)],
        ),
        (
            lambda connection: connection.execute("UPDATE header SET log = 'another'"),
            [PREVIOUS.format(1), *(HASH.format(number) for number in (1, 2, 3))],
        ),
    ],
)
def test_what_was_done_to_entries_is_told(
    tmp_path: Path, change: Callable[[sqlite3.Connection], object], told: list[str]
) -> None:
    path = small_log(tmp_path / "log")
    with tampering(path) as connection:
        change(connection)
    assert problems(path) == told


def test_an_erasure_that_was_taken_out_is_told_with_what_it_erased(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path) as log:
        log.erase(2, "asked for")
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET salt = NULL, content = NULL WHERE number = 4")
    assert problems(path) == [
        "entry 2: the content is gone, and no later entry says that it was erased",
        "entry 4: the content is gone, and no later entry says that it was erased",
    ]


def test_a_salt_that_was_put_back_is_told(tmp_path: Path) -> None:
    """With it, what was erased could be guessed."""
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path) as log:
        salt = log.entry(2).salt
        log.erase(2, "asked for")
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET salt = ? WHERE number = 2", (salt,))
    assert problems(path) == [
        "entry 2: the content was taken out, and its salt was not, or was put back: "
        "what is bound can be guessed"
    ]


def test_a_log_without_its_name_is_told(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with tampering(path) as connection:
        connection.execute("DELETE FROM header")
    assert problems(path)[0] == (
        f"{path}: the log has lost its name, so that no hash of it can be checked"
    )


def test_a_cut_tail_is_found_only_by_who_kept_the_head(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path, read_only=True) as log:
        head = log.head().hash
    with tampering(path) as connection:
        connection.execute("DELETE FROM entries WHERE number = 3")
    assert problems(path) == []
    assert problems(path, head) == [CUT.format(path, head)]


def test_a_log_that_was_written_anew_is_found_only_by_who_kept_the_head(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path, read_only=True) as log:
        head = log.head().hash
    path.unlink()
    small_log(path)
    assert problems(path) == []
    assert problems(path, head) == [CUT.format(path, head)]


def test_what_came_after_the_expected_head_is_counted(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log", 4)
    with legspasm.AuditLog(path, read_only=True) as log:
        hashes = [entry.hash for entry in log.entries()]
        start = genesis(log.head().log)
    assert [checked(path, each)[0].since_head for each in (start, *hashes)] == [4, 3, 2, 1, 0]
    assert checked(path)[0].since_head is None


def chained(path: Path, *contents: tuple[str, bytes]) -> None:
    """A log whose chain holds, whatever its entries hold."""
    small_log(path, 0)
    name = new_log()
    head = Head(name, 0, genesis(name))
    with tampering(path) as connection:
        connection.execute("UPDATE header SET log = ?", (name,))
        for kind, content in contents:
            entry = next_entry(head, kind, content, "2026-01-02T03:04:05.678Z")  # type: ignore[arg-type]  # a kind
            connection.execute(
                "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                msgspec.structs.astuple(entry),
            )
            head = Head(name, entry.number, entry.hash)


def test_a_chain_that_holds_does_not_make_its_records_right(tmp_path: Path) -> None:
    """Whoever writes a log can write anything into it; each record is checked by itself."""
    document = RECORD.to_dict()
    document["body"]["verdicts"][0]["verdict"] = "conflict"
    path = tmp_path / "log"
    chained(
        path,
        ("record", content_of(RECORD.document)),
        ("record", msgspec.json.encode(document)),
        ("record", b"nothing"),
        ("poem", b"{}"),
        ("erasure", b"{}"),
        ("erasure", content_of(Erasure(9, ""))),
        ("erasure", content_of(Erasure(1, ""))),
    )
    assert problems(path) == [
        "entry 2:$.integrity.body_digest: "
        "the body of the record is not the one that its digest names",
        "entry 2:$.body.verdicts[0].verdict: expected 'supported', which follows from the rest, "
        "got 'conflict'",
        "entry 3:1:1: is not valid JSON: Expecting value",
        "entry 4: is neither a record nor an erasure",
        "entry 4: this is no record of the form legspasm.record/1: "
        "Object missing required field `schema`",
        "entry 5: does not say which earlier entry was erased",
        "entry 6: does not say which earlier entry was erased",
        "entry 1: a later entry says that it was erased, and its content is still there",
    ]


def test_a_content_that_is_not_in_its_one_form_is_told(tmp_path: Path) -> None:
    """Its commitment holds, and the record is right; but nobody else would get the same bytes."""
    path = tmp_path / "log"
    record = content_of(RECORD.document)
    chained(
        path,
        ("record", record),
        ("record", msgspec.json.format(record)),
        ("erasure", b'{"erases": 1, "reason": ""}'),
    )
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET salt = NULL, content = NULL WHERE number = 1")
    assert problems(path) == [
        "entry 2: the content is not in RFC 8785 form",
        "entry 3: the content is not in RFC 8785 form",
    ]


@pytest.mark.parametrize("number", [-(2**63), -1, 0, 2**53 - 1, 2**53, 2**63 - 1])
def test_an_entry_that_was_put_in_anywhere_is_found(tmp_path: Path, number: int) -> None:
    path = small_log(tmp_path / "log", 2)
    with tampering(path) as connection:
        connection.execute(
            "INSERT INTO entries SELECT ?, time, kind, previous, commitment, hash, salt, content"
            " FROM entries WHERE number = 2",
            (number,),
        )
    assert HASH.format(number) in problems(path)


def test_what_is_erased_while_a_log_is_checked_is_accounted_for(tmp_path: Path) -> None:
    """Entry 30 before it is reached, and entry 1 after; each says so behind the end as it was."""
    path = small_log(tmp_path / "log", 40)
    found: list[Problem] = []
    with (
        legspasm.AuditLog(path, read_only=True) as reader,
        legspasm.AuditLog(path) as writer,
    ):

        def erase(entry: Entry) -> None:
            if entry.number == 2:
                writer.erase(30, "asked for")
                writer.erase(1, "asked for")

        result = check_log(reader, found.append, seen=erase)
    assert found == []
    assert (result.entries, result.erased, result.verified) == (42, 2, True)


def test_what_was_taken_out_with_its_row_does_not_count_as_erased(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path) as log:
        log.erase(2, "asked for")
    with tampering(path) as connection:
        connection.execute("DELETE FROM entries WHERE number = 2")
    result, found = checked(path)
    assert [str(each) for each in found] == [GAP.format(3, 2), PREVIOUS.format(3)]
    assert result.erased == 0


def test_records_of_other_knowledge_are_unchecked_without_it(tmp_path: Path, bread: Bread) -> None:
    knowledge = bread.load()
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as log:
        log.append(legspasm.consult({}, knowledge=knowledge))
    result, found = checked(path)
    assert (found, result.unchecked, result.verified) == ([], 1, False)


def test_whoever_waits_is_told_of_each_entry(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    seen: list[int] = []
    with legspasm.AuditLog(path, read_only=True) as log:
        assert check_log(log, seen=lambda entry: seen.append(entry.number)).verified
    assert seen == [1, 2, 3]
