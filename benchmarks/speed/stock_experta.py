"""experta as it comes: the same rules on its own matcher and strategy, one engine used again.

Compiled in the subset that experta gets right: patterns of one field bound to their fact, then
NOTs; one function a rule; a salience of its own for each rule, since experta fires equal ones in
random order. The trail holds the facts that each rule matched.

What it cannot do: nothing that these rules need. Unknown is the absence of a fact.
"""

import collections
import collections.abc
import logging
from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType
from typing import Any

from legspasm.conditions import holds
from legspasm.model import Condition, Knowledge, Rule, Value

from speed.answer import Answer, Conclusions, Reading
from speed.steps import steps


class Engine:
    """One engine for one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._experta = _experta()
        self._reading = Reading(knowledge)
        self._proposition = type("Told", (self._experta.Fact,), {})
        members: dict[str, Any] = {}
        ordered = steps(knowledge)
        for at, step in enumerate(ordered):
            salience = len(ordered) - at
            if isinstance(step, Rule):
                make = self._experta.Rule(*self._patterns(step), salience=salience)
                members[f"rule_{step.id}"] = make(self._fire(step))
            else:
                make = self._experta.Rule(salience=salience)
                members[f"verdict_{step.cause}"] = make(self._decide(step.cause))
        self._engine = type("Stock", (self._experta.KnowledgeEngine,), members)()

    def consult(self, told: Mapping[str, Value]) -> Answer:
        """Reset, declare what is told, run, read."""
        engine = self._engine
        engine.fired, engine.trail, engine.words = [], [], {}
        engine.conclusions = Conclusions()
        engine.reset()
        for name, value in told.items():
            engine.declare(self._proposition(**{f"fact_{name}": value}))
        engine.run()
        fired = tuple(engine.fired)
        return self._reading.answer(fired, engine.words, told, tuple(engine.trail))

    def _patterns(self, rule: Rule) -> list[Any]:
        def pattern(condition: Condition) -> Any:
            test = self._experta.P(partial(holds, condition))
            return self._proposition(**{f"{condition.kind}_{condition.name}": test})

        needed = [f"matched_{at}" << pattern(each) for at, each in enumerate(rule.when)]
        return needed + [self._experta.NOT(pattern(each)) for each in rule.unless]

    def _fire(self, rule: Rule) -> Callable[..., None]:
        fields = [
            (f"matched_{at}", f"{each.kind}_{each.name}") for at, each in enumerate(rule.when)
        ]
        state = rule.concludes.id if rule.concludes.kind == "state" else None

        def fire(engine: Any, **bound: Any) -> None:
            engine.fired.append(rule.id)
            engine.trail.append([(field, bound[name][field]) for name, field in fields])
            engine.conclusions.add(rule)
            if state is not None:
                engine.declare(self._proposition(**{f"state_{state}": True}))

        return fire

    def _decide(self, cause: str) -> Callable[..., None]:
        def decide(engine: Any) -> None:
            word = engine.conclusions.word(cause)
            engine.words[cause] = word
            engine.declare(self._proposition(**{f"verdict_{cause}": word}))

        return decide


def _experta() -> ModuleType:
    """Its import needs a name that Python 3.10 took away, and configures the root logger."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    lent = not hasattr(collections, "Mapping")
    if lent:
        vars(collections)["Mapping"] = collections.abc.Mapping
    try:
        import experta
    finally:
        if lent:
            del vars(collections)["Mapping"]
        root.handlers[:] = handlers
        root.setLevel(level)
    logging.getLogger("experta").setLevel(logging.CRITICAL)
    return experta
