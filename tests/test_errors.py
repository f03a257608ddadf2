"""Every problem has its words in the catalogue, every word is used, and values are shown tamely."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import legspasm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.errors import (
    FactsError,
    KnowledgeError,
    LegspasmError,
    Problem,
    RecordError,
    TemplateError,
    message,
    problem,
    shown,
    unknown_name,
    words,
)
from legspasm.model import FactType
from legspasm.yamlfile import Node

PACKAGE = Path(legspasm.__file__).parent
CATALOGUE: dict[str, dict[str, str]] = tomllib.loads(
    (PACKAGE / "messages.toml").read_text(encoding="utf-8")
)
GIVES_A_NEAR_NAME = {"unknown_name", "choose"}
TELLS = {"problem", "complain", *GIVES_A_NEAR_NAME}
SAYS_WHAT_WAS_EXPECTED = {"_complain": 1, "_scalar": 1}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the source of the package, with the name of what is called."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Name):
                    yield node.func.id, node
                elif isinstance(node.func, ast.Attribute):
                    yield node.func.attr, node


def words_in(node: ast.expr) -> list[str]:
    """The literal words that an argument can be; none where it is put together or a variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return words_in(node.body) + words_in(node.orelse)
    return []


def told_codes() -> set[str]:
    """The codes of ``[problems]`` that the package can tell."""
    told: set[str] = {f"fact_{type_}" for type_ in get_args(FactType)}
    for name, call in calls():
        if len(call.args) > (at := SAYS_WHAT_WAS_EXPECTED.get(name, len(call.args))):
            told |= {f"expected_{word}" for word in words_in(call.args[at])}
        elif name in TELLS:
            codes = words_in(call.args[0])
            told.update(codes)
            if name in GIVES_A_NEAR_NAME:
                told |= {f"{code}_near" for code in codes}
    return told


def messages_asked_for(section: str) -> set[str]:
    """The codes that the package asks for in another section of the catalogue."""
    asked = [
        call.args[1]
        for name, call in calls()
        if name == "message" and words_in(call.args[0]) == [section]
    ]
    found = {word for code in asked for word in words_in(code)}
    if "node.kind" in map(ast.unparse, asked):  # of a scalar, what is written is shown
        found |= set(get_args(get_type_hints(Node)["kind"])) - {"scalar"}
    return found


def test_every_problem_of_the_catalogue_can_be_told_and_every_told_one_is_in_it() -> None:
    assert sorted(told_codes()) == sorted(CATALOGUE["problems"])


@pytest.mark.parametrize("section", ["values", "prompts", "interview", "log"])
def test_every_other_message_of_the_catalogue_is_used_and_every_used_one_is_in_it(
    section: str,
) -> None:
    assert sorted(messages_asked_for(section)) == sorted(CATALOGUE[section])


def test_the_catalogue_has_no_section_that_nothing_reads() -> None:
    assert sorted(CATALOGUE) == [
        "answers",
        "interview",
        "log",
        "problems",
        "prompts",
        "values",
    ]


@pytest.mark.parametrize("section", ["problems", "values"])
def test_a_message_is_one_line_without_an_end_stop(section: str) -> None:
    texts = CATALOGUE[section].values()
    assert [text for text in texts if "\n" in text or text.strip(" .") != text] == []


def test_what_a_person_may_type_is_in_the_catalogue_in_lower_case_and_means_one_thing() -> None:
    typed = [word for code in CATALOGUE["answers"] for word in words(code)]
    assert [word for word in typed if word != word.strip().lower()] == []
    assert len(typed) == len(set(typed))
    assert words("back") == ("back",)


def test_a_problem_reads_as_its_place_and_its_text() -> None:
    told = problem("key_missing", "facts.yaml:3:5", key="says")
    assert told == Problem("key_missing", "facts.yaml:3:5", "says is missing")
    assert str(told) == "facts.yaml:3:5: says is missing"


def test_a_problem_without_a_place_reads_as_its_text() -> None:
    assert str(problem("file_empty")) == "is empty"


@pytest.mark.parametrize(("code", "values"), [("no_such_code", {}), ("key_missing", {})])
def test_a_problem_that_the_catalogue_cannot_word_is_a_bug(
    code: str, values: dict[str, object]
) -> None:
    with pytest.raises(KeyError):
        problem(code, "", **values)


def test_braces_that_belong_to_the_words_of_a_message_are_kept() -> None:
    assert message("problems", "value_not_said") == "says must hold {value}"


@pytest.mark.parametrize("kind", [FactsError, KnowledgeError, RecordError, TemplateError])
def test_an_error_holds_all_its_problems_in_order_and_reads_as_them(
    kind: type[LegspasmError],
) -> None:
    first, second = problem("file_empty", "b.yaml"), problem("file_empty", "a.yaml")
    error = kind(iter([first, second]))
    assert isinstance(error, LegspasmError)
    assert error.problems == (first, second)
    assert str(error) == "b.yaml: is empty\na.yaml: is empty"


def test_an_unknown_name_is_told_with_the_nearest_known_one() -> None:
    assert unknown_name("key_unknown", "here", "sais", iter(["id", "says"])) == Problem(
        "key_unknown_near", "here", "unknown key 'sais'; did you mean says?"
    )


def test_an_unknown_name_that_is_near_nothing_is_told_alone() -> None:
    assert unknown_name("undeclared", "here", "zzz", ["id", "says"], kind="fact") == Problem(
        "undeclared", "here", "there is no fact 'zzz'"
    )


class Awkward:
    """A value of a host's own, with a representation of several lines."""

    def __repr__(self) -> str:
        return "first line\nsecond\tline\x1b[31m\u202e\x85"


def nested(depth: int) -> list[object]:
    """Lists in lists."""
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\nb\tc\x00\x1b\u202e", r"'a\nb\tc\x00\x1b\u202e'"),
        ("x" * 58, "'" + "x" * 58 + "'"),
        ("x" * 59, "'" + "x" * 56 + "..."),
        (True, "True"),
        (None, "None"),
        (3.5, "3.5"),
        (["a", 1], "['a', 1]"),
    ],
)
def test_a_value_is_shown_as_python_writes_it_but_short(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_a_number_of_more_digits_than_python_prints_is_shown_in_words() -> None:
    assert shown(10**5000) == "a number of very many digits"


@pytest.mark.parametrize("value", [Awkward(), [Awkward()]], ids=["alone", "in a list"])
def test_a_value_of_a_kind_of_its_own_is_shown_on_one_short_line(value: object) -> None:
    text = shown(value)
    assert (text.isprintable(), len(text) <= 60) == (True, True)


def test_a_value_nested_deeper_than_python_can_follow_is_shown_on_one_short_line() -> None:
    text = shown(nested(100_000))
    assert (text.isprintable(), len(text) <= 60) == (True, True)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_is_shown_is_one_line_short_and_free_of_control_characters(value: object) -> None:
    text = shown(value)
    assert (text.isprintable(), 1 <= len(text) <= 60) == (True, True)
