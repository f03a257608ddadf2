"""Each sentence of a document is shown with what quotes it, or as one that nothing accounts for."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import legspasm
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.audit.difference import KnowledgeName
from legspasm.authoring.beginning import begin
from legspasm.authoring.coverage import (
    Counts,
    Coverage,
    CoveredSentence,
    Part,
    Use,
    coverage,
)
from legspasm.document import schema_of
from legspasm.model import Sentence, Source
from legspasm.telling import Background, NoteDefinition, Quote
from page import Page
from program import printable
from tiny import BREAD, Bread

HERE = Path(__file__).parent
BAKERY = legspasm.load_knowledge(BREAD)
SUFFIXES = {"txt": "text", "md": "markdown", "html": "html"}


def with_background(knowledge: legspasm.Knowledge, *background: Background) -> legspasm.Knowledge:
    return msgspec.structs.replace(knowledge, background=background)


KNOWLEDGE = {
    "leg_spasm": legspasm.built_in_knowledge(),
    "bread": BAKERY,
    "bread_open": with_background(BAKERY, Background("P4.S2", "Nobody can say which.")),
}


@cache
def covered(name: str) -> Coverage:
    return coverage(KNOWLEDGE[name])


def sentence(found: Coverage, id_: str) -> CoveredSentence:
    return next(each for each in found.sentences if each.id == id_)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", KNOWLEDGE)
def test_coverage_is_told_as_its_golden(name: str, suffix: str, bless: bool) -> None:
    told = covered(name).render(SUFFIXES[suffix])  # type: ignore[arg-type]  # a format
    told = re.sub(r"\b[0-9a-f]{64}\b", "<digest>", told)
    golden = HERE / "covered" / f"{name}.{suffix}"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_knowledge_base() -> None:
    known = {f"{name}.{suffix}" for name in KNOWLEDGE for suffix in SUFFIXES}
    assert {file.name for file in (HERE / "covered").iterdir()} == known


def test_every_sentence_is_counted_once_by_how_it_stands() -> None:
    assert covered("leg_spasm").counts == Counts(26, 6, 4, 0, all=36)
    assert covered("bread").counts == Counts(10, 3, 1, 0, all=14)
    assert covered("bread_open").counts == Counts(10, 3, 0, 1, all=14)


def test_coverage_says_of_which_knowledge_and_which_document_it_is() -> None:
    found = covered("bread")
    assert found.knowledge == KnowledgeName("bread", "0.1.0", BAKERY.digest)
    assert found.title == "Flat bread"
    assert [each.id for each in found.sentences] == [each.id for each in BAKERY.source.sentences]


def test_a_sentence_is_shown_with_all_that_quotes_it_rules_first() -> None:
    assert sentence(covered("bread"), "P2.S1") == CoveredSentence(
        id="P2.S1",
        line=5,
        text="Old yeast makes too little gas, and such dough stays flat.",
        standing="by_rules",
        uses=(
            Use("rule", "old_yeast_tires", "Old yeast"),
            Use("rule", "old_but_foaming", "Old yeast makes too little gas"),
            Use("rule", "tired_yeast_makes_no_gas", "makes too little gas"),
            Use("rule", "missing_gas_flattens", "such dough stays flat"),
            Use("fact", "yeast_age", "Old yeast makes too little gas"),
        ),
        parts=(
            Part("Old yeast makes too little gas", True),
            Part(", and ", False),
            Part("such dough stays flat", True),
            Part(".", False),
        ),
        reason="",
    )


@pytest.mark.parametrize(
    ("name", "id_", "standing", "kinds", "reason"),
    [
        ("bread", "P4.S1", "by_rules", ["rule", "rule", "advice", "advice"], ""),
        ("bread", "P4.S2", "elsewhere", ["note"], ""),
        ("bread", "P4.S3", "elsewhere", ["tension"], ""),
        ("bread", "P4.S4", "excused", [], "It is about people, not about dough."),
        ("bread_open", "P4.S2", "elsewhere", ["note"], "Nobody can say which."),
        ("bread_open", "P4.S4", "open", [], ""),
    ],
)
def test_how_a_sentence_stands_is_said_by_what_quotes_it_and_by_the_reason(
    name: str, id_: str, standing: str, kinds: list[str], reason: str
) -> None:
    each = sentence(covered(name), id_)
    found = (each.standing, [use.kind for use in each.uses], each.reason)
    assert found == (standing, kinds, reason)


def test_a_question_alone_can_quote_a_sentence(bread: Bread) -> None:
    bread.replace("rules/beside.yaml", "P3.S2: Cold dough", "P3.S3: Dough")
    bread.replace("rules/beside.yaml", "Dough is most often flat at the bottom.", "Dough of rye")
    bread.replace("rules/beside.yaml", "    hedge: most often\n", "")
    found = sentence(coverage(bread.load()), "P3.S2")
    assert (found.standing, found.uses) == (
        "elsewhere",
        (Use("fact", "flat_where", "flat at the bottom"),),
    )


def quoted_in(text: str, *quotes: str) -> CoveredSentence:
    """A sentence of which notes quote these words."""
    notes = tuple(
        NoteDefinition(f"n{at}", "answer", "It is so.", (Quote("P1", each),))
        for at, each in enumerate(quotes)
    )
    source = Source("A text", "0" * 64, (Sentence("P1", text, 1),))
    changes = {"rules": (), "facts": (), "advice": (), "tensions": (), "background": ()}
    found = coverage(msgspec.structs.replace(BAKERY, source=source, notes=notes, **changes))
    return found.sentences[0]


@pytest.mark.parametrize(
    ("quotes", "marked"),
    [
        ([], "an old van"),
        (["an old van"], "[an old van]"),
        (["old"], "an [old] van"),
        (["an old", "old van"], "[an old van]"),
        (["an", "van"], "[an] old [van]"),
        (["an"], "[an] old van"),
        (["an ", "old"], "[an old] van"),
    ],
)
def test_words_that_anything_quotes_are_marked_and_overlaps_are_one(
    quotes: list[str], marked: str
) -> None:
    parts = quoted_in("an old van", *quotes).parts
    assert "".join(f"[{part.text}]" if part.quoted else part.text for part in parts) == marked


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30))))
def test_the_parts_are_the_sentence_and_exactly_what_is_quoted_is_marked(
    text: str, cuts: list[tuple[int, int]]
) -> None:
    quotes = [cut for at, size in cuts if (cut := text[at : at + size])]
    parts = quoted_in(text, *quotes).parts
    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)
    assert [a.quoted for a in parts] == [bool(at % 2) ^ parts[0].quoted for at in range(len(parts))]
    marked = sum(len(part.text) for part in parts if part.quoted)
    places = {text.index(quote) + at for quote in quotes for at in range(len(quote))}
    assert marked == len(places)


@pytest.mark.parametrize(
    ("name", "percent", "reached"),
    [
        ("bread", 100, True),
        ("bread_open", 100, False),
        ("bread_open", 92.9, False),
        ("bread_open", 92.8, True),
        ("bread_open", 0, True),
    ],
)
def test_a_part_of_the_sentences_can_be_enough(name: str, percent: float, reached: bool) -> None:
    assert covered(name).reaches(percent) is reached


@pytest.mark.parametrize("name", KNOWLEDGE)
def test_the_json_of_coverage_meets_its_schema(name: str) -> None:
    found = covered(name).to_dict()
    assert found["schema"] == "legspasm.coverage/1"
    validator = jsonschema.Draft202012Validator(schema_of(Coverage, "legspasm.coverage/1"))
    assert [error.message for error in validator.iter_errors(found)] == []
    found["sentences"][0]["standing"] = "perhaps"
    assert [error.message for error in validator.iter_errors(found)] != []


@pytest.mark.parametrize("name", KNOWLEDGE)
def test_a_page_needs_nothing_else_and_is_well_formed(name: str) -> None:
    page = Page(covered(name).render("html"))
    assert page.open == []
    assert set(page.links) <= {"#answer", "data:,"}
    assert (page.ids, page.handlers) == (["answer"], [])
    assert {"main", "header", "footer", "h1", "title", "mark", "table"} <= page.tags
    assert page.tags & {"script", "iframe", "object", "embed", "form", "img", "svg"} == set()


@pytest.mark.parametrize("name", KNOWLEDGE)
def test_a_page_says_what_the_text_says(name: str) -> None:
    page = Page(covered(name).render("html")).text
    main = page[page.index("Skip to the answer") : page.rindex("About ")]
    words = re.sub(r"[-\s]+", " ", main).split()[4:]
    text = re.sub(r"[-\s]+", " ", covered(name).render("text", width=100)).split()
    assert Counter(words) == Counter(text)


@pytest.mark.parametrize("name", KNOWLEDGE)
def test_a_page_marks_the_words_that_are_quoted_and_no_others(name: str) -> None:
    page = covered(name).render("html").replace("&#39;", "'")
    marked = re.findall(r"<mark>(.*?)</mark>", page)
    quoted = [part.text for each in covered(name).sentences for part in each.parts if part.quoted]
    assert marked == quoted


@pytest.mark.parametrize("width", [20, 40, 72, 100])
@pytest.mark.parametrize("name", KNOWLEDGE)
def test_no_line_of_text_is_wider_than_the_terminal(name: str, width: int) -> None:
    lines = covered(name).render(width=width).splitlines()
    assert [line for line in lines if len(line) > width and " " in line.strip(" -“")] == []


@pytest.mark.parametrize("name", KNOWLEDGE)
def test_colour_is_only_added_and_only_where_it_is_asked_for(name: str) -> None:
    plain, coloured = covered(name).render(), covered(name).render(color=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert covered(name).render(color=True, plain=True) == covered(name).render(plain=True)


EVIL = "\x1b[31m</p><script>alert(1)</script> # *x* [y](z) | a"


def test_what_a_document_says_can_steer_neither_a_terminal_nor_a_page(tmp_path: Path) -> None:
    begun = begin(f"{EVIL}\n\n{EVIL}", "text", name="evil", title=EVIL)
    (tmp_path / "rules").mkdir()
    for name, text in begun.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    knowledge: Any = legspasm.load_knowledge(tmp_path)
    found = coverage(with_background(knowledge, Background("P2.S1", EVIL)))
    text, markdown, page = (found.render(each) for each in ("text", "markdown", "html"))  # type: ignore[arg-type]  # formats
    assert [each for each in (text, markdown, page) if not printable(each)] == []
    assert re.findall(r"(?<!\\)[<\[]", markdown) == []
    read = Page(page)
    assert (read.open, read.handlers, read.ids) == ([], [], ["answer"])
    assert "script" not in read.tags
