"""*What if*: the difference between two whole consultations, and nothing else."""

from typing import Any

import legspasm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.comparison import (
    AdviceDifference,
    Difference,
    FactDifference,
    FactorDifference,
    SignDifference,
    VerdictDifference,
    difference,
    what_if,
)
from legspasm.facts import Fact
from legspasm.reply import about
from legspasm.telling import Quote
from strategies import as_plain, told, value_for
from tiny import BREAD

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
SAME = Difference((), (), None, (), None, (), ())


def changed(before: dict[str, Any], changes: dict[str, Any]) -> legspasm.WhatIf:
    return what_if(legspasm.consult(before), changes)


def test_the_difference_is_told_whole() -> None:
    record = legspasm.consult({"kitchen": 20.0}, knowledge=BAKERY)
    answer = what_if(record, {"kitchen": 12.0, "added": ["salt"]})
    other = legspasm.consult({"kitchen": 12.0, "added": ["salt"]}, knowledge=BAKERY)
    assert answer.about == about(record)
    assert answer.other == other.digest
    assert answer.facts == (
        FactDifference("added", None, ("salt",), "You added salt."),
        FactDifference("kitchen", 20.0, 12.0, "It was 12.0 degrees in the kitchen."),
    )
    found = answer.difference
    assert found.verdicts == (
        VerdictDifference(
            "weak_yeast",
            "undetermined",
            "with_reservation",
            "Weak yeast",
            "Weak yeast can be the reason, but there is a catch.",
            ("The text does not say how much salt.",),
        ),
        VerdictDifference(
            "cold_dough", "not_indicated", "supported", "Cold dough", "Cold can be the reason.", ()
        ),
    )
    assert found.factors == ()
    assert found.place is None  # an expected place and no reported one: there is no note on it
    assert found.advice == (
        AdviceDifference("fresh_yeast", "Fresh yeast", False, True, "Use fresh yeast."),
        AdviceDifference("warm_spot", "A warm spot", False, True, "Put the dough in a warm spot."),
    )
    assert found.safety is None
    assert [each.id for each in found.gained] == [
        "salt_slows_yeast",
        "cold_slows",
        "slow_dough_stays_flat",
        "cold_bottom",
        "use_fresh_yeast",
        "find_a_warm_spot",
    ]
    assert [each.id for each in found.lost] == ["warm_enough"]
    assert (found.lost[0].says, found.lost[0].cites) == (
        "The kitchen was warm.",
        (Quote("P3.S1", "in a cold kitchen"),),
    )


def test_the_difference_is_also_plain_data() -> None:
    record = legspasm.consult(at_night=True)
    answer = what_if(record, {"at_night": None})
    assert answer.to_dict() == {
        "schema": "legspasm.what-if/1",
        "about": as_plain(about(record)),
        "facts": [
            {
                "fact": "at_night",
                "from": True,
                "to": None,
                "says": "You did not say whether the spasm came at night.",
            }
        ],
        "difference": {
            "verdicts": [],
            "factors": [
                {
                    "id": "night",
                    "from": [],
                    "to": None,
                    "title": "Night",
                    "says": "Cramps come more easily at night.",
                    "bears_on": [],
                }
            ],
            "place": None,
            "advice": [],
            "safety": None,
            "gained": [],
            "lost": [
                {
                    "id": "night_cramps",
                    "says": "Cramps are more liable at night.",
                    "cites": [
                        {
                            "sentence": "P1.S4",
                            "text": "Cramps are more liable to happen at night, because the rest "
                            "of your muscles are trying to relax.",
                        }
                    ],
                    "hedge": "more liable",
                    "reservation": "",
                    "remark": "",
                    "file": "rules/factors.yaml",
                    "line": 21,
                }
            ],
        },
        "other": legspasm.consult().digest,
        "parameters": [],
    }


def test_a_fact_that_is_taken_back_is_unknown_again() -> None:
    answer = changed({"recent_injury": True, "age": 70}, {"recent_injury": None})
    assert answer.other == legspasm.consult(age=70).digest
    assert [(each.fact, each.before, each.after) for each in answer.facts] == [
        ("recent_injury", True, None)
    ]


@pytest.mark.parametrize("changes", [{}, {"age": 70}, {"at_night": None}, {"age": 70.0}])
def test_what_was_told_already_makes_no_difference(changes: dict[str, Any]) -> None:
    answer = changed({"age": 70}, changes)
    assert (answer.facts, answer.difference) == ((), SAME)
    assert answer.other == answer.about.record
    assert answer.difference.tells_the_same


def test_another_value_that_nothing_tells_apart_makes_no_difference_but_is_told() -> None:
    answer = changed({"age": 70}, {"age": 71})
    assert (answer.facts, answer.difference) == (
        (FactDifference("age", 70, 71, "Your age is 71."),),
        SAME,
    )
    assert answer.other != answer.about.record


