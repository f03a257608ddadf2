"""Advice, notes, tensions, background and safety are read whole, and mistakes told exactly."""

import pytest
from legspasm.telling import (
    AdviceDefinition,
    Background,
    ForbiddenLink,
    NoteDefinition,
    Quote,
    Safety,
    SafetyAdvice,
    SafetyFlag,
    SafetyLevel,
    Tension,
)
from tiny import Bread


def test_advice_is_read_in_the_order_in_which_it_is_told(bread: Bread) -> None:
    assert bread.load().advice == (
        AdviceDefinition(
            id="fresh_yeast",
            title="Fresh yeast",
            says="Use fresh yeast.",
            general="If your yeast is old, use fresh yeast.",
            caution="",
            cites=(Quote("P4.S1", "One should use fresh yeast"),),
        ),
        AdviceDefinition(
            id="warm_spot",
            title="A warm spot",
            says="Put the dough in a warm spot.",
            general="As a rule, put dough in a warm spot.",
            caution="Keep it away from fire.",
            cites=(Quote("P4.S1", "put the dough in a warm spot"),),
        ),
    )


def test_notes_tensions_and_background_are_read_as_they_are_written(bread: Bread) -> None:
    knowledge = bread.load()
    assert knowledge.notes == (
        NoteDefinition(
            "other_reasons",
            "answer",
            "There are more reasons than the text names.",
            (Quote("P1.S3", "There are other reasons why dough stays flat."),),
        ),
        NoteDefinition(
            "not_always",
            "advice",
            "Some loaves stay flat.",
            (Quote("P4.S2", "Not every loaf can be saved."),),
        ),
    )
    assert knowledge.tensions == (
        Tension(
            "stops_or_slows",
            "The text says that cold stops yeast, and that it slows it. We go by the second.",
            (Quote("P4.S3", "Cold stops yeast, or only slows it."),),
        ),
    )
    assert knowledge.background == (Background("P4.S4", "It is about people, not about dough."),)


def test_safety_is_read_whole_with_its_levels_the_most_urgent_first(bread: Bread) -> None:
    assert bread.load().safety == Safety(
        fact="dangers",
        levels=(
            SafetyLevel("emergency", "Do not eat it", "Throw the dough away now."),
            SafetyLevel("urgent", "Look again", "Have someone look at the dough today."),
            SafetyLevel(
                "not_told",
                "Check this first",
                "You did not say whether something bad is in the dough.",
            ),
        ),
        flags=(
            SafetyFlag("glass", "emergency", "Common sense"),
            SafetyFlag("mould", "urgent", "Common sense"),
        ),
        always=(
            SafetyAdvice("taste", "Do not taste raw dough.", "A cookbook"),
            SafetyAdvice(
                "yeast_smell", "Throw away yeast that smells bad.", "The packet", "weak_yeast"
            ),
        ),
        notice=("This explains one short text about bread.", "It cannot see your dough."),
    )


def test_a_knowledge_base_may_do_without_remarks_and_without_safety(bread: Bread) -> None:
    bread.write("remarks.yaml", "{}")
    bread.replace("knowledge.yaml", "  safety: safety.yaml\n", "")
    (bread.folder / "safety.yaml").unlink()
    knowledge = bread.load()
    assert (knowledge.notes, knowledge.tensions, knowledge.background, knowledge.safety) == (
        (),
        (),
        (),
        Safety(),
    )


