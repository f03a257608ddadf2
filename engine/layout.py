"""The causal graph as a picture: where each box stands and how each link runs, in whole pixels.

From top to bottom, row by row, with so few boxes in a row that the page for which a picture is
sized can hold it without shrinking its words. The library fast-sugiyama decides the order in each
row: that few links cross is a hard problem, and it is well solved there. Where in its row a box
stands is decided in ``rows.py``, since the library gives a link that passes a row as much room as a
box. This is the one door to it, and it is opened only when a picture is wanted.
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import msgspec
from legspasm.rows import Cell, Graph, Link, Node, Row, Way, centres, node_rows, ports, ways

_LINE_HEIGHT = 17
_ASCENT = 13
"""From the top of a line of words to its baseline."""
_PADDING = 9
_BESIDE = 14
"""Between two things in a row."""
_BETWEEN_ROWS = 46
_MARGIN = 6
_TIP_WIDTH = 320
_TIP_GAP = 4


class Sizes(msgspec.Struct, frozen=True):
    """How many boxes stand in a row at most; the characters in a line of a box, and its width.

    As many characters as fit in it in the widest of the usual fonts, at 13 pixels. The picture is
    no smaller than ``least``, so that there is room for tips.
    """

    boxes: int
    characters: int
    width: int
    least: tuple[int, int]


COLUMN = Sizes(boxes=4, characters=18, width=152, least=(320, 240))
"""For the column of a page, with tips."""
SHEET = Sizes(boxes=10, characters=25, width=216, least=(0, 0))
"""For a sheet of its own."""


class Point(msgspec.Struct, frozen=True):
    """In pixels from the top left corner, as are all places here."""

    x: int
    y: int


class Area(msgspec.Struct, frozen=True):
    """A rectangle, in pixels."""

    left: int
    top: int
    width: int
    height: int


class Line(msgspec.Struct, frozen=True):
    """A line of words, where its baseline is, and in which paragraph of its box (0: the first)."""

    text: str
    baseline: int
    paragraph: int = 0


class Box(msgspec.Struct, frozen=True):
    """A node in its place. There is room for more about it in ``tip``, above the box or below."""

    node: Node
    area: Area
    lines: tuple[Line, ...]
    tip: Area

    @property
    def middle(self) -> int:
        """From the left, in pixels."""
        return self.area.left + self.area.width // 2

    @property
    def tip_is_above(self) -> bool:
        """Whether the tip ends at the box, and does not begin there."""
        return self.tip.top < self.area.top


class Route(msgspec.Struct, frozen=True):
    """A link from the bottom of a box to the top of another.

    ``points`` lead down, by turns straight through a row and across the gap to the next.
    """

    link: Link
    points: tuple[Point, ...]


class Picture(msgspec.Struct, frozen=True):
    """A graph in its place. Boxes and routes stand in the order of the graph's nodes and links."""

    graph: Graph
    width: int
    height: int
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]


def lay_out(
    graph: Graph, words: Mapping[str, Sequence[str]] | None = None, sizes: Sizes = COLUMN
) -> Picture:
    """The picture of ``graph``, which has a node: the same for the same graph, everywhere.

    ``words`` holds by node the paragraphs that stand in its box, where that is not what it says.
    """
    row_of = node_rows(graph, sizes.boxes)
    by_link = ways(graph, row_of)
    of_node = {node: Cell(row, node) for node, row in row_of.items()}
    passing = [cell for way in by_link for cell in way[1:-1]]
    rows = _ordered([*of_node.values(), *passing], by_link)
    middles = {
        cell: _MARGIN + middle
        for cell, middle in centres(rows, by_link, sizes.width, _BESIDE).items()
    }
    written = {
        node.id: _wrapped([node.says] if words is None else words[node.id], sizes.characters)
        for node in graph.nodes
    }
    bands = _bands(rows, written)
    areas = {
        node: Area(
            middles[at] - sizes.width // 2, bands[at.row].top, sizes.width, _height(written[node])
        )
        for node, at in of_node.items()
    }
    right = max(*middles.values(), *(area.left + area.width for area in areas.values()))
    bottom = bands[-1].top + bands[-1].height
    width, height = max(right + _MARGIN, sizes.least[0]), max(bottom + _MARGIN, sizes.least[1])
    whole = Area(0, 0, width, height)
    return Picture(
        graph=graph,
        width=width,
        height=height,
        boxes=tuple(
            Box(
                node=node,
                area=areas[node.id],
                lines=_lines(written[node.id], areas[node.id]),
                tip=_tip(areas[node.id], whole),
            )
            for node in graph.nodes
        ),
        routes=_routes(graph, by_link, middles, areas, bands, sizes.width),
    )


