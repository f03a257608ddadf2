"""A finding says where it stands, what it is, why it matters, and what to do."""

import re
from pathlib import Path

import legspasm
import legspasm.authoring
import pytest
from legspasm.authoring.finding import Finding, checks, finding, of_reading
from legspasm.errors import Problem

ENGINE = Path(str(legspasm.__file__)).parent
READERS = (
    "reader",
    "folder",
    "rulebook",
    "entry",
    "source",
    "register",
    "remarks",
    "vocabulary",
    "yamlfile",
)
CODE = re.compile(r'(?:complain|problem|choose|unknown_name)\(\s*(?:code, )?"([a-z_]+)"')
EXPECTED = re.compile(r'(?:_complain\([a-z_]+|_scalar\(key), "([a-z_]+)"')


def codes_of_readers() -> set[str]:
    texts = [(ENGINE / f"{name}.py").read_text(encoding="utf-8") for name in READERS]
    said = {code for text in texts for code in CODE.findall(text)}
    shape = {f"expected_{wanted}" for text in texts for wanted in EXPECTED.findall(text)}
    return {code.removesuffix("_near") for code in said | shape}


def codes_of_checks() -> set[str]:
    folder = Path(str(legspasm.authoring.__file__)).parent
    texts = [
        (folder / f"{name}.py").read_text(encoding="utf-8")
        for name in ("check", "proofs", "review", "structure", "wording")
    ]
    whole = "\n".join(texts)
    return {code for code in checks() if f'"{code}"' in whole or code.endswith("_unused")}


def test_every_code_that_is_found_has_a_page_and_every_page_a_code() -> None:
    assert codes_of_readers() | codes_of_checks() == set(checks())


def test_a_finding_has_its_place_in_parts() -> None:
    found = finding("group_unused", "rules/a b.yaml:3:5", ("group", "moon"), id="moon")
    page = checks()["group_unused"]
    assert found == Finding(
        code="group_unused",
        level="warning",
        file="rules/a b.yaml",
        line=3,
        column=5,
        about=("group", "moon"),
        text="no fact is in the group moon",
        why=page.why,
        do=page.do,
        witness=None,
    )


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("a.yaml", ("a.yaml", None, None)),
        ("C:/a.yaml:3:5", ("C:/a.yaml", 3, 5)),
        ("C:/a.yaml", ("C:/a.yaml", None, None)),
        ("a:b:c", ("a:b:c", None, None)),
        ("a:1:c", ("a:1:c", None, None)),
        (":3:5", (":3:5", None, None)),
        ("a\nb:3:5", ("a b", 3, 5)),
    ],
)
def test_a_place_may_be_a_file_alone(place: str, parts: tuple[str, int | None, int | None]) -> None:
    found = finding("group_unused", place, ("group", "moon"), id="moon")
    assert (found.file, found.line, found.column) == parts


def test_a_finding_holds_nothing_that_could_steer_a_terminal() -> None:
    found = finding("group_unused", "a.yaml", ("group", "moon"), id="\x1b[31mmoon")
    assert found.text == "no fact is in the group  [31mmoon"


def test_a_problem_of_reading_keeps_its_words_and_has_the_code_without_the_nearest_name() -> None:
    found = of_reading(Problem("key_unknown_near", "a.yaml:1:2", "unknown key 'x'; did you …"))
    assert (found.code, found.level) == ("key_unknown", "error")
    assert (found.text, found.about) == ("unknown key 'x'; did you …", ("", ""))


def test_a_code_that_there_is_none_of_is_a_bug() -> None:
    with pytest.raises(KeyError):
        finding("moon", "a.yaml", ("group", "moon"))
