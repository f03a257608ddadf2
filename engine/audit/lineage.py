"""Where everything in a record came from, in the terms of W3C PROV-DM, as data.

PROV-DM (W3C Recommendation, 30 April 2013) has three kinds of thing. Here they are:

    entities     what was told; each conclusion of a firing; each state, scope, verdict, factor and
                 piece of advice, the place, warning signs and notes; the sentences and their
                 source; the knowledge, as the plan that was followed; and the record itself
    activities   each firing, and the consultation, which takes all conclusions together
    an agent     the program, with its version

A thing is named by a space and words in it. ``provenance.py`` makes URNs of the names, and is
where a library writes all this down.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

import msgspec
from legspasm.audit.results import Result, results
from legspasm.body import Body, FactMatch, Firing, StateMatch, VerdictMatch
from legspasm.stored import StoredRecord

Space = Literal["record", "source", "knowledge", "engine"]
Link = Literal[
    "used",
    "wasGeneratedBy",
    "wasDerivedFrom",
    "hadPrimarySource",
    "wasQuotedFrom",
    "wasInformedBy",
    "wasAttributedTo",
    "wasAssociatedWith",
]
Described = Mapping[str, Any]
"""Plain data by what it says; None says nothing."""


class Name(msgspec.Struct, frozen=True):
    """What a thing is called: the digest of ``space`` and these words make it unique."""

    space: Space
    words: tuple[str, ...]


class Thing(msgspec.Struct, frozen=True):
    """An entity, an activity or an agent; ``value`` is None where it has none."""

    kind: Literal["entity", "activity", "agent"]
    name: Name
    type: str
    value: Any
    described: Described


class Relation(msgspec.Struct, frozen=True):
    """``subject`` link ``object``, as PROV-DM reads it: *firing* used *fact*.

    ``role`` is for what was used: ``matched``, ``absent`` (it was there, and not what would have
    kept the rule from firing) or ``taken``. ``time`` is RFC 3339, or whatever the record has there.
    """

    link: Link
    subject: Name
    object: Name
    role: str = ""
    time: str = ""


class Lineage(msgspec.Struct, frozen=True):
    """All things and relations, in the order of the record.

    ``digests`` are those of the spaces, and ``plan`` is the knowledge: every activity followed it.
    """

    digests: Mapping[Space, str]
    plan: Name
    things: tuple[Thing, ...]
    relations: tuple[Relation, ...]


_PLAN = Name("knowledge", ("files",))
_SOURCE = Name("source", ("file",))
_CONSULTATION = Name("record", ("consultation",))
_RECORD = Name("record", ("record",))


def lineage(record: StoredRecord) -> Lineage:
    """The lineage of everything in ``record``, from itself alone."""
    body, envelope = record.document.body, record.document.envelope
    agent = Name("engine", (body.engine.name, body.engine.version))
    described = {"label": body.engine.name, "version": body.engine.version}
    things = [
        Thing("agent", agent, "SoftwareAgent", None, described),
        *_origins(body),
        Thing("activity", _CONSULTATION, "Consultation", None, {}),
        *(_activity(firing) for firing in body.firings),
        *(_conclusion(firing) for firing in body.firings),
    ]
    relations = list(_of_origins(body))
    for firing in body.firings:
        relations += _of_firing(firing, _masked(body))
    for result in results(body):
        things.append(_result(result))
        relations += _of_result(result)
    about = {"label": record.digest, "labels": envelope.labels or None}
    things.append(_entity(_RECORD, "Record", about))
    relations.append(Relation("wasGeneratedBy", _RECORD, _CONSULTATION, time=envelope.time))
    relations.append(Relation("wasAttributedTo", _RECORD, agent))
    relations += (
        Relation("wasAssociatedWith", thing.name, agent)
        for thing in things
        if thing.kind == "activity"
    )
    digests: dict[Space, str] = {
        "record": record.digest,
        "source": body.knowledge.source.digest,
        "knowledge": body.knowledge.digest,
    }
    return Lineage(digests, _PLAN, tuple(things), tuple(dict.fromkeys(relations)))


def _origins(body: Body) -> Iterable[Thing]:
    """What was there before: the knowledge, its source and sentences, and what was told."""
    made_with = body.knowledge
    about = {
        "label": made_with.name,
        "version": made_with.version,
        "parameters": made_with.parameters,
    }
    yield _entity(_PLAN, "Plan", about)
    yield _entity(_SOURCE, "Source", {"label": made_with.source.title})
    for id_ in _cited(body):
        yield _entity(_sentence(id_), "Sentence", {"label": id_})
    for fact in body.facts:
        about = {"label": fact.name, "origin": fact.origin}
        yield _entity(_fact(fact.name), "Fact", about, fact.value)
    for masked in body.masked:
        about = {"label": masked.name, "origin": masked.origin, "commitment": masked.commitment}
        yield _entity(_fact(masked.name), "MaskedFact", about)


def _of_origins(body: Body) -> Iterable[Relation]:
    yield Relation("wasDerivedFrom", _PLAN, _SOURCE)
    for id_ in _cited(body):
        yield Relation("wasQuotedFrom", _sentence(id_), _SOURCE)
    yield Relation("used", _CONSULTATION, _PLAN, role="taken")
    told = [fact.name for fact in body.facts]
    for name in (*told, *_masked(body)):
        yield Relation("used", _CONSULTATION, _fact(name), role="taken")
        yield Relation("wasDerivedFrom", _RECORD, _fact(name))


def _activity(firing: Firing) -> Thing:
    about = {"label": str(firing.seq), "rule": firing.rule, "absent": firing.absent or None}
    return Thing("activity", _fired(firing.seq), "Firing", None, about)


def _conclusion(firing: Firing) -> Thing:
    concludes = firing.concludes
    about = {
        "label": concludes.id,
        "kind": concludes.kind,
        "bears_on": concludes.bears_on or None,
        "reservation": firing.reservation,
        "hedge": firing.hedge,
    }
    return _entity(_concluded(firing.seq), "Conclusion", about)


def _of_firing(firing: Firing, masked: Collection[str]) -> Iterable[Relation]:
    """What it used, which firings made that, and what its conclusion rests on."""
    activity, concluded = _fired(firing.seq), _concluded(firing.seq)
    yield Relation("wasGeneratedBy", concluded, activity)
    yield Relation("used", _CONSULTATION, concluded, role="taken")
    for match in firing.because:
        used = _matched(match)
        yield Relation("used", activity, used, role="matched")
        yield Relation("wasDerivedFrom", concluded, used)
        for seq in () if isinstance(match, FactMatch) else match.firings:
            yield Relation("wasInformedBy", activity, _fired(seq))
    for absence in firing.absent:
        hidden = absence.kind == "fact" and absence.name in masked  # known, whatever it is
        if hidden or absence.actual is not None:
            used = Name("record", (absence.kind, absence.name))
            yield Relation("used", activity, used, role="absent")
    for id_ in firing.cites:
        yield Relation("hadPrimarySource", concluded, _sentence(id_))


def _result(result: Result) -> Thing:
    described = {"label": result.id or None, **result.about}
    return _entity(_named(result), result.kind.title(), described, result.value)


def _of_result(result: Result) -> Iterable[Relation]:
    name = _named(result)
    yield Relation("wasGeneratedBy", name, _CONSULTATION)
    yield Relation("wasDerivedFrom", _RECORD, name)
    for seq in result.because:
        yield Relation("wasDerivedFrom", name, _concluded(seq))
    for id_ in result.cites:
        yield Relation("hadPrimarySource", name, _sentence(id_))


def _named(result: Result) -> Name:
    return Name("record", (result.kind, result.id) if result.id else (result.kind,))


def _matched(match: FactMatch | StateMatch | VerdictMatch) -> Name:
    if isinstance(match, FactMatch):
        return _fact(match.name)
    return Name("record", ("state" if isinstance(match, StateMatch) else "verdict", match.name))


def _masked(body: Body) -> list[str]:
    return [fact.name for fact in body.masked]


def _cited(body: Body) -> Iterable[str]:
    """Every sentence that the record names, once, in the order of the record."""
    fired = [id_ for firing in body.firings for id_ in firing.cites]
    return dict.fromkeys([*fired, *(id_ for each in results(body) for id_ in each.cites)])


def _entity(name: Name, type_: str, described: Described, value: Any = None) -> Thing:
    return Thing("entity", name, type_, value, described)


def _fact(name: str) -> Name:
    return Name("record", ("fact", name))


def _fired(seq: int) -> Name:
    return Name("record", ("firing", str(seq)))


def _concluded(seq: int) -> Name:
    return Name("record", ("conclusion", str(seq)))


def _sentence(id_: str) -> Name:
    return Name("source", ("sentence", id_))
