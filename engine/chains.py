"""One cause at a time: by which routes its verdict is reached, and what is missing or against it.

A route is told as a chain: what was told, then one rule after another, each with the sentences
that it rests on. What fired on the same topic but leads to no verdict stands beside it.
"""

from collections.abc import Iterable

import msgspec
from legspasm.asked import Outcome
from legspasm.body import Body, FactMatch, Firing, Verdict
from legspasm.cones import cone
from legspasm.facts import spoken
from legspasm.model import Cause, Knowledge, Rule
from legspasm.ordering import makers_in
from legspasm.questions import matters
from legspasm.tables import fact_conditions
from legspasm.telling import SafetyAdvice
from legspasm.verdicts import justification

_HOLDS = {"supported", "with_reservation"}


class Step(msgspec.Struct, frozen=True):
    """A rule that fired, in the order of the firings."""

    seq: int
    rule: Rule


class Route(msgspec.Struct, frozen=True):
    """One way to a verdict: what was told, then step by step; those without reservation first.

    What an earlier route told is not told again.
    """

    told: tuple[str, ...]
    steps: tuple[Step, ...]
    reservation: str


class CauseAccount(msgspec.Struct, frozen=True):
    """All that there is to tell about one cause."""

    cause: Cause
    verdict: Verdict
    sentence: str
    holds: bool
    in_full: bool
    routes: tuple[Route, ...]
    beside: tuple[Step, ...]
    """What fired on the same topic and leads to no verdict: a side chain."""
    against: tuple[str, ...]
    not_told: tuple[str, ...]
    safety: tuple[SafetyAdvice, ...]


def account_of(body: Body, knowledge: Knowledge, cause: Cause) -> CauseAccount:
    """All that there is to tell about ``cause``."""
    verdict = next(each for each in body.verdicts if each.cause == cause.id)
    deciding = [firing for firing in body.firings if firing.seq in verdict.because]
    applicable = verdict.verdict != "not_applicable"
    about = [
        firing
        for firing in body.firings
        if firing.concludes.kind in {"cause", "against", "conflict"}
        and firing.concludes.id == cause.id
    ]
    on_the_way = {firing.seq for firing in justification(about, body.firings)}
    return CauseAccount(
        cause=cause,
        verdict=verdict,
        sentence=cause.sentence(verdict.verdict),
        holds=verdict.verdict in _HOLDS,
        in_full=verdict.verdict in _HOLDS or verdict.verdict == "conflict",
        routes=routes(body, knowledge, deciding) if applicable else (),
        beside=tuple(
            step(knowledge, firing)
            for firing in body.firings
            if applicable
            and rule_of(knowledge, firing.rule).topic == cause.id
            and firing.concludes.kind == "state"
            and firing.seq not in on_the_way
        ),
        against=tuple(
            rule_of(knowledge, firing.rule).says
            for firing in about
            if applicable and firing.concludes.kind == "against"
        ),
        not_told=_not_told(body, knowledge, cause) if applicable else (),
        safety=tuple(
            advice
            for advice in knowledge.safety.always
            if advice.beside == cause.id and verdict.verdict == "supported"
        ),
    )


def routes(body: Body, knowledge: Knowledge, deciding: Iterable[Firing]) -> tuple[Route, ...]:
    """A route to each of the ``deciding`` firings, those without a reservation first."""
    found = []
    before: set[int] = set()
    for last in sorted(deciding, key=lambda firing: firing.reservation is not None):
        way = [firing for firing in justification([last], body.firings) if firing.seq not in before]
        before.update(firing.seq for firing in way)
        names = [
            match.name for firing in way for match in firing.because if isinstance(match, FactMatch)
        ]
        found.append(
            Route(
                told=sentences_told(body, knowledge, names),
                steps=tuple(step(knowledge, firing) for firing in way),
                reservation=rule_of(knowledge, last.rule).reservation,
            )
        )
    return tuple(found)


def sentences_told(body: Body, knowledge: Knowledge, names: Iterable[str]) -> tuple[str, ...]:
    """What the known facts among ``names`` say, in the order of the vocabulary."""
    wanted = set(names)
    values = {fact.name: fact.value for fact in body.facts if fact.name in wanted}
    return tuple(
        sentence
        for definition in knowledge.facts
        if definition.name in values
        for sentence in spoken(definition, values[definition.name])
    )


def step(knowledge: Knowledge, firing: Firing) -> Step:
    """The firing with its rule."""
    return Step(firing.seq, rule_of(knowledge, firing.rule))


def rule_of(knowledge: Knowledge, id_: str) -> Rule:
    """The rule ``id_``."""
    return next(rule for rule in knowledge.rules if rule.id == id_)


def _not_told(body: Body, knowledge: Knowledge, cause: Cause) -> tuple[str, ...]:
    """What is unknown, has a part in a rule for or against the cause, and can still change it."""
    told = {fact.name: fact.value for fact in body.facts}
    unknown = {each.name for each in knowledge.facts} - set(told)
    about = [
        rule
        for rule in knowledge.rules
        if rule.concludes.kind in {"cause", "against"} and rule.concludes.id == cause.id
    ]
    read = {each.name for each in fact_conditions(makers_in(knowledge).closure(about))}
    verdict, reservation = Outcome("verdict", cause.id), Outcome("reservation", cause.id)
    return tuple(
        each.unknown
        for each in knowledge.facts
        if each.name in unknown & read
        and (
            matters(knowledge, cone(knowledge, verdict), each.name, told, unknown)
            or matters(knowledge, cone(knowledge, reservation), each.name, told, unknown)
        )
    )
