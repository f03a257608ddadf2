"""What was found about the people of a file, in counts: never who they are.

A summary is what whole columns are added up to, chunk by chunk and partition by partition, in
whatever order they are done: ``merge`` is associative and commutative, and ``empty`` changes
nothing. So a file, the same file in chunks, and the same people on many machines come to the same
summary. All of it stands in the order of the knowledge, which ranks nothing.
"""

from collections.abc import Mapping
from typing import Literal, TypeVar, get_args

import msgspec
from legspasm.model import VERDICTS, Knowledge, VerdictWord

PlaceWord = Literal["agrees", "not_expected", "not_told"]
PLACES: tuple[PlaceWord, ...] = get_args(PlaceWord)
_Key = TypeVar("_Key", bound=str)


class SafetySummary(msgspec.Struct, frozen=True):
    """By warning sign, of how many people it was told; one person can have several.

    ``none`` counts the people of whom somebody said that none fits, ``not_told`` those of whom
    nobody said anything. Everybody else has at least one sign. ``left_out`` counts the rows with
    problems in which a sign is told: they are in no other number.
    """

    signs: Mapping[str, int]
    none: int
    not_told: int
    left_out: int = 0


class Summary(msgspec.Struct, frozen=True):
    """How many of ``people`` were told what; rows with problems are in ``rejected`` alone.

    ``knowledge`` is the digest of the knowledge that was used. ``verdicts`` holds, by cause, every
    verdict word with its count; each cause adds up to ``people``, and so does ``place``, where
    ``not_told`` counts whoever has no reported or no expected place. ``factors``: of how many each
    was told. ``advice``: how many each is meant for. ``unknown``: of how many each fact is not
    known; a fact without a column is unknown of all.
    """

    knowledge: str
    people: int
    rejected: int
    verdicts: Mapping[str, Mapping[VerdictWord, int]]
    factors: Mapping[str, int]
    place: Mapping[PlaceWord, int]
    advice: Mapping[str, int]
    safety: SafetySummary
    unknown: Mapping[str, int]


def empty(knowledge: Knowledge) -> Summary:
    """The summary of nobody: every count that ``knowledge`` has, at 0."""
    return Summary(
        knowledge=knowledge.digest,
        people=0,
        rejected=0,
        verdicts={cause.id: dict.fromkeys(VERDICTS, 0) for cause in knowledge.causes},
        factors={factor.id: 0 for factor in knowledge.factors},
        place=dict.fromkeys(PLACES, 0),
        advice={advice.id: 0 for advice in knowledge.advice},
        safety=SafetySummary({flag.id: 0 for flag in knowledge.safety.flags}, 0, 0),
        unknown={fact.name: 0 for fact in knowledge.facts},
    )


def merge(one: Summary, other: Summary) -> Summary:
    """Both together. Raises ValueError where they were not made with the same knowledge."""
    if one.knowledge != other.knowledge:
        raise ValueError("expected two summaries that were made with the same knowledge")
    return Summary(
        knowledge=one.knowledge,
        people=one.people + other.people,
        rejected=one.rejected + other.rejected,
        verdicts={
            cause: _added(words, other.verdicts[cause]) for cause, words in one.verdicts.items()
        },
        factors=_added(one.factors, other.factors),
        place=_added(one.place, other.place),
        advice=_added(one.advice, other.advice),
        safety=SafetySummary(
            _added(one.safety.signs, other.safety.signs),
            one.safety.none + other.safety.none,
            one.safety.not_told + other.safety.not_told,
            one.safety.left_out + other.safety.left_out,
        ),
        unknown=_added(one.unknown, other.unknown),
    )


def _added(one: Mapping[_Key, int], other: Mapping[_Key, int]) -> dict[_Key, int]:
    return {key: count + other[key] for key, count in one.items()}
