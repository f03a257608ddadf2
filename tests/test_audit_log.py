"""The log: what goes in comes out, in order, whoever else writes; and what is erased is gone."""

import os
import threading
import tracemalloc
from pathlib import Path

import legspasm
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legspasm.audit.chain import genesis
from logs import RECORD, checked, problems, small_log
from tiny import Bread


def refused(log: legspasm.AuditLog, number: int) -> str:
    with pytest.raises(legspasm.LogError) as raised:
        log.erase(number, "asked for")
    return str(raised.value)


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    records = [legspasm.consult(age=age) for age in (30, 60, 90)]
    with legspasm.AuditLog(tmp_path / "log") as log:
        entries = [log.append(record) for record in records]
        assert list(log) == records
        assert [*log.entries()] == entries
        assert [entry.number for entry in entries] == [1, 2, 3]
        assert len(log) == 3
        assert log.entry(2) == entries[1]


def test_each_entry_binds_the_one_before(tmp_path: Path) -> None:
    with legspasm.AuditLog(tmp_path / "log") as log:
        head = log.head()
        assert (head.number, head.hash) == (0, genesis(head.log))
        for number in (1, 2, 3):
            entry = log.append(RECORD)
            assert entry.previous == head.hash
            head = log.head()
            assert (head.number, head.hash) == (number, entry.hash)


def test_labels_go_into_the_envelope_and_nowhere_else(tmp_path: Path) -> None:
    with legspasm.AuditLog(tmp_path / "log") as log:
        log.append(RECORD, ["ward 3", "night", "ward 3"])
        [stored] = log
        log.append(stored, ["again"])
        _, again = log
    assert stored.document.envelope.labels == ("ward 3", "night")
    assert again.document.envelope.labels == ("ward 3", "night", "again")
    assert stored.digest == again.digest == RECORD.digest
    assert stored.document.envelope.time == RECORD.document.envelope.time


def test_a_record_comes_with_its_knowledge_where_that_is_at_hand(
    tmp_path: Path, bread: Bread
) -> None:
    knowledge = bread.load()
    with legspasm.AuditLog(tmp_path / "log") as log:
        log.append(RECORD)
        log.append(legspasm.consult({}, knowledge=knowledge))
        log.append(RECORD.mask("age")[0])
        assert [type(record) for record in log] == [
            legspasm.Record,
            legspasm.StoredRecord,
            legspasm.StoredRecord,
        ]
    with legspasm.AuditLog(tmp_path / "log", knowledge=[knowledge]) as log:
        assert [type(record) for record in log] == [
            legspasm.StoredRecord,
            legspasm.Record,
            legspasm.StoredRecord,
        ]


def test_entries_can_be_had_by_number_and_by_time(tmp_path: Path) -> None:
    with legspasm.AuditLog(small_log(tmp_path / "log", 5)) as log:
        every = [*log.entries()]

        def numbers(*args: int | None, **times: str) -> list[int]:
            return [entry.number for entry in log.entries(*args, **times)]  # type: ignore[arg-type]

        assert numbers(2, 4) == [2, 3, 4]
        assert numbers(4) == [4, 5]
        assert numbers(6) == []
        assert numbers(1, 99) == [1, 2, 3, 4, 5]
        assert numbers(since=every[2].time)[-1] == 5
        assert every[2].number in numbers(since=every[2].time)
        assert every[2].number not in numbers(until=every[2].time)
        assert numbers(since="2000", until="2001") == []
        assert numbers(since="2000", until="3000") == [1, 2, 3, 4, 5]


def test_what_comes_in_while_a_log_is_read_is_not_waited_for(tmp_path: Path) -> None:
    with legspasm.AuditLog(small_log(tmp_path / "log")) as log:
        seen = 0
        for _ in log.entries():
            log.append(RECORD)
            seen += 1
        assert (seen, len(log)) == (3, 6)


