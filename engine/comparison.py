"""*What if*: the difference between two consultations, the second with some facts changed.

Both are whole consultations; nothing is worked out by halves. What is the same in both is left
out.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

import msgspec
from legspasm.body import Factor, Place
from legspasm.citation import CitedRule, cited, parameters_of
from legspasm.consultation import consult_facts
from legspasm.facts import Fact, Origin, check_facts, spoken
from legspasm.model import Knowledge, Parameter, Value
from legspasm.record import Record
from legspasm.reply import Reply, about


class FactDifference(msgspec.Struct, frozen=True):
    """A fact before and after, null where it is unknown, and what the new value says."""

    fact: str
    before: Value | None = msgspec.field(name="from")
    after: Value | None = msgspec.field(name="to")
    says: str


class VerdictDifference(msgspec.Struct, frozen=True):
    """A verdict before and after, what the new one says, and the reservations it is given with.

    It may be the same word with other reservations.
    """

    cause: str
    before: str = msgspec.field(name="from")
    after: str = msgspec.field(name="to")
    title: str
    says: str
    reservations: tuple[str, ...]


class FactorDifference(msgspec.Struct, frozen=True):
    """The causes that a factor bears on, the new ones by title too; null where it is not told."""

    id: str
    before: tuple[str, ...] | None = msgspec.field(name="from")
    after: tuple[str, ...] | None = msgspec.field(name="to")
    title: str
    says: str
    bears_on: tuple[str, ...]


class PlaceNote(msgspec.Struct, frozen=True):
    """The expected places with their labels, and whether the reported one is among them."""

    expected: tuple[str, ...]
    labels: tuple[str, ...]
    agreement: Literal["agrees", "not_expected"] | None


class PlaceDifference(msgspec.Struct, frozen=True):
    """The place note before and after; ``says`` words the new one where the place is judged."""

    before: PlaceNote = msgspec.field(name="from")
    after: PlaceNote = msgspec.field(name="to")
    says: str


class AdviceDifference(msgspec.Struct, frozen=True):
    """Whether advice applies: true, false (general), or null: then ``says`` is empty."""

    id: str
    title: str
    before: bool | None = msgspec.field(name="from")
    after: bool | None = msgspec.field(name="to")
    says: str


class SignDifference(msgspec.Struct, frozen=True):
    """Warning signs before and after, by id."""

    before: tuple[str, ...] = msgspec.field(name="from")
    after: tuple[str, ...] = msgspec.field(name="to")


class Difference(msgspec.Struct, frozen=True):
    """What another consultation finds differently; null or empty where it is the same."""

    verdicts: tuple[VerdictDifference, ...]
    factors: tuple[FactorDifference, ...]
    place: PlaceDifference | None
    advice: tuple[AdviceDifference, ...]
    safety: SignDifference | None
    gained: tuple[CitedRule, ...]
    lost: tuple[CitedRule, ...]

    @property
    def tells_the_same(self) -> bool:
        """Whether nothing that is told differs; other rules may have fired."""
        told = (self.verdicts, self.factors, self.place, self.advice, self.safety)
        return not any(told)


class WhatIf(Reply, frozen=True, tag_field="schema", tag="legspasm.what-if/1"):
    """What would be told with other facts. ``other`` is the digest of the other record's body."""

    template: ClassVar[str] = "what_if.j2"

    facts: tuple[FactDifference, ...]
    difference: Difference
    other: str
    parameters: tuple[Parameter, ...]


