"""Answers that do not fit together: causes in conflict, and facts that suppose what was denied."""

from typing import Any

import pytest
from legspasm.consistency import contradictions
from legspasm.reader import built_in_knowledge

KNOWLEDGE = built_in_knowledge()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, set()),
        ({"recent_injury": True, "injury_healed": False}, set()),
        ({"recent_injury": False, "injury_healed": False}, {("cause", "injury")}),
        ({"had_spasm": False, "at_night": True}, {("fact", "at_night")}),
        # Nothing is to be explained, so nothing about it contradicts itself.
        (
            {"had_spasm": False, "recent_injury": False, "injury_healed": False},
            set(),
        ),
        (
            {"exertion": "none", "activities": ("work",), "low_potassium_test": True}
            | {"blood_potassium": 4.0},
            {("cause", "excessive_activity"), ("cause", "low_potassium")},
        ),
    ],
)
def test_what_does_not_fit_together_is_found(
    facts: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    assert contradictions(KNOWLEDGE, facts) == expected
