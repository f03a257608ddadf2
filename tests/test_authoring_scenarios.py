"""Scenarios are run, compared and measured, and what they came to is told in every format."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import jsonschema
import legspasm
import msgspec
import pytest
from legspasm.authoring.scenariocoverage import coverage
from legspasm.authoring.scenariofile import Scenario, read_scenarios
from legspasm.authoring.scenarios import ScenarioReport, run_scenarios
from legspasm.document import schema_of
from legspasm.errors import LegspasmError
from page import Page
from program import printable
from tiny import BREAD, Bread

HERE = Path(__file__).parent
KNOWLEDGE = legspasm.load_knowledge(BREAD)
SCENARIOS = read_scenarios(BREAD, KNOWLEDGE)
VALIDATOR = jsonschema.Draft202012Validator(schema_of(ScenarioReport, "legspasm.scenarios/1"))
SUFFIXES = {"txt": "text", "md": "markdown", "html": "html"}
WRONG = """\
scenarios:
  - id: old_and_foaming
    says: Old yeast that foams.
    facts: {yeast_age: 400, foam: yes, kitchen: 10, flour: rye}
    verdicts: {weak_yeast: supported, cold_dough: supported}
    factors: []
    bears_on: {rye: [cold_dough], winter: []}
    place: agrees
    advice: []
    safety: none
    cites: {weak_yeast: [P2.S1, P2.S2], winter: [P3.S4], rye: []}
    fires: [old_yeast_tires]
    does_not_fire: [old_but_foaming]
  - id: nothing_told
    says: Nothing is known of this loaf.
    facts: {}
    fires: [winter_flattens]
  - id: warm
    says: A warm kitchen.
    facts: {kitchen: 30}
    verdicts: {cold_dough: not_indicated}
