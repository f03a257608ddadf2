"""What a condition means, with three answers."""

import pytest
from legspasm.conditions import holds, status
from legspasm.model import Condition, Operator, Value


@pytest.mark.parametrize(
    ("operator", "wanted", "meets", "fails"),
    [
        ("is", True, True, False),
        ("is", "calf", "calf", "above_knee"),
        ("one_of", ("some", "excessive"), "some", "none"),
        ("includes", "running", ("running", "work"), ("work",)),
        ("includes", "running", ("running",), ()),
        ("empty", False, ("work",), ()),
        ("empty", True, (), ("work",)),
        ("at_least", 60, 60, 59),
        ("at_least", 3.5, 3.5, 3.49),
        ("below", 3.5, 3.49, 3.5),
        ("holds", True, True, False),
    ],
)
def test_an_operator_tells_a_value_that_meets_it_from_one_that_does_not(
    operator: Operator, wanted: Value, meets: Value, fails: Value
) -> None:
    condition = Condition("fact", "any", operator, wanted, "")
    assert (holds(condition, meets), holds(condition, fails)) == (True, False)
    assert [status(condition, value) for value in (meets, fails, None)] == [
        "met",
        "not_met",
        "unknown",
    ]


def test_a_word_where_a_number_belongs_is_a_bug_and_not_an_answer() -> None:
    with pytest.raises(TypeError):
        holds(Condition("fact", "age", "at_least", 60, ""), "old")
