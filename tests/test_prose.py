"""The explanation as a person reads it: goldens for every format, blessed again by --bless."""

import re
import shutil
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import legspasm
import msgspec
import pytest
from hypothesis import given, settings
from jinja2 import Environment, UndefinedError
from legspasm import prose
from legspasm.factfile import read_fact_file
from legspasm.prose import FORMATS, Format
from legspasm.record import Record
from strategies import told

VERSION = f"legspasm {legspasm.__version__}"
TEMPLATES = Path(prose.__file__).with_name("templates")
CASES = sorted(Path(__file__).with_name("cases").glob("*.yaml"))
OUTPUTS = {
    "txt": {"format": "text"},
    "verbose.txt": {"format": "text", "verbose": True},
    "md": {"format": "markdown"},
    "html": {"format": "html"},
}


def consult(case: Path) -> Record:
    """The record of a case, as of a fixed time."""
    record = legspasm.consult(read_fact_file(case))
    envelope = msgspec.structs.replace(record.document.envelope, time="2026-01-01T00:00:00.000Z")
    document = msgspec.structs.replace(record.document, envelope=envelope)
    return msgspec.structs.replace(record, document=document)


@pytest.mark.parametrize("suffix", OUTPUTS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_is_told_as_its_golden(case: Path, suffix: str, bless: bool) -> None:
    told = consult(case).render(**OUTPUTS[suffix])  # type: ignore[arg-type]  # as parametrized
    told = re.sub(r"\b[0-9a-f]{64}\b", "<digest>", told).replace(VERSION, "legspasm <version>")
    golden = case.with_name(f"{case.stem}.{suffix}")
    if bless:
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_case() -> None:
    known = {case.with_name(f"{case.stem}.{suffix}") for case in CASES for suffix in OUTPUTS}
    assert set(Path(__file__).with_name("cases").iterdir()) == known | set(CASES)


@pytest.mark.parametrize("width", [20, 40, 72, 100])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_line_of_text_is_wider_than_the_terminal(case: Path, width: int) -> None:
    lines = consult(case).render("text", width=width, verbose=True).splitlines()
    too_wide = [line for line in lines if len(line) > width and " " in line.strip(" │├└─-“")]
    assert too_wide == []


def test_the_default_text_of_the_example_fits_two_screens_of_45_lines() -> None:
    example = Path(__file__).parents[1] / "examples" / "evening_run.yaml"
    assert len(consult(example).render("text").splitlines()) <= 90


def test_colour_is_only_added_and_only_where_it_is_asked_for() -> None:
    record = consult(CASES[0])
    plain, coloured = record.render("text"), record.render("text", color=True)
    assert "\x1b" not in plain
    assert "\x1b[1m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_threads_that_tell_in_other_widths_and_colours_do_not_disturb_one_another() -> None:
    record = consult(CASES[0])
    ways = [(width, color) for width in (30, 50, 70, 90) for color in (False, True)]
    expected = [record.render("text", width=width, color=color) for width, color in ways]
    barrier = threading.Barrier(len(ways))

    def tell(way: tuple[int, bool]) -> list[str]:
        barrier.wait()
        return [record.render("text", width=way[0], color=way[1]) for _ in range(6)]

    with ThreadPoolExecutor(len(ways)) as pool:
        assert list(pool.map(tell, ways)) == [[text] * 6 for text in expected]


def test_an_unknown_format_is_a_value_error_that_names_the_formats() -> None:
    with pytest.raises(ValueError, match="'pdf': expected one of text, markdown, html, json"):
        consult(CASES[0]).render("pdf")


def test_the_json_format_is_the_record() -> None:
    record = consult(CASES[0])
    assert record.render("json") == record.to_json()


class Page(HTMLParser):
    """What a page loads, and whether its elements are closed in order."""

    VOID = frozenset({"meta", "link"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_page_needs_nothing_else_and_is_well_formed(case: Path) -> None:
    page = Page(consult(case).render("html"))
    assert page.open == []
    assert set(page.links) <= {"#answer", "data:,"}
    assert len(page.ids) == len(set(page.ids))
    assert {"main", "header", "footer", "h1", "title"} <= page.tags
    assert "script" not in page.tags


@settings(max_examples=40, deadline=None)
@given(told(legspasm.built_in_knowledge()))
def test_every_person_is_told_an_answer_with_its_limits_in_every_format(
    facts: dict[str, object],
) -> None:
    record = legspasm.consult(facts)
    for format_ in FORMATS:
        assert "usually unknown" in record.render(format_).replace("\n", " ") or format_ == "json"


TEMPLATE = """{{ explanation.answer }}
{% for each in record.body.verdicts %}
{{ each.cause }}: {{ each.verdict }}
{% endfor %}
"""


def test_a_template_of_ones_own_sees_the_explanation_and_the_record() -> None:
    record = legspasm.consult(recent_injury=True)
    assert record.render_template(TEMPLATE, "own.txt") == (
        "A hurt leg can be the reason for this spasm.\n"
        "injury: supported\n"
        "excessive_activity: undetermined\n"
        "dehydration: undetermined\n"
        "low_potassium: undetermined\n"
    )


def test_a_template_for_a_page_is_escaped_and_another_is_not() -> None:
    record = legspasm.consult()
    assert record.render_template("{{ '<b>' }}", "own.html") == "&lt;b&gt;"
    assert record.render_template("{{ '<b>' }}", "own.txt") == "<b>"


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        (
            "one\n{% if %}",
            "own.txt:2: is not a valid template: "
            "Expected an expression, got 'end of statement block'",
        ),
        ("{{ nobody }}", "own.txt: failed: 'nobody' is undefined"),
        ("{{ record.body.nothing }}", "own.txt: failed: 'dict object' has no attribute 'nothing'"),
        ("{{ 1 / 0 }}", "own.txt: failed: division by zero"),
        ("{{ [1] | map('nothing') | list }}", "own.txt: failed: No filter named 'nothing'."),
        (
            "{{ ''.__class__.__mro__ }}",
            "own.txt: failed: access to attribute '__class__' of 'str' object is unsafe.",
        ),
        (
            "{{ record.update({}) }}",
            "own.txt: failed: access to attribute 'update' of 'dict' object is unsafe.",
        ),
        ("{% include 'other' %}", "own.txt: failed: no loader for this environment specified"),
    ],
)
def test_a_template_that_cannot_be_rendered_is_told_with_its_place(
    template: str, problem: str
) -> None:
    with pytest.raises(legspasm.TemplateError) as raised:
        legspasm.consult().render_template(template, "own.txt")
    assert [str(each) for each in raised.value.problems] == [problem]


def test_jinja_is_loaded_only_when_something_is_rendered() -> None:
    program = (
        "import legspasm, sys; record = legspasm.consult(age=70); print('jinja2' in sys.modules);"
        "record.render('text'); print('jinja2' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\nTrue\n"


class Kept:
    """The templates as a process finds them that keeps what it compiles in a folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.compiled: list[str] = []
        self._record = legspasm.consult(age=70, red_flags=[])
        compile_template = Environment.compile

        def compiling(environment: Environment, source: str, name: str, *more: Any) -> Any:
            self.compiled.append(name)
            return compile_template(environment, source, name, *more)

        monkeypatch.setattr(Environment, "compile", compiling)
        monkeypatch.setattr(sys, "dont_write_bytecode", False)
        monkeypatch.setattr(sys, "pycache_prefix", str(folder))

    def tell(self, format: Format) -> str:
        """What a new process tells."""
        prose._environment.cache_clear()
        self.compiled.clear()
        return self._record.render(format)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    """Templates of which none was compiled yet."""
    yield Kept(tmp_path / "kept", monkeypatch)
    prose._environment.cache_clear()


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_templates_are_compiled_once_and_tell_the_same(templates: Kept, format: Format) -> None:
    first = templates.tell(format)
    assert templates.compiled
    assert templates.tell(format) == first
    assert templates.compiled == []


def test_a_page_never_takes_what_was_compiled_for_a_text(templates: Kept) -> None:
    templates.tell("text")
    assert "words.j2" in templates.compiled
    templates.tell("html")
    assert "words.j2" in templates.compiled


def test_every_template_can_be_compiled_before_it_is_used(templates: Kept) -> None:
    prose._environment.cache_clear()
    prose.compile_templates()
    assert {*templates.compiled} == {
        file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.j2")
    }
    for each in FORMATS:
        templates.tell(each)
        assert templates.compiled == []


def test_a_template_that_was_changed_is_compiled_anew(
    templates: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    monkeypatch.setattr(prose, "__file__", str(tmp_path / "prose.py"))
    before = templates.tell("text")
    changed = tmp_path / "templates" / "consultation.txt.j2"
    changed.write_text("Told anew.\n" + changed.read_text("utf-8"), "utf-8")
    assert templates.tell("text") == "Told anew.\n" + before
    assert templates.compiled == ["consultation.txt.j2"]


def test_an_error_names_the_template_where_it_lies_now(
    templates: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", None)
    here, there = (tmp_path / name / "templates" for name in ("here", "there"))
    here.mkdir(parents=True)
    (here / "wrong.j2").write_text("{{ nothing }}")
    for folder in (here, there):
        monkeypatch.setattr(prose, "__file__", str(folder.with_name("prose.py")))
        prose._environment.cache_clear()
        with pytest.raises(UndefinedError) as raised:
            prose.print_template("wrong.j2")
        told = traceback.extract_tb(raised.value.__traceback__)[-1]
        assert Path(told.filename) == folder / "wrong.j2"
        shutil.copytree(here, there, dirs_exist_ok=True)
    assert templates.compiled == ["wrong.j2"]


def test_nothing_is_kept_where_the_code_of_the_compiler_cannot_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def in_a_zip(folder: Path) -> str:
        raise NotADirectoryError(20, "Not a directory", str(folder))

    monkeypatch.setattr(prose, "code_in", in_a_zip)
    assert prose._kept_templates("text") is None
