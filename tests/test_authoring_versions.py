"""What differs between two versions of a knowledge base, as it is read: goldens and pages."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import legspasm
import msgspec
import pytest
from legspasm.authoring import space
from legspasm.authoring.versions import KnowledgeDifference, compare, compare_knowledge
from legspasm.document import schema_of
from legspasm.model import Option
from legspasm.shipped import BUILT_IN
from other_knowledge import edited, stricter
from page import Page
from program import printable
from rebaked import copied, rebaked, reworded
from tiny import BREAD, Bread

HERE = Path(__file__).parent
SUFFIXES = {"txt": "text", "md": "markdown", "html": "html"}


def steps(folder: Path) -> Path:
    """The same comes out, by another rule beside the one that is there."""
    bread = copied(folder)
    bread.write(
        "rules/cold.yaml",
        bread.text("rules/cold.yaml")
        + "  - id: winter_slows\n    when:\n      - {fact: winter, is: yes}\n"
        "      - fact: kitchen\n        below: cold_limit\n        says: It was cold.\n"
        "    concludes: {state: dough_slow}\n    says: Winter makes dough slow.\n"
        "    cites:\n      P3.S4: in winter\n",
    )
    return folder


def neither(folder: Path) -> Path:
    """What is told, and who is, stays; whether a question makes sense does not."""
    bread = copied(folder)
    question = "    question: Did the yeast foam?"
    bread.replace("facts.yaml", question, f"    supposes: stayed_flat\n{question}")
    bread.replace("safety.yaml", "title: Look again", "title: Look twice")
    return folder


def commented(folder: Path) -> Path:
    """Another comment, and nothing else."""
    copied(folder).replace("knowledge.yaml", "# A small", "# A very small")
    return folder


REPORTS = ["same", "commented", "stricter", "reworded", "rebaked", "steps", "neither", "subjects"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], KnowledgeDifference]:
    """What a report of this name is."""

    def folder(make: Callable[[Path], Path]) -> Path:
        return make(tmp_path_factory.mktemp("versions") / make.__name__)

    reports: dict[str, Callable[[], KnowledgeDifference]] = {
        "same": lambda: compare(BUILT_IN, folder(edited)),
        "commented": lambda: compare(BREAD, folder(commented)),
        "stricter": lambda: compare(BUILT_IN, folder(lambda path: stricter(path.parent))),
        "reworded": lambda: compare(BREAD, folder(reworded)),
        "rebaked": lambda: compare(BREAD, folder(rebaked)),
        "steps": lambda: compare(BREAD, folder(steps)),
        "neither": lambda: compare(BREAD, folder(neither)),
        "subjects": lambda: compare(BREAD, BUILT_IN),
    }
    return cache(lambda name: reports[name]())


def without_digests(text: str) -> str:
    text = re.sub(r"(spasm) \d+\.\d+\.\d+", r"\1 <version>", text)
    return re.sub(r"\b([0-9a-f]{64}|[0-9a-f]{12})\b", "<digest>", text)


GOLDENS = [name for name in REPORTS if name != "subjects"]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", GOLDENS)
def test_a_report_is_told_as_its_golden(
    report: Callable[[str], KnowledgeDifference], name: str, suffix: str, bless: bool
) -> None:
    told = without_digests(report(name).render(SUFFIXES[suffix]))  # type: ignore[arg-type]  # a format
    golden = HERE / "compared" / f"{name}.{suffix}"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_report() -> None:
    known = {f"{name}.{suffix}" for name in GOLDENS for suffix in SUFFIXES}
    assert {file.name for file in (HERE / "compared").iterdir()} == known


@pytest.mark.parametrize(
    ("name", "same", "reworded", "deciding"),
    [
        ("same", True, 0, 0),
        ("commented", True, 0, 0),
        ("stricter", False, 1, 3),
        ("reworded", False, 5, 0),
        ("steps", False, 0, 1),
        ("neither", False, 1, 1),
    ],
)
def test_words_are_counted_apart_from_what_decides(
    report: Callable[[str], KnowledgeDifference],
    name: str,
    same: bool,
    reworded: int,
    deciding: int,
) -> None:
    found = report(name)
    assert (found.same, found.reworded, found.deciding) == (same, reworded, deciding)


def lead(found: KnowledgeDifference) -> str:
    """What stands between the title and the names of the two, with # for every large number."""
    lines = found.render(width=100).splitlines()
    names = next(at for at, line in enumerate(lines) if line.startswith("- The first"))
    return re.sub(r"[\d,.]+\d%?", "#", " ".join(lines[1:names]))


