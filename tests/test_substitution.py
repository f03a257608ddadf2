"""Parts of a body with other firing numbers and with other values of facts."""

from bodyparts import FIRING, NOT_FIRED, PLACED, VERDICT
from legspasm.body import Advice, FactMatch, Note
from legspasm.substitution import named, renumbered, revalued, values_told
from msgspec.structs import replace


def test_the_firing_numbers_in_a_part_its_own_first() -> None:
    assert named(FIRING) == (7, 2, 5, 5)
    assert named(VERDICT) == (7, 7)
    assert named(Advice("a", True, (5,), ())) == (5,)
    assert named(NOT_FIRED) == ()


def test_numbers_and_positions_are_each_other_the_other_way_round() -> None:
    positions = {1: 2, 2: 5, 3: 7}
    assert renumbered(PLACED, positions) == replace(
        FIRING, absent=tuple(replace(each, as_of=6) for each in FIRING.absent)
    )


def test_the_facts_whose_known_values_a_part_repeats() -> None:
    assert values_told(FIRING) == {"age", "level"}
    assert values_told(NOT_FIRED) == {"age"}
    assert values_told(VERDICT) == {"age"}
    assert values_told(Note("n", ())) == set()


def test_a_value_is_replaced_wherever_it_was_known_and_nothing_else_of_that_name() -> None:
    conditions = (replace(NOT_FIRED.conditions[0], actual=99), *NOT_FIRED.conditions[1:])
    values = {"age": 99, "night": False, "s": False}
    assert revalued(NOT_FIRED, values) == replace(NOT_FIRED, conditions=conditions)
    assert revalued(FIRING, {"age": 61, "s": 1, "c": 1}) == replace(
        FIRING, because=(FactMatch("age", 61, "at_least", 60), *FIRING.because[1:])
    )
