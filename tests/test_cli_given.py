"""What is given on the command line: a record, a file of facts, standard input, or options."""

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from unittest.mock import patch

import legspasm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.cli.given import facts_given, record_given, values_of
from legspasm.consultation import consult_facts
from legspasm.errors import LegspasmError, Problem
from legspasm.facts import Fact
from program import call, launch, printable

KNOWLEDGE = legspasm.built_in_knowledge()
RECORD = legspasm.consult(recent_injury=True, age=70)


def standard_input(data: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")


def refused(source: str | None, *settings: str) -> list[str]:
    with pytest.raises(LegspasmError) as raised:
        record_given(KNOWLEDGE, source, settings)
    return [str(each) for each in raised.value.problems]


def test_a_stored_record_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(RECORD.to_json(), encoding="utf-8")
    assert record_given(KNOWLEDGE, str(file), ()) == RECORD


@pytest.mark.parametrize("name", ["record", "record.yaml", "record.txt"])
def test_a_record_is_known_by_what_it_holds_whatever_its_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(json.dumps(RECORD.to_dict()), encoding="utf-8")
    assert record_given(KNOWLEDGE, str(file), ()) == RECORD


def test_a_record_comes_from_standard_input_as_well() -> None:
    with patch("sys.stdin", standard_input(RECORD.to_json().encode())):
        assert record_given(KNOWLEDGE, "-", ()) == RECORD


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("facts.json", '{"age": 70, "recent_injury": true}'),
        ("facts.yaml", "age: 70\nrecent_injury: yes\n"),
        ("facts", "age: 70\nrecent_injury: yes\n"),
        ("facts.txt", '\ufeff{"age": 70, "recent_injury": true}'),
    ],
)
def test_a_file_of_facts_is_consulted(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    facts = (Fact("age", 70, "file"), Fact("recent_injury", True, "file"))
    assert record_given(KNOWLEDGE, str(file), ()).digest == consult_facts(KNOWLEDGE, facts).digest


def test_facts_come_from_standard_input_as_well() -> None:
    with patch("sys.stdin", standard_input(b"age: 70\n")):
        assert record_given(KNOWLEDGE, "-", ()).facts == (Fact("age", 70, "file"),)


def test_options_win_over_a_file_and_can_take_a_fact_back(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("age: 70\nat_night: yes\nexertion: some\n", encoding="utf-8")
    record = record_given(KNOWLEDGE, str(file), ("age=50", "at_night=unknown"))
    assert record.facts == (Fact("age", 50, "option"), Fact("exertion", "some", "file"))


def test_options_are_enough() -> None:
    assert record_given(KNOWLEDGE, None, ("activities=running,work",)).facts == (
        Fact("activities", ("running", "work"), "option"),
    )


def test_nothing_given_is_everything_unknown() -> None:
    assert record_given(KNOWLEDGE, None, ()).facts == ()


def test_options_do_not_go_with_a_record(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(RECORD.to_json(), encoding="utf-8")
    assert refused(str(file), "age=50") == [
        "--set goes with facts, not with a record; "
        "`legspasm explain what-if` changes facts of a record"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '{"schema": "legspasm.record/9"}',
            "{file}:$.schema: the record has the form 'legspasm.record/9', and this program reads "
            "legspasm.record/1; a later program may read it",
        ),
        (
            '{"schema": "legspasm.record/1"}',
            "{file}: this is no record of the form legspasm.record/1: "
            "Object missing required field `envelope`",
        ),
    ],
)
def test_what_says_that_it_is_a_record_is_read_as_one(
    tmp_path: Path, text: str, problem: str
) -> None:
    file = tmp_path / "f.json"
    file.write_text(text, encoding="utf-8")
    assert refused(str(file)) == [problem.replace("{file}", str(file))]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (b"", ["is empty"]),
        (b"\xff", ["is not text in UTF-8"]),
        (b"[" * 100_000, ["is nested too deeply"]),
        (b'{"age": ' * 90_000 + b"1" + b"}" * 90_000, ["is nested too deeply"]),
        (b"[]", ['expected facts by name, such as {"age": 70}, got []']),
    ],
)
def test_what_is_neither_a_record_nor_facts_is_told_as_wrong_facts(
    tmp_path: Path, text: bytes, problems: list[str]
) -> None:
    file = tmp_path / "f.json"
    file.write_bytes(text)
    assert refused(str(file)) == [f"{file}: {each}" for each in problems]


