"""durable_rules: a rule set in its own language, a session for each person.

What is told is one message, asserted as a fact under the person's session, which is deleted in the
end. States and verdicts are asserted by the actions of rules; a level of rules has one priority.

It has no dependable negation of what rules conclude: ``none(...)`` is not taken back where a
fact that ends it is asserted later, whatever the priorities. So the last rule of each level, in
plain Python, decides the verdicts that are finished and asserts of each finished state that some
rule must not see whether it is lacking; rules then read that. Nor is there an "unknown": what is
missing compares as neither equal nor unequal, so every fact is told, as ``unknown`` where it is,
and a set is told twice, with whether anything is in it.

Every action is a call from C to Python, through messages in JSON. The trail holds the names of
rules; what they matched is not read, which favours it.
"""

import functools
import itertools
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from legspasm.model import VERDICTS, Condition, Knowledge, Rule, Value

from speed.answer import Answer, Conclusions, Reading
from speed.steps import Level, levels

_NAMES = itertools.count()
_SESSIONS = itertools.count()


class Engine:
    """One rule set for one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        from durable import lang

        self._lang = lang
        self._reading = Reading(knowledge)
        self._name = f"benchmark_{next(_NAMES)}"
        self._unknown: dict[str, Any] = {"person": "yes"}
        for fact in knowledge.facts:
            match fact.type:
                case "set":
                    self._unknown |= {fact.name: [], f"some_{fact.name}": "unknown"}
                case "number" | "whole_number":
                    self._unknown |= {fact.name: 0, f"known_{fact.name}": "no"}
                case _:
                    self._unknown[fact.name] = "unknown"
        self._read = set(_read(knowledge))
        with lang.ruleset(self._name):
            for at, level in enumerate(levels(knowledge)):
                for rule in level.rules:
                    lang.when_all(*self._patterns(rule), lang.pri(2 * at + 1))(self._fire(rule))
                last = lang.when_all(lang.m.person == "yes", lang.pri(2 * at + 2))
                last(self._finish(level))

    def consult(self, told: Mapping[str, Value]) -> Answer:
        """Assert the person in a session of their own, read what the actions noted, forget it."""
        self._fired: list[str] = []
        self._words: dict[str, str] = {}
        self._states: set[str] = set()
        self._conclusions = Conclusions()
        message = dict(self._unknown)
        for name, value in told.items():
            message |= _message(name, value)
        message["sid"] = session = str(next(_SESSIONS))
        self._lang.assert_fact(self._name, message)
        self._lang.delete_state(self._name, session)
        return self._reading.answer(self._reading.in_order(self._fired), self._words, told)

    def _fire(self, rule: Rule) -> Callable[[Any], None]:
        state = rule.concludes.id if rule.concludes.kind == "state" else None
        read = ("state", state) in self._read

        def fire(c: Any) -> None:
            self._fired.append(rule.id)
            self._conclusions.add(rule)
            if state is not None and state not in self._states:
                self._states.add(state)
                if read:
                    c.assert_fact({"state": state})

        return fire

    def _finish(self, level: Level) -> Callable[[Any], None]:
        finished = [state for state, _ in level.states if ("lacking", state) in self._read]

        def finish(c: Any) -> None:
            for state in finished:
                if state not in self._states:
                    c.assert_fact({"lacking": state})
            for verdict in level.verdicts:
                word = self._words[verdict.cause] = self._conclusions.word(verdict.cause)
                if (verdict.cause, word) in self._read:
                    c.assert_fact({"cause": verdict.cause, "verdict": word})

        return finish

    def _patterns(self, rule: Rule) -> Iterator[Any]:
        m = self._lang.m
        of_person = [self._met(each) for each in rule.when if each.kind == "fact"]
        of_person += [self._unmet(each) for each in rule.unless if each.kind == "fact"]
        if of_person:
            yield functools.reduce(operator.and_, of_person)
        for kind, name, words in _awaited(rule):
            if kind == "verdict":
                yield (m.cause == name) & _any([m.verdict == word for word in words])
            else:
                yield getattr(m, kind) == name

    def _met(self, condition: Condition) -> Any:
        m, wanted = self._lang.m, condition.wanted
        value = getattr(m, condition.name)
        match condition.operator:
            case "is":
                return value == _word(wanted)
            case "one_of":
                return _any([value == word for word in _words(wanted)])
            case "includes":
                return value.anyItem(self._lang.item == wanted)
            case "empty":
                return getattr(m, f"some_{condition.name}") == ("no" if wanted else "yes")
            case "at_least":
                return (getattr(m, f"known_{condition.name}") == "yes") & (value >= wanted)
            case _:  # below
                return (getattr(m, f"known_{condition.name}") == "yes") & (value < wanted)

    def _unmet(self, condition: Condition) -> Any:
        m, wanted = self._lang.m, condition.wanted
        value = getattr(m, condition.name)
        match condition.operator:
            case "is":
                return value != _word(wanted)
            case "one_of":
                unlike = [value != word for word in _words(wanted)]
                return functools.reduce(operator.and_, unlike)
            case "includes":
                none = getattr(m, f"some_{condition.name}") != "yes"  # else allItems is false
                return none | value.allItems(self._lang.item != wanted)
            case "empty":
                return getattr(m, f"some_{condition.name}") != ("no" if wanted else "yes")
            case "at_least":
                return (getattr(m, f"known_{condition.name}") == "no") | (value < wanted)
            case _:  # below
                return (getattr(m, f"known_{condition.name}") == "no") | (value >= wanted)


def _awaited(rule: Rule) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The messages beside the person's that a rule waits for: states, lacking ones and verdicts.

    A verdict is always there, so one that must not be a word has to be one of the others.
    """
    for each in rule.when:
        if each.kind == "state":
            yield "state", each.name, ()
        elif each.kind == "verdict":
            yield "verdict", each.name, _words(each.wanted)
    for each in rule.unless:
        if each.kind == "state":
            yield "lacking", each.name, ()
        elif each.kind == "verdict":
            unwanted = _words(each.wanted)
            yield "verdict", each.name, tuple(word for word in VERDICTS if word not in unwanted)


def _read(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """What some rule waits for: to assert what none does is an error."""
    for rule in knowledge.rules:
        for kind, name, words in _awaited(rule):
            if kind == "verdict":
                yield from ((name, word) for word in words)
            else:
                yield kind, name


def _message(name: str, value: Value) -> dict[str, Any]:
    if isinstance(value, tuple):
        return {name: list(value), f"some_{name}": "yes" if value else "no"}
    if isinstance(value, bool | str):
        return {name: _word(value)}
    return {name: value, f"known_{name}": "yes"}


def _any(expressions: list[Any]) -> Any:
    return functools.reduce(operator.or_, expressions)


def _words(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _word(value: Value) -> Value:
    return ("yes" if value else "no") if isinstance(value, bool) else value
