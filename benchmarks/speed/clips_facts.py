"""CLIPS as programs in Python talk to it as a rule, and with what each rule matched.

Whatever is told is a fact of its own, asserted by a call of its own; a rule that fires asserts a
fact that names it and those that it matched; when the run is over, these are read. What is not told
is not there. Verdicts, levels and saliences are as in ``clips_engine.py``, which asks CLIPS for as
little as can be. What matched is read as CLIPS writes it, one call a fact: nothing costs less.
"""

from collections.abc import Iterator, Mapping

from legspasm.model import Condition, Knowledge, Rule, Value

from speed.answer import Answer
from speed.clips_engine import WORDS, Environment, concluded, test
from speed.steps import levels

_FRAME = (
    "(deftemplate told (slot name) (multislot value))",
    "(deftemplate verdict (slot cause) (slot word))",
    "(deftemplate fired (slot rule) (multislot matched))",
)


class Engine:
    """One environment for one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._environment = Environment(knowledge, _constructs(knowledge))
        find = self._environment.clips.find_template
        self._told, self._verdicts, self._fired = find("told"), find("verdict"), find("fired")

    def consult(self, told: Mapping[str, Value]) -> Answer:
        """Reset, assert what was told, run, read."""
        environment = self._environment
        environment.clips.reset()
        for name, value in told.items():
            slots = value if isinstance(value, tuple) else (value,)
            self._told.assert_fact(
                name=environment.symbol(name), value=[environment.slot(each) for each in slots]
            )
        environment.clips.run()
        trail = {
            str(fact["rule"]): [str(each) for each in fact["matched"]]
            for fact in self._fired.facts()
        }
        words = {str(fact["cause"]): str(fact["word"]) for fact in self._verdicts.facts()}
        reading = environment.reading
        fired = reading.in_order(trail)
        return reading.answer(fired, words, told, tuple([trail[rule] for rule in fired]))


def _constructs(knowledge: Knowledge) -> Iterator[str]:
    yield from _FRAME
    for at, level in enumerate(levels(knowledge)):
        for rule in level.rules:
            yield _rule(rule, -2 * at)
        for verdict in level.verdicts:
            for word, conditions in WORDS:
                yield (
                    f"(defrule verdict-{verdict.cause}-{word} (declare (salience {-2 * at - 1}))"
                    f" {conditions.format(verdict.cause)} =>"
                    f" (assert (verdict (cause {verdict.cause}) (word {word}))))"
                )


def _rule(rule: Rule, salience: int) -> str:
    matched = [f"?matched{at}" for at in range(len(rule.when))]
    needed = " ".join(
        f"{name} <- {_pattern(each)}" for name, each in zip(matched, rule.when, strict=True)
    )
    absent = " ".join(f"(not {_pattern(each)})" for each in rule.unless)
    return (
        f"(defrule {rule.id} (declare (salience {salience})) {needed} {absent}"
        f" => (assert (fired (rule {rule.id}) (matched {' '.join(matched)}))) {concluded(rule)})"
    )


def _pattern(condition: Condition) -> str:
    if condition.kind == "state":
        return f"(state {condition.name})"
    if condition.kind == "verdict":
        return f"(verdict (cause {condition.name}) (word {test(condition)}))"
    return f"(told (name {condition.name}) (value {test(condition)}))"
