"""What the program says now to the facts of a stored record.

The recorded facts are checked against the vocabulary and inferred from again, and the two bodies
are held against each other byte by byte. Nothing is guessed: where facts are masked, or are none
that the knowledge takes, or the knowledge is not at hand, it is said that nothing was compared.

A replay shows that a record can be made again, not that it is right: ``verification.py`` checks
that. The questions of an interview are taken over as they are recorded.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import msgspec
from legspasm.audit.difference import (
    KnowledgeName,
    RecordDifference,
    RecordName,
    diff,
    record_name,
)
from legspasm.body import Body
from legspasm.consultation import body_of
from legspasm.document import sealed_anew
from legspasm.errors import FactsError, LegspasmError, Problem, RecordError, problem
from legspasm.facts import Fact, check_facts
from legspasm.leaves import differing
from legspasm.model import Knowledge
from legspasm.record import Record
from legspasm.reply import Report
from legspasm.shipped import built_in_knowledge
from legspasm.stored import StoredRecord

FACTS_PLACE = "$.body.facts: "
"""What stands before the name of a fact that the knowledge does not take."""
_replace = msgspec.structs.replace


class Leaf(msgspec.Struct, frozen=True):
    """A place in the body, such as ``$.body.firings[3].rule``, and what stands there in each.

    Values are plain data; null where nothing stands there.
    """

    place: str
    recorded: Any
    replayed: Any


class Replay(Report, frozen=True, tag_field="schema", tag="legspasm.replay/1"):
    """What replaying a record came to.

    ``outcome`` is ``same`` where both bodies have the same bytes, setting aside the version of the
    program, and the reference to the knowledge where other knowledge was asked for. ``first`` is
    the first place where they differ, and ``difference`` everything that does, also what was set
    aside; null where nothing was compared, and then ``problems`` say why.
    """

    template: ClassVar[str] = "replay.j2"

    record: RecordName
    knowledge: KnowledgeName
    outcome: Literal["same", "different", "not_compared"]
    problems: tuple[Problem, ...]
    first: Leaf | None
    difference: RecordDifference | None

    @property
    def same(self) -> bool:
        """Whether the record was made again as it is."""
        return self.outcome == "same"


def replay(record: StoredRecord, *, knowledge: Knowledge | None = None) -> Replay:
    """Consult again with the facts of ``record``, and compare.

    ``knowledge``: the record's own where it is a :class:`legspasm.Record`, otherwise the built-in
    one, unless given. What is given may be other knowledge than the record's; then the question is
    what that would have said. Never raises for what a record holds.
    """
    at_hand = knowledge or (record.knowledge if isinstance(record, Record) else None)
    at_hand = at_hand or built_in_knowledge()
    try:
        if knowledge is None:
            _check_own(record, at_hand)
        replayed = replayed_body(record, at_hand)
    except LegspasmError as error:
        return _told(record, at_hand, error.problems, None, None)
    first = next(_differences(record.document.body, replayed), None)
    again = StoredRecord(sealed_anew(record.document, replayed))
    return _told(record, at_hand, (), first, diff(record, again))


def replayed_body(record: StoredRecord, knowledge: Knowledge) -> Body:
    """The body that ``knowledge`` gives for the facts and questions of ``record``.

    Raises RecordError where facts of it are masked, and FactsError where the knowledge does not
    take them.
    """
    body = record.document.body
    if body.masked:
        names = ", ".join(each.name for each in body.masked)
        raise RecordError([problem("record_masked", "$.body.masked", names=names)])
    return body_of(knowledge, _facts_again(body, knowledge), body.questions)


def _facts_again(body: Body, knowledge: Knowledge) -> tuple[Fact, ...]:
    try:
        return check_facts(
            knowledge, *(({each.name: each.value}, each.origin) for each in body.facts)
        )
    except FactsError as error:
        raise FactsError(
            _replace(each, place=f"{FACTS_PLACE}{each.place}") for each in error.problems
        ) from error


def _check_own(record: StoredRecord, knowledge: Knowledge) -> None:
    made_with = record.document.body.knowledge
    if made_with.digest != knowledge.digest:
        found = problem(
            "record_other_knowledge",
            "$.body.knowledge",
            name=made_with.name,
            version=made_with.version,
            digest=made_with.digest,
        )
        raise RecordError([found])


def _differences(recorded: Body, replayed: Body) -> Iterator[Leaf]:
    """Where the bodies differ, but for what is set aside."""
    engine = _replace(replayed.engine, version=recorded.engine.version)
    set_aside = _replace(replayed, engine=engine)
    if recorded.knowledge.digest != replayed.knowledge.digest:
        set_aside = _replace(set_aside, knowledge=recorded.knowledge)
    for place, was, is_ in differing("$.body", *msgspec.to_builtins((recorded, set_aside))):
        yield Leaf(place, was, is_)


def _told(
    record: StoredRecord,
    knowledge: Knowledge,
    problems: tuple[Problem, ...],
    first: Leaf | None,
    difference: RecordDifference | None,
) -> Replay:
    outcome: Literal["same", "different", "not_compared"] = "different" if first else "same"
    return Replay(
        record=record_name(record),
        knowledge=KnowledgeName(knowledge.name, knowledge.version, knowledge.digest),
        outcome="not_compared" if difference is None else outcome,
        problems=problems,
        first=first,
        difference=difference,
    )
