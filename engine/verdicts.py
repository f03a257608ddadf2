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
that an auditor can repeat it without the engine. Firings given as ``Conclusions`` are looked up; of
others a lookup is made first, so whoever folds them more than once makes it once.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import msgspec
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
from legspasm.conclusions import Conclusions
from legspasm.facts import Fact
from legspasm.model import Conclusion, Knowledge, VerdictWord


def concluded(firings: Iterable[Firing]) -> Conclusions:
    """Firings that can be looked up; those that can be already are handed back."""
    return firings if isinstance(firings, Conclusions) else Conclusions(firings)


def decide(cause: str, firings: Iterable[Firing]) -> tuple[VerdictWord, tuple[Firing, ...]]:
    """The verdict on ``cause``, and the firings that decide it (all routes, where several)."""
    found = concluded(firings)
    if ending := found.of_kind("out_of_scope"):
        return "not_applicable", tuple(ending)
    if conflicting := found.of("conflict", cause):
        return "conflict", tuple(conflicting)
    if supporting := found.of("cause", cause):
        unreserved = any(firing.reservation is None for firing in supporting)
        return "supported" if unreserved else "with_reservation", tuple(supporting)
    if against := found.of("against", cause):
        return "not_indicated", tuple(against)
    return "undetermined", ()


def verdicts(
    knowledge: Knowledge, firings: Iterable[Firing], needs: Mapping[str, tuple[str, ...]]
) -> tuple[Verdict, ...]:
    """The verdict on each cause; ``needs`` holds, by cause, the facts that could settle it."""
    found = concluded(firings)
    said = _lookup(knowledge).said
    told = []
    for cause in knowledge.causes:
        word, deciding = decide(cause.id, found)
        told.append(
            Verdict(
                cause=cause.id,
                verdict=word,
                because=_seqs(deciding),
                reservations=_reservations(deciding) if word == "with_reservation" else (),
                conflicts=_conflicts(deciding, said) if word == "conflict" else (),
                needs=needs[cause.id] if word == "undetermined" else (),
                cites=_cites(knowledge, found.leading_to(deciding)),
            )
        )
    return tuple(told)


def justification(last: Iterable[Firing], firings: Iterable[Firing]) -> tuple[Firing, ...]:
    """``last`` and every earlier firing that it rests on, by ``seq``."""
    return concluded(firings).leading_to(last)


def factors(knowledge: Knowledge, firings: Iterable[Firing]) -> tuple[Factor, ...]:
    """The factors that bear on something: in general, or on a cause still in play."""
    found = concluded(firings)
    if silent(knowledge, found):
        return ()
    words = {cause.id: decide(cause.id, found)[0] for cause in knowledge.causes}
    in_play = {cause: None for cause, word in words.items() if word != "not_indicated"}
    told = []
    for factor in knowledge.factors:
        bearing = [
            firing
            for firing in found.of("factor", factor.id)
            if not firing.concludes.bears_on
            or any(cause in in_play for cause in firing.concludes.bears_on)
        ]
        if bearing:
            applies_to = {cause for firing in bearing for cause in firing.concludes.bears_on}
            told.append(
                Factor(
                    id=factor.id,
                    applies_to=tuple(cause for cause in in_play if cause in applies_to),
                    because=_seqs(bearing),
                    cites=_cites(knowledge, bearing),
                )
            )
    return tuple(told)


def place(knowledge: Knowledge, firings: Iterable[Firing], facts: Iterable[Fact]) -> Place:
    """The expected places, the reported one, and whether it is among them."""
    found = concluded(firings)
    if silent(knowledge, found):
        return Place((), None, None, (), ())
    expecting = found.of_kind("expects")
    told = [str(fact.value) for fact in facts if fact.name == knowledge.place.reported_by]
    reported = told[0] if told else None
    wanted = {firing.concludes.id for firing in expecting}
    agreement: Literal["agrees", "not_expected"] | None = None
    if expecting and reported is not None:
        agreement = "agrees" if reported in wanted else "not_expected"
    return Place(
        expected=tuple(option for option in _lookup(knowledge).places if option in wanted),
        reported=reported,
        agreement=agreement,
        because=_seqs(expecting),
        cites=_cites(knowledge, expecting),
    )


