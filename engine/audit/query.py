"""Finding entries of a log: by number, time, label, verdict, rule and fact, or by a word anywhere.

Only what is asked for is read out of a record, and entries come one at a time, so that memory does
not grow with the log. A fact that is masked has a value that nobody can compare: whether such an
entry fits is not known, and that is told apart from a no.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec
from legspasm.audit.chain import Entry
from legspasm.audit.log import AuditLog
from legspasm.facts import UNKNOWN
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


class FactSought(msgspec.Struct, frozen=True):
    """A fact that must be known; or that must have a value, written as for ``--set``.

    Of a set, all given values must be there, and ``none`` is the empty one. ``unknown`` is a fact
    that was not told.
    """

    name: str
    value: str | None = None


class Query(msgspec.Struct, frozen=True):
    """What an entry must be. All of it must hold; what is left out holds of every entry.

    ``since`` and ``until`` as in :meth:`legspasm.audit.log.AuditLog.entries`; ``word`` must stand
    in what :func:`mentions` looks at.
    """

    first: int = 1
    last: int | None = None
    since: str | None = None
    until: str | None = None
    labels: tuple[str, ...] = ()
    verdicts: tuple[Said, ...] = ()
    rules: tuple[str, ...] = ()
    facts: tuple[FactSought, ...] = ()
    word: str = ""


def select(
    log: AuditLog,
    query: Query,
    *,
    unsure: Callable[[Listed], None] = lambda listed: None,
    seen: Callable[[Entry], None] = lambda entry: None,
) -> Iterator[Listed]:
    """The entries that fit, oldest first.

    ``unsure`` gets those of which nobody can say, since a fact is masked; ``seen`` every entry that
    was looked at.
    """
    for entry in log.entries(query.first, query.last, since=query.since, until=query.until):
        listed = outlined(entry)
        seen(entry)
        found = fits(listed, query)
        if found:
            yield listed
        elif found is None:
            unsure(listed)


def outlined(entry: Entry) -> Listed:
    """An entry as it is listed."""
    if entry.kind == "erasure":
        return Listed(entry.number, entry.time, "erasure")
    if entry.content is None:
        return Listed(entry.number, entry.time, "erased")
    try:
        outline = _READER.decode(entry.content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Listed(entry.number, entry.time, "unreadable")
    return Listed(entry.number, entry.time, "record", outline)


def fits(listed: Listed, query: Query) -> bool | None:
    """Whether an entry is what ``query`` asks for, but for its number and time; None: not known."""
    outline = listed.outline
    if outline is None:
        return not (query.labels or query.verdicts or query.rules or query.facts or query.word)
    body = outline.body
    if not (
        {*query.labels} <= {*outline.envelope.labels}
        and {*query.rules} <= {firing.rule for firing in body.firings}
        and all(each in body.verdicts for each in query.verdicts)
        and (not query.word or any(True for _ in mentions(outline, query.word)))
    ):
        return False
    told = [_told(body, sought) for sought in query.facts]
    return False if False in told else None if None in told else True


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


def _told(body: OutlineBody, sought: FactSought) -> bool | None:
    known = {fact.name: fact.value for fact in body.facts}
    masked = any(each.name == sought.name for each in body.masked)
    if sought.value is None:
        return masked or sought.name in known
    if sought.value == UNKNOWN:
        return not (masked or sought.name in known)
    if masked:
        return None
    return sought.name in known and _is(known[sought.name], sought.value.strip())


def _is(value: Value, text: str) -> bool:
    """Whether a value is the written one, whatever knowledge it is of."""
    if isinstance(value, bool):
        return text.lower() in ({"yes", "true"} if value else {"no", "false"})
    if isinstance(value, tuple):
        parts = {part.strip() for part in text.split(",")}
        return parts <= {*value} if value else parts == {"none"}
    if isinstance(value, str):
        return value == text
    try:
        return value == float(text)
    except ValueError:
        return False


_READER = msgspec.json.Decoder(Outline)
