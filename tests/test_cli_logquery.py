"""``legspasm audit log list``, ``search`` and ``show`` at the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import legspasm
import pytest
from legspasm.audit.outline import mentions, outlined
from logs import mixed_log, set_content, set_times, small_log, tampering
from program import Terminal, Told, call, launch, names, printable
from tiny import Bread


def log(*args: str) -> Told:
    return call("audit", "log", *args)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed_log(tmp_path_factory.mktemp("mixed") / "log")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A log of three records, free to be broken."""
    return small_log(tmp_path / "log")


def numbers(told: Told) -> list[int]:
    """The numbers that were listed, as JSON Lines."""
    assert told.status == 0
    return [json.loads(line)["number"] for line in told.out.splitlines()]


def test_each_entry_is_a_line_and_the_newest_is_last(own: Path) -> None:
    set_times(own, [f"2026-01-0{day}T12:00:00.000Z" for day in (1, 2, 3)])
    verdicts = "".join(
        f"  {cause}=undetermined"
        for cause in ("injury", "excessive_activity", "dehydration", "low_potassium")
    )
    assert log("list", str(own)) == (
        0,
        f"     1  2026-01-01T12:00:00.000Z{verdicts}  [person 1]\n"
        f"     2  2026-01-02T12:00:00.000Z{verdicts}  [person 2]\n"
        f"     3  2026-01-03T12:00:00.000Z{verdicts}  [person 3]\n",
        "",
    )


def test_what_is_masked_and_what_was_erased_is_marked(path: Path) -> None:
    lines = log("list", str(path)).out.splitlines()
    assert len(lines) == 31
    assert lines[2].endswith("Z  erased")
    assert lines[30].endswith("Z  says that another was erased")
    assert lines[4].endswith("  [ward 1, night]  masked: age")


def test_what_cannot_be_read_is_listed_as_that(own: Path) -> None:
    set_content(own, 2, b"nothing")
    told = log("list", str(own))
    assert told.status == 0
    assert told.out.splitlines()[1].endswith("  cannot be read")


def test_json_and_json_lines_say_the_same(path: Path) -> None:
    array = json.loads(log("list", str(path), "--format", "json").out)
    lines = log("list", str(path), "--format", "jsonl").out.splitlines()
    assert array == [json.loads(line) for line in lines]
    with legspasm.AuditLog(path, read_only=True) as kept:
        assert array == [outlined(entry).to_dict() for entry in kept.entries()]


def test_no_entry_at_all_is_an_empty_list(path: Path) -> None:
    assert log("list", str(path), "--label", "none", "--format", "json") == (0, "[\n]\n", "")
    assert log("list", str(path), "--label", "none") == (0, "", "")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("--first", "29"), [29, 30, 31]),
        (("--last", "2"), [1, 2]),
        (("--first", "3", "--last", "3"), [3]),
        (("--limit", "2"), [30, 31]),
        (("--label", "ward 3", "--limit", "2"), [23, 27]),
        (("--label", "ward 1", "--label", "night", "--last", "9"), [1, 5, 9]),
        (("--rule", "older_people_cramp", "--last", "8"), [1, 2, 4, 5, 7, 8]),
        (("--verdict", "injury=supported", "--last", "6"), [2, 4, 6]),
        (("--verdict", " injury = supported ", "--fact", "age", "--last", "6"), [2, 4, 6]),
        (("--fact", "age", "--last", "6"), [1, 2, 4, 5, 6]),
        (("--fact", "activities=work", "--last", "6"), [2, 5]),
        (("--fact", "activities=none", "--last", "6"), [6]),
        (("--fact", "exertion=none", "--rule", "injury_bleeds", "--last", "8"), [6]),
        (("--since", "2000-01-01", "--until", "9999-12-31", "--last", "1"), [1]),
        (("--until", "2000-01-01"), []),
    ],
)  # fmt: skip
def test_filters_must_all_hold(path: Path, filters: tuple[str, ...], expected: list[int]) -> None:
    told = log("list", str(path), "--format", "jsonl", *filters)
    assert (numbers(told), told.err) == (expected, "")


def test_a_date_is_the_whole_day(own: Path) -> None:
    times = ["2026-01-01T23:59:59.999Z", "2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z"]
    set_times(own, times)

    def listed(*args: str) -> list[int]:
        return numbers(log("list", str(own), "--format", "jsonl", *args))

    assert listed("--since", "2026-01-02") == [2, 3]
    assert listed("--until", "2026-01-02") == [1, 2]
    assert listed("--since", "2026-01-02", "--until", "2026-01-02") == [2]
    assert listed("--since", "2026-01-02T02:00:00+02:00") == [2, 3]
    assert listed("--until", "2026-01-02T00:00:00Z") == [1]