MOULD = "  mould: {level: urgent, source: Common sense}"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("advice.yaml", "    title: A warm spot\n", "", ["advice.yaml:8:5: title is missing"]),
        (
            "advice.yaml",
            "    title: A warm spot\n",
            "    title: A warm spot\n    zzz: 1\n",
            ["advice.yaml:10:5: unknown key 'zzz'"],
        ),
        (
            "advice.yaml",
            "caution: Keep",
            "cation: Keep",
            ["advice.yaml:12:5: unknown key 'cation'; did you mean caution?"],
        ),
        (
            "advice.yaml",
            "    cites:\n      P4.S1: One should use fresh yeast\n",
            "",
            ["advice.yaml:2:5: cites is missing"],
        ),
        (
            "advice.yaml",
            "advice:",
            "advice:\n  - {id: warm_spot, title: a, says: b, general: c, cites: {P4.S2: loaf}}",
            ["advice.yaml:9:5: the advice warm_spot stands already at advice.yaml:2:5"],
        ),
        (
            "advice.yaml",
            "advice:",
            "advise:",
            [
                "rules/beside.yaml:53:16: there is no advice 'fresh_yeast'",
                "rules/beside.yaml:63:16: there is no advice 'warm_spot'",
                "advice.yaml:1:1: unknown key 'advise'; did you mean advice?",
            ],
        ),
        (
            "remarks.yaml",
            "with: answer",
            "with: anser",
            [
                "remarks.yaml:2:5: expected with: answer or with: advice, got 'anser'; "
                "did you mean answer?"
            ],
        ),
        (
            "remarks.yaml",
            "with: answer",
            "with: both",
            ["remarks.yaml:2:5: expected with: answer or with: advice, got 'both'"],
        ),
        ("remarks.yaml", "    with: answer\n", "", ["remarks.yaml:2:5: with is missing"]),
        (
            "remarks.yaml",
            "with: answer",
            "with: answer\n    zzz: 1",
            ["remarks.yaml:4:5: unknown key 'zzz'"],
        ),
        (
            "remarks.yaml",
            "id: not_always",
            "id: other_reasons",
            ["remarks.yaml:7:5: the note other_reasons stands already at remarks.yaml:2:5"],
        ),
        (
            "remarks.yaml",
            "tensions:",
            "tensions:\n  - {id: stops_or_slows, says: a, cites: {P4.S2: loaf}}",
            ["remarks.yaml:15:5: the tension stops_or_slows stands already at remarks.yaml:14:5"],
        ),
        (
            "remarks.yaml",
            "id: stops_or_slows",
            "id: stops_or_slows\n    zzz: 1",
            ["remarks.yaml:15:5: unknown key 'zzz'"],
        ),
        (
            "remarks.yaml",
            "  P4.S4: It is",
            "  P4.S9: It is",
            ["remarks.yaml:20:3: the source has no sentence 'P4.S9'; did you mean P4.S4?"],
        ),
        (
            "remarks.yaml",
            "  P4.S4: It is",
            "  Preface: It is",
            ["remarks.yaml:20:3: the source has no sentence 'Preface'"],
        ),
        (
            "remarks.yaml",
            "P4.S4: It is about people, not about dough.",
            "P4.S4: [people]",
            ["remarks.yaml:20:10: expected text, got a list"],
        ),
        (
            "remarks.yaml",
            "background:",
            "backgrounds:",
            ["remarks.yaml:19:1: unknown key 'backgrounds'; did you mean background?"],
        ),
        (
            "safety.yaml",
            "fact: dangers",
            "fact: danger",
            ["safety.yaml:1:1: there is no fact 'danger'; did you mean dangers?"],
        ),
        ("safety.yaml", "fact: dangers\n", "", ["safety.yaml:2:1: fact is missing"]),
        (
            "safety.yaml",
            f"{MOULD}\n",
            "",
            ["safety.yaml:1:1: the safety fact has a value mould that has no flag"],
        ),
        (
            "safety.yaml",
            "level: urgent",
            "level: urgnt",
            ["safety.yaml:16:10: there is no level 'urgnt'; did you mean urgent?"],
        ),
        (
            "safety.yaml",
            "level: urgent",
            "level: mild",
            ["safety.yaml:16:10: there is no level 'mild' here"],
        ),
        (
            "safety.yaml",
            "level: urgent",
            "level: not_told",
            ["safety.yaml:16:10: there is no level 'not_told' here"],
        ),
        (
            "safety.yaml",
            "level: urgent",
            "level: urgent, zzz: 1",
            ["safety.yaml:16:26: unknown key 'zzz'"],
        ),
        (
            "safety.yaml",
            "  urgent:\n    title: Look again\n    says: Have someone look at the dough today.\n",
            "",
            ["safety.yaml:1:1: the level urgent is missing"],
        ),
        (
            "safety.yaml",
            "  not_told:",
            "  later: {title: a, says: b}\n  not_told:",
            ["safety.yaml:10:3: there is no level 'later' here"],
        ),
        (
            "safety.yaml",
            "  urgent:\n",
            "  urgnt:\n",
            [
                "safety.yaml:7:3: there is no level 'urgnt'; did you mean urgent?",
                "safety.yaml:1:1: the level urgent is missing",
            ],
        ),
        ("safety.yaml", "    title: Look again\n", "", ["safety.yaml:8:5: title is missing"]),
        (
            "safety.yaml",
            "    title: Look again\n",
            "    title: Look again\n    zzz: 1\n",
            ["safety.yaml:9:5: unknown key 'zzz'"],
        ),
        (
            "safety.yaml",
            "levels:",
            "level:",
            [
                "safety.yaml:1:1: levels is missing",
                "safety.yaml:3:1: unknown key 'level'; did you mean levels?",
            ],
        ),
        (
            "safety.yaml",
            "flags:",
            "flag:",
            [
                "safety.yaml:1:1: flags is missing",
                "safety.yaml:1:1: the safety fact has a value glass that has no flag",
                "safety.yaml:1:1: the safety fact has a value mould that has no flag",
                "safety.yaml:14:1: unknown key 'flag'; did you mean flags?",
            ],
        ),
        (
            "safety.yaml",
            "beside: weak_yeast",
            "beside: weak_yest",
            ["safety.yaml:22:5: there is no cause 'weak_yest'; did you mean weak_yeast?"],
        ),
        (
            "safety.yaml",
            "id: yeast_smell",
            "id: taste",
            ["safety.yaml:22:5: the safety advice taste stands already at safety.yaml:19:5"],
        ),
        (
            "safety.yaml",
            "id: yeast_smell",
            "id: yeast_smell\n    zzz: 1",
            ["safety.yaml:23:5: unknown key 'zzz'"],
        ),
        (
            "safety.yaml",
            "  - It cannot see your dough.",
            "  - [It cannot]",
            ["safety.yaml:29:5: expected text, got a list"],
        ),
    ],
)
def test_what_is_wrong_in_the_remarks_is_told_with_file_and_line(
    bread: Bread, file: str, old: str, new: str, expected: list[str]
) -> None:
    bread.replace(file, old, new)
    assert bread.problems() == expected


