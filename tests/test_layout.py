"""The picture: boxes that hold their words, links from box to box, the same everywhere."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import legspasm
import pytest
from hypothesis import given, settings
from legspasm.consultation import consult_facts
from legspasm.facts import Fact
from legspasm.graph import Graph, Link, Node, cause_graph
from legspasm.layout import SHEET, Area, Box, Line, Picture, Point, Route, lay_out
from legspasm.model import Rule
from strategies import knowledge_of, people, rule_sets, told
from tiny import BREAD

BUILT_IN = legspasm.built_in_knowledge()
KNOWLEDGE = legspasm.load_knowledge(BREAD)


def picture(facts: dict[str, Any], cause: str, knowledge: legspasm.Knowledge) -> Picture:
    body = legspasm.consult(facts, knowledge=knowledge).document.body
    return lay_out(cause_graph(body, knowledge, cause))


def test_boxes_stand_in_rows_and_links_run_down_between_them() -> None:
    above = Node("a", "fact", "It is so, and not otherwise.", "fired")
    below = Node("b", "rule", "It follows.", "fired")
    link = Link("a", "b", "leads", "fired")
    graph = Graph((above, below), (link,))
    assert lay_out(graph) == Picture(
        graph=graph,
        width=320,
        height=240,
        boxes=(
            Box(
                node=above,
                area=Area(6, 6, 152, 52),
                lines=(Line("It is so, and not", 28), Line("otherwise.", 45)),
                tip=Area(0, 62, 320, 178),
            ),
            Box(
                node=below,
                area=Area(6, 104, 152, 35),
                lines=(Line("It follows.", 126),),
                tip=Area(0, 0, 320, 100),
            ),
        ),
        routes=(Route(link, (Point(82, 58), Point(82, 58), Point(82, 104))),),
    )


def test_the_tip_of_a_box_is_above_it_or_below_it() -> None:
    graph = Graph(
        (
            Node("a", "fact", "What was told, in more words.", "fired"),
            Node("b", "rule", "b", "fired"),
        ),
        (Link("a", "b", "leads", "fired"),),
    )
    assert [(box.middle, box.tip_is_above) for box in lay_out(graph).boxes] == [
        (82, False),
        (82, True),
    ]


def test_a_word_that_is_longer_than_a_line_is_broken() -> None:
    node = Node("a", "rule", "It is a Donaudampfschifffahrt.", "fired")
    [box] = lay_out(Graph((node,), ())).boxes
    assert [line.text for line in box.lines] == ["It is a Donaudampf", "schifffahrt."]


def test_a_box_bears_the_paragraphs_that_it_is_given_on_lines_of_their_own() -> None:
    node = Node("a", "rule", "not this", "fired")
    [box] = lay_out(Graph((node,), ()), {"a": ["rule a", "It follows from what was told."]}).boxes
    assert [(line.text, line.paragraph) for line in box.lines] == [
        ("rule a", 0),
        ("It follows from", 1),
        ("what was told.", 1),
    ]


def test_a_line_may_end_after_an_underscore() -> None:
    node = Node("a", "rule", "see older_people_cramp_sooner __x", "fired")
    [box] = lay_out(Graph((node,), ())).boxes
    assert [line.text for line in box.lines] == ["see older_people_", "cramp_sooner __x"]


def test_a_sheet_has_wider_boxes_more_of_them_in_a_row_and_no_room_for_tips() -> None:
    names = "abcdefghijk"
    graph = Graph(tuple(Node(name, "rule", name, "fired") for name in names), ())
    drawn = lay_out(graph, sizes=SHEET)
    assert {box.area.width for box in drawn.boxes} == {216}
    assert len({box.area.top for box in drawn.boxes}) == 2
    alone = lay_out(Graph(graph.nodes[:1], ()), sizes=SHEET)
    assert (alone.width, alone.height) == (228, 47)


def test_a_box_without_words_is_as_high_as_a_line() -> None:
    boxes = lay_out(Graph((Node("a", "rule", "", "fired"), Node("b", "rule", "b", "fired")), ()))
    assert [box.area.height for box in boxes.boxes] == [35, 35]


def test_links_at_one_box_stand_side_by_side_in_the_order_of_their_other_ends() -> None:
    names = "abcdef"
    graph = Graph(
        tuple(Node(name, "rule", name, "fired") for name in [*names, "z"]),
        tuple(Link(name, "z", "leads", "fired") for name in names),
    )
    ends = sorted((route.points[-2].x, route.points[-1].x) for route in lay_out(graph).routes)
    assert [end for _, end in ends] == sorted({end for _, end in ends})
    assert ends[-1][1] - ends[0][1] == 5 * 18


def check(drawn: Picture) -> None:
    """What holds of every picture."""
    assert [box.node for box in drawn.boxes] == list(drawn.graph.nodes)
    assert [route.link for route in drawn.routes] == list(drawn.graph.links)
    areas = {box.node.id: box.area for box in drawn.boxes}
    whole = Area(0, 0, drawn.width, drawn.height)
    for box in drawn.boxes:
        assert inside(box.area, whole)
        assert inside(box.tip, whole)
        assert apart(box.area, box.tip, 0)
        assert box.tip.height >= 80
        assert " ".join(line.text for line in box.lines) == box.node.says
        for line in box.lines:
            assert len(line.text) <= 18
            assert box.area.top + 13 <= line.baseline <= box.area.top + box.area.height - 9
    for number, one in enumerate(drawn.boxes):
        for other in drawn.boxes[number + 1 :]:
            assert apart(one.area, other.area, 14)
    for route in drawn.routes:
        start, end = route.points[0], route.points[-1]
        tail, head = areas[route.link.tail], areas[route.link.head]
        assert tail.left < start.x < tail.left + tail.width
        assert start.y == tail.top + tail.height
        assert head.left < end.x < head.left + head.width
        assert end.y == head.top
        for upper, lower in zip(route.points[::2], route.points[1::2], strict=False):
            assert (upper.x, upper.y <= lower.y) == (lower.x, True)  # straight through a row
            for area in areas.values():
                straight = Area(upper.x, upper.y, 0, lower.y - upper.y)
                assert area == tail or apart(area, straight, 14)
        for upper, lower in zip(route.points[1::2], route.points[2::2], strict=True):
            assert upper.y < lower.y
            for area in areas.values():  # a gap between two rows has no box in it
                assert area.top >= lower.y or area.top + area.height <= upper.y


def inside(area: Area, whole: Area) -> bool:
    return (
        whole.left <= area.left
        and whole.top <= area.top
        and area.left + area.width <= whole.left + whole.width
        and area.top + area.height <= whole.top + whole.height
    )


def apart(one: Area, other: Area, gap: int) -> bool:
    return (
        one.left + one.width + gap <= other.left
        or other.left + other.width + gap <= one.left
        or one.top + one.height + gap <= other.top
        or other.top + other.height + gap <= one.top
    )


@settings(max_examples=25, deadline=None)
@given(told(BUILT_IN))
def test_nothing_overlaps_and_every_link_runs_from_box_to_box_for_any_person(
    facts: dict[str, Any],
) -> None:
    for cause in BUILT_IN.causes:
        check(picture(facts, cause.id, BUILT_IN))


@settings(max_examples=25, deadline=None)
@given(told(KNOWLEDGE))
def test_nothing_overlaps_and_every_link_runs_from_box_to_box_for_any_bread(
    facts: dict[str, Any],
) -> None:
    for cause in KNOWLEDGE.causes:
        check(picture(facts, cause.id, KNOWLEDGE))


@settings(max_examples=100, deadline=None)
@given(rule_sets(), people())
def test_nothing_overlaps_and_every_link_runs_from_box_to_box_for_any_rules(
    rules: list[Rule], facts: tuple[Fact, ...]
) -> None:
    knowledge = knowledge_of(rules)
    body = consult_facts(knowledge, facts).document.body
    for cause in knowledge.causes:
        check(lay_out(cause_graph(body, knowledge, cause.id)))


@pytest.mark.parametrize("cause", BUILT_IN.causes, ids=lambda cause: cause.id)
def test_a_picture_is_no_wider_than_the_column_of_a_page(cause: legspasm.model.Cause) -> None:
    assert picture({}, cause.id, BUILT_IN).width <= 704


PROGRAM = """
import hashlib, legspasm, msgspec
from legspasm.graph import cause_graph
from legspasm.layout import lay_out
record = legspasm.consult(recent_injury=True, exertion="some")
body, knowledge = record.document.body, record.knowledge
graphs = [cause_graph(body, knowledge, cause.id) for cause in knowledge.causes]
drawn = msgspec.json.encode([lay_out(graph) for graph in graphs])
print(hashlib.sha256(drawn).hexdigest())
"""


def test_processes_with_other_hash_seeds_draw_the_same() -> None:
    def run(seed: int) -> str:
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(run, range(8)))) == 1


def test_the_layout_library_is_loaded_only_where_a_page_is_wanted() -> None:
    program = (
        "import legspasm, sys; record = legspasm.consult(); record.render('text');"
        "record.render('markdown'); print('fast_sugiyama' in sys.modules);"
        "record.render('html'); print('fast_sugiyama' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\nTrue\n"
