"""Each check finds fault with a bad example, where it stands, and none with a good one."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import legspasm
import pytest
from legspasm.authoring import space
from legspasm.authoring.check import Checked, check
from legspasm.authoring.finding import Finding, checks
from legspasm.authoring.review import read_through
from legspasm.shipped import BUILT_IN
from tiny import BREAD, Bread

BESIDE, COLD, YEAST, SCOPE = (f"rules/{name}.yaml" for name in ("beside", "cold", "yeast", "scope"))
FOAM = """
  - id: foam_shows_life
    when:
      - {fact: foam, is: yes}
"""
CITES = """
    says: Foam says it, more likely.
    cites:
      P2.S2: shows that yeast is alive
"""


@dataclass(frozen=True)
class Case:
    """Edits of the bread that one finding comes of; ``good`` ones of the same kind that do not.

    With ``reviewed`` it was read through before.
    """

    code: str
    edits: list[tuple[str, str, str]]
    line: str
    text: str
    witness: dict[str, Any] | None = None
    about: tuple[str, str] = ("", "")
    good: list[tuple[str, str, str]] = field(default_factory=list)
    reviewed: bool = False


def rule(id_: str, when: str, concludes: str, more: str = "") -> tuple[str, str, str]:
    """An edit that puts a rule before the one on foam."""
    new = f"""
  - id: {id_}
    when: {when}
    concludes: {concludes}{more}{CITES}"""
    return YEAST, FOAM, new.rstrip("\n") + FOAM


CASES = [
    Case(
        "rule_never_fires",
        [rule("both", "[{fact: foam, is: yes}, {fact: foam, is: no}]", "{cause: weak_yeast}")],
        f"{YEAST}: id: both",
        "the rule both can never fire: in no case do all its conditions hold",
        about=("rule", "both"),
        good=[
            rule("both", "[{fact: foam, is: no}, {fact: winter, is: yes}]", "{cause: weak_yeast}")
        ],
    ),
    Case(
        "condition_idle",
        [
            rule(
                "tired_and_old",
                "[{state: yeast_tired}, {fact: yeast_age, at_least: old_after, says: It is old.}]",
                "{factor: rye}",
            )
        ],
        f"{YEAST}: {{fact: yeast_age, at_least: old_after, says: It is old.}}]",
        "without the condition “It is old.” the rule tired_and_old would fire in the same cases",
        about=("rule", "tired_and_old"),
        good=[rule("tired", "[{state: yeast_tired}]", "{factor: rye}")],
    ),
    Case(
        "condition_idle",
        [
            (
                YEAST,
                FOAM,
                """
  - id: winter_only
    when: [{fact: winter, is: yes}]
    unless: [{fact: winter, is: no}]
    concludes: {factor: rye}"""
                + CITES.rstrip("\n")
                + FOAM,
            )
        ],
        f"{YEAST}: {{fact: winter, is: no}}]",
        "without the condition “It was not winter.” the rule winter_only would fire in the same"
        " cases",
        about=("rule", "winter_only"),
    ),
    Case(
        "condition_never_met",
        [("parameters.yaml", "value: 18.5", "value: 90")],
        f"{COLD}: fact: kitchen",
        "no answer about kitchen meets the condition “It was 90 degrees or more.” of the rule"
        " warm_enough",
        about=("rule", "warm_enough"),
        good=[("parameters.yaml", "value: 18.5", "value: 60")],
    ),
    Case(
        "condition_always_met",
        [(BESIDE, "one_of: [rye, mixed]", "one_of: [rye, mixed, none, wheat]")],
        f"{BESIDE}: fact: flour",
        "every answer about flour meets the condition “There was rye in it.” of the rule"
        " rye_stays_flat",
        about=("rule", "rye_stays_flat"),
        good=[(BESIDE, "one_of: [rye, mixed]", "one_of: [rye, mixed, none]")],
    ),
    Case(
        "rules_identical",
        [
            rule(
                "salty", "[{fact: foam, is: yes}, {fact: winter, is: no}]", "{against: weak_yeast}"
            ),
            rule(
                "salty_too",
                "[{fact: winter, is: no}, {fact: foam, is: yes}]",
                "{against: weak_yeast}",
            ),
        ],
        f"{YEAST}: id: salty_too",
        "the rule salty_too asks for the same as salty, and concludes the same",
        about=("rule", "salty_too"),
        good=[
            rule(
                "salty", "[{fact: foam, is: yes}, {fact: winter, is: no}]", "{against: weak_yeast}"
            ),
            rule(
                "salty_too",
                "[{fact: winter, is: yes}, {fact: foam, is: yes}]",
                "{against: weak_yeast}",
            ),
        ],
    ),
    Case(
        "rules_equivalent",
        [
            rule("tired_again", "[{state: gas_missing}]", "{factor: rye}"),
            rule("tired", "[{state: yeast_tired}]", "{factor: rye}"),
        ],
        f"{YEAST}: id: tired_again",
        "the rule tired_again fires in just the cases in which tired does, and concludes the same",
        about=("rule", "tired_again"),
        good=[rule("tired", "[{state: yeast_tired}]", "{factor: winter}")],
    ),
    Case(
        "rule_subsumed",
        [
            rule(
                "cold_salt",
                "[{fact: added, includes: salt}, {fact: winter, is: yes}]",
                "{cause: weak_yeast}",
                "\n    reservation: The text does not say how much salt.",
            )
        ],
        f"{YEAST}: id: cold_salt",
        "whenever the rule cold_salt fires, salt_slows_yeast does too, and concludes as much",
        about=("rule", "cold_salt"),
        good=[
            rule(
                "cold_salt",
                "[{fact: added, includes: salt}, {fact: winter, is: yes}]",
                "{cause: weak_yeast}",
                "\n    reservation: It was winter, too.",
            )
        ],
    ),
    Case(
        "rule_changes_nothing",
        [
            rule(
                "risen_alive",
                "[{fact: stayed_flat, is: no}, {fact: winter, is: no}]",
                "{against: weak_yeast}",
            )
        ],
        f"{YEAST}: id: risen_alive",
        "without the rule risen_alive every verdict, reservation, factor, place, advice and state"
        " would be the same",
        about=("rule", "risen_alive"),
        good=[rule("not_winter", "[{fact: winter, is: no}]", "{against: weak_yeast}")],
    ),
    Case(
        "conclusions_contradict",
        [(COLD, "at_least: cold_limit", "below: cold_limit")],
        f"{COLD}: id: warm_enough",
        "the rules slow_dough_stays_flat, for cold_dough, and warm_enough, against it, can fire"
        " together, and no rule says that the answers are in conflict",
        {"kitchen": -10.5},
        about=("rule", "warm_enough"),
    ),
    Case(
        "cause_unreached",
        [(COLD, "concludes: {cause: cold_dough}", "concludes: {against: cold_dough}")],
        "causes.yaml: id: cold_dough",
        "in no case is the cause cold_dough supported, or supported with a reservation",
        about=("cause", "cold_dough"),
    ),
    Case(
        "question_never_matters",
        [
            (YEAST, "states:\n", "states:\n  - id: frozen\n    says: It froze.\n"),
            (BESIDE, "concludes: {factor: winter}", "concludes: {state: frozen}"),
            (
                BESIDE,
                "    says: In winter, bread stays flat more easily.\n    cites",
                "    says: More likely, it froze.\n    remark: It may be.\n    cites",
            ),
        ],
        "facts.yaml: name: winter",
        "rules read the fact winter, and no answer about it changes any verdict, reservation,"
        " factor, place or advice",
        about=("fact", "winter"),
    ),
    Case(
        "fact_unused",
        [(BESIDE, "{fact: winter, is: yes}", "{fact: foam, is: no}")],
        "facts.yaml: name: winter",
        "the fact winter is declared, and no rule reads it",
        about=("fact", "winter"),
    ),
    Case(
        "parameter_unused",
        [
            (
                "parameters.yaml",
                "parameters:\n",
                "parameters:\n  - {id: spare, value: 1, unit: d, says: '{value}.', source: Me}\n",
            )
        ],
        "parameters.yaml: {id: spare, value: 1, unit: d, says: '{value}.', source: Me}",
        "the parameter spare is declared, and no condition compares with it",
        about=("parameter", "spare"),
    ),
    Case(
        "group_unused",
        [("facts.yaml", "groups:\n", "groups:\n  - {id: moon, title: The moon}\n")],
        "facts.yaml: {id: moon, title: The moon}",
        "no fact is in the group moon",
        about=("group", "moon"),
    ),
    Case(
        "state_unused",
        [
            (YEAST, "states:\n", "states:\n  - id: frozen\n    says: It froze.\n"),
            rule("freezes", "[{fact: winter, is: yes}]", "{state: frozen}"),
        ],
        f"{YEAST}: id: frozen",
        "the state frozen is concluded, and no rule reads it",
        about=("state", "frozen"),
        good=[
            (
                YEAST,
                "states:\n",
                "states:\n  - id: frozen\n    says: Ice.\n    allow: {state_unused: It ends.}\n",
            ),
            rule("freezes", "[{fact: winter, is: yes}]", "{state: frozen}"),
        ],
    ),
    Case(
        "never_concluded",
        [(BESIDE, "concludes: {advice: warm_spot}", "concludes: {advice: fresh_yeast}")],
        "advice.yaml: id: warm_spot",
        "no rule concludes the advice warm_spot",
        about=("advice", "warm_spot"),
    ),
    Case(
        "never_concluded",
        [(YEAST, "states:\n", "states:\n  - id: frozen\n    says: It froze.\n")],
        f"{YEAST}: id: frozen",
        "no rule concludes the state frozen",
        about=("state", "frozen"),
    ),
    Case(
        "forbidden_link",
        [
            (
                "remarks.yaml",
                "background:\n",
                """forbidden:
  - id: age_alone
    from: {fact: yeast_age}
    to: [{factor: winter}, {cause: weak_yeast}]
    says: Age alone does nothing.
