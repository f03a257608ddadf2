"""An id is declared once and well-shaped, and every mention of it refers to a declared one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.entry import Entry
from legspasm.register import Allowance, Register
from legspasm.yamlfile import Node, parse


def told(register: Register) -> list[str]:
    """The problems found so far, as they read."""
    return [str(problem) for problem in register.problems]


@pytest.mark.parametrize("name", ["a", "older_age", "b12", "a_1", "yes", "a1_b2_c3"])
def test_lower_case_words_joined_by_single_underscores_are_an_id(name: str) -> None:
    register = Register()
    register.declare("fact", name, "here")
    register.refer("fact", name, "there")
    assert told(register) == []


@pytest.mark.parametrize(
    "name",
    ["Age", "1a", "_a", "a_", "a__b", "a-b", "a b", "a.b", "ä", "a\n", "\u0661"],
)
def test_anything_else_is_no_id(name: str) -> None:
    register = Register()
    register.declare("fact", name, "here")
    assert told(register) == [
        f"here: {name!r} is not an id: lower-case words joined by single underscores"
    ]


def test_an_id_stands_once_in_its_kind_and_the_second_is_told_with_the_place_of_the_first() -> None:
    register = Register()
    for place in ("a.yaml:1:1", "b.yaml:2:2", "c.yaml:3:3"):
        register.declare("rule", "night", place)
    assert told(register) == [
        "b.yaml:2:2: the rule night stands already at a.yaml:1:1",
        "c.yaml:3:3: the rule night stands already at a.yaml:1:1",
    ]


def test_kinds_do_not_get_in_the_way_of_one_another() -> None:
    register = Register()
    register.declare("rule", "night", "here")
    register.declare("factor", "night", "there")
    register.refer("state", "night", "elsewhere")
    assert told(register) == ["elsewhere: there is no state 'night'"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nigth", "there: there is no rule 'nigth'; did you mean night?"),
        ("zzz", "there: there is no rule 'zzz'"),
        ("Night", "there: there is no rule 'Night'; did you mean night?"),
    ],
)
def test_a_mention_of_what_is_not_declared_is_told_with_the_nearest_if_one_is_near(
    name: str, expected: str
) -> None:
    register = Register()
    register.declare("rule", "night", "here")
    register.refer("rule", name, "there")
    assert told(register) == [expected]


def test_what_could_not_be_declared_cannot_be_referred_to() -> None:
    register = Register()
    register.declare("rule", "Night", "here")
    register.refer("rule", "Night", "there")
    assert told(register) == [
        "here: 'Night' is not an id: lower-case words joined by single underscores",
        "there: there is no rule 'Night'",
    ]


def test_a_name_that_is_missing_has_been_told_already_and_is_passed_over() -> None:
    register = Register()
    register.declare("rule", "", "here")
    register.refer("rule", "", "here")
    register.choose("verdict_unknown", "", ["supported"], "here")
    assert told(register) == []


def test_a_choice_is_told_by_its_own_code_and_values() -> None:
    register = Register()
    register.choose("verdict_unknown", "suported", iter(["supported", "conflict"]), "here")
    register.choose("verdict_unknown", "supported", iter(["supported", "conflict"]), "here")
    register.choose("undeclared", "zzz", (), "there", kind="cause")
    register.complain("range_empty", "elsewhere")
    assert [problem.code for problem in register.problems] == [
        "verdict_unknown_near",
        "undeclared",
        "range_empty",
    ]
    assert told(register) == [
        "here: there is no verdict 'suported'; did you mean supported?",
        "there: there is no cause 'zzz'",
        "elsewhere: no number is from minimum to maximum",
    ]


@given(st.text(min_size=1))
def test_any_text_can_be_declared_and_referred_to_without_an_exception(name: str) -> None:
    register = Register()
    register.declare("fact", name, "here")
    register.refer("fact", name, "here")
    assert len(register.problems) in {0, 2}
    assert all(problem.text.isprintable() for problem in register.problems)


def test_an_entry_is_introduced_with_what_it_allows_and_why() -> None:
    register = Register()
    text = "id: night\nallow:\n  state_unused: It ends there.\n"
    node = parse(text, "a.yaml", register.problems)
    assert node is not None
    entry = Entry(node, register.problems)
    register.introduce("rule", entry.word("id"), entry)
    register.introduce("rule", "day", Entry(Node("mapping", "a.yaml:9:1", 9), register.problems))
    entry.close()
    assert told(register) == []
    assert register.allowances == {
        ("rule", "night"): (Allowance("state_unused", "It ends there.", "a.yaml:3:3"),)
    }
    assert register.places == {("rule", "night"): "a.yaml:1:1", ("rule", "day"): "a.yaml:9:1"}


def test_an_allowance_without_a_reason_is_told() -> None:
    register = Register()
    node = parse("allow:\n  state_unused:\n", "a.yaml", register.problems)
    assert node is not None
    register.introduce("rule", "night", Entry(node, register.problems))
    assert told(register) == [
        "a.yaml:2:16: expected text, got nothing; put it in quotes if it is text"
    ]


def test_a_part_without_an_id_of_its_own_is_noted_where_it_stands_first() -> None:
    register = Register()
    register.note("sentence", "P1.S1", "source.txt:1:1")
    register.note("sentence", "P1.S1", "source.txt:2:1")
    assert register.places == {("sentence", "P1.S1"): "source.txt:1:1"}
    assert told(register) == []
