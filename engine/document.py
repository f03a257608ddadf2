"""A record as it is stored: canonical bytes, digest, JSON and back.

The body is made canonical by RFC 8785 (JSON Canonicalization Scheme) and hashed with SHA-256, so
that anyone with those two standards can check a record. What is stored is ordinary, readable
JSON; its layout does not matter to the digest.
"""

import json
import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Literal, cast

import msgspec
from legspasm.body import Body, KnowledgeReference, ParameterValue, SourceReference
from legspasm.digest import Digest, canonical_bytes, digest_of, digest_of_bytes
from legspasm.errors import Problem, RecordError, message, problem, shown
from legspasm.forms import form_of_body
from legspasm.jsonfile import plain_json
from legspasm.leaves import alike
from legspasm.model import Knowledge

SCHEMA: Final = "legspasm.record/1"
_FAMILY = "legspasm.record/"


class Envelope(msgspec.Struct, frozen=True, omit_defaults=True):
    """The volatile part, outside the digest. ``time`` is RFC 3339, in UTC.

    ``labels`` are words by which whoever keeps the record finds it again; left out where empty.
    """

    time: str
    labels: tuple[str, ...] = ()


class Integrity(msgspec.Struct, frozen=True):
    """Lower-case hex SHA-256 of the body in RFC 8785 form."""

    canonicalization: Literal["RFC8785"]
    algorithm: Literal["sha256"]
    body_digest: Digest


class Document(msgspec.Struct, frozen=True):
    """A whole record, as it is stored: an envelope, the body, and the body's digest."""

    schema: Literal["legspasm.record/1"]
    envelope: Envelope
    body: Body
    integrity: Integrity


def seal(body: Body, form: bytes | None = None) -> Document:
    """A new document of ``body``, with the time of now and the body's digest.

    ``form`` is :func:`canonical` of the body, where it is known already.
    """
    return _document(Envelope(now()), body, canonical(body) if form is None else form)


def sealed_anew(document: Document, body: Body) -> Document:
    """The same document around another body, with its digest."""
    return _document(document.envelope, body, canonical(body))


def now() -> str:
    """The time of now as RFC 3339, in UTC, to the millisecond."""
    seconds, part = divmod(time.time_ns(), 1_000_000_000)
    return f"{_second(seconds)}.{part // 1_000_000:03d}Z"


@lru_cache(maxsize=1)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _document(envelope: Envelope, body: Body, form: bytes) -> Document:
    integrity = Integrity("RFC8785", "sha256", digest_of_bytes(form))
    return Document(SCHEMA, envelope, body, integrity)


def reference_to(knowledge: Knowledge) -> KnowledgeReference:
    """How a body names the knowledge that it rests on."""
    return KnowledgeReference(
        name=knowledge.name,
        version=knowledge.version,
        digest=knowledge.digest,
        source=SourceReference(knowledge.source.title, knowledge.source.digest),
        parameters=tuple(
            ParameterValue(parameter.id, parameter.value, parameter.source)
            for parameter in knowledge.parameters
        ),
    )


def canonical(body: Body) -> bytes:
    """The body in RFC 8785 form: the bytes that the digest is taken over."""
    return form_of_body(body)


def body_digest(body: Body) -> str:
    """Lower-case hex SHA-256 of :func:`canonical`."""
    return digest_of_bytes(canonical(body))


def plain_document(document: Document) -> dict[str, Any]:
    """The document as plain data (dict, list, str, int, float, bool, None)."""
    return cast(dict[str, Any], json.loads(msgspec.json.encode(document)))


def read_document(text: str | bytes) -> Document:
    """A stored document.

    Raises RecordError where it is none, or where its body is not the one that its digest names.
    """
    document, problems = parse_document(text)
    if problems or document is None:
        raise RecordError(problems)
    return document


def parse_document(text: str | bytes) -> tuple[Document | None, list[Problem]]:
    """A stored document as far as it can be read, and all that is wrong with its form."""
    problems: list[Problem] = []
    plain = plain_json(text, "", problems)
    form = plain.get("schema") if isinstance(plain, dict) else None
    if isinstance(form, str) and form.startswith(_FAMILY) and form != SCHEMA:
        problems.append(problem("record_other_form", "$.schema", form=shown(form), known=SCHEMA))
    if problems:
        return None, problems
    try:
        document = msgspec.convert(plain, Document)
        canonical_bytes(plain["envelope"])  # text that is no Unicode has no such form
        stored = digest_of(plain["body"])
    except ValueError as error:  # wrong types, or a number that RFC 8785 has no form for
        return None, [problem("record_misshapen", why=str(error))]
    if stored != document.integrity.body_digest:
        problems.append(problem("record_changed", "$.integrity.body_digest"))
    if not alike(plain, msgspec.to_builtins(document)):
        problems.append(problem("record_misshapen", why=message("values", "more")))
    return document, problems


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a stored record, made from the types of ``body.py``."""
    return schema_of(Document, SCHEMA)


def schema_of(type_: type[msgspec.Struct], title: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one of our types."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_on_one_line(msgspec.json.schema(type_)),
    }


def _on_one_line(schema: Any) -> Any:
    """The same schema with each description on one line: Pythons indent docstrings differently."""
    if isinstance(schema, list):
        return [_on_one_line(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: " ".join(value.split()) if key == "description" else _on_one_line(value)
        for key, value in schema.items()
    }
