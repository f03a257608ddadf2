"""The values of one fact that rules can tell apart: finitely many cells, whatever the type.

Conditions see of a value only whether each of them holds. Values with the same answers are one
cell: a number falls into an interval between two limits, a set counts by the values that are named
in conditions, a choice by itself. *Unknown* is a cell of its own everywhere: it meets no
condition, and is not the same as any answer.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, combinations, pairwise

import msgspec
from legspasm.conditions import holds
from legspasm.model import Condition, FactDefinition, Value

MOST_NAMED = 10
"""Named values of a set of which all combinations are told apart."""
_UNITS_IN_A_STEP = 10
"""A number is stepped below a limit by a tenth."""


class Cell(msgspec.Struct, frozen=True):
    """Values that no condition at hand tells apart; ``value`` stands for them (None: unknown).

    For a number ``at_least`` (inclusive) and ``below`` (exclusive; None: up to the maximum of the
    fact) are the interval, in the fact's unit.
    """

    value: Value | None
    at_least: int | float | None = None
    below: int | float | None = None


class Cells(msgspec.Struct, frozen=True):
    """All cells of a fact, unknown first. Not ``complete``: too many, so that some are missing."""

    all: tuple[Cell, ...]
    complete: bool = True

    @property
    def known(self) -> tuple[Cell, ...]:
        """Those that are an answer."""
        return self.all[1:]


def cells(definition: FactDefinition, conditions: Iterable[Condition], *, finest: bool) -> Cells:
    """The cells of a fact under ``conditions`` on it; the first value of each stands for it.

    ``finest`` keeps the values of a yes/no fact or a choice apart, also where no condition does.
    """
    conditions = [each for each in conditions if each.name == definition.name]
    if definition.type in {"number", "whole_number"}:
        return Cells((Cell(None), *_intervals(definition, conditions)))
    complete = True
    if definition.type == "yes_no":
        values: Iterable[Value] = (True, False)
    elif definition.type == "choice":
        values = (option.id for option in definition.options)
    else:
        named, others = _named(definition, conditions)
        complete, finest = len(named) <= MOST_NAMED, False
        values = _subsets(named, others[:1], len(named) if complete else 2)
    if finest:
        return Cells((Cell(None), *map(Cell, values)), complete)
    first: dict[tuple[bool, ...], Value] = {}
    for value in values:
        first.setdefault(signature(conditions, value), value)
    return Cells((Cell(None), *map(Cell, first.values())), complete)


def signature(conditions: Iterable[Condition], value: Value | None) -> tuple[bool, ...]:
    """Which of ``conditions`` a value meets; an unknown one meets none."""
    return tuple(value is not None and holds(each, value) for each in conditions)


def contains(
    definition: FactDefinition, conditions: Iterable[Condition], cell: Cell, told: Value | None
) -> bool:
    """Whether what was ``told`` (None: unknown) lies in ``cell``, one of the finest."""
    if told is None or cell.value is None:
        return told is cell.value
    if cell.at_least is not None and isinstance(told, int | float):
        return cell.at_least <= told and (cell.below is None or told < cell.below)
    if definition.type != "set":
        return told == cell.value
    conditions = [each for each in conditions if each.name == definition.name]
    return signature(conditions, told) == signature(conditions, cell.value)


def nearest(
    definition: FactDefinition, conditions: Iterable[Condition], cell: Cell, told: Value | None
) -> Value | None:
    """The value of ``cell`` that is nearest to what was ``told``.

    A number moves to the edge of the interval that it meets first; a set keeps the values that no
    condition names. Where nothing was told, it is the value that stands for the cell.
    """
    if cell.at_least is not None and isinstance(told, int | float):
        if told < cell.at_least:
            return cell.at_least
        if cell.below is not None and told >= cell.below:
            return _under(definition, cell.at_least, cell.below)
        return told
    if isinstance(told, tuple) and isinstance(cell.value, tuple):
        conditions = [each for each in conditions if each.name == definition.name]
        named, _ = _named(definition, conditions)
        ids = {id_ for id_ in cell.value if id_ in named} | (set(told) - set(named))
        kept = tuple(option.id for option in definition.options if option.id in ids)
        if signature(conditions, kept) == signature(conditions, cell.value):
            return kept
    return cell.value


def _intervals(definition: FactDefinition, conditions: Iterable[Condition]) -> list[Cell]:
    make: Callable[[float], int | float] = float if definition.type == "number" else math.ceil
    lowest = make(definition.minimum)
    limits = {make(each.wanted) for each in conditions if isinstance(each.wanted, int | float)}
    edges = [lowest, *sorted(each for each in limits if lowest < each <= definition.maximum)]
    inner = [Cell(low, low, high) for low, high in pairwise(edges)]
    return [*inner, Cell(edges[-1], edges[-1], None)]


def _under(definition: FactDefinition, at_least: int | float, below: int | float) -> int | float:
    if definition.type == "whole_number":
        return math.ceil(below) - 1
    step = (math.ceil(below * _UNITS_IN_A_STEP) - 1) / _UNITS_IN_A_STEP
    return step if at_least <= step < below else at_least


def _named(
    definition: FactDefinition, conditions: Iterable[Condition]
) -> tuple[list[str], list[str]]:
    """The values of a set that conditions name, and the others."""
    wanted = {each.wanted for each in conditions if each.operator == "includes"}
    ids = [option.id for option in definition.options]
    return [id_ for id_ in ids if id_ in wanted], [id_ for id_ in ids if id_ not in wanted]


def _subsets(named: Sequence[str], other: Sequence[str], most: int) -> Iterable[Value]:
    """The empty set, then an unnamed value, then sets of up to ``most`` named values."""
    yield ()
    yield from ((id_,) for id_ in other)
    sizes = (combinations(named, size) for size in range(1, most + 1))
    yield from chain.from_iterable(sizes)
