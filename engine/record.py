"""The record of a consultation: canonical bytes, digest, JSON and back.

The body is made canonical by RFC 8785 (JSON Canonicalization Scheme) and hashed with SHA-256, so
that anyone with those two standards can check a record. What is stored is ordinary, readable
JSON; its layout does not matter to the digest.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Final, cast

import msgspec
import rfc8785
from legspasm.body import (
    Advice,
    Body,
    Document,
    Envelope,
    Factor,
    Firing,
    Integrity,
    Note,
    NotFired,
    Place,
    SafetySign,
    Verdict,
)
from legspasm.errors import RecordError, problem
from legspasm.facts import Fact
from legspasm.model import Knowledge

SCHEMA: Final = "legspasm.record/1"


class Record(msgspec.Struct, frozen=True):
    """A consultation's record, together with the knowledge that words it.

    Immutable. ``document`` is what is stored; the properties are its body's parts.
    """

    document: Document
    knowledge: Knowledge

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
        """What makes a cramp more liable."""
        return self.document.body.factors

    @property
    def place(self) -> Place:
        """Where the document expects the spasm, and where it was."""
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
    def digest(self) -> str:
        """The body's digest: lower-case hex SHA-256 of its RFC 8785 form."""
        return self.document.integrity.body_digest

    def to_dict(self) -> dict[str, Any]:
        """The record as plain data (dict, list, str, int, float, bool, None)."""
        return cast(dict[str, Any], msgspec.to_builtins(self.document))

    def to_json(self) -> str:
        """The record as indented JSON with a last newline."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def render(
        self,
        format: str = "text",
        *,
        verbose: bool = False,
        width: int = 80,
        color: bool = False,
    ) -> str:
        """The explanation as ``text``, ``markdown`` or ``html``, or the record as ``json``.

        ``verbose`` tells every cause in full; ``width`` (columns) and ``color`` are for text.
        Raises ValueError for another format.
        """
        from legspasm.prose import render

        return render(self, format, verbose=verbose, width=width, color=color)


def seal(body: Body, knowledge: Knowledge) -> Record:
    """A new record of ``body``, with the time of now and the body's digest."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    document = Document(
        schema=SCHEMA,
        envelope=Envelope(time=now),
        body=body,
        integrity=Integrity("RFC8785", "sha256", body_digest(body)),
    )
    return Record(document, knowledge)


def canonical(body: Body) -> bytes:
    """The body in RFC 8785 form: the bytes that the digest is taken over."""
    return rfc8785.dumps(msgspec.to_builtins(body))


def body_digest(body: Body) -> str:
    """Lower-case hex SHA-256 of :func:`canonical`."""
    return hashlib.sha256(canonical(body)).hexdigest()


def read_record(text: str | bytes, knowledge: Knowledge) -> Record:
    """A stored record, to be explained with ``knowledge``.

    Raises RecordError where the text is no such record, or was made with other knowledge. Checks
    the shape, not the digest.
    """
    try:
        document = msgspec.json.decode(text, type=Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError([problem("record_misshapen", why=str(error))]) from error
    if document.body.knowledge.digest != knowledge.digest:
        made_with = document.body.knowledge
        raise RecordError(
            [problem("record_other_knowledge", name=made_with.name, version=made_with.version)]
        )
    return Record(document, knowledge)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a stored record, made from the types of ``body.py``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Document),
    }
