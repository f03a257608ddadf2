"""A whole log in the forms of other programs."""

import csv
import io
from pathlib import Path

import legspasm
import pytest
from legspasm.audit.chain import Entry
from legspasm.audit.logexport import COLUMNS, csv_rows, json_lines
from logs import mixed_log, set_content


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return mixed_log(tmp_path / "log")


def lines(path: Path) -> tuple[list[bytes], list[int]]:
    left: list[Entry] = []
    with legspasm.AuditLog(path, read_only=True) as log:
        return [*json_lines(log, left_out=left.append)], [entry.number for entry in left]


def rows(path: Path) -> list[dict[str, str]]:
    with legspasm.AuditLog(path, read_only=True) as log:
        text = b"".join(csv_rows(log)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_each_line_is_a_record_as_it_is_stored(path: Path) -> None:
    found, left = lines(path)
    with legspasm.AuditLog(path, read_only=True) as log:
        stored = [e.content for e in log.entries() if e.kind == "record" and e.content is not None]
        records = list(log)
    assert ([line.removesuffix(b"\n") for line in found], left) == (stored, [])
    assert [legspasm.read_stored(line).document for line in found] == [r.document for r in records]
    verified = [legspasm.verify(line).verified for line in found]
    assert verified == [True] * 28 + [False]  # the last was made with knowledge that is gone


@pytest.mark.parametrize("content", [b"nothing", b'{\n"body": 1}'])
def test_what_is_no_record_is_left_out_and_told(path: Path, content: bytes) -> None:
    set_content(path, 2, content)
    found, left = lines(path)
    assert (len(found), left) == (28, [2])


def test_a_record_over_many_lines_is_left_out_and_told(path: Path) -> None:
    set_content(path, 2, legspasm.consult(age=70).to_json().encode())
    found, left = lines(path)
    assert (len(found), left) == (28, [2])


def test_the_table_has_a_row_for_each_entry_and_a_column_for_each_cause(path: Path) -> None:
    found = rows(path)
    with legspasm.AuditLog(path, read_only=True) as log:
        entries = list(log.entries())
    assert list(found[0]) == [
        *COLUMNS,
        "injury",
        "excessive_activity",
        "dehydration",
        "low_potassium",
        "draught",
    ]
    assert [row["number"] for row in found] == [str(entry.number) for entry in entries]
    fifth = entries[4].record
    assert fifth is not None
    version = legspasm.built_in_knowledge().version
    assert found[4] == {
        "number": "5",
        "time": entries[4].time,
        "state": "record",
        "labels": "ward 1; night",
        "knowledge": f"leg_spasm {version}",
        "digest": fifth.digest,
        "masked": "age",
        **{each.cause: each.verdict for each in fifth.verdicts},
        "draught": "",
    }
    assert [row["state"] for row in found if row["state"] != "record"] == ["erased", "erasure"]
    empty = {name: "" for name in found[2] if name not in {"number", "time", "state"}}
    assert found[2] == {"number": "3", "time": entries[2].time, "state": "erased", **empty}


def test_labels_cannot_be_formulas(tmp_path: Path) -> None:
    with legspasm.AuditLog(tmp_path / "log") as log:
        log.append(legspasm.consult(), ["=1+1"])
    assert rows(tmp_path / "log")[0]["labels"] == "'=1+1"


def test_an_empty_log_has_a_header_and_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "log"
    legspasm.AuditLog(path).close()
    assert lines(path) == ([], [])
    with legspasm.AuditLog(path, read_only=True) as log:
        assert b"".join(csv_rows(log)) == (",".join(COLUMNS) + "\r\n").encode()


def test_the_table_is_read_twice_and_each_time_seen(path: Path) -> None:
    seen: list[Entry] = []
    with legspasm.AuditLog(path, read_only=True) as log:
        list(csv_rows(log, seen=seen.append))
        list(json_lines(log, left_out=seen.append, seen=seen.append))
    assert len(seen) == 3 * 31
