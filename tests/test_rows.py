"""The rows of a picture: what stands in which, and where, without overlap."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.graph import Graph, Link, Node
from legspasm.rows import Cell, centres, node_rows, ways


def graph(*links: str, alone: str = "") -> Graph:
    """A graph of links such as ``a>b``; its nodes in the order in which they are named."""
    ends = [link.split(">") for link in links]
    names = dict.fromkeys([name for pair in ends for name in pair] + list(alone))
    return Graph(
        nodes=tuple(Node(name, "rule", name, "unknown") for name in names),
        links=tuple(Link(tail, head, "leads", "unknown") for tail, head in ends),
    )


@pytest.mark.parametrize(
    ("links", "most", "expected"),
    [
        (["a>b", "b>c"], 4, ["a", "b", "c"]),
        # What is read stands just above what reads it.
        (["a>b", "b>c", "d>c"], 4, ["a", "bd", "c"]),
        # A long way comes first, what begins a way goes up where there is no room.
        (["d>c", "e>c", "a>b", "b>c"], 2, ["ae", "bd", "c"]),
        (["a>z", "b>z", "c>z"], 2, ["c", "ab", "z"]),
        (["a>z", "b>z", "c>z"], 1, ["c", "b", "a", "z"]),
        ([], 4, ["ab"]),
    ],
)
def test_nodes_stand_close_above_what_they_lead_to_and_few_in_a_row(
    links: list[str], most: int, expected: list[str]
) -> None:
    rows = node_rows(graph(*links, alone="" if links else "ab"), most)
    found = ["".join(sorted(n for n in rows if rows[n] == row)) for row in range(len(expected))]
    assert found == expected
    assert len(rows) == sum(map(len, expected))


def test_a_link_that_passes_rows_has_a_place_in_each() -> None:
    drawn = graph("a>b", "b>c", "a>c")
    assert ways(drawn, {"a": 0, "b": 1, "c": 2}) == [
        [Cell(0, "a"), Cell(1, "b")],
        [Cell(1, "b"), Cell(2, "c")],
        [Cell(0, "a"), Cell(1, link=2), Cell(2, "c")],
    ]


A, B, C, D = Cell(0, "a"), Cell(0, "b"), Cell(0, "c"), Cell(1, "d")
PASSING = Cell(1, link=0)
E_ = Cell(2, "e")


@pytest.mark.parametrize(
    ("rows", "links", "expected"),
    [
        ([[A]], [], {A: 50}),
        # The widest row is packed, and what is linked with its middle stands below that.
        ([[A, B, C], [D]], [[B, D]], {A: 50, B: 160, C: 270, D: 160}),
        ([[A, B, C], [D]], [[A, D]], {A: 50, B: 160, C: 270, D: 50}),
        ([[A, B, C], [D]], [[C, D], [B, D]], {A: 50, B: 160, C: 270, D: 215}),
        # A link takes no room but the gap at its sides.
        ([[A], [PASSING, D], [E_]], [[A, PASSING, E_]], {A: 50, PASSING: 0, D: 60, E_: 50}),
    ],
    ids=["alone", "middle", "left", "between", "passing"],
)
def test_a_cell_stands_near_the_middle_of_what_it_is_linked_with(
    rows: list[list[Cell]], links: list[list[Cell]], expected: dict[Cell, int]
) -> None:
    assert centres(rows, links, 100, 10) == expected


@st.composite
def drawings(draw: st.DrawFn) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Rows of boxes and passing places, and steps from row to row between any of them."""
    rows: list[list[Cell]] = []
    for row in range(draw(st.integers(1, 5))):
        kinds = draw(st.lists(st.booleans(), min_size=1, max_size=6))
        rows.append(
            [
                Cell(row, f"{row}.{each}") if kind else Cell(row, link=each)
                for each, kind in enumerate(kinds)
            ]
        )
    steps = [
        [upper, draw(st.sampled_from(below))]
        for above, below in pairwise(rows)
        for upper in draw(st.lists(st.sampled_from(above), max_size=6))
    ]
    return rows, steps


@settings(max_examples=200, deadline=None)
@given(drawings())
def test_no_two_things_in_a_row_overlap_and_no_row_is_wider_than_the_widest_has_to_be(
    drawn: tuple[list[list[Cell]], list[list[Cell]]],
) -> None:
    rows, steps = drawn
    found = centres(rows, steps, 100, 10)
    assert set(found) == {cell for row in rows for cell in row}

    def half(cell: Cell) -> int:
        return 50 if cell.node else 0

    widths = [sum(2 * half(cell) for cell in row) + 10 * (len(row) - 1) for row in rows]
    for row in rows:
        for left, right in pairwise(row):
            assert found[right] - half(right) - found[left] - half(left) >= 10
    assert min(found[cell] - half(cell) for row in rows for cell in row) == 0
    assert max(found[cell] + half(cell) for row in rows for cell in row) == max(widths)
