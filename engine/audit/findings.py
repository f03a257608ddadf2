"""What a record holds, in a form in which it can be held against another record.

A body names a firing by its number, and one firing more or fewer renumbers all that come after it.
Here what rests on a firing names its rule instead, so that two records differ only where something
was found otherwise. Nothing but the record is used: what the ids mean need not be known.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
from legspasm.body import (
    Body,
    ConditionStatus,
    FactMatch,
    GivenFact,
    Note,
    ParameterValue,
    SafetySign,
    StateMatch,
    VerdictMatch,
)
from legspasm.digest import Digest
from legspasm.facts import Origin
from legspasm.model import Conclusion, Value, VerdictWord

Rules = tuple[str, ...]
"""Ids of rules."""


class ToldFact(msgspec.Struct, frozen=True):
    """A known fact. Where it is masked, ``value`` is null and ``commitment`` is what binds it."""

    value: Value | None
    origin: Origin
    commitment: Digest | None = None


class StateSupport(msgspec.Struct, frozen=True, tag="state", tag_field="kind"):
    """A condition met by a state, and the rules that concluded it."""

    name: str
    by: Rules


class VerdictSupport(msgspec.Struct, frozen=True, tag="verdict", tag_field="kind"):
    """A condition met by a verdict, and the rules that decide it."""

    name: str
    value: VerdictWord
    by: Rules


class Missing(msgspec.Struct, frozen=True):
    """What had to be missing, and was; ``actual`` is null where it was unknown."""

    kind: Literal["fact", "state", "verdict"]
    name: str
    operator: str
    wanted: Value
    actual: Value | None


class Fired(msgspec.Struct, frozen=True):
    """How a rule fired."""

    because: tuple[FactMatch | StateSupport | VerdictSupport, ...]
    absent: tuple[Missing, ...]
    concludes: Conclusion
    reservation: str | None
    hedge: str | None
    cites: tuple[str, ...]


class Stood(msgspec.Struct, frozen=True):
    """How a rule stood that did not fire."""

    conditions: tuple[ConditionStatus, ...]
    needs: tuple[str, ...]


class FoundConflict(msgspec.Struct, frozen=True):
    """Answers that contradict each other, and the rule that says so."""

    rule: str
    facts: tuple[GivenFact, ...]
    text: str


class FoundVerdict(msgspec.Struct, frozen=True):
    """What is said of a cause, and the rules that decide it."""

    verdict: VerdictWord
    reservations: tuple[str, ...]
    conflicts: tuple[FoundConflict, ...]
    needs: tuple[str, ...]
    by: Rules
    cites: tuple[str, ...]


class FoundFactor(msgspec.Struct, frozen=True):
    """The causes that a factor bears on, and the rules that say so."""

    applies_to: tuple[str, ...]
    by: Rules
    cites: tuple[str, ...]


class FoundPlace(msgspec.Struct, frozen=True):
    """The expected places, the reported one, and whether it is among them."""

    expected: tuple[str, ...]
    reported: str | None
    agreement: Literal["agrees", "not_expected"] | None
    by: Rules
    cites: tuple[str, ...]


class FoundAdvice(msgspec.Struct, frozen=True):
    """Whether a piece of advice applies (or is general), and the rules that say so."""

    applies: bool
    by: Rules
    cites: tuple[str, ...]


class Findings(msgspec.Struct, frozen=True):
    """The parts of a body, by name; in the order in which the body has them."""

    parameters: Mapping[str, ParameterValue]
    facts: Mapping[str, ToldFact]
    firings: Mapping[str, Fired]
    verdicts: Mapping[str, FoundVerdict]
    factors: Mapping[str, FoundFactor]
    place: FoundPlace
    advice: Mapping[str, FoundAdvice]
    safety: Mapping[str, SafetySign]
    notes: Mapping[str, Note]
    not_fired: Mapping[str, Stood]


def findings(body: Body) -> Findings:
    """The parts of ``body``. Where it holds one thing twice, the last counts."""
    names = {firing.seq: firing.rule for firing in body.firings}

    def by(seqs: Iterable[int]) -> Rules:
        return tuple(names.get(seq, str(seq)) for seq in seqs)

    known = {each.name: ToldFact(each.value, each.origin) for each in body.facts}
    masked = {each.name: ToldFact(None, each.origin, each.commitment) for each in body.masked}
    place = body.place
    return Findings(
        parameters={each.id: each for each in body.knowledge.parameters},
        facts=known | masked,
        firings=_fired(body, names),
        verdicts={
            each.cause: FoundVerdict(
                each.verdict,
                each.reservations,
                tuple(FoundConflict(by([c.seq])[0], c.facts, c.text) for c in each.conflicts),
                each.needs,
                by(each.because),
                each.cites,
            )
            for each in body.verdicts
        },
        factors={
            each.id: FoundFactor(each.applies_to, by(each.because), each.cites)
            for each in body.factors
        },
        place=FoundPlace(
            place.expected, place.reported, place.agreement, by(place.because), place.cites
        ),
        advice={
            each.id: FoundAdvice(each.applies, by(each.because), each.cites) for each in body.advice
        },
        safety={each.id: each for each in body.safety},
        notes={each.id: each for each in body.notes},
        not_fired={each.rule: Stood(each.conditions, each.needs) for each in body.not_fired},
    )


def _fired(body: Body, names: Mapping[int, str]) -> Mapping[str, Fired]:
    def match(
        each: FactMatch | StateMatch | VerdictMatch,
    ) -> FactMatch | StateSupport | VerdictSupport:
        if isinstance(each, FactMatch):
            return each
        by = tuple(names.get(seq, str(seq)) for seq in each.firings)
        if isinstance(each, StateMatch):
            return StateSupport(each.name, by)
        return VerdictSupport(each.name, each.value, by)

    return {
        each.rule: Fired(
            tuple(map(match, each.because)),
            tuple(
                Missing(no.kind, no.name, no.operator, no.wanted, no.actual) for no in each.absent
            ),
            each.concludes,
            each.reservation,
            each.hedge,
            each.cites,
        )
        for each in body.firings
    }
