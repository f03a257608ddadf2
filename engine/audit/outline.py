"""What is read of an entry to list it and to find it again: an outline, much smaller than a record.

Nothing of it is checked: an outline says what the entry says. ``logcheck.py`` is for checking.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec
from legspasm.audit.chain import Entry
from legspasm.model import Value

State = Literal["record", "erased", "erasure", "unreadable"]


class NamedFact(msgspec.Struct, frozen=True):
    """A known fact, without how it was told."""

    name: str
    value: Value


class Named(msgspec.Struct, frozen=True):
    """A part of a record of which only the name is read."""

    id: str


class MaskedName(msgspec.Struct, frozen=True):
    """A masked fact, without what binds it."""

    name: str


class Fired(msgspec.Struct, frozen=True):
    """A rule that fired, and what it concluded."""

    rule: str
    concludes: Named


class Said(msgspec.Struct, frozen=True):
    """The verdict on a cause."""

    cause: str
    verdict: str


class MadeWith(msgspec.Struct, frozen=True):
    """The knowledge of a record."""

    name: str
    version: str
    digest: str


class OutlineEnvelope(msgspec.Struct, frozen=True):
    """The labels of a record."""

    labels: tuple[str, ...] = ()


class OutlineBody(msgspec.Struct, frozen=True):
    """What is read of a body."""

    knowledge: MadeWith
    facts: tuple[NamedFact, ...]
    firings: tuple[Fired, ...]
    verdicts: tuple[Said, ...]
    masked: tuple[MaskedName, ...] = ()


class OutlineIntegrity(msgspec.Struct, frozen=True):
    """The digest of a body, as the record states it."""

    body_digest: str


class Outline(msgspec.Struct, frozen=True):
    """What is read of a record to find it again. Nothing of it is checked."""

    envelope: OutlineEnvelope
    body: OutlineBody
    integrity: OutlineIntegrity


class Listed(msgspec.Struct, frozen=True):
    """An entry as it is listed. ``outline`` is null unless ``state`` is ``record``.

    ``erased``: its content was taken out. ``erasure``: it says of another that it was.
    ``unreadable``: what is there is no record.
    """

    number: int
    time: str
    state: State
    outline: Outline | None = None

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain data, with its verdicts by cause."""
        told: dict[str, Any] = {"number": self.number, "time": self.time, "state": self.state}
        if self.outline is None:
            return told
        body = self.outline.body
        return told | {
            "labels": list(self.outline.envelope.labels),
            "knowledge": msgspec.to_builtins(body.knowledge),
            "digest": self.outline.integrity.body_digest,
            "verdicts": {each.cause: each.verdict for each in body.verdicts},
            "masked": [each.name for each in body.masked],
        }


def outlined(entry: Entry) -> Listed:
    """An entry as it is listed."""
    if entry.kind == "erasure":
        return Listed(entry.number, entry.time, "erasure")
    if entry.content is None:
        return Listed(entry.number, entry.time, "erased")
    try:
        outline = _READER.decode(entry.content if entry.kind == "record" else b"")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Listed(entry.number, entry.time, "unreadable")
    return Listed(entry.number, entry.time, "record", outline)


def mentions(outline: Outline, word: str) -> Iterable[tuple[str, str]]:
    """Where ``word`` stands, in upper or lower case: the kind of part, and the part, once each.

    Parts are labels, the knowledge, facts and their values, rules, what was concluded, causes and
    verdicts.
    """
    wanted = word.casefold()
    return dict.fromkeys(each for each in _parts(outline) if wanted in each[1].casefold())


def _parts(outline: Outline) -> Iterator[tuple[str, str]]:
    body = outline.body
    yield from (("label", label) for label in outline.envelope.labels)
    yield "knowledge", f"{body.knowledge.name} {body.knowledge.version}"
    for fact in body.facts:
        yield "fact", f"{fact.name}={written(fact.value)}"
    yield from (("masked", masked.name) for masked in body.masked)
    for firing in body.firings:
        yield "rule", firing.rule
        yield "conclusion", firing.concludes.id
    yield from (("verdict", f"{each.cause}={each.verdict}") for each in body.verdicts)


def written(value: Value) -> str:
    """A value as ``--set`` takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (",".join(value) or "none") if isinstance(value, tuple) else str(value)


_READER = msgspec.json.Decoder(Outline)
