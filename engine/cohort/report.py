"""A cohort as one page: how many people were told what, for whoever answers for them.

Counts, each beside a bar that shows its share of the people in the file: no odds, and no order
among causes but that of the knowledge. Warning signs come first, since a table of many people is
where one of them is overlooked most easily. The same summary gives the same page, byte for byte.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec
from legspasm.cohort.naming import Ignored
from legspasm.cohort.summary import PLACES, Summary
from legspasm.model import VERDICTS, Knowledge
from legspasm.prose import print_template
from legspasm.telling import SafetyLevel
from legspasm.version import VERSION

_Id = TypeVar("_Id", bound=str)


class Count(msgspec.Struct, frozen=True):
    """How many people something was told of; ``share`` is the length of its bar, of 100."""

    id: str
    label: str
    people: int
    share: str


class Urgency(msgspec.Struct, frozen=True):
    """A level of urgency, and its signs in the order of the knowledge."""

    level: SafetyLevel
    signs: tuple[Count, ...]

    @property
    def told(self) -> bool:
        """Whether any of its signs was told of anybody."""
        return any(sign.people for sign in self.signs)


class SafetyPart(msgspec.Struct, frozen=True):
    """What comes first; ``people`` counts those with at least one sign."""

    people: int
    urgencies: tuple[Urgency, ...]
    none: Count
    not_told: Count
    check: SafetyLevel


class CausePart(msgspec.Struct, frozen=True):
    """A cause, and how many people each verdict was told of; the ids are verdict words."""

    title: str
    verdicts: tuple[Count, ...]


def page(
    summary: Summary,
    knowledge: Knowledge,
    *,
    name: str,
    unread: Sequence[str] = (),
    ignored: Sequence[Ignored] = (),
) -> str:
    """The page about the people of the file or folder ``name``, whose summary this is.

    ``unread`` are the files in that folder whose people nobody could count, ``ignored`` the columns
    that tell no fact. Raises ValueError where the summary was not made with ``knowledge``.
    """
    if summary.knowledge != knowledge.digest:
        raise ValueError("expected a summary that was made with this knowledge")
    return print_template(
        "cohort.html.j2",
        name=name,
        unread=unread,
        meant=[each for each in ignored if each.meant],
        summary=summary,
        knowledge=knowledge,
        version=VERSION,
        safety=_safety(summary, knowledge),
        causes=tuple(
            CausePart(
                cause.title,
                _counts(summary, summary.verdicts[cause.id], dict.fromkeys(VERDICTS)),
            )
            for cause in knowledge.causes
        ),
        factors=_counts(
            summary, summary.factors, {each.id: each.title for each in knowledge.factors}
        ),
        place=_counts(summary, summary.place, dict.fromkeys(PLACES)),
        advice=_counts(summary, summary.advice, {each.id: each.title for each in knowledge.advice}),
        unknown=sorted(
            _counts(
                summary, summary.unknown, {each.name: each.question for each in knowledge.facts}
            ),
            key=lambda each: each.people,
            reverse=True,
        ),
        notes=tuple(note for note in knowledge.notes if note.shown_with == "answer"),
    )


def _safety(summary: Summary, knowledge: Knowledge) -> SafetyPart | None:
    """None where the knowledge has nothing about safety."""
    safety, counted = knowledge.safety, summary.safety
    if not safety.fact:
        return None
    definition = next(fact for fact in knowledge.facts if fact.name == safety.fact)
    labels = {option.id: option.label for option in definition.options}
    levels = {flag.id: flag.level for flag in safety.flags}
    return SafetyPart(
        people=summary.people - counted.none - counted.not_told,
        urgencies=tuple(
            Urgency(level, tuple(_counts(summary, counted.signs, labels, of)))
            for level in safety.levels
            if (of := [sign for sign in counted.signs if levels[sign] == level.id])
        ),
        none=_count(summary, "none", definition.none, counted.none),
        not_told=_count(summary, "not_told", "", counted.not_told),
        check=next(level for level in safety.levels if level.id == "not_told"),
    )


def _counts(
    summary: Summary,
    counts: Mapping[_Id, int],
    labels: Mapping[_Id, str | None],
    of: Iterable[_Id] | None = None,
) -> tuple[Count, ...]:
    """Those ``of`` the counts, or all of them; what is labelled by None is worded by the page."""
    return tuple(
        _count(summary, each, labels[each] or "", counts[each])
        for each in (counts if of is None else of)
    )


def _count(summary: Summary, id_: str, label: str, people: int) -> Count:
    share = 100 * people / summary.people if summary.people else 0
    return Count(id_, label, people, f"{share:.3f}")
