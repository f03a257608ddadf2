"""What differs between two stored records, from the records alone.

They may rest on different knowledge, and neither needs to be at hand; so this speaks in the ids
that the records hold. (``comparison.py`` words what other facts change, with one knowledge base
at hand.) The envelope, with its time and labels, is outside the digest and no part of it.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Generic, TypeVar

import msgspec
from legspasm.asked import AskedQuestion
from legspasm.audit.findings import (
    Fired,
    FoundAdvice,
    FoundFactor,
    FoundPlace,
    FoundVerdict,
    Stood,
    ToldFact,
    findings,
)
from legspasm.body import Body, Engine, Note, ParameterValue, SafetySign, SourceReference
from legspasm.digest import Digest
from legspasm.leaves import alike
from legspasm.reply import Report
from legspasm.stored import StoredRecord

T = TypeVar("T")


class Change(msgspec.Struct, Generic[T], frozen=True):
    """One thing, before and after."""

    before: T = msgspec.field(name="from")
    after: T = msgspec.field(name="to")


class ItemChange(msgspec.Struct, Generic[T], frozen=True):
    """One of several things, before and after; null where a record does not have it."""

    id: str
    before: T | None = msgspec.field(name="from")
    after: T | None = msgspec.field(name="to")


class KnowledgeName(msgspec.Struct, frozen=True, order=True):
    """Which knowledge; ``digest`` is lower-case hex SHA-256."""

    name: str
    version: str
    digest: Digest


class RecordName(msgspec.Struct, frozen=True):
    """Which record: the digest of its body, when it was made (RFC 3339), its labels, with what."""

    record: Digest
    time: str
    labels: tuple[str, ...]
    knowledge: KnowledgeName


class RecordDifference(Report, frozen=True, tag_field="schema", tag="legspasm.diff/1"):
    """What differs between two records; null or empty where nothing does.

    Items stand as the earlier record has them, then those that only the later one has.
    ``questions`` are named by their number in the interview. ``firings`` are named by rule: null
    where it did not fire, otherwise how it fired. ``not_fired`` holds the rules that fired in
    neither and stood differently. ``arrangement`` names the parts of the body that hold the same in
    another order, or with other numbers, and is filled only where nothing else differs.
    """

    template: ClassVar[str] = "diff.j2"

    before: RecordName = msgspec.field(name="from")
    after: RecordName = msgspec.field(name="to")
    program: Change[Engine] | None
    knowledge: Change[KnowledgeName] | None
    source: Change[SourceReference] | None
    parameters: tuple[ItemChange[ParameterValue], ...]
    facts: tuple[ItemChange[ToldFact], ...]
    questions: tuple[ItemChange[AskedQuestion], ...]
    firings: tuple[ItemChange[Fired], ...]
    verdicts: tuple[ItemChange[FoundVerdict], ...]
    factors: tuple[ItemChange[FoundFactor], ...]
    place: Change[FoundPlace] | None
    advice: tuple[ItemChange[FoundAdvice], ...]
    safety: tuple[ItemChange[SafetySign], ...]
    notes: tuple[ItemChange[Note], ...]
    not_fired: tuple[ItemChange[Stood], ...]
    arrangement: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs: the bodies have the same bytes."""
        return not (self.differing or self.arrangement)

    @property
    def differing(self) -> tuple[str, ...]:
        """The names of the parts that differ."""
        apart = {"before", "after", "arrangement"}
        names = (name for name in self.__struct_fields__ if name not in apart)
        return tuple(name for name in names if getattr(self, name))

    @property
    def gained(self) -> tuple[str, ...]:
        """The rules that fired only in the later record."""
        return tuple(each.id for each in self.firings if each.before is None)

    @property
    def lost(self) -> tuple[str, ...]:
        """The rules that fired only in the earlier record."""
        return tuple(each.id for each in self.firings if each.after is None)


def diff(before: StoredRecord, after: StoredRecord) -> RecordDifference:
    """What differs between two records. Both may be masked, and their knowledge unknown."""
    bodies = before.document.body, after.document.body
    was, is_ = map(findings, bodies)
    made = [each.knowledge for each in bodies]
    fired = {*was.firings, *is_.firings}
    found = RecordDifference(
        before=record_name(before),
        after=record_name(after),
        program=_change(*(each.engine for each in bodies)),
        knowledge=_change(*(knowledge_name(each) for each in bodies)),
        source=_change(*(each.source for each in made)),
        parameters=changed(was.parameters, is_.parameters),
        facts=changed(was.facts, is_.facts),
        questions=changed(*(_numbered(each) for each in bodies)),
        firings=changed(was.firings, is_.firings),
        verdicts=changed(was.verdicts, is_.verdicts),
        factors=changed(was.factors, is_.factors),
        place=_change(was.place, is_.place),
        advice=changed(was.advice, is_.advice),
        safety=changed(was.safety, is_.safety),
        notes=changed(was.notes, is_.notes),
        not_fired=tuple(
            each for each in changed(was.not_fired, is_.not_fired) if each.id not in fired
        ),
    )
    if found.differing:
        return found
    return msgspec.structs.replace(found, arrangement=tuple(_arranged_otherwise(*bodies)))


def record_name(record: StoredRecord) -> RecordName:
    """How a report names a record."""
    envelope = record.document.envelope
    return RecordName(
        record.digest, envelope.time, envelope.labels, knowledge_name(record.document.body)
    )


def knowledge_name(body: Body) -> KnowledgeName:
    """How a report names the knowledge of a record."""
    return KnowledgeName(body.knowledge.name, body.knowledge.version, body.knowledge.digest)


def changed(before: Mapping[str, T], after: Mapping[str, T]) -> tuple[ItemChange[T], ...]:
    """The items that differ, or that only one of the two has."""
    return tuple(
        ItemChange(id_, before.get(id_), after.get(id_))
        for id_ in dict.fromkeys((*before, *after))
        if not same(before.get(id_), after.get(id_))
    )


def same(one: object, other: object) -> bool:
    """Whether JSON writes the two alike: 1 and 1.0, but not 1 and true."""
    return alike(*msgspec.to_builtins((one, other)))


def _change(before: T, after: T) -> Change[T] | None:
    return None if same(before, after) else Change(before, after)


def _numbered(body: Body) -> Mapping[str, AskedQuestion]:
    return {str(number): each for number, each in enumerate(body.questions, 1)}


def _arranged_otherwise(before: Body, after: Body) -> Iterator[str]:
    was, is_ = msgspec.to_builtins((before, after))
    for part in before.__struct_fields__:
        if not alike(was.get(part), is_.get(part)):
            yield part
