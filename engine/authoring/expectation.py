"""What a scenario may expect of a consultation, and what that found instead.

The words are those of the knowledge files and of a record. A list says all of it: these and no
others, in any order. What is not mentioned is not expected, and is not looked at.
"""

from typing import Literal

import msgspec
from legspasm.body import Body, ConditionStatus
from legspasm.model import Knowledge
from legspasm.safety import safety_card

Part = Literal[
    "verdict",
    "factors",
    "bears_on",
    "place",
    "expected_places",
    "advice",
    "general_advice",
    "safety",
    "cites",
    "rule",
]
NONE = "none"
"""The word of a place or of safety where nothing is told of it."""
PLACE_WORDS = ("agrees", "not_expected", NONE)
FIRES = "fires"
DOES_NOT_FIRE = "does_not_fire"
Answer = str | tuple[str, ...]
"""A word, or ids in the order of the knowledge."""


class Expectation(msgspec.Struct, frozen=True):
    """One thing that a scenario expects, and where it says so (``file:line:column``).

    =================== ========================= ================================================
    part                name                      expected
    =================== ========================= ================================================
    ``verdict``         a cause                   a verdict word
    ``factors``                                   the factors that are told
    ``bears_on``        a factor                  the causes that it bears on; none: in general
    ``place``                                     ``agrees``, ``not_expected`` or ``none``
    ``expected_places``                           values of the fact that reports the place
    ``advice``                                    the advice that is meant for this person
    ``general_advice``                            the advice that is told with its own condition
    ``safety``                                    the level of what is shown first, or ``none``
    ``cites``           cause, factor or advice   the sentences that it rests on for this person
    ``rule``            a rule                    ``fires`` or ``does_not_fire``
    =================== ========================= ================================================
    """

    part: Part
    name: str
    expected: Answer
    place: str


class Mismatch(msgspec.Struct, frozen=True):
    """An expectation that was not met, and what was found.

    ``found`` is null where a factor or advice of which something is expected is not told.
    ``in_the_way`` are the conditions that kept a rule from firing.
    """

    part: Part
    name: str
    expected: Answer
    found: Answer | None
    place: str
    in_the_way: tuple[ConditionStatus, ...]


def mismatch(expectation: Expectation, body: Body, knowledge: Knowledge) -> Mismatch | None:
    """How what a consultation found differs from what was expected; None where it does not."""
    found = _found(expectation, body, knowledge)
    if found == expectation.expected:
        return None
    return Mismatch(
        part=expectation.part,
        name=expectation.name,
        expected=expectation.expected,
        found=found,
        place=expectation.place,
        in_the_way=_in_the_way(expectation.name, body) if expectation.part == "rule" else (),
    )


def stops(condition: ConditionStatus) -> bool:
    """Whether this condition kept its rule from firing: what is unknown stops no ``unless``."""
    return condition.status == "not_met" or (condition.status == "unknown" and not condition.absent)


def _found(expectation: Expectation, body: Body, knowledge: Knowledge) -> Answer | None:
    match expectation.part:
        case "verdict":
            return {each.cause: each.verdict for each in body.verdicts}[expectation.name]
        case "factors":
            return tuple(each.id for each in body.factors)
        case "bears_on":
            return {each.id: each.applies_to for each in body.factors}.get(expectation.name)
        case "place":
            return body.place.agreement or NONE
        case "expected_places":
            return body.place.expected
        case "advice":
            return tuple(each.id for each in body.advice if each.applies)
        case "general_advice":
            return tuple(each.id for each in body.advice if not each.applies)
        case "safety":
            card = safety_card(knowledge, body.facts)
            return card.level.id if card else NONE
        case "cites":
            return _cited(expectation.name, body)
        case _:  # rule
            fired = any(firing.rule == expectation.name for firing in body.firings)
            return FIRES if fired else DOES_NOT_FIRE


def _cited(name: str, body: Body) -> Answer | None:
    """The sentences by a cause, a factor or a piece of advice; the first of this id, as told."""
    cited = {each.id: each.cites for each in body.advice}
    cited |= {each.id: each.cites for each in body.factors}
    cited |= {each.cause: each.cites for each in body.verdicts}
    return cited.get(name)


def _in_the_way(rule: str, body: Body) -> tuple[ConditionStatus, ...]:
    return tuple(
        condition
        for each in body.not_fired
        if each.rule == rule
        for condition in each.conditions
        if stops(condition)
    )
