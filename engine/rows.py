"""The rows of a picture of a graph: what stands in which, and where in it, in whole pixels.

Every link leads down, to a later row. A row holds boxes and, where a link passes it, a place
for that link. The place of each is near the middle of what it is linked with above and below,
as far as the others in its row let it; the order in a row is left as it is given.

All numbers are whole: sums of fractions are not the same in every version of Python.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Protocol

import msgspec

_PORT = 18
"""Between two links on the same side of a box, where there is room for it."""
_SWEEPS = 12
"""Down and up in turns; after that hardly anything moves."""


class Node(Protocol):
    """What is drawn as a box with the words ``says``; ``id`` is unique in its graph."""

    @property
    def id(self) -> str: ...  # noqa: D102  # its protocol says it
    @property
    def says(self) -> str: ...  # noqa: D102  # its protocol says it


class Link(Protocol):
    """From the node ``tail`` to the node ``head``, both by id."""

    @property
    def tail(self) -> str: ...  # noqa: D102  # its protocol says it
    @property
    def head(self) -> str: ...  # noqa: D102  # its protocol says it


class Graph(Protocol):
    """Any graph without a cycle, whatever else it says of its nodes and links."""

    @property
    def nodes(self) -> Sequence[Node]: ...  # noqa: D102  # its protocol says it
    @property
    def links(self) -> Sequence[Link]: ...  # noqa: D102  # its protocol says it


class Cell(msgspec.Struct, frozen=True):
    """A node in its row, or, with ``link`` (its number in the graph), where that link passes."""

    row: int
    node: str = ""
    link: int = -1


Row = Sequence[Cell]
Way = Sequence[Cell]
"""The cells of a link from its tail to its head, one in each row."""


def node_rows(graph: Graph, most: int) -> dict[str, int]:
    """The row of each node, from 0 at the top, with at most ``most`` nodes in a row.

    From the bottom up: each row takes those nodes that lead only to rows below it, and first
    those with the longest way still above them. So what is read stands close to what reads it.
    """
    heads: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    tails: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for link in graph.links:
        heads[link.tail].append(link.head)
        tails[link.head].append(link.tail)
    above = _longest_ways(tails)
    height: dict[str, int] = {}
    level = 0
    while len(height) < len(heads):
        free = [
            node
            for node in heads
            if node not in height and all(height.get(head, level) < level for head in heads[node])
        ]
        for node in sorted(free, key=lambda each: -above[each])[:most]:
            height[node] = level
        level += 1
    return {node: level - 1 - up for node, up in height.items()}


def ways(graph: Graph, row: Mapping[str, int]) -> list[Way]:
    """The way of each link of ``graph``."""
    return [
        [
            Cell(row[link.tail], link.tail),
            *(Cell(each, link=number) for each in range(row[link.tail] + 1, row[link.head])),
            Cell(row[link.head], link.head),
        ]
        for number, link in enumerate(graph.links)
    ]


def centres(rows: Sequence[Row], ways: Sequence[Way], width: int, gap: int) -> dict[Cell, int]:
    """The middle of each cell. Nodes are ``width`` wide, links nothing; ``gap`` is between them.

    The leftmost box or link is at 0, and no row is wider than the widest has to be.
    """
    offsets = [_offsets(row, width, gap) for row in rows]
    room = max(each[-1] + _half(row[-1], width) for each, row in zip(offsets, rows, strict=True))
    spare = [
        room - each[-1] - _half(row[-1], width) for each, row in zip(offsets, rows, strict=True)
    ]
    found = {
        cell: offset + free // 2
        for row, places, free in zip(rows, offsets, spare, strict=True)
        for cell, offset in zip(row, places, strict=True)
    }
    above: dict[Cell, list[Cell]] = {}
    below: dict[Cell, list[Cell]] = {}
    for way in ways:
        for upper, lower in pairwise(way):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    order = list(zip(rows, offsets, spare, strict=True))
    for sweep in range(_SWEEPS):
        near = (above, below)[sweep % 2]
        for row, places, free in order if near is above else reversed(order):
            wanted = [_middle([found[each] for each in near.get(cell, [cell])]) for cell in row]
            moved = _without_overlap(
                [want - place for want, place in zip(wanted, places, strict=True)]
            )
            for cell, place, shift in zip(row, places, moved, strict=True):
                found[cell] = place + min(max(shift, 0), free)
    return found


def ports(boxes: Sequence[str], towards: Sequence[int], room: int) -> list[int]:
    """How far from the middle of its box each link is there, in the order of its other side.

    ``room`` is for all the links of a box.
    """
    by_box: dict[str, list[int]] = {}
    for number, box in enumerate(boxes):
        by_box.setdefault(box, []).append(number)
    found = [0] * len(boxes)
    for numbers in by_box.values():
        step = min(_PORT, room // len(numbers))
        for place, number in enumerate(sorted(numbers, key=lambda each: towards[each])):
            found[number] = (2 * place - len(numbers) + 1) * step // 2
    return found


def _longest_ways(tails: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """For each node the length of the longest way that leads to it."""
    found: dict[str, int] = {}
    while len(found) < len(tails):
        for node, before in tails.items():
            if all(tail in found for tail in before):
                found[node] = max((found[tail] + 1 for tail in before), default=0)
    return found


def _offsets(row: Row, width: int, gap: int) -> list[int]:
    """The middle of each cell where the row is packed to the left."""
    steps = [_half(left, width) + gap + _half(right, width) for left, right in pairwise(row)]
    return list(accumulate(steps, initial=_half(row[0], width)))


def _half(cell: Cell, width: int) -> int:
    return width // 2 if cell.node else 0


def _middle(places: Sequence[int]) -> int:
    return sum(places) // len(places)


def _without_overlap(wanted: Sequence[int]) -> list[int]:
    """The numbers nearest to ``wanted`` of which none is less than the one before it.

    Neighbours that are out of order are put together in their middle, as often as it takes
    (least squares, by pooling what violates the order).
    """
    pools: list[list[int]] = []
    for want in wanted:
        pools.append([want])
        while len(pools) > 1 and _middle(pools[-2]) > _middle(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    return [_middle(pool) for pool in pools for _ in pool]