def test_how_the_changes_were_told_is_in_the_other_record() -> None:
    record = legspasm.consult(age=70)
    facts = legspasm.facts.check_facts(KNOWLEDGE, ({"age": 71}, "option"))
    other = legspasm.consultation.consult_facts(KNOWLEDGE, facts)
    assert what_if(record, {"age": 71}, origin="option").other == other.digest
    assert what_if(record, {"age": 71}).other == legspasm.consult(age=71).digest


@pytest.mark.parametrize(
    ("before", "changes", "factor"),
    [
        (
            {},
            {"age": 60},
            FactorDifference(
                "older_age",
                None,
                ("injury", "excessive_activity", "dehydration", "low_potassium"),
                "Older age",
                "All these reasons make muscles cramp more easily in older people.",
                ("Injury", "Excessive activity", "Dehydration", "Low potassium"),
            ),
        ),
        (
            {"age": 60},
            {"recent_injury": False},
            FactorDifference(
                "older_age",
                ("injury", "excessive_activity", "dehydration", "low_potassium"),
                ("excessive_activity", "dehydration", "low_potassium"),
                "Older age",
                "All these reasons make muscles cramp more easily in older people.",
                ("Excessive activity", "Dehydration", "Low potassium"),
            ),
        ),
        (
            {"at_night": True},
            {"spasm_site": "not_leg"},
            FactorDifference("night", (), None, "Night", "Cramps come more easily at night.", ()),
        ),
    ],
)
def test_a_factor_tells_on_which_causes_it_bears_before_and_after(
    before: dict[str, Any], changes: dict[str, Any], factor: FactorDifference
) -> None:
    assert changed(before, changes).difference.factors == (factor,)


RUNNING = {"exertion": "excessive", "activities": ["running"]}


@pytest.mark.parametrize(
    ("before", "changes", "expected", "agreement", "says"),
    [
        (
            RUNNING,
            {"spasm_site": "above_knee"},
            ["above_knee"],
            "agrees",
            "The place fits what the text says about that activity.",
        ),
        (
            RUNNING | {"spasm_site": "above_knee"},
            {"spasm_site": "calf"},
            ["above_knee"],
            "not_expected",
            "The text names another place for that activity. "
            "This takes nothing away from the reason.",
        ),
        (RUNNING | {"spasm_site": "above_knee"}, {"exertion": "none"}, [], None, ""),
    ],
)
def test_the_place_is_told_where_what_is_expected_or_its_agreement_differs(
    before: dict[str, Any],
    changes: dict[str, Any],
    expected: list[str],
    agreement: str | None,
    says: str,
) -> None:
    place = changed(before, changes).difference.place
    assert place is not None
    assert (list(place.after.expected), place.after.agreement, place.says) == (
        expected,
        agreement,
        says,
    )


def test_another_place_that_nobody_judges_is_told_as_a_fact_alone() -> None:
    answer = changed({"spasm_site": "calf"}, {"spasm_site": "above_knee"})
    assert answer.difference == SAME
    assert [each.fact for each in answer.facts] == ["spasm_site"]


@pytest.mark.parametrize(
    ("before", "changes", "expected"),
    [
        ({}, {"spasm_site": "not_leg"}, (False, None, "")),
        (
            {"spasm_site": "not_leg"},
            {"spasm_site": None, "exertion": "excessive"},
            (None, True, "Stretch before and after you use your legs a lot."),
        ),
        (
            {"exertion": "excessive"},
            {"exertion": None},
            (True, False, "If you use your legs a lot, stretch before and after."),
        ),
    ],
)
def test_advice_is_meant_for_you_or_general_or_not_told(
    before: dict[str, Any], changes: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    [found] = [each for each in changed(before, changes).difference.advice if each.id == "stretch"]
    assert (found.before, found.after, found.says) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, ["dark_urine", "long_cramp"], SignDifference((), ("long_cramp", "dark_urine"))),
        (["dark_urine"], [], SignDifference(("dark_urine",), ())),
        (None, [], None),
    ],
)
def test_warning_signs_are_told_where_they_differ(
    before: object, after: object, expected: SignDifference | None
) -> None:
    assert changed({"red_flags": before}, {"red_flags": after}).difference.safety == expected


def test_every_wrong_change_is_told_at_once() -> None:
    with pytest.raises(legspasm.FactsError) as raised:
        changed({}, {"agee": 70, "age": "old", "zzz": None})
    assert [str(each) for each in raised.value.problems] == [
        "age: expected a whole number of years from 0 to 130, got 'old'",
        "agee: no such fact; did you mean age?",
        "zzz: no such fact; `legspasm facts` lists them",
    ]


