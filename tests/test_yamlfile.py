"""Nothing in YAML is guessed, and every text is either read or told to be wrong: none crashes."""

import math
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from legspasm.errors import Problem
from legspasm.yamlfile import Node, in_quotes, parse, plain_data

FILE = "file.yaml"
NO_ALIAS = "anchors and aliases are not read here; write the value out"
SECOND = "a second document begins here; only one is read"
NO_START = "is not valid YAML: did not find expected <document start>"


def read(text: str) -> tuple[object, list[str]]:
    """What ``plain_data`` gives for a text, and the problems that it tells."""
    problems: list[Problem] = []
    return plain_data(text, FILE, problems), [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1", {"a": 1}),
        (
            "- -7\n- +7\n- 007\n- 1.5\n- .5\n- 1.\n- 1e3\n- -1.5E-2",
            [-7, 7, 7, 1.5, 0.5, 1.0, 1e3, -0.015],
        ),
        ("[true, True, TRUE, false, False, FALSE]", [True, True, True, False, False, False]),
        ("[null, Null, NULL, ~]", [None, None, None, None]),
        ("a:\nb: ''", {"a": None, "b": ""}),
        ("[yes, no, on, off, y, n]", ["yes", "no", "on", "off", "y", "n"]),
        ("['1', \"true\", 'null']", ["1", "true", "null"]),
        ("a: |\n  1\nb: >\n  2", {"a": "1\n", "b": "2"}),
        (
            "[0x10, 0o7, 1_000, 1:30, .inf, .nan, 1e400]",
            ["0x10", "0o7", "1_000", "1:30", ".inf", ".nan", "1e400"],
        ),
        ("[2001-01-01, =, <<]", ["2001-01-01", "=", "<<"]),
        ("1: a\ntrue: b\n'': c", {"1": "a", "true": "b", "": "c"}),
        ("1" * 30, int("1" * 30)),
        ("1" * 31, "1" * 31),
        ("plain words", "plain words"),
        ("---\n", None),
        ("\ufeffa: b", {"a": "b"}),
        ("a: {}\nb: []", {"a": {}, "b": []}),
        ("!!python/object:os.system x", "x"),
        ("a:\r\n  - b\r\n", {"a": ["b"]}),
    ],
)
def test_a_text_is_read_by_the_rules_of_yaml_1_2(text: str, expected: object) -> None:
    value, problems = read(text)
    assert (problems, repr(value)) == ([], repr(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "file.yaml: is empty"),
        ("# a comment\n", "file.yaml: is empty"),
        ("a: [1", "file.yaml:2:1: is not valid YAML: did not find expected ',' or ']'"),
        (
            "a: b: c",
            "file.yaml:1:5: is not valid YAML: mapping values are not allowed in this context",
        ),
        ("\ta: b", "file.yaml:1:1: is not valid YAML: found character that cannot start any token"),
        ("a: b\nc: 'd", "file.yaml:2:6: is not valid YAML: found unexpected end of stream"),
        ("a\n---\nb", f"file.yaml:2:1: {SECOND}"),
        ("a\n---\n", f"file.yaml:2:1: {SECOND}"),
        ("---\n---\n", f"file.yaml:2:1: {SECOND}"),
        ("a\n---\n- [\n---\nb", f"file.yaml:2:1: {SECOND}"),
        ("a\n...\nb", f"file.yaml:3:1: {NO_START}"),
        ("a: *b", f"file.yaml:1:4: {NO_ALIAS}"),
        ("*b", f"file.yaml:1:1: {NO_ALIAS}"),
        ("!e!a b", "file.yaml:1:1: is not valid YAML: found undefined tag handle"),
        ("%YAML 9.9\n---\na", "file.yaml:1:1: is not valid YAML: found incompatible YAML document"),
        (
            "a: \0",
            "file.yaml: is not valid YAML: unacceptable character #x0000: control "
            "characters are not allowed",
        ),
        (
            "a: \x07",
            "file.yaml: is not valid YAML: unacceptable character #x0007: control "
            "characters are not allowed",
        ),
        ("a: 1\nb:\n  c: 2\n  c: 3", "file.yaml:4:3: the key 'c' stands twice"),
        ("a: 1\n'a': 2", "file.yaml:2:1: the key 'a' stands twice"),
        ("[{a: 1}, {? [b] : c}]", "file.yaml:1:13: expected a plain name as key"),
    ],
)
def test_what_is_wrong_with_a_text_is_told_with_its_place(text: str, expected: str) -> None:
    assert read(text) == (None, [expected])


