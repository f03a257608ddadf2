"""The interview, at a real terminal."""

import json
import os
import re
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest
from legspasm.reader import built_in_knowledge
from program import PROMPT, Terminal, launch

QUESTIONS = {definition.question: definition.name for definition in built_in_knowledge().facts}
NAMES = list(QUESTIONS.values())
NO_FACTS = (
    "No facts were given, so everything is unknown. "
    "Give a file, - for standard input, or --set NAME=VALUE."
)


def question(shown: str) -> str:
    """The name of the fact that is asked about."""
    found = re.search(r"^\d+\. (.*)$", shown, re.MULTILINE)
    assert found, shown
    return QUESTIONS[found[1]]


def answer_all(terminal: Terminal, answers: Mapping[str, str]) -> list[str]:
    """Answer every question, “not sure” where there is no answer; the names that were asked."""
    asked = []
    shown = terminal.read()
    while shown.endswith(PROMPT):
        name = question(shown)
        assert name not in asked, f"asked again: {shown}"
        asked.append(name)
        shown = terminal.answer(answers.get(name, "not sure"))
    return asked


def whole_interview(
    tmp_path: Path, answers: Mapping[str, str]
) -> tuple[list[str], dict[str, object]]:
    """What is asked, and the facts that the record then holds, all told as answers."""
    path = tmp_path / "record.json"
    with path.open("wb") as file, Terminal("consult", "--format=json", stdout=file) as terminal:
        asked = answer_all(terminal, answers)
        assert terminal.status() == 0
    facts = json.loads(path.read_text(encoding="utf-8"))["body"]["facts"]
    assert {fact["origin"] for fact in facts} <= {"answer"}
    return asked, {fact["name"]: fact["value"] for fact in facts}


def test_who_was_not_hurt_is_not_asked_whether_it_healed(tmp_path: Path) -> None:
    answers = {"red_flags": "none", "recent_injury": "no", "exertion": "some"}
    asked, facts = whole_interview(tmp_path, answers)
    assert asked == [name for name in NAMES if name not in {"injury_at_spasm", "injury_healed"}]
    assert facts == {"red_flags": [], "recent_injury": False, "exertion": "some"}


def test_answers_are_taken_by_word_number_and_unique_beginning(tmp_path: Path) -> None:
    asked, facts = whole_interview(
        tmp_path,
        {
            "red_flags": "1, 3 ,weakn",
            "had_spasm": "y",
            "spasm_site": "  CALF ",
            "at_night": "2",
            "recent_injury": "Yes",
            "injury_at_spasm": "not",
            "injury_healed": "unknown",
            "exertion": "exc",
            "activities": "w,running",
            "weak_muscles": "no",
            "warm_weather": "yes",
            "age": "67",
            "blood_potassium": "3.4",
        },
    )
    assert asked == NAMES
    assert facts == {
        "red_flags": ["breathless", "long_cramp", "weakness"],
        "had_spasm": True,
        "spasm_site": "calf",
        "at_night": False,
        "recent_injury": True,
        "exertion": "excessive",
        "activities": ["running", "work"],
        "weak_muscles": False,
        "warm_weather": True,
        "age": 67,
        "blood_potassium": 3.4,
    }


def test_the_words_that_are_shown_are_taken_too(tmp_path: Path) -> None:
    _, facts = whole_interview(
        tmp_path,
        {"spasm_site": "in the calf", "exertion": "some, nothing special", "activities": "work"},
    )
    assert facts == {"activities": ["work"], "exertion": "some", "spasm_site": "calf"}


def test_a_wrong_answer_is_explained_and_asked_again() -> None:
    flags = "Type numbers from 1 to 7, or the words beside them; or none, or not sure.\n" + PROMPT
    with Terminal("consult") as terminal:
        terminal.read()
        for wrong in ("8", "9" * 1000, "poisn", "\x1b[31m"):
            assert terminal.answer(wrong) == flags
        assert terminal.answer("") == f"   Type an answer, not sure, or quit.\n{PROMPT}"
        assert question(terminal.answer("none")) == "had_spasm"
        assert terminal.answer("perhaps") == (
            f"Type a number from 1 to 2, or the words beside it; or not sure.\n{PROMPT}"
        )
        assert question(terminal.answer("yes")) == "spasm_site"
        assert terminal.answer("1,2") == (
            f"Type a number from 1 to 4, or the words beside it; or not sure.\n{PROMPT}"
        )
        assert question(terminal.answer("above")) == "at_night"


def test_a_beginning_of_several_answers_is_not_guessed() -> None:
    with Terminal("consult") as terminal:
        terminal.read()
        shown = terminal.answer("not sure")
        while question(shown) != "exertion":
            shown = terminal.answer("not sure")
        assert question(shown) == "exertion"
        assert terminal.answer("n") == (
            f"Type a number from 1 to 3, or the words beside it; or not sure.\n{PROMPT}"
        )


