"""``legspasm facts`` and ``legspasm rules``: everything is listed, and nothing is cut."""

import re

import pytest
from legspasm.model import FactDefinition, Rule
from legspasm.shipped import built_in_knowledge
from program import call

KNOWLEDGE = built_in_knowledge()


def flat(text: str) -> str:
    """``text`` without its line breaks and indents."""
    return " ".join(text.split())


def blocks(text: str) -> list[str]:
    return text.split("\n\n")


def test_every_fact_is_listed_in_the_order_of_its_question() -> None:
    told = call("facts")
    assert (told.status, told.err) == (0, "")
    listed = re.findall(r"^  ([a-z_]+): ", told.out, re.MULTILINE)
    assert listed == [definition.name for definition in KNOWLEDGE.facts]


def test_every_group_is_a_heading() -> None:
    lines = call("facts").out.splitlines()
    titles = [group.title for group in KNOWLEDGE.groups]
    assert [line for line in lines if line in titles] == titles


@pytest.mark.parametrize("definition", KNOWLEDGE.facts, ids=lambda definition: definition.name)
def test_a_fact_is_told_with_its_question_and_every_value(definition: FactDefinition) -> None:
    (block,) = (
        block for block in blocks(call("facts").out) if block.startswith(f"  {definition.name}: ")
    )
    assert flat(f"{definition.question} {definition.help}") in flat(block)
    if definition.type in {"choice", "set"}:
        for option in definition.options:
            assert flat(f"{option.id} {option.label}") in flat(block)
    else:
        first_line = block.splitlines()[0]
        assert first_line == {
            "yes_no": f"  {definition.name}: yes or no",
            "number": "  blood_potassium: a number of mmol/L, 1.0 to 10.0",
            "whole_number": "  age: a whole number of years, 0 to 130",
        }.get(definition.type)


def test_every_rule_is_listed_in_the_order_in_which_it_fires() -> None:
    told = call("rules")
    assert (told.status, told.err) == (0, "")
    listed = re.findall(r"^([a-z_]+) \(", told.out, re.MULTILINE)
    assert listed == [rule.id for rule in KNOWLEDGE.rules]


@pytest.mark.parametrize("rule", KNOWLEDGE.rules, ids=lambda rule: rule.id)
def test_the_list_tells_what_a_rule_says_and_where_it_is_written(rule: Rule) -> None:
    (block,) = (block for block in blocks(call("rules").out) if block.startswith(f"{rule.id} ("))
    assert flat(rule.says) in flat(block)
    for quote in rule.cites:
        assert flat(f"“{quote.text}” ({quote.sentence})") in flat(block)


@pytest.mark.parametrize("rule", KNOWLEDGE.rules, ids=lambda rule: rule.id)
def test_a_rule_is_shown_whole(rule: Rule) -> None:
    told = call("rules", rule.id)
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines()[0] == rule.id
    text = flat(told.out)
    for condition in rule.conditions:
        assert f"- {flat(condition.says)}" in text
    assert ("Unless" in text) == bool(rule.unless)
    for quote in rule.cites:
        assert flat(f"“{quote.text}” ({quote.sentence})") in text
    for more in (rule.says, rule.reservation, rule.hedge, rule.remark):
        assert flat(more) in text
    assert told.out.splitlines()[-1] == f"  {rule.file}, line {rule.line}"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "contraction_crmps",
            "there is no rule 'contraction_crmps'; did you mean contraction_cramps?",
        ),
        ("zzz", "there is no rule 'zzz'; `legspasm rules` lists them"),
        ("", "there is no rule ''; `legspasm rules` lists them"),
        ("\x1b[31m", "there is no rule '\\x1b[31m'; `legspasm rules` lists them"),
    ],
)
def test_an_unknown_rule_is_told_with_the_nearest(name: str, problem: str) -> None:
    assert call("rules", name) == (2, "", f"{problem}\n")


@pytest.mark.parametrize("command", [["facts"], ["rules"], ["rules", "measured_low"]])
@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(command: list[str], columns: int) -> None:
    lines = call(*command, columns=columns).out.splitlines()
    assert [line for line in lines if len(line) > columns and len(line.split()) > 1] == []


@pytest.mark.parametrize("command", [["facts"], ["rules"], ["rules", "measured_low"]])
def test_colour_changes_nothing_else(command: list[str]) -> None:
    plain = call(*command)
    colored = call(*command, "--color")
    assert call(*command, "--no-color") == plain
    assert "\x1b[" in colored.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored.out) == plain.out
