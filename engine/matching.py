"""Which rules are satisfied, and which of them fires next: experta's matcher and strategy, anew.

experta holds the working memory and the agenda and runs them; how facts are matched and how the
agenda is ordered it leaves open (``__matcher__``, ``__strategy__``). Its own answers walk every
condition for every fact, hold copies of what matched, and keep an agenda that is only right where
keys are. The conditions here are each on one thing by itself, so it is enough to count:

* A rule is satisfied once as many of its conditions are met as it has. A new proposition is looked
  up among the conditions on the same thing, so what it costs grows with those that it meets.
* A condition under ``unless`` that is met takes its rule off the agenda again.
* Every rule has a salience of its own, so the agenda is a list in that order.

The agenda always holds just the rules that are satisfied now: experta's own matcher and strategy,
given the same rules, fire the same (``tests/stock.py``).
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

import msgspec
from legspasm.conditions import Readers
from legspasm.model import Condition
from legspasm.productionsystem import Activation, Fact, KnowledgeEngine, Matcher, Strategy

_salience = attrgetter("key")


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
        self.needed = _readers(each.when for each in productions)
        self.forbidden = _readers(each.unless for each in productions)


class IndexedMatcher(Matcher):  # type: ignore[misc]
    """Counts, for each production, the conditions that are not met yet."""

    def reset(self) -> None:
        """Forget every proposition."""
        index: Index = self.engine.index
        self._index = index
        self._left = index.counts.copy()
        self._stopped: set[int] = set()
        self._known: set[str] = set()
        self._satisfied = [at for at, left in enumerate(index.counts) if not left]

    def changes(
        self, adding: Iterable[Proposition] = (), deleting: Iterable[Proposition] = ()
    ) -> tuple[list[Any], list[Any]]:
        """The activations that new propositions add and end; nothing is ever retracted here."""
        if not adding and not self._satisfied:
            return [], []
        index, left, stopped = self._index, self._left, self._stopped
        satisfied, self._satisfied = self._satisfied, []
        ended = []
        for proposition in adding:
            field, value = next(iter(proposition.items()))
            if field in self._known:
                raise RuntimeError(f"told more than once: {field}")
            self._known.add(field)
            if field in index.needed:
                for at in index.needed[field].met_by(value):
                    left[at] -= 1
                    if not left[at]:
                        satisfied.append(at)
            if field in index.forbidden:
                for at in index.forbidden[field].met_by(value):
                    stopped.add(at)
                    ended.append(at)
        activations = index.activations
        added = [activations[at] for at in satisfied if at not in stopped]
        return added, [activations[at] for at in ended]


class BySalience(Strategy):  # type: ignore[misc]
    """Keeps the agenda in the order of salience; what fires next stands last."""

    def update_agenda(self, agenda: Any, added: Collection[Any], removed: Iterable[Any]) -> None:
        """Put new activations where their salience belongs, and take off those that ended."""
        waiting = agenda.activations
        for each in removed:
            at = bisect_left(waiting, each.key, key=_salience)
            if waiting[at : at + 1] == [each]:
                del waiting[at]
        if len(added) > 1:
            waiting += added
            waiting.sort(key=_salience)
        else:
            for each in added:
                insort(waiting, each, key=_salience)

    _update_agenda = update_agenda  # nobody watches: there is nothing to do around it


class Engine(KnowledgeEngine):  # type: ignore[misc]
    """experta's engine with this matcher and strategy, for the productions of one index."""

    __matcher__ = IndexedMatcher
    __strategy__ = BySalience

    def __init__(self, index: Index) -> None:
        self.index = index
        super().__init__()

    def get_deffacts(self) -> list[Any]:
        """None: what is known at the start is told, and experta would search the class for more."""
        return []

    def declare(self, *propositions: Proposition) -> None:
        """Put propositions into the working memory; they are plain, so none has to be refused.

        They are matched when the engine runs, or runs on.
        """
        for each in propositions:
            self.facts.declare(each)


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
