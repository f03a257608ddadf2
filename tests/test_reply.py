"""Answers to questions back as a person reads them: goldens, schemas, pages, and their limits."""

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import legspasm
import msgspec
import pytest
import sealing
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.asked import SavedInterview
from legspasm.authoring.coverage import Coverage
from legspasm.authoring.review import Review
from legspasm.authoring.scenarios import ScenarioReport
from legspasm.authoring.versions import KnowledgeDifference
from legspasm.consultation import consult_facts
from legspasm.document import schema_of
from legspasm.facts import Fact
from legspasm.graph import cause_graph
from legspasm.model import Conclusion, Condition, Rule, State
from legspasm.prose import FORMATS
from legspasm.reply import About, Reply, about
from page import Page
from program import printable
from strategies import knowledge_of, told
from tiny import BREAD

HERE = Path(__file__).parent
KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
SUFFIXES = {"txt": "text", "md": "markdown", "html": "html"}


@dataclasses.dataclass(frozen=True)
class Case:
    """A person, and what is asked back."""

    facts: dict[str, Any]
    ask: Callable[[legspasm.Record], Reply]
    knowledge: legspasm.Knowledge = KNOWLEDGE


OLDER = {"red_flags": [], "spasm_site": "calf", "age": 71, "low_potassium_diet": True}
OLDER |= {"low_potassium_test": False, "blood_potassium": 4.1, "recent_injury": False}
HURT = {"recent_injury": True, "injury_healed": True, "injury_at_spasm": False, "at_night": True}
NO_SPASM = {"had_spasm": False, "exertion": "excessive", "activities": ["running"]}
LOAF = {"dangers": ["glass"], "flour": "mixed", "flat_where": "top", "yeast_age": 400}
LOAF |= {"foam": False, "added": ["salt"], "kitchen": 12.0, "winter": True}
CASES = {
    "hurt_how": Case(HURT, lambda record: legspasm.how(record, "injury")),
    "hurt_how_advice": Case(
        {"recent_injury": True, "injury_healed": False},
        lambda record: legspasm.how(record, "rest_leg"),
    ),
    "hurt_why_not": Case(HURT, lambda record: legspasm.why_not(record, "injury")),
    "hurt_what_if": Case(
        HURT, lambda record: legspasm.what_if(record, {"recent_injury": False, "age": 70})
    ),
    "hurt_needs": Case(HURT, legspasm.needs),
    "older_how": Case(OLDER, lambda record: legspasm.how(record, "low_potassium")),
    "older_why_not": Case(OLDER, lambda record: legspasm.why_not(record, "low_potassium")),
    "older_why_not_keep": Case(
        OLDER, lambda record: legspasm.why_not(record, "injury", keep=["recent_injury", "age"])
    ),
    "older_what_if": Case(
        OLDER,
        lambda record: legspasm.what_if(
            record, {"exertion": "excessive", "activities": ["running"], "age": None}
        ),
    ),
    "older_needs": Case(OLDER, legspasm.needs),
    "no_spasm_how": Case(NO_SPASM, lambda record: legspasm.how(record, "stretch")),
    "no_spasm_why_not": Case(
        NO_SPASM | {"heavy_sweating": False}, lambda record: legspasm.why_not(record, "dehydration")
    ),
    "no_spasm_what_if": Case(
        NO_SPASM, lambda record: legspasm.what_if(record, {"had_spasm": True})
    ),
    "no_spasm_needs": Case(NO_SPASM, legspasm.needs),
    "bread_how": Case(LOAF, lambda record: legspasm.how(record, "weak_yeast"), BAKERY),
    "bread_why_not": Case(LOAF, lambda record: legspasm.why_not(record, "cold_dough"), BAKERY),
    "bread_what_if": Case(
        LOAF,
        lambda record: legspasm.what_if(record, {"foam": True, "dangers": [], "winter": None}),
        BAKERY,
    ),
    "bread_needs": Case({"flour": "rye", "kitchen": 12.0}, legspasm.needs, BAKERY),
}


