"""Each firing on its own: what it matched was so, and what it found missing was missing."""

import json
from collections.abc import Callable
from typing import Any

import legspasm
import msgspec
import pytest
from legspasm.body import Body
from legspasm.derivation import check_firings, check_verdict_words, fails

RECORD = legspasm.consult(recent_injury=True, exertion="excessive", injury_healed=False)


def problems(change: Callable[[dict[str, Any]], object]) -> list[str]:
    """What is wrong with the firings of a changed body."""
    body = json.loads(msgspec.json.encode(RECORD.document.body))
    change(body)
    return [str(each) for each in check_firings(msgspec.convert(body, Body))]


def firing(body: dict[str, Any], rule: str) -> dict[str, Any]:
    """The firing of a rule."""
    found: dict[str, Any] = next(each for each in body["firings"] if each["rule"] == rule)
    return found


def test_firings_that_follow_are_not_complained_of() -> None:
    assert problems(lambda body: None) == []
    assert list(check_verdict_words(RECORD.document.body)) == []


CRAMPS = next(at for at, each in enumerate(RECORD.firings) if each.rule == "contraction_cramps")
STRETCH = next(
    at for at, each in enumerate(RECORD.firings) if each.rule == "stretch_around_activity"
)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda body: firing(body, "contraction_cramps")["absent"][0].update(wanted=False),
            f"$.body.firings[{CRAMPS}].absent[0]: 'injury_healed' had to be missing, and is False",
        ),
        (
            lambda body: firing(body, "contraction_cramps")["absent"][0].update(actual=None),
            f"$.body.firings[{CRAMPS}].absent[0].actual: "
            "expected False, which follows from the rest, got None",
        ),
        (
            lambda body: firing(body, "contraction_cramps")["absent"][0].update(as_of=0),
            f"$.body.firings[{CRAMPS}].absent[0].as_of: "
            f"expected {CRAMPS}, which follows from the rest, got 0",
        ),
        (
            lambda body: body["firings"][0]["because"][0].update(operator="at_least", wanted="x"),
            "$.body.firings[0].because[0]: "
            "recent_injury is True, and the condition was at_least 'x'",
        ),
        (
            lambda body: body["firings"][0]["because"][0].update(value=1),
            "$.body.firings[0].because[0].value: expected True, which follows from the rest, got 1",
        ),
        (
            lambda body: body["firings"][0]["because"][0].update(name="age"),
            "$.body.firings[0].because[0]: there is no fact 'age' in the record",
        ),
        (
            lambda body: firing(body, "stretch_around_activity")["because"][0].update(
                value="conflict"
            ),
            f"$.body.firings[{STRETCH}].because[0].value: "
            "expected 'supported', which follows from the rest, got 'conflict'",
        ),
        (
            lambda body: firing(body, "contraction_cramps")["because"][0].update(name="moonlight"),
            f"$.body.firings[{CRAMPS}].because[0].firings: "
            "'moonlight' rests on the firings None, not on 4",
        ),
    ],
)
def test_a_firing_that_does_not_follow_is_told_with_its_place(
    change: Callable[[dict[str, Any]], object], told: str
) -> None:
    assert problems(change) == [told]


def test_a_state_that_nothing_concludes_is_no_support_though_nothing_is_named() -> None:
    def change(body: dict[str, Any]) -> None:
        firing(body, "contraction_cramps")["because"][0].update(name="moonlight", firings=[])

    assert problems(change) == [
        f"$.body.firings[{CRAMPS}].because[0].firings: "
        "'moonlight' rests on the firings None, not on None"
    ]


def test_a_verdict_that_the_firings_do_not_decide_is_told() -> None:
    body = RECORD.document.body
    first = msgspec.structs.replace(body.verdicts[0], verdict="conflict", because=())
    changed = msgspec.structs.replace(body, verdicts=(first, *body.verdicts[1:]))
    assert [each.place for each in check_verdict_words(changed)] == [
        "$.body.verdicts[0].verdict",
        "$.body.verdicts[0].because[0]",
    ]


def test_what_cannot_be_compared_does_not_hold() -> None:
    assert fails("at_least", 60, "seventy")
    assert fails("at_least", 60, 59)
    assert not fails("at_least", 60, 60)


def test_a_firing_that_rests_on_itself_is_told() -> None:
    """Every firing that concludes the state is named, and one of them is this one."""

    def change(body: dict[str, Any]) -> None:
        one = firing(body, "protection_contracts_muscles")
        one["because"] = [
            {"kind": "state", "name": one["concludes"]["id"], "firings": [one["seq"]]}
        ]

    at = [each.rule for each in RECORD.firings].index("protection_contracts_muscles")
    assert problems(change) == [
        f"$.body.firings[{at}].because[0].firings: "
        f"the firing {at + 1} does not come before this one"
    ]
