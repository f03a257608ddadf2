"""The causal graph: what leads to a cause and away from it, and what took part."""

from graphlib import TopologicalSorter
from typing import Any

import legspasm
import pytest
from hypothesis import given, settings
from legspasm.body import Body
from legspasm.consultation import consult_facts
from legspasm.facts import Fact
from legspasm.graph import Graph, Node, cause_graph
from legspasm.model import Rule
from legspasm.telling import Quote
from strategies import CAUSES, knowledge_of, people, rule_sets, told
from tiny import BREAD

BUILT_IN = legspasm.built_in_knowledge()
KNOWLEDGE = legspasm.load_knowledge(BREAD)


def body(facts: dict[str, Any], knowledge: legspasm.Knowledge = KNOWLEDGE) -> Body:
    return legspasm.consult(facts, knowledge=knowledge).document.body


def rule(id_: str, knowledge: legspasm.Knowledge = KNOWLEDGE) -> Rule:
    [found] = [each for each in knowledge.rules if each.id == id_]
    return found


def words(graph: Graph) -> list[str]:
    """The nodes in short."""
    return [f"{node.id} {node.status}" for node in graph.nodes]


def links(graph: Graph) -> list[str]:
    """The links in short."""
    return [f"{each.tail} > {each.head}: {each.kind} {each.status}" for each in graph.links]


def test_a_cause_has_the_rules_about_it_all_that_they_rest_on_and_nothing_else() -> None:
    graph = cause_graph(body({"yeast_age": 400}), KNOWLEDGE, "weak_yeast")
    assert words(graph) == [
        "condition 1 fired",
        "condition 2 unknown",
        "condition 3 unknown",
        "condition 4 unknown",
        "rule old_yeast_tires fired",
        "rule salt_slows_yeast unknown",
        "rule foam_shows_life unknown",
        "rule old_but_foaming unknown",
        "rule tired_yeast_makes_no_gas fired",
        "rule missing_gas_flattens fired",
        "cause weak_yeast fired",
    ]
    assert [node.says for node in graph.nodes[:4]] == [
        "The yeast is 180 days old, or older.",
        "The yeast foamed.",
        "You added salt.",
        "You added nothing.",
    ]
    assert links(graph) == [
        "condition 1 > rule old_yeast_tires: leads fired",
        "condition 2 > rule old_yeast_tires: stops unknown",
        "condition 3 > rule salt_slows_yeast: leads unknown",
        "rule salt_slows_yeast > cause weak_yeast: leads unknown",
        "condition 2 > rule foam_shows_life: leads unknown",
        "condition 4 > rule foam_shows_life: leads unknown",
        "rule foam_shows_life > cause weak_yeast: against unknown",
        "condition 2 > rule old_but_foaming: leads unknown",
        "condition 1 > rule old_but_foaming: leads unknown",
        "rule old_but_foaming > cause weak_yeast: conflict unknown",
        "rule old_yeast_tires > rule tired_yeast_makes_no_gas: leads fired",
        "rule tired_yeast_makes_no_gas > rule missing_gas_flattens: leads fired",
        "rule missing_gas_flattens > cause weak_yeast: leads fired",
    ]


def test_what_stops_a_rule_takes_part_where_it_holds() -> None:
    graph = cause_graph(body({"kitchen": 5, "yeast_age": 400}), KNOWLEDGE, "cold_dough")
    assert graph.node("rule slow_dough_stays_flat").status == "not_met"
    assert [each.status for each in graph.into("rule slow_dough_stays_flat")] == [
        "not_met",
        "fired",
    ]
    assert links(graph)[-3:] == [
        "rule cold_slows > rule slow_dough_stays_flat: leads not_met",
        "rule tired_yeast_makes_no_gas > rule slow_dough_stays_flat: stops fired",
        "rule slow_dough_stays_flat > cause cold_dough: leads not_met",
    ]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"foam": True, "yeast_age": 400, "added": ["salt"]},
            [
                # A contradiction leaves open what speaks for the cause.
                "rule salt_slows_yeast > cause weak_yeast: leads unknown",
                "rule foam_shows_life > cause weak_yeast: against not_met",
                "rule old_but_foaming > cause weak_yeast: conflict fired",
                "rule missing_gas_flattens > cause weak_yeast: leads not_met",
            ],
        ),
        (
            {"foam": True, "yeast_age": 1, "added": []},
            [
                "rule salt_slows_yeast > cause weak_yeast: leads not_met",
                "rule foam_shows_life > cause weak_yeast: against fired",
                "rule old_but_foaming > cause weak_yeast: conflict not_met",
                "rule missing_gas_flattens > cause weak_yeast: leads not_met",
            ],
        ),
        (
            {"stayed_flat": False, "added": ["salt"]},
            [
                "rule nothing_to_explain > cause weak_yeast: stops fired",
                "rule salt_slows_yeast > cause weak_yeast: leads not_met",
                "rule foam_shows_life > cause weak_yeast: against not_met",
                "rule old_but_foaming > cause weak_yeast: conflict unknown",
                "rule missing_gas_flattens > cause weak_yeast: leads unknown",
            ],
        ),
    ],
    ids=["contradiction", "against", "nothing to explain"],
)
def test_only_what_decides_the_verdict_has_an_effect_on_the_cause(
    facts: dict[str, Any], expected: list[str]
) -> None:
    graph = cause_graph(body(facts), KNOWLEDGE, "weak_yeast")
    assert [each for each in links(graph) if "> cause" in each] == expected


