"""The causal graph of a knowledge base: from what can be told, by the rules, to what comes of it.

``graph.py`` draws what leads to one cause as it stood for one person. Here nobody has told
anything: this is all that the rules say, for whoever writes them. A state that nothing makes or
nothing reads, a cause without a rule: they stand alone, and are seen at once.

What leads to what is data, with ids that no knowledge can choose. Templates write it down: in the
DOT language (Graphviz), in Mermaid's, or, laid out by ``sheet.py``, as a picture in SVG.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, get_args

import msgspec
from legspasm.authoring.sheet import on_a_sheet
from legspasm.errors import LegspasmError, unknown_name
from legspasm.graph import LinkKind, roles
from legspasm.model import Condition, Knowledge, Rule
from legspasm.ordering import closure
from legspasm.prose import print_template
from legspasm.statuses import Matter, matter

GraphForm = Literal["dot", "mermaid", "svg"]
GRAPH_FORMS: tuple[GraphForm, ...] = get_args(GraphForm)
NodeKind = Literal[
    "fact", "rule", "state", "cause", "verdict", "scope", "factor", "place", "advice"
]
_ABOUT_A_CAUSE: Final[Mapping[str, LinkKind]] = {
    "cause": "leads",
    "against": "against",
    "conflict": "conflict",
}
_NODE_OF: Final[Mapping[str, NodeKind]] = {
    "state": "state",
    "cause": "cause",
    "against": "cause",
    "conflict": "cause",
    "out_of_scope": "scope",
    "factor": "factor",
    "expects": "place",
    "advice": "advice",
}


class Node(msgspec.Struct, frozen=True):
    """A condition on a fact or on a verdict, a rule, or what rules conclude.

    ``id`` is made here: lower-case letters, an underscore, a number. ``name`` is the id of what it
    is about, and of the fact or the cause that a condition is on. ``also`` holds what else rules
    call the same condition. ``sentences``, ``reservation`` and ``bears_on`` are a rule's.
    """

    id: str
    kind: NodeKind
    name: str
    says: str
    also: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    reservation: str = ""
    bears_on: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True):
    """From the node ``tail`` to the node ``head``, both by id.

    ``leads``: the head needs the tail, or follows from it. ``stops``: the tail, once known, keeps
    the rule at the head from firing. ``against``, ``conflict``: what a rule says about a cause.
    """

    tail: str
    head: str
    kind: LinkKind


class CausalGraph(msgspec.Struct, frozen=True):
    """The nodes by kind, each kind as declared, and the links between them; there is no cycle.

    ``cause`` is the title of the cause that it is cut down to, or empty.
    """

    title: str
    cause: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    def node(self, id_: str) -> Node:
        """The node ``id_``."""
        return next(node for node in self.nodes if node.id == id_)

    def into(self, id_: str) -> tuple[Link, ...]:
        """The links that end in the node ``id_``."""
        return tuple(link for link in self.links if link.head == id_)


def causal_graph(knowledge: Knowledge, cause: str | None = None) -> CausalGraph:
    """All of ``knowledge``; or what leads to the cause with this id, or away from it.

    That there is nothing to explain stands beside every cause alike: it is left out of the graph
    of one. Raises LegspasmError for an unknown cause.
    """
    titles = {each.id: each.title for each in knowledge.causes}
    if cause is not None and cause not in titles:
        raise LegspasmError([unknown_name("undeclared", "", cause, titles, kind="cause")])
    rules = knowledge.rules if cause is None else _leading_to(knowledge, cause)
    nodes = _nodes(knowledge, rules, cause)
    links = [
        Link(nodes["cause", node.name].id, node.id, "leads")
        for node in nodes.values()
        if node.kind == "verdict"
    ]
    for rule in rules:
        own = nodes["rule", rule.id].id
        links += [Link(nodes[_read(each)].id, own, kind) for kind, each in roles(rule)]
        kind = _ABOUT_A_CAUSE.get(rule.concludes.kind, "leads")
        links.append(Link(own, nodes[_concluded(rule)].id, kind))
    return CausalGraph(
        title=knowledge.title,
        cause=titles.get(cause or "", ""),
        nodes=tuple(nodes.values()),
        links=tuple(dict.fromkeys(links)),
    )


def draw(graph: CausalGraph, form: GraphForm) -> str:
    """The graph as text in this form: the same for the same graph, everywhere.

    Raises ValueError for an unknown form.
    """
    if form not in GRAPH_FORMS:
        raise ValueError(f"{form!r}: expected one of {', '.join(GRAPH_FORMS)}")
    if form != "svg":
        suffix = {"dot": "dot", "mermaid": "mmd"}[form]
        return print_template(f"causalgraph.{suffix}.j2", graph=graph)
    words = {
        node.id: print_template("causalgraph_box.j2", node=node).splitlines()
        for node in graph.nodes
    }
    return print_template("causalgraph.svg.j2", graph=graph, sheet=on_a_sheet(graph, words))


_Key = tuple[str, str | Matter]
"""What a node is about: its kind, and an id, or what a condition on a fact or a verdict asks."""


class _Nodes:
    """The nodes while they are put together. Names never become ids."""

    def __init__(self) -> None:
        self.by_key: dict[_Key, Node] = {}

    def add(self, key: _Key, kind: NodeKind, name: str, says: str, **more: Any) -> None:
        """A node, or one more wording of it where it is there."""
        known = self.by_key.get(key)
        if known is None:
            self.by_key[key] = Node(f"{kind}_{len(self.by_key) + 1}", kind, name, says, **more)
        elif says not in (known.says, *known.also):
            self.by_key[key] = msgspec.structs.replace(known, also=(*known.also, says))

    def add_condition(self, condition: Condition) -> None:
        """What a rule reads: its node, or its wording."""
        self.add(_read(condition), condition.kind, condition.name, condition.says)


def _nodes(knowledge: Knowledge, rules: Sequence[Rule], cause: str | None) -> dict[_Key, Node]:
    """The nodes in order, by what they are about."""
    conditions = [condition for rule in rules for condition in rule.conditions]
    mentioned = {("cause", cause), *map(_read, conditions), *map(_concluded, rules)}
    mentioned |= {("cause", each.name) for each in conditions if each.kind == "verdict"}
    found = _Nodes()
    for condition in conditions:
        if condition.kind == "fact":
            found.add_condition(condition)
    for rule in rules:
        found.add(
            ("rule", rule.id),
            "rule",
            rule.id,
            rule.says,
            sentences=tuple(quote.sentence for quote in rule.cites),
            reservation=rule.reservation,
            bears_on=rule.concludes.bears_on,
        )
    for kind, name, says in _ends(knowledge, rules):
        if cause is None or (kind, name) in mentioned:
            found.add((kind, name), kind, name, says)
    for condition in conditions:
        found.add_condition(condition)
    return found.by_key


def _ends(knowledge: Knowledge, rules: Iterable[Rule]) -> Iterator[tuple[NodeKind, str, str]]:
    """Whatever a rule can conclude: its kind, its id and its wording."""
    yield from (("state", each.id, each.says) for each in knowledge.states)
    yield from (("cause", each.id, each.title) for each in knowledge.causes)
    yield from (("scope", each.id, each.says) for each in knowledge.scopes)
    yield from (("factor", each.id, each.says) for each in knowledge.factors)
    expected = {rule.concludes.id for rule in rules if rule.concludes.kind == "expects"}
    for fact in knowledge.facts:
        if fact.name == knowledge.place.reported_by:
            yield from (
                ("place", each.id, each.says) for each in fact.options if each.id in expected
            )
    yield from (("advice", each.id, each.says) for each in knowledge.advice)


def _leading_to(knowledge: Knowledge, cause: str) -> tuple[Rule, ...]:
    rules = [rule for rule in knowledge.rules if rule.concludes.kind != "out_of_scope"]
    return closure([rule for rule in rules if _concluded(rule) == ("cause", cause)], rules)


def _read(condition: Condition) -> _Key:
    return condition.kind, condition.name if condition.kind == "state" else matter(condition)


def _concluded(rule: Rule) -> _Key:
    return _NODE_OF[rule.concludes.kind], rule.concludes.id
