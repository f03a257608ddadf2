"""``legspasm audit``: checking and telling stored records."""

import json
from pathlib import Path
from typing import Any

import legspasm
import msgspec
import pytest
from logs import nobody, open_folder
from program import Told, call, launch, printable
from sealing import forged
from tiny import Bread

RECORD = legspasm.consult(recent_injury=True, age=70, red_flags=[])


def audit(*args: str, stdin: bytes = b"") -> Told:
    return call("audit", *args, stdin=stdin)


def wrong(body: dict[str, Any]) -> None:
    body["verdicts"][0]["verdict"] = "conflict"


def of_old(body: dict[str, Any]) -> None:
    body["knowledge"] |= {"version": "0.9", "digest": "0" * 64}


WRONG = forged(RECORD.to_dict(), wrong)
OF_OLD = forged(RECORD.to_dict(), of_old)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a record, a forged one, lines of records, and what is none of these."""
    (tmp_path / "a.json").write_text(RECORD.to_json(), "utf-8")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "b.json").write_text(WRONG, "utf-8")
    line = json.dumps(RECORD.to_dict())
    (tmp_path / "c.jsonl").write_text(f"{line}\n\n{line}\n", "utf-8")
    (tmp_path / "notes.txt").write_text("nothing to check", "utf-8")
    return tmp_path


def test_a_record_that_is_right_is_verified(folder: Path) -> None:
    file = str(folder / "a.json")
    assert audit("verify", file) == (
        0,
        f"{file}: verified\n1 record: 1 verified, 0 wrong\n",
        "",
    )


def test_a_folder_is_searched_for_records(folder: Path) -> None:
    told = audit("verify", str(folder))
    b = folder / "deeper" / "b.json"
    assert told.status == 1
    assert told.out.splitlines() == [
        f"{folder}/a.json: verified",
        f"{folder}/c.jsonl:1: verified",
        f"{folder}/c.jsonl:3: verified",
        f"{b}: WRONG",
        f"  {b}:$.body.verdicts[0].verdict: expected 'supported', which follows from the rest, "
        "got 'conflict'",
        "4 records: 3 verified, 1 wrong",
    ]


def test_a_folder_that_is_named_as_a_record_is_looked_into_once(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    (tmp_path / "x.json" / "r.json").write_text(RECORD.to_json(), "utf-8")
    assert audit("verify", str(tmp_path)).out.splitlines()[-1] == "1 record: 1 verified, 0 wrong"


def test_records_that_are_compressed_are_read_as_well(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("age\n70\n30\n")
    (tmp_path / "in").mkdir()
    records = tmp_path / "in" / "records.jsonl.zst"
    people, output = str(tmp_path / "people.csv"), str(tmp_path / "told.csv")
    assert call("batch", people, "-o", output, "--records", str(records)).status == 0
    for given in (records, records.parent):
        assert call("audit", "verify", str(given)) == (
            0,
            f"{records}:1: verified\n{records}:2: verified\n2 records: 2 verified, 0 wrong\n",
            "",
        )
    records.write_bytes(records.read_bytes()[:-9])
    told = call("audit", "verify", str(records))
    assert told.status == 2


def test_quiet_tells_only_what_is_wrong(folder: Path) -> None:
    told = audit("verify", "--quiet", str(folder))
    assert len(told.out.splitlines()) == 3
    assert "a.json" not in told.out


def test_a_record_comes_in_by_standard_input_as_it_was_printed() -> None:
    assert audit("verify", "-", stdin=RECORD.to_json().encode()).out == (
        "standard input: verified\n1 record: 1 verified, 0 wrong\n"
    )


def test_records_come_in_by_standard_input_one_a_line() -> None:
    line = json.dumps(RECORD.to_dict())
    told = audit("verify", "-", stdin=f"{line}\n{line[:-9]}\n{line}".encode())
    assert told.status == 1
    assert [each for each in told.out.splitlines() if not each.startswith("  ")] == [
        "standard input:1: verified",
        "standard input:2: WRONG",
        "standard input:3: verified",
        "3 records: 2 verified, 1 wrong",
    ]


def test_as_json_lines_each_record_is_a_line(folder: Path) -> None:
    told = audit("verify", "--format", "jsonl", str(folder))
    found = [json.loads(line) for line in told.out.splitlines()]
    assert [each["state"] for each in found] == ["verified", "verified", "verified", "wrong"]
    assert found[0] == {
        "source": f"{folder}/a.json",
        "state": "verified",
        "schema": "legspasm.verification/1",
        "digest": RECORD.digest,
        "problems": [],
        "unchecked": [],
        "masked": [],
        "proved": [],
    }
    assert found[3]["problems"] == [
        {
            "code": "verify_value",
            "place": f"{folder}/deeper/b.json:$.body.verdicts[0].verdict",
            "text": "expected 'supported', which follows from the rest, got 'conflict'",
        }
    ]


def test_without_its_knowledge_a_record_is_not_verified(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_text(OF_OLD, "utf-8")
    told = audit("verify", str(file))
    assert told.status == 1
    assert told.out.splitlines()[0] == f"{file}: NOT CHECKED"
    assert "  not checked: $.body.knowledge: it was made with leg_spasm 0.9" in told.out
    assert told.out.splitlines()[-1] == (
        "1 record: 0 verified, 0 wrong, 1 not checked for want of the knowledge"
    )


def test_other_knowledge_can_be_given(tmp_path: Path, bread: Bread) -> None:
    file = tmp_path / "record.json"
    file.write_text(legspasm.consult({}, knowledge=bread.load()).to_json(), "utf-8")
    assert audit("verify", str(file)).status == 1
    assert audit("verify", str(file), "--knowledge", str(bread.folder)).status == 0
    shown = audit("show", str(file), "--knowledge", str(bread.folder))
    assert (shown.status, shown.err) == (0, "")
    assert shown.out != audit("show", str(file)).out


def test_knowledge_that_cannot_be_read_is_told(tmp_path: Path, folder: Path) -> None:
    told = audit("verify", str(folder), "--knowledge", str(tmp_path / "nowhere"))
    assert (told.status, told.out) == (2, "")
    assert told.err == f"{tmp_path}/nowhere: there is no such folder\n"


def test_masked_facts_are_named_and_can_be_proved(tmp_path: Path) -> None:
    stored, openings = RECORD.mask("age")
    file, proof = tmp_path / "masked.json", tmp_path / "openings.jsonl"
    file.write_text(stored.to_json(), "utf-8")
    proof.write_bytes(b"\n".join(msgspec.json.encode(each) for each in openings))
    told = audit("verify", str(file))
    assert told.status == 0
    assert told.out.startswith(f"{file}: verified, but for what rests on masked facts: age\n")
    assert audit("verify", str(file), "--openings", str(proof)).out.startswith(
        f"{file}: verified; proved: age\n"
    )
    assert "- age: masked" in audit("show", str(file)).out
    shown = audit("show", str(file), "--openings", str(proof))
    assert shown.out == RECORD.render("text")


def test_openings_that_are_none_are_told_with_their_lines(tmp_path: Path, folder: Path) -> None:
    proof = tmp_path / "openings"
    proof.write_text('{"name": "age"}\n{"name": "age", "value": 7, "salt": "0"}\nx\n', "utf-8")
    told = audit("verify", str(folder), "--openings", str(proof))
    assert told.status == 2
    assert told.err.splitlines() == [
        f"{proof}:1: this is nothing that opens a masked fact: "
        "Object missing required field `value`",
        f"{proof}:3: this is nothing that opens a masked fact: "
        "JSON is malformed: invalid character (byte 0)",
    ]


def test_files_that_are_not_there_are_told_and_keep_nothing_from_being_checked(
    folder: Path,
) -> None:
    told = audit("verify", "--quiet", "x.json", str(folder / "deeper"), "y.jsonl")
    assert (told.status, told.err) == (2, "")
    assert [line for line in told.out.splitlines() if not line.startswith("  /")] == [
        "x.json: NOT READ",
        "  x.json: there is no such file",
        f"{folder}/deeper/b.json: WRONG",
        "y.jsonl: NOT READ",
        "  y.jsonl: there is no such file",
        "3 records: 0 verified, 1 wrong, 2 not read",
    ]


def test_a_folder_that_one_may_not_enter_is_told_and_never_a_traceback() -> None:
    with open_folder() as place:
        closed = place / "closed"
        closed.mkdir()
        record = place / "r.json"
        record.write_text(RECORD.to_json(), "utf-8")
        closed.chmod(0)
        assert audit("verify", str(record)).status == 0  # now its own files, too, are read
        with nobody():
            inside = audit("verify", str(closed / "x.json"), str(place))
            shown = audit("show", str(record), "-o", str(closed / "x"))
            kept = call("consult", "--set", "age=5", "--log", str(closed / "log"))
        closed.chmod(0o755)
    assert inside.status == 2
    assert inside.out.splitlines() == [
        f"{closed}/x.json: NOT READ",
        f"  {closed}/x.json: cannot be read: Permission denied",
        f"{record}: verified",
        f"{closed}: NOT READ",
        f"  {closed}: cannot be read: Permission denied",
        "3 records: 1 verified, 0 wrong, 2 not read",
    ]
    assert shown == (2, "", f"{closed}/x: cannot be written: Permission denied\n")
    assert kept == (2, "", f"{closed}/log: the log cannot be used: Permission denied\n")


def test_an_opening_that_does_not_fit_is_not_passed_over(tmp_path: Path) -> None:
    stored, [opening] = RECORD.mask("age")
    file, proof = tmp_path / "masked.json", tmp_path / "openings"
    file.write_text(stored.to_json(), "utf-8")
    proof.write_bytes(msgspec.json.encode(msgspec.structs.replace(opening, value=71)))
    assert audit("verify", str(file), "--openings", str(proof)).out.startswith(
        f"{file}: verified, but for what rests on masked facts, which nothing given proves: age\n"
    )


def test_where_there_is_no_record_it_is_told(tmp_path: Path) -> None:
    text = "there is no record here; a folder is searched for *.json and *.jsonl"
    assert audit("verify", str(tmp_path)) == (2, "", f"{tmp_path}: {text}\n")
    assert audit("verify", "-") == (2, "", f"-: {text}\n")


def test_a_file_that_cannot_be_read_stops_nothing(folder: Path) -> None:
    (folder / "aa.json").symlink_to(folder / "nowhere")
    told = audit("verify", str(folder))
    assert told.status == 2
    assert told.out.splitlines()[1:3] == [
        f"{folder}/aa.json: NOT READ",
        f"  {folder}/aa.json: there is no such file",
    ]
    assert told.out.splitlines()[-1] == "5 records: 3 verified, 1 wrong, 1 not read"


def test_a_log_is_told_from_a_record(tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    file.write_bytes(b"SQLite format 3\0 and so on")
    told = audit("verify", str(file))
    assert told.status == 2
    assert "this is a log of records; `legspasm audit log verify` checks it" in told.out


@pytest.mark.parametrize("command", ["verify", "show"])
@pytest.mark.parametrize(
    "text",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b"{}",
        b"null",
        b'{"schema": 1}',
        b'{"schema": "legspasm.record/2", "body": {}}',
        WRONG.replace('"conflict"', '"\\u001b[31mevil"').encode(),
        RECORD.to_json()[:-200].encode(),
    ],
)
def test_whatever_a_file_holds_there_is_a_message_and_no_traceback(
    tmp_path: Path, command: str, text: bytes
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(text)
    told = launch("audit", command, str(file))
    assert told.status in {1, 2}
    assert "Traceback" not in told.err
    assert printable(told.out + told.err)
    assert told.out or told.err


def test_a_file_of_100_megabytes_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "big.json"
    with file.open("wb") as big:
        big.truncate(100_000_000)
    told = audit("verify", str(file))
    assert told.status == 2
    assert told.out.splitlines() == [
        f"{file}: NOT READ",
        f"  {file}: is longer than 20000000 bytes, which is more than it can need",
        "1 record: 0 verified, 0 wrong, 1 not read",
    ]


def test_a_line_or_a_stream_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legspasm.cli.records.MAX_RECORD", 1000)
    problem = "is longer than 1000 bytes, which is more than it can need"
    assert f"standard input: {problem}" in audit("verify", "-", stdin=b"{\n" + b" " * 2000).out
    lines = tmp_path / "x.jsonl"
    lines.write_bytes(b"{}\n" + b" " * 2000 + b"\n")
    assert f"{lines}:2: {problem}" in audit("verify", str(lines)).out


def test_show_tells_a_record_as_consult_does(folder: Path) -> None:
    file = str(folder / "a.json")
    assert audit("show", file) == (0, RECORD.render("text"), "")
    assert audit("show", file, "-v").out == RECORD.render("text", verbose=True)
    assert audit("show", file, "--format", "json").out == RECORD.to_json()


def test_show_tells_a_record_of_old_knowledge_from_itself(tmp_path: Path) -> None:
    file, page = tmp_path / "old.json", tmp_path / "old.html"
    file.write_text(OF_OLD, "utf-8")
    told = audit("show", str(file))
    assert told.status == 0
    assert told.out == legspasm.read_stored(OF_OLD).render("text")
    assert audit("show", str(file), "--format", "html", "-o", str(page)).status == 0
    assert page.read_text("utf-8") == legspasm.read_stored(OF_OLD).render("html")


def test_show_refuses_what_does_not_follow(folder: Path) -> None:
    file = folder / "deeper" / "b.json"
    assert audit("show", str(file)) == (
        2,
        "",
        f"{file}:$.body.verdicts[0].verdict: expected 'supported', which follows from the rest, "
        "got 'conflict'\n",
    )
