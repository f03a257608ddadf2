"""``legspasm audit log`` and ``consult --log``: records are kept where that was asked for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import legspasm
import pytest
from logs import problems, small_log, tampering
from program import PROMPT, Terminal, Told, call, launch, printable
from tiny import Bread

KNOWLEDGE = Path(legspasm.__file__).with_name("knowledge") / "leg_spasm"


def log(*args: str) -> Told:
    return call("audit", "log", *args)


def keep(path: Path, *args: str) -> Told:
    return call("consult", "--set", "age=70", "--set", "red_flags=none", "--log", str(path), *args)


def test_a_record_is_kept_before_its_answer_is_given(tmp_path: Path) -> None:
    path = tmp_path / "log"
    told = keep(path, "--format", "json", "--label", "ward 3", "--label", "night")
    assert (told.status, told.err) == (0, "")
    with legspasm.AuditLog(path, read_only=True) as kept:
        [record] = kept
    printed = json.loads(told.out)
    assert record.digest == printed["integrity"]["body_digest"]
    assert record.document.envelope.labels == ("ward 3", "night")
    assert problems(path) == []


def test_nothing_is_kept_unless_it_was_asked_for(tmp_path: Path) -> None:
    told = launch("consult", "--set", "age=70", "--format", "json", LEGSPASM_LOG="")
    assert told.status == 0
    assert list(tmp_path.iterdir()) == []
    path = tmp_path / "log"
    assert launch("consult", "--set", "age=70", LEGSPASM_LOG=str(path)).status == 0
    assert launch("audit", "log", "verify", LEGSPASM_LOG=str(path)).out.startswith(
        f"{path}: whole\n1 entry: 1 record\n"
    )


def test_an_interview_is_kept_with_its_questions(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with Terminal("consult", "--log", str(path)) as terminal:
        terminal.read()
        terminal.answer("none")
        terminal.answer("quit")
        assert terminal.status() == 0
    with legspasm.AuditLog(path, read_only=True) as kept:
        [record] = kept
    assert [question.fact for question in record.questions] == ["red_flags"]
    assert problems(path) == []


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ("--log", "nowhere/log"),
            "nowhere/log: the log cannot be used: No such file or directory",
        ),
        (("--label", "x"), "--label: needs a log to keep the record in: give --log FILE"),
        (
            ("--mask", "age", "--openings", "o"),
            "--mask: needs a log to keep the record in: give --log FILE\n"
            "--openings: needs a log to keep the record in: give --log FILE",
        ),
        (
            ("--log", "log", "--openings", "o"),
            "--openings: opens masked facts, and none is masked: give --mask FACT",
        ),
        (
            ("--log", "log", "--label", "\udcff"),
            "--label: a label has a character that is no Unicode text",
        ),
        (("--log", "log", "--mask", "agee"), "agee: no such fact; did you mean age?"),
        (
            ("--log", "log", "--mask", "age", "--openings", "."),
            ".: cannot be written: Is a directory",
        ),
    ],
)
def test_what_is_wrong_with_it_is_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with Terminal("consult", *args) as terminal:
        shown = terminal.read()
        assert terminal.status() == 2
    assert shown == f"{told}\n"
    assert PROMPT not in shown
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_cannot_be_kept_is_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise legspasm.LogError([])

    monkeypatch.setattr("legspasm.audit.log.AuditLog.append", refuse)
    told = keep(tmp_path / "log")
    assert (told.status, told.out) == (2, "")


def test_masked_values_are_not_in_the_log_and_can_be_proved(tmp_path: Path) -> None:
    path, proof, out = tmp_path / "log", tmp_path / "openings", tmp_path / "record.json"
    before = os.umask(0)
    try:
        for _ in range(2):
            told = keep(path, "--mask", "age", "--mask", "exertion", "--openings", str(proof))
            assert (told.status, told.err) == (0, "")
    finally:
        os.umask(before)
    assert proof.stat().st_mode & 0o777 == 0o600
    openings = [json.loads(line) for line in proof.read_text("utf-8").splitlines()]
    assert [(each["name"], each["value"]) for each in openings] == [("age", 70), ("age", 70)]
    with legspasm.AuditLog(path, read_only=True) as kept:
        first, second = kept
    assert [each.name for each in first.document.body.masked] == ["age"]
    assert "70" not in [str(fact.value) for fact in first.facts]
    for record in (first, second):
        out.write_text(record.to_json(), "utf-8")
        told = call("audit", "verify", str(out), "--openings", str(proof))
        assert told.out.startswith(f"{out}: verified; proved: age\n")
    assert (
        log("verify", str(path)).out.splitlines()[1] == "2 entries: 2 records, 2 with masked facts"
    )


def test_no_output_is_written_over_a_log(tmp_path: Path) -> None:
    path, record = small_log(tmp_path / "log"), tmp_path / "record.json"
    record.write_text(legspasm.consult(age=70).to_json(), "utf-8")
    told = f"{path}: this is a log of records, which would be lost; write to another file\n"
    for args in (
        ("audit", "show", str(record)),
        ("audit", "export", str(record), "--to", "csv"),
        ("audit", "diff", str(record), str(record)),
        ("audit", "replay", str(record)),
        ("audit", "log", "export", str(path)),
        ("audit", "log", "show", str(path), "1"),
        ("explain", "needs", "injury", "--set", "age=70"),
    ):
        assert (args, call(*args, "-o", str(path))) == (args, (2, "", told))
    assert problems(path) == []


def test_a_log_whose_last_writer_was_killed_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "log"
    script = (
        "import os, sys, legspasm\n"
        "log = legspasm.AuditLog(sys.argv[1])\n"
        "log.append(legspasm.consult(age=50), ['last'])\n"
        "os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(path)]).returncode == -9
    assert (tmp_path / "log-wal").stat().st_size > 0, "nothing was left beside the log"
    assert keep(path).status == 0
    with legspasm.AuditLog(path, read_only=True) as kept:
        assert [record.document.envelope.labels for record in kept] == [("last",), ()]
    assert log("verify", str(path)).out.startswith(f"{path}: whole\n2 entries: 2 records\n")


def test_openings_that_cannot_be_kept_are_told_and_nothing_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as where the disk filled up since it was looked whether they can be."""
    monkeypatch.setattr("legspasm.cli.keeping.check_writable", lambda path: None)
    path = tmp_path / "log"
    told = keep(path, "--mask", "age", "--openings", str(tmp_path))
    assert told == (2, "", f"{tmp_path}: cannot be written: Is a directory\n")
    with legspasm.AuditLog(path, read_only=True) as kept:
        assert len(kept) == 0


