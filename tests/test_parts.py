"""Parts of a body that are kept, with positions for firing numbers, placed and valued anew."""

import pytest
from legspasm import parts
from legspasm.body import (
    Absence,
    Advice,
    ConditionStatus,
    Conflict,
    FactMatch,
    Factor,
    Firing,
    GivenFact,
    Note,
    NotFired,
    Place,
    StateMatch,
    Verdict,
    VerdictMatch,
)
from legspasm.digest import canonical_bytes
from legspasm.model import Conclusion
from legspasm.parts import Part, Valued, renumbered, values_told
from legspasm.positions import bits
from msgspec import to_builtins
from msgspec.structs import replace

FIRING = Firing(
    seq=7,
    rule="r",
    because=(
        FactMatch("age", 70, "at_least", 60),
        StateMatch("s", (2, 5)),
        VerdictMatch("c", "supported", (5,)),
    ),
    absent=(
        Absence("fact", "level", "below", 3.5, 4.0, 0),
        Absence("fact", "night", "is", True, None, 0),
        Absence("state", "t", "holds", True, None, 0),
    ),
    concludes=Conclusion("state", "u"),
    reservation=None,
    hedge=None,
    cites=("P1.S1",),
)
PLACED = replace(
    FIRING,
    seq=3,
    because=(
        FIRING.because[0],
        StateMatch("s", (1, 2)),
        VerdictMatch("c", "supported", (2,)),
    ),
    absent=tuple(replace(each, as_of=2) for each in FIRING.absent),
)
FIRED = bits([2, 5, 7])
VERDICT = Verdict(
    "c", "conflict", (7,), (), (Conflict(7, (GivenFact("age", 70),), "said"),), (), ("P1.S1",)
)
NOT_FIRED = NotFired(
    "q",
    (
        ConditionStatus("fact", "age", False, "below", 60, 70, "not_met", "said"),
        ConditionStatus("fact", "night", False, "is", True, None, "unknown", "said"),
        ConditionStatus("state", "s", True, "holds", True, True, "not_met", "said"),
    ),
    ("night",),
)


def test_a_part_with_one_number_is_kept_by_it() -> None:
    assert Part([Advice("a", True, (5,), ())]).key(FIRED) == 2


def test_a_part_with_a_number_that_is_written_another_way_has_the_form_of_the_standard() -> None:
    warm = replace(FIRING, because=(FactMatch("level", 4.0, "at_least", 3.5),), absent=())
    [placed], its_form = Part([warm]).place(FIRED)
    assert its_form == canonical_bytes(to_builtins(placed))
    assert b"4.0" not in its_form


def test_a_firing_is_placed_by_its_own_number_and_those_that_it_names() -> None:
    part = Part([FIRING])
    assert part.key(FIRED) == (3, 1, 2)
    assert part.placed == {}
    found = part.place(FIRED)
    assert found == ((PLACED,), canonical_bytes(to_builtins(PLACED)))
    assert part.placed == {(3, 1, 2): found}


def test_numbers_and_positions_are_each_other_the_other_way_round() -> None:
    positions = {1: 2, 2: 5, 3: 7}
    assert renumbered(PLACED, positions) == replace(
        FIRING, absent=tuple(replace(each, as_of=6) for each in FIRING.absent)
    )


def test_of_the_values_of_a_part_those_that_came_up_last_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "MOST_VALUES", 2)
    valued = Valued([NOT_FIRED], ["age"])
    first, second = valued.part({"age": 1}), valued.part({"age": 2})
    assert valued.part({"age": 1}) is first
    valued.part({"age": 3})
    assert valued.part({"age": 1}) is first
    assert valued.part({"age": 2}) is not second
    assert valued.part({"age": 2}).template == second.template


def test_so_many_places_of_a_part_are_kept_and_then_it_starts_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "MOST_KEPT", 2)
    part = Part([Advice("a", True, (5,), ())])
    for fired in (bits([5]), bits([1, 5]), bits([1, 2, 5])):
        part.place(fired)
    assert list(part.placed) == [3]


def test_fewer_places_are_kept_of_a_part_with_one_of_many_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "MOST_OF_A_VALUE", 1)
    part = Valued([FIRING], ["age"]).part({"age": 61})
    for fired in (FIRED, FIRED | bits([1])):
        part.place(fired)
    assert list(part.placed) == [part.key(FIRED | bits([1]))]


def test_everything_else_that_names_firings_is_placed_too() -> None:
    conflict = replace(VERDICT.conflicts[0], seq=3)
    verdict = replace(VERDICT, because=(3,), conflicts=(conflict,))
    assert Part([VERDICT]).place(FIRED)[0] == (verdict,)
    factor = Factor("f", ("c",), (2, 7), ())
    assert Part([factor]).place(FIRED)[0] == (replace(factor, because=(1, 3)),)
    place = Place(("x",), "x", "agrees", (5,), ())
    assert Part([place]).place(FIRED)[0] == (replace(place, because=(2,)),)
    advice = Advice("a", True, (7,), ())
    assert Part([advice]).place(FIRED)[0] == (replace(advice, because=(3,)),)


def test_what_names_no_firing_is_the_same_everywhere() -> None:
    for each in (NOT_FIRED, Note("n", ("P5.S1",)), Advice("a", False, (), ())):
        part = Part([each, each])
        assert part.key(FIRED) == part.key(0)
        its_form = canonical_bytes(to_builtins(each))
        expected = ((each, each), its_form + b"," + its_form)
        assert part.place(FIRED) == part.unnumbered == expected


def test_firings_of_a_run_are_placed_together_by_the_first_number_and_those_outside() -> None:
    second = Firing(
        8, "q", (StateMatch("u", (7, 2)),), (), Conclusion("cause", "c"), None, None, ()
    )
    part = Part([FIRING, second])
    fired = FIRED | bits([8])
    assert part.key(fired) == (3, 1, 2)
    after = replace(second, seq=4, because=(StateMatch("u", (3, 1)),))
    assert part.place(fired)[0] == (PLACED, after)


def test_the_facts_whose_known_values_a_part_repeats() -> None:
    assert values_told(FIRING) == {"age", "level"}
    assert values_told(NOT_FIRED) == {"age"}
    assert values_told(VERDICT) == {"age"}
    assert values_told(Note("n", ())) == set()


def test_a_part_is_valued_anew_and_kept_by_what_was_told() -> None:
    valued = Valued([FIRING], ["age", "level"])
    first = valued.part({"age": 61, "level": 5.5, "night": True})
    assert first.template == (
        replace(
            FIRING,
            because=(FactMatch("age", 61, "at_least", 60), *FIRING.because[1:]),
            absent=(replace(FIRING.absent[0], actual=5.5), *FIRING.absent[1:]),
        ),
    )
    assert valued.part({"age": 61, "level": 5.5}) is first
    assert valued.part({"age": 62, "level": 5.5}) is not first
    conditions = (replace(NOT_FIRED.conditions[0], actual=99), *NOT_FIRED.conditions[1:])
    assert Valued([NOT_FIRED], ["age"]).part({"age": 99}).template == (
        replace(NOT_FIRED, conditions=conditions),
    )
    conflict = replace(VERDICT.conflicts[0], facts=(GivenFact("age", 99),))
    assert Valued([VERDICT], ["age"]).part({"age": 99}).template == (
        replace(VERDICT, conflicts=(conflict,)),
    )
