"""What rules see of a person, as one whole number."""

from itertools import combinations

import pytest
from legspasm import sight as module
from legspasm.digest import canonical_bytes
from legspasm.facts import Fact, check_facts
from legspasm.model import Value
from legspasm.shipped import built_in_knowledge
from legspasm.sight import Seen, Sight
from msgspec import to_builtins

KNOWLEDGE = built_in_knowledge()


def seen(name: str, value: Value) -> int:
    sight = Sight(KNOWLEDGE)
    found = sight.of((Fact(name, value, "call"),))
    assert found is not None
    assert found.what & sight.mask([name]) == found.what
    return found.what


def test_of_a_number_and_of_a_set_it_is_seen_which_conditions_they_meet() -> None:
    assert Sight(KNOWLEDGE).in_part == {"activities", "age", "blood_potassium", "red_flags"}
    assert seen("age", 61) == seen("age", 100) != seen("age", 30)
    assert seen("blood_potassium", 1.0) == seen("blood_potassium", 3.0)
    assert seen("activities", ("work",)) == seen("activities", ("work", "other"))
    assert seen("activities", ("running",)) != seen("activities", ())


def test_of_any_other_fact_its_value_is_seen_and_nothing_of_one_that_no_condition_is_on() -> None:
    assert len({0, *(seen("exertion", each) for each in ("excessive", "some", "none"))}) == 4
    assert len({0, seen("at_night", True), seen("at_night", False)}) == 3
    assert seen("red_flags", ("poison",)) == 0


def test_no_two_facts_have_a_bit_in_common() -> None:
    sight = Sight(KNOWLEDGE)
    masks = [sight.mask([fact.name]) for fact in KNOWLEDGE.facts]
    assert not any(one & other for one, other in combinations(masks, 2))
    assert sight.mask(fact.name for fact in KNOWLEDGE.facts) == sum(masks)
    assert sight.mask([]) == 0


def test_what_was_told_and_its_form_come_with_what_is_seen() -> None:
    facts = check_facts(KNOWLEDGE, ({"age": 61, "blood_potassium": 4.0}, "call"))
    expected = Seen(
        what=seen("age", 61) | seen("blood_potassium", 4.0),
        told={"age": 61, "blood_potassium": 4.0},
        form=canonical_bytes(to_builtins(facts))[1:-1],
    )
    sight = Sight(KNOWLEDGE)
    assert sight.of(facts) == expected
    assert sight.of(facts) == expected
    assert sight.of(()) == Seen(0, {}, b"")


def test_what_is_kept_of_a_fact_is_not_taken_for_an_equal_one() -> None:
    sight = Sight(KNOWLEDGE)
    told, equal = Fact("age", 1, "call"), Fact("age", True, "call")
    assert told == equal
    assert sight.of((told,)) is not None
    assert sight.of((equal,)) is None
    assert sight.of((told,)) is not None
    twin = Fact("age", 1, "call")
    assert sight.of((twin,)) == sight.of((told,))


def test_facts_are_kept_up_to_a_number_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 3)
    sight = Sight(KNOWLEDGE)
    for age in range(131):
        facts = (Fact("age", age, "call"),)
        assert sight.of(facts) == Sight(KNOWLEDGE).of(facts)
        assert len(sight._kept) <= 3


def test_what_no_check_lets_through_is_not_seen_at_all() -> None:
    sight = Sight(KNOWLEDGE)
    twice = Fact("at_night", True, "call")
    assert sight.of((twice, twice)) is None
    assert sight.of((Fact("shoe_size", 42, "call"),)) is None
    assert sight.of((Fact("spasm_site", "elbow", "call"),)) is None
    for name, value in (("at_night", 1), ("blood_potassium", 4), ("age", 61.0), ("age", True)):
        assert sight.of((Fact(name, value, "call"),)) is None
