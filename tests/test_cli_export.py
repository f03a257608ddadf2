"""``legspasm audit export``: what is written where, and what is told of anything but a record."""

import json
import sqlite3
import sys
from pathlib import Path

import legspasm
import pytest
from legspasm.audit.exports import FORMS, Form, export
from legspasm.cli.given import MAX_RECORD
from program import Told, call, launch, names
from sealing import sealed

RECORD = legspasm.consult(recent_injury=True, age=70)


def exported(*args: str, stdin: bytes = b"") -> Told:
    return call("audit", "export", *args, stdin=stdin)


@pytest.fixture
def record(tmp_path: Path) -> str:
    file = tmp_path / "record.json"
    file.write_text(RECORD.to_json(), "utf-8")
    return str(file)


@pytest.mark.parametrize("form", FORMS)
def test_a_record_is_written_in_every_form(record: str, form: Form) -> None:
    expected = (0, export(RECORD, form), "")
    assert exported(record, "--to", form) == expected
    assert exported("-", "--to", form, stdin=RECORD.to_json().encode()) == expected


@pytest.mark.parametrize("form", FORMS)
def test_it_goes_to_a_file(tmp_path: Path, record: str, form: Form) -> None:
    out = tmp_path / "out"
    assert exported(record, "--to", form, "-o", str(out)) == (0, "", "")
    assert out.read_bytes() == export(RECORD, form).encode()


def test_the_knowledge_may_be_gone(tmp_path: Path) -> None:
    document = RECORD.to_dict()
    document["body"]["knowledge"]["digest"] = "0" * 64
    told = exported("-", "--to", "dot", stdin=sealed(document).encode())
    assert (told.status, told.err) == (0, "")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{}", "this is no record, but facts; `legspasm consult FILE --format json` makes a "
         "record of them"),
        (b"age: 70\n", "this is no record, but facts; `legspasm consult FILE --format json` makes "
         "a record of them"),
        (b'{"age": 70}', "this is no record, but facts; `legspasm consult FILE --format json` "
         "makes a record of them"),
        (b"SQLite format 3\0rest", "this is a log of records; `legspasm audit log verify` checks "
         "it"),
    ],
)  # fmt: skip
def test_what_is_something_else_is_said_to_be(data: bytes, problem: str) -> None:
    told = exported("-", "--to", "csv", stdin=data)
    assert told == (2, "", f"standard input: {problem}\n")


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"", "standard input:1:1: is not valid JSON: there is nothing in it"),
        (b"[1]", "standard input: this is no record of the form legspasm.record/1"),
        (b"\xff", "standard input: is not text in UTF-8"),
        (b'{"schema": "legspasm.record/9"}', "standard input:$.schema: the record has the form"),
        (b'{"schema": "legspasm.interview/1"}', "standard input: this is no record of the form"),
    ],
)
def test_what_is_no_record_is_told(data: bytes, start: str) -> None:
    told = exported("-", "--to", "csv", stdin=data)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(start)


def test_a_real_log_is_said_to_be_one(tmp_path: Path) -> None:
    file = tmp_path / "records.log"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE entries (number)")
    database.close()
    told = exported(str(file), "--to", "csv")
    assert told.err == f"{file}: this is a log of records; `legspasm audit log verify` checks it\n"


def test_a_record_that_was_changed_is_not_exported(tmp_path: Path) -> None:
    text = RECORD.to_json().replace('"verdict": "supported"', '"verdict": "conflict"', 1)
    out = tmp_path / "out"
    told = exported("-", "--to", "dot", "-o", str(out), stdin=text.encode())
    assert told == (
        2,
        "",
        "standard input:$.integrity.body_digest: "
        "the body of the record is not the one that its digest names\n",
    )
    assert names(tmp_path) == []


def test_what_cannot_be_read_or_written_is_told(tmp_path: Path, record: str) -> None:
    missing = str(tmp_path / "none.json")
    assert exported(missing, "--to", "csv") == (2, "", f"{missing}: there is no such file\n")
    into = str(tmp_path / "no" / "out")
    told = exported(record, "--to", "csv", "-o", into)
    assert told == (2, "", f"{into}: cannot be written: No such file or directory\n")


def test_the_form_has_to_be_said(record: str) -> None:
    told = exported(record)
    assert (told.status, told.out) == (2, "")
    assert "Missing option '--to'" in told.err


def test_without_the_library_the_other_forms_work(
    record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "prov", None)
    told = exported(record, "--to", "prov-json")
    assert told == (
        2,
        "",
        "this needs the library prov, which is not installed: pip install 'legspasm[prov]'\n",
    )
    assert exported(record, "--to", "csv").status == 0


def test_a_stream_of_plain_ascii_still_gets_valid_json() -> None:
    told = launch(
        "audit", "export", "-", "--to", "prov-json", stdin=RECORD.to_json().encode(),
        encoding="ascii",
    )  # fmt: skip
    assert told.status == 0
    assert json.loads(told.out) == json.loads(export(RECORD, "prov-json"))


def test_a_log_of_any_size_is_said_to_be_one(tmp_path: Path) -> None:
    file = tmp_path / "records.log"
    with file.open("wb") as log:
        log.write(b"SQLite format 3\0")
        log.truncate(MAX_RECORD + 1)
    with file.open("rb") as log:
        streamed = launch("audit", "export", "-", "--to", "csv", stdin=log.read())
    said = "this is a log of records; `legspasm audit log verify` checks it\n"
    assert streamed == (2, "", f"standard input: {said}")
    for args in (("export", str(file), "--to", "csv"), ("show", str(file))):
        assert call("audit", *args) == (2, "", f"{file}: {said}")
    verified = launch("audit", "verify", "-", stdin=b"SQLite format 3\0")
    assert f"standard input: {said}" in verified.out
