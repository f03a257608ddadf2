"""What a knowledge file holds is read as what it must be, or told with its place."""

import pytest
from legspasm.entry import Entry
from legspasm.errors import Problem
from legspasm.yamlfile import parse

FILE = "file.yaml"


def entry(text: str) -> tuple[Entry, list[Problem]]:
    """An entry on the root of a text that parses, and the list its problems go to."""
    problems: list[Problem] = []
    node = parse(text, FILE, problems)
    assert node is not None
    assert problems == []
    return Entry(node, problems), problems


def test_an_entry_gives_what_is_written_under_its_keys() -> None:
    whole, problems = entry(
        "text: some words\n"
        "quoted: '1'\n"
        "word: no\n"
        "words: [1, yes]\n"
        "texts: [a b, 'no']\n"
        "whole: 3\n"
        "broken: 3.5\n"
        "flag: true\n"
        "inner: {a: b}\n"
        "list: [{a: b}, {a: c}]\n"
        "named: {P1: words, P2: more}\n"
        "inside: {P1: {a: b}, P2: {a: c}}\n"
    )
    inner = whole.entry("inner")
    assert inner is not None
    assert {
        "text": whole.text("text"),
        "quoted": whole.text("quoted"),
        "word": whole.word("word"),
        "words": whole.words("words"),
        "texts": whole.texts("texts"),
        "whole": repr(whole.number("whole")),
        "broken": repr(whole.number("broken")),
        "flag": whole.flag("flag"),
        "inner": inner.word("a"),
        "list": [each.word("a") for each in whole.entries("list")],
        "named": whole.texts_by_name("named"),
        "inside": [(name, each.word("a")) for name, _, each in whole.entries_by_name("inside")],
    } == {
        "text": "some words",
        "quoted": "1",
        "word": "no",
        "words": ["1", "yes"],
        "texts": ["a b", "no"],
        "whole": "3",
        "broken": "3.5",
        "flag": True,
        "inner": "b",
        "list": ["b", "c"],
        "named": [("P1", "file.yaml:11:9", "words"), ("P2", "file.yaml:11:20", "more")],
        "inside": [("P1", "b"), ("P2", "c")],
    }
    whole.close()
    assert problems == []


def test_what_is_optional_may_be_left_out() -> None:
    whole, problems = entry("{}")
    assert (
        whole.text("a", optional=True),
        whole.word("a", optional=True),
        whole.words("a", optional=True),
        whole.texts("a", optional=True),
        whole.entries("a", optional=True),
        whole.texts_by_name("a", optional=True),
        whole.flag("a"),
    ) == ("", "", [], [], [], [], False)
    assert problems == []


def test_what_may_be_a_list_a_word_or_plain_data_is_given_with_its_place() -> None:
    whole, problems = entry(
        "names: [a, b]\nwords: {a: no, b: c}\nlists: {a: [x], b: []}\ndata: {a: no, b: [1.5]}\n"
    )
    assert {
        "names": whole.placed_words("names"),
        "words": whole.words_by_name("words"),
        "lists": whole.lists_by_name("lists"),
        "data": whole.data_by_name("data"),
        "places": [whole.place_of("words"), whole.place_of("nothing")],
    } == {
        "names": [("a", "file.yaml:1:9"), ("b", "file.yaml:1:12")],
        "words": [("a", "file.yaml:2:9", "no"), ("b", "file.yaml:2:16", "c")],
        "lists": [("a", "file.yaml:3:9", [("x", "file.yaml:3:13")]), ("b", "file.yaml:3:17", [])],
        "data": [("a", "file.yaml:4:8", "no"), ("b", "file.yaml:4:15", [1.5])],
        "places": ["file.yaml:2:1", "file.yaml:1:1"],
    }
    whole.close()
    assert problems == []


def test_a_mapping_of_plain_data_may_be_empty_but_not_missing() -> None:
    whole, problems = entry("data: {}\n")
    assert (whole.data_by_name("data"), whole.words_by_name("b"), whole.lists_by_name("c")) == (
        [],
        [],
        [],
    )
    assert problems == []


def ask(whole: Entry, kind: str) -> object:
    """Ask for the key ``a`` as a value of a kind."""
    return getattr(whole, kind)("a")


@pytest.mark.parametrize(
    ("kind", "instead"),
    [
        ("text", ""),
        ("word", ""),
        ("words", []),
        ("texts", []),
        ("number", 0),
        ("entry", None),
        ("entries", []),
        ("texts_by_name", []),
        ("entries_by_name", []),
        ("data_by_name", []),
    ],
)
def test_what_is_not_optional_is_told_as_missing_where_its_mapping_begins(
    kind: str, instead: object
) -> None:
    whole, problems = entry("\n  {}")
    assert ask(whole, kind) == instead
    assert list(map(str, problems)) == ["file.yaml:2:3: a is missing"]