def test_a_node_carries_what_it_rests_on_and_what_was_told() -> None:
    graph = cause_graph(body({"added": ["salt"], "foam": False}), KNOWLEDGE, "weak_yeast")
    age, foam, salt, nothing = graph.nodes[:4]
    assert age.quotes == (Quote("P2.S1", "Old yeast makes too little gas"),)
    assert age.details == ("You did not say how old the yeast is.",)
    assert foam.details == ("The yeast did not foam.",)
    assert salt.details == ()  # it says so already
    assert nothing.details == ("You added salt.",)
    step = graph.node("rule salt_slows_yeast")
    assert step == Node(
        id="rule salt_slows_yeast",
        kind="rule",
        says="Salt slows yeast down.",
        status="fired",
        details=(),
        quotes=(Quote("P2.S3", "Salt can slow yeast down."),),
        rule="salt_slows_yeast",
        reservation="The text does not say how much salt.",
    )
    assert graph.node("cause weak_yeast") == Node(
        id="cause weak_yeast",
        kind="cause",
        says="Weak yeast",
        status="fired",
        details=("Weak yeast can be the reason, but there is a catch.",),
    )


def check(graph: Graph, person: Body) -> None:
    """What holds of every graph."""
    nodes = {node.id: node for node in graph.nodes}
    assert len(nodes) == len(graph.nodes)
    assert len(set(graph.links)) == len(graph.links)
    before: dict[str, set[str]] = {id_: set() for id_ in nodes}
    for link in graph.links:
        before[link.head].add(link.tail)
        tail, head = nodes[link.tail], nodes[link.head]
        if link.status == "fired":
            assert tail.status == "fired"
            assert link.kind != "leads" or head.status == "fired"
        if tail.status == "unknown":
            assert link.status == "unknown"
    assert len(list(TopologicalSorter(before).static_order())) == len(nodes)
    fired = {firing.rule for firing in person.firings}
    for node in graph.nodes:
        into = graph.into(node.id)
        if node.kind == "rule":
            assert (node.status == "fired") == (node.rule in fired)
            closing = [
                each
                for each in into
                if (each.kind, each.status) == ("stops", "fired")
                or (each.kind == "leads" and nodes[each.tail].status == "not_met")
            ]
            assert bool(closing) or node.status != "not_met"
        if node.kind == "cause" and node.status == "fired":
            assert ("leads", "fired") in [(each.kind, each.status) for each in into]


@settings(max_examples=60, deadline=None)
@given(told(BUILT_IN))
def test_the_graph_of_any_person_is_whole_and_honest(facts: dict[str, Any]) -> None:
    person = body(facts, BUILT_IN)
    for cause in BUILT_IN.causes:
        check(cause_graph(person, BUILT_IN, cause.id), person)


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE))
def test_the_graph_of_any_bread_is_whole_and_honest(facts: dict[str, Any]) -> None:
    person = body(facts)
    for cause in KNOWLEDGE.causes:
        check(cause_graph(person, KNOWLEDGE, cause.id), person)


@settings(max_examples=200, deadline=None)
@given(rule_sets(), people())
def test_the_graph_of_any_rules_is_whole_and_honest(
    rules: list[Rule], facts: tuple[Fact, ...]
) -> None:
    knowledge = knowledge_of(rules)
    person = consult_facts(knowledge, facts).document.body
    for cause in CAUSES:
        check(cause_graph(person, knowledge, cause), person)
