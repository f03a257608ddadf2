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

from legspasm.body import Absence, FactMatch, Firing, StateMatch, VerdictMatch
from legspasm.conclusions import Conclusions
from legspasm.facts import Fact
from legspasm.matching import Production, Proposition, engine_for, field_of
from legspasm.model import Condition, Knowledge, Rule, Value, VerdictWord
from legspasm.ordering import BEARING_ON_A_VERDICT, verdict_ranks
from legspasm.verdicts import decide

_Match = FactMatch | StateMatch | VerdictMatch
_Needed = tuple[int, Callable[["_Working"], _Match]]
"""The number of a condition, the same one in every rule, and what makes its match."""


class Productions:
    """The compiled rules of one knowledge base, and this thread's engine for them.

    ``engine_for`` makes a maker of engines of productions.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        engine_for: Callable[[Sequence[Production]], Callable[[], Any]] = engine_for,
    ) -> None:
        conditions = [condition for rule in knowledge.rules for condition in rule.conditions]
        self._fields = {each.name: field_of(each) for each in conditions if each.kind == "fact"}
        productions = _productions(knowledge, frozenset(map(field_of, conditions)))
        self._limit = len(productions)
        self._new_engine = engine_for(productions)
        self._of_thread = threading.local()

    def run(self, facts: Iterable[Fact]) -> tuple[Firing, ...]:
        """Every firing on ``facts``, in canonical order."""
        engine = self._of_thread.__dict__.pop("engine", None) or self._new_engine()
        working = engine.working = _Working()
        engine.reset()
        fields = self._fields
        told = [(fields[fact.name], fact.value) for fact in facts if fact.name in fields]
        working.values.update(told)
        engine.declare(*[Proposition({field: value}) for field, value in told])
        engine.run(self._limit + 1)
        if len(working.firings) + working.decisions > self._limit:
            raise RuntimeError("a rule fired more than once")
        self._of_thread.engine = engine  # only one that ran to its end is kept
        return tuple(working.firings)


class _Working:
    """What one consultation has found so far."""

    __slots__ = ("bearing", "decided", "decisions", "firings", "made", "matched", "values")

    def __init__(self) -> None:
        self.firings: list[Firing] = []
        self.bearing = Conclusions()
        """Those of the firings that bear on a verdict."""
        self.decided: dict[str, tuple[VerdictWord, Sequence[Firing]]] = {}
        """By cause, its verdict and the firings that decide it."""
        self.decisions = 0
        self.made: dict[str, list[int]] = {}
        """By the field of a state, the firings that concluded it."""
        self.matched: dict[int, _Match] = {}
        """By the number of a condition, what it matched."""
        self.values: dict[str, Value] = {}
        """By the field of a fact or verdict, its value."""


def _productions(knowledge: Knowledge, read: Collection[str]) -> tuple[Production, ...]:
    """Rules, and the verdicts that rules read, in the order in which they must fire."""
    causes = [cause.id for cause in knowledge.causes if f"verdict_{cause.id}" in read]
    ranks = verdict_ranks(knowledge.rules, causes)
    keyed: list[tuple[int, int, Rule | str]] = [(rule.rank, 0, rule) for rule in knowledge.rules]
    keyed += [(ranks[cause], 1, cause) for cause in causes]
    keyed.sort(key=lambda each: each[:2])
    matches = _Matches()
    made = []
    for salience, (_, _, node) in zip(range(len(keyed), 0, -1), keyed, strict=True):
        if isinstance(node, Rule):
            needed = [matches.of(each) for each in node.when]
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
    bears = concludes.kind in BEARING_ON_A_VERDICT or concludes.kind == "out_of_scope"

    def fire(engine: Any) -> None:
        working: _Working = engine.working
        firings, matched = working.firings, working.matched
        because = tuple([matched.get(number) or match(working) for number, match in needed])
        missing = tuple([_absence(*each, working) for each in absent]) if absent else ()
        seq = len(firings) + 1
        firing = Firing(seq, id_, because, missing, concludes, reservation, hedge, cites)
        firings.append(firing)
        if bears:
            working.bearing.add(firing)
        elif state:
            made = working.made
            if state in made:
                made[state].append(seq)
            else:
                made[state] = [seq]
                engine.declare(Proposition({state: True}))

    return fire


def _decide(cause: str) -> Callable[[Any], None]:
    field = f"verdict_{cause}"

    def declare_verdict(engine: Any) -> None:
        working: _Working = engine.working
        working.decisions += 1
        working.decided[cause] = word, _ = decide(cause, working.bearing)
        working.values[field] = word
        engine.declare(Proposition({field: word}))

    return declare_verdict


class _Matches:
    """What makes the match of a condition: the same one for every rule that has it."""

    def __init__(self) -> None:
        self._found: dict[Condition, _Needed] = {}

    def of(self, condition: Condition) -> _Needed:
        """The number of a condition, and what makes its match."""
        if condition not in self._found:
            number = len(self._found)
            self._found[condition] = number, _match(condition, number)
        return self._found[condition]


def _match(condition: Condition, number: int) -> Callable[[_Working], _Match]:
    """What makes the match of a condition, and keeps it."""
    name, field = condition.name, field_of(condition)
    operator, wanted = condition.operator, condition.wanted

    def fact(working: _Working) -> _Match:
        found = working.matched[number] = FactMatch(name, working.values[field], operator, wanted)
        return found

    def verdict(working: _Working) -> _Match:
        word, deciding = working.decided[name]
        seqs = tuple([firing.seq for firing in deciding])
        found = working.matched[number] = VerdictMatch(name, word, seqs)
        return found

    def state(working: _Working) -> _Match:
        found = working.matched[number] = StateMatch(name, tuple(working.made[field]))
        return found

    return {"fact": fact, "verdict": verdict, "state": state}[condition.kind]


def _absence(condition: Condition, field: str, working: _Working) -> Absence:
    return Absence(
        condition.kind,
        condition.name,
        condition.operator,
        condition.wanted,
        working.values.get(field),
        len(working.firings),
    )
