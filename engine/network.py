"""Forward chaining on experta: knowledge and facts in, firings out. The only door to experta.

What experta does wrong is handled here and nowhere else:

* *Import.* Its pinned frozendict wants ``collections.Mapping``, which Python 3.10 removed, and it
  configures the host's root logger. Both are as before once the import is done, and its loggers,
  which would write a person's facts into the host's log, are turned down.
* *Order.* It fires rules of equal salience in random order. Each rule has a salience of its own,
  falling in canonical order (``ordering.py``), so the firing order is the canonical one, and what
  is absent is judged after everything that could have made it.
* *Conditions.* Only the safe subset is compiled: patterns of one field, each bound to its fact,
  then NOTs. A rule has one function of its own, since equal rules would be merged.
* *State.* An engine keeps stale activations after an exception: it is thrown away. Engines are
  one a thread. A class leaks memory for ever: one a knowledge base is built and kept.

A verdict is a node of the network too: after the last rule that bears on it, it is decided from
the firings so far and declared, for the rules that read verdicts.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

from legspasm.body import Absence, FactMatch, Firing, StateMatch, VerdictMatch
from legspasm.conditions import holds
from legspasm.facts import Fact
from legspasm.model import Condition, Knowledge, Rule, Value
from legspasm.ordering import verdict_ranks
from legspasm.verdicts import decide

_LOCK = threading.RLock()


def infer(knowledge: Knowledge, facts: Iterable[Fact]) -> tuple[Firing, ...]:
    """Every firing of ``knowledge`` on ``facts``, in canonical order. Safe from many threads."""
    with _LOCK:
        network = _network(knowledge)
    return network.run(facts)


class _Network:
    """The compiled rules of one knowledge base, and this thread's engine for them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._nodes = _nodes(knowledge)
        self._engine_class = _engine_class(self._nodes)
        self._of_thread = threading.local()

    def run(self, facts: Iterable[Fact]) -> tuple[Firing, ...]:
        engine = self._of_thread.__dict__.pop("engine", None)
        if engine is None:
            with _LOCK:  # experta writes to the shared class while it builds an engine
                engine = self._engine_class()
        engine.working = _Working()
        engine.reset()
        for fact in facts:
            engine.working.values["fact", fact.name] = fact.value
            engine.declare(_proposition("fact", fact.name, fact.value))
        engine.run(len(self._nodes) + 1)
        if engine.working.nodes_fired > len(self._nodes):
            raise RuntimeError("a rule fired more than once")
        firings = tuple(engine.working.firings)
        self._of_thread.engine = engine  # only one that ran to its end is kept
        return firings


class _Working:
    """What one consultation has found so far."""

    def __init__(self) -> None:
        self.firings: list[Firing] = []
        self.values: dict[tuple[str, str], Value] = {}
        self.nodes_fired = 0


@cache
def _network(knowledge: Knowledge) -> _Network:
    return _Network(knowledge)


def _nodes(knowledge: Knowledge) -> list[Rule | str]:
    """Rules and verdicts (as cause ids) in the order in which they must fire."""
    ranks = verdict_ranks(knowledge.rules, (cause.id for cause in knowledge.causes))
    keyed: list[tuple[int, int, Rule | str]] = [(rule.rank, 0, rule) for rule in knowledge.rules]
    keyed += [(ranks[cause.id], 1, cause.id) for cause in knowledge.causes]
    return [node for _, _, node in sorted(keyed, key=lambda each: each[:2])]


def _engine_class(nodes: list[Rule | str]) -> Callable[[], Any]:
    experta = _experta()
    members: dict[str, Any] = {}
    for position, node in enumerate(nodes):
        salience = len(nodes) - position
        if isinstance(node, Rule):
            make = experta.Rule(*_patterns(node), salience=salience)
            members[f"rule_{node.id}"] = make(_fire(node))
        else:
            members[f"verdict_{node}"] = experta.Rule(salience=salience)(_decide(node))
    engine_class: Callable[[], Any] = type("Network", (experta.KnowledgeEngine,), members)
    return engine_class


