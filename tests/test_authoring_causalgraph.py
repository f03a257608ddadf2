"""The causal graph of a knowledge base: its data, and every form of it read back."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import hostile
import legspasm
import msgspec
import pytest
from charts import READS_DOT, read_dot, read_mermaid
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.authoring.causalgraph import GRAPH_FORMS, CausalGraph, causal_graph, draw
from legspasm.errors import LegspasmError
from legspasm.model import Rule
from strategies import CAUSES, knowledge_of, rule_sets
from tiny import BREAD, Bread

BUILT_IN = legspasm.built_in_knowledge()
KNOWLEDGE = legspasm.load_knowledge(BREAD)
GOLDENS = Path(__file__).with_name("drawn")
SUFFIX = {"dot": "dot", "mermaid": "mmd", "svg": "svg"}
SVG = "{http://www.w3.org/2000/svg}"
pytestmark = READS_DOT


def named(graph: CausalGraph) -> dict[str, str]:
    """What each node is, by its id."""
    return {node.id: f"{node.kind} {node.name}" for node in graph.nodes}


def links(graph: CausalGraph) -> list[str]:
    """The links in short."""
    names = named(graph)
    return [f"{names[each.tail]} > {names[each.head]}: {each.kind}" for each in graph.links]


def shape(graph: CausalGraph) -> tuple[list[str], list[tuple[str, str]]]:
    arrows = [(link.tail, link.head) for link in graph.links]
    return [node.id for node in graph.nodes], sorted(arrows)


def boxes_of(text: str) -> list[list[str]]:
    """The lines in each box of a picture."""
    root = ElementTree.fromstring(text)
    return [
        [line.text or "" for line in box.iter(f"{SVG}tspan")]
        for box in root.iter(f"{SVG}g")
        if box.get("role") == "img"
    ]


def test_a_cause_has_what_leads_to_it_or_away_from_it_and_nothing_else() -> None:
    assert links(causal_graph(KNOWLEDGE, "cold_dough")) == [
        "fact yeast_age > rule old_yeast_tires: leads",
        "fact foam > rule old_yeast_tires: stops",
        "rule old_yeast_tires > state yeast_tired: leads",
        "fact kitchen > rule cold_slows: leads",
        "rule cold_slows > state dough_slow: leads",
        "fact kitchen > rule warm_enough: leads",
        "rule warm_enough > cause cold_dough: against",
        "state yeast_tired > rule tired_yeast_makes_no_gas: leads",
        "rule tired_yeast_makes_no_gas > state gas_missing: leads",
        "state dough_slow > rule slow_dough_stays_flat: leads",
        "state gas_missing > rule slow_dough_stays_flat: stops",
        "rule slow_dough_stays_flat > cause cold_dough: leads",
    ]


def test_a_whole_knowledge_base_has_everything_that_it_can_conclude() -> None:
    graph = causal_graph(KNOWLEDGE)
    names = list(named(graph).values())
    for kind, declared in {
        "rule": [each.id for each in KNOWLEDGE.rules],
        "state": [each.id for each in KNOWLEDGE.states],
        "cause": [each.id for each in KNOWLEDGE.causes],
        "scope": [each.id for each in KNOWLEDGE.scopes],
        "factor": [each.id for each in KNOWLEDGE.factors],
        "advice": [each.id for each in KNOWLEDGE.advice],
        "place": ["bottom"],
        "verdict": ["cold_dough", "weak_yeast"],
    }.items():
        assert [each for each in names if each.split()[0] == kind] == [
            f"{kind} {name}" for name in declared
        ]
    assert {
        "rule nothing_to_explain > scope has_risen: leads",
        "rule old_but_foaming > cause weak_yeast: conflict",
        "rule rye_stays_flat > factor rye: leads",
        "cause cold_dough > verdict cold_dough: leads",
        "verdict cold_dough > rule cold_bottom: leads",
        "rule cold_bottom > place bottom: leads",
        "rule use_fresh_yeast > advice fresh_yeast: leads",
    } <= set(links(graph))


def test_a_node_says_what_its_part_says() -> None:
    nodes = {f"{node.kind} {node.name}": node for node in causal_graph(KNOWLEDGE).nodes}
    salt, rye = nodes["rule salt_slows_yeast"], nodes["rule rye_stays_flat"]
    assert (salt.says, salt.sentences, salt.bears_on) == (
        "Salt slows yeast down.",
        ("P2.S3",),
        (),
    )
    assert salt.reservation == "The text does not say how much salt."
    assert rye.bears_on == ("weak_yeast", "cold_dough")
    assert nodes["state gas_missing"].says == "Gas is missing."
    assert nodes["place bottom"].says == "It is flat at the bottom."
    assert nodes["cause cold_dough"].says == "Cold dough"


def test_one_condition_is_one_box_however_rules_word_it(bread: Bread) -> None:
    bread.replace(
        "rules/cold.yaml",
        "      - {state: gas_missing}\n",
        "      - {state: gas_missing, says: There is no gas.}\n",
    )
    nodes = causal_graph(bread.load()).nodes
    assert [(node.says, node.also) for node in nodes if node.also] == [
        ("The yeast is 180 days old, or older.", ("The yeast is old.",)),
        ("Gas is missing.", ("There is no gas.",)),
    ]


def test_a_state_that_nothing_makes_and_nothing_reads_stands_alone(bread: Bread) -> None:
    bread.replace(
        "rules/cold.yaml",
        "  - id: dough_slow\n",
        "  - id: lonely\n    says: Nobody needs it.\n  - id: dough_slow\n",
    )
    graph = causal_graph(bread.load())
    [lonely] = [node for node in graph.nodes if node.name == "lonely"]
    assert [each for each in graph.links if lonely.id in (each.tail, each.head)] == []
    assert ["state lonely", "Nobody needs it."] in boxes_of(draw(graph, "svg"))


def test_where_no_fact_reports_a_place_there_is_none(bread: Bread) -> None:
    text = bread.text("rules/beside.yaml")
    start, end = text.index("place:"), text.index("rules:")
    text = text[:start] + text[end:]
    start, end = text.index("  - id: cold_bottom"), text.index("  - id: use_fresh_yeast")
    bread.write("rules/beside.yaml", text[:start] + text[end:])
    assert "place" not in {node.kind for node in causal_graph(bread.load()).nodes}


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        ("weak_yeats", "there is no cause 'weak_yeats'; did you mean weak_yeast?"),
        ("salt", "there is no cause 'salt'"),
    ],
)
def test_a_cause_that_is_not_there_is_told(cause: str, told: str) -> None:
    with pytest.raises(LegspasmError, match=f"^{told.replace('?', '[?]')}$"):
        causal_graph(KNOWLEDGE, cause)


def test_a_form_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="'pdf': expected one of dot, mermaid, svg"):
        draw(causal_graph(KNOWLEDGE), "pdf")  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("form", GRAPH_FORMS)
def test_a_graph_is_drawn_as_its_golden(form: Any, bless: bool) -> None:
    drawn = draw(causal_graph(KNOWLEDGE), form)
    golden = GOLDENS / f"bread.{SUFFIX[form]}"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(drawn, encoding="utf-8", newline="\n")
    assert drawn == golden.read_text(encoding="utf-8")


def check(graph: CausalGraph) -> None:
    """What holds of every graph, and of each form of it."""
    expected = shape(graph)
    assert read_dot(draw(graph, "dot")) == expected
    assert read_mermaid(draw(graph, "mermaid")) == expected
    picture = draw(graph, "svg")
    root = ElementTree.fromstring(picture)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        *("svg", "title", "desc", "style", "g", "rect", "path", "text", "tspan")
    }
    assert len(boxes_of(picture)) == len(graph.nodes)
    assert sum(each.get("class") == "way" for each in root.iter()) == len(graph.links) + len(
        {link.kind for link in graph.links}
    )


@pytest.mark.parametrize("knowledge", [BUILT_IN, KNOWLEDGE], ids=lambda each: each.name)
def test_every_form_holds_the_graph(knowledge: legspasm.Knowledge) -> None:
    for cause in (None, *(each.id for each in knowledge.causes)):
        check(causal_graph(knowledge, cause))


@settings(max_examples=50, deadline=None)
@given(rule_sets(), st.sampled_from([None, *CAUSES]))
def test_every_form_holds_the_graph_of_any_rules(rules: list[Rule], cause: str | None) -> None:
    graph = causal_graph(knowledge_of(rules), cause)
    check(graph)
    ids = {node.id for node in graph.nodes}
    assert {end for link in graph.links for end in (link.tail, link.head)} <= ids
    order = {node: {link.tail for link in graph.into(node)} for node in ids}
    assert set(TopologicalSorter(order).static_order()) == ids
    if cause is None:
        drawn = {(graph.node(link.tail).name, graph.node(link.head).name) for link in graph.links}
        for rule in rules:
            assert (rule.id, rule.concludes.id) in drawn
            assert {(each.name, rule.id) for each in rule.conditions} <= drawn


def reworded(knowledge: legspasm.Knowledge, text: str) -> legspasm.Knowledge:
    """The knowledge base with ``text`` for everything that it says in a graph."""
    replace = msgspec.structs.replace
    return replace(
        knowledge,
        title=text,
        rules=tuple(
            replace(
                rule,
                says=text,
                reservation=text,
                when=tuple(replace(each, says=text) for each in rule.when),
                unless=tuple(replace(each, says=text) for each in rule.unless),
            )
            for rule in knowledge.rules
        ),
        states=tuple(replace(each, says=text) for each in knowledge.states),
        causes=tuple(replace(each, title=text) for each in knowledge.causes),
        factors=tuple(replace(each, says=text) for each in knowledge.factors),
        advice=tuple(replace(each, says=text) for each in knowledge.advice),
    )


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(hostile.NASTY) | st.text(), st.sampled_from([None, "weak_yeast"]))
def test_hostile_text_cannot_break_out_of_any_form(text: str, cause: str | None) -> None:
    check(causal_graph(reworded(KNOWLEDGE, text), cause))


@pytest.mark.parametrize("knowledge", [BUILT_IN, KNOWLEDGE], ids=lambda each: each.name)
def test_a_box_bears_the_wording_and_the_sentences_of_its_rule(
    knowledge: legspasm.Knowledge,
) -> None:
    boxes = {
        " ".join(box).replace("_ ", "_") for box in boxes_of(draw(causal_graph(knowledge), "svg"))
    }
    for rule in knowledge.rules:
        parts = [f"rule {rule.id}", rule.says]
        parts += [f"but: {rule.reservation}"] if rule.reservation else []
        bears_on = ", ".join(rule.concludes.bears_on)
        parts += [f"bears on {bears_on}"] if bears_on else []
        parts.append(f"sentences {', '.join(each.sentence for each in rule.cites)}")
        assert " ".join(parts) in boxes


def test_what_stops_a_rule_is_dashed_and_says_so_in_every_form() -> None:
    graph = causal_graph(KNOWLEDGE)
    stops = sum(link.kind == "stops" for link in graph.links)
    assert draw(graph, "dot").count('style="dashed", arrowhead="tee", label="unless"') == stops
    assert draw(graph, "mermaid").count('-.->|"unless"|') == stops
    picture = draw(graph, "svg")
    assert ".causal .stops .way { stroke-dasharray: 6 4; }" in picture
    assert picture.count('class="stops"') == stops + 1  # and one in the legend
    assert picture.count(">unless</text>") == stops


def test_the_picture_needs_nothing_else_and_is_named_for_a_screen_reader() -> None:
    picture = draw(causal_graph(KNOWLEDGE, "weak_yeast"), "svg")
    for word in ("<script", "href", "url(", "@import", "@font-face", "<image", "onload"):
        assert word not in picture
    root = ElementTree.fromstring(picture)
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text == (
        "Why bread does not rise, as one short text tells it: what leads to Weak yeast"
    )
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    told = [box[0].text for box in root.iter(f"{SVG}g") if box.get("role") == "img"]
    assert (
        "rule old_yeast_tires\n"
        "Old yeast tires.\n"
        "sentences P2.S1\n"
        "when fact yeast_age: The yeast is 180 days old, or older.\n"
        "unless fact foam: The yeast foamed.\n"
    ) in told


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    def legend(cause: str | None) -> set[str]:
        root = ElementTree.fromstring(draw(causal_graph(KNOWLEDGE, cause), "svg"))
        return {
            text.text or ""
            for text in root.iter(f"{SVG}text")
            if text.get("x") and len(text.text or "") > 12
        }

    assert "Double: a cause." in legend("cold_dough")
    assert legend(None) - legend("cold_dough") >= {
        "With a folded corner: advice.",
        "To a cross: answers that do not fit together.",
    }


PROGRAM = """
import hashlib, legspasm
from legspasm.authoring.causalgraph import GRAPH_FORMS, causal_graph, draw
graph = causal_graph(legspasm.built_in_knowledge())
print([hashlib.sha256(draw(graph, form).encode()).hexdigest() for form in GRAPH_FORMS])
"""


def test_processes_with_other_hash_seeds_draw_the_same() -> None:
    def run(seed: int) -> str:
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(run, range(4)))) == 1