def test_a_safety_fact_that_is_no_set_is_told(bread: Bread) -> None:
    bread.replace("safety.yaml", "fact: dangers", "fact: flat_where")
    bread.replace("safety.yaml", "  glass: {", "  bottom: {")
    bread.replace("safety.yaml", "  mould: {", "  top: {")
    assert bread.problems() == [
        "safety.yaml:1:1: the safety fact flat_where must be of type set",
        "rules/beside.yaml:10:3: flat_where belongs to the safety layer, which no rule may read",
    ]


def test_a_flag_that_is_no_value_of_the_safety_fact_is_told(bread: Bread) -> None:
    bread.replace("safety.yaml", MOULD, f"{MOULD}\n  mold: {{level: urgent, source: A book}}")
    assert bread.problems() == [
        "safety.yaml:17:3: the fact has no value 'mold'; did you mean mould?"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("remarks.yaml", "  P4.S4: It is", "  '': It is", "remarks.yaml:20"),
        (
            "safety.yaml",
            MOULD,
            f"{MOULD}\n  '': {{level: urgent, source: A book}}",
            "safety.yaml:17",
        ),
    ],
)
def test_an_empty_name_is_not_passed_over_in_silence(
    bread: Bread, file: str, old: str, new: str, place: str
) -> None:
    bread.replace(file, old, new)
    assert bread.lines() == [place]


FORBIDDEN = """forbidden:
  - id: age_alone
    alone: yes
    from: {fact: yeast_age}
    to: [{cause: weak_yeast}, {against: cold_dough}, {factor: rye}, {advice: warm_spot}]
    says: Age alone does nothing.
    cites:
      P2.S1: Old yeast
  - id: slow_alone
    from: {state: dough_slow}
    to: [{state: gas_missing}, {conflict: weak_yeast}]
    says: Slow dough has gas.
"""


def test_forbidden_links_are_read_with_their_ends(bread: Bread) -> None:
    bread.write("remarks.yaml", bread.text("remarks.yaml") + FORBIDDEN)
    assert bread.load().forbidden == (
        ForbiddenLink(
            id="age_alone",
            start=("fact", "yeast_age"),
            ends=(
                ("cause", "weak_yeast"),
                ("against", "cold_dough"),
                ("factor", "rye"),
                ("advice", "warm_spot"),
            ),
            says="Age alone does nothing.",
            cites=(Quote("P2.S1", "Old yeast"),),
            alone=True,
        ),
        ForbiddenLink(
            id="slow_alone",
            start=("state", "dough_slow"),
            ends=(("state", "gas_missing"), ("conflict", "weak_yeast")),
            says="Slow dough has gas.",
            cites=(),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "{fact: yeast_age}",
            "{fact: yeast_agee}",
            "24:11: there is no fact 'yeast_agee'; did you mean yeast_age?",
        ),
        ("{fact: yeast_age}", "{cause: weak_yeast}", "24:11: expected one of fact, state"),
        ("{fact: yeast_age}", "{}", "24:11: expected one of fact, state"),
        ("{fact: yeast_age}", "yeast_age", "24:11: expected keys with values, got 'yeast_age'"),
        ("    from: {fact: yeast_age}\n", "", "22:5: from is missing"),
        (
            "{cause: weak_yeast},",
            "{cause: weak_yeast, factor: rye},",
            "25:10: expected one of state, cause, against, conflict, factor, advice",
        ),
        (
            "{against: cold_dough}",
            "{against: cold_dogh}",
            "25:31: there is no cause 'cold_dogh'; did you mean cold_dough?",
        ),
        ("    says: Age alone does nothing.\n", "", "22:5: says is missing"),
        ("P2.S1: Old yeast", "P2.S1: Young yeast", "28:7: the quote is not verbatim in P2.S1"),
        (
            "from: {state: dough_slow}",
            "alone: yes\n    from: {state: dough_slow}",
            "29:5: only a fact can stand alone; a state follows from others",
        ),
        ("age_alone", "slow_alone", "29:5: the forbidden link slow_alone stands already"),
    ],
)
def test_what_is_wrong_with_a_forbidden_link_is_told(
    bread: Bread, old: str, new: str, problem: str
) -> None:
    bread.write("remarks.yaml", bread.text("remarks.yaml") + FORBIDDEN.replace(old, new))
    [found] = bread.problems()
    assert found.startswith(f"remarks.yaml:{problem}")
