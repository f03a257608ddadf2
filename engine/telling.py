"""What is told beside the rules, as frozen data: quotes, answers, advice, limits and safety."""

from typing import Literal

import msgspec


class Quote(msgspec.Struct, frozen=True):
    """Words of one sentence, verbatim."""

    sentence: str
    text: str


class Answers(msgspec.Struct, frozen=True):
    """The one sentence at the top, where it is not a cause's or a scope's own."""

    several: str
    conflict: str
    undetermined: str
    none: str


class PlaceDefinition(msgspec.Struct, frozen=True):
    """The fact that reports a place, and what is said where it is, or is not, the expected one."""

    reported_by: str = ""
    agrees: str = ""
    not_expected: str = ""


class AdviceDefinition(msgspec.Struct, frozen=True):
    """``says`` where it applies, ``general`` where it does not; ``caution`` is not the text's."""

    id: str
    title: str
    says: str
    general: str
    caution: str
    cites: tuple[Quote, ...]


class NoteDefinition(msgspec.Struct, frozen=True):
    """What the text says about its own limits; shown with every answer, or with advice."""

    id: str
    shown_with: Literal["answer", "advice"]
    says: str
    cites: tuple[Quote, ...]


class Tension(msgspec.Struct, frozen=True):
    """Where the text pulls two ways, and which way is taken."""

    id: str
    says: str
    cites: tuple[Quote, ...]


class Background(msgspec.Struct, frozen=True):
    """A sentence that nothing rests on, and why."""

    sentence: str
    reason: str


class ForbiddenLink(msgspec.Struct, frozen=True):
    """Rules that may not be there: none leads from ``start`` to one of ``ends``; ``says`` why.

    ``start`` is a kind, ``fact`` or ``state``, and an id; each end the kind of a conclusion, and
    an id. That there is nothing to explain is no link. Where it is ``alone``, rules may lead there
    from it together with other facts, and not where nothing else is known.
    """

    id: str
    start: tuple[str, str]
    ends: tuple[tuple[str, str], ...]
    says: str
    cites: tuple[Quote, ...]
    alone: bool = False


class SafetyLevel(msgspec.Struct, frozen=True):
    """A level of urgency, most urgent first; ``not_told`` stands for an unanswered question."""

    id: str
    title: str
    says: str


class SafetyFlag(msgspec.Struct, frozen=True):
    """A value of the safety fact: how urgent it is, and who says so."""

    id: str
    level: str
    source: str


class SafetyAdvice(msgspec.Struct, frozen=True):
    """Printed with every answer; ``beside`` names a cause beside whose support it stands too."""

    id: str
    says: str
    source: str
    beside: str = ""


class Safety(msgspec.Struct, frozen=True):
    """What is beyond the document. ``fact`` is empty where a knowledge base has no such layer."""

    fact: str = ""
    levels: tuple[SafetyLevel, ...] = ()
    flags: tuple[SafetyFlag, ...] = ()
    always: tuple[SafetyAdvice, ...] = ()
    notice: tuple[str, ...] = ()
