"""What hangs on which rules fired in all, kept by what it hangs on."""

from typing import Any

import pytest
from legspasm import overall
from legspasm.body import Body
from legspasm.facts import check_facts
from legspasm.fullrun import conclude
from legspasm.overall import FIELDS, Overall
from legspasm.parts import placed
from legspasm.positions import bits, positions_in
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()
POSITIONS = positions_in(KNOWLEDGE)


def body(**facts: Any) -> Body:
    return conclude(KNOWLEDGE, check_facts(KNOWLEDGE, (facts, "call")))


def fields(kept: Overall, found: Body) -> dict[str, Any]:
    """What hangs on the firings of a body, with its numbers."""
    fired = bits(
        [
            *(POSITIONS.rules[firing.rule] for firing in found.firings),
            *(
                POSITIONS.causes[each.cause]
                for each in found.verdicts
                if each.verdict == "not_indicated"
            ),
        ]
    )
    told = {fact.name: fact.value for fact in found.facts}
    slots = kept.slots(fired, told, found.facts, found.firings)
    return {field: placed(each, fired)[0] for field, each in zip(FIELDS, slots, strict=True)}


def recorded(found: Body) -> dict[str, Any]:
    return {field: getattr(found, field) for field in FIELDS} | {"place": (found.place,)}


PEOPLE: list[dict[str, Any]] = [
    {},
    {"had_spasm": False, "age": 70},
    {"spasm_site": "not_leg", "age": 70, "red_flags": ["poison"]},
    {"age": 70, "recent_injury": False, "at_night": True, "spasm_site": "calf"},
    {"age": 70, "recent_injury": True, "at_night": True, "spasm_site": "above_knee"},
    {"exertion": "excessive", "activities": ["running"], "spasm_site": "calf", "red_flags": []},
]


def test_what_is_kept_for_one_is_right_for_everybody() -> None:
    kept = Overall(KNOWLEDGE, POSITIONS)
    for _ in range(2):
        for person in PEOPLE:
            assert fields(kept, body(**person)) == recorded(body(**person))


def test_what_was_found_once_is_not_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Overall(KNOWLEDGE, POSITIONS)
    first, second = body(age=70, recent_injury=True), body(age=88, recent_injury=True)
    fields(kept, first)
    for name in FIELDS:
        monkeypatch.setattr(overall, name, None)
    assert fields(kept, second) == recorded(second)


def test_so_many_findings_are_kept_and_then_it_starts_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overall, "MOST_KEPT", 3)
    kept = Overall(KNOWLEDGE, POSITIONS)
    for person in PEOPLE:
        assert fields(kept, body(**person)) == recorded(body(**person))
        assert max(map(len, kept._kept)) <= 3
