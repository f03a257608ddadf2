"""Sets of facts that would complete something: the smallest ones."""

from hypothesis import given
from hypothesis import strategies as st
from legspasm.needed import NEVER, NOTHING, Names, joined, smallest

sets = st.lists(st.integers(0, 127), max_size=12)


def slowly(found: list[int]) -> set[int]:
    return {each for each in found if not any(o != each and o & each == o for o in found)}


@given(sets)
def test_the_smallest_are_those_of_which_no_other_is_a_part(found: list[int]) -> None:
    assert set(smallest(found)) == slowly(found)
    assert len(smallest(found)) == len(slowly(found))


@given(sets, sets)
def test_what_is_enough_for_both_is_something_of_each(some: list[int], others: list[int]) -> None:
    both = joined(smallest(some), smallest(others))
    assert set(both) == slowly([each | other for each in some for other in others])


def test_nothing_and_never() -> None:
    assert joined(NOTHING, (3, 4)) == joined((3, 4), NOTHING) == (3, 4)
    assert joined(NEVER, (3,)) == NEVER
    assert smallest([0, 5]) == NOTHING
    assert smallest([]) == NEVER


def test_more_sets_than_are_told_apart_count_as_one_with_all_their_facts() -> None:
    pairs = [1 << one | 1 << other for one in range(24) for other in range(one)]
    assert len(pairs) == 276
    assert smallest(pairs) == ((1 << 24) - 1,)
    assert len(smallest(pairs[:256])) == 256


def test_facts_are_named_in_the_order_of_the_vocabulary_and_others_are_not() -> None:
    names = Names(["a", "b", "c"], ["b", "odd"])
    assert [names.bit(name) for name in ("a", "b", "c", "odd")] == [1, 2, 4, 8]
    assert names.of((4, 1 | 8)) == ("a", "c")
    assert names.of(NOTHING) == names.of(NEVER) == ()