@cache
def reply_of(name: str) -> Reply:
    case = CASES[name]
    return case.ask(legspasm.consult(case.facts, knowledge=case.knowledge))


SCHEMAS: dict[str, tuple[type[msgspec.Struct], str]] = {
    "how": (legspasm.Justification, "legspasm.how/1"),
    "why-not": (legspasm.WhyNot, "legspasm.why-not/1"),
    "what-if": (legspasm.WhatIf, "legspasm.what-if/1"),
    "needs": (legspasm.Needs, "legspasm.needs/1"),
    "verification": (legspasm.Verification, "legspasm.verification/1"),
    "interview": (SavedInterview, "legspasm.interview/1"),
    "diff": (legspasm.RecordDifference, "legspasm.diff/1"),
    "replay": (legspasm.Replay, "legspasm.replay/1"),
    "impact": (legspasm.Impact, "legspasm.impact/1"),
    "scenarios": (ScenarioReport, "legspasm.scenarios/1"),
    "coverage": (Coverage, "legspasm.coverage/1"),
    "review": (Review, "legspasm.review/1"),
    "knowledge-diff": (KnowledgeDifference, "legspasm.knowledge-diff/1"),
}
ASKED_BACK: list[Callable[[legspasm.Record], Reply]] = [
    *(lambda record, name=name: legspasm.how(record, name) for name in ("injury", "replenish")),
    *(lambda record, name=name: legspasm.why_not(record, name) for name in ("injury", "replenish")),
    lambda record: legspasm.what_if(record, {"age": 70, "recent_injury": None}),
    legspasm.needs,
]
"""One of each kind and more, for any person."""


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_told_as_its_golden(name: str, suffix: str, bless: bool) -> None:
    told = reply_of(name).render(SUFFIXES[suffix])  # type: ignore[arg-type]  # a format
    told = re.sub(r"\b[0-9a-f]{64}\b", "<digest>", told)
    golden = HERE / "explained" / f"{name}.{suffix}"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_case() -> None:
    known = {f"{name}.{suffix}" for name in CASES for suffix in SUFFIXES}
    assert {file.name for file in (HERE / "explained").iterdir()} == known


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_shipped_schema_is_the_one_of_the_types(name: str, bless: bool) -> None:
    type_, title = SCHEMAS[name]
    schema = schema_of(type_, title)
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    file = HERE.parent / "engine" / f"{name}.schema.json"
    if bless:
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == text


def problems_of(reply: dict[str, Any]) -> list[str]:
    """What the schema of its kind says against an answer."""
    [(type_, title)] = [each for each in SCHEMAS.values() if each[1] == reply["schema"]]
    validator = jsonschema.Draft202012Validator(schema_of(type_, title))
    return [error.message for error in validator.iter_errors(reply)]


@pytest.mark.parametrize("name", CASES)
def test_the_json_of_an_answer_meets_its_schema(name: str) -> None:
    reply = reply_of(name)
    assert json.loads(reply.render("json")) == reply.to_dict()
    assert problems_of(reply.to_dict()) == []


@settings(max_examples=10, deadline=None)
@given(told(KNOWLEDGE))
def test_every_answer_about_anyone_meets_its_schema_and_is_told_in_every_format(
    facts: dict[str, Any],
) -> None:
    record = legspasm.consult(facts)
    for ask in ASKED_BACK:
        reply = ask(record)
        assert problems_of(reply.to_dict()) == []
        for format_ in FORMATS:
            assert reply.render(format_).endswith("\n")


def test_a_schema_refuses_what_is_no_answer() -> None:
    reply = reply_of("hurt_why_not").to_dict()
    assert problems_of({**reply, "routes": [{"status": "perhaps"}]}) != []
    assert problems_of({**reply, "about": {**reply["about"], "record": "x"}}) != []