@pytest.mark.parametrize(
    ("text", "anchor", "alias"),
    [
        ("a: &x 1\nb: *x", "1:4", "2:4"),
        ("a: &x [1]\nb: [*x]", "1:4", "2:5"),
        ("&x [*x]", "1:1", "1:5"),
        ("a: &x foo\n*x : bar", "1:4", "2:1"),
        ("&x a: *x", "1:1", "1:7"),
        ("? &x a\n: b\nc: *x", "1:3", "3:4"),
    ],
)
def test_an_anchor_and_its_alias_are_both_refused_where_they_stand(
    text: str, anchor: str, alias: str
) -> None:
    assert read(text) == (None, [f"file.yaml:{place}: {NO_ALIAS}" for place in (anchor, alias)])


def test_an_anchor_is_told_also_where_the_text_breaks_off_after_it() -> None:
    assert read("a: &x 1\nb: [") == (
        None,
        [
            f"file.yaml:1:4: {NO_ALIAS}",
            "file.yaml:3:1: is not valid YAML: did not find expected node content",
        ],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*x : 1\n*y : 2", [f"file.yaml:1:1: {NO_ALIAS}", f"file.yaml:2:1: {NO_ALIAS}"]),
        ("? [a]\n: b\n'': c", ["file.yaml:1:3: expected a plain name as key"]),
        ("'': a\n? [b]\n: c", ["file.yaml:2:3: expected a plain name as key"]),
    ],
)
def test_a_key_that_is_no_name_is_not_taken_for_an_empty_one(
    text: str, expected: list[str]
) -> None:
    assert read(text) == (None, expected)


def test_every_node_knows_what_it_is_and_where_it_begins() -> None:
    problems: list[Problem] = []
    assert parse("a:\n  - 'b'\n  - {c: }", FILE, problems) == Node(
        "mapping",
        "file.yaml:1:1",
        1,
        items=(
            Node("scalar", "file.yaml:1:1", 1, "a"),
            Node(
                "list",
                "file.yaml:2:3",
                2,
                items=(
                    Node("scalar", "file.yaml:2:5", 2, "b", quoted=True),
                    Node(
                        "mapping",
                        "file.yaml:3:5",
                        3,
                        items=(
                            Node("scalar", "file.yaml:3:6", 3, "c"),
                            Node("scalar", "file.yaml:3:9", 3),
                        ),
                    ),
                ),
            ),
        ),
    )
    assert problems == []


@pytest.mark.parametrize("text", ["a: &x 1", "&x [a]", "&x a: 1", "{a: &x {}}", "[&x a, &x b]"])
def test_an_anchor_is_refused_also_where_nothing_refers_to_it(text: str) -> None:
    problems: list[Problem] = []
    assert plain_data(text, FILE, problems) is None
    assert {problem.code for problem in problems} == {"yaml_alias"}


def test_all_wrong_keys_of_a_text_are_told_at_once_from_top_to_bottom() -> None:
    assert read("- a: 1\n  a: 2\n- {? [b] : c, ? {d: e} : f}\n- [{g: 1, g: 2, g: 3}]") == (
        None,
        [
            "file.yaml:2:3: the key 'a' stands twice",
            "file.yaml:3:6: expected a plain name as key",
            "file.yaml:3:17: expected a plain name as key",
            "file.yaml:4:11: the key 'g' stands twice",
            "file.yaml:4:17: the key 'g' stands twice",
        ],
    )


NESTINGS = {
    "lists": "'[' * {depth} + ']' * {depth}",
    "open lists": "'[' * {depth}",
    "open mappings": "'{{a: ' * {depth}",
    "dashes": "'- ' * {depth} + 'x'",
    "keys": "'? ' * {depth} + 'x'",
    "blocks": "''.join(' ' * each + 'a:\\n' for each in range({depth} // 20))",
}


