"""What is asked in an interview, as data: about a fact, a card that was shown, or a contradiction.

The words about a fact are its own (``vocabulary.py``); those about the other two are in
``messages.toml``.
"""

from typing import Literal

import msgspec
from legspasm.asked import Outcome
from legspasm.body import Conflict
from legspasm.errors import message
from legspasm.facts import spoken
from legspasm.model import FactDefinition, FactType, Knowledge
from legspasm.telling import Quote


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
    """What to ask next. ``kind`` as in :class:`~legspasm.body.AskedQuestion`, never ``change``.

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
        options=(Choice("yes", message("interview", "read_card_yes")),),
        reason=Reason(message("interview", "read_card_help")),
    )


def about_conflict(knowledge: Knowledge, conflict: Conflict) -> Question:
    """Which of the facts of a contradiction is right."""
    values = {each.name: each.value for each in conflict.facts}
    return Question(
        kind="conflict",
        fact="",
        type="choice",
        text=message("interview", "conflict"),
        help=conflict.text,
        options=(
            *(
                Choice(each.name, " ".join(spoken(each, values[each.name])))
                for each in knowledge.facts
                if each.name in values
            ),
            Choice("", message("interview", "conflict_none")),
        ),
        reason=Reason(conflict.text),
    )
