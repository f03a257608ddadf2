"""The parts of a body, each in RFC 8785 form: what the digest is taken over, piece by piece.

A body in that form is its parts in that form, joined. msgspec writes the same bytes as RFC 8785 for
our types, and much faster, but for numbers: a float that is whole, or very large or small, is
written another way. So a part with such a number, and one that nobody has vouched for here, is
left to the library of the standard (``digest.py``). Most bodies have no such number anywhere,
and are written in one go.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

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

_SORTED = msgspec.json.Encoder(order="sorted")
_FIELDS = tuple(sorted(Body.__struct_fields__))
_NUMBERS = frozenset({int, float})
_OPTIONAL = frozenset({"questions", "masked"})
"""Fields that are left out where they are empty."""
_in_order: Callable[[Mapping[str, bytes]], tuple[bytes, ...]] = itemgetter(*_FIELDS)


def form(part: msgspec.Struct) -> bytes:
    """One part of a body in RFC 8785 form."""
    if written_alike(part):
        return _SORTED.encode(part)
    return canonical_bytes(msgspec.to_builtins(part))


def form_of_body(body: Body) -> bytes:
    """A body in RFC 8785 form: in one go where it can be, else of its parts, joined."""
    vouched_for = not (body.questions or body.masked)
    if vouched_for and all(map(value_written_alike, _numbers_in(body))):
        return _SORTED.encode(body)
    return joined(forms_of(body))


def forms(parts: tuple[msgspec.Struct, ...]) -> bytes:
    """The forms of several parts, joined."""
    return b",".join(map(form, parts))


def written_alike(part: msgspec.Struct) -> bool:
    """Whether msgspec writes a part as RFC 8785 does."""
    values = _VALUES.get(type(part))
    return values is not None and all(map(value_written_alike, values(part)))


def value_written_alike(value: object) -> bool:
    """Whether msgspec writes a value as RFC 8785 does."""
    if isinstance(value, float):
        return 1e-3 <= abs(value) < 1e15 and not value.is_integer()
    return not isinstance(value, int) or abs(value) < 1e15


def quick_forms(parts: tuple[msgspec.Struct, ...]) -> bytes:
    """The forms of parts that are all written alike, joined."""
    return _SORTED.encode(parts)[1:-1]


def forms_of(body: Body) -> Mapping[str, bytes]:
    """By field of a body, the forms of its parts, joined.

    A field that is left out where it is empty stands with its name: see :func:`optional`.
    """
    return {name: _form_of_field(name, getattr(body, name)) for name in _FIELDS}


def joined(fields: Mapping[str, bytes]) -> bytes:
    """A body in RFC 8785 form, of the forms by field."""
    return _WHOLE % _in_order(fields)


def optional(name: str, parts: tuple[msgspec.Struct, ...]) -> bytes:
    """The form of a field that is left out where it is empty."""
    return b'"%b":[%b],' % (name.encode(), forms(parts)) if parts else b""


def _form_of_field(name: str, found: Any) -> bytes:
    if name in _OPTIONAL:
        return optional(name, found)
    return forms(found) if isinstance(found, tuple) else form(found)


def _written(name: str) -> str:
    if name in _OPTIONAL:
        return "%b"
    many = name not in {"engine", "knowledge", "place"}
    return f'"{name}":{"[%b]" if many else "%b"},'


_WHOLE = f"{{{''.join(map(_written, _FIELDS))}".removesuffix(",").encode() + b"}"
"""A body with a place for each field; the last one is never left out."""


def _numbers_in(body: Body) -> list[object]:
    """Every number in a body, but ``seq``: what ``_VALUES`` tells of its parts, much faster."""
    numbers = _numbers([fact.value for fact in body.facts])
    numbers += _numbers([each.value for each in body.knowledge.parameters])
    for part in body.not_fired:
        for each in part.conditions:
            if each.wanted.__class__ in _NUMBERS or each.actual.__class__ in _NUMBERS:
                numbers += _numbers((each.wanted, each.actual))
    for firing in body.firings:
        numbers += _numbers(_values_in_firing(firing))
    for verdict in body.verdicts:
        for conflict in verdict.conflicts:
            numbers += _numbers([fact.value for fact in conflict.facts])
    return numbers


def _numbers(values: Iterable[object]) -> list[object]:
    return [value for value in values if value.__class__ in _NUMBERS]


def _values_in_firing(part: Firing) -> list[object]:
    values: list[object] = []
    for each in part.because:
        if each.__class__ is FactMatch:
            values += (each.value, each.wanted)
    for absence in part.absent:
        values += (absence.wanted, absence.actual)
    return values


_VALUES: Mapping[type, Callable[[Any], Iterable[object]]] = {
    Fact: lambda part: (part.value,),
    Firing: _values_in_firing,
    KnowledgeReference: lambda part: [each.value for each in part.parameters],
    NotFired: lambda part: [
        value for each in part.conditions for value in (each.wanted, each.actual)
    ],
    Verdict: lambda part: [fact.value for each in part.conflicts for fact in each.facts],
    **dict.fromkeys((Advice, Engine, Factor, Note, Place, SafetySign), lambda part: ()),
}
"""By type of a part, everything in it that may be a number, but ``seq``."""
