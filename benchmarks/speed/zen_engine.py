"""GoRules ZEN: a decision graph of one expression node, its expressions in canonical order.

ZEN evaluates a graph once from its input to its output and has no forward chaining: a rule cannot
wait for what another one concludes. So every rule, state and verdict is an expression of one node,
after all that it reads, where ``$`` names what the node has found so far. A node for each level,
joined in a graph, comes to the same and takes a little longer. That a state is absent can be asked
once all that make it are evaluated, as ``not``. Unknown is a name that is missing, and reads as
null: it equals nothing, but comparing it as a number is an error, so each comparison asks first.

Every rule is evaluated for every person, whether anything about it is told or not. The trail holds
the names of rules; what they matched is not told by ZEN, and is not included, which favours it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from legspasm.model import Condition, Knowledge, Rule, Value

from speed.answer import Answer, Reading
from speed.steps import levels


class Engine:
    """One decision for one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        import zen

        self._reading = Reading(knowledge)
        self._decision = zen.ZenEngine().create_decision(json.dumps(decision(knowledge)))
        self._rules = [(f"rule_{rule.id}", rule.id) for rule in knowledge.rules]
        self._verdicts = [(cause.id, f"verdict_{cause.id}") for cause in knowledge.causes]

    def consult(self, told: Mapping[str, Value]) -> Answer:
        """Evaluate the graph, read."""
        result = self._decision.evaluate(
            {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in told.items()
            }
        )["result"]
        fired = tuple([rule for name, rule in self._rules if result[name]])
        words = {cause: result[name] for cause, name in self._verdicts}
        return self._reading.answer(fired, words, told)


def decision(knowledge: Knowledge) -> dict[str, Any]:
    """The knowledge as a graph in ZEN's JSON decision model."""
    expressions = [
        {"id": str(at), "key": name, "value": value}
        for at, (name, value) in enumerate(_expressions(knowledge))
    ]
    content = {"expressions": expressions, "passThrough": False}
    nodes = [
        {"id": "told", "name": "told", "type": "inputNode"},
        {"id": "rules", "name": "rules", "type": "expressionNode", "content": content},
        {"id": "found", "name": "found", "type": "outputNode"},
    ]
    edges = [
        {"id": "first", "type": "edge", "sourceId": "told", "targetId": "rules"},
        {"id": "last", "type": "edge", "sourceId": "rules", "targetId": "found"},
    ]
    return {"nodes": nodes, "edges": edges}


def _expressions(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Every rule, state and verdict by its name, after all that it reads."""
    about: dict[tuple[str, str], list[Rule]] = {}
    for rule in knowledge.rules:
        kind = rule.concludes.kind
        about.setdefault((kind, "" if kind == "out_of_scope" else rule.concludes.id), []).append(
            rule
        )
    for level in levels(knowledge):
        for rule in level.rules:
            needed = [_test(each) for each in rule.when]
            absent = [f"not ({_test(each)})" for each in rule.unless]
            yield f"rule_{rule.id}", " and ".join(needed + absent)
        for state, made_by in level.states:
            yield f"state_{state}", _any(made_by)
        for verdict in level.verdicts:
            yield f"verdict_{verdict.cause}", _word(verdict.cause, about)


def _any(rules: Iterable[Rule]) -> str:
    return " or ".join(f"$.rule_{rule.id}" for rule in rules) or "false"


def _word(cause: str, about: Mapping[tuple[str, str], list[Rule]]) -> str:
    causing = about.get(("cause", cause), [])
    lines = [
        ("not_applicable", about.get(("out_of_scope", ""), [])),
        ("conflict", about.get(("conflict", cause), [])),
        ("supported", [rule for rule in causing if not rule.reservation]),
        ("with_reservation", [rule for rule in causing if rule.reservation]),
        ("not_indicated", about.get(("against", cause), [])),
    ]
    choices = [f"({_any(rules)}) ? '{word}' : " for word, rules in lines if rules]
    return "".join(choices) + "'undetermined'"


def _test(condition: Condition) -> str:
    name, wanted = condition.name, condition.wanted
    if condition.kind == "state":
        return f"$.state_{name}"
    if condition.kind == "verdict":
        return f"$.verdict_{name} in {json.dumps(wanted)}"
    match condition.operator:
        case "is":
            return f"{name} == {json.dumps(wanted)}"
        case "one_of":
            return f"{name} in {json.dumps(wanted)}"
        case "includes":
            return f"({name} != null and {json.dumps(wanted)} in {name})"
        case "empty":
            return f"({name} != null and len({name}) {'==' if wanted else '>'} 0)"
        case "at_least":
            return f"({name} != null and {name} >= {wanted})"
        case _:  # below
            return f"({name} != null and {name} < {wanted})"