def advice(knowledge: Knowledge, firings: Iterable[Firing]) -> tuple[Advice, ...]:
    """Every piece of advice, applying or general; none where the document has nothing to tell."""
    found = concluded(firings)
    if silent(knowledge, found):
        return ()
    told = []
    for general in _lookup(knowledge).general:
        applying = found.of("advice", general.id)
        if applying:
            sentences = [sentence for firing in applying for sentence in firing.cites]
            cites = in_order(knowledge, [*general.cites, *sentences])
            told.append(Advice(general.id, True, _seqs(applying), cites))
        else:
            told.append(general)
    return tuple(told)


def notes(knowledge: Knowledge, firings: Iterable[Firing]) -> tuple[Note, ...]:
    """The document's own limits: with every answer, and with every block of advice."""
    with_advice = bool(knowledge.advice) and not silent(knowledge, firings)
    return _lookup(knowledge).notes[with_advice]


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
    ending = concluded(firings).of_kind("out_of_scope")
    return bool(ending) and any(silences(knowledge, firing.concludes) for firing in ending)


def silences(knowledge: Knowledge, conclusion: Conclusion) -> bool:
    """Whether a conclusion says that the document has nothing to tell at all."""
    return conclusion.kind == "out_of_scope" and conclusion.id in _lookup(knowledge).silencing


def in_order(knowledge: Knowledge, sentences: Iterable[str]) -> tuple[str, ...]:
    """Sentence ids, each once, in the order of the source."""
    return _in_order(_lookup(knowledge).sentences, sentences)


class _Lookup(msgspec.Struct, frozen=True):
    """What is looked up in a knowledge base: places in the source, and what stands with an id."""

    sentences: Mapping[str, int]
    said: Mapping[str, str]
    silencing: frozenset[str]
    places: tuple[str, ...]
    general: tuple[Advice, ...]
    notes: Mapping[bool, tuple[Note, ...]]  # with advice, and without


@cache
def _lookup(knowledge: Knowledge) -> _Lookup:
    sentences = {each.id: at for at, each in enumerate(knowledge.source.sentences)}
    notes = {
        note: Note(note.id, _in_order(sentences, [quote.sentence for quote in note.cites]))
        for note in knowledge.notes
    }
    return _Lookup(
        sentences=sentences,
        said={rule.id: rule.says for rule in knowledge.rules},
        silencing=frozenset(scope.id for scope in knowledge.scopes if scope.silent),
        places=tuple(
            option.id
            for definition in knowledge.facts
            if definition.name == knowledge.place.reported_by
            for option in definition.options
        ),
        general=tuple(
            Advice(each.id, False, (), _in_order(sentences, [q.sentence for q in each.cites]))
            for each in knowledge.advice
        ),
        notes={
            True: tuple(notes.values()),
            False: tuple(told for note, told in notes.items() if note.shown_with == "answer"),
        },
    )


def _in_order(places: Mapping[str, int], sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({each for each in sentences if each in places}, key=places.__getitem__))


def _reservations(firings: Iterable[Firing]) -> tuple[str, ...]:
    return tuple([each.reservation for each in firings if each.reservation is not None])


def _conflicts(firings: Iterable[Firing], said: Mapping[str, str]) -> tuple[Conflict, ...]:
    told = []
    for firing in firings:
        matches = [each for each in firing.because if isinstance(each, FactMatch)]
        facts = tuple([GivenFact(each.name, each.value) for each in matches])
        told.append(Conflict(firing.seq, facts, said[firing.rule]))
    return tuple(told)


def _cites(knowledge: Knowledge, firings: Iterable[Firing]) -> tuple[str, ...]:
    return in_order(knowledge, [sentence for firing in firings for sentence in firing.cites])


def _seqs(firings: Iterable[Firing]) -> tuple[int, ...]:
    return tuple([firing.seq for firing in firings])
