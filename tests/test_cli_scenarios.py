"""``legspasm knowledge test``: what is printed, and how it ends."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import legspasm
import pytest
from legspasm.authoring.scenariofile import read_scenarios
from legspasm.authoring.scenarios import ScenarioReport, run_scenarios
from legspasm.prose import FORMATS
from legspasm.shipped import BUILT_IN
from program import Terminal, Told, call
from tiny import Bread


def run(*args: str) -> Told:
    return call("knowledge", "test", *args)


@cache
def built_in() -> ScenarioReport:
    knowledge = legspasm.built_in_knowledge()
    return run_scenarios(knowledge, read_scenarios(BUILT_IN, knowledge))


@pytest.fixture
def folder(bread: Bread) -> str:
    return str(bread.folder)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_built_in_scenarios_are_told_in_every_format(format_: Any) -> None:
    assert run("--format", format_) == (0, built_in().render(format_), "")


def test_all_is_told_on_a_few_lines_where_all_is_well(folder: str) -> None:
    told = run("--knowledge", folder)
    assert (told.status, told.err, len(told.out.splitlines())) == (0, "", 9)


def test_a_scenario_that_is_not_met_ends_with_status_1(bread: Bread, folder: str) -> None:
    bread.replace("scenarios.yaml", "safety: urgent", "safety: emergency")
    told = run("--knowledge", folder)
    assert (told.status, told.err) == (1, "")
    assert "- safety: expected emergency, found urgent" in told.out
    assert f"  {folder}/scenarios.yaml:" in told.out
    assert run("--knowledge", folder, "risen").status == 1
    assert run("--knowledge", folder, "salty", "no_loaf").status == 0


def test_coverage_under_the_wanted_one_ends_with_status_1(bread: Bread, folder: str) -> None:
    assert run("--knowledge", folder, "--fail-under", "100").status == 0
    text = bread.text("scenarios.yaml")
    bread.write("scenarios.yaml", text[: text.index("  - id: risen")])
    assert run("--knowledge", folder).status == 0
    covered = json.loads(run("--knowledge", folder, "--format", "json").out)["coverage"]["percent"]
    assert 50 < covered < 100
    assert run("--knowledge", folder, "--fail-under", str(covered)).status == 0
    assert run("--knowledge", folder, "--fail-under", str(covered + 0.1)).status == 1


def test_coverage_cannot_be_asked_of_some(folder: str) -> None:
    assert run("--knowledge", folder, "--fail-under", "50", "salty") == (
        2,
        "",
        "--fail-under: coverage is of all scenarios, and only some were asked for: "
        "leave their names out\n",
    )


def test_bad_input_is_told_with_status_2(bread: Bread, folder: str, tmp_path: Path) -> None:
    assert run("--knowledge", folder, "saltyy") == (
        2,
        "",
        "there is no scenario 'saltyy'; did you mean salty?\n",
    )
    assert run("--knowledge", folder, "-o", str(tmp_path / "no" / "file")).status == 2
    assert run("--fail-under", "101").status == 2
    bread.replace("scenarios.yaml", "id: risen", "id: Risen")
    told = run("--knowledge", folder)
    assert (told.status, told.out) == (2, "")
    assert "'Risen' is not an id" in told.err
    bread.replace("causes.yaml", "title: Weak yeast", "title: 7")
    assert "causes.yaml:3:12" in run("--knowledge", folder).err


def test_what_is_told_can_go_to_a_file(folder: str, tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    assert run("--knowledge", folder, "--format", "json", "-o", str(file)) == (0, "", "")
    assert json.loads(file.read_text("utf-8"))["schema"] == "legspasm.scenarios/1"


def test_a_bar_moves_at_a_terminal(folder: str) -> None:
    with Terminal("knowledge", "test", "--knowledge", folder) as terminal:
        shown = terminal.read()
        assert terminal.status() == 0
    assert "100%" in shown
    assert "All 10 scenarios are met." in shown
