"""CLIPS 6.4 through clipspy: the rules as constructs of CLIPS, one environment used again.

A person is one fact of a template with a slot for each fact: one call from Python, where a fact for
each would take a dozen, and CLIPS tests the slots of one fact quickly. What is not told is
``unknown``, since a slot has some value always. States, conclusions and verdicts are facts of their
own, and six rules for each cause decide its verdict. A level of rules has one salience, so that
what is absent is judged on a finished state; inside a level CLIPS goes in an order of its own.

Which rules fired, those of the verdicts among them, is kept in a global and read at the end, which
is the least that CLIPS can be asked. It is moved on in pieces: adding to one long list copies it
each time. The trail holds the names of rules; what they matched is told by ``clips_facts.py``.

What it cannot do: nothing that these rules need.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from legspasm.model import Condition, FactDefinition, Knowledge, Rule, Value

from speed.answer import Answer, Reading
from speed.steps import Verdict, levels

_PIECE = 30
_FRAME = """
(deftemplate person {slots})
(defglobal ?*fired* = (create$) ?*latest* = (create$))
(deffunction note (?rule)
  (bind ?*latest* (create$ ?*latest* ?rule))
  (if (> (length$ ?*latest*) {piece}) then
    (bind ?*fired* (create$ ?*fired* ?*latest*)) (bind ?*latest* (create$))))
"""
WORDS = (
    ("not_applicable", "(out_of_scope)"),
    ("conflict", "(not (out_of_scope)) (conflict {0})"),
    ("supported", "(not (out_of_scope)) (not (conflict {0})) (cause {0} plain)"),
    (
        "with_reservation",
        "(not (out_of_scope)) (not (conflict {0})) (not (cause {0} plain)) (cause {0} reserved)",
    ),
    (
        "not_indicated",
        "(not (out_of_scope)) (not (conflict {0})) (not (cause {0} ?)) (against {0})",
    ),
    (
        "undetermined",
        "(not (out_of_scope)) (not (conflict {0})) (not (cause {0} ?)) (not (against {0}))",
    ),
)


class Environment:
    """An environment with the constructs of one knowledge base, and what is said in it."""

    def __init__(self, knowledge: Knowledge, constructs: Iterator[str]) -> None:
        clips = mended()
        self.reading = Reading(knowledge)
        self.symbol = cache(clips.Symbol)
        self.clips = clips.Environment()
        for construct in constructs:
            self.clips.build(construct)

    def slot(self, value: Value) -> Any:
        """A value as CLIPS has it."""
        if isinstance(value, str):
            return self.symbol(value)
        return [self.symbol(each) for each in value] if isinstance(value, tuple) else value


class Engine:
    """One environment for one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._environment = Environment(knowledge, constructs(knowledge))
        find = self._environment.clips
        self._person = find.find_template("person")
        self._globals = [find.find_global(name) for name in ("fired", "latest")]
        self._verdicts = {
            mark(cause.id, word): (cause.id, word)
            for cause in knowledge.causes
            for word, _ in WORDS
        }

    def consult(self, told: Mapping[str, Value]) -> Answer:
        """Reset, assert the person, run, read."""
        slot, reading = self._environment.slot, self._environment.reading
        self._environment.clips.reset()
        self._person.assert_fact(**{name: slot(value) for name, value in told.items()})
        self._environment.clips.run()
        fired = [each for piece in self._globals for each in piece.value]
        words = dict([self._verdicts[each] for each in fired if each in self._verdicts])
        rules = reading.in_order([each for each in fired if each not in self._verdicts])
        return reading.answer(rules, words, told)


def mended() -> Any:
    """The library, letting go of facts.

    clipspy 1.0.6 releases a fact with one argument too many and passes over the error, so CLIPS
    keeps every fact that Python has seen, and takes longer with each person.
    """
    import clips

    def release(fact: Any) -> None:
        if lib is not None:  # while Python ends
            lib.ReleaseFact(fact._fact)

    lib = clips.facts.lib
    clips.facts.Fact.__del__ = release
    return clips


def constructs(knowledge: Knowledge) -> Iterator[str]:
    """The knowledge as constructs of CLIPS, in the order in which they are built."""
    slots = " ".join(_declared(fact) for fact in knowledge.facts)
    frame = _FRAME.format(slots=slots, piece=_PIECE)
    yield from frame.strip().replace("\n(def", "\n\n(def").split("\n\n")
    for at, level in enumerate(levels(knowledge)):
        for rule in level.rules:
            yield _rule(rule, -2 * at)
        for verdict in level.verdicts:
            yield from _verdict(verdict, -2 * at - 1)


def _declared(fact: FactDefinition) -> str:
    slot = "multislot" if fact.type == "set" else "slot"
    return f"({slot} {fact.name} (default unknown))"


def _rule(rule: Rule, salience: int) -> str:
    needed = " ".join(_joined(rule.when))
    absent = " ".join(f"(not {pattern})" for each in rule.unless for pattern in _joined((each,)))
    return (
        f"(defrule {rule.id} (declare (salience {salience})) {needed} {absent}"
        f" => (note {rule.id}) {concluded(rule)})"
    )


def _verdict(verdict: Verdict, salience: int) -> Iterator[str]:
    cause = verdict.cause
    for word, conditions in WORDS:
        yield (
            f"(defrule {mark(cause, word)} (declare (salience {salience}))"
            f" {conditions.format(cause)} => (note {mark(cause, word)})"
            f" (assert (verdict {cause} {word})))"
        )


def concluded(rule: Rule) -> str:
    """What a rule asserts that others read."""
    match rule.concludes.kind:
        case "state":
            return f"(assert (state {rule.concludes.id}))"
        case "cause":
            how = "reserved" if rule.reservation else "plain"
            return f"(assert (cause {rule.concludes.id} {how}))"
        case "against" | "conflict":
            return f"(assert ({rule.concludes.kind} {rule.concludes.id}))"
        case "out_of_scope":
            return "(assert (out_of_scope))"
        case _:
            return ""


def mark(cause: str, word: str) -> str:
    """The rule that gives a verdict its word."""
    return f"verdict-{cause}-{word}"


def _joined(conditions: tuple[Condition, ...]) -> Iterator[str]:
    """Patterns of the conditions: those on different facts of the person stand in one."""
    slots: dict[str, str] = {}
    for each in conditions:
        if each.kind == "fact" and each.name not in slots:
            slots[each.name] = test(each)
        else:
            yield _pattern(each)
    if slots:
        yield f"(person {' '.join(f'({name} {test})' for name, test in slots.items())})"


def _pattern(condition: Condition) -> str:
    if condition.kind == "state":
        return f"(state {condition.name})"
    if condition.kind == "verdict":
        return f"(verdict {condition.name} {test(condition)})"
    return f"(person ({condition.name} {test(condition)}))"


def test(condition: Condition) -> str:
    """What a slot must be."""
    wanted = condition.wanted
    match condition.operator:
        case "is":
            return str(wanted).upper() if isinstance(wanted, bool) else str(wanted)
        case "one_of":
            return "|".join(wanted) if isinstance(wanted, tuple) else str(wanted)
        case "includes":
            return f"$? {wanted} $?"
        case "empty":
            return "" if wanted else f"?first-of-{condition.name}&~unknown $?"
        case "at_least":
            return _compared(condition, ">=")
        case _:  # below
            return _compared(condition, "<")


def _compared(condition: Condition, operator: str) -> str:
    """A variable is one value in the whole rule, so it is named after what it stands for."""
    name = f"?{condition.name}"
    return f"{name}&:(and (numberp {name}) ({operator} {name} {condition.wanted}))"