background:
""",
            )
        ],
        f"{YEAST}: id: missing_gas_flattens",
        "rules lead from fact yeast_age to cause weak_yeast (old_yeast_tires ->"
        " tired_yeast_makes_no_gas -> missing_gas_flattens), which is forbidden: Age alone does"
        " nothing.",
        about=("rule", "missing_gas_flattens"),
        good=[
            (
                "remarks.yaml",
                "background:\n",
                """forbidden:
  - id: winter_alone
    from: {fact: winter}
    to: [{cause: cold_dough}]
    says: Winter alone does nothing.
  - id: risen
    from: {fact: stayed_flat}
    to: [{cause: cold_dough}, {advice: warm_spot}]
    says: That there is nothing to explain is no link.
background:
""",
            )
        ],
    ),
    Case(
        "forbidden_link",
        [
            (
                "remarks.yaml",
                "background:\n",
                """forbidden:
  - id: salt_alone
    from: {fact: added}
    alone: yes
    to: [{cause: cold_dough}, {cause: weak_yeast}]
    says: Salt alone does nothing.
background:
""",
            )
        ],
        f"{YEAST}: id: salt_slows_yeast",
        "rules lead from fact added alone to cause weak_yeast (salt_slows_yeast), which is"
        " forbidden: Salt alone does nothing.",
        {"added": ("salt",)},
        about=("rule", "salt_slows_yeast"),
        good=[
            (
                "remarks.yaml",
                "background:\n",
                """forbidden:
  - id: foam_alone
    from: {fact: foam}
    alone: yes
    to: [{against: weak_yeast}, {cause: weak_yeast}]
    says: It depends on what was added.
  - id: place_alone
    from: {fact: flat_where}
    alone: yes
    to: [{cause: cold_dough}]
    says: No rule reads it.
