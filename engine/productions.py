"""The rules of a knowledge base as productions, which record what they matched when they fire.

What experta does wrong is handled here and in the modules below:

* *Order.* It fires rules of equal salience in random order. Each rule has a salience of its own,
  falling in canonical order (``ordering.py``), so the firing order is the canonical one, and what
  is absent is judged after everything that could have made it.
* *State.* An engine keeps stale activations after an exception: it is thrown away. Engines are
  one a thread, and while one runs nobody else in its thread gets it.
* *Limits.* A run has none: it is given one step more than there are productions.

A verdict is a production too: after the last rule that bears on it, it is decided from the firings
so far and declared, for the rules that read it. What no condition is on is not declared: it
stands in the record, and nothing in the working memory could ever match it.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import msgspec
from legspasm.body import Absence, FactMatch, Firing, StateMatch, VerdictMatch
from legspasm.conclusions import Conclusions
from legspasm.facts import Fact
from legspasm.matching import Production, Proposition, engine_for, field_of
from legspasm.model import Condition, Knowledge, Rule, Value
from legspasm.ordering import verdict_ranks
from legspasm.verdicts import decide

_Match = FactMatch | StateMatch | VerdictMatch


class Productions:
    """The compiled rules of one knowledge base, and this thread's engine for them.

    ``engine_for`` makes a maker of engines of productions.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        engine_for: Callable[[Sequence[Production]], Callable[[], Any]] = engine_for,
    ) -> None:
        self._read = frozenset(
            field_of(condition) for rule in knowledge.rules for condition in rule.conditions
        )
        productions = _productions(knowledge, self._read)
        self._limit = len(productions)
        self._new_engine = engine_for(productions)
        self._of_thread = threading.local()

    def run(self, facts: Iterable[Fact]) -> tuple[Firing, ...]:
        """Every firing on ``facts``, in canonical order."""
        engine = self._of_thread.__dict__.pop("engine", None) or self._new_engine()
        working = engine.working = _Working()
        engine.reset()
        told = [
            (field, fact.value) for fact in facts if (field := f"fact_{fact.name}") in self._read
        ]
        working.values.update(told)
        engine.declare(*[Proposition(**{field: value}) for field, value in told])
        engine.run(self._limit + 1)
        if working.fired > self._limit:
            raise RuntimeError("a rule fired more than once")
        self._of_thread.engine = engine  # only one that ran to its end is kept
        return tuple(working.found)


class _Needed(msgspec.Struct, frozen=True):
    """A condition with the field that it is on, and a number: the same one in every rule."""

    number: int
    condition: Condition
    field: str


class _Working:
    """What one consultation has found so far."""

    def __init__(self) -> None:
        self.found = Conclusions()
        self.values: dict[str, Value] = {}
        self.matched: dict[int, _Match] = {}
        self.fired = 0
        """Productions, rules and verdicts."""
        self.recorded = 0
        """Firings of rules."""


def _productions(knowledge: Knowledge, read: Collection[str]) -> tuple[Production, ...]:
    """Rules, and the verdicts that rules read, in the order in which they must fire."""
    causes = [cause.id for cause in knowledge.causes if f"verdict_{cause.id}" in read]
    ranks = verdict_ranks(knowledge.rules, causes)
    keyed: list[tuple[int, int, Rule | str]] = [(rule.rank, 0, rule) for rule in knowledge.rules]
    keyed += [(ranks[cause], 1, cause) for cause in causes]
    keyed.sort(key=lambda each: each[:2])
    numbers: dict[Condition, int] = {}
    made = []
    for salience, (_, _, node) in zip(range(len(keyed), 0, -1), keyed, strict=True):
        if isinstance(node, Rule):
            needed = [
                _Needed(numbers.setdefault(each, len(numbers)), each, field_of(each))
                for each in node.when
            ]
            does = _fire(node, needed, declares=f"state_{node.concludes.id}" in read)
            made.append(Production(salience, node.when, node.unless, does))
        else:
            made.append(Production(salience, (), (), _decide(node)))
    return tuple(made)


def _fire(rule: Rule, needed: Sequence[_Needed], *, declares: bool) -> Callable[[Any], None]:
    """Record the firing, and declare its state where somebody reads it.

    Whatever a condition reads is finished when a rule with it fires, so what it matched is made
    once a consultation.
    """
    id_, concludes = rule.id, rule.concludes
    reservation, hedge = rule.reservation or None, rule.hedge or None
    cites = tuple(quote.sentence for quote in rule.cites)
    absent = [(condition, field_of(condition)) for condition in rule.unless]
    state = f"state_{concludes.id}" if declares and concludes.kind == "state" else ""

    def fire(engine: Any) -> None:
        working: _Working = engine.working
        matched = working.matched
        because = tuple([matched.get(each.number) or _match(each, working) for each in needed])
        missing = tuple([_absence(*each, working) for each in absent]) if absent else ()
        working.fired += 1
        working.recorded += 1
        working.found.add(
            Firing(working.recorded, id_, because, missing, concludes, reservation, hedge, cites)
        )
        if state and state not in working.values:
            _declare(engine, state, True)

    return fire


def _decide(cause: str) -> Callable[[Any], None]:
    def declare_verdict(engine: Any) -> None:
        engine.working.fired += 1
        _declare(engine, f"verdict_{cause}", decide(cause, engine.working.found)[0])

    return declare_verdict


def _declare(engine: Any, field: str, value: Value) -> None:
    engine.working.values[field] = value
    engine.declare(Proposition(**{field: value}))


def _match(needed: _Needed, working: _Working) -> _Match:
    condition, found = needed.condition, working.found
    match: _Match
    if condition.kind == "fact":
        value = working.values[needed.field]
        match = FactMatch(condition.name, value, condition.operator, condition.wanted)
    elif condition.kind == "verdict":
        word, deciding = decide(condition.name, found)
        match = VerdictMatch(condition.name, word, _seqs(deciding))
    else:
        match = StateMatch(condition.name, _seqs(found.of("state", condition.name)))
    working.matched[needed.number] = match
    return match


def _absence(condition: Condition, field: str, working: _Working) -> Absence:
    return Absence(
        condition.kind,
        condition.name,
        condition.operator,
        condition.wanted,
        working.values.get(field),
        working.recorded,
    )


def _seqs(firings: Iterable[Firing]) -> tuple[int, ...]:
    return tuple([firing.seq for firing in firings])