@pytest.mark.parametrize(
    ("kind", "written", "instead", "expected"),
    [
        ("text", "[b]", "", "expected text, got a list"),
        ("text", "{b: c}", "", "expected text, got keys with values"),
        ("text", "1", "", "expected text, got '1'; put it in quotes if it is text"),
        ("text", "1.5", "", "expected text, got '1.5'; put it in quotes if it is text"),
        ("text", "true", "", "expected text, got 'true'; put it in quotes if it is text"),
        ("text", "No", "", "expected text, got 'No'; put it in quotes if it is text"),
        ("text", "off", "", "expected text, got 'off'; put it in quotes if it is text"),
        ("text", "~", "", "expected text, got '~'; put it in quotes if it is text"),
        ("text", "", "", "expected text, got nothing; put it in quotes if it is text"),
        ("text", "''", "", "expected text, got nothing"),
        ("text", "' '", "", "expected text, got ' '"),
        ("word", "[b]", "", "expected a name, got a list"),
        ("word", "{b: c}", "", "expected a name, got keys with values"),
        ("word", "", "", "expected a name, got nothing"),
        ("word", "''", "", "expected a name, got nothing"),
        ("words", "b", [], "expected a list, got 'b'"),
        ("words", "{b: c}", [], "expected a list, got keys with values"),
        ("texts", "b", [], "expected a list, got 'b'"),
        ("number", "'1'", 0, "expected a number, got '1'"),
        ("number", "true", 0, "expected a number, got 'true'"),
        ("number", "one", 0, "expected a number, got 'one'"),
        ("number", "", 0, "expected a number, got nothing"),
        ("number", "[1]", 0, "expected a number, got a list"),
        ("number", "1e400", 0, "expected a number, got '1e400'"),
        ("number", "9007199254740992", 0, "expected a number, got '9007199254740992'"),
        ("number", "-9007199254740992", 0, "expected a number, got '-9007199254740992'"),
        ("flag", "maybe", False, "expected yes or no, got 'maybe'"),
        ("flag", "Yes", False, "expected yes or no, got 'Yes'"),
        ("flag", "", False, "expected yes or no, got nothing"),
        ("flag", "[yes]", False, "expected yes or no, got a list"),
        ("entries", "b", [], "expected a list, got 'b'"),
        ("entries", "[]", [], "expected at least one, got none"),
        ("words", "[]", [], "expected at least one, got none"),
        ("texts", "[]", [], "expected at least one, got none"),
        ("texts_by_name", "b", [], "expected keys with values, got 'b'"),
        ("texts_by_name", "[b]", [], "expected keys with values, got a list"),
        ("texts_by_name", "[b, c]", [], "expected keys with values, got a list"),
        ("texts_by_name", "{}", [], "expected at least one, got none"),
        ("entries_by_name", "b", [], "expected keys with values, got 'b'"),
        ("entries_by_name", "[b]", [], "expected keys with values, got a list"),
        ("entries_by_name", "[b, c]", [], "expected keys with values, got a list"),
        ("entries_by_name", "{}", [], "expected at least one, got none"),
    ],
)
def test_a_value_of_another_type_is_told_where_it_stands(
    kind: str, written: str, instead: object, expected: str
) -> None:
    whole, problems = entry(f"z: 1\na: {written}")
    assert ask(whole, kind) == instead
    column = 4 if written else 3
    assert list(map(str, problems)) == [f"file.yaml:2:{column}: {expected}"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "words",
            [
                "file.yaml:2:5: expected a name, got a list",
                "file.yaml:4:5: expected a name, got nothing",
            ],
        ),
        (
            "texts",
            [
                "file.yaml:2:5: expected text, got a list",
                "file.yaml:4:5: expected text, got nothing",
            ],
        ),
    ],
)
def test_each_wrong_item_of_a_list_is_told_and_the_others_are_kept(
    kind: str, expected: list[str]
) -> None:
    whole, problems = entry("a:\n  - [b]\n  - c\n  - ''")
    found = ask(whole, kind)
    assert isinstance(found, list)
    assert "c" in found
    assert list(map(str, problems)) == expected


def test_an_entry_on_what_is_no_mapping_says_so_and_holds_nothing() -> None:
    whole, problems = entry("\n- a")
    assert "a" not in whole
    assert (whole.line, whole.place) == (2, "file.yaml:2:1")
    assert (whole.text("a"), whole.number("a"), whole.entries("a")) == ("", 0, [])
    whole.close()
    assert list(map(str, problems)) == ["file.yaml:2:1: expected keys with values, got a list"]


def test_a_number_up_to_the_largest_that_is_exact_everywhere_is_read() -> None:
    whole, problems = entry("a: 9007199254740991\nb: -9007199254740991")
    assert (whole.number("a"), whole.number("b")) == (2**53 - 1, 1 - 2**53)
    assert problems == []


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("words", "[]"),
        ("texts", "[]"),
        ("entries", "[]"),
        ("texts_by_name", "{}"),
    ],
)
def test_what_may_be_left_out_may_also_be_written_as_empty(kind: str, written: str) -> None:
    whole, problems = entry(f"a: {written}")
    assert getattr(whole, kind)("a", optional=True) == []
    assert problems == []


@pytest.mark.parametrize(
    ("kind", "written"),
    [("texts_by_name", "words"), ("entries_by_name", "{c: d}")],
)
def test_an_empty_name_is_told_where_it_stands_and_the_others_are_kept(
    kind: str, written: str
) -> None:
    whole, problems = entry(f"a:\n  b: {written}\n  '': {written}")
    found = ask(whole, kind)
    assert isinstance(found, list)
    assert "b" in [each[0] for each in found]
    assert list(map(str, problems)) == ["file.yaml:3:3: expected names as keys, got an empty one"]


def test_whether_a_key_is_there_counts_as_asking_for_it() -> None:
    whole, problems = entry("id: a\nzzz: b")
    assert ("id" in whole, "says" in whole) == (True, False)
    whole.close()
    assert list(map(str, problems)) == ["file.yaml:2:1: unknown key 'zzz'"]


def test_keys_that_nobody_asked_for_are_told_with_the_nearest_that_was() -> None:
    whole, problems = entry("id: a\nsais: b\nzzz: d\n")
    whole.word("id")
    whole.text("says", optional=True)
    whole.close()
    assert list(map(str, problems)) == [
        "file.yaml:2:1: unknown key 'sais'; did you mean says?",
        "file.yaml:3:1: unknown key 'zzz'",
    ]
