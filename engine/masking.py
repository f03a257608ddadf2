"""Masking: a body without the values of some facts, and the way back for who can prove them.

Wherever the body repeats the value of a masked fact, null stands instead. The conclusions stay, and
may let the value be guessed: masking keeps a value out of what is stored, not what follows from it.
The digest of the body that was masked is nowhere in the result: it could be tried against guesses.
"""

import contextlib
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from legspasm.body import Body, Firing, NotFired, Verdict
from legspasm.document import Document, sealed_anew
from legspasm.errors import FactsError
from legspasm.facts import Fact, unknown_fact
from legspasm.masks import MaskedFact, Opening, commitment
from legspasm.model import Knowledge, Value
from legspasm.verdicts import place, safety

_replace = msgspec.structs.replace
_ANSWERS = {"fact", "change"}
"""The kinds of questions of which the answer is the value of a fact."""
_Repeating = tuple[tuple[Firing, ...], tuple[NotFired, ...], tuple[Verdict, ...]]


def mask_body(
    body: Body, names: Collection[str], knowledge: Knowledge
) -> tuple[Body, tuple[Opening, ...]]:
    """``body`` with these facts masked, and what opens them again, by name.

    A fact that is unknown has no value to mask; answers about it in an interview go all the same.
    Raises FactsError for names that the vocabulary does not have.
    """
    known = [definition.name for definition in knowledge.facts]
    strange = sorted(set(names) - set(known))
    if strange:
        raise FactsError([unknown_fact(name, known) for name in strange])
    hidden = [fact for fact in body.facts if fact.name in names]
    openings = tuple(Opening(fact.name, fact.value, secrets.token_hex(32)) for fact in hidden)
    masked = [
        MaskedFact(fact.name, fact.origin, commitment(opening))
        for fact, opening in zip(hidden, openings, strict=True)
    ]
    bare = _replace(
        body,
        facts=tuple(fact for fact in body.facts if fact not in hidden),
        masked=tuple(sorted((*body.masked, *masked), key=lambda each: each.name)),
    )
    return _repeating(bare, dict.fromkeys(names), knowledge), openings


def open_body(body: Body, openings: Iterable[Opening], knowledge: Knowledge) -> Body:
    """``body`` with every masked fact told again that one of ``openings`` proves.

    Of an interview only the last answer comes back; earlier ones were never bound.
    """
    by_commitment = dict(_bound(openings))
    opened = {
        masked: by_commitment[masked.commitment]
        for masked in body.masked
        if masked.commitment in by_commitment
        and by_commitment[masked.commitment].name == masked.name
    }
    if not opened:
        return body
    facts = [Fact(each.name, opening.value, each.origin) for each, opening in opened.items()]
    told = _replace(
        body,
        facts=tuple(sorted((*body.facts, *facts), key=lambda fact: fact.name)),
        masked=tuple(each for each in body.masked if each not in opened),
    )
    return _repeating(told, {fact.name: fact.value for fact in facts}, knowledge)


def opened(document: Document, openings: Iterable[Opening], knowledge: Knowledge) -> Document:
    """``document`` around what :func:`open_body` makes of its body; itself where that is the same.

    ``openings`` may be many, of other records too.
    """
    body = open_body(document.body, openings, knowledge) if document.body.masked else document.body
    return document if body == document.body else sealed_anew(document, body)


def _bound(openings: Iterable[Opening]) -> Iterator[tuple[str, Opening]]:
    """Each opening with what it opens; one whose value no record could hold opens nothing."""
    for opening in openings:
        with contextlib.suppress(ValueError):
            yield commitment(opening), opening


def _repeating(body: Body, values: Mapping[str, Value | None], knowledge: Knowledge) -> Body:
    """``body`` with these values wherever it repeats that of a fact, and otherwise as it is."""
    plain = msgspec.to_builtins((body.firings, body.not_fired, body.verdicts))
    firings, not_fired, verdicts = msgspec.convert(_in_place(plain, values), _Repeating)
    last_asked = {step.fact: at for at, step in enumerate(body.questions) if step.kind in _ANSWERS}
    if knowledge.place.reported_by in values:
        reported = place(knowledge, body.firings, body.facts).reported
        body = _replace(body, place=_replace(body.place, reported=reported))
    if knowledge.safety.fact in values:
        body = _replace(body, safety=safety(knowledge, body.facts))
    return _replace(
        body,
        firings=firings,
        not_fired=not_fired,
        verdicts=verdicts,
        questions=tuple(
            _replace(step, answer=values[step.fact] if last_asked[step.fact] == at else None)
            if step.kind in _ANSWERS and step.fact in values
            else step
            for at, step in enumerate(body.questions)
        ),
    )


def _in_place(data: Any, values: Mapping[str, Value | None]) -> Any:
    """Plain data with these values wherever something is said of a fact of that name."""
    if isinstance(data, list | tuple):
        return [_in_place(each, values) for each in data]
    if not isinstance(data, dict):
        return data
    told = {key: _in_place(value, values) for key, value in data.items()}
    if told.get("kind", "fact") == "fact" and told.get("name") in values:
        told |= {key: values[told["name"]] for key in ("value", "actual") if key in told}
    return told
