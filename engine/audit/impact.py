"""What changed knowledge would have told the people of many records.

A person's *outcome* is what they are told: verdicts with reservations, factors, the place note,
advice, warning signs and the text's own limits. It stays, it changes, or it cannot be compared, and
every record is one of these. This is what is told of it; ``tally.py`` counts.
"""

from typing import ClassVar, Literal

import msgspec
from legspasm.audit.difference import KnowledgeName
from legspasm.audit.findings import Rules
from legspasm.audit.told import Word
from legspasm.body import GivenFact
from legspasm.reply import Report

Why = Literal["erased", "masked", "refused", "unreadable"]


class RuleCount(msgspec.Struct, frozen=True):
    """In how many records a rule fires now and did not, fired and does not, or fires otherwise."""

    rule: str
    gained: int
    lost: int
    otherwise: int


class Example(msgspec.Struct, frozen=True):
    """A record by its number and labels, and the facts that lead to the rules that turned."""

    number: int
    labels: tuple[str, ...]
    facts: tuple[GivenFact, ...]


class Move(msgspec.Struct, frozen=True):
    """From one word about an item to another, null where it is not told, and for how many.

    Where both words are the same, what goes with them changes: reservations, the causes that a
    factor bears on, or the expected places. ``rules`` are those that turned and that the item rests
    on, the most frequent first and then as they fired; there are none where only a declaration
    changed.
    """

    id: str
    before: Word | None = msgspec.field(name="from")
    after: Word | None = msgspec.field(name="to")
    count: int
    rules: tuple[RuleCount, ...]
    examples: tuple[Example, ...]


class KnowledgeCount(msgspec.Struct, frozen=True):
    """How many records were made with this knowledge."""

    knowledge: KnowledgeName
    count: int


class FactCount(msgspec.Struct, frozen=True):
    """For how many records this fact is a reason."""

    fact: str
    count: int


class NotCompared(msgspec.Struct, frozen=True):
    """Why records cannot be compared; the first of their numbers.

    ``erased``: there is no record any more. ``masked``: these facts of it are masked. ``refused``:
    the knowledge does not take these facts. ``unreadable``: what is stored is no record.
    """

    why: Why
    count: int
    facts: tuple[FactCount, ...]
    examples: tuple[int, ...]


class Impact(Report, frozen=True, tag_field="schema", tag="legspasm.impact/1"):
    """What other knowledge changes; the largest changes first.

    ``records`` is the sum of ``stays``, ``changes`` and ``not_compared``. ``otherwise`` are those
    among ``stays`` that are told the same for other reasons. ``before`` counts the records by the
    knowledge that they were made with, as far as there are any.
    """

    template: ClassVar[str] = "impact.j2"

    before: tuple[KnowledgeCount, ...]
    after: KnowledgeName
    records: int
    stays: int
    otherwise: int
    changes: int
    not_compared: int
    verdicts: tuple[Move, ...]
    factors: tuple[Move, ...]
    place: tuple[Move, ...]
    advice: tuple[Move, ...]
    safety: tuple[Move, ...]
    notes: tuple[Move, ...]
    reasons: tuple[NotCompared, ...]
    never_fired: Rules

    @property
    def unchanged(self) -> bool:
        """Whether every record could be compared, and everybody is told the same."""
        return not (self.changes or self.not_compared)
