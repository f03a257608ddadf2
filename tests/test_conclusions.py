"""Firings, looked up by what they conclude."""

from hypothesis import given
from hypothesis import strategies as st
from legspasm.body import FactMatch, Firing, StateMatch
from legspasm.conclusions import Conclusions
from legspasm.model import Conclusion


def firing(seq: int, kind: str, id_: str, *rests_on: int) -> Firing:
    because = (FactMatch("f", True, "is", True), StateMatch("s", rests_on))
    return Firing(seq, f"r{seq}", because, (), Conclusion(kind, id_), None, None, ())  # type: ignore[arg-type]  # a kind


FIRINGS = [
    firing(1, "state", "a"),
    firing(2, "state", "b"),
    firing(3, "state", "a", 2),
    firing(4, "cause", "c", 1, 3),
    firing(5, "cause", "d", 2),
]


def test_firings_are_found_by_kind_and_by_what_they_conclude() -> None:
    found = Conclusions(FIRINGS)
    assert list(found) == FIRINGS
    assert len(found) == 5
    assert list(found.of_kind("cause")) == FIRINGS[3:]
    assert list(found.of("state", "a")) == [FIRINGS[0], FIRINGS[2]]
    assert list(found.of("state", "c")) == list(found.of_kind("factor")) == []
    assert len(list(found.of_kind("state"))) == 3


def test_what_leads_to_a_firing_is_everything_that_it_rests_on() -> None:
    found = Conclusions(FIRINGS)
    assert found.leading_to([FIRINGS[3]]) == tuple(FIRINGS[:4])
    assert found.leading_to([FIRINGS[4]]) == (FIRINGS[1], FIRINGS[4])
    assert found.leading_to([]) == ()


def test_a_firing_can_be_added_after_others_were_asked_for() -> None:
    found = Conclusions(FIRINGS[:4])
    assert found.leading_to([FIRINGS[3]]) == tuple(FIRINGS[:4])
    found.add(FIRINGS[4])
    assert found.leading_to([FIRINGS[4]]) == (FIRINGS[1], FIRINGS[4])
    assert list(found.of("cause", "d")) == [FIRINGS[4]]


@given(st.lists(st.lists(st.integers(1, 20), max_size=3), max_size=20), st.data())
def test_what_leads_somewhere_is_what_a_search_back_finds(
    rests_on: list[list[int]], data: st.DataObject
) -> None:
    firings = [
        firing(seq, "state", "a", *(each for each in earlier if each < seq))
        for seq, earlier in enumerate(rests_on, 1)
    ]
    last = data.draw(st.lists(st.sampled_from(firings), max_size=3)) if firings else []
    wanted = {each.seq for each in last}
    for each in reversed(firings):
        if each.seq in wanted:
            wanted |= {seq for m in each.because if isinstance(m, StateMatch) for seq in m.firings}
    expected = tuple(each for each in firings if each.seq in wanted)
    assert Conclusions(firings).leading_to(last) == expected
