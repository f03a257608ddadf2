"""What follows from the firings: verdicts, factors, the place, advice, safety and notes.

Nothing here knows a cause by name. A verdict is decided by the first line that holds:

==================== ======================================================================
``not_applicable``   a rule concluded that there is nothing to explain
``conflict``         a rule found that the answers about the cause contradict each other
``supported``        a rule concluded the cause, without a reservation
``with_reservation`` a rule concluded the cause, with one
``not_indicated``    a rule concluded against it
``undetermined``     none of these: not told enough
==================== ======================================================================

Which rules may fire together is the knowledge's business. All of it is a fold over firings, so
that an auditor can repeat it without the engine.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from legspasm.body import (
    Advice,
    Conflict,
    FactMatch,
    Factor,
    Firing,
    GivenFact,
    Note,
    Place,
    SafetySign,
    Verdict,
)
from legspasm.facts import Fact
from legspasm.model import Conclusion, Knowledge, VerdictWord


def decide(cause: str, firings: Iterable[Firing]) -> tuple[VerdictWord, tuple[Firing, ...]]:
    """The verdict on ``cause``, and the firings that decide it (all routes, where several)."""
    by_kind: dict[str, list[Firing]] = {
        "out_of_scope": [],
        "conflict": [],
        "cause": [],
        "against": [],
    }
    for firing in firings:
        kind = firing.concludes.kind
        if kind == "out_of_scope" or (kind in by_kind and firing.concludes.id == cause):
            by_kind[kind].append(firing)
    if by_kind["out_of_scope"]:
        return "not_applicable", tuple(by_kind["out_of_scope"])
    if by_kind["conflict"]:
        return "conflict", tuple(by_kind["conflict"])
    if by_kind["cause"]:
        unreserved = any(firing.reservation is None for firing in by_kind["cause"])
        return "supported" if unreserved else "with_reservation", tuple(by_kind["cause"])
    if by_kind["against"]:
        return "not_indicated", tuple(by_kind["against"])
    return "undetermined", ()


def verdicts(
    knowledge: Knowledge, firings: Sequence[Firing], needs: Mapping[str, tuple[str, ...]]
) -> tuple[Verdict, ...]:
    """The verdict on each cause; ``needs`` holds, by cause, the facts that could settle it."""
    said = {rule.id: rule.says for rule in knowledge.rules}
    found = []
    for cause in knowledge.causes:
        word, deciding = decide(cause.id, firings)
        found.append(
            Verdict(
                cause=cause.id,
                verdict=word,
                because=_seqs(deciding),
                reservations=tuple(
                    firing.reservation
                    for firing in deciding
                    if word == "with_reservation" and firing.reservation is not None
                ),
                conflicts=tuple(
                    Conflict(firing.seq, _facts_matched(firing), said[firing.rule])
                    for firing in deciding
                    if word == "conflict"
                ),
                needs=needs[cause.id] if word == "undetermined" else (),
                cites=_cites(knowledge, justification(deciding, firings)),
            )
        )
    return tuple(found)


def justification(last: Iterable[Firing], firings: Sequence[Firing]) -> tuple[Firing, ...]:
    """``last`` and every earlier firing that it rests on, by ``seq``."""
    wanted = {firing.seq for firing in last}
    for firing in reversed(firings):
        if firing.seq in wanted:
            for match in firing.because:
                if not isinstance(match, FactMatch):
                    wanted.update(match.firings)
    return tuple(firing for firing in firings if firing.seq in wanted)


def factors(knowledge: Knowledge, firings: Sequence[Firing]) -> tuple[Factor, ...]:
    """The factors that bear on something: in general, or on a cause still in play."""
    if silent(knowledge, firings):
        return ()
    in_play = [
        cause.id for cause in knowledge.causes if decide(cause.id, firings)[0] != "not_indicated"
    ]
    found = []
    for factor in knowledge.factors:
        bearing = [
            firing
            for firing in _concluding("factor", factor.id, firings)
            if not firing.concludes.bears_on or set(firing.concludes.bears_on) & set(in_play)
        ]
        if bearing:
            applies_to = {cause for firing in bearing for cause in firing.concludes.bears_on}
            found.append(
                Factor(
                    id=factor.id,
                    applies_to=tuple(cause for cause in in_play if cause in applies_to),
                    because=_seqs(bearing),
                    cites=_cites(knowledge, bearing),
                )
            )
    return tuple(found)


def place(knowledge: Knowledge, firings: Sequence[Firing], facts: Iterable[Fact]) -> Place:
    """The expected places, the reported one, and whether it is among them."""
    if silent(knowledge, firings):
        return Place((), None, None, (), ())
    expecting = [firing for firing in firings if firing.concludes.kind == "expects"]
    told = [str(fact.value) for fact in facts if fact.name == knowledge.place.reported_by]
    reported = told[0] if told else None
    wanted = {firing.concludes.id for firing in expecting}
    options = [
        option.id
        for definition in knowledge.facts
        if definition.name == knowledge.place.reported_by
        for option in definition.options
    ]
    agreement: Literal["agrees", "not_expected"] | None = None
    if expecting and reported is not None:
        agreement = "agrees" if reported in wanted else "not_expected"
    return Place(
        expected=tuple(option for option in options if option in wanted),
        reported=reported,
        agreement=agreement,
        because=_seqs(expecting),
        cites=_cites(knowledge, expecting),
    )


def advice(knowledge: Knowledge, firings: Sequence[Firing]) -> tuple[Advice, ...]:
    """Every piece of advice, applying or general; none where the document has nothing to tell."""
    if silent(knowledge, firings):
        return ()
    found = []
    for definition in knowledge.advice:
        applying = _concluding("advice", definition.id, firings)
        sentences = [quote.sentence for quote in definition.cites]
        sentences += [sentence for firing in applying for sentence in firing.cites]
        found.append(
            Advice(definition.id, bool(applying), _seqs(applying), in_order(knowledge, sentences))
        )
    return tuple(found)


def notes(knowledge: Knowledge, firings: Sequence[Firing]) -> tuple[Note, ...]:
    """The document's own limits: with every answer, and with every block of advice."""
    with_advice = bool(advice(knowledge, firings))
    return tuple(
        Note(note.id, in_order(knowledge, (quote.sentence for quote in note.cites)))
        for note in knowledge.notes
        if note.shown_with == "answer" or with_advice
    )


