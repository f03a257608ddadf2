"""What an interview asked, and why, as the record keeps it, and an interview that is stored."""

from typing import Literal

import msgspec
from legspasm.facts import Fact
from legspasm.model import Value


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that a consultation finds. ``cause``: of a factor, a cause that it bears on.

    ``id`` is that of the cause, factor, piece of advice or state; of the place note, the name of
    the fact that reports the place. ``reservation`` is what weakens the verdict on a cause.
    """

    kind: Literal["verdict", "reservation", "factor", "place", "advice", "state"]
    id: str
    cause: str = ""


class AskedQuestion(msgspec.Struct, frozen=True):
    """A question of an interview, and the answer given; null is "not sure".

    ============= ==========================================================================
    kind          what was asked
    ============= ==========================================================================
    ``fact``      the value of ``fact``; ``could_change`` says why: it is what an answer could
                  still change. It is empty for the question of safety, which is always asked
    ``change``    nothing: the person changed the answer about ``fact``
    ``read_card`` whether the card that ``fact`` called for was read; null ended the interview
    ``conflict``  which of the facts ``between`` is right: a name, or null to leave them all
    ============= ==========================================================================
    """

    kind: Literal["fact", "change", "read_card", "conflict"]
    fact: str
    between: tuple[str, ...]
    could_change: tuple[Outcome, ...]
    answer: Value | None


class HeldWith(msgspec.Struct, frozen=True):
    """The knowledge that an interview was held with."""

    name: str
    version: str
    digest: str


class SavedInterview(msgspec.Struct, frozen=True, tag_field="schema", tag="legspasm.interview/1"):
    """An interview as it is stored; ``knowledge`` is that which it was held with."""

    knowledge: HeldWith
    known: tuple[Fact, ...]
    steps: tuple[AskedQuestion, ...]
