"""Finding entries of a log: by number, time, label, verdict, rule and fact, or by a word anywhere.

Entries come one at a time, as ``outline.py`` reads them, so that memory does not grow with the log.
A fact that is masked has a value that nobody can compare: whether such an entry fits is not known,
and that is told apart from a no.
"""

from collections.abc import Callable, Iterator

import msgspec
from legspasm.audit.chain import Entry
from legspasm.audit.log import AuditLog
from legspasm.audit.outline import Listed, OutlineBody, Said, mentions, outlined
from legspasm.model import Value
from legspasm.textvalue import UNKNOWN


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
    in what :func:`legspasm.audit.outline.mentions` looks at.
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