def test_a_saved_interview_meets_its_schema() -> None:
    talk = legspasm.interview().answer([]).answer("calf").answer(None)
    validator = jsonschema.Draft202012Validator(schema_of(*SCHEMAS["interview"]))
    assert [error.message for error in validator.iter_errors(json.loads(talk.to_json()))] == []


def test_an_answer_says_of_which_record_and_which_knowledge_it_speaks() -> None:
    record = legspasm.consult(age=70, red_flags=[])
    notes = tuple(each for each in KNOWLEDGE.notes if each.shown_with == "answer")
    expected = About(
        record.digest, "leg_spasm", KNOWLEDGE.version, KNOWLEDGE.digest, card=None, notes=notes
    )
    assert about(record) == expected
    assert [ask(record).about for ask in ASKED_BACK] == [expected] * len(ASKED_BACK)


@pytest.mark.parametrize("which", range(len(ASKED_BACK)))
def test_a_warning_sign_that_was_told_comes_before_every_answer(which: int) -> None:
    reply = ASKED_BACK[which](legspasm.consult(red_flags=["dark_urine"], age=70))
    assert reply.about.card is not None
    assert reply.about.card.level.id == "emergency"
    sign = "your pee is dark brown or there is very little of it"
    for format_ in ("text", "markdown", "html"):
        told = " ".join(reply.render(format_, width=100).split())
        assert told.index(reply.about.card.level.title) < told.index(sign)
        assert told.index(sign) < told.index("usually unknown")
        assert "usually unknown" in told


def test_the_json_is_indented_and_ends_its_last_line() -> None:
    reply = reply_of("bread_how")
    assert reply.to_json() == json.dumps(reply.to_dict(), indent=2, ensure_ascii=False) + "\n"


def test_an_answer_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        reply_of("hurt_how").about = None  # type: ignore[assignment,misc]  # nobody may


@pytest.mark.parametrize("name", CASES)
def test_the_same_person_and_question_give_the_same_bytes(name: str) -> None:
    assert reply_of.__wrapped__(name).to_json() == reply_of(name).to_json()


def test_an_unknown_format_is_a_value_error_that_names_the_formats() -> None:
    with pytest.raises(ValueError, match="'pdf': expected one of text, markdown, html, json"):
        reply_of("hurt_how").render("pdf")  # type: ignore[arg-type]  # no format


@pytest.mark.parametrize("name", CASES)
def test_colour_is_only_added_and_only_where_it_is_asked_for(name: str) -> None:
    reply = reply_of(name)
    plain, coloured = reply.render(), reply.render(color=True)
    assert "\x1b" not in plain
    assert "\x1b[1m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert reply.render(color=True, plain=True) == reply.render(plain=True)


@pytest.mark.parametrize("width", [20, 40, 72, 100])
@pytest.mark.parametrize("name", CASES)
def test_no_line_of_text_is_wider_than_the_terminal(name: str, width: int) -> None:
    """A word that is longer than a line stands alone on it."""
    lines = reply_of(name).render(width=width).splitlines()
    too_wide = [line for line in lines if len(line) > width and " " in line.strip(" -“")]
    assert too_wide == []


@pytest.mark.parametrize("name", CASES)
def test_a_deep_tree_leaves_room_for_words_on_a_narrow_terminal(name: str) -> None:
    """Nobody reads a column of one word a line: a terminal of 40 columns keeps at least half."""
    lines = reply_of(name).render(width=40).splitlines()
    assert [line for line in lines if len(line) - len(line.lstrip(" ")) > 20] == []


@pytest.mark.parametrize("name", CASES)
def test_a_page_needs_nothing_else_and_is_well_formed(name: str) -> None:
    page = Page(reply_of(name).render("html"))
    assert page.open == []
    assert set(page.links) <= {"#answer", "data:,"}
    assert (sorted(page.ids), page.handlers) == (ids(reply_of(name)), [])
    assert {"main", "header", "footer", "h1", "title"} <= page.tags
    assert page.tags & {"script", "iframe", "object", "embed", "form", "img"} == set()
    assert ("svg" in page.tags) is (reply_of(name).drawn is not None)


