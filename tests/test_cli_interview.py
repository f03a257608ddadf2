"""The interview, at a real terminal."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from legspasm.shipped import built_in_knowledge
from program import PROMPT, Terminal, launch

QUESTIONS = {definition.question: definition.name for definition in built_in_knowledge().facts}
NAMES = list(QUESTIONS.values())
REVIEW = "Press Enter to go on, or type a number to change that answer."
NO_FACTS = (
    "No facts were given, so everything is unknown. "
    "Give a file, - for standard input, or --set NAME=VALUE."
)


def question(shown: str) -> str:
    """The name of the fact that is asked about."""
    found = [line for line in shown.splitlines() if line in QUESTIONS]
    assert found, shown
    return QUESTIONS[found[-1]]


def answer_all(terminal: Terminal, answers: Mapping[str, str]) -> list[str]:
    """Answer every question, “not sure” where there is no answer; the names that were asked."""
    asked = []
    shown = terminal.read()
    while shown.endswith(PROMPT) and REVIEW not in shown:
        name = question(shown)
        assert name not in asked, f"asked again: {shown}"
        asked.append(name)
        shown = terminal.answer(answers.get(name, "not sure"))
    if REVIEW in shown:
        terminal.answer("")
    return asked


def reach(terminal: Terminal, name: str, answers: Mapping[str, str]) -> str:
    """Answer until the question about ``name`` is asked; what is shown then."""
    shown = terminal.read()
    while question(shown) != name:
        shown = terminal.answer(answers.get(question(shown), "not sure"))
    return shown


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
    assert {"injury_at_spasm", "injury_healed"} & set(asked) == set()
    assert facts == {"red_flags": [], "recent_injury": False, "exertion": "some"}


def test_answers_are_taken_by_word_number_and_unique_beginning(tmp_path: Path) -> None:
    asked, facts = whole_interview(
        tmp_path,
        {
            "red_flags": "2, 3 ,weakn",
            "spasm_site": "  CALF ",
            "at_night": "2",
            "recent_injury": "Yes",
            "injury_healed": "unknown",
            "injury_at_spasm": "n",
            "exertion": "exc",
            "activities": "wo,running",
            "weak_muscles": "no",
            "heavy_sweating": "y",
            "warm_weather": "yes",
            "age": "67",
            "low_potassium_test": "not",
            "blood_potassium": "3.4",
        },
    )
    never = {"had_spasm", "other_fluid_loss", "drinking_little", "low_potassium_diet"}
    assert set(asked) == set(NAMES) - never
    assert facts == {
        "red_flags": ["swollen_leg", "long_cramp", "weakness"],
        "spasm_site": "calf",
        "at_night": False,
        "recent_injury": True,
        "injury_at_spasm": False,
        "exertion": "excessive",
        "activities": ["running", "work"],
        "weak_muscles": False,
        "heavy_sweating": True,
        "warm_weather": True,
        "age": 67,
        "blood_potassium": 3.4,
    }


def test_the_words_that_are_shown_are_taken_too(tmp_path: Path) -> None:
    _, facts = whole_interview(
        tmp_path, {"spasm_site": "in the calf", "exertion": "some, nothing special"}
    )
    assert facts == {"exertion": "some", "spasm_site": "calf"}


def test_a_wrong_answer_is_explained_and_asked_again() -> None:
    flags = (
        "   Type numbers from 1 to 7, or the words beside them; or none, or not sure.\n" + PROMPT
    )
    with Terminal("consult") as terminal:
        terminal.read()
        for wrong in ("8", "9" * 1000, "poisn", "\x1b[31m"):
            assert terminal.answer(wrong) == flags
        assert terminal.answer("") == (f"   Type an answer, not sure, or ? for help.\n{PROMPT}")
        assert question(terminal.answer("none")) == "spasm_site"
        assert terminal.answer("1,2") == (
            f"   Type a number from 1 to 4, or the words beside it; or not sure.\n{PROMPT}"
        )
        assert question(terminal.answer("above")) == "at_night"
        assert terminal.answer("perhaps") == (
            f"   Type a number from 1 to 2, or the words beside it; or not sure.\n{PROMPT}"
        )


def test_a_number_out_of_range_is_explained_with_its_unit_and_asked_again() -> None:
    with Terminal("consult") as terminal:
        reach(terminal, "blood_potassium", {"red_flags": "none", "spasm_site": "calf"})
        for wrong in ("11", "0.5", "3,4,5", "4 mg", "low"):
            shown = terminal.answer(wrong)
            assert shown == (f"   Type a number of mmol/L from 1.0 to 10.0; or not sure.\n{PROMPT}")
        assert question(terminal.answer("3.9")) == "age"


def test_a_beginning_of_several_answers_is_not_guessed() -> None:
    with Terminal("consult") as terminal:
        reach(terminal, "exertion", {})
        assert terminal.answer("n") == (
            f"   Type a number from 1 to 3, or the words beside it; or not sure.\n{PROMPT}"
        )


def test_how_far_one_is_is_told_at_every_question_but_the_one_of_safety() -> None:
    with Terminal("consult") as terminal:
        assert "Question" not in terminal.read()
        assert "\nQuestion 1 of at most 16\n" in terminal.answer("none")
        assert "\nQuestion 2 of at most 16\n" in terminal.answer("calf")


@pytest.mark.parametrize("help_", ["?", "help"])
def test_a_question_says_what_it_means_when_asked(help_: str) -> None:
    with Terminal("consult", columns=80) as terminal:
        reach(terminal, "exertion", {"red_flags": "none"})
        assert (
            terminal.answer(help_)
            == f"""\
   Think of the day or so before. Go by what your own legs are used to.
   1) hardly at all — means: Your legs had hardly worked at all.
   2) some, nothing special — means: Your legs had done some work. It was
      nothing special.
   3) much more than they are used to — means: Your legs had worked much more
      than they are used to.
   not sure — means: You did not say how hard your legs had been working. That
      is never taken for a no.
   You can also type: why, back, facts, quit.
{PROMPT}"""
        )


def test_help_with_a_number_names_its_range_and_with_a_set_what_none_means() -> None:
    with Terminal("consult", columns=100) as terminal:
        terminal.read()
        shown = terminal.answer("?")
        assert "none — means: None of the warning signs fits you." in shown
    with Terminal("consult", columns=100) as terminal:
        reach(terminal, "age", {})
        assert "Type a whole number of years from 0 to 130." in terminal.answer("?")


def test_why_tells_what_is_known_what_can_change_and_how_with_the_mechanism() -> None:
    with Terminal("consult", columns=80) as terminal:
        reach(terminal, "recent_injury", {"red_flags": "none", "spasm_site": "calf"})
        assert (
            terminal.answer("why")
            == f"""\
   The body guards a hurt place, and that can end in a cramp.
    “Another way the body tries to protect itself is by contracting muscles
    around the injury.” (P2.S6)
   So far you told:
   - None of the warning signs fits you.
   - The spasm was in the calf.
   Your answer can still change: Injury; Older age; advice: Rest.
   - That leg was hurt before the spasm.
      - Injury: not told enough → can be the reason. A hurt leg can be the
        reason for this spasm.
      - Advice (Rest): in general → meant for you. Rest the leg, since it was
        hurt.
   - That leg was not hurt before the spasm.
      - Injury: not told enough → your answers do not point to it. Your answers
        do not point to a hurt leg.
{PROMPT}"""
        )


def test_why_safety_is_asked_is_told_without_a_promise_to_change_anything() -> None:
    with Terminal("consult", columns=100) as terminal:
        terminal.read()
        assert terminal.answer("why") == (
            "   These are signs that you may need a doctor. The text does not speak of them.\n"
            + PROMPT
        )


def test_back_asks_the_question_before_again_and_forgets_its_answer(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    with path.open("wb") as file, Terminal("consult", "--format=json", stdout=file) as terminal:
        shown = terminal.read()
        assert "This is the first question." in terminal.answer("back")
        assert question(terminal.answer("none")) == "spasm_site"
        assert question(terminal.answer("calf")) == "at_night"
        shown = terminal.answer("back")
        assert question(shown) == "spasm_site"
        terminal.answer("above")
        terminal.answer("quit")
    body = json.loads(path.read_text(encoding="utf-8"))["body"]
    assert {fact["name"]: fact["value"] for fact in body["facts"]} == {
        "red_flags": [],
        "spasm_site": "above_knee",
    }
    assert [each["fact"] for each in body["questions"]] == ["red_flags", "spasm_site"]


def test_what_was_told_is_shown_and_can_be_changed_at_any_question() -> None:
    with Terminal("consult", columns=80) as terminal:
        reach(terminal, "exertion", {"red_flags": "none", "spasm_site": "calf"})
        assert (
            terminal.answer("facts")
            == f"""