def test_a_schema_that_is_no_text_is_told_as_a_wrong_fact(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text('{"schema": 3, "age": 70}', encoding="utf-8")
    assert refused(str(file)) == ["schema: no such fact; `legspasm facts` lists them"]


def test_every_wrong_fact_of_the_file_and_of_the_options_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text("agee: 1\nexertion: non\n", encoding="utf-8")
    assert refused(str(file), "weak", "at_night=x", "age=1", "age=2") == [
        "--set: expected NAME=VALUE, got 'weak'",
        "age: was given twice",
        "agee: no such fact; did you mean age?",
        "at_night: expected yes or no (true or false), got 'x'",
        "exertion: expected one of none, some, excessive, got 'non'; did you mean none?",
    ]


def test_a_broken_file_and_wrong_options_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text("age: [\n", encoding="utf-8")
    assert refused(str(file), "weak") == [
        "--set: expected NAME=VALUE, got 'weak'",
        f"{file}:2:1: is not valid YAML: did not find expected node content",
    ]


def test_a_missing_file_and_wrong_options_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.yaml"
    assert refused(str(file), "weak", "age=x") == [
        "--set: expected NAME=VALUE, got 'weak'",
        f"{file}: there is no such file",
        "age: expected a whole number of years from 0 to 130, got 'x'",
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.json"
    assert refused(str(file)) == [f"{file}: there is no such file"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(str(tmp_path)) == [f"{tmp_path}: cannot be read: Is a directory"]


def test_a_name_that_no_file_can_have_is_told() -> None:
    assert refused("x" * 5000) == [f"{'x' * 5000}: cannot be read: File name too long"]


def test_a_record_that_is_too_long_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legspasm.cli.given.MAX_RECORD", 1000)
    file = tmp_path / "record.json"
    file.write_text(RECORD.to_json(), encoding="utf-8")
    problem = "is longer than 1000 bytes, which is more than it can need"
    assert refused(str(file)) == [f"{file}: {problem}"]
    with patch("sys.stdin", standard_input(RECORD.to_json().encode())):
        assert refused("-") == [f"standard input: {problem}"]


def test_facts_that_are_too_long_are_told_as_no_record(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("age: 70 #" + "x" * 1_000_001, encoding="utf-8")
    [problem] = refused(str(file))
    assert problem in (
        f"{file}: is longer than 1000000 bytes, which is more than it can need",
        f"{file}:1:1: is not valid JSON: Expecting value",
    )


@pytest.mark.parametrize("read", [record_given, facts_given])
def test_a_closed_standard_input_is_told(read: object) -> None:
    assert callable(read)
    with patch("sys.stdin", None), pytest.raises(LegspasmError) as raised:
        read(KNOWLEDGE, "-", ())
    assert [str(each) for each in raised.value.problems] == [
        "standard input: cannot be read: it is closed"
    ]


def test_standard_input_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Where it is open for writing alone: `legspasm explain how injury - 0>file`."""
    for command in (["explain", "how", "injury", "-"], ["consult", "-"]):
        with (tmp_path / "file").open("wb") as written:
            done = subprocess.run(
                [sys.executable, "-m", "legspasm", *command],
                stdin=written,
                capture_output=True,
                text=True,
            )
        assert (done.returncode, done.stdout, done.stderr) == (
            2,
            "",
            "standard input: cannot be read: Bad file descriptor\n",
        )


@pytest.mark.parametrize(
    ("file", "settings", "facts"),
    [
        (None, [], ()),
        (None, ["age=70"], (Fact("age", 70, "option"),)),
        ("age: 70\n", [], (Fact("age", 70, "file"),)),
        ("age: 70\n", ["age=71"], (Fact("age", 71, "option"),)),
    ],
)
def test_the_facts_of_a_consultation_are_given_in_the_same_way(
    tmp_path: Path, file: str | None, settings: Iterable[str], facts: tuple[Fact, ...]
) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(file or "", encoding="utf-8")
    assert facts_given(KNOWLEDGE, None if file is None else str(path), settings) == facts


def test_the_facts_of_a_consultation_come_from_standard_input_as_well() -> None:
    with patch("sys.stdin", standard_input(b"age: 70\n")):
        assert facts_given(KNOWLEDGE, "-", ["at_night=no"]) == (
            Fact("age", 70, "file"),
            Fact("at_night", False, "option"),
        )


@pytest.mark.parametrize(
    ("settings", "values", "problems"),
    [
        ([], {}, []),
        (["age=70"], {"age": 70}, []),
        ([" age =70"], {"age": 70}, []),
        (["age="], {"age": ""}, []),
        (["age=unknown"], {"age": None}, []),
        (["zzz=a=b"], {"zzz": "a=b"}, []),
        (["age"], {}, ["--set: expected NAME=VALUE, got 'age'"]),
        (["age=1", "age=2"], {"age": 1}, ["age: was given twice"]),
        (["red_flags=none"], {"red_flags": []}, []),
        (["exertion=none"], {"exertion": "none"}, []),
    ],
)
def test_settings_become_raw_values(
    settings: list[str], values: Mapping[str, object], problems: list[str]
) -> None:
    found: list[Problem] = []
    assert values_of(KNOWLEDGE, settings, found) == values
    assert [str(each) for each in found] == problems


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_at_all_end_in_a_traceback(data: bytes) -> None:
    with patch("sys.stdin", standard_input(data)):
        try:
            record_given(KNOWLEDGE, "-", ())
        except LegspasmError as error:
            assert all(printable(str(each)) for each in error.problems)


def test_a_pipe_carries_a_record_from_one_command_to_the_next() -> None:
    stored = launch("consult", "--set", "recent_injury=yes", "--format", "json")
    told = launch("explain", "how", "injury", "-", stdin=stored.out.encode())
    assert (told.status, told.err) == (0, "")
    assert told.out == call("explain", "how", "injury", "--set", "recent_injury=yes").out
