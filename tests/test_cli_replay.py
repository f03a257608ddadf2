"""``legspasm audit diff``, ``replay`` and ``log replay``: records compared and consulted again."""

from pathlib import Path
from typing import Any

import legspasm
import msgspec
import pytest
from legspasm.prose import FORMATS
from logs import tampering
from other_knowledge import edited, stricter
from program import Terminal, Told, call, launch, printable
from sealing import forged
from tiny import BREAD

KNOWLEDGE = legspasm.built_in_knowledge()
RECORD = legspasm.consult(recent_injury=True, age=62)
OTHER = legspasm.consult(recent_injury=True, age=40)
NO_RECORD = "this is no record of the form legspasm.record/1: "


def audit(*args: str, stdin: bytes = b"") -> Told:
    return call("audit", *args, stdin=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two records."""
    (tmp_path / "a.json").write_text(RECORD.to_json(), "utf-8")
    (tmp_path / "b.json").write_text(OTHER.to_json(), "utf-8")
    return tmp_path


@pytest.mark.parametrize("format_", FORMATS)
def test_two_records_are_compared_in_every_format(folder: Path, format_: Any) -> None:
    a, b = str(folder / "a.json"), str(folder / "b.json")
    expected = legspasm.diff(RECORD, OTHER).render(format_)
    assert audit("diff", a, b, "--format", format_) == (1, expected, "")
    assert audit("diff", a, a, "--format", format_) == (
        0,
        legspasm.diff(RECORD, RECORD).render(format_),
        "",
    )


def test_either_record_comes_from_standard_input(folder: Path) -> None:
    a, b = folder / "a.json", folder / "b.json"
    expected = audit("diff", str(a), str(b))
    assert audit("diff", "-", str(b), stdin=a.read_bytes()) == expected
    assert audit("diff", str(a), "-", stdin=b.read_bytes()) == expected


def test_both_records_cannot_come_from_standard_input() -> None:
    assert audit("diff", "-", "-", stdin=RECORD.to_json().encode()) == (
        2,
        "",
        "standard input: can be read only once, and both records were to come from it\n",
    )


def test_what_is_wrong_with_either_record_is_told_at_once(folder: Path) -> None:
    (folder / "broken.json").write_text('{"schema": "legspasm.record/1"}', "utf-8")
    told = audit("diff", str(folder / "broken.json"), str(folder / "nowhere.json"))
    assert (told.status, told.out) == (2, "")
    assert told.err.splitlines() == [
        f"{folder}/broken.json: {NO_RECORD}Object missing required field `envelope`",
        f"{folder}/nowhere.json: there is no such file",
    ]


def test_a_difference_goes_to_a_file(folder: Path) -> None:
    page = folder / "difference.html"
    a, b = str(folder / "a.json"), str(folder / "b.json")
    assert audit("diff", a, b, "--format", "html", "-o", str(page)) == (1, "", "")
    assert page.read_text("utf-8") == legspasm.diff(RECORD, OTHER).render("html")
    assert audit("diff", a, b, "-o", str(folder / "no" / "where")).status == 2


@pytest.mark.parametrize("format_", FORMATS)
def test_a_record_is_replayed_in_every_format(folder: Path, format_: Any) -> None:
    told = audit("replay", str(folder / "a.json"), "--format", format_)
    assert told == (0, legspasm.replay(RECORD).render(format_), "")
    assert audit("replay", "-", "--format", format_, stdin=RECORD.to_json().encode()) == told


def test_a_replay_goes_to_a_file(folder: Path) -> None:
    page = folder / "replay.html"
    record = str(folder / "a.json")
    assert audit("replay", record, "--format", "html", "-o", str(page)) == (0, "", "")
    assert page.read_text("utf-8") == legspasm.replay(RECORD).render("html")
    assert audit("replay", record, "-o", str(folder / "no" / "where")).status == 2


def test_what_comes_out_otherwise_is_told_with_status_1(folder: Path) -> None:
    def wrong(body: dict[str, Any]) -> None:
        body["verdicts"][0]["verdict"] = "conflict"

    text = forged(RECORD.to_dict(), wrong)
    (folder / "wrong.json").write_text(text, "utf-8")
    told = audit("replay", str(folder / "wrong.json"))
    assert told == (1, legspasm.replay(legspasm.read_stored(text)).render(), "")
    assert "$.body.verdicts[0].verdict: recorded conflict, replayed supported." in told.out


def test_a_record_is_replayed_with_other_knowledge(folder: Path) -> None:
    changed = stricter(folder)
    told = audit("replay", str(folder / "a.json"), "--knowledge", str(changed))
    after = legspasm.load_knowledge(changed)
    assert (told.status, told.err) == (1, "")
    assert told.out == legspasm.replay(RECORD, knowledge=after).render()
    assert "- factor older_age: told → not told" in told.out


def test_a_record_of_other_knowledge_is_replayed_only_with_it(tmp_path: Path) -> None:
    file = tmp_path / "bread.json"
    record = legspasm.consult({"kitchen": 12.0}, knowledge=legspasm.load_knowledge(BREAD))
    file.write_text(record.to_json(), "utf-8")
    told = audit("replay", str(file))
    assert (told.status, told.err) == (1, "")
    assert "Nothing was compared." in told.out
    assert "the record was made with other knowledge: bread" in told.out
    assert audit("replay", str(file), "--knowledge", str(BREAD)).status == 0


def test_masked_facts_are_replayed_only_where_they_are_proved(tmp_path: Path) -> None:
    stored, openings = RECORD.mask("age")
    file, proof = tmp_path / "masked.json", tmp_path / "openings.jsonl"
    file.write_text(stored.to_json(), "utf-8")
    proof.write_bytes(b"\n".join(msgspec.json.encode(each) for each in openings))
    told = audit("replay", str(file))
    assert told == (1, legspasm.replay(stored).render(), "")
    assert audit("replay", str(file), "--openings", str(proof)).status == 0


def test_facts_are_proved_with_the_knowledge_that_the_record_was_made_with(
    tmp_path: Path,
) -> None:
    record = legspasm.consult({"kitchen": 12.0}, knowledge=legspasm.load_knowledge(BREAD))
    stored, openings = record.mask("kitchen")
    file, proof = tmp_path / "masked.json", tmp_path / "openings.jsonl"
    file.write_text(stored.to_json(), "utf-8")
    proof.write_bytes(b"\n".join(msgspec.json.encode(each) for each in openings))
    given = ["replay", str(file), "--openings", str(proof)]
    assert audit(*given, "--knowledge", str(BREAD)).status == 0
    told = audit(*given, "--knowledge", str(stricter(tmp_path)))
    assert told.status == 1
    assert "these facts of the record are masked: kitchen" in " ".join(told.out.split())


def test_what_is_wrong_with_the_record_and_the_knowledge_is_told_at_once(tmp_path: Path) -> None:
    told = audit("replay", str(tmp_path / "x.json"), "--knowledge", str(tmp_path / "nowhere"))
    assert (told.status, told.out) == (2, "")
    assert told.err.splitlines() == [
        f"{tmp_path}/nowhere: there is no such folder",
        f"{tmp_path}/x.json: there is no such file",
    ]


def test_a_record_is_never_replayed_with_other_knowledge_than_was_asked_for(folder: Path) -> None:
    told = audit("replay", str(folder / "a.json"), "--knowledge", str(folder / "nowhere"))
    assert (told.status, told.out) == (2, "")
    assert told.err == f"{folder}/nowhere: there is no such folder\n"


@pytest.mark.parametrize("command", ["diff", "replay"])
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b"null",
        b'{"schema": "legspasm.record/2", "body": {}}',
        b"SQLite format 3\0",
        RECORD.to_json().replace("call", "\x1b[31mevil").encode(),
        RECORD.to_json()[:-200].encode(),
    ],
)
def test_whatever_a_file_holds_there_is_a_message_and_no_traceback(
    tmp_path: Path, command: str, text: bytes
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(text)
    told = launch("audit", command, *[str(file)] * (2 if command == "diff" else 1))
    assert (told.status, told.out) == (2, "")
    assert "Traceback" not in told.err
    assert printable(told.err)
    assert str(file) in told.err


def kept(path: Path) -> Path:
    """A log of four people, of whom one was forgotten."""
    with legspasm.AuditLog(path) as log:
        log.append(RECORD, ["ward 3"])
        log.append(OTHER)
        log.append(legspasm.consult(age=50))
        log.append(legspasm.consult(heavy_sweating=True).mask("heavy_sweating")[0])
        log.erase(3, "asked for")
    return path


@pytest.mark.parametrize("format_", FORMATS)
def test_a_log_is_replayed_in_every_format(tmp_path: Path, format_: Any) -> None:
    log, changed = kept(tmp_path / "log"), stricter(tmp_path)
    told = audit("log", "replay", str(log), "--knowledge", str(changed), "--format", format_)
    with legspasm.AuditLog(log, read_only=True) as opened:
        numbered = [(e.number, e.record) for e in opened.entries() if e.kind == "record"]
    assert [number for number, _ in numbered] == [1, 2, 3, 4]
    expected = legspasm.impact(numbered, legspasm.load_knowledge(changed))
    assert told == (1, expected.render(format_), "")
    assert (expected.records, expected.changes, expected.not_compared) == (4, 1, 2)


def test_where_nothing_changes_the_status_is_0(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as log:
        log.append(RECORD)
        log.append(legspasm.consult(age=70))
    same = edited(tmp_path / "same")
    told = audit("log", "replay", str(path), "--knowledge", str(same))
    assert (told.status, told.err) == (0, "")
    assert "Of 2 records, all would tell the same." in told.out
    page = tmp_path / "impact.html"
    told = audit(
        *("log", "replay", str(path), "--knowledge", str(same), "--format", "html"),
        *("-o", str(page)),
    )
    assert told == (0, "", "")
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_what_is_no_record_any_more_is_counted_and_stops_nothing(tmp_path: Path) -> None:
    log = kept(tmp_path / "log")
    with tampering(log) as database:
        database.execute("UPDATE entries SET content = x'7b7d' WHERE number = 2")
    told = audit("log", "replay", str(log), "--knowledge", str(edited(tmp_path / "same")))
    assert (told.status, told.err) == (1, "")
    assert "- 1 record: what is stored is no record entry 2" in " ".join(told.out.split())


def test_a_bar_on_standard_error_shows_how_far_it_is_where_that_is_a_terminal(
    tmp_path: Path,
) -> None:
    log, out = kept(tmp_path / "log"), tmp_path / "out"
    with (
        out.open("wb") as stream,
        Terminal(
            *("audit", "log", "replay", str(log), "--knowledge", str(edited(tmp_path / "same"))),
            stdout=stream,
        ) as terminal,
    ):
        assert "100%" in terminal.read()
        assert terminal.status() == 1
    assert "cannot be compared" in out.read_text("utf-8")


def test_a_log_and_knowledge_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    nowhere, log = tmp_path / "nowhere", kept(tmp_path / "log")
    told = audit("log", "replay", str(log), "--knowledge", str(nowhere))
    assert (told.status, told.out) == (2, "")
    assert told.err == f"{nowhere}: there is no such folder\n"
    told = audit("log", "replay", str(nowhere), "--knowledge", str(BREAD))
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(f"{nowhere}: ")
    (tmp_path / "record.json").write_text(RECORD.to_json(), "utf-8")
    told = audit("log", "replay", str(tmp_path / "record.json"), "--knowledge", str(BREAD))
    assert (told.status, told.out) == (2, "")
    assert audit("log", "replay", str(log)).status == 2  # for want of --knowledge