def test_of_masked_values_it_is_said_that_nobody_can_tell(path: Path) -> None:
    told = log("list", str(path), "--fact", "age=60", "--last", "10", "--format", "jsonl")
    assert (numbers(told), told.err) == (
        [1, 4, 7],
        "2 more cannot be told: a fact that was asked for is masked in them, "
        "so nobody knows whether they fit.\n",
    )


@pytest.mark.parametrize(
    ("filters", "expected", "said"),
    [
        (
            ("--rule", "draught_cramps"),
            [30],
            "--rule: the knowledge at hand has no rule 'draught_cramps', so only records made "
            "with other knowledge can have it; did you mean night_cramps?\n",
        ),
        (
            ("--verdict", "draught=supported"),
            [30],
            "--verdict: the knowledge at hand has no cause 'draught', "
            "so only records made with other knowledge can have it\n",
        ),
        (
            ("--fact", "window_open=yes"),
            [30],
            "--fact: the knowledge at hand has no fact 'window_open', "
            "so only records made with other knowledge can have it\n",
        ),
        (
            ("--fact", "agee"),
            [],
            "--fact: the knowledge at hand has no fact 'agee', "
            "so only records made with other knowledge can have it; did you mean age?\n",
        ),
        (
            ("--fact", "exertion=excesive"),
            [],
            "exertion: expected one of none, some, excessive, got 'excesive'; "
            "did you mean excessive?\n",
        ),
    ],
)
def test_names_of_other_knowledge_are_said_to_be_that_and_looked_for(
    path: Path, filters: tuple[str, ...], expected: list[int], said: str
) -> None:
    told = log("list", str(path), "--format", "jsonl", *filters)
    assert (numbers(told), told.err) == (expected, said)


def test_everything_that_is_wrong_with_filters_is_told_at_once(path: Path) -> None:
    args = ("--since", "yesterday", "--until", "2026-02-30", "--verdict", "injury")
    told = log("list", str(path), *args, "--verdict", "injury=suported", "--verdict", "=supported")
    example = "expected a date or a time with its zone, such as 2026-01-31 or 2026-01-31T12:00:00Z"
    assert told == (
        2,
        "",
        f"--since: {example}, got 'yesterday'\n"
        f"--until: {example}, got '2026-02-30'\n"
        "--verdict: expected CAUSE=VERDICT, got 'injury'\n"
        "--verdict: there is no verdict 'suported'; did you mean supported?\n"
        "--verdict: expected CAUSE=VERDICT, got '=supported'\n",
    )


@pytest.mark.parametrize("format_", ["text", "json", "jsonl"])
def test_a_word_is_found_and_where_it_stands_is_told(path: Path, format_: str) -> None:
    told = log("search", str(path), "Draught", "--format", format_)
    assert (told.status, told.err) == (0, "")
    with legspasm.AuditLog(path, read_only=True) as kept:
        outline = outlined(kept.entry(30)).outline
    assert outline is not None
    matched = [{"kind": kind, "name": name} for kind, name in mentions(outline, "draught")]
    assert len(matched) == 2
    if format_ == "text":
        assert told.out.splitlines()[1:] == [
            f"        {each['kind']}: {each['name']}" for each in matched
        ]
    else:
        found = json.loads(told.out)
        assert (found[0] if format_ == "json" else found)["matched"] == matched


def test_filters_narrow_a_search_down(path: Path) -> None:
    told = log(
        "search", str(path), "NIGHT", "--label", "ward 2", "--limit", "1", "--format", "jsonl"
    )
    assert numbers(told) == [26]


def test_a_word_that_stands_nowhere_finds_nothing(path: Path) -> None:
    assert log("search", str(path), "nowhere") == (0, "", "")


