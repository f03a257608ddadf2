"""Which rules are satisfied, and which of them fires next: experta's matcher and strategy, anew.

experta holds the working memory and the agenda and runs them; how facts are matched and how the
agenda is ordered it leaves open (``__matcher__``, ``__strategy__``). Its own answers walk every
condition for every fact, hold copies of what matched, and keep an agenda that is only right where
keys are. The conditions here are each on one thing by itself, so it is enough to count:

* A rule is satisfied once as many of its conditions are met as it has. A new proposition is looked
  up among the conditions on the same thing, so what it costs grows with those that it meets.
* A condition under ``unless`` that is met takes its rule off the agenda again.
* Every rule has a salience of its own, so the agenda is a list in that order.
* Nothing is retracted, and a proposition has one field, so the list of facts needs no more than
  the names of those that were told to find one again.

The agenda always holds just the rules that are satisfied now: experta's own matcher and strategy,
given the same rules, fire the same (``tests/stock.py``).
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

import msgspec
from legspasm.conditions import Readers
from legspasm.model import Condition, Value
from legspasm.productionsystem import (
    Activation,
    Fact,
    FactList,
    KnowledgeEngine,
    Matcher,
    Strategy,
)

_salience = attrgetter("key")
_STOPPED = -1
"""What is left of a production that nothing can satisfy any more: it never comes to none."""


class Proposition(Fact):  # type: ignore[misc]  # experta has no types
    """A fact, a state or a verdict: one field, named after it, that holds its value.

    The value is frozen and plain already, so it is taken as it is: see ``Engine.declare``.
    """

    __init__ = dict.__init__

    @staticmethod
    def is_special(key: str) -> bool:
        """Whether a field is experta's own: no other starts like that (``register.py``)."""
        return key.startswith("__")


class Production(msgspec.Struct, frozen=True):
    """A rule as the matcher has it: its conditions, its place on the agenda, and what it does.

    The one with the highest ``salience`` fires first; no two have the same. ``does`` is given the
    engine, whatever was matched: each condition is on one proposition, which it names.
    """

    salience: int
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    does: Callable[[Any], None]


class Index:
    """The productions of a knowledge base, by the conditions that a proposition could meet."""

    def __init__(self, productions: Sequence[Production]) -> None:
        self.activations = [_activation(each) for each in productions]
        self.counts = [len(each.when) for each in productions]
        pairs = zip(self.activations, self.counts, strict=True)
        self.at_start = [activation for activation, needed in pairs if not needed]
        self.needed = _readers(each.when for each in productions)
        self.forbidden = _readers(each.unless for each in productions)


class WorkingMemory(FactList):  # type: ignore[misc]  # experta has no types
    """experta's list of facts, which finds a proposition that it holds already by its name.

    experta's own compares whatever a fact holds, checks it against a schema, and writes it to a
    log that nobody reads.
    """

    last_index: int
    added: list[Proposition]

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Value] = {}

    def declare(self, proposition: Proposition) -> Proposition | None:
        """Take in a proposition; None where it is known. Raises RuntimeError on another value."""
        [(field, value)] = proposition.items()
        if field in self._known:
            if self._known[field] != value:
                raise RuntimeError(f"told more than once: {field}")
            return None
        self._known[field] = value
        at = self.last_index
        dict.__setitem__(proposition, "__factid__", at)
        self[at] = proposition
        self.last_index = at + 1
        self.added.append(proposition)
        return proposition


class IndexedMatcher(Matcher):  # type: ignore[misc]  # experta has no types
    """Counts, for each production, the conditions that are not met yet."""

    def reset(self) -> None:
        """Forget every proposition."""
        self._index: Index = self.engine.index
        self._left = self._index.counts.copy()

    def changes(
        self, adding: Iterable[Proposition] = (), deleting: Iterable[Proposition] = ()
    ) -> tuple[Sequence[Any], Sequence[Any]]:
        """The activations that new propositions add and end; nothing is ever retracted here.

        What one proposition adds another may end, so they are taken off last.
        """
        index, left = self._index, self._left
        needed, forbidden, activations = index.needed, index.forbidden, index.activations
        added, ended = [], []
        for proposition in adding:
            (field, value), _ = proposition.items()  # the second is its number
            if field in needed:
                for at in needed[field].met_by(value):
                    left[at] = still = left[at] - 1
                    if not still:
                        added.append(activations[at])
            if field in forbidden:
                for at in forbidden[field].met_by(value):
                    if not left[at]:
                        ended.append(activations[at])
                    left[at] = _STOPPED
        return added, ended


class BySalience(Strategy):  # type: ignore[misc]  # experta has no types
    """Keeps the agenda in the order of salience; what fires next stands last."""

    def update_agenda(self, agenda: Any, added: Sequence[Any], removed: Sequence[Any]) -> None:
        """Put new activations where their salience belongs, and take off those that ended."""
        waiting = agenda.activations
        if len(added) == 1 and waiting:
            insort(waiting, added[0], key=_salience)
        elif added:
            waiting += added
            waiting.sort(key=_salience)
        for each in removed:
            at = bisect_left(waiting, each.key, key=_salience)
            if waiting[at : at + 1] == [each]:
                del waiting[at]

    _update_agenda = update_agenda  # nobody watches: there is nothing to do around it


class Engine(KnowledgeEngine):  # type: ignore[misc]  # experta has no types
    """experta's engine with this matcher and strategy, for the productions of one index."""

    __matcher__ = IndexedMatcher
    __strategy__ = BySalience

    def __init__(self, index: Index) -> None:
        self.index = index
        super().__init__()

    def reset(self) -> None:
        """Forget everything that was told and found, as experta does.

        What is known at the start is told: experta would search the class for more.
        """
        self.running = False
        self.agenda.activations.clear()
        self.facts = WorkingMemory()
        self.matcher.reset()
        self.strategy.update_agenda(self.agenda, self.index.at_start, ())

    def get_activations(self) -> tuple[Sequence[Any], Sequence[Any]]:
        """Those that what was declared since adds and ends; nothing is ever retracted."""
        added = self.facts.added
        if not added:
            return (), ()
        changes: tuple[Sequence[Any], Sequence[Any]] = self.matcher.changes(added)
        added.clear()
        return changes

    def declare(self, *propositions: Proposition) -> None:
        """Put propositions into the working memory; they are plain, so none has to be refused.

        They are matched when the engine runs, or runs on.
        """
        declare = self.facts.declare
        for each in propositions:
            declare(each)


def engine_for(productions: Sequence[Production]) -> Callable[[], Engine]:
    """What makes engines for these productions: each for one thread."""
    return partial(Engine, Index(productions))


def field_of(condition: Condition) -> str:
    """The field of the proposition that ``condition`` is on."""
    return f"{condition.kind}_{condition.name}"


def _activation(production: Production) -> Any:
    """The one activation that a production can have: it holds no facts, so all engines share it."""
    activation = Activation(production.does, ())
    activation.key = production.salience
    return activation


def _readers(conditions: Iterable[Iterable[Condition]]) -> Mapping[str, Readers]:
    read: dict[str, list[tuple[Condition, int]]] = {}
    for at, each in enumerate(conditions):
        for condition in each:
            read.setdefault(field_of(condition), []).append((condition, at))
    return {field: Readers(each) for field, each in read.items()}
