"""A graph on a sheet: parts apart, each laid out by itself, none over another."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.authoring.causalgraph import Link, Node
from legspasm.authoring.sheet import Part, Placed, Sheet, on_a_sheet, parts
from legspasm.layout import SHEET, lay_out


def graph(*ways: str) -> Part:
    """A graph of ways such as ``abc``; its nodes in the order in which they are named."""
    names = dict.fromkeys("".join(ways))
    links = [pair for way in ways for pair in pairwise(way)]
    return Part(
        tuple(Node(name, "rule", name, name) for name in names),
        tuple(Link(tail, head, "leads") for tail, head in dict.fromkeys(links)),
    )


def names(part: Part) -> str:
    return "".join(node.id for node in part.nodes)


def sheet(*ways: str) -> Sheet:
    drawn = graph(*ways)
    return on_a_sheet(drawn, {node.id: [node.says] for node in drawn.nodes})


def test_parts_are_what_no_link_joins_the_largest_first() -> None:
    assert [names(part) for part in parts(graph("a", "bc", "def", "gh"))] == [
        "def",
        "bc",
        "gh",
        "a",
    ]
    assert [names(part) for part in parts(graph("ab", "cd", "eb", "ec"))] == ["abcde"]
    [part] = parts(graph("abc", "ac"))
    assert part == graph("abc", "ac")


def test_a_part_is_laid_out_as_if_it_were_alone() -> None:
    drawn = graph("abc", "de")
    words = {node.id: [node.says, "more"] for node in drawn.nodes}
    one, other = (lay_out(part, words, SHEET) for part in parts(drawn))
    assert on_a_sheet(drawn, words) == Sheet(
        one.width + 30 + other.width,
        max(one.height, other.height),
        (Placed(0, 0, one), Placed(one.width + 30, 0, other)),
    )


def test_a_shelf_that_is_full_is_followed_by_another() -> None:
    found = sheet("abc", *"defghijkl")
    assert {placed.top for placed in found.pictures} == {0, found.pictures[0].picture.height + 30}
    assert found.width <= 1800


def test_a_part_that_is_wider_than_the_sheet_has_a_shelf_of_its_own() -> None:
    found = sheet(*(f"{name}z" for name in "abcdefghij"), "y")
    [wide, small] = found.pictures
    assert wide.picture.width == found.width > 1800
    assert (small.left, small.top) == (0, wide.picture.height + 30)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abcdefghijklmnop", min_size=1, max_size=4), min_size=1, max_size=12))
def test_everything_is_on_the_sheet_once_and_nothing_over_another(ways: list[str]) -> None:
    ways = ["".join(sorted(set(way))) for way in ways]  # so that there is no cycle
    drawn, found = graph(*ways), sheet(*ways)
    pictures = [placed.picture for placed in found.pictures]
    assert sorted(box.node.id for each in pictures for box in each.boxes) == sorted(names(drawn))
    assert sum(len(each.routes) for each in pictures) == len(drawn.links)
    for number, one in enumerate(found.pictures):
        assert one.left + one.picture.width <= found.width
        assert one.top + one.picture.height <= found.height
        for other in found.pictures[number + 1 :]:
            assert (
                one.left + one.picture.width <= other.left
                or one.top + one.picture.height <= other.top
            )