@pytest.mark.parametrize("depth", [400, 1_000, 10_000, 100_000])
@pytest.mark.parametrize("nesting", NESTINGS.values(), ids=NESTINGS)
def test_no_nesting_is_deep_enough_to_bring_the_interpreter_down(nesting: str, depth: int) -> None:
    program = (
        "from legspasm.yamlfile import plain_data\n"
        "problems = []\n"
        f"plain_data({nesting.format(depth=depth)}, 'file.yaml', problems)\n"
        "assert {problem.code for problem in problems} <= "
        "{'file_too_deep', 'yaml_broken', 'yaml_key'}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_text_is_nested_too_deeply_from_a_depth_that_no_person_needs() -> None:
    depth = next(each for each in range(1, 1000) if read("[" * each + "]" * each)[1])
    assert (depth > 20, read("[" * depth + "]" * depth)) == (
        True,
        (None, ["file.yaml: is nested too deeply"]),
    )


def is_plain(value: object) -> bool:
    """Whether a value is made of what JSON knows, with finite numbers."""
    if isinstance(value, list):
        return all(is_plain(each) for each in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_plain(each) for key, each in value.items())
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, bool | int | str)


YAML_LIKE = st.lists(
    st.sampled_from(
        [
            "a",
            "b:",
            " ",
            "\n",
            "  ",
            "- ",
            "? ",
            ": ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "&x ",
            "*x",
            "!t ",
            "!!int ",
            "|",
            ">",
            "'",
            '"',
            "#",
            "%YAML 1.1",
            "---",
            "...",
            "\t",
            "\0",
            "\x85",
            "\u2028",
            "\ufeff",
            "<<: ",
            "1",
            "1e999",
            "true",
            "~",
            "\\",
            "@",
            "`",
            "\r",
        ]
    ),
    max_size=30,
).map("".join)


@given(st.text() | YAML_LIKE)
@example("[" * 300 + "]" * 300)
@example("&a [*a, *a]")
@example("&a {*a : *a}")
@example("!<tag:yaml.org,2002:python/object/apply:os.system> [ls]")
@example("\ta:\t- b")
@example("\0")
@example("\ufeff")
@example("\ufeff\ufeffa: b")
@example("? ? ? a")
@example("%TAG ! tag:x,2000:\n---\n!y z")
@example("'\\ud800'")
@example('"\\ud800"')
@example("9" * 5000)
@example("1e" + "9" * 5000)
def test_any_text_gives_a_value_or_problems_and_never_an_exception(text: str) -> None:
    problems: list[Problem] = []
    value = plain_data(text, FILE, problems)
    assert is_plain(value)
    assert value is None or not problems
    assert all(problem.place.startswith(FILE) and problem.text for problem in problems)
    again: list[Problem] = []
    assert (parse(text, FILE, again) is None) == bool(again)
    assert again == problems


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", '""'),
        ("Plain words.", '"Plain words."'),
        ("no", '"no"'),
        (r'a "b" \c', r'"a \"b\" \\c"'),
        ("a: b # c {d} 'e' ü 😀", "\"a: b # c {d} 'e' ü 😀\""),
        ("a\tb\nc\x85\u2028", r'"a\U00000009b\U0000000ac\U00000085\U00002028"'),
        ("\x1b\ufeff", r'"\U0000001b\U0000feff"'),
    ],
)
def test_a_text_is_put_in_quotes_on_one_line_without_what_steers_a_terminal(
    text: str, quoted: str
) -> None:
    assert in_quotes(text) == quoted


@given(st.text())
@example("\0\x7f\ufffe\U0010ffff")
def test_any_text_in_quotes_is_read_back_as_it_was_also_inside_other_yaml(text: str) -> None:
    problems: list[Problem] = []
    assert plain_data(in_quotes(text), "file", problems) == text
    inside = f"- {{a: {in_quotes(text)}}}\n- b:\n    c: {in_quotes(text)} # d\n"
    assert plain_data(inside, "file", problems) == [{"a": text}, {"b": {"c": text}}]
    assert problems == []
