"""The log: what goes in comes out, in order, whoever else writes; and what is erased is gone."""

import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import legspasm
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legspasm.audit import forks
from legspasm.audit.chain import genesis
from legspasm.audit.logcheck import check_log
from logs import RECORD, checked, problems, small_log, tampering
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
            return [entry.number for entry in log.entries(*args, **times)]  # type: ignore[arg-type]  # as parametrized

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


def script(name: str, path: Path) -> str:
    """What a process of its own, with no threads but those that it starts, says."""
    command = [sys.executable, str(Path(__file__).parent / "forking.py"), name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_what_a_child_writes_stays_where_its_parent_closes_the_log(tmp_path: Path) -> None:
    path = tmp_path / "log"
    assert script("parent_closes", path) == "0\n"
    with legspasm.AuditLog(path, read_only=True) as log:
        assert [record.document.envelope.labels for record in log] == [
            ("parent",),
            *[("child",)] * 4,
            ("parent",),
        ]
    assert problems(path) == []


def test_a_fork_does_not_leave_a_child_waiting_for_a_thread_that_it_has_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log"
    assert script("thread_writes", path) == "0 0 0 0 0 0 0 0\n"
    with legspasm.AuditLog(path, read_only=True) as log:
        labels = [record.document.envelope.labels for record in log]
    assert labels.count(("child",)) == 8
    assert problems(path) == []


WRITE_ONE = """
import sys, legspasm
with legspasm.AuditLog(sys.argv[1]) as log:
    log.append(legspasm.consult(age=50))
"""


def test_while_a_process_forks_every_log_is_closed_and_nobody_opens_one(tmp_path: Path) -> None:
    """Neither side must inherit what SQLite has open, nor a lock that another thread holds."""
    with (
        legspasm.AuditLog(tmp_path / "one") as one,
        legspasm.AuditLog(tmp_path / "two") as two,
    ):
        writer = threading.Thread(target=lambda: two.append(RECORD))
        forks._before()
        try:
            assert (one._open, two._open) == (None, None)
            writer.start()
            writer.join(0.2)
            assert two._open is None
        finally:
            forks._after()
        writer.join()
        assert (len(one), len(two)) == (0, 1)


def test_a_log_that_is_opened_twice_in_a_process_loses_nothing(tmp_path: Path) -> None:
    """POSIX drops the locks of a process on a file where it closes that file anywhere."""
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as log:
        log.append(RECORD)
        with legspasm.AuditLog(path) as again:
            subprocess.run([sys.executable, "-c", WRITE_ONE, str(path)], check=True, timeout=60)
            acknowledged = [log.append(RECORD).hash, again.append(RECORD).hash]
            # Another process must see them: this one may have a file open that has no name more.
            count = "import sys, legspasm; print(legspasm.AuditLog(sys.argv[1]).head().hash)"
            seen = subprocess.run(
                [sys.executable, "-c", count, str(path)], capture_output=True, text=True, timeout=60
            )
            assert (seen.stdout.strip(), seen.stderr) == (acknowledged[-1], "")
        assert [entry.hash for entry in log.entries(3)] == acknowledged


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


def told(folder: Path) -> bytes:
    """Everything in the files of a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_what_is_erased_is_nowhere_in_the_files_any_more(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as log:
        log.append(RECORD, ["somebody else"])
        log.append(legspasm.consult(age=97), ["Erika Mustermann"])
        log.append(RECORD, ["a third"])
        assert b"Erika Mustermann" in told(tmp_path)
        salt = log.entry(2).salt
        assert salt is not None
        entry = log.erase(2, "asked for")
        assert b"Erika Mustermann" not in told(tmp_path)
        assert salt.encode() not in told(tmp_path)
        assert b"a third" in told(tmp_path)
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


def test_what_another_erased_meanwhile_is_not_erased_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path) as log, legspasm.AuditLog(path) as other:
        looked_at = log.entry(2)
        other.erase(2, "asked for")
        monkeypatch.setattr(log, "entry", lambda number: looked_at)
        assert refused(log, 2) == f"{path}: the entry 2 was erased already"
        assert len(log) == 4
    assert problems(path) == []


def test_numbers_that_no_entry_can_have_are_told(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path) as log:
        for number in (-(2**70), 0, 2**70):
            assert refused(log, number) == f"{path}: there is no entry {number}; the log has 3"


def test_what_is_no_text_is_not_stored(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    told = f"{path}: what is to be stored has a character that is no Unicode text"
    with legspasm.AuditLog(path) as log:
        with pytest.raises(legspasm.LogError) as raised:
            log.append(RECORD, ["\udcff"])
        assert str(raised.value) == told
        with pytest.raises(legspasm.LogError) as raised:
            log.erase(1, "\udcff")
        assert str(raised.value) == told
        assert len(log) == 3
    assert problems(path) == []
    assert checked(path)[0].erased == 0


def test_nothing_comes_after_the_largest_number(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET number = ? WHERE number = 3", (2**53 - 1,))
    with legspasm.AuditLog(path) as log, pytest.raises(legspasm.LogError) as raised:
        log.append(RECORD)
    assert str(raised.value) == (
        f"{path}: the last entry has the number {2**53 - 1}, after which none can come: "
        "the log was changed"
    )


def test_an_erasure_that_a_reader_keeps_from_being_whole_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_log(tmp_path / "log")
    monkeypatch.setattr("legspasm.audit.database._PATIENCE", 0.05)
    with legspasm.AuditLog(path) as log, legspasm.AuditLog(path, read_only=True) as reader:
        connection = reader._connection()
        reading = connection.execute("SELECT content FROM entries")
        reading.fetchone()
        for _ in range(2):
            assert refused(log, 2) == (
                f"{path}: the entry 2 is erased, but another program reads the log, and some of it "
                "is still in the files of the log; erase it again once that program has ended"
            )
        assert b"person 2" in told(tmp_path)
        reading.close()
        assert refused(log, 2) == f"{path}: the entry 2 was erased already"
        assert b"person 2" not in told(tmp_path)
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


def iterate(log: legspasm.AuditLog) -> None:
    for _ in log:
        pass


def check(log: legspasm.AuditLog) -> None:
    check_log(log)


def peak(path: Path, work: Callable[[legspasm.AuditLog], None]) -> int:
    """Bytes that going through a log takes at the most."""
    with legspasm.AuditLog(path, knowledge=[], read_only=True) as log:
        tracemalloc.start()
        work(log)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return found


@pytest.mark.parametrize("work", [iterate, check])
def test_memory_does_not_grow_with_the_log(
    tmp_path: Path, bread: Bread, work: Callable[[legspasm.AuditLog], None]
) -> None:
    record = legspasm.consult({}, knowledge=bread.load())
    paths = [tmp_path / "small", tmp_path / "large"]
    for path, count in zip(paths, (20, 80), strict=True):
        with legspasm.AuditLog(path, knowledge=[]) as log:
            log._connection().execute("PRAGMA synchronous = OFF")
            for _ in range(count):
                log.append(record)
    peak(paths[0], work)  # what is kept for good is made once
    assert peak(paths[1], work) < 1.6 * peak(paths[0], work)