"""
REPORTS = ["all_met", "not_met", "one", "one_of_them"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ScenarioReport]:
    """What scenarios came to, by name."""
    folder = tmp_path_factory.mktemp("bread")
    for file in ("knowledge.yaml", "scenarios.yaml"):
        (folder / file).write_text((BREAD / file).read_text("utf-8"), "utf-8")
    (folder / "scenarios.yaml").write_text(WRONG, "utf-8")
    wrong = [
        msgspec.convert(_without(msgspec.to_builtins(each), f"{folder}/"), Scenario)
        for each in read_scenarios(folder, KNOWLEDGE)
    ]
    runs: dict[str, Callable[[], ScenarioReport]] = {
        "all_met": lambda: run_scenarios(KNOWLEDGE, SCENARIOS),
        "not_met": lambda: run_scenarios(KNOWLEDGE, wrong),
        "one": lambda: run_scenarios(KNOWLEDGE, SCENARIOS[:1]),
        "one_of_them": lambda: run_scenarios(KNOWLEDGE, wrong, only=["nothing_told"]),
    }
    return cache(lambda name: runs[name]())


def _without(data: object, folder: str) -> object:
    if isinstance(data, str):
        return data.removeprefix(folder)
    if isinstance(data, list | tuple):
        return [_without(each, folder) for each in data]
    return {k: _without(v, folder) for k, v in data.items()} if isinstance(data, dict) else data


def test_the_scenarios_of_bread_are_met_and_cover_everything(
    report: Callable[[str], ScenarioReport],
) -> None:
    found = report("all_met")
    assert (found.met, found.not_met, found.all_met) == (10, 0, True)
    assert [each.id for each in found.scenarios] == [each.id for each in SCENARIOS]
    assert [each.mismatches for each in found.scenarios] == [()] * 10
    assert found.coverage is not None
    assert found.coverage.percent == 100.0
    assert found.coverage == coverage(
        KNOWLEDGE,
        [
            legspasm.consult(
                {f.name: f.value for f in each.facts}, knowledge=KNOWLEDGE
            ).document.body
            for each in SCENARIOS
        ],
    )


def test_a_scenario_comes_with_the_rules_that_fired_for_it(
    report: Callable[[str], ScenarioReport],
) -> None:
    first = report("all_met").scenarios[0]
    assert [rule.id for rule in first.fired] == [
        "old_yeast_tires",
        "tired_yeast_makes_no_gas",
        "missing_gas_flattens",
        "use_fresh_yeast",
    ]
    assert first.fired[0].cites[0].text == "Old yeast"
    assert first.place.endswith("scenarios.yaml:4:5")


def test_each_part_that_is_not_met_is_told_with_what_was_found(
    report: Callable[[str], ScenarioReport],
) -> None:
    found = report("not_met")
    assert (found.met, found.not_met, found.all_met) == (1, 2, False)
    assert [each.met for each in found.scenarios] == [False, False, True]
    told = [
        (each.part, each.name, each.expected, each.found, each.place)
        for each in found.scenarios[0].mismatches
    ]
    assert told == [
        ("verdict", "weak_yeast", "supported", "conflict", "scenarios.yaml:5:16"),
        ("factors", "", (), ("rye",), "scenarios.yaml:6:5"),
        ("bears_on", "rye", ("cold_dough",), ("weak_yeast", "cold_dough"), "scenarios.yaml:7:16"),
        ("bears_on", "winter", (), None, "scenarios.yaml:7:35"),
        ("place", "", "agrees", "none", "scenarios.yaml:8:5"),
        ("advice", "", (), ("warm_spot",), "scenarios.yaml:9:5"),
        ("safety", "", "none", "not_told", "scenarios.yaml:10:5"),
        ("cites", "winter", ("P3.S4",), None, "scenarios.yaml:11:41"),
        ("cites", "rye", (), ("P3.S3",), "scenarios.yaml:11:58"),
        ("rule", "old_yeast_tires", "fires", "does_not_fire", "scenarios.yaml:12:13"),
        ("rule", "old_but_foaming", "does_not_fire", "fires", "scenarios.yaml:13:21"),
    ]


def test_only_those_that_are_named_are_run_and_nothing_is_measured(
    report: Callable[[str], ScenarioReport],
) -> None:
    found = report("one_of_them")
    assert ([each.id for each in found.scenarios], found.coverage) == (["nothing_told"], None)


def test_a_name_that_no_scenario_has_is_told_with_the_nearest() -> None:
    with pytest.raises(LegspasmError) as raised:
        run_scenarios(KNOWLEDGE, SCENARIOS, only=["saltyy", "risen", "zzz"])
    assert list(map(str, raised.value.problems)) == [
        "there is no scenario 'saltyy'; did you mean salty?",
        "there is no scenario 'zzz'",
    ]


def test_each_scenario_that_was_run_is_seen() -> None:
    seen: list[str] = []
    run_scenarios(KNOWLEDGE, SCENARIOS, only=["salty"], seen=lambda each: seen.append(each.id))
    run_scenarios(KNOWLEDGE, SCENARIOS[-2:], seen=lambda each: seen.append(each.id))
    assert seen == ["salty", "risen", "no_loaf"]


def test_a_rule_that_is_edited_is_noticed(bread: Bread) -> None:
    bread.replace("parameters.yaml", "value: 180", "value: 181")
    found = run_scenarios(bread.load(), read_scenarios(bread.folder, bread.load()))
    assert [each.id for each in found.scenarios if not each.met] == ["old_packet"]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_json_that_meets_its_schema(
    report: Callable[[str], ScenarioReport], name: str
) -> None:
    found = report(name)
    assert found.to_dict()["schema"] == "legspasm.scenarios/1"
    assert [each.message for each in VALIDATOR.iter_errors(found.to_dict())] == []
    assert found.render("json") == found.to_json()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_told_as_its_golden(
    report: Callable[[str], ScenarioReport], name: str, suffix: str, bless: bool
) -> None:
    told = report(name).render(SUFFIXES[suffix])  # type: ignore[arg-type]  # a format
    told = re.sub(r"\b[0-9a-f]{64}\b", "<digest>", told)
    golden = HERE / "scenarios" / f"{name}.{suffix}"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_report() -> None:
    known = {f"{name}.{suffix}" for name in REPORTS for suffix in SUFFIXES}
    assert {file.name for file in (HERE / "scenarios").iterdir()} == known


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_needs_nothing_else_and_says_what_the_text_says(
    report: Callable[[str], ScenarioReport], name: str
) -> None:
    page = Page(report(name).render("html"))
    assert (page.open, page.ids, page.handlers) == ([], ["answer"], [])
    assert set(page.links) <= {"#answer", "data:,"}
    main = page.text[page.text.index("Skip to the answer") : page.text.rindex("About ")]
    words = re.sub(r"[-()\s]+", " ", main).split()[4:]
    text = re.sub(r"[-()\s]+", " ", report(name).render("text", width=100)).split()
    assert Counter(words) == Counter(text)


@pytest.mark.parametrize("width", [20, 40, 72, 100])
@pytest.mark.parametrize("name", REPORTS)
def test_no_line_of_text_is_wider_than_the_terminal(
    report: Callable[[str], ScenarioReport], name: str, width: int
) -> None:
    lines = report(name).render(width=width).splitlines()
    assert [line for line in lines if len(line) > width and " " in line.strip(" -“")] == []


def test_what_a_scenario_says_can_steer_neither_a_terminal_nor_a_page() -> None:
    evil = "\x1b[31m</p><script>alert(1)</script>\n# *x* [y](z)"
    wrong = [
        msgspec.structs.replace(each, says=evil, place=evil)
        for each in (SCENARIOS[0], SCENARIOS[1])
    ]
    mixed = msgspec.structs.replace(wrong[0], expects=wrong[1].expects)
    found = run_scenarios(KNOWLEDGE, [mixed])
    text, markdown, page = (found.render(each) for each in ("text", "markdown", "html"))  # type: ignore[arg-type]  # formats
    assert found.not_met == 1
    assert [each for each in (text, markdown, page) if not printable(each)] == []
    assert re.findall(r"(?<!\\)[<\[]", markdown) == []
    assert "script" not in Page(page).tags