def what_if(record: Record, changes: Mapping[str, object], *, origin: Origin = "call") -> WhatIf:
    """The difference that ``changes`` of facts would make to ``record``; None is unknown.

    Values are what :func:`legspasm.consult` takes. ``origin`` is how the changes were told.
    Raises FactsError with every wrong change at once.
    """
    knowledge = record.knowledge
    told = {fact.name: fact for fact in record.facts}
    changed = {fact.name: fact for fact in check_facts(knowledge, (changes, origin))}
    after = {name: fact for name, fact in told.items() if name not in changes} | changed
    other = consult_facts(knowledge, tuple(after[name] for name in sorted(after)))
    found = difference(record, other)
    turned = {each.id for each in (*found.gained, *found.lost)}
    return WhatIf(
        about=about(record),
        facts=tuple(
            FactDifference(
                each.name,
                _value(told.get(each.name)),
                _value(after.get(each.name)),
                " ".join(spoken(each, _value(after.get(each.name)))),
            )
            for each in knowledge.facts
            if _value(told.get(each.name)) != _value(after.get(each.name))
        ),
        difference=found,
        other=other.digest,
        parameters=parameters_of(
            knowledge, (each for each in knowledge.rules if each.id in turned)
        ),
    )


def difference(before: Record, after: Record) -> Difference:
    """What ``after`` finds differently; both rest on the same knowledge."""
    fired = {each.rule for each in before.firings}
    fires = {each.rule for each in after.firings}
    rules = before.knowledge.rules
    return Difference(
        verdicts=_verdicts(before, after),
        factors=_factors(before, after),
        place=_place(before, after),
        advice=_advice(before, after),
        safety=_safety(before, after),
        gained=tuple(cited(rule) for rule in rules if rule.id in fires - fired),
        lost=tuple(cited(rule) for rule in rules if rule.id in fired - fires),
    )


def _verdicts(before: Record, after: Record) -> tuple[VerdictDifference, ...]:
    causes = {each.id: each for each in before.knowledge.causes}
    return tuple(
        VerdictDifference(
            was.cause,
            was.verdict,
            is_.verdict,
            causes[was.cause].title,
            causes[was.cause].sentence(is_.verdict),
            is_.reservations,
        )
        for was, is_ in zip(before.verdicts, after.verdicts, strict=True)
        if (was.verdict, set(was.reservations)) != (is_.verdict, set(is_.reservations))
    )


def _factors(before: Record, after: Record) -> tuple[FactorDifference, ...]:
    was, is_ = _bearing(before.factors), _bearing(after.factors)
    titles = {cause.id: cause.title for cause in before.knowledge.causes}
    return tuple(
        FactorDifference(
            each.id,
            was.get(each.id),
            is_.get(each.id),
            each.title,
            each.says,
            tuple(titles[cause] for cause in is_.get(each.id) or ()),
        )
        for each in before.knowledge.factors
        if was.get(each.id) != is_.get(each.id)
    )


def _bearing(factors: tuple[Factor, ...]) -> Mapping[str, tuple[str, ...]]:
    return {each.id: each.applies_to for each in factors}


def _place(before: Record, after: Record) -> PlaceDifference | None:
    was, is_ = (_place_note(each.place, before.knowledge) for each in (before, after))
    if was == is_ or was.agreement is is_.agreement is None:  # without both there is no note
        return None
    definition = before.knowledge.place
    says = {"agrees": definition.agrees, "not_expected": definition.not_expected}
    return PlaceDifference(was, is_, says.get(is_.agreement or "", ""))


def _place_note(place: Place, knowledge: Knowledge) -> PlaceNote:
    labels = tuple(
        option.label
        for definition in knowledge.facts
        if definition.name == knowledge.place.reported_by
        for option in definition.options
        if option.id in place.expected
    )
    return PlaceNote(place.expected, labels, place.agreement)


def _advice(before: Record, after: Record) -> tuple[AdviceDifference, ...]:
    was = {each.id: each.applies for each in before.advice}
    is_ = {each.id: each.applies for each in after.advice}
    return tuple(
        AdviceDifference(
            each.id,
            each.title,
            was.get(each.id),
            is_.get(each.id),
            "" if each.id not in is_ else each.says if is_[each.id] else each.general,
        )
        for each in before.knowledge.advice
        if was.get(each.id) != is_.get(each.id)
    )


def _safety(before: Record, after: Record) -> SignDifference | None:
    was, is_ = (tuple(each.id for each in record.safety) for record in (before, after))
    return None if was == is_ else SignDifference(was, is_)


def _value(fact: Fact | None) -> Value | None:
    return None if fact is None else fact.value