def test_the_first_lines_say_what_it_comes_to(report: Callable[[str], KnowledgeDifference]) -> None:
    same = "In all # cases the same comes out"
    texts = "1 text that a person can be told reads differently."
    assert {name: lead(report(name)) for name in REPORTS} == {
        "same": "The two say the same.",
        "commented": "The two say the same, in files that are not the same.",
        "stricter": (f"In # of # cases (#) something else comes out. {texts}"),
        "reworded": (
            "What a person is told is worded differently in 5 places; "
            "who is told what stays the same."
        ),
        "rebaked": (
            "In # of # cases (#) something else comes out. "
            "9 texts that a person can be told read differently. "
            "Not compared is what rests on winter: see the end."
        ),
        "steps": f"{same}, in # of them by other steps.",
        "neither": f"{same}, by the same steps. {texts}",
        "subjects": (
            "In # of # cases (#) something else comes out. "
            "# texts that a person can be told read differently."
        ),
    }


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_json_of_its_schema(
    report: Callable[[str], KnowledgeDifference], name: str
) -> None:
    told = report(name).to_dict()
    assert told["schema"] == "legspasm.knowledge-diff/1"
    schema = schema_of(KnowledgeDifference, "legspasm.knowledge-diff/1")
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(told)] == []
    assert msgspec.json.decode(report(name).to_json(), type=KnowledgeDifference) == report(name)


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_needs_nothing_else_and_is_well_formed(
    report: Callable[[str], KnowledgeDifference], name: str
) -> None:
    page = Page(report(name).render("html"))
    assert page.open == []
    assert set(page.links) <= {"#answer", "data:,"}
    assert (page.ids, page.handlers) == (["answer"], [])
    assert page.tags & {"script", "iframe", "object", "embed", "form", "img", "svg"} == set()


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_says_what_the_text_says(
    report: Callable[[str], KnowledgeDifference], name: str
) -> None:
    page = Page(report(name).render("html")).text
    main = page[page.index("Skip to the answer") : page.rindex("About ")]
    words = re.sub(r"[-\s]+", " ", main).split()[4:]
    text = re.sub(r"[-\s]+", " ", report(name).render("text", width=100)).split()
    assert Counter(words) == Counter(text)


@pytest.mark.parametrize("width", [20, 40, 72, 100])
@pytest.mark.parametrize("name", REPORTS)
def test_no_line_of_text_is_wider_than_the_terminal(
    report: Callable[[str], KnowledgeDifference], name: str, width: int
) -> None:
    lines = report(name).render(width=width).splitlines()
    assert [line for line in lines if len(line) > width and " " in line.strip(" -“")] == []


def test_a_share_that_is_not_all_or_nothing_does_not_read_as_such(bread: Bread) -> None:
    before = bread.load()
    many = tuple(Option(f"v{at}", f"v{at}", "It is one.") for at in range(3000))
    flour = next(each for each in before.facts if each.name == "flour")
    wide = msgspec.structs.replace(flour, options=(*flour.options, *many))
    facts = tuple(wide if each is flour else each for each in before.facts)
    before = msgspec.structs.replace(before, facts=facts)
    rules = tuple(each for each in before.rules if each.id != "without_flour")
    told = compare_knowledge(before, msgspec.structs.replace(before, rules=rules)).render(width=100)
    assert "(under 0.1%) something else comes out" in told
    assert "over 99.9%" in told


EVIL = "\x1b[31m</p><script>alert(1)</script>\n# *x* [y](z) | a"


def test_what_the_files_say_can_steer_neither_a_terminal_nor_a_page() -> None:
    knowledge = legspasm.load_knowledge(BREAD)
    rules = tuple(
        msgspec.structs.replace(each, says=EVIL, reservation=each.reservation and EVIL, hedge=EVIL)
        for each in knowledge.rules
        if each.id != "foam_shows_life"
    )
    bad = msgspec.structs.replace(knowledge, rules=rules, name=EVIL, version=EVIL)
    for found in (compare_knowledge(knowledge, bad), compare_knowledge(bad, knowledge)):
        text, markdown, page = (found.render(each) for each in ("text", "markdown", "html"))  # type: ignore[arg-type]  # formats
        assert [each for each in (text, markdown, page) if not printable(each)] == []
        assert re.findall(r"(?<!\\)[<\[]", markdown) == []
        read = Page(page)
        assert (read.open, read.handlers, read.ids) == ([], [], ["answer"])
        assert "script" not in read.tags


def test_the_problems_of_both_folders_are_told_at_once(tmp_path: Path) -> None:
    first, second = copied(tmp_path / "first"), copied(tmp_path / "second")
    first.replace("facts.yaml", "type: set\n    question: Is", "type: sett\n    question: Is")
    second.write("causes.yaml", "")
    with pytest.raises(legspasm.KnowledgeError) as caught:
        compare(first.folder, second.folder)
    assert {each.place.split("/")[-2] for each in caught.value.problems} == {"first", "second"}
    with pytest.raises(legspasm.KnowledgeError) as alone:
        compare(first.folder, BREAD)
    with pytest.raises(legspasm.KnowledgeError) as twice:
        compare(first.folder, first.folder)
    assert twice.value.problems == alone.value.problems


def test_what_a_part_allows_is_compared(tmp_path: Path) -> None:
    bread = copied(tmp_path / "bread")
    bread.replace(
        "rules/cold.yaml",
        "    says: The kitchen was warm.\n",
        "    says: The kitchen was warm.\n    allow:\n      rule_never_fires: Wait for summer.\n",
    )
    found = compare(BREAD, bread.folder)
    pieces: list[Any] = [(each.piece, each.role) for part in found.parts for each in part.pieces]
    assert pieces == [(("allow", "rule_never_fires"), "aside")]
    assert (found.same, found.reworded, found.deciding) == (False, 0, 0)


def test_versions_that_tell_too_many_cases_apart_are_told_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(space, "_NODES", 8)
    with pytest.raises(legspasm.KnowledgeError) as caught:
        compare(BREAD, BREAD)
    assert [str(each) for each in caught.value.problems] == [
        "the rules tell too many cases apart for all of them to be gone over"
    ]