def test_many_threads_share_a_log(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as log:
        threads = [
            threading.Thread(target=lambda: [log.append(RECORD) for _ in range(20)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(log) == 160
    assert problems(path) == []


def test_a_child_after_a_fork_has_a_connection_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told by its process number: what SQLite has open must not be used on both sides."""
    with legspasm.AuditLog(small_log(tmp_path / "log")) as log:
        ours = log._open
        assert ours is not None
        monkeypatch.setattr(os, "getpid", lambda: -1)
        assert log.append(RECORD).number == 4
        theirs = log._open
        assert theirs is not ours
        ours.execute("SELECT 1")  # it was not closed
        log.close()
        ours.close()
    assert problems(tmp_path / "log") == []


def test_a_closed_log_opens_again_where_it_is_used(tmp_path: Path) -> None:
    log = legspasm.AuditLog(tmp_path / "log")
    log.append(RECORD)
    log.close()
    log.close()
    assert log.append(RECORD).number == 2
    log.close()


def test_a_log_that_is_only_read_takes_nothing(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path, read_only=True) as log, pytest.raises(legspasm.LogError) as raised:
        log.append(RECORD)
    assert str(raised.value) == (
        f"{path}: the log cannot be used: attempt to write a readonly database"
    )


def test_what_is_erased_is_nowhere_in_the_files_any_more(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as log:
        log.append(RECORD, ["somebody else"])
        log.append(legspasm.consult(age=97), ["Erika Mustermann"])
        log.append(RECORD, ["a third"])

        def told() -> bytes:
            return b"".join(file.read_bytes() for file in tmp_path.iterdir())

        assert b"Erika Mustermann" in told()
        salt = log.entry(2).salt
        assert salt is not None
        entry = log.erase(2, "asked for")
        assert b"Erika Mustermann" not in told()
        assert salt.encode() not in told()
        assert b"a third" in told()
        assert (entry.number, entry.erasure) == (4, log.entry(4).erasure)
        assert [record.document.envelope.labels[0] for record in log] == [
            "somebody else",
            "a third",
        ]
        gone = log.entry(2)
        assert (gone.content, gone.salt, gone.record) == (None, None, None)
    assert problems(path) == []
    assert checked(path)[0].erased == 1


def test_what_cannot_be_erased_is_told(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path) as log:
        log.erase(1, "asked for")
        assert refused(log, 1) == f"{path}: the entry 1 was erased already"
        assert refused(log, 4) == (
            f"{path}: the entry 4 holds no record, so there is nothing to erase"
        )
        assert refused(log, 9) == f"{path}: there is no entry 9; the log has 4"
        assert len(log) == 4


def test_an_erasure_that_a_reader_keeps_from_being_whole_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_log(tmp_path / "log")
    monkeypatch.setattr("legspasm.audit.database._PATIENCE", 0.05)
    with legspasm.AuditLog(path) as log, legspasm.AuditLog(path, read_only=True) as reader:
        connection = reader._connection()
        reading = connection.execute("SELECT content FROM entries")
        reading.fetchone()
        assert "another program reads the log" in refused(log, 2)
        reading.close()
        assert log.entry(2).content is None
        log.append(RECORD)
    assert problems(path) == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.none() | st.integers(1, 12), max_size=12))
def test_whatever_is_appended_and_erased_the_log_stays_whole(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int | None]
) -> None:
    path = tmp_path_factory.mktemp("log") / "log"
    kept: dict[int, bool] = {}
    with legspasm.AuditLog(path) as log:
        for step in steps:
            if step is None:
                kept[log.append(RECORD).number] = True
            elif kept.get(step):
                kept[step] = False
                log.erase(step, "asked for")
        head = log.head().hash
    result, found = checked(path, head)
    assert found == []
    assert (result.records, result.erased) == (
        sum(kept.values()),
        len(kept) - sum(kept.values()),
    )
    assert (result.head, result.since_head) == (head, 0)


def peak(path: Path) -> int:
    """Bytes that going through a log takes at the most."""
    with legspasm.AuditLog(path, read_only=True) as log:
        tracemalloc.start()
        for _ in log:
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return found


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    paths = [tmp_path / "small", tmp_path / "large"]
    for path, count in zip(paths, (40, 240), strict=True):
        with legspasm.AuditLog(path) as log:
            connection = log._connection()
            connection.execute("PRAGMA synchronous = OFF")
            for _ in range(count):
                log.append(RECORD)
    peak(paths[0])  # what is kept for good is made once
    assert peak(paths[1]) < 1.5 * peak(paths[0])
