"""Scenarios are read in the words of the other knowledge files, or told with all their problems."""

import pytest
from legspasm.authoring.expectation import Expectation
from legspasm.authoring.scenariofile import Scenario, read_scenarios
from legspasm.errors import KnowledgeError
from legspasm.facts import Fact
from tiny import Bread

WHOLE = """\
scenarios:
  - id: whole
    says: A loaf with everything.
    facts: {foam: no, yeast_age: 200, added: [sugar, salt], kitchen: unknown}
    verdicts: {weak_yeast: supported, cold_dough: not_indicated}
    factors: [winter, rye]
    bears_on: {rye: [cold_dough, weak_yeast], winter: []}
    place: none
    expected_places: [top, bottom]
    advice: []
    general_advice: [warm_spot]
    safety: not_told
    cites: {weak_yeast: [P2.S1, P1.S2], winter: [], fresh_yeast: [P4.S1]}
    fires: [old_yeast_tires]
    does_not_fire: [warm_enough]
"""


def read(bread: Bread, text: str) -> tuple[Scenario, ...]:
    bread.write("scenarios.yaml", text)
    return read_scenarios(bread.folder, bread.load())


def problems(bread: Bread, text: str | None = None) -> list[str]:
    if text is not None:
        bread.write("scenarios.yaml", text)
    with pytest.raises(KnowledgeError) as raised:
        read_scenarios(str(bread.folder), bread.load())
    return [bread.without_folder(str(each)) for each in raised.value.problems]


def test_a_scenario_is_read_with_its_facts_and_expectations_in_the_order_of_the_knowledge(
    bread: Bread,
) -> None:
    file = bread.folder / "scenarios.yaml"
    assert read(bread, WHOLE) == (
        Scenario(
            id="whole",
            says="A loaf with everything.",
            place=f"{file}:2:5",
            facts=(
                Fact("added", ("salt", "sugar"), "file"),
                Fact("foam", False, "file"),
                Fact("yeast_age", 200, "file"),
            ),
            expects=(
                Expectation("verdict", "weak_yeast", "supported", f"{file}:5:16"),
                Expectation("verdict", "cold_dough", "not_indicated", f"{file}:5:39"),
                Expectation("factors", "", ("rye", "winter"), f"{file}:6:5"),
                Expectation("bears_on", "rye", ("weak_yeast", "cold_dough"), f"{file}:7:16"),
                Expectation("bears_on", "winter", (), f"{file}:7:47"),
                Expectation("place", "", "none", f"{file}:8:5"),
                Expectation("expected_places", "", ("bottom", "top"), f"{file}:9:5"),
                Expectation("advice", "", (), f"{file}:10:5"),
                Expectation("general_advice", "", ("warm_spot",), f"{file}:11:5"),
                Expectation("safety", "", "not_told", f"{file}:12:5"),
                Expectation("cites", "weak_yeast", ("P1.S2", "P2.S1"), f"{file}:13:13"),
                Expectation("cites", "winter", (), f"{file}:13:41"),
                Expectation("cites", "fresh_yeast", ("P4.S1",), f"{file}:13:53"),
                Expectation("rule", "old_yeast_tires", "fires", f"{file}:14:13"),
                Expectation("rule", "warm_enough", "does_not_fire", f"{file}:15:21"),
            ),
        ),
    )


def test_what_is_left_out_is_not_expected(bread: Bread) -> None:
    [scenario] = read(
        bread, "scenarios: [{id: a, says: A loaf., facts: {}, fires: [warm_enough]}]\n"
    )
    assert [each.part for each in scenario.expects] == ["rule"]
    assert scenario.facts == ()


def test_several_files_are_read_one_after_another(bread: Bread) -> None:
    bread.replace("knowledge.yaml", "- scenarios.yaml", "- scenarios.yaml\n    - more.yaml")
    bread.write("more.yaml", WHOLE)
    ids = [each.id for each in read_scenarios(bread.folder, bread.load())]
    assert (ids[0], ids[-1], len(ids)) == ("old_packet", "whole", 11)


