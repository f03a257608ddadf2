"""Every case that conditions tell apart, as one Boolean function. The one door to oxidd.

Of each fact conditions see finitely many cells (``cells.py``), so the space of all facts is finite:
a case is a cell for every fact, and *unknown* is one everywhere. A set of cases is a function of
variables: one for each cell of a fact, or for each value of a set. Functions are binary decision
diagrams, in which two functions are the same where they agree everywhere: whether rules can fire
together, whether one follows from another, and how many cases there are is decided over all of
them (R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", 1986).
"""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import TypeAlias

import msgspec
from legspasm.cells import cells
from legspasm.conditions import holds
from legspasm.model import Condition, FactDefinition, Value
from oxidd.bdd import BDDFunction, BDDManager

Cases: TypeAlias = BDDFunction
"""A set of cases: ``&``, ``|`` and ``~`` give another; ``==`` where two are the same."""

_NODES = 1 << 22
_CACHED = 1 << 20


class _Axis(msgspec.Struct, frozen=True):
    """A fact as variables: one for each known cell, of which one holds at most, by its first value.

    Of a set there is one for each value that a condition names, one (None) for all the others, and
    ``known``, since an empty set is an answer.
    """

    definition: FactDefinition
    known: Cases
    cells: tuple[tuple[Value, Cases], ...] = ()
    values: tuple[tuple[str | None, Cases], ...] = ()

    @property
    def variables(self) -> list[Cases]:
        own = [self.known] if self.definition.type == "set" else []
        return own + [each for _, each in (*self.cells, *self.values)]


class Space:
    """All cases that ``conditions`` tell apart; facts that they do not read are left out.

    The values of a yes/no fact and of a choice are all told apart. ``all`` are all cases. Whatever
    is done with them raises MemoryError where they are too many and too tangled.
    """

    def __init__(
        self, definitions: Iterable[FactDefinition], conditions: Iterable[Condition]
    ) -> None:
        self._manager = BDDManager(_NODES, _CACHED, 1)
        self.all: Cases = self._manager.true()
        self.none: Cases = self._manager.false()
        on_facts = [each for each in conditions if each.kind == "fact"]
        read = {each.name for each in on_facts}
        self._axes = {
            each.name: self._axis(each, on_facts) for each in definitions if each.name in read
        }

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that are told apart, in the order of their definitions."""
        return tuple(self._axes)

    def union(self, parts: Iterable[Cases]) -> Cases:
        """The cases that are in one of ``parts``."""
        return reduce(or_, parts, self.none)

    def meeting(self, condition: Condition) -> Cases:
        """The cases in which a condition on a fact is met. An unknown fact meets none."""
        axis = self._axes[condition.name]
        if condition.operator == "includes":
            return dict(axis.values).get(str(condition.wanted), self.none)
        if condition.operator == "empty":
            empty = axis.known & ~self.union(each for _, each in axis.values)
            return empty if condition.wanted else axis.known & ~empty
        return self.union(each for value, each in axis.cells if holds(condition, value))

    def knowing(self, name: str) -> Cases:
        """The cases in which a fact is known."""
        return self.all & self._axes[name].known

    def count(self, cases: Cases) -> int:
        """How many cases these are."""
        return (cases & self.all).sat_count(self._manager.num_vars())

    def depend_on(self, cases: Cases, name: str) -> bool:
        """Whether some case is among them, and would not be if that fact alone were another."""
        own = reduce(and_, self._axes[name].variables)
        inside = (cases & self.all).exists(own)
        outside = (self.all & ~cases).exists(own)
        return (inside & outside).satisfiable()

    def witness(self, cases: Cases) -> dict[str, Value] | None:
        """Facts of the first of these cases, with few of them known; None where there is no case.

        The first: the last facts that can be left unknown are, and of what is left the first cells
        are taken. So it is the same in every process.
        """
        left = cases & self.all
        if not left.satisfiable():
            return None
        told: dict[str, Value] = {}
        for name, axis in reversed(self._axes.items()):
            unknown = left & ~axis.known
            if unknown.satisfiable():
                left = unknown
                continue
            left, value = _first_of(axis, left)
            told[name] = value
        return {name: told[name] for name in self._axes if name in told}

    def _axis(self, definition: FactDefinition, conditions: list[Condition]) -> _Axis:
        if definition.type == "set":
            return self._axis_of_set(definition, conditions)
        known = [
            each.value
            for each in cells(definition, conditions, finest=True).known
            if each.value is not None
        ]
        variables = self._new(len(known))
        union = self.none
        for each in variables:
            self.all &= ~(union & each)
            union |= each
        return _Axis(definition, union, cells=tuple(zip(known, variables, strict=True)))

    def _axis_of_set(self, definition: FactDefinition, conditions: list[Condition]) -> _Axis:
        wanted = {
            str(each.wanted)
            for each in conditions
            if each.name == definition.name and each.operator == "includes"
        }
        ids = [option.id for option in definition.options]
        values: list[str | None] = [id_ for id_ in ids if id_ in wanted]
        if len(values) < len(ids):
            values.append(None)
        known, *variables = self._new(len(values) + 1)
        self.all &= known | ~self.union(variables)
        return _Axis(definition, known, values=tuple(zip(values, variables, strict=True)))

    def _new(self, count: int) -> list[Cases]:
        return [self._manager.var(each) for each in self._manager.add_vars(count)]


def _first_of(axis: _Axis, cases: Cases) -> tuple[Cases, Value]:
    """The cases with the first known value that there is among them, and that value."""
    if axis.definition.type != "set":
        return next(
            (cases & each, value) for value, each in axis.cells if (cases & each).satisfiable()
        )
    named = [id_ for id_, _ in axis.values]
    inside = []
    for id_, each in axis.values:
        without = cases & ~each
        if without.satisfiable():
            cases = without
            continue
        cases &= each
        others = (option.id for option in axis.definition.options if option.id not in named)
        inside.append(next(others) if id_ is None else id_)
    return cases, tuple(option.id for option in axis.definition.options if option.id in inside)