def test_a_reservation_that_is_gained_is_a_difference() -> None:
    """A second catch is told: nobody may read that nothing would be told differently."""
    before = {"recent_injury": True, "injury_healed": True}
    answer = changed(before, {"injury_at_spasm": False})
    assert not answer.difference.tells_the_same
    assert "Nothing." not in answer.render().splitlines()


CHANGES = st.fixed_dictionaries(
    {}, optional={each.name: st.none() | value_for(each) for each in KNOWLEDGE.facts}
)


@settings(max_examples=100, deadline=None)
@given(told(KNOWLEDGE), CHANGES)
def test_the_answer_is_what_two_consultations_differ_in(
    facts: dict[str, Any], changes: dict[str, Any]
) -> None:
    before, after = legspasm.consult(facts), legspasm.consult({**facts, **changes})
    answer = what_if(before, changes)
    assert answer.other == after.digest
    assert as_plain(answer.facts) == [
        {"fact": name, "from": was, "to": is_, "says": says}
        for name, was, is_, says in facts_that_differ(before, after)
    ]
    assert without_titles(as_plain(answer.difference)) == by_hand(
        before.to_dict()["body"], after.to_dict()["body"]
    )
    assert difference(before, after) == answer.difference
    assert difference(before, before) == SAME


def facts_that_differ(before: legspasm.Record, after: legspasm.Record) -> list[Any]:
    was = {each["name"]: each["value"] for each in before.to_dict()["body"]["facts"]}
    is_ = {each["name"]: each["value"] for each in after.to_dict()["body"]["facts"]}
    return [
        (each.name, was.get(each.name), is_.get(each.name), said(each, is_.get(each.name)))
        for each in KNOWLEDGE.facts
        if was.get(each.name) != is_.get(each.name)
    ]


def said(definition: Any, value: Any) -> str:
    """What a fact says, a second time."""
    if value is None:
        return str(definition.unknown)
    if definition.type in {"number", "whole_number"}:
        return str(definition.says.replace("{value}", str(value)))
    ids = {"True": ["yes"], "False": ["no"]}.get(str(value), value)
    chosen = [option.says for option in definition.options if option.id in ids or option.id == ids]
    return " ".join(chosen) or str(definition.none)


def by_hand(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The difference of two bodies, as plain data, worked out from the two alone."""

    def two(part: str, key: str, value: str) -> list[Any]:
        was, is_ = ({each[key]: each[value] for each in one[part]} for one in (before, after))
        names = list(dict.fromkeys([*was, *is_]))
        return [
            (name, was.get(name), is_.get(name)) for name in names if was.get(name) != is_.get(name)
        ]

    def rules(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
        fired = {each["rule"] for each in other["firings"]}
        return [each["rule"] for each in one["firings"] if each["rule"] not in fired]

    def judged(one: dict[str, Any]) -> tuple[Any, Any]:
        return one["place"]["expected"], one["place"]["agreement"]

    def verdicts() -> list[Any]:
        """A verdict differs in its word, or in what it is reserved by."""
        return [
            (was["cause"], was["verdict"], is_["verdict"], is_["reservations"])
            for was, is_ in zip(before["verdicts"], after["verdicts"], strict=True)
            if was["verdict"] != is_["verdict"]
            or sorted(was["reservations"]) != sorted(is_["reservations"])
        ]

    def signs(one: dict[str, Any]) -> list[str]:
        return [each["id"] for each in one["safety"]]

    return {
        "verdicts": verdicts(),
        "factors": sorted(two("factors", "id", "applies_to")),
        "place": None
        if judged(before) == judged(after) or judged(before)[1] is judged(after)[1] is None
        else [judged(before), judged(after)],
        "advice": two("advice", "id", "applies"),
        "safety": None if signs(before) == signs(after) else [signs(before), signs(after)],
        "gained": rules(after, before),
        "lost": rules(before, after),
    }


def without_titles(found: dict[str, Any]) -> dict[str, Any]:
    """A difference in the form of :func:`by_hand`."""

    def change(each: Any) -> Any:
        return each and [each["from"], each["to"]]

    return {
        "verdicts": [
            (each["cause"], each["from"], each["to"], each["reservations"])
            for each in found["verdicts"]
        ],
        "factors": sorted((each["id"], each["from"], each["to"]) for each in found["factors"]),
        "place": found["place"]
        and [(each["expected"], each["agreement"]) for each in change(found["place"])],
        "advice": [(each["id"], each["from"], each["to"]) for each in found["advice"]],
        "safety": change(found["safety"]),
        "gained": [each["id"] for each in found["gained"]],
        "lost": [each["id"] for each in found["lost"]],
    }


def test_the_questions_of_an_interview_are_no_part_of_the_other_record() -> None:
    record = legspasm.interview().answer([]).record
    assert record.questions
    [flags] = record.facts
    other = legspasm.consultation.consult_facts(KNOWLEDGE, (Fact("age", 71, "call"), flags))
    assert what_if(record, {"age": 71}).other == other.digest
