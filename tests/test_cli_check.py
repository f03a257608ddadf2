"""``legspasm knowledge check`` as it is typed."""

import json
from pathlib import Path

import pytest
from legspasm.authoring.finding import checks
from program import call
from tiny import Bread

SOUND = "Nothing was found, over all 860,934,420 cases that the rules tell apart.\n"


def test_the_built_in_knowledge_is_checked_unless_another_is_named() -> None:
    told = call("knowledge", "check")
    assert (told.status, told.err) == (0, "")
    assert told.out == (
        f"leg_spasm 1.1.0: 48 rules on 36 sentences.\n{SOUND}"
        "3 findings are allowed, each with its reason (--verbose shows them).\n"
    )


def test_findings_make_the_status_one(bread: Bread) -> None:
    bread.replace("facts.yaml", "groups:\n", "groups:\n  - {id: moon, title: Moon}\n")
    told = call("knowledge", "check", "--knowledge", str(bread.folder))
    assert (told.status, told.err) == (1, "")
    assert bread.without_folder(told.out) == (
        "facts.yaml:2:5: warning: no fact is in the group moon [group_unused]\n"
        "    Why: A heading without questions is left over from a change.\n"
        "    Do:  Put a fact in it, or take it out.\n"
        "\n"
        "bread 0.1.0: 16 rules on 14 sentences.\n"
        "1 finding, over all 6,075 cases that the rules tell apart.\n"
    )
    ignored = call(
        "knowledge", "check", "--knowledge", str(bread.folder), "--ignore", "group_unused"
    )
    assert ignored.status == 0


def test_files_that_do_not_read_are_findings_and_no_error(bread: Bread) -> None:
    bread.replace("rules/cold.yaml", "{cause: cold_dough}", "{cause: cold}")
    told = call("knowledge", "check", "--knowledge", str(bread.folder))
    assert (told.status, told.err) == (1, "")
    assert told.out.endswith("1 problem: the files do not read, so nothing more was checked.\n")


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_a_report_for_programs_is_written_whole(form: str, bread: Bread, tmp_path: Path) -> None:
    bread.replace("facts.yaml", "groups:\n", "groups:\n  - {id: moon, title: Moon}\n")
    call_ = ["knowledge", "check", "--knowledge", str(bread.folder), "--format", form]
    told = call(*call_)
    assert told.status == 1
    file = tmp_path / "report"
    assert call(*call_, "-o", str(file)) == (1, "", "")
    assert file.read_text(encoding="utf-8") == told.out
    if form != "github":
        assert json.loads(told.out)


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    told = call("knowledge", "check", "-o", str(tmp_path))
    assert told == (2, "", f"{tmp_path}: cannot be written: Is a directory\n")


def test_a_check_is_explained_and_all_are_listed() -> None:
    told = call("knowledge", "check", "--explain", "rule_subsumed")
    assert (told.status, told.err) == (0, "")
    assert told.out.startswith("rule_subsumed (warning)\nA rule that another one makes needless\n")
    listed = call("knowledge", "check", "--list")
    assert len(listed.out.splitlines()) == len(checks())


@pytest.mark.parametrize("option", ["--explain", "--select", "--ignore"])
def test_a_code_that_there_is_none_of_is_told(option: str) -> None:
    told = call("knowledge", "check", option, "rule_subsumes")
    assert (told.status, told.out) == (2, "")
    assert told.err.endswith("there is no check 'rule_subsumes'; did you mean rule_subsumed?\n")


def test_no_folder_is_told() -> None:
    told = call("knowledge", "check", "--knowledge", "nowhere")
    assert told.status == 1
    assert told.out.startswith("nowhere: error: there is no such folder [folder_missing]\n")
