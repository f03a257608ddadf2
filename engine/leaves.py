"""Where two pieces of plain data differ, leaf by leaf, each with its place.

A place is written as in a record's other errors: ``$.body.firings[3].because[0].name``.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from legspasm.errors import Problem, problem, shown


def differing(place: str, first: Any, second: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each place where the two differ, with what stands there; None where nothing does.

    Values are equal where JSON writes them alike: ``1`` and ``1.0`` are, ``1`` and ``true`` not.
    """
    if isinstance(first, dict) and isinstance(second, dict):
        for key in dict.fromkeys((*first, *second)):
            one, other = first.get(key), second.get(key)
            yield from _at(
                f"{place}.{key}", one, other, missing=not (key in first and key in second)
            )
    elif isinstance(first, list | tuple) and isinstance(second, list | tuple):
        for at in range(max(len(first), len(second))):
            one, other = (each[at] if at < len(each) else None for each in (first, second))
            missing = at >= min(len(first), len(second))
            yield from _at(f"{place}[{at}]", one, other, missing=missing)
    elif first != second or isinstance(first, bool) is not isinstance(second, bool):
        yield place, first, second


def _at(place: str, first: Any, second: Any, *, missing: bool) -> Iterator[tuple[str, Any, Any]]:
    """What is missing on one side differs from everything, also from null."""
    if missing:
        yield place, first, second
    else:
        yield from differing(place, first, second)


def alike(first: Any, second: Any) -> bool:
    """Whether the two do not differ."""
    return not any(True for _ in differing("", first, second))


def unlike(place: str, recorded: object, following: object) -> Iterator[Problem]:
    """A problem for each place where what is recorded is not what follows; both are our types."""
    plain = msgspec.to_builtins((recorded, following))
    for at, got, expected in differing(place, *plain):
        yield problem("verify_value", at, expected=shown(expected), got=shown(got))