def safety(knowledge: Knowledge, facts: Iterable[Fact]) -> tuple[SafetySign, ...]:
    """The warning signs that were told."""
    told = [fact.value for fact in facts if fact.name == knowledge.safety.fact]
    signs = told[0] if told and isinstance(told[0], tuple) else ()
    return tuple(
        SafetySign(flag.id, "emergency" if flag.level == "emergency" else "urgent", flag.source)
        for flag in knowledge.safety.flags
        if flag.id in signs
    )


def silent(knowledge: Knowledge, firings: Iterable[Firing]) -> bool:
    """Whether a rule concluded that the document has nothing to tell at all."""
    return any(silences(knowledge, firing.concludes) for firing in firings)


def silences(knowledge: Knowledge, conclusion: Conclusion) -> bool:
    """Whether a conclusion says that the document has nothing to tell at all."""
    silencing = {scope.id for scope in knowledge.scopes if scope.silent}
    return conclusion.kind == "out_of_scope" and conclusion.id in silencing


def in_order(knowledge: Knowledge, sentences: Iterable[str]) -> tuple[str, ...]:
    """Sentence ids, each once, in the order of the source."""
    wanted = set(sentences)
    return tuple(each.id for each in knowledge.source.sentences if each.id in wanted)


def _concluding(kind: str, id_: str, firings: Iterable[Firing]) -> list[Firing]:
    return [
        firing for firing in firings if firing.concludes.kind == kind and firing.concludes.id == id_
    ]


def _facts_matched(firing: Firing) -> tuple[GivenFact, ...]:
    return tuple(
        GivenFact(match.name, match.value)
        for match in firing.because
        if isinstance(match, FactMatch)
    )


def _cites(knowledge: Knowledge, firings: Iterable[Firing]) -> tuple[str, ...]:
    return in_order(knowledge, (sentence for firing in firings for sentence in firing.cites))


def _seqs(firings: Iterable[Firing]) -> tuple[int, ...]:
    return tuple(firing.seq for firing in firings)
