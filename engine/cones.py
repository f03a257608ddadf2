"""Cones of influence: which facts can change an outcome, which cases there are, and what comes out.

An outcome is one thing that a consultation finds: the verdict on a cause, whether a factor bears
on a cause, the place note, a piece of advice, or a state. Its *cone* is everything that leads to
it, backwards from the rules about it. A cone has few facts, and each fact few cells
(``cells.py``), so questions such as "can this answer still matter?" are decided over all cases.

What comes out of a case is found by inference, never by a second reading of the rules: each rule
that decides an outcome is run by itself (``tables.py``), and the firings are put together.

A cone of more cases than ``MOST_CASES`` is too large to enumerate, and says so; whoever asks then
gets a bound, never a wrong answer. This is the only place that enumerates.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import combinations, product
from math import prod

import msgspec
from legspasm.asked import Outcome
from legspasm.cells import Cell, Cells, cells, contains, signature
from legspasm.facts import Told
from legspasm.model import Conclusion, Condition, FactDefinition, Knowledge, Rule, Value
from legspasm.ordering import bears_on_verdict, makers_in
from legspasm.tables import conditions_by_fact, fact_conditions, facts_of, table
from legspasm.verdicts import advice, decide, factors, place

MOST_CASES = 20_000
"""Cases of a cone that are gone through."""


class Cone:
    """Everything that leads to one outcome."""

    def __init__(self, knowledge: Knowledge, outcome: Outcome) -> None:
        self._knowledge = knowledge
        self.outcome = outcome
        roots = _roots(knowledge, outcome)
        self.rules = makers_in(knowledge).closure(roots)
        self._tables = [table(knowledge, root) for root in roots]
        read = {name for part in self._tables for name in part.facts}
        if outcome.kind == "place":
            read.add(outcome.id)
        self.definitions = tuple(each for each in knowledge.facts if each.name in read)
        self.facts = tuple(each.name for each in self.definitions)
        """The names of the facts that can change the outcome, in vocabulary order."""
        self._value = lru_cache(MOST_CASES)(self._found)

    @cached_property
    def cells(self) -> Mapping[str, Cells]:
        """By fact, what the rules tell apart: those of the cone, and those behind a conflict."""
        kinds = {"conflict", "out_of_scope"}
        behind = [each for each in self._knowledge.rules if each.concludes.kind in kinds]
        rules = [*self.rules, *makers_in(self._knowledge).closure(behind)]
        conditions = fact_conditions(rules)
        return {
            each.name: cells(each, conditions, finest=each.name == self._reporter)
            for each in self.definitions
        }

    def sees(self, name: str, value: Value | None) -> Hashable:
        """What the outcome depends on of a fact: compare with ``==``.

        Values that look the same come out the same, whatever the other facts are.
        """
        return signature(self._read.get(name, ()), value), value if name == self._reporter else None

    @property
    def size(self) -> int:
        """How many distinct cases there are."""
        return prod(len(each.all) for each in self.cells.values())

    @property
    def enumerable(self) -> bool:
        """Whether all cases are gone through."""
        return self.exhausted_by(self.facts)

    def cases(self, told: Told, free: Collection[str]) -> Iterator[dict[str, Value]]:
        """``told``, with every combination of cells for the ``free`` facts of the cone.

        Those with few more known facts come first. Ends after ``MOST_CASES``.
        """
        fixed = {name: value for name, value in told.items() if name not in free}
        varied = [name for name in self.facts if name in free]
        left = MOST_CASES
        for size in range(len(varied) + 1):
            for names in combinations(varied, size):
                for chosen in product(*(self.cells[name].known for name in names)):
                    if not left:
                        return
                    left -= 1
                    values = (cell.value for cell in chosen)
                    yield fixed | _known(zip(names, values, strict=True))

    def exhausted_by(self, free: Collection[str]) -> bool:
        """Whether :meth:`cases` with these ``free`` facts leaves no case out."""
        varied = [self.cells[name] for name in self.facts if name in free]
        few = prod(len(each.all) for each in varied) <= MOST_CASES
        return few and all(each.complete for each in varied)

    def value(self, told: Told) -> Hashable:
        """What comes out for these facts: compare with ``==``.

        Of a verdict its word; of a reservation the texts, where the verdict is given with one; of
        a state whether it was concluded; of a factor whether it bears on the cause; of advice True
        (applies), False (general) or None (nothing to tell); of the place the expected places and
        whether the reported one agrees, None where either is missing.
        """
        return self._value(tuple(map(told.get, self.facts)))

    def _found(self, values: tuple[Value | None, ...]) -> Hashable:
        told = _known(zip(self.facts, values, strict=True))
        firings = [firing for each in self._tables for firing in each.firings(told)]
        outcome = self.outcome
        match outcome.kind:
            case "verdict":
                return decide(outcome.id, firings)[0]
            case "reservation":
                word, deciding = decide(outcome.id, firings)
                weakened = deciding if word == "with_reservation" else ()
                return frozenset(each.reservation for each in weakened)
            case "state":
                return any(each.concludes == Conclusion("state", outcome.id) for each in firings)
            case "factor":
                return bool(factors(self._view, firings))
            case "advice":
                return next((each.applies for each in advice(self._view, firings)), None)
            case _:  # place
                note = place(self._knowledge, firings, facts_of([outcome.id], told))
                return (note.expected, note.agreement) if note.agreement else None

    @cached_property
    def _read(self) -> Mapping[str, list[Condition]]:
        return conditions_by_fact(self.rules)

    @property
    def _reporter(self) -> str:
        """The fact whose value is told with the outcome; empty where none is."""
        return self.outcome.id if self.outcome.kind == "place" else ""

    @cached_property
    def _view(self) -> Knowledge:
        """The knowledge with nothing but this factor and its cause, or this piece of advice."""
        outcome, knowledge = self.outcome, self._knowledge
        return msgspec.structs.replace(
            knowledge,
            causes=tuple(each for each in knowledge.causes if each.id == outcome.cause),
            factors=tuple(each for each in knowledge.factors if each.id == outcome.id),
            advice=tuple(each for each in knowledge.advice if each.id == outcome.id),
        )


@cache
def cone(knowledge: Knowledge, outcome: Outcome) -> Cone:
    """The cone of ``outcome``; what has come out of its cases is kept with it."""
    return Cone(knowledge, outcome)


def changes(
    cones: Sequence[Cone], told: Told, size: int, keep: Collection[str] = ()
) -> Iterator[tuple[tuple[str, Cell], ...]]:
    """Every way to change exactly ``size`` facts of one of ``cones``, but none of ``keep``.

    A change is a fact with the cell that it goes to. Ends never early: it is for whoever asks to
    stop.
    """
    others = {
        definition.name: [
            cell
            for cell in found.all
            if not contains(definition, conditions, cell, told.get(definition.name))
        ]
        for definition, conditions, found in _changeable(cones)
        if definition.name not in keep
    }
    facts = (tuple(name for name in others if name in each.facts) for each in cones)
    together = dict.fromkeys(names for each in facts for names in combinations(each, size))
    for names in together:
        for chosen in product(*(others[name] for name in names)):
            yield tuple(zip(names, chosen, strict=True))


def changes_are_complete(cones: Sequence[Cone]) -> bool:
    """Whether :func:`changes` leaves no answer out."""
    return all(found.complete for _, _, found in _changeable(cones))


def _changeable(
    cones: Sequence[Cone],
) -> Iterator[tuple[FactDefinition, list[Condition], Cells]]:
    conditions = fact_conditions(rule for each in cones for rule in each.rules)
    definitions = {fact.name: fact for each in cones for fact in each.definitions}
    for definition in definitions.values():
        yield definition, conditions, cells(definition, conditions, finest=True)


def answers(knowledge: Knowledge, name: str) -> tuple[Cell, ...]:
    """The answers about the fact ``name`` that some rule tells apart, and all of a short list."""
    definition = next(each for each in knowledge.facts if each.name == name)
    return cells(definition, fact_conditions(knowledge.rules), finest=True).known


@cache
def outcomes(knowledge: Knowledge) -> tuple[Outcome, ...]:
    """What a consultation tells: verdicts, reservations, factors by cause, the place, advice."""
    causes = [cause.id for cause in knowledge.causes]
    reserved = {rule.concludes.id for rule in knowledge.rules if rule.reservation}
    bearing = {
        (rule.concludes.id, cause)
        for rule in knowledge.rules
        if rule.concludes.kind == "factor"
        for cause in rule.concludes.bears_on or ("",)
    }
    return (
        *(Outcome("verdict", each) for each in causes),
        *(Outcome("reservation", each) for each in causes if each in reserved),
        *(
            Outcome("factor", factor.id, each)
            for factor in knowledge.factors
            for each in ("", *causes)
            if (factor.id, each) in bearing
        ),
        *(Outcome("place", each) for each in [knowledge.place.reported_by] if each),
        *(Outcome("advice", each.id) for each in knowledge.advice),
    )


def _roots(knowledge: Knowledge, outcome: Outcome) -> list[Rule]:
    """The rules whose firing decides the outcome."""
    silencing = {scope.id for scope in knowledge.scopes if scope.silent}
    of_verdict = outcome.kind in {"verdict", "reservation"}
    kind = {"place": "expects"}.get(outcome.kind, outcome.kind)
    roots = []
    for rule in knowledge.rules:
        conclusion = rule.concludes
        about = conclusion.kind == kind and (kind == "expects" or conclusion.id == outcome.id)
        if outcome.kind == "factor":
            bears_on = conclusion.bears_on
            about = about and (outcome.cause in bears_on if outcome.cause else not bears_on)
        verdict = outcome.id if of_verdict else outcome.cause
        about = about or (bool(verdict) and bears_on_verdict(rule, verdict))
        silences = conclusion.kind == "out_of_scope" and conclusion.id in silencing
        if about or (silences and outcome.kind != "state"):
            roots.append(rule)
    return roots


def _known(values: Iterable[tuple[str, Value | None]]) -> dict[str, Value]:
    return {name: value for name, value in values if value is not None}
