"""A large graph on one sheet: parts that do not hang together are pictures side by side.

Laid out as one, each would stretch the rows of the others, and its links would run past them. So
each part is laid out by itself (``layout.py``), and they fill the sheet from left to right, shelf
by shelf, the largest first.
"""

from collections.abc import Mapping, Sequence

import msgspec
from legspasm.layout import SHEET, Picture, lay_out
from legspasm.rows import Graph, Link, Node

_WIDTH = 1800
"""Of a sheet, in pixels, unless a part alone is wider."""
_BETWEEN = 30


class Part(msgspec.Struct, frozen=True):
    """Nodes that hang together, with the links between them; there is at least one node."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


class Placed(msgspec.Struct, frozen=True):
    """A picture, and how far from the top left corner of the sheet it begins, in pixels."""

    left: int
    top: int
    picture: Picture


class Sheet(msgspec.Struct, frozen=True):
    """The pictures of all parts, none over another."""

    width: int
    height: int
    pictures: tuple[Placed, ...]


def parts(graph: Graph) -> list[Part]:
    """The parts of ``graph`` that no link joins; the largest first, then as their first nodes."""
    part_of = {node.id: {node.id} for node in graph.nodes}
    for link in graph.links:
        one, other = part_of[link.tail], part_of[link.head]
        if one is not other:
            one |= other
            part_of.update(dict.fromkeys(other, one))
    found = [
        Part(
            tuple(node for node in graph.nodes if node.id in each),
            tuple(link for link in graph.links if link.tail in each),
        )
        for each in {id(each): each for each in part_of.values()}.values()
    ]
    return sorted(found, key=lambda part: -len(part.nodes))


def on_a_sheet(graph: Graph, words: Mapping[str, Sequence[str]]) -> Sheet:
    """The sheet of ``graph``, which has a node; ``words`` stand in the boxes (``layout.py``)."""
    pictures = [lay_out(part, words, SHEET) for part in parts(graph)]
    width = max(_WIDTH, *(picture.width for picture in pictures))
    placed = []
    left = top = below = widest = 0
    for picture in pictures:
        if left + picture.width > width:
            left, top = 0, below + _BETWEEN
        placed.append(Placed(left, top, picture))
        left += picture.width + _BETWEEN
        below = max(below, top + picture.height)
        widest = max(widest, left - _BETWEEN)
    return Sheet(widest, below, tuple(placed))