What you told:
   1) None of the warning signs fits you.
   2) The spasm was in the calf.
   {REVIEW}
{PROMPT}"""
        )
        assert terminal.answer("3") == (f"   Type a number from 1 to 2, or press Enter.\n{PROMPT}")
        assert question(terminal.answer("2")) == "spasm_site"
        assert "Type a number from 1 to 4" in terminal.answer("nowhere")
        assert question(terminal.answer("above")) == "exertion"
        shown = terminal.answer("facts")
        assert "2) The spasm was above the knee." in shown
        assert question(terminal.answer("2")) == "spasm_site"
        assert "2) The spasm was above the knee." in terminal.answer("")
        assert question(terminal.answer("")) == "exertion"


def test_nothing_told_is_shown_as_such() -> None:
    with Terminal("consult") as terminal:
        terminal.read()
        shown = terminal.answer("facts")
        assert shown.startswith("\nYou have told nothing yet.\n")
        assert question(shown) == "red_flags"


def test_before_the_result_what_was_told_is_shown_once_more() -> None:
    answers = {"red_flags": "none", "spasm_site": "not_leg"}
    with Terminal("consult", columns=80) as terminal:
        shown = terminal.read()
        while REVIEW not in shown:
            shown = terminal.answer(answers[question(shown)])
        assert shown == (
            f"\nWhat you told:\n   1) None of the warning signs fits you.\n"
            f"   2) The spasm was not in a leg.\n   {REVIEW}\n{PROMPT}"
        )
        assert question(terminal.answer("2")) == "spasm_site"
        assert question(terminal.answer("calf")) == "at_night"


def test_what_is_taken_back_at_the_end_is_unknown_in_the_result(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    answers = {"red_flags": "none", "spasm_site": "not_leg"}
    with path.open("wb") as file, Terminal("consult", "--format=json", stdout=file) as terminal:
        shown = terminal.read()
        while REVIEW not in shown:
            shown = terminal.answer(answers[question(shown)])
        terminal.answer("1")
        assert REVIEW in terminal.answer("not sure")
        terminal.answer("")
        assert terminal.status() == 0
    body = json.loads(path.read_text(encoding="utf-8"))["body"]
    assert [fact["name"] for fact in body["facts"]] == ["spasm_site"]


def contradict(terminal: Terminal) -> str:
    """Answer so that two answers contradict each other; what is shown then."""
    answers = {"red_flags": "none", "spasm_site": "calf", "recent_injury": "yes"}
    reach(terminal, "injury_at_spasm", {**answers, "injury_healed": "no"})
    shown = terminal.answer("facts")
    [number] = re.findall(r"(\d+)\) That leg was hurt", shown)
    terminal.answer(number)
    return terminal.answer("no")


def test_answers_that_contradict_each_other_are_shown_together() -> None:
    with Terminal("consult", columns=80) as terminal:
        assert (
            contradict(terminal)
            == f"""
