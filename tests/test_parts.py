"""Parts of a body that are kept, with positions for firing numbers, placed and valued anew."""

import pytest
from bodyparts import FIRED, FIRING, NOT_FIRED, PLACED, VERDICT
from legspasm import parts
from legspasm.body import Advice, FactMatch, Factor, Firing, GivenFact, Note, Place, StateMatch
from legspasm.digest import canonical_bytes
from legspasm.model import Conclusion
from legspasm.parts import Part, Slot, Valued, placed, together
from legspasm.positions import bits
from msgspec import to_builtins
from msgspec.structs import replace


def template(slot: Slot) -> object:
    assert isinstance(slot, Part)
    return slot.template


def test_a_part_with_a_number_that_is_written_another_way_has_the_form_of_the_standard() -> None:
    warm = replace(FIRING, because=(FactMatch("level", 4.0, "at_least", 3.5),), absent=())
    [firing], its_form = placed(Part([warm]), FIRED, 2)
    assert its_form == canonical_bytes(to_builtins(firing))
    assert b"4.0" not in its_form


def test_what_was_placed_is_kept_by_the_firings_before_it_and_the_numbers_that_it_names() -> None:
    part = Part([FIRING])
    assert part.slot is part
    found = placed(part, FIRED, 2)
    assert found == ((PLACED,), canonical_bytes(to_builtins(PLACED)))
    assert placed(part, FIRED | bits([9]), 2) is found
    first = placed(part, bits([2, 7]), 1)
    assert first[0][0].because[1] == StateMatch("s", (1, 1))
    assert placed(part, bits([2, 7]), 1) is first
    later = placed(part, FIRED | bits([6]), 3)  # the same are named, and one more is before it
    assert (later[0][0].seq, later[0][0].because[1]) == (4, StateMatch("s", (1, 2)))
    another = placed(part, bits([1, 2, 7]), 2)  # as many before it, and the one it names is later
    assert another[0][0].because[1] == StateMatch("s", (2, 2))
    assert len(part.placed) == 4


def test_what_stands_together_is_placed_one_after_the_other() -> None:
    second = Firing(9, "q", (), (), Conclusion("cause", "c"), None, None, ())
    [early] = [replace(FIRING, seq=2, because=(), absent=())]
    fired = bits([2, 9])
    found = together([Part([early]), Part([second])], fired)
    expected = (replace(early, seq=1), replace(second, seq=2))
    assert found == (expected, canonical_bytes(to_builtins(expected))[1:-1])
    assert together([], fired) == ((), b"")


def test_what_is_kept_of_one_place_is_not_taken_for_another() -> None:
    """The same parts, for two people: of one of them nothing fired before."""
    early = Part([Firing(2, "p", (), (), Conclusion("cause", "c"), None, None, ())])
    late = Part([Firing(9, "q", (), (), Conclusion("cause", "c"), None, None, ())])
    for _ in range(2):
        assert [each.seq for each in together([early, late], bits([2, 9]))[0]] == [1, 2]
        assert [each.seq for each in together([late], bits([9]))[0]] == [1]


def test_so_many_places_of_a_part_are_kept_and_then_it_starts_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "MOST_KEPT", 2)
    part = Part([Advice("a", True, (5,), ())])
    for fired in (bits([5]), bits([1, 5]), bits([1, 2, 5])):
        placed(part, fired)
    [(advice,)] = [found for found, _ in part.placed.values()]
    assert advice.because == (3,)


def test_everything_else_that_names_firings_is_placed_too() -> None:
    conflict = replace(VERDICT.conflicts[0], seq=3)
    verdict = replace(VERDICT, because=(3,), conflicts=(conflict,))
    factor = Factor("f", ("c",), (2, 7), ())
    place = Place(("x",), "x", "agrees", (5,), ())
    advice = Advice("a", True, (7,), ())
    found, _ = together([Part([each]) for each in (VERDICT, factor, place, advice)], FIRED)
    assert found == (
        verdict,
        replace(factor, because=(1, 3)),
        replace(place, because=(2,)),
        replace(advice, because=(3,)),
    )


def test_what_names_no_firing_stands_as_it_is_in_everybody() -> None:
    for each in (NOT_FIRED, Note("n", ("P5.S1",)), Advice("a", False, (), ())):
        its_form = canonical_bytes(to_builtins(each))
        slot = Part([each, each]).slot
        assert slot == ((each, each), its_form + b"," + its_form)
        assert placed(slot, FIRED, 7) is slot


def test_firings_of_a_run_are_placed_together() -> None:
    second = Firing(
        8, "q", (StateMatch("u", (7, 2)),), (), Conclusion("cause", "c"), None, None, ()
    )
    after = replace(second, seq=4, because=(StateMatch("u", (3, 1)),))
    part = Part([FIRING, second])
    assert placed(part, FIRED | bits([8]), 2)[0] == (PLACED, after)


def test_numbers_that_no_byte_holds_are_told_apart() -> None:
    part = Part([Advice("a", True, (1, 290), ())])
    few, many = bits([1, *range(2, 6), 290]), bits([1, *range(2, 262), 290])
    assert placed(part, few)[0][0].because == (1, 6)
    assert placed(part, many)[0][0].because == (1, 262)


def test_a_part_is_valued_anew() -> None:
    valued = Valued([FIRING], ["age", "level"])
    first = valued.slot({"age": 61, "level": 5.5, "night": True})
    assert template(first) == (
        replace(
            FIRING,
            because=(FactMatch("age", 61, "at_least", 60), *FIRING.because[1:]),
            absent=(replace(FIRING.absent[0], actual=5.5), *FIRING.absent[1:]),
        ),
    )
    assert valued.slot({"age": 61, "level": 5.5}) is first
    assert valued.slot({"age": 62, "level": 5.5}) is not first
    conflict = replace(VERDICT.conflicts[0], facts=(GivenFact("age", 99),))
    assert template(Valued([VERDICT], ["age"]).slot({"age": 99})) == (
        replace(VERDICT, conflicts=(conflict,)),
    )


@pytest.mark.parametrize("level", [4.0, 3.4])
def test_what_repeats_no_value_stays_and_the_form_is_that_of_the_standard(level: float) -> None:
    other = replace(NOT_FIRED, rule="p", conditions=NOT_FIRED.conditions[1:])
    told = replace(NOT_FIRED.conditions[0], name="level", actual=4.5)
    repeating = replace(NOT_FIRED, conditions=(told, *NOT_FIRED.conditions[1:]))
    found = Valued([other, repeating], ["level"]).slot({"level": level})
    assert isinstance(found, tuple)
    conditions = (replace(told, actual=level), *NOT_FIRED.conditions[1:])
    expected = (other, replace(repeating, conditions=conditions))
    assert found == (expected, canonical_bytes(to_builtins(expected))[1:-1])
    assert found[0][0] is other


def test_of_the_values_of_a_part_those_that_came_up_last_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "MOST_VALUES", 2)
    valued = Valued([NOT_FIRED], ["age"])
    first, second = valued.slot({"age": 1}), valued.slot({"age": 2})
    assert valued.slot({"age": 1}) is first
    valued.slot({"age": 3})
    assert valued.slot({"age": 1}) is first
    assert valued.slot({"age": 2}) is not second
    assert valued.slot({"age": 2}) == second


def test_fewer_places_are_kept_of_a_part_with_one_of_many_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "MOST_OF_A_VALUE", 1)
    part = Valued([FIRING], ["age"]).slot({"age": 61})
    assert isinstance(part, Part)
    for before in (2, 3):
        placed(part, FIRED, before)
    assert len(part.placed) == 1