def test_a_log_that_is_whole_is_said_to_be(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    head = log("head", str(path)).out.strip()
    assert log("verify", str(path)) == (
        0,
        f"{path}: whole\n3 entries: 3 records\nhead {head}\n",
        "",
    )
    assert log("verify", str(path), "--expect-head", head).out.splitlines()[2] == (
        "The expected head is there, and 0 entries came after it."
    )


def test_a_log_that_is_not_is_told_with_each_problem(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET time = 'x' WHERE number = 2")
    told = log("verify", str(path))
    assert told.status == 1
    assert told.out.splitlines()[:3] == [
        "entry 2: is not what its hash binds: it was changed",
        f"{path}: NOT WHOLE",
        "3 entries: 3 records; 1 problem",
    ]
    data = json.loads(log("verify", str(path), "--format", "json").out)
    assert (data["schema"], data["problems"]) == ("legspasm.log-check/1", 1)
    assert data["found"] == [
        {
            "code": "log_hash",
            "place": "entry 2",
            "text": "is not what its hash binds: it was changed",
        }
    ]


@pytest.mark.parametrize("given", ["ABC", "", "0" * 40, "g" * 40])
def test_a_head_that_can_be_none_is_bad_input(tmp_path: Path, given: str) -> None:
    path = small_log(tmp_path / "log")
    told = log("verify", str(path), "--expect-head", given)
    assert told == (
        2,
        "",
        f"--expect-head: expected 64 hex digits, as `audit log head` prints them, got {given!r}\n",
    )


def test_a_head_is_the_same_in_upper_case_and_with_a_space(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    head = log("head", str(path)).out
    assert log("verify", str(path), "--expect-head", f" {head.upper()}").status == 0


def test_what_stands_in_a_log_cannot_steer_a_terminal(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET hash = char(27) || '[31m', kind = char(27)")
    assert printable(log("head", str(path)).out)
    assert printable(log("verify", str(path)).out)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("-o", "a.log"), "a.log: this is a log of records, which would be lost"),
        (("-o", "new.log", "--log", "new.log"), "--log: this is the same file as --output"),
        (
            ("--mask", "age", "--openings", "p", "-o", "p", "--log", "new.log"),
            "--openings: this is the same file as --output",
        ),
        (
            ("--mask", "age", "--openings", "new.log", "--log", "new.log"),
            "--openings: this is the same file as --log",
        ),
        (
            ("--mask", "age", "--openings", "a.log", "--log", "new.log"),
            "--openings: this is a log of records, which would be lost",
        ),
    ],
)
def test_no_file_of_a_consultation_is_written_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = small_log(tmp_path / "a.log").read_bytes()
    refused = call("consult", "--set", "age=70", *args)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith(told)
    assert [file.name for file in tmp_path.iterdir()] == ["a.log"]
    assert (tmp_path / "a.log").read_bytes() == before


def test_what_a_replay_tells_does_not_replace_the_log(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    told = log("replay", str(path), "--knowledge", str(KNOWLEDGE), "-o", str(path))
    assert told.err.startswith(f"{path}: this is a log of records, which would be lost")
    assert problems(path) == []


def test_a_head_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    told = log("verify", str(path), "--expect-head", "0" * 64)
    assert told.status == 1
    assert told.out.startswith(f"{path}: no entry has the hash {'0' * 64}: the end of the log was")


def test_records_of_other_knowledge_want_it(tmp_path: Path, bread: Bread) -> None:
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as kept:
        kept.append(legspasm.consult({}, knowledge=bread.load()))
    told = log("verify", str(path))
    assert told.status == 1
    assert told.out.splitlines()[:2] == [
        f"{path}: NOT CHECKED",
        "1 entry: 1 record; 1 not checked for want of the knowledge",
    ]
    assert log("verify", str(path), "--knowledge", str(bread.folder)).status == 0


def test_the_head_is_told_as_json_too(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    with legspasm.AuditLog(path, read_only=True) as kept:
        head = kept.head()
    assert json.loads(log("head", str(path), "--format", "json").out) == {
        "log": head.log,
        "number": 3,
        "hash": head.hash,
    }


def test_a_person_is_erased_and_the_log_stays_whole(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    assert log("erase", str(path), "2", "--reason", "asked for", "--yes") == (
        0,
        "The content of entry 2 is gone; entry 4 says so.\n",
        "",
    )
    assert log("verify", str(path)).out.splitlines()[1] == "4 entries: 2 records, 1 erased"
    assert log("erase", str(path), "2", "--reason", "again", "--yes") == (
        2,
        "",
        f"{path}: the entry 2 was erased already\n",
    )


def test_the_log_may_be_named_by_the_environment(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    told = launch("audit", "log", "erase", "2", "--reason", "x", "--yes", LEGSPASM_LOG=str(path))
    assert told == (0, "The content of entry 2 is gone; entry 4 says so.\n", "")
    assert log("erase", str(path), "two", "--reason", "x", "--yes").status == 2
    assert log("erase", "1", "--reason", "x", "--yes").status == 2


def test_erasing_asks_whether_it_is_meant(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    assert log("erase", str(path), "2", "--reason", "x") == (
        2,
        "",
        "--yes: nobody is there to ask whether it is meant: give --yes\n",
    )
    question = "Take the content of entry 2 out of the log for good? [y/N]: "
    for answer, status, erased in (("n", 130, 0), ("y", 0, 1)):
        with Terminal("audit", "log", "erase", str(path), "2", "--reason", "x") as terminal:
            terminal.type(f"{answer}\n")
            assert question in terminal.read()
            assert terminal.status() == status
        with legspasm.AuditLog(path, read_only=True) as kept:
            assert (kept.entry(2).content is None) == bool(erased)


def test_a_bar_shows_how_far_it_is_at_a_terminal_only(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log", 40)
    assert log("verify", str(path)).err == ""
    with Terminal("audit", "log", "verify", str(path)) as terminal:
        shown = terminal.read()
    assert "100%" in shown
    assert f"{path}: whole" in shown


@pytest.mark.parametrize("command", ["verify", "head", "erase"])
def test_a_log_that_is_not_there_is_not_made(tmp_path: Path, command: str) -> None:
    path = tmp_path / "log"
    more = ("1", "--reason", "x", "--yes") if command == "erase" else ()
    assert log(command, str(path), *more) == (2, "", f"{path}: there is no such file\n")
    assert list(tmp_path.iterdir()) == []
