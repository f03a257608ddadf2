"""Records as somebody would forge them: changed, and with a digest that fits the change."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import rfc8785

Place = tuple[str | int, ...]


def sealed(document: dict[str, Any]) -> str:
    """A document with the digest that its body has now."""
    digest = hashlib.sha256(rfc8785.dumps(document["body"])).hexdigest()
    document["integrity"]["body_digest"] = digest
    return json.dumps(document)


def forged(document: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> str:
    """A copy of a document with a change of its body."""
    copied = json.loads(json.dumps(document))
    change(copied["body"])
    return sealed(copied)


def leaves(data: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value in plain data that is no list and no mapping, with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*place, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from leaves(value, (*place, at))
    else:
        yield place, data


def lists(data: Any, place: Place = ()) -> Iterator[tuple[Place, list[Any]]]:
    """Every list in plain data that is not empty, with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from lists(value, (*place, key))
    elif isinstance(data, list) and data:
        yield place, data
        for at, value in enumerate(data):
            yield from lists(value, (*place, at))


def at(data: Any, place: Place) -> Any:
    """What stands at a place."""
    for key in place:
        data = data[key]
    return data
