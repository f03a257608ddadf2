"""What there is in a log, counted in one pass: memory grows with names, not with entries."""

from collections import Counter
from collections.abc import Callable, Mapping

import msgspec
from legspasm.audit.chain import Entry
from legspasm.audit.log import AuditLog
from legspasm.audit.outline import Outline, outlined
from legspasm.model import VERDICTS


class KnowledgeUsed(msgspec.Struct, frozen=True):
    """How many records were made with a knowledge base."""

    name: str
    version: str
    digest: str
    records: int


class FactTold(msgspec.Struct, frozen=True):
    """How many records know a fact, and in how many of them its value is masked."""

    known: int
    masked: int


class Statistics(msgspec.Struct, frozen=True):
    """Counts over a log. ``records`` are those whose content is there and can be read.

    ``masked`` are records with a masked fact. ``first`` and ``last`` are times of entries, null in
    an empty log. ``verdicts`` holds the words of each cause, in the order of
    :data:`legspasm.model.VERDICTS`; rules and facts are ordered by count, then by name.
    """

    entries: int
    records: int
    erased: int
    erasures: int
    unreadable: int
    masked: int
    first: str | None
    last: str | None
    knowledge: tuple[KnowledgeUsed, ...]
    verdicts: Mapping[str, Mapping[str, int]]
    rules: Mapping[str, int]
    facts: Mapping[str, FactTold]


def count_log(log: AuditLog, *, seen: Callable[[Entry], None] = lambda entry: None) -> Statistics:
    """The counts of all entries of ``log``; ``seen`` gets each of them."""
    counted = _Counted()
    first = last = None
    for entry in log.entries():
        listed = outlined(entry)
        first, last = first or listed.time, listed.time
        counted.states[listed.state] += 1
        if listed.outline is not None:
            counted.add(listed.outline)
        seen(entry)
    return counted.statistics(first, last)


class _Counted:
    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.masked = 0
        self.knowledge: Counter[tuple[str, str, str]] = Counter()
        self.verdicts: dict[str, Counter[str]] = {}
        self.rules: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        self.hidden: Counter[str] = Counter()

    def add(self, outline: Outline) -> None:
        body = outline.body
        made_with = body.knowledge
        self.knowledge[made_with.name, made_with.version, made_with.digest] += 1
        self.masked += bool(body.masked)
        hidden = {each.name for each in body.masked}
        self.hidden.update(hidden)
        self.known.update({fact.name for fact in body.facts} | hidden)
        self.rules.update({firing.rule for firing in body.firings})
        for each in body.verdicts:
            self.verdicts.setdefault(each.cause, Counter())[each.verdict] += 1

    def statistics(self, first: str | None, last: str | None) -> Statistics:
        return Statistics(
            entries=self.states.total(),
            records=self.states["record"],
            erased=self.states["erased"],
            erasures=self.states["erasure"],
            unreadable=self.states["unreadable"],
            masked=self.masked,
            first=first,
            last=last,
            knowledge=tuple(
                KnowledgeUsed(*key, records=count) for key, count in sorted(self.knowledge.items())
            ),
            verdicts={
                cause: dict(sorted(words.items(), key=lambda each: _in_order(each[0])))
                for cause, words in self.verdicts.items()
            },
            rules=_by_count(self.rules),
            facts={
                name: FactTold(count, self.hidden[name])
                for name, count in _by_count(self.known).items()
            },
        )


def _by_count(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def _in_order(word: str) -> tuple[int, str]:
    """The place of a verdict word; what is none comes last."""
    return next((at for at, each in enumerate(VERDICTS) if each == word), len(VERDICTS)), word
