"""Verdicts and all that follows are folds over the firings; none of them knows a cause by name."""

from typing import Any

import legspasm
import pytest
from legspasm.body import Firing
from legspasm.model import Conclusion
from legspasm.verdicts import decide, justification
from tiny import BREAD

KNOWLEDGE = legspasm.load_knowledge(BREAD)


def consult(**facts: Any) -> legspasm.Record:
    return legspasm.consult(facts, knowledge=KNOWLEDGE)


def firing(seq: int, kind: Any, id_: str = "c", reservation: str | None = None) -> Firing:
    return Firing(seq, f"r{seq}", (), (), Conclusion(kind, id_), reservation, None, ())


@pytest.mark.parametrize(
    ("firings", "expected"),
    [
        ([], ("undetermined", [])),
        ([firing(1, "state", "c")], ("undetermined", [])),
        ([firing(1, "cause", "other")], ("undetermined", [])),
        ([firing(1, "against")], ("not_indicated", [1])),
        ([firing(1, "cause", reservation="but")], ("with_reservation", [1])),
        ([firing(1, "against"), firing(2, "cause", reservation="but")], ("with_reservation", [2])),
        ([firing(1, "cause", reservation="but"), firing(2, "cause")], ("supported", [1, 2])),
        ([firing(1, "cause"), firing(2, "conflict")], ("conflict", [2])),
        ([firing(1, "conflict"), firing(2, "out_of_scope", "any")], ("not_applicable", [2])),
    ],
)
def test_the_first_line_of_the_table_that_holds_decides(
    firings: list[Firing], expected: tuple[str, list[int]]
) -> None:
    word, deciding = decide("c", firings)
    assert (word, [each.seq for each in deciding]) == expected


def test_a_justification_goes_back_through_states_and_verdicts_to_the_facts() -> None:
    record = consult(yeast_age=400, kitchen=30)
    advice = next(each for each in record.firings if each.concludes.id == "fresh_yeast")
    chain = [each.rule for each in justification([advice], record.firings)]
    assert chain == [
        "old_yeast_tires",
        "tired_yeast_makes_no_gas",
        "missing_gas_flattens",
        "use_fresh_yeast",
    ]


def test_every_route_to_a_cause_is_in_its_verdict() -> None:
    verdict = consult(yeast_age=400, added=["salt"]).verdicts[0]
    assert (verdict.verdict, len(verdict.because), verdict.reservations) == ("supported", 2, ())


def test_a_conflict_says_which_answers_and_why() -> None:
    [conflict] = consult(foam=True, yeast_age=400).verdicts[0].conflicts
    assert [(fact.name, fact.value) for fact in conflict.facts] == [
        ("foam", True),
        ("yeast_age", 400),
    ]
    assert conflict.text == "Old yeast that foams does not fit the text."


def test_a_factor_is_told_on_the_causes_in_play_and_left_out_where_there_is_none() -> None:
    assert [(each.id, each.applies_to) for each in consult(flour="rye").factors] == [
        ("rye", ("weak_yeast", "cold_dough"))
    ]
    warm = consult(flour="rye", kitchen=30)
    assert [each.applies_to for each in warm.factors] == [("weak_yeast",)]
    assert consult(flour="rye", kitchen=30, foam=True, added=[]).factors == ()


def test_a_factor_that_names_no_cause_is_general() -> None:
    assert [(each.id, each.applies_to) for each in consult(winter=True).factors] == [("winter", ())]


def test_a_silent_scope_ends_factors_place_and_advice_and_a_plain_one_does_not() -> None:
    facts: dict[str, Any] = {"winter": True, "kitchen": 5}
    plain, silent = consult(stayed_flat=False, **facts), consult(flour="none", **facts)
    assert [each.id for each in plain.factors] == ["winter"]
    assert [each.applies for each in plain.advice] == [False, False]
    assert (silent.factors, silent.advice, silent.place.expected) == ((), (), ())


@pytest.mark.parametrize(
    ("where", "agreement"), [("bottom", "agrees"), ("top", "not_expected"), (None, None)]
)
def test_a_place_agrees_or_is_not_expected_or_nothing_is_said(
    where: str | None, agreement: str | None
) -> None:
    place = consult(kitchen=5, flat_where=where).place
    assert (place.expected, place.reported, place.agreement) == (("bottom",), where, agreement)


def test_without_an_expected_place_there_is_no_agreement() -> None:
    place = consult(kitchen=30, flat_where="bottom").place
    assert (place.expected, place.reported, place.agreement) == ((), "bottom", None)


def test_signs_of_danger_stand_in_the_order_of_the_safety_file_with_their_sources() -> None:
    assert [(each.id, each.level) for each in consult(dangers=["mould", "glass"]).safety] == [
        ("glass", "emergency"),
        ("mould", "urgent"),
    ]
    assert consult().safety == consult(dangers=[]).safety == ()


def test_sentences_are_cited_once_in_the_order_of_the_source() -> None:
    assert consult(yeast_age=400, added=["salt"]).verdicts[0].cites == ("P1.S2", "P2.S1", "P2.S3")