def ids(reply: Reply) -> list[str]:
    """What has an id on the page of an answer."""
    drawn = ["picture"] if reply.drawn is not None else []
    return ["answer", *drawn, *(["safety"] if reply.about.card else [])]


def test_a_cause_is_shown_with_its_picture_and_nothing_else_is() -> None:
    record = legspasm.consult(recent_injury=True)
    injury = legspasm.how(record, "injury")
    assert injury.graph == cause_graph(record.document.body, KNOWLEDGE, "injury")
    assert injury.drawn == legspasm.why_not(record, "injury").drawn == injury.graph
    assert (legspasm.how(record, "rest_leg").drawn, legspasm.needs(record).drawn) == (None, None)
    assert '<h2 id="picture">The picture</h2>' in injury.render("html")


@pytest.mark.parametrize("name", CASES)
def test_a_page_says_what_the_text_says(name: str) -> None:
    """Every word as often, but for what stands at the foot and for what only draws."""
    reply = reply_of(name)
    page = Page(reply.render("html")).text
    end = "The picture" if reply.drawn else "About the record"
    main = page[page.index("Skip to the answer") : page.index(end)]
    words = re.sub(r"[-()!\s]+", " ", main).split()[4:]
    whole = reply.render("text").replace("This part is not from", "This is not from")
    text = re.sub(r"[-()!\s]+", " ", whole).split()
    assert Counter(words) == Counter(text)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_escaped_twice(name: str) -> None:
    reply = reply_of(name)
    assert re.findall(r"&amp;(?:#\d+|\w+);", reply.render("html")) == []
    assert "\\\\" not in reply.render("markdown")


@pytest.mark.parametrize("name", CASES)
def test_markdown_keeps_its_lists_apart_from_what_follows_them(name: str) -> None:
    """What is no part of an item must not stand, unseparated, on the line below it."""
    lines = reply_of(name).render("markdown").splitlines()
    for above, line in pairwise(lines):
        if re.match(r"\s*\*[^*]", line):
            assert above == "", (above, line)
        if re.match(r"\s*- ", above) and line.strip():
            depth = len(line) - len(line.lstrip())
            assert re.match(r"\s*(- |> |\*\*But:)", line), (above, line)
            assert depth <= len(above) - len(above.lstrip()) + 2, (above, line)


def test_markdown_of_a_page_has_no_two_blank_lines_together() -> None:
    for name in CASES:
        assert "\n\n\n" not in reply_of(name).render("markdown"), name


