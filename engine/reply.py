"""What every report has in common, and every answer to a question back: how it is told.

A report is data first: frozen, with a JSON form that has a shipped schema. The words come from
one template for each kind of report; ``blocks.*.j2`` print its parts as text, Markdown or HTML.
An answer to a question back says also which record it speaks of.
"""

import json
from typing import Any, ClassVar, cast

import msgspec
from legspasm.digest import Digest
from legspasm.graph import Graph
from legspasm.layout import lay_out
from legspasm.prose import Format, print_explanation
from legspasm.record import Record
from legspasm.safety import SafetyCard, safety_card
from legspasm.telling import NoteDefinition


class Report(msgspec.Struct, frozen=True):
    """What one template words."""

    template: ClassVar[str]

    @property
    def drawn(self) -> Graph | None:
        """What a page shows as a picture, where there is one."""
        return None

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data (dict, list, str, int, float, bool, None)."""
        return cast(dict[str, Any], json.loads(msgspec.json.encode(self)))

    def to_json(self) -> str:
        """The report as indented JSON with a last newline."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def render(
        self,
        format: Format = "text",
        *,
        width: int = 80,
        color: bool = False,
        plain: bool = False,
    ) -> str:
        """The report as ``text``, ``markdown``, ``html`` or ``json``.

        ``width`` (columns), ``color`` and ``plain`` are for text. Raises ValueError for another
        format.
        """
        if format == "json":
            return self.to_json()
        drawn = self.drawn if format == "html" else None
        return print_explanation(
            self.template,
            format,
            width=width,
            color=color,
            plain=plain,
            reply=self.to_dict(),
            drawn=None if drawn is None else lay_out(drawn),
        )


class About(msgspec.Struct, frozen=True):
    """Which record is spoken of (the digest of its body), and the knowledge that it rests on.

    ``card`` is what comes before every answer where a warning sign was told, and ``notes`` are the
    document's own limits, which go with every answer.
    """

    record: Digest
    knowledge: str
    version: str
    digest: Digest
    card: SafetyCard | None
    notes: tuple[NoteDefinition, ...]


class Reply(Report, frozen=True):
    """An answer to a question back."""

    about: About


def about(record: Record, *, ask_safety: bool = False) -> About:
    """What an answer about ``record`` speaks of.

    With ``ask_safety`` the card is there also where nobody said whether a sign fits.
    """
    knowledge = record.knowledge
    shown = {note.id for note in record.notes}
    return About(
        record=record.digest,
        knowledge=knowledge.name,
        version=knowledge.version,
        digest=knowledge.digest,
        card=safety_card(knowledge, record.facts) if record.safety or ask_safety else None,
        notes=tuple(
            note for note in knowledge.notes if note.id in shown and note.shown_with == "answer"
        ),
    )
