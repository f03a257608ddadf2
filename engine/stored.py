"""A record as it is stored, without the knowledge that words it.

Years later the knowledge may be gone; what the record holds can still be read, checked and told.
"""

import json
from typing import Any

import msgspec
from legspasm.asked import AskedQuestion
from legspasm.body import Advice, Factor, Firing, Note, NotFired, Place, SafetySign, Verdict
from legspasm.document import Document, plain_document, read_document
from legspasm.facts import Fact
from legspasm.prose import Format, print_explanation
from legspasm.shipped import built_in_knowledge


class StoredRecord(msgspec.Struct, frozen=True):
    """A stored record. Immutable; the properties are the parts of its body."""

    document: Document

    def __repr__(self) -> str:
        """Short, since a whole record is many pages: its digest and the verdicts."""
        verdicts = ", ".join(f"{each.cause}={each.verdict}" for each in self.verdicts)
        return f"{type(self).__name__}(digest={self.digest!r}, {verdicts})"

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The known facts, by name."""
        return self.document.body.facts

    @property
    def firings(self) -> tuple[Firing, ...]:
        """Every firing, in canonical order."""
        return self.document.body.firings

    @property
    def not_fired(self) -> tuple[NotFired, ...]:
        """Every rule that did not fire, with the state of each condition."""
        return self.document.body.not_fired

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is said of each cause."""
        return self.document.body.verdicts

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What makes causes more liable."""
        return self.document.body.factors

    @property
    def place(self) -> Place:
        """Where the document expects it, and where it was."""
        return self.document.body.place

    @property
    def advice(self) -> tuple[Advice, ...]:
        """Every piece of advice, applying or general."""
        return self.document.body.advice

    @property
    def safety(self) -> tuple[SafetySign, ...]:
        """The warning signs that were told."""
        return self.document.body.safety

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the document says about its own limits."""
        return self.document.body.notes

    @property
    def questions(self) -> tuple[AskedQuestion, ...]:
        """What was asked in the interview, in order; empty where there was none."""
        return self.document.body.questions

    @property
    def digest(self) -> str:
        """The body's digest: lower-case hex SHA-256 of its RFC 8785 form."""
        return self.document.integrity.body_digest

    def to_dict(self) -> dict[str, Any]:
        """The record as plain data (dict, list, str, int, float, bool, None)."""
        return plain_document(self.document)

    def to_json(self) -> str:
        """The record as indented JSON with a last newline."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def render(
        self,
        format: Format = "text",
        *,
        verbose: bool = False,
        width: int = 80,
        color: bool = False,
        plain: bool = False,
    ) -> str:
        """The record as ``text``, ``markdown`` or ``html``, from itself alone, or as ``json``.

        ``verbose`` tells also how the rules that did not fire stood; the rest is as in
        :meth:`legspasm.Record.render`. Sentences are quoted where the built-in knowledge has the
        same source. Raises ValueError for another format.
        """
        if format == "json":
            return self.to_json()
        made_with = self.document.body.knowledge
        source = built_in_knowledge().source
        known = source.sentences if source.digest == made_with.source.digest else ()
        return print_explanation(
            "stored.j2",
            format,
            width=width,
            color=color,
            plain=plain,
            verbose=verbose,
            record=self.to_dict(),
            sentences={sentence.id: sentence.text for sentence in known},
            reply={
                "about": {
                    "record": self.digest,
                    "knowledge": made_with.name,
                    "version": made_with.version,
                    "digest": made_with.digest,
                }
            },
            drawn=None,
        )


def read_stored(text: str | bytes) -> StoredRecord:
    """A stored record, whatever knowledge it was made with.

    Raises RecordError where the text is none, or its body is not the one that its digest names.
    """
    return StoredRecord(read_document(text))