def forged(facts: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> legspasm.Record:
    """A changed record with a digest that fits the change, as if nobody had looked at it."""
    text = sealing.forged(legspasm.consult(facts).to_dict(), change)
    return legspasm.Record(legspasm.read_stored(text).document, KNOWLEDGE)


EVIL = "\x1b[31m</p><script>alert(1)</script>\n# *x* [y](z)"


def poison_texts(body: dict[str, Any]) -> None:
    """Every text of a body that names nothing."""
    for rule in body["not_fired"]:
        for condition in rule["conditions"]:
            condition.update(text=EVIL, operator=EVIL, wanted=EVIL)
            if condition["kind"] != "fact":
                condition["actual"] = EVIL
    for firing in body["firings"]:
        firing.update(reservation=EVIL, hedge=EVIL)
        for match in firing["because"]:
            if match["kind"] == "fact":
                match.update(operator=EVIL, wanted=EVIL)
        for absent in firing["absent"]:
            absent.update(operator=EVIL, wanted=EVIL, actual=EVIL)
    for verdict in body["verdicts"]:
        verdict.update(reservations=[EVIL])
    body["engine"].update(name=EVIL, version=EVIL)


def poison_names(body: dict[str, Any]) -> None:
    """Names of things that there are not."""
    for rule in body["not_fired"]:
        rule["needs"] = [EVIL]
    for firing in body["firings"]:
        firing["cites"] = [EVIL]
    for verdict in body["verdicts"]:
        verdict.update(needs=[EVIL], cites=[EVIL])
    for note in body["notes"]:
        note.update(id=EVIL, cites=[EVIL])
    for sign in body["safety"]:
        sign["id"] = EVIL
    body["place"].update(expected=[EVIL], reported=EVIL, cites=[EVIL])


def harmless(reply: Reply) -> bool:
    """Whether nothing that is told steers a terminal or is more than text on a page."""
    text, markdown, page = (reply.render(each) for each in ("text", "markdown", "html"))
    assert [each for each in (text, markdown, page) if not printable(each)] == []
    assert re.findall(r"(?<!\\)[<\[]", markdown) == []  # only with a backslash before it
    assert [line for line in markdown.splitlines() if line.startswith("# ")][1:] == []
    read = Page(page)
    assert (read.open, read.handlers, sorted(read.ids)) == ([], [], ids(reply))
    return read.tags <= Page(reply_of("bread_how").render("html")).tags


@pytest.mark.parametrize("facts", [HURT, OLDER, {"red_flags": ["dark_urine"]}, {}])
@pytest.mark.parametrize("which", range(len(ASKED_BACK)))
def test_what_a_forged_record_says_can_steer_neither_a_terminal_nor_a_page(
    facts: dict[str, Any], which: int
) -> None:
    assert harmless(ASKED_BACK[which](forged(facts, poison_texts)))


@pytest.mark.parametrize("facts", [HURT, OLDER, {"red_flags": ["dark_urine"]}, {}])
@pytest.mark.parametrize("which", range(len(ASKED_BACK)))
def test_the_names_in_a_forged_record_are_refused(facts: dict[str, Any], which: int) -> None:
    text = sealing.forged(legspasm.consult(facts).to_dict(), poison_names)
    with pytest.raises(legspasm.RecordError) as raised:
        ASKED_BACK[which](legspasm.read_record(text, KNOWLEDGE))
    assert [each for each in raised.value.problems if not printable(str(each))] == []


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_no_forged_text_can_inject_anything(text: str) -> None:
    def change(body: dict[str, Any]) -> None:
        body["engine"]["version"] = text
        for rule in body["not_fired"]:
            for condition in rule["conditions"]:
                condition.update(text=text, operator=text)

    record = forged({"spasm_site": "calf"}, change)
    assert harmless(legspasm.why_not(record, "injury"))
    assert harmless(legspasm.what_if(record, {"age": 70}))


def test_a_chain_of_very_many_states_is_told_to_its_end() -> None:
    """Templates nest as deep as what they tell, and Python does not nest for ever."""
    names = [f"s{number}" for number in range(300)]
    first = Condition("fact", "f1", "is", True, "It is so.")
    steps = [first, *(Condition("state", name, "holds", True, name) for name in names)]
    ends = [*(Conclusion("state", name) for name in names), Conclusion("cause", "c1")]
    rules = [
        Rule(f"r{number}", "", (step,), (), end, f"step {number}", (), "generated", number)
        for number, (step, end) in enumerate(zip(steps, ends, strict=True))
    ]
    knowledge = msgspec.structs.replace(
        knowledge_of(rules), states=tuple(State(name, name) for name in names), digest="5" * 64
    )
    told = (Fact("f1", True, "call"),)
    for facts, ask in [(told, legspasm.how), ((), legspasm.why_not)]:
        reply = ask(consult_facts(knowledge, facts), "c1")
        for format_ in FORMATS:
            assert "step 0" in reply.render(format_)
        assert len(reply.continued) == 37