def _ordered(cells: Sequence[Cell], by_link: Sequence[Way]) -> Sequence[Row]:
    """The ``cells`` row by row, each from left to right."""
    from fast_sugiyama import from_edges

    number = {cell: each for each, cell in enumerate(cells)}
    steps = [(number[a], number[b]) for way in by_link for a, b in pairwise(way)]
    # Ranks by the longest way: its other method does not come to an end on some graphs.
    parts = from_edges(steps, ranking_type="down")
    across = {  # parts that do not hang together are placed each by itself
        cells[each]: (part, x)
        for part, (places, *_) in enumerate(parts)
        for each, (x, _) in places
        if isinstance(each, int)
        and each < len(cells)  # the rest are places that it makes for long links
    }
    rows: list[list[Cell]] = [[] for _ in range(1 + max(cell.row for cell in cells))]
    for cell in sorted(cells, key=lambda each: across.get(each, (len(cells), 0))):
        rows[cell.row].append(cell)
    return rows


def _wrapped(paragraphs: Sequence[str], characters: int) -> list[tuple[int, str]]:
    """The lines of a box, each with the number of its paragraph."""
    return [
        (number, line)
        for number, paragraph in enumerate(paragraphs)
        for line in _Wrapping(characters).wrap(paragraph)
    ]


class _Wrapping(textwrap.TextWrapper):
    """Also after an underscore a line may end: ids are long."""

    def _split(self, text: str) -> list[str]:
        return [p for each in super()._split(text) for p in re.split("(?<=_)(?=[^_])", each)]


def _bands(rows: Sequence[Row], written: Mapping[str, Sequence[object]]) -> list[Area]:
    """How high each row is, and where; all the rest of an area is left open."""
    heights = [max(_height(written[cell.node]) for cell in row if cell.node) for row in rows]
    tops = accumulate((height + _BETWEEN_ROWS for height in heights), initial=_MARGIN)
    return [Area(0, top, 0, height) for top, height in zip(tops, heights, strict=False)]


def _routes(
    graph: Graph,
    by_link: Sequence[Way],
    middles: Mapping[Cell, int],
    areas: Mapping[str, Area],
    bands: Sequence[Area],
    width: int,
) -> tuple[Route, ...]:
    across = [[middles[cell] for cell in way] for way in by_link]
    room = width - 2 * _PADDING
    leaving = ports([link.tail for link in graph.links], [each[1] for each in across], room)
    arriving = ports([link.head for link in graph.links], [each[-2] for each in across], room)
    found = []
    for number, (link, way) in enumerate(zip(graph.links, by_link, strict=True)):
        xs = across[number]
        xs[0] += leaving[number]
        xs[-1] += arriving[number]
        tail = areas[link.tail]
        points = [Point(xs[0], tail.top + tail.height)]
        for (cell, x), (below, next_x) in pairwise(zip(way, xs, strict=True)):
            points.append(Point(x, bands[cell.row].top + bands[cell.row].height))
            points.append(Point(next_x, bands[below.row].top))
        found.append(Route(link, tuple(points)))
    return tuple(found)


def _tip(area: Area, whole: Area) -> Area:
    """As near as it gets to the middle of the box, on the side where there is more room."""
    width = min(_TIP_WIDTH, whole.width)
    left = area.left + (area.width - width) // 2
    left = min(max(left, 0), whole.width - width)
    over, under = area.top - _TIP_GAP, area.top + area.height + _TIP_GAP
    if over > whole.height - under:
        return Area(left, 0, width, over)
    return Area(left, under, width, whole.height - under)


def _lines(written: Sequence[tuple[int, str]], area: Area) -> tuple[Line, ...]:
    first = area.top + _PADDING + _ASCENT
    return tuple(
        Line(text, first + each * _LINE_HEIGHT, paragraph)
        for each, (paragraph, text) in enumerate(written)
    )


def _height(written: Sequence[object]) -> int:
    return 2 * _PADDING + _LINE_HEIGHT * max(1, len(written))
