"""The parts of a body, each in RFC 8785 form: what the digest is taken over, piece by piece.

A body in that form is its parts in that form, joined. msgspec writes the same bytes as RFC 8785 for
our types, and much faster, but for numbers: a float that is whole, or very large or small, is
written another way. So a part with such a number, and one that nobody has vouched for here, is
left to the library of the standard (``digest.py``).
"""

from collections.abc import Iterator, Mapping

import msgspec
from legspasm.body import (
    Advice,
    Body,
    Engine,
    FactMatch,
    Factor,
    Firing,
    KnowledgeReference,
    Note,
    NotFired,
    Place,
    SafetySign,
    Verdict,
)
from legspasm.digest import canonical_bytes
from legspasm.facts import Fact
from legspasm.model import Value

_SORTED = msgspec.json.Encoder(order="sorted")
_FIELDS = tuple(sorted(Body.__struct_fields__))
_NUMBERS = frozenset({int, float})
_LEFT_OUT_WHERE_EMPTY = frozenset({"questions", "masked"})
_WITHOUT_NUMBERS = (Advice, Engine, Factor, Note, Place, SafetySign)
"""Nothing in these is a number but ``seq``, which is whole and small."""


def form(part: msgspec.Struct) -> bytes:
    """One part of a body in RFC 8785 form."""
    if all(map(_written_alike, _numbers(part))):
        return _SORTED.encode(part)
    return canonical_bytes(msgspec.to_builtins(part))


def form_of_facts(facts: tuple[Fact, ...]) -> bytes:
    """The forms of facts, joined."""
    numbers = [value for fact in facts if (value := fact.value).__class__ in _NUMBERS]
    if all(map(_written_alike, numbers)):
        return _SORTED.encode(facts)[1:-1]
    return b",".join(map(form, facts))


def forms_of(body: Body) -> Mapping[str, bytes]:
    """By field of a body, the forms of its parts, joined."""
    fields = {name: getattr(body, name) for name in _FIELDS}
    return {
        name: b",".join(map(form, parts)) if isinstance(parts, tuple) else form(parts)
        for name, parts in fields.items()
    }


def joined(forms: Mapping[str, bytes]) -> bytes:
    """A body in RFC 8785 form, of the forms by field; a field that may be left out is not named."""
    written = [
        before + forms[name] + after
        for name, before, after in _AROUND
        if forms.get(name) or name not in _LEFT_OUT_WHERE_EMPTY
    ]
    return b"{" + b",".join(written) + b"}"


def _around(name: str) -> tuple[str, bytes, bytes]:
    many = name not in {"engine", "knowledge", "place"}
    return name, f'"{name}":{"[" if many else ""}'.encode(), b"]" if many else b""


_AROUND = tuple(map(_around, _FIELDS))


def _written_alike(value: object) -> bool:
    """Whether msgspec writes a value as RFC 8785 does."""
    if isinstance(value, float):
        return 1e-3 <= abs(value) < 1e15 and not value.is_integer()
    return not isinstance(value, int) or abs(value) < 1e15


def _numbers(part: msgspec.Struct) -> Iterator[Value | float | None]:
    """Everything in a part that may be a number, but ``seq``; a NaN where nobody knows."""
    match part:
        case Fact():
            yield part.value
        case Firing():
            for match in part.because:
                if isinstance(match, FactMatch):
                    yield match.value
                    yield match.wanted
            for absence in part.absent:
                yield absence.wanted
                yield absence.actual
        case NotFired():
            for condition in part.conditions:
                yield condition.wanted
                yield condition.actual
        case Verdict():
            for conflict in part.conflicts:
                for fact in conflict.facts:
                    yield fact.value
        case KnowledgeReference():
            for parameter in part.parameters:
                yield parameter.value
        case _:
            if not isinstance(part, _WITHOUT_NUMBERS):
                yield float("nan")