background:
""",
            )
        ],
    ),
    Case(
        "sentence_open",
        [("remarks.yaml", "background:\n  P4.S4: It is about people, not about dough.\n", "")],
        "source.txt: P4.S4\tPeople have baked for thousands of years.",
        "no rule, fact, advice, note or tension quotes the sentence P4.S4, and no reason is given:"
        " People have baked for thousands of years.",
        about=("sentence", "P4.S4"),
    ),
    Case(
        "sentence_excused_and_cited",
        [("remarks.yaml", "background:\n", "background:\n  P4.S1: Nothing follows.\n")],
        "remarks.yaml: P4.S1: Nothing follows.",
        "the sentence P4.S1 is quoted, and stands under background as well",
        about=("sentence", "P4.S1"),
    ),
    Case(
        "hedge_left_out",
        [(BESIDE, "    hedge: more likely\n    says: Rye", "    says: Rye")],
        f"{BESIDE}: id: rye_stays_flat",
        "a quote of the rule rye_stays_flat hedges (“likely”), and the rule has no hedge that"
        " weakens, no reservation and no remark",
        about=("rule", "rye_stays_flat"),
        good=[
            (
                BESIDE,
                "    hedge: more likely\n    says: Rye",
                "    remark: We read it so.\n    says: Rye",
            )
        ],
    ),
    Case(
        "hedge_left_out",
        [
            (
                BESIDE,
                "    hedge: more likely\n    says: Rye",
                "    hedge: Dough\n    says: Rye dough",
            )
        ],
        f"{BESIDE}: id: rye_stays_flat",
        "a quote of the rule rye_stays_flat hedges (“likely”), and the rule has no hedge that"
        " weakens, no reservation and no remark",
        about=("rule", "rye_stays_flat"),
    ),
    Case(
        "conclusion_too_strong",
        [(YEAST, "    remark: The text says “slow”, and slow dough may stay flat.\n", "")],
        f"{YEAST}: id: salt_slows_yeast",
        "the source hedges (“can”), and the rule salt_slows_yeast or what it concludes says"
        " without: Salt slows yeast down.",
        about=("rule", "salt_slows_yeast"),
        good=[
            (
                YEAST,
                "    remark: The text says “slow”, and slow dough may stay flat.\n"
                "    says: Salt slows",
                "    says: Salt can slow",
            )
        ],
    ),
    Case(
        "cause_told_as_certain",
        [
            (
                "causes.yaml",
                "with_reservation: Cold can be the reason",
                "with_reservation: Cold is the reason",
            )
        ],
        "causes.yaml: id: cold_dough",
        "where the cause cold_dough is with_reservation, it is told without a word that weakens:"
        " Cold is the reason, but there is a catch.",
        about=("cause", "cold_dough"),
        good=[
            (
                "causes.yaml",
                "with_reservation: Cold can be the reason",
                "with_reservation: Cold may be the reason",
            )
        ],
    ),
    Case(
        "conclusion_too_strong",
        [(BESIDE, "    says: Rye stays flat more easily.", "    says: Rye always stays flat.")],
        f"{BESIDE}: id: rye_stays_flat",
        "the source hedges (“more likely”), and the rule rye_stays_flat or what it concludes says"
        " without: Rye always stays flat.",
        about=("rule", "rye_stays_flat"),
        good=[(BESIDE, "    says: Rye stays flat more easily.", "    says: Rye may stay flat.")],
    ),
    Case(
        "conclusion_too_strong",
        [
            (
                "causes.yaml",
                "      supported: Cold can be the reason.",
                "      supported: Cold is the reason.",
            )
        ],
        f"{COLD}: id: slow_dough_stays_flat",
        "the source hedges (“may”), and the rule slow_dough_stays_flat or what it concludes says"
        " without: Cold is the reason.",
        about=("rule", "slow_dough_stays_flat"),
    ),
    Case(
        "conclusion_too_strong",
        [
            (
                BESIDE,
                "    says: In winter, bread stays flat more easily.\n\nplace",
                "    says: In winter, bread stays flat.\n\nplace",
            )
        ],
        f"{BESIDE}: id: winter_flattens",
        "the source hedges (“more likely”), and the rule winter_flattens or what it concludes says"
        " without: In winter, bread stays flat.",
        about=("rule", "winter_flattens"),
    ),
    Case(
        "conclusion_too_strong",
        [
            (
                BESIDE,
                "    hedge: more likely\n    says: In winter",
                "    hedge: stay flat\n    says: In winter",
            ),
            (
                BESIDE,
                "    says: In winter, bread stays flat more easily.\n    cites",
                "    says: In winter, bread stays down more easily.\n    cites",
            ),
            (
                BESIDE,
                "    says: In winter, bread stays flat more easily.\n\nplace",
                "    says: Bread will stay flat.\n\nplace",
            ),
        ],
        f"{BESIDE}: id: winter_flattens",
        "the source hedges (“stay flat”), and the rule winter_flattens or what it concludes says"
        " without: In winter, bread stays down more easily.",
        about=("rule", "winter_flattens"),
    ),
    Case(
        "text_unfinished",
        [("facts.yaml", "question: Was it winter?", 'question: "TODO: ask for the season"')],
        "facts.yaml: name: winter",
        "a text of the fact winter still holds TODO",
        about=("fact", "winter"),
    ),
    Case(
        "text_unfinished",
        [("remarks.yaml", "It is about people, not about dough.", '"TODO: say why"')],
        'remarks.yaml: P4.S4: "TODO: say why"',
        "a text of the background P4.S4 still holds TODO",
        about=("background", "P4.S4"),
    ),
    Case(  # once, though a rule has its words from there
        "text_unfinished",
        [("facts.yaml", "The yeast foamed.", '"TODO: what foam says"')],
        "facts.yaml: name: foam",
        "a text of the fact foam still holds TODO",
        about=("fact", "foam"),
    ),
    Case(
        "text_unfinished",
        [(YEAST, "says: The yeast is {old_after} days old, or older.", 'says: "TODO: how old"')],
        f"{YEAST}: id: old_yeast_tires",
        "a text of the rule old_yeast_tires still holds TODO",
        about=("rule", "old_yeast_tires"),
    ),
    Case(
        "text_unfinished",
        [("safety.yaml", "    title: Look again\n", '    title: "TODO: what to do"\n')],
        "safety.yaml: urgent:",
        "a text of the safety level urgent still holds TODO",
        about=("safety level", "urgent"),
    ),
    Case(
        "text_unfinished",
        [("safety.yaml", "source: Common sense}\n  mould", 'source: "TODO: who"}\n  mould')],
        'safety.yaml: glass: {level: emergency, source: "TODO: who"}',
        "a text of the safety flag glass still holds TODO",
        about=("safety flag", "glass"),
    ),
    Case(
        "text_unfinished",
        [("causes.yaml", "  several: More than one reason fits.", '  several: "More: TODO"')],
        "causes.yaml: causes:",
        "a text of the answers still holds TODO",
        about=("answers", ""),
        good=[("causes.yaml", "  several: More than one reason fits.", '  several: "TODOS fit."')],
    ),
    Case(
        "not_reviewed",
        [(YEAST, "says: Salt slows yeast down.", "says: Salt may well slow yeast down.")],
        f"{YEAST}: id: salt_slows_yeast",
        "nobody has read through what the rule salt_slows_yeast tells now",
        about=("rule", "salt_slows_yeast"),
        good=[(YEAST, "- {fact: added, includes: salt}", "- {fact: added, includes: sugar}")],
        reviewed=True,
    ),
    Case(
        "reviewed_and_gone",
        [
            (
                "safety.yaml",
                "  - id: taste\n    says: Do not taste raw dough.\n    source: A cookbook\n",
                "",
            )
        ],
        "reviewed.json",
        "the safety advice taste was read through once, and is not there any more",
        good=[("safety.yaml", "says: Do not taste raw", "says: Never taste raw")],
        reviewed=True,
    ),
    Case(
        "allow_needless",
        [
            (
                YEAST,
                "  - id: yeast_tired\n",
                "  - id: yeast_tired\n    allow: {state_unused: It ends there.}\n",
            )
        ],
        f"{YEAST}: state_unused: It ends there.}}",
        "the state yeast_tired allows state_unused, which is not found",
        about=("state", "yeast_tired"),
    ),
    Case(
        "check_unknown",
        [
            (
                YEAST,
                "  - id: yeast_tired\n",
                "  - id: yeast_tired\n    allow: {state_unsed: It ends there.}\n",
            )
        ],
        f"{YEAST}: state_unsed: It ends there.}}",
        "there is no check 'state_unsed'; did you mean state_unused?",
    ),
]
"""Where several edits of one file are made, the later ones stand first: see ``rule``."""


def edited(bread: Bread, edits: list[tuple[str, str, str]], *, reviewed: bool = False) -> Checked:
    if reviewed:
        bread.write("reviewed.json", read_through(bread.folder, bread.load()))
    for file, old, new in edits:
        bread.replace(file, old, new)
    return check(bread.folder)


def standing(bread: Bread, found: Finding) -> str:
    """The file of a finding, and the text from its place to the end of the line."""
    file = bread.without_folder(found.file)
    if found.line is None:
        return file
    assert found.column is not None
    line = bread.text(file).splitlines()[found.line - 1]
    return f"{file}: {line[found.column - 1 :]}"


def told(bread: Bread, checked: Checked) -> list[str]:
    return [
        f"{bread.without_folder(each.file)}:{each.line}: {each.text} [{each.code}]"
        for each in checked.findings
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {case.line}")
def test_a_bad_example_is_found_where_it_stands(case: Case, bread: Bread) -> None:
    checked = edited(bread, case.edits, reviewed=case.reviewed)
    found = [each for each in checked.findings if each.code == case.code]
    assert [standing(bread, each) for each in found] == [case.line], told(bread, checked)
    [one] = found
    known = checks()[case.code]
    assert (one.text, one.witness, one.about) == (case.text, case.witness, case.about)
    assert (one.level, one.why, one.do) == (known.level, known.why, known.do)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.good], ids=lambda case: f"{case.code} {case.line}"
)
def test_a_good_example_is_not(case: Case, bread: Bread) -> None:
    checked = edited(bread, case.good, reviewed=case.reviewed)
    assert [each.text for each in checked.findings if each.code == case.code] == []


def test_what_is_sound_has_no_finding() -> None:
    assert check(BREAD).findings == ()
    assert check(BREAD).allowed == ()


def test_every_check_has_a_bad_example_here_and_its_page_one_of_each() -> None:
    of_reader = {code for code, each in checks().items() if not each.says}
    assert {case.code for case in CASES} - of_reader == set(checks()) - of_reader
    for each in checks().values():
        assert each.title
        assert each.why.endswith(".")
        assert each.do.endswith(".")
        assert bool(each.says) == bool(each.bad) == bool(each.good) or each.code == "check_unknown"


def test_the_built_in_knowledge_is_sound_over_all_its_cases() -> None:
    checked = check(BUILT_IN)
    assert checked.findings == ()
    assert checked.cases == 860_934_420
    assert {(each.finding.about[1], each.finding.code) for each in checked.allowed} == {
        ("healing_begins", "state_unused"),
        ("older_people_cramp_from_activity", "rule_subsumed"),
        ("sweating_loses_fluid", "conclusion_too_strong"),
    }
    assert all(each.reason for each in checked.allowed)
    knowledge = legspasm.built_in_knowledge()
    assert checked.knowledge is not None
    assert checked.knowledge.digest == knowledge.digest
    assert (checked.rules, checked.sentences) == (len(knowledge.rules), 36)


def test_the_witness_of_a_contradiction_shows_it(bread: Bread) -> None:
    checked = edited(bread, [(COLD, "at_least: cold_limit", "below: cold_limit")])
    [found] = [each for each in checked.findings if each.code == "conclusions_contradict"]
    assert found.witness is not None
    record = legspasm.consult(found.witness, knowledge=bread.load())
    assert {each.rule for each in record.firings} >= {"warm_enough", "slow_dough_stays_flat"}


def test_files_that_do_not_read_are_told_by_their_problems_alone(bread: Bread) -> None:
    bread.replace(
        YEAST, "{state: gas_missing}\n    concludes", "{state: gas_mising}\n    concludes"
    )
    bread.replace("facts.yaml", "    question: Was it winter?\n", "")
    checked = check(bread.folder)
    assert told(bread, checked) == [
        "facts.yaml:108: question is missing [key_missing]",
        f"{YEAST}:12: there is no state 'gas_mising'; did you mean gas_missing? [undeclared]",
    ]
    assert (checked.knowledge, checked.rules, checked.cases) == (None, 0, 0)
    assert all(each.why and each.do for each in checked.findings)


def test_a_problem_of_a_whole_file_has_no_line(bread: Bread) -> None:
    (bread.folder / COLD).unlink()
    [found, *_] = check(bread.folder).findings
    assert bread.without_folder(found.file) == COLD
    assert (found.code, found.line, found.column) == ("file_unreadable", None, None)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    [found] = check(tmp_path / "nowhere").findings
    assert (found.code, found.file) == ("folder_missing", str(tmp_path / "nowhere"))


def test_checks_can_be_selected_and_ignored(bread: Bread) -> None:
    edits = [
        ("facts.yaml", "groups:\n", "groups:\n  - {id: moon, title: The moon}\n"),
        (BESIDE, "    hedge: more likely\n    says: Rye", "    says: Rye"),
    ]
    assert len(edited(bread, edits).findings) == 2
    selected = check(bread.folder, select=["group_unused", "rule_subsumed"])
    assert [each.code for each in selected.findings] == ["group_unused"]
    ignored = check(bread.folder, ignore=["group_unused"])
    assert [each.code for each in ignored.findings] == ["hedge_left_out"]
    neither = check(bread.folder, select=["group_unused"], ignore=["group_unused"])
    assert neither.findings == ()


def test_files_that_do_not_read_are_told_whatever_is_selected(bread: Bread) -> None:
    bread.replace("facts.yaml", "    question: Was it winter?\n", "")
    for how in ({"select": ["group_unused"]}, {"ignore": ["key_missing"]}):
        assert [each.code for each in check(bread.folder, **how).findings] == ["key_missing"]


def test_rules_that_tell_too_many_cases_apart_are_told_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(space, "_NODES", 8)
    with pytest.raises(legspasm.KnowledgeError) as caught:
        check(BREAD)
    [problem] = caught.value.problems
    assert problem.text == "the rules tell too many cases apart for all of them to be gone over"
    assert problem.place == str(BREAD)


def test_every_code_that_there_is_none_of_is_told_at_once() -> None:
    with pytest.raises(legspasm.LegspasmError) as caught:
        check(BREAD, select=["group_unsed"], ignore=["moon"])
    assert [str(each) for each in caught.value.problems] == [
        "there is no check 'group_unsed'; did you mean group_unused?",
        "there is no check 'moon'",
    ]


def test_what_is_allowed_is_told_apart_with_its_reason(bread: Bread) -> None:
    checked = edited(
        bread,
        [
            (
                "facts.yaml",
                "groups:\n",
                "groups:\n  - {id: moon, title: Moon, allow: {group_unused: It comes later.}}\n",
            )
        ],
    )
    assert checked.findings == ()
    [allowed] = checked.allowed
    assert (allowed.finding.code, allowed.reason) == ("group_unused", "It comes later.")