def test_all_problems_are_told_at_once_with_their_places_and_the_nearest_name(
    bread: Bread,
) -> None:
    text = """\
scenarios:
  - id: Aa
    says: 12
    facts: {foam: maybe, yest_age: 3, kitchen: [1], added: [slat]}
    verdicts: {weak_yest: supported, cold_dough: suported}
    factors: [rey, [x]]
    bears_on: {rie: [weak], rye: 3, winter: [cold_dogh]}
    place: agree
    expected_places: [botom]
    advice: fresh_yeast
    general_advice: [fresh_yest]
    safety: urgnt
    fires: [old_yeast_tire]
    dos_not_fire: []
    cites: {wintr: [P1.S9], rye: P1.S1}
  - {id: a, says: x}
  - {id: a, says: x, facts: {}, verdicts: {}}
  - 3
scenario: []
"""
    assert problems(bread, text) == [
        "scenarios.yaml:18:5: expected keys with values, got '3'",
        "scenarios.yaml:3:11: expected text, got '12'; put it in quotes if it is text",
        "scenarios.yaml:4:13: foam: expected yes or no (true or false), got 'maybe'",
        "scenarios.yaml:4:26: yest_age: no such fact; did you mean yeast_age?",
        "scenarios.yaml:4:39: kitchen: expected a number of degrees from -10.5 to 60, got [1]",
        "scenarios.yaml:4:53: added: expected any of salt, sugar, or none, got 'slat'; "
        "did you mean salt?",
        "scenarios.yaml:5:16: there is no cause 'weak_yest'; did you mean weak_yeast?",
        "scenarios.yaml:5:38: there is no verdict 'suported'; did you mean supported?",
        "scenarios.yaml:6:20: expected a name, got a list",
        "scenarios.yaml:6:15: there is no factor 'rey'; did you mean rye?",
        "scenarios.yaml:7:34: expected a list, got '3'",
        "scenarios.yaml:7:16: there is no factor 'rie'; did you mean rye?",
        "scenarios.yaml:7:22: there is no cause 'weak'",
        "scenarios.yaml:7:46: there is no cause 'cold_dogh'; did you mean cold_dough?",
        "scenarios.yaml:8:5: expected one of agrees, not_expected, none, got 'agree'; "
        "did you mean agrees?",
        "scenarios.yaml:9:23: there is no place 'botom'; did you mean bottom?",
        "scenarios.yaml:10:13: expected a list, got 'fresh_yeast'",
        "scenarios.yaml:11:22: there is no advice 'fresh_yest'; did you mean fresh_yeast?",
        "scenarios.yaml:12:5: expected one of emergency, urgent, not_told, none, got 'urgnt'; "
        "did you mean urgent?",
        "scenarios.yaml:15:34: expected a list, got 'P1.S1'",
        "scenarios.yaml:15:13: there is no cause, factor or piece of advice 'wintr'; "
        "did you mean winter?",
        "scenarios.yaml:15:21: there is no sentence 'P1.S9'; did you mean P1.S3?",
        "scenarios.yaml:13:13: there is no rule 'old_yeast_tire'; did you mean old_yeast_tires?",
        "scenarios.yaml:2:5: 'Aa' is not an id: lower-case words joined by single underscores",
        "scenarios.yaml:14:5: unknown key 'dos_not_fire'; did you mean does_not_fire?",
        "scenarios.yaml:16:5: facts is missing",
        "scenarios.yaml:17:5: the scenario a stands already at scenarios.yaml:16:5",
        "scenarios.yaml:19:1: unknown key 'scenario'; did you mean scenarios?",
    ]


def test_a_scenario_that_expects_nothing_is_refused(bread: Bread) -> None:
    text = "scenarios:\n  - {id: a, says: A loaf., facts: {foam: yes}, verdicts: {}, fires: []}\n"
    assert problems(bread, text) == [
        "scenarios.yaml:2:5: the scenario expects nothing, so it tests nothing: "
        "give verdicts, factors, advice or fires, for example"
    ]


def test_no_scenarios_at_all_are_told(bread: Bread) -> None:
    none = (
        "knowledge.yaml: no scenarios are named here: "
        "give their files under files, as scenarios: [scenarios.yaml]"
    )
    bread.replace("knowledge.yaml", "  scenarios:\n    - scenarios.yaml\n", "")
    (bread.folder / "scenarios.yaml").unlink()
    assert problems(bread) == [none]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scenarios: []", "scenarios.yaml:1:12: expected at least one, got none"),
        ("- a", "scenarios.yaml:1:1: expected keys with values, got a list"),
        ("", "scenarios.yaml: is empty"),
        ("a: [", "scenarios.yaml:2:1: is not valid YAML: did not find expected node content"),
    ],
)
def test_a_file_without_scenarios_is_told(bread: Bread, text: str, expected: str) -> None:
    assert problems(bread, text)[0] == expected


def test_a_file_that_is_not_there_is_told_beside_the_problems_of_the_others(bread: Bread) -> None:
    bread.replace("knowledge.yaml", "- scenarios.yaml", "- no.yaml\n    - scenarios.yaml")
    assert problems(bread, "scenarios: [{id: a}]") == [
        "no.yaml: cannot be read: No such file or directory",
        "scenarios.yaml:1:13: says is missing",
        "scenarios.yaml:1:13: facts is missing",
    ]


@pytest.mark.parametrize("index", [None, "- a", "name: x"])
def test_an_index_that_changed_since_it_was_loaded_is_told(bread: Bread, index: str | None) -> None:
    knowledge = bread.load()
    if index is None:
        (bread.folder / "knowledge.yaml").unlink()
    else:
        bread.write("knowledge.yaml", index)
    with pytest.raises(KnowledgeError):
        read_scenarios(bread.folder, knowledge)


def test_without_a_safety_layer_there_is_one_word_for_safety(bread: Bread) -> None:
    bread.replace("knowledge.yaml", "  safety: safety.yaml\n", "")
    (bread.folder / "safety.yaml").unlink()
    text = "scenarios: [{id: a, says: A loaf., facts: {}, safety: none}]"
    assert read(bread, text)[0].expects[0].expected == "none"
    assert problems(bread, text.replace("none", "urgent")) == [
        "scenarios.yaml:1:47: expected one of none, got 'urgent'"
    ]
