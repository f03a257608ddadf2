"""The causal graph: the knowledge behind a cause, and how each part of it stood.

A picture that shows only what fired would hide what else could lead to the cause, and one that
shows all of it alike would hide what happened here. So every node has its status
(``statuses.py``), and every link has one of its own:

``fired``
    it took part: what it comes from is ``fired``, and had this effect
``unknown``
    it is not known whether it has its effect
``not_met``
    it is known to have had no effect

A state is no node of its own where a rule that makes it is there: that rule is joined to the
rules that read the state.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
from legspasm.body import Body, Verdict
from legspasm.facts import spoken
from legspasm.model import Condition, Knowledge, Rule
from legspasm.ordering import Makers, bears_on_verdict, closure
from legspasm.statuses import (
    Matter,
    PartStatus,
    cause_statuses,
    condition_statuses,
    matter,
    rule_statuses,
)
from legspasm.telling import Quote

NodeKind = Literal["fact", "state", "verdict", "rule", "cause"]
LinkKind = Literal["leads", "stops", "against", "conflict"]


class Node(msgspec.Struct, frozen=True):
    """A condition (on a fact, state or verdict), a rule, or a cause.

    ``says`` words it as it is where it holds. ``details`` say how it is here: what was told about
    the fact, or that nothing was; what the verdict on the cause says. ``rule`` is the id of a rule,
    ``reservation`` what weakens it. ``id`` is unique in the graph.
    """

    id: str
    kind: NodeKind
    says: str
    status: PartStatus
    details: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    rule: str = ""
    reservation: str = ""


class Link(msgspec.Struct, frozen=True):
    """From the node ``tail`` to the node ``head``, both by id.

    ``leads``: the tail is needed by the head, or concludes it. ``stops``: the tail, where it
    holds, keeps the head from following. ``against``, ``conflict``: what the tail says about the
    cause.
    """

    tail: str
    head: str
    kind: LinkKind
    status: PartStatus


class Graph(msgspec.Struct, frozen=True):
    """Conditions, then rules in canonical order, then causes; and the links between them.

    There is no cycle, since the rules of a knowledge base have none.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    def node(self, id_: str) -> Node:
        """The node ``id_``."""
        return next(node for node in self.nodes if node.id == id_)

    def into(self, id_: str) -> tuple[Link, ...]:
        """The links that end in the node ``id_``."""
        return tuple(link for link in self.links if link.head == id_)


def cause_graph(body: Body, knowledge: Knowledge, cause: str) -> Graph:
    """All that leads to the cause with the id ``cause``, or away from it."""
    return _graph(body, knowledge, _leading_to(body, knowledge, cause), {cause})


def roles(rule: Rule) -> list[tuple[LinkKind, Condition]]:
    """The conditions of ``rule``, each with what its holding does to the rule."""
    found: list[tuple[LinkKind, Condition]] = [("leads", each) for each in rule.when]
    return [*found, *(("stops", each) for each in rule.unless)]


_OF_CONCLUSION: Mapping[str, LinkKind] = {
    "cause": "leads",
    "against": "against",
    "conflict": "conflict",
    "out_of_scope": "stops",
}
_ABOUT_A_CAUSE = ("cause", "against", "conflict")


def _leading_to(body: Body, knowledge: Knowledge, cause: str) -> tuple[Rule, ...]:
    """The rules about ``cause`` and those that make what they read, in canonical order.

    That there is nothing to explain would stand beside every cause: it is left out where it is
    not so.
    """
    fired = {firing.rule for firing in body.firings}
    candidates = [
        rule
        for rule in knowledge.rules
        if rule.concludes.kind != "out_of_scope" or rule.id in fired
    ]
    about = [rule for rule in candidates if bears_on_verdict(rule, cause)]
    return closure(about, candidates)


def _graph(body: Body, knowledge: Knowledge, rules: tuple[Rule, ...], causes: set[str]) -> Graph:
    makers = Makers(rules)
    concluded = {rule.concludes.id for rule in rules if rule.concludes.kind in _ABOUT_A_CAUSE}
    read = _condition_nodes(body, knowledge, rules)
    made = _rule_nodes(body, rules)
    ends = _cause_nodes(body, knowledge, causes | concluded)
    links = [
        _link(ends[name], node, "leads")
        for (kind, name, *_), node in read.items()
        if kind == "verdict" and name in ends
    ]
    for rule in rules:
        for kind, condition in roles(rule):
            node = read.get(matter(condition))
            for tail in [node] if node else [made[each.id] for each in makers.of(condition)]:
                links.append(_link(tail, made[rule.id], kind))
        for verdict in body.verdicts:
            if verdict.cause in ends and bears_on_verdict(rule, verdict.cause):
                links.append(_conclusion(body, rule, made[rule.id], verdict, ends[verdict.cause]))
    return Graph((*read.values(), *made.values(), *ends.values()), tuple(dict.fromkeys(links)))


def _link(tail: Node, head: Node, kind: LinkKind) -> Link:
    """What stops a rule has its effect where it holds; what leads on, where both ends hold."""
    passes = tail.status == "fired" and kind == "leads"
    return Link(tail.id, head.id, kind, head.status if passes else tail.status)


def _conclusion(body: Body, rule: Rule, tail: Node, verdict: Verdict, end: Node) -> Link:
    """From a rule to a cause. One that fired can be outweighed by what decides the verdict."""
    kind = _OF_CONCLUSION[rule.concludes.kind]
    decides = {firing.rule for firing in body.firings if firing.seq in verdict.because}
    status = tail.status
    if status == "fired" and rule.id not in decides:
        status = "unknown" if end.status == "unknown" else "not_met"
    return Link(tail.id, end.id, kind, status)


def _cause_nodes(body: Body, knowledge: Knowledge, causes: set[str]) -> dict[str, Node]:
    stood = cause_statuses(body)
    words = {verdict.cause: verdict.verdict for verdict in body.verdicts}
    return {
        cause.id: Node(
            id=f"cause {cause.id}",
            kind="cause",
            says=cause.title,
            status=stood[cause.id],
            details=(cause.sentence(words[cause.id]),),
        )
        for cause in knowledge.causes
        if cause.id in causes
    }


def _rule_nodes(body: Body, rules: Iterable[Rule]) -> dict[str, Node]:
    stood = rule_statuses(body)
    return {
        rule.id: Node(
            id=f"rule {rule.id}",
            kind="rule",
            says=rule.says,
            status=stood[rule.id],
            quotes=rule.cites,
            rule=rule.id,
            reservation=rule.reservation,
        )
        for rule in rules
    }


def _condition_nodes(
    body: Body, knowledge: Knowledge, rules: tuple[Rule, ...]
) -> dict[Matter, Node]:
    """A node for each condition that no rule of ``rules`` makes, by what it is about."""
    stood = condition_statuses(body, knowledge)
    definitions = {definition.name: definition for definition in knowledge.facts}
    values = {fact.name: fact.value for fact in body.facts}
    found: dict[Matter, Node] = {}
    makers = Makers(rules)
    for condition in (each for rule in rules for each in rule.conditions):
        key = matter(condition)
        if key in found or (condition.kind == "state" and makers.of(condition)):
            continue
        about = definitions.get(condition.name) if condition.kind == "fact" else None
        told = spoken(about, values.get(about.name)) if about else ()
        found[key] = Node(
            id=f"condition {len(found) + 1}",
            kind=condition.kind,
            says=condition.says,
            status=stood[key],
            details=tuple(sentence for sentence in told if sentence != condition.says),
            quotes=about.cites if about else (),
        )
    return found
