"""Which sentences of the document the knowledge rests on, and which nobody has thought about yet.

A sentence is *open* where nothing quotes it, and ``background`` gives no reason why nothing does.
Knowledge that leaves none open has been held against the whole document. Whether a quote is fit for
what is said with it, nothing here can tell: whoever reads the quotes beside the sentence can.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import ClassVar, Literal

import msgspec
from legspasm.audit.difference import KnowledgeName
from legspasm.model import Knowledge, Sentence
from legspasm.reply import Report
from legspasm.telling import Quote

Kind = Literal["rule", "fact", "advice", "note", "tension"]
Standing = Literal["by_rules", "elsewhere", "excused", "open"]


class Use(msgspec.Struct, frozen=True):
    """Something that quotes a sentence, and the words that it quotes."""

    kind: Kind
    id: str
    text: str


class Part(msgspec.Struct, frozen=True):
    """A piece of a sentence, and whether anything quotes it."""

    text: str
    quoted: bool


class CoveredSentence(msgspec.Struct, frozen=True):
    """A sentence and what becomes of it.

    ``standing`` is ``by_rules`` where a rule quotes it, ``elsewhere`` where only something else
    does, ``excused`` where nothing does, with the ``reason``, and ``open`` where there is none.
    ``parts`` put together are ``text``. Words that stand twice are quoted where they stand first.
    """

    id: str
    line: int
    text: str
    standing: Standing
    uses: tuple[Use, ...]
    parts: tuple[Part, ...]
    reason: str


class Counts(msgspec.Struct, frozen=True):
    """How many sentences stand how; ``all`` is their sum."""

    by_rules: int
    elsewhere: int
    excused: int
    open: int
    all: int


class Coverage(Report, frozen=True, tag_field="schema", tag="legspasm.coverage/1"):
    """The sentences of a document, in its order, each with what quotes it."""

    template: ClassVar[str] = "coverage.j2"

    knowledge: KnowledgeName
    title: str
    counts: Counts
    sentences: tuple[CoveredSentence, ...]

    def reaches(self, percent: float) -> bool:
        """Whether at least this part of the sentences, of 100, is quoted or excused."""
        return 100 * (self.counts.all - self.counts.open) >= percent * self.counts.all


def coverage(knowledge: Knowledge) -> Coverage:
    """What the sentences of its document are to ``knowledge``."""
    uses: dict[str, list[Use]] = {}
    for sentence, use in _uses(knowledge):
        uses.setdefault(sentence, []).append(use)
    reasons = {each.sentence: each.reason for each in knowledge.background}
    sentences = tuple(
        _covered(each, uses.get(each.id, []), reasons.get(each.id, ""))
        for each in knowledge.source.sentences
    )
    count = Counter(each.standing for each in sentences)
    return Coverage(
        knowledge=KnowledgeName(knowledge.name, knowledge.version, knowledge.digest),
        title=knowledge.source.title,
        counts=Counts(
            by_rules=count["by_rules"],
            elsewhere=count["elsewhere"],
            excused=count["excused"],
            open=count["open"],
            all=len(sentences),
        ),
        sentences=sentences,
    )


def _uses(knowledge: Knowledge) -> Iterator[tuple[str, Use]]:
    """By sentence, whatever quotes it: rules first, in the order in which they fire."""
    quoting: list[tuple[Kind, Iterable[tuple[str, tuple[Quote, ...]]]]] = [
        ("rule", ((each.id, each.cites) for each in knowledge.rules)),
        ("fact", ((each.name, each.cites) for each in knowledge.facts)),
        ("advice", ((each.id, each.cites) for each in knowledge.advice)),
        ("note", ((each.id, each.cites) for each in knowledge.notes)),
        ("tension", ((each.id, each.cites) for each in knowledge.tensions)),
    ]
    for kind, parts in quoting:
        for id_, cites in parts:
            for quote in cites:
                yield quote.sentence, Use(kind, id_, quote.text)


def _covered(sentence: Sentence, uses: list[Use], reason: str) -> CoveredSentence:
    standing: Standing
    if any(use.kind == "rule" for use in uses):
        standing = "by_rules"
    elif uses:
        standing = "elsewhere"
    else:
        standing = "excused" if reason else "open"
    return CoveredSentence(
        id=sentence.id,
        line=sentence.line,
        text=sentence.text,
        standing=standing,
        uses=tuple(uses),
        parts=tuple(_parts(sentence.text, {use.text for use in uses})),
        reason=reason,
    )


def _parts(sentence: str, quotes: Iterable[str]) -> Iterator[Part]:
    quoted = bytearray(len(sentence))
    for quote in quotes:
        start = sentence.index(quote)
        quoted[start : start + len(quote)] = b"\1" * len(quote)
    for held, places in groupby(range(len(sentence)), lambda at: bool(quoted[at])):
        yield Part("".join(sentence[at] for at in places), held)