def test_quit_gives_what_was_told_so_far(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with path.open("wb") as file, Terminal("consult", stdout=file, COLUMNS="80") as terminal:
        terminal.read()
        terminal.answer("none")
        terminal.answer("yes")
        assert terminal.answer("quit") == "\n"
        assert terminal.status() == 0
    told = launch("consult", "--set", "red_flags=none", "--set", "had_spasm=yes")
    assert path.read_text(encoding="utf-8") == told.out


def test_quit_at_once_gives_the_answer_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with path.open("wb") as file, Terminal("consult", stdout=file, COLUMNS="80") as terminal:
        terminal.read()
        terminal.answer("Q")
        assert terminal.status() == 0
    assert path.read_text(encoding="utf-8") == launch("consult").out


def test_the_end_of_input_stops_without_a_result(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with path.open("wb") as file, Terminal("consult", stdout=file) as terminal:
        terminal.read()
        terminal.answer("none")
        terminal.type("\x04")
        assert terminal.read().strip() == ""
        assert terminal.status() == 130
    assert path.read_bytes() == b""


def test_ctrl_c_stops_without_a_result(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with path.open("wb") as file, Terminal("consult", stdout=file) as terminal:
        terminal.read()
        terminal.answer("none")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.read().strip() == ""
        assert terminal.status() == 130
    assert path.read_bytes() == b""


def test_a_stopped_interview_leaves_the_output_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_text("before")
    with Terminal("consult", "-o", str(path)) as terminal:
        terminal.read()
        terminal.type("\x04")
        assert terminal.status() == 130
    assert path.read_text() == "before"


def test_who_had_no_spasm_is_asked_nothing_about_it(tmp_path: Path) -> None:
    asked, facts = whole_interview(tmp_path, {"had_spasm": "no"})
    assert set(asked).isdisjoint(
        {"spasm_site", "at_night", "recent_injury", "injury_at_spasm", "injury_healed"}
    )
    assert facts == {"had_spasm": False}


def test_a_spasm_elsewhere_ends_the_interview(tmp_path: Path) -> None:
    asked, facts = whole_interview(tmp_path, {"spasm_site": "not_"})
    assert asked == ["red_flags", "had_spasm", "spasm_site"]
    assert facts == {"spasm_site": "not_leg"}


@pytest.mark.parametrize("to_a_file", [False, True])
def test_no_prompt_is_wider_than_the_terminal(tmp_path: Path, to_a_file: bool) -> None:
    """Also where standard output, whose width Python asks for, is no terminal."""
    path = tmp_path / "answer.txt"
    with path.open("wb") as file:
        stdout = file if to_a_file else None
        with Terminal("consult", columns=40, stdout=stdout) as terminal:
            shown = [terminal.read()]
            while shown[-1].endswith(PROMPT):
                shown.append(terminal.answer("not sure"))
    lines = "".join(shown[:-1]).splitlines()
    assert [line for line in lines if len(line) > 40 and len(line.split()) > 1] == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_unicode_gets_plain_prompts(encoding: str) -> None:
    with Terminal("consult", PYTHONIOENCODING=encoding) as terminal:
        shown = terminal.read()
    assert shown.isascii()
    assert "\\" not in shown


def test_nothing_is_asked_with_no_input() -> None:
    with Terminal("consult", "--no-input") as terminal:
        shown = terminal.read()
        assert terminal.status() == 0
    assert shown.startswith(f"{NO_FACTS}\n")
    assert PROMPT not in shown


@pytest.mark.parametrize("arguments", [["--set", "age=70"], ["--set", "age=unknown"], ["f.json"]])
def test_nothing_is_asked_where_facts_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f.json").write_text("{}")
    with Terminal("consult", *arguments) as terminal:
        shown = terminal.read()
        assert terminal.status() == 0
    assert PROMPT not in shown
    assert NO_FACTS not in shown


def test_nothing_is_asked_where_nobody_would_see_the_question(tmp_path: Path) -> None:
    path = tmp_path / "errors.txt"
    with path.open("wb") as file, Terminal("consult", stderr=file) as terminal:
        shown = terminal.read()
        assert terminal.status() == 0
    assert PROMPT not in shown
    assert path.read_text() == f"{NO_FACTS}\n"


def test_nothing_is_asked_without_a_terminal() -> None:
    told = launch("consult", stdin=b"none\nyes\n")
    assert (told.status, told.err) == (0, f"{NO_FACTS}\n")
    assert PROMPT not in told.out


@pytest.mark.parametrize("bad", [["--template", "nosuch.j2"], ["-o", "nosuch/answer.txt"]])
def test_what_cannot_work_is_told_before_anybody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: list[str]
) -> None:
    """Nobody should answer eighteen questions for nothing."""
    monkeypatch.chdir(tmp_path)
    with Terminal("consult", *bad) as terminal:
        shown = terminal.read()
        assert PROMPT not in shown
        assert terminal.status() == 2


def test_an_answer_that_is_no_text_is_asked_again() -> None:
    with Terminal("consult") as terminal:
        terminal.read()
        os.write(terminal._ours, b"\xff\xfe\n")
        assert terminal.read().endswith(PROMPT)
        assert question(terminal.answer("none")) == "had_spasm"


def test_a_sign_of_danger_is_answered_at_once() -> None:
    with Terminal("consult") as terminal:
        terminal.read()
        shown = terminal.answer("breathless")
    assert shown.startswith("\n!! Get emergency help now !!\n")
    assert question(shown) == "had_spasm"