These answers do not fit together. Which one is right?
   You said that the leg was not hurt, and also that the hurt has not healed.
   1) That leg was not hurt before the spasm.
   2) The hurt has not healed.
   3) leave them as they are
{PROMPT}"""
        )
        assert terminal.answer("why").startswith("   You said that the leg was not hurt")
        assert "You can also type" in terminal.answer("?")
        assert "Type a number from 1 to 3" in terminal.answer("4")
        shown = terminal.answer("1")
        assert question(shown) == "exertion" or REVIEW not in shown
        assert "not healed" not in terminal.answer("facts")


@pytest.mark.parametrize("leave", ["3", "leave", "not sure"])
def test_left_as_they_are_they_stay_and_the_interview_goes_on(leave: str) -> None:
    with Terminal("consult", columns=80) as terminal:
        contradict(terminal)
        assert "Question " in terminal.answer(leave)
        shown = terminal.answer("facts")
        assert "That leg was not hurt" in shown
        assert "The hurt has not healed." in shown


def test_quit_gives_what_was_told_so_far(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with path.open("wb") as file, Terminal("consult", stdout=file, COLUMNS="80") as terminal:
        terminal.read()
        terminal.answer("none")
        terminal.answer("calf")
        assert terminal.answer("quit") == "\n"
        assert terminal.status() == 0
    told = launch("consult", "--set", "red_flags=none", "--set", "spasm_site=calf")
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
        assert terminal.read().strip() == "Stopped. No file was written."
        assert terminal.status() == 130
    assert path.read_bytes() == b""


def test_ctrl_c_stops_without_a_result(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with path.open("wb") as file, Terminal("consult", stdout=file) as terminal:
        terminal.read()
        terminal.answer("none")
        terminal.interrupt()
        assert terminal.read().strip() == "Stopped. No file was written."
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
    assert asked[:3] == ["red_flags", "spasm_site", "had_spasm"]
    assert set(asked).isdisjoint({"at_night", "recent_injury", "injury_at_spasm", "injury_healed"})
    assert facts == {"had_spasm": False}


def test_a_spasm_elsewhere_ends_the_interview(tmp_path: Path) -> None:
    asked, facts = whole_interview(tmp_path, {"spasm_site": "not_"})
    assert asked == ["red_flags", "spasm_site"]
    assert facts == {"spasm_site": "not_leg"}


@pytest.mark.parametrize("to_a_file", [False, True])
def test_no_prompt_is_wider_than_the_terminal(tmp_path: Path, to_a_file: bool) -> None:
    """Also where standard output, whose width Python asks for, is no terminal."""
    path = tmp_path / "answer.txt"
    with path.open("wb") as file:
        stdout = file if to_a_file else None
        with Terminal("consult", columns=40, stdout=stdout) as terminal:
            shown = [terminal.read()]
            while "Press Enter" not in shown[-1]:
                shown += [terminal.answer(each) for each in ("?", "why")]
                shown.append(terminal.answer("none" if len(shown) == 3 else "not sure"))
    lines = "".join(shown).replace(PROMPT, "\n").splitlines()
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
        assert question(terminal.answer("none")) == "spasm_site"


def test_a_sign_of_danger_is_answered_at_once_and_ends_the_interview(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with path.open("wb") as file, Terminal("consult", stdout=file, columns=80) as terminal:
        terminal.read()
        shown = terminal.answer("breathless")
        assert shown.startswith("\n!! Get emergency help now !!\n")
        assert "Have you read this?" in shown
        last = terminal.answer("no")
        assert last.startswith("\n\n!! Get emergency help now !!\n")
        assert terminal.status() == 0
    assert path.read_text(encoding="utf-8").startswith("!! Get emergency help now !!\n")


def test_who_has_read_the_card_is_asked_on_and_sees_it_once() -> None:
    with Terminal("consult") as terminal:
        terminal.read()
        terminal.answer("breathless")
        shown = terminal.answer("y")
        assert question(shown) == "spasm_site"
        assert "emergency" not in shown


def test_who_is_not_sure_about_the_signs_sees_them_and_is_asked_on() -> None:
    with Terminal("consult", columns=80) as terminal:
        terminal.read()
        shown = terminal.answer("not sure")
    assert shown.startswith("\n!! Check this first !!\n")
    assert question(shown) == "spasm_site"


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, True),
        (["--no-color"], {}, False),
        (["--plain"], {}, False),
        ([], {"NO_COLOR": "1"}, False),
        (["--color"], {"NO_COLOR": "1"}, True),
    ],
)
def test_questions_are_coloured_at_a_terminal_unless_that_is_not_wanted(
    arguments: list[str], environment: dict[str, str], coloured: bool
) -> None:
    with Terminal("consult", *arguments, colour=True, **environment) as terminal:
        shown = terminal.read() + terminal.answer("not sure")
    assert ("\x1b[1m" in shown) is coloured


def test_the_result_can_be_told_without_lines_that_only_draw() -> None:
    with Terminal("consult", "--plain", columns=80) as terminal:
        reach(terminal, "injury_healed", {"red_flags": "none", "recent_injury": "yes"})
        shown = terminal.answer("quit")
    assert "A hurt leg can be the reason for this spasm." in shown
    assert set("├└│─") & set(shown) == set()


def test_what_is_missing_is_asked_where_that_is_wanted(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("spasm_site: calf\nred_flags: none\n")
    path = tmp_path / "record.json"
    arguments = ["consult", str(facts), "--set", "age=30", "--ask", "--format=json"]
    with path.open("wb") as file, Terminal(*arguments, stdout=file) as terminal:
        assert question(terminal.read()) == "exertion"
        terminal.answer("some")
        terminal.answer("quit")
    told = json.loads(path.read_text(encoding="utf-8"))["body"]["facts"]
    assert {fact["name"]: fact["origin"] for fact in told} == {
        "age": "option",
        "exertion": "answer",
        "red_flags": "file",
        "spasm_site": "file",
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--ask"], "--ask needs a terminal to ask at\n"),
        (["--ask", "--no-input"], "give --ask or --no-input, not both\n"),
    ],
)
def test_asking_without_a_terminal_is_refused(arguments: list[str], told: str) -> None:
    done = launch("consult", *arguments)
    assert (done.status, done.out, done.err) == (2, "", told)


def test_a_whole_interview_leaves_nothing_but_its_result_on_standard_output() -> None:
    """Prompts go to standard error, so that a pipe holds the result alone."""
    read, write = os.pipe()
    with os.fdopen(write, "wb") as pipe, Terminal("consult", stdout=pipe, COLUMNS="80") as terminal:
        reach(terminal, "at_night", {"red_flags": "none", "spasm_site": "calf"})
        terminal.answer("quit")
        assert terminal.status() == 0
    with os.fdopen(read, encoding="utf-8") as piped:
        told = piped.read()
    assert told == launch("consult", "--set", "red_flags=none", "--set", "spasm_site=calf").out


@pytest.mark.parametrize("sign", ["dark_urine", "swollen_leg"])
def test_a_sign_that_is_known_before_shows_its_card_before_anything_is_asked(sign: str) -> None:
    with Terminal("consult", "--set", f"red_flags={sign}", "--ask") as terminal:
        shown = terminal.read()
    assert shown.index("!!") < shown.index("   1) ")


def test_the_card_is_shown_again_where_its_question_is_asked_again() -> None:
    with Terminal("consult") as terminal:
        terminal.read()
        terminal.answer("breathless")
        terminal.answer("yes")
        shown = terminal.answer("back")
    assert "!! Get emergency help now !!" in shown
    assert "Have you read this?" in shown


def test_what_is_neither_yes_nor_no_to_the_card_is_asked_again() -> None:
    with Terminal("consult") as terminal:
        terminal.read()
        terminal.answer("breathless")
        assert terminal.answer("perhaps") == (
            f"   Type a number from 1 to 2, or the words beside it; or not sure.\n{PROMPT}"
        )
        assert "!! Get emergency help now !!" in terminal.answer("2")
        assert terminal.status() == 0


def test_a_question_that_is_asked_again_explains_itself_and_can_be_left() -> None:
    with Terminal("consult", columns=80) as terminal:
        reach(terminal, "exertion", {"red_flags": "none", "spasm_site": "calf"})
        terminal.answer("facts")
        terminal.answer("2")
        assert "means: The spasm was in the calf." in terminal.answer("?")
        assert "The text is about legs only" in terminal.answer("why")
        terminal.answer("quit")
        assert terminal.status() == 0


def test_one_can_stop_at_the_list_of_what_was_told() -> None:
    with Terminal("consult") as terminal:
        terminal.read()
        terminal.answer("none")
        terminal.answer("facts")
        assert "You have not told enough yet" in terminal.answer("quit")
        assert terminal.status() == 0


def test_a_terminal_that_says_it_is_dumb_gets_no_colour() -> None:
    with Terminal("consult", colour=True, TERM="dumb") as terminal:
        assert "\x1b" not in terminal.read()