def test_the_log_may_be_named_in_the_environment(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = log("show", str(path), "1"), log("search", str(path), "ward 3"), log("list", str(path))
    monkeypatch.setenv("LEGSPASM_LOG", str(path))
    assert (log("show", "1"), log("search", "ward 3"), log("list")) == named
    monkeypatch.delenv("LEGSPASM_LOG")
    for args in (("show", "1"), ("search", "x")):
        assert log(*args) == (2, "", "name the log, or set LEGSPASM_LOG\n")


def test_more_than_a_log_and_one_word_is_bad_usage(path: Path) -> None:
    told = log("search", str(path), "two", "words")
    assert (told.status, told.out) == (2, "")
    assert told.err.splitlines()[-1] == "Error: Got unexpected extra argument (words)"


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json"])
def test_a_record_is_told_as_if_it_stood_in_a_file(
    tmp_path: Path, path: Path, format_: str
) -> None:
    with legspasm.AuditLog(path, read_only=True) as kept:
        for number in (1, 5, 30):  # with its knowledge, masked, and of knowledge that is gone
            record = kept.entry(number).record
            assert record is not None
            file = tmp_path / f"{number}.json"
            file.write_text(record.to_json(), "utf-8")
            expected = call("audit", "show", str(file), "--format", format_)
            assert expected.status == 0
            assert log("show", str(path), str(number), "--format", format_) == expected


def test_it_goes_to_a_file(tmp_path: Path, path: Path) -> None:
    out = tmp_path / "told.md"
    assert log("show", str(path), "1", "--format", "markdown", "-o", str(out)) == (0, "", "")
    assert out.read_text("utf-8") == log("show", str(path), "1", "--format", "markdown").out


def test_it_is_told_with_the_words_of_other_knowledge_that_is_given(
    tmp_path: Path, bread: Bread
) -> None:
    path = tmp_path / "log"
    record = legspasm.consult({}, knowledge=bread.load())
    with legspasm.AuditLog(path) as kept:
        kept.append(record)
    told = log("show", str(path), "1", "--knowledge", str(bread.folder))
    assert told == (0, record.render("text"), "")
    assert log("show", str(path), "1").out != told.out


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("3", "{path}:3: the entry was erased; nothing of its record is left"),
        (
            "31",
            "{path}:31: the entry holds no record; "
            "it says that the entry 3 was erased: asked for by the person",
        ),
        ("32", "{path}: there is no entry 32; the log has 31"),
        ("0", "expected the number of an entry, from 1 on, got '0'"),
        ("-1", "expected the number of an entry, from 1 on, got '-1'"),
        ("one", "expected the number of an entry, from 1 on, got 'one'"),
        ("٣", "expected the number of an entry, from 1 on, got '٣'"),
        ("9" * 19, f"expected the number of an entry, from 1 on, got '{'9' * 19}'"),
    ],
)
def test_what_cannot_be_shown_is_told(path: Path, number: str, problem: str) -> None:
    assert log("show", "--", str(path), number) == (2, "", f"{problem.format(path=path)}\n")


def test_a_damaged_entry_is_told_with_its_place(own: Path) -> None:
    set_content(own, 1, b"nothing")
    forged = json.loads(log("show", str(own), "2", "--format", "json").out)
    forged["body"]["verdicts"][0]["verdict"] = "conflict"
    set_content(own, 2, json.dumps(forged).encode())
    with tampering(own) as connection:
        connection.execute("UPDATE entries SET kind = 'other' WHERE number = 3")
    for number, start in (
        ("1", ":1:1:1: is not valid JSON"),
        ("2", ":2:$.integrity.body_digest: "),
    ):
        told = log("show", str(own), number)
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith(f"{own}{start}")
    assert log("show", str(own), "3") == (
        2,
        "",
        f"{own}:3: is neither a record nor an erasure\n",
    )


@pytest.mark.parametrize("args", [("list",), ("search", "x"), ("show", "1")])
def test_what_is_no_log_is_told(tmp_path: Path, args: tuple[str, ...]) -> None:
    file = tmp_path / "record.json"
    file.write_text(legspasm.consult().to_json(), "utf-8")
    command, *rest = args
    assert log(command, str(file), *rest) == (2, "", f"{file}: this is no log of records\n")
    missing = str(tmp_path / "none")
    assert log(command, missing, *rest) == (2, "", f"{missing}: there is no such file\n")
    assert names(tmp_path) == ["record.json"]


def test_what_a_log_says_cannot_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as kept:
        kept.append(legspasm.consult(age=70), ["\x1b[31m red\nline"])
    for args in (("list", str(path)), ("search", str(path), "red")):
        told = log(*args)
        assert printable(told.out)
        assert "[ [31m red line]" in told.out


def test_a_reader_that_has_gone_is_no_error(path: Path) -> None:
    command = [sys.executable, "-m", "legspasm", "audit", "log", "list", str(path)]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_standard_output_is_told(path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        told = launch("audit", "log", "list", str(path), stdout=full)
    assert (told.status, told.err) == (
        2,
        "standard output: cannot be written: No space left on device\n",
    )


def test_a_bar_moves_only_where_nothing_else_is_shown(tmp_path: Path, path: Path) -> None:
    with Terminal("audit", "log", "list", str(path)) as terminal:
        shown = terminal.read()
        assert terminal.status() == 0
    assert shown == log("list", str(path)).out
    with (
        (tmp_path / "out").open("wb") as out,
        Terminal("audit", "log", "list", str(path), stdout=out) as terminal,
    ):
        shown = terminal.read()
        assert terminal.status() == 0
    assert "100%" in shown
    assert (tmp_path / "out").read_text("utf-8") == log("list", str(path)).out


def test_plain_ascii_gets_the_same_data(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as kept:
        kept.append(legspasm.consult(age=70), ["Straße 3"])
    told = launch("audit", "log", "list", str(path), "--format", "jsonl", encoding="ascii")
    found: dict[str, Any] = json.loads(told.out)
    assert found["labels"] == ["Straße 3"]
    assert launch("audit", "log", "list", str(path), encoding="ascii").status == 0
