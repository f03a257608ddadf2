"""What differs between the files of two knowledge bases: part by part, old and new text.

Comments and layout are no difference, nor is the line that a part stands on. An order is, where it
is one in which something is asked or told.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from legspasm.authoring.pieces import Path, Pieces, take_apart
from legspasm.model import Knowledge, Value
from legspasm.register import Part

Role = Literal["decides", "told", "aside"]
"""What a piece is for: to decide what is asked and told, to be told, or neither."""
_ASIDE_PARTS = {"background", "forbidden link"}
_ASIDE = {"allow", "file", "name", "version"}
_DECIDES = {
    "beside",
    "concludes",
    "fact",
    "level",
    "maximum",
    "minimum",
    "reported_by",
    "silent",
    "supposes",
    "type",
    "value",
    "with",
}
_DECIDES_BY_BEING_THERE = {"reservation", "unless", "values", "when"}
_UNORDERED = {"state"}


class PieceChange(msgspec.Struct, frozen=True):
    """A piece, before and after; null where it is not there.

    ``piece`` are the keys that lead to it in its part. A condition is written out as a key, and
    holds its own words, empty where it has the usual ones. The piece ``order`` holds the keys of
    conditions, quotes or values that stand in another order.
    """

    piece: Path
    role: Role
    before: Value | None = msgspec.field(name="from")
    after: Value | None = msgspec.field(name="to")


class PartChange(msgspec.Struct, frozen=True):
    """A part that one of the two does not have, or that differs; all its pieces, or those."""

    kind: str
    id: str
    change: Literal["added", "removed", "changed"]
    pieces: tuple[PieceChange, ...]


class Moved(msgspec.Struct, frozen=True):
    """The parts of a kind that stand before or after others now; as few of them as explain it."""

    kind: str
    ids: tuple[str, ...]


def differences(
    before: Mapping[Part, Pieces], after: Mapping[Part, Pieces]
) -> tuple[PartChange, ...]:
    """The parts that differ, by kind; those that only the later has come last in each kind."""
    found = []
    for part in dict.fromkeys((*before, *after)):
        was, is_ = before.get(part, {}), after.get(part, {})
        pieces = tuple(_pieces(part[0], was, is_))
        if part not in after:
            found.append(PartChange(*part, "removed", pieces))
        elif part not in before:
            found.append(PartChange(*part, "added", pieces))
        elif pieces:
            found.append(PartChange(*part, "changed", pieces))
    kinds = list(dict.fromkeys(kind for kind, _ in (*before, *after)))
    return tuple(sorted(found, key=lambda each: kinds.index(each.kind)))


def rearranged(before: Knowledge, after: Knowledge) -> tuple[Moved, ...]:
    """The parts that both have, in another order.

    Rules of different ranks wait for each other wherever they stand, so only those that have one
    rank, and the same in both, are in an order. States are in none.
    """
    orders = [_orders(each, other) for each, other in ((before, after), (after, before))]
    found: dict[str, tuple[str, ...]] = {}
    for key, was in orders[0].items():
        moved = _moved(was, orders[1][key])
        if moved:
            found[key[0]] = (*found.get(key[0], ()), *moved)
    return tuple(Moved(kind, ids) for kind, ids in found.items())


def _pieces(kind: str, was: Pieces, is_: Pieces) -> Iterator[PieceChange]:
    for path in dict.fromkeys((*was, *is_)):
        before, after = was.get(path), is_.get(path)
        if not _same(before, after):
            yield PieceChange(path, _role(kind, path, before, after), before, after)
    for group in dict.fromkeys(path[0] for path in was if len(path) > 1):
        order, other = _order(group, was, is_), _order(group, is_, was)
        if order != other:
            yield PieceChange(("order", group), "told", order, other)


def _same(one: Value | None, other: Value | None) -> bool:
    """Whether a file says the same: 60 and 60.0 are told differently."""
    return type(one) is type(other) and one == other


def _order(group: str, pieces: Pieces, other: Pieces) -> tuple[str, ...]:
    """The keys under ``group`` that both have, in the order of the first."""
    keys = (path[1] for path in pieces if path[0] == group and path in other)
    return tuple(dict.fromkeys(keys))


def _role(kind: str, path: Path, before: Value | None, after: Value | None) -> Role:
    key = path[0]
    if kind in _ASIDE_PARTS or key in _ASIDE:
        return "aside"
    comes_or_goes = before is None or after is None
    if key in _DECIDES or (comes_or_goes and key in _DECIDES_BY_BEING_THERE):
        return "decides"
    return "decides" if (kind, key) == ("fact", "unit") else "told"


def _orders(knowledge: Knowledge, other: Knowledge) -> Mapping[tuple[str, int], Sequence[str]]:
    """By kind, and rank of rules, the ids of what both have, in order."""
    ranks = {rule.id: rule.rank for rule in knowledge.rules}
    theirs = {rule.id: rule.rank for rule in other.rules}
    both = take_apart(other)
    found: dict[tuple[str, int], list[str]] = {}
    for kind, id_ in take_apart(knowledge):
        if (kind, id_) in both and kind not in _UNORDERED:
            if kind != "rule":
                found.setdefault((kind, 0), []).append(id_)
            elif ranks[id_] == theirs[id_]:
                found.setdefault((kind, ranks[id_]), []).append(id_)
    return found


def _moved(was: Sequence[str], is_: Sequence[str]) -> tuple[str, ...]:
    """The fewest of them that would have to stand elsewhere: all but a longest rising sequence."""
    place = {id_: at for at, id_ in enumerate(is_)}
    longest: list[tuple[int, tuple[str, ...]]] = []  # by length the one that ends first
    for id_ in was:
        at = bisect_left(longest, place[id_], key=lambda each: each[0])
        kept = longest[at - 1][1] if at else ()
        longest[at : at + 1] = [(place[id_], (*kept, id_))]
    stayed = longest[-1][1]
    return tuple(id_ for id_ in was if id_ not in stayed)
