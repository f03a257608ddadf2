"""What a check found, as text, JSON, SARIF and annotations for GitHub; and the pages of checks."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import legspasm
import pytest
from legspasm.authoring.check import Checked, check
from legspasm.authoring.finding import checks, finding
from legspasm.authoring.reports import FORMS, Form, explain_check, list_checks, report
from legspasm.document import schema_of
from tiny import BREAD, Bread

HERE = Path(__file__).parent
SUFFIXES = {"text": "txt", "json": "json", "sarif": "sarif", "github": "github"}


def bad(bread: Bread) -> Checked:
    """Findings with and without a witness, one of them allowed."""
    bread.replace("rules/cold.yaml", "at_least: cold_limit", "below: cold_limit")
    bread.replace(
        "facts.yaml",
        "groups:\n",
        "groups:\n  - {id: moon, title: Moon, allow: {group_unused: It comes later.}}\n"
        "  - {id: sun, title: Sun}\n",
    )
    return check(bread.folder)


def broken(bread: Bread) -> Checked:
    """Files that do not read."""
    bread.replace("rules/cold.yaml", "concludes: {cause: cold_dough}", "concludes: {cause: cold}")
    (bread.folder / "advice.yaml").unlink()
    return check(bread.folder)


CASES = {"bad": bad, "broken": broken, "sound": lambda bread: check(bread.folder)}


def told(checked: Checked, form: Form, **how: Any) -> str:
    return report(checked, form, **({"width": 80, "color": False, "verbose": False} | how))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CASES)
def test_a_report_is_told_as_the_golden_says(
    name: str, form: Form, bread: Bread, bless: bool
) -> None:
    text = told(CASES[name](bread), form)
    text = text.replace(str(bread.folder).lstrip("/"), "bread").replace("/bread/", "bread/")
    golden = HERE / "checked" / f"{name}.{SUFFIXES[form]}"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_case() -> None:
    known = {f"{name}.{suffix}" for name in CASES for suffix in SUFFIXES.values()}
    assert {file.name for file in (HERE / "checked").iterdir()} == known


def test_the_shipped_schema_is_the_one_of_the_type(bless: bool) -> None:
    schema = schema_of(Checked, "legspasm.findings/1")
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    file = HERE.parent / "engine" / "findings.schema.json"
    if bless:
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", CASES)
def test_the_json_meets_its_schema(name: str, bread: Bread) -> None:
    validator = jsonschema.Draft202012Validator(schema_of(Checked, "legspasm.findings/1"))
    data = json.loads(told(CASES[name](bread), "json"))
    assert data["schema"] == "legspasm.findings/1"
    assert [error.message for error in validator.iter_errors(data)] == []


def test_in_sarif_each_result_points_to_its_rule_and_what_is_allowed_is_suppressed(
    bread: Bread,
) -> None:
    data = json.loads(told(bad(bread), "sarif"))
    [run] = data["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["version"] == legspasm.__version__
    assert [each["id"] for each in rules] == ["conclusions_contradict", "group_unused"]
    found = [(rules[each["ruleIndex"]]["id"], each["ruleId"]) for each in run["results"]]
    assert found
    assert all(one == other for one, other in found)
    assert [each.get("suppressions") for each in run["results"]][-1] == [
        {"kind": "inSource", "justification": "It comes later."}
    ]


def test_annotations_of_github_escape_what_means_something_to_it() -> None:
    found = finding("group_unused", "a,b:c%.yaml:3:5", ("group", "moon"), id="100 %")
    checked = Checked(None, 0, 0, 0, (found,), ())
    assert told(checked, "github") == (
        "::warning file=a%2Cb%3Ac%25.yaml,title=group_unused,line=3,col=5::no fact is in the group"
        " 100 %25. A heading without questions is left over from a change. Put a fact in it, or"
        " take it out.\n"
    )


def test_a_name_of_a_file_is_a_uri_in_sarif() -> None:
    found = finding("group_unused", "a folder\\ö.yaml", ("group", "moon"), id="moon")
    data = json.loads(told(Checked(None, 0, 0, 0, (found,), ()), "sarif"))
    location = data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "a%20folder/%C3%B6.yaml"}}


def test_verbose_text_shows_what_is_allowed_and_colour_is_only_colour(bread: Bread) -> None:
    checked = bad(bread)
    plain = told(checked, "text", verbose=True)
    assert "    Allowed: It comes later.\n" in plain
    colored = told(checked, "text", verbose=True, color=True)
    assert colored != plain
    for code in ("\x1b[31;1m", "\x1b[33;1m", "\x1b[2m", "\x1b[0m"):
        colored = colored.replace(code, "")
    assert colored == plain


def test_the_page_of_a_check_explains_it_with_examples() -> None:
    assert explain_check("group_unused", width=80, color=False) == (
        "group_unused (warning)\n"
        "A heading with nothing under it\n"
        "\n"
        "  Why: A heading without questions is left over from a change.\n"
        "  Do:  Put a fact in it, or take it out.\n"
        "\n"
        "  Found fault with:\n"
        "\n"
        "    groups:\n"
        "      - {id: weather, title: The weather}   # and no fact has group: weather\n"
        "\n"
        "  Not found fault with:\n"
        "\n"
        "    facts:\n"
        "      - {name: winter, group: weather, ...}\n"
        "\n"
        "To allow it where it is meant, write in the entry that it is about:\n"
        "\n"
        "    allow:\n"
        "      group_unused: the reason\n"
    )


@pytest.mark.parametrize("code", checks())
def test_every_check_can_be_explained(code: str) -> None:
    page = explain_check(code, width=60, color=False)
    assert page.startswith(f"{code} ({checks()[code].level})\n")
    allowable = bool(checks()[code].says) and not code.startswith(("sentence_", "allow_"))
    assert ("To allow it" in page) == allowable


def test_all_checks_are_listed_a_line_each() -> None:
    lines = list_checks(width=80, color=False).splitlines()
    assert [line.split()[0] for line in lines] == list(checks())
    assert "group_unused                warning  A heading with nothing under it" in lines


def test_the_bread_is_sound() -> None:
    assert told(check(BREAD), "text") == (
        "bread 0.1.0: 16 rules on 14 sentences.\n"
        "Nothing was found, over all 6,075 cases that the rules tell apart.\n"
    )