def _patterns(rule: Rule) -> list[Any]:
    experta = _experta()

    def pattern(condition: Condition) -> Any:
        field = f"{condition.kind}_{condition.name}"
        return experta.Proposition(**{field: experta.P(partial(holds, condition))})

    needed = [f"matched_{i}" << pattern(each) for i, each in enumerate(rule.when)]
    return needed + [experta.NOT(pattern(each)) for each in rule.unless]


def _fire(rule: Rule) -> Callable[..., None]:
    def fire(engine: Any, **bound: Any) -> None:
        working: _Working = engine.working
        working.nodes_fired += 1
        matched = [
            bound[f"matched_{i}"][f"{condition.kind}_{condition.name}"]
            for i, condition in enumerate(rule.when)
        ]
        working.firings.append(
            Firing(
                seq=len(working.firings) + 1,
                rule=rule.id,
                because=tuple(
                    _match(condition, value, working)
                    for condition, value in zip(rule.when, matched, strict=True)
                ),
                absent=tuple(_absence(condition, working) for condition in rule.unless),
                concludes=rule.concludes,
                reservation=rule.reservation or None,
                hedge=rule.hedge or None,
                cites=tuple(quote.sentence for quote in rule.cites),
            )
        )
        if rule.concludes.kind == "state":
            working.values["state", rule.concludes.id] = True
            engine.declare(_proposition("state", rule.concludes.id, True))

    return fire


def _decide(cause: str) -> Callable[..., None]:
    def declare_verdict(engine: Any) -> None:
        working: _Working = engine.working
        working.nodes_fired += 1
        word = decide(cause, working.firings)[0]
        working.values["verdict", cause] = word
        engine.declare(_proposition("verdict", cause, word))

    return declare_verdict


def _match(
    condition: Condition, value: Any, working: _Working
) -> FactMatch | StateMatch | VerdictMatch:
    if condition.kind == "fact":
        return FactMatch(condition.name, value, condition.operator, condition.wanted)
    if condition.kind == "verdict":
        deciding = decide(condition.name, working.firings)[1]
        return VerdictMatch(condition.name, value, tuple(firing.seq for firing in deciding))
    made_by = [
        firing.seq
        for firing in working.firings
        if firing.concludes.kind == "state" and firing.concludes.id == condition.name
    ]
    return StateMatch(condition.name, tuple(made_by))


def _absence(condition: Condition, working: _Working) -> Absence:
    return Absence(
        kind=condition.kind,
        name=condition.name,
        operator=condition.operator,
        wanted=condition.wanted,
        actual=working.values.get((condition.kind, condition.name)),
        as_of=len(working.firings),
    )


def _proposition(kind: str, name: str, value: Value) -> Any:
    return _experta().Proposition(**{f"{kind}_{name}": value})


@cache
def _experta() -> SimpleNamespace:
    """The parts of experta that are used, imported without a trace on the host."""
    with _LOCK:
        import collections
        import collections.abc

        root = logging.getLogger()
        handlers, level = list(root.handlers), root.level
        lent = {} if hasattr(collections, "Mapping") else {"Mapping": collections.abc.Mapping}
        vars(collections).update(lent)
        try:
            import experta
            import frozendict  # noqa: F401  # without it experta imports half of itself, silently
        finally:
            for name in lent:
                delattr(collections, name)
            root.handlers[:] = handlers
            root.setLevel(level)
        logging.getLogger("experta").setLevel(logging.CRITICAL)

    class Proposition(experta.Fact):  # type: ignore[misc]  # experta has no types
        """A fact, a state or a verdict: one field, named after it, that holds its value."""

    return SimpleNamespace(
        KnowledgeEngine=experta.KnowledgeEngine,
        NOT=experta.NOT,
        P=experta.P,
        Proposition=Proposition,
        Rule=experta.Rule,
    )
