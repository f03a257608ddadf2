"""Where rules stand, and the numbers that their firings have."""

from legspasm.positions import Positions, bits, number, positions_in, up_to
from legspasm.shipped import built_in_knowledge


def test_causes_are_placed_after_all_rules() -> None:
    knowledge = built_in_knowledge()
    found = positions_in(knowledge)
    ids = [rule.id for rule in knowledge.rules]
    causes = [cause.id for cause in knowledge.causes]
    assert found == Positions(
        rules={id_: at for at, id_ in enumerate(ids, 1)},
        causes={id_: at for at, id_ in enumerate(causes, len(ids) + 1)},
    )


def test_bits_are_one_for_each_position_however_often_it_is_named() -> None:
    assert bits([]) == 0
    assert bits([1, 3, 3]) == 0b1010


def test_the_number_of_a_firing_is_how_many_rules_fired_up_to_it() -> None:
    fired = bits([2, 5, 7])
    assert [number(at, fired) for at in (2, 5, 7)] == [1, 2, 3]


def test_the_bits_up_to_a_position_are_the_same_in_memory_for_everybody() -> None:
    assert up_to(3) == 0b1111
    assert up_to(70) is up_to(70)
