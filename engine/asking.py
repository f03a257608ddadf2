"""What is asked in an interview, as data: about a fact, a card that was shown, or a contradiction.

The words about a fact are its own (``vocabulary.py``); those about the other two are in
``messages.toml``.
"""

from collections.abc import Collection
from typing import Any, Literal

import msgspec
from legspasm.asked import Outcome
from legspasm.body import Conflict, FactMatch
from legspasm.errors import FactsError, message, unknown_name
from legspasm.facts import Told, spoken
from legspasm.model import FactDefinition, FactType, Knowledge
from legspasm.record import Record
from legspasm.telling import Quote
from legspasm.verdicts import justification


class Choice(msgspec.Struct, frozen=True):
    """An answer that can be picked."""

    id: str
    label: str


class Reason(msgspec.Struct, frozen=True):
    """Why it is asked: in words, with the sentences of the source, and what it could change."""

    says: str
    quotes: tuple[Quote, ...] = ()
    could_change: tuple[Outcome, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """What to ask next. ``kind`` as in :class:`~legspasm.asked.AskedQuestion`, never ``change``.

    ``fact`` is the fact that is asked about, or whose card is to be read; it is empty for a
    conflict. ``options`` are the answers to pick from; a number has none, and ``type`` is that of
    the fact: ``choice`` where it is about none.
    """

    kind: Literal["fact", "read_card", "conflict"]
    fact: str
    type: FactType
    text: str
    help: str
    options: tuple[Choice, ...]
    reason: Reason


def about_fact(definition: FactDefinition, outcomes: tuple[Outcome, ...]) -> Question:
    """The question about a fact; ``outcomes`` are what an answer could still change."""
    return Question(
        kind="fact",
        fact=definition.name,
        type=definition.type,
        text=definition.question,
        help=definition.help,
        options=tuple(Choice(option.id, option.label) for option in definition.options),
        reason=Reason(definition.why, definition.cites, outcomes),
    )


def about_card(safety: str) -> Question:
    """Whether the card that the fact ``safety`` called for was read."""
    return Question(
        kind="read_card",
        fact=safety,
        type="choice",
        text=message("interview", "read_card"),
        help=message("interview", "read_card_help"),
        options=(
            Choice("yes", message("interview", "read_card_yes")),
            Choice("no", message("interview", "read_card_no")),
        ),
        reason=Reason(message("interview", "read_card_help")),
    )


def about_contradiction(record: Record, left: Collection[frozenset[Any]]) -> Question | None:
    """Which answer is right, of the first contradiction that is not ``left`` as it is.

    ``left`` holds contradictions as sets of pairs of a fact and its value.
    """
    for verdict in record.verdicts:
        for conflict in verdict.conflicts:
            facts = _behind(record, conflict)
            if facts and frozenset(facts.items()) not in left:
                return _about_conflict(record.knowledge, facts, conflict.text)
    return None


def right_one(value: object, between: tuple[str, ...]) -> str | None:
    """The fact of a contradiction that is right; None leaves them as they are.

    Raises FactsError where it is none of the facts ``between`` which the contradiction is.
    """
    if value is None or value == "":
        return None
    for name in between:
        if name == value:
            return name
    allowed = ", ".join(between)
    raise FactsError([unknown_name("conflict_choice", "", value, between, allowed=allowed)])


def _behind(record: Record, conflict: Conflict) -> Told:
    """The facts that a contradiction rests on, directly or through what they led to."""
    last = [firing for firing in record.firings if firing.seq == conflict.seq]
    return {
        match.name: match.value
        for firing in justification(last, record.firings)
        for match in firing.because
        if isinstance(match, FactMatch) and match.value is not None
    }


def _about_conflict(knowledge: Knowledge, facts: Told, says: str) -> Question:
    return Question(
        kind="conflict",
        fact="",
        type="choice",
        text=message("interview", "conflict"),
        help=says,
        options=(
            *(
                Choice(each.name, " ".join(spoken(each, facts[each.name])))
                for each in knowledge.facts
                if each.name in facts
            ),
            Choice("", message("interview", "conflict_none")),
        ),
        reason=Reason(says),
    )
