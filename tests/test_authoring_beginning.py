"""What is written to begin a knowledge base reads at once, whatever the document holds."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import legspasm
import msgspec
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from legspasm.authoring.beginning import Beginning, begin, check_choices, title_from
from legspasm.authoring.check import check
from legspasm.authoring.scenariofile import read_scenarios
from legspasm.authoring.scenarios import ScenarioReport, run_scenarios
from legspasm.authoring.wording import PLACEHOLDER
from legspasm.errors import KnowledgeError
from test_authoring_sentences import DOCUMENTS

TEXT = "A chain can slip. It does so under load.\n\nOil helps."


def beginning(text: str = TEXT, **choices: Any) -> Beginning:
    return begin(text, "text.txt", **({"name": "chains", "title": "On chains"} | choices))


@contextmanager
def written(files: Mapping[str, str]) -> Iterator[Path]:
    """A folder of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, name)
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        yield Path(folder)


def loaded(files: Mapping[str, str]) -> legspasm.Knowledge:
    """The knowledge base of these files."""
    with written(files) as folder:
        return legspasm.load_knowledge(folder)


def texts(part: object) -> list[str]:
    """Every text in plain data."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [text for each in part.values() for text in texts(each)]
    return [text for each in part for text in texts(each)] if isinstance(part, tuple) else []


def test_the_document_is_there_a_sentence_a_line() -> None:
    assert beginning().files["source.txt"] == (
        "P1.S1\tA chain can slip.\nP1.S2\tIt does so under load.\nP2.S1\tOil helps.\n"
    )


def test_what_is_written_reads_at_once_with_one_of_everything() -> None:
    begun = beginning()
    knowledge = loaded(begun.files)
    assert (knowledge.name, knowledge.version) == ("chains", "0.1.0")
    assert (knowledge.title, knowledge.source.title) == ("On chains", "On chains")
    assert knowledge.source.sentences == begun.sentences
    assert [fact.name for fact in knowledge.facts] == ["warning_signs", "first_sign"]
    assert [cause.id for cause in knowledge.causes] == ["first_reason"]
    assert [state.id for state in knowledge.states] == ["first_step"]
    assert [rule.id for rule in knowledge.rules] == [
        "sign_leads_on",
        "no_sign",
        "step_can_be_the_reason",
    ]
    assert knowledge.safety.fact == "warning_signs"
    assert (knowledge.parameters, knowledge.advice, knowledge.background) == ((), (), ())


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, "undetermined"),
        ({"first_sign": True}, "supported"),
        ({"first_sign": False}, "not_indicated"),
    ],
)
def test_its_answers_bear_on_its_one_cause(facts: dict[str, Any], verdict: str) -> None:
    record = legspasm.consult(facts, knowledge=loaded(beginning().files))
    assert [each.verdict for each in record.verdicts] == [verdict]
    for format_ in ("text", "markdown", "html"):
        assert "A chain can slip." in record.render(format_, verbose=True) or facts == {}


def test_what_is_still_to_be_written_begins_with_the_placeholder() -> None:
    plain = msgspec.to_builtins(loaded(beginning().files))
    held = {text for text in texts(plain) if PLACEHOLDER in text}
    assert len(held) > 20
    assert [text for text in held if not text.startswith(f"{PLACEHOLDER}: ")] == []
    assert [text for text in held if text.count(PLACEHOLDER) > 1] == []


def test_every_first_text_about_the_subject_is_a_placeholder() -> None:
    """What is said without one must fit any subject: it is read here by name."""
    knowledge = loaded(beginning().files)
    kept = {
        text
        for part in (knowledge.facts, knowledge.causes, knowledge.rules, knowledge.states)
        for text in texts(msgspec.to_builtins(part))
        if " " in text and not text.startswith(PLACEHOLDER)
    }
    assert kept == {
        "A chain can slip.",
        "Does any of these fit right now?",
        "Pick all that fit. If none fits, say none.",
        "These are signs that help is needed first. The text does not speak of them.",
        "You did not say whether any of the warning signs fits.",
        "None of the warning signs fits.",
    }


def test_no_file_holds_a_tab_or_a_line_that_is_too_long_to_read_but_for_the_document() -> None:
    files = {name: text for name, text in beginning().files.items() if name != "source.txt"}
    assert [name for name, text in files.items() if "\t" in text] == []
    lines = [line for text in files.values() for line in text.splitlines()]
    assert [line for line in lines if len(line) > 100 and not line.lstrip().startswith("und")] == []


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.text(st.characters(exclude_categories=["Cs"])))
@example(
    "\"A\": 'b' #c \\d {e} {{f}} {% g %} \t%h @i `j` &k *l |m >n - o 😀", "{{ x }} # \"y\": '\\z'"
)
@example("no", "yes")
@example("1", "null")
@example("x", "\u2028\x85\x1b\ufeff.")
def test_what_is_written_reads_whatever_the_document_holds(text: str, title: str) -> None:
    assume(any(each.isalnum() for each in text))
    assume(title.strip())
    begun = beginning(text, title=title)
    knowledge = loaded(begun.files)
    assert knowledge.source.sentences == begun.sentences
    assert (knowledge.title, knowledge.source.title) == (title, title)
    first = begun.sentences[0]
    quotes = {quote for rule in knowledge.rules for quote in rule.cites}
    assert [(quote.sentence, quote.text) for quote in quotes] == [("P1.S1", first.text)]


def ran(folder: Path) -> ScenarioReport:
    """What the scenarios of the knowledge base in this folder come to."""
    knowledge = legspasm.load_knowledge(folder)
    return run_scenarios(knowledge, read_scenarios(folder, knowledge))


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
@example("A chain can slip. It does so under load.\n\nOil helps.")
@example("MOST chains usually slip. TODO: more.")
@example("It will ſometimes slip. It may.")
@example(f"{PLACEHOLDER}: none")
def test_nothing_is_found_but_what_is_still_to_be_written_whatever_the_document_holds(
    text: str,
) -> None:
    assume(any(each.isalnum() for each in text))
    begun = beginning(text)
    with written(begun.files) as folder:
        checked = check(folder)
        assert ran(folder).all_met
    assert checked.allowed == ()
    assert {each.code for each in checked.findings} <= {"sentence_open", "text_unfinished"}
    about = [each.about for each in checked.findings if each.code == "sentence_open"]
    assert about == [("sentence", each.id) for each in begun.sentences[1:]]


def test_each_placeholder_alone_is_found() -> None:
    """So that none of them can be forgotten, wherever it stands."""
    files = beginning("One.").files
    pieces = {name: re.split(rf'(?<=")(?={PLACEHOLDER}: )', text) for name, text in files.items()}
    places = [(name, at) for name, parts in pieces.items() for at in range(1, len(parts))]
    assert len(places) > 25
    for name, at in places:
        others = {file: "".join(map(finished, parts)) for file, parts in pieces.items()}
        before, after = pieces[name][:at], pieces[name][at + 1 :]
        left = pieces[name][at]
        others[name] = "".join([*map(finished, before), left, *map(finished, after)])
        with written(others) as folder:
            found = check(folder, select=["text_unfinished"]).findings
        assert [Path(each.file).name for each in found] == [Path(name).name], left


def finished(text: str) -> str:
    return text.replace(PLACEHOLDER, "Written")


def test_its_scenarios_show_what_is_told_and_leave_one_rule_to_be_covered() -> None:
    with written(beginning().files) as folder:
        report = ran(folder)
    assert [(each.id, each.met) for each in report.scenarios] == [
        ("has_told_nothing", True),
        ("has_the_first_sign", True),
    ]
    assert report.coverage is not None
    assert [each.rule for each in report.coverage.unfired] == ["no_sign"]


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("A chain slips.", ["", "", ""]),
        ("A chain Often can slip.", ["Often", "", "Often"]),
    ],
)
def test_rules_hedge_where_the_sentence_that_they_quote_does(text: str, hedges: list[str]) -> None:
    rules = loaded(beginning(text).files).rules
    assert [(rule.id, rule.hedge) for rule in rules] == list(
        zip(("sign_leads_on", "no_sign", "step_can_be_the_reason"), hedges, strict=True)
    )


@pytest.mark.parametrize("name", ["a", "no", "null", "on", "true", "bicycle_gears_2"])
def test_any_id_can_be_the_name(name: str) -> None:
    assert loaded(beginning(name=name).files).name == name


def test_a_document_without_a_title_is_called_by_the_name() -> None:
    assert title_from("bicycle_gears") == "Bicycle gears"


def test_everything_that_is_wrong_with_the_choices_is_told_at_once() -> None:
    assert [str(each) for each in check_choices("A b", " ", "English")] == [
        "NAME: 'A b' is not an id: lower-case words joined by single underscores",
        "--title: expected text, got nothing",
        "--language: expected a code of two or three lower-case letters, such as en, got 'English'",
    ]
    assert [str(each) for each in check_choices("", "\udcff", "en")] == [
        "NAME: '' is not an id: lower-case words joined by single underscores",
        "--title: expected text, got '\\udcff'",
    ]
    assert check_choices("a", "A", "en") == []
    with pytest.raises(KnowledgeError, match="is not an id"):
        beginning(name="A b")
