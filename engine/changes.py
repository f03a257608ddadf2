"""The smallest changes of facts that would give an outcome, found by search and proven least.

First no change is tried, then every change of one fact, then of two, and so on, over the cone of
influence (``cones.py``). The first size that gives the outcome is the least, since every smaller
set was tried; and all sets of that size are kept.
"""

from collections.abc import Collection, Hashable, Iterable

import msgspec
from legspasm.asked import Outcome
from legspasm.cells import Cell, nearest
from legspasm.cones import changes, changes_are_complete, cone
from legspasm.facts import Told, spoken, told_with
from legspasm.model import Knowledge, Value
from legspasm.tables import fact_conditions

MOST_TRIED = 200_000
"""Changes that are tried before the search ends with a bound."""


class FactChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """Another value of one fact; null is unknown.

    For a number ``at_least`` and ``below`` are the interval in which any value would do, and ``to``
    is one near to what was told: ``at_least``, or a tenth or a whole under ``below``. ``below`` is
    left out up to the fact's maximum.
    """

    fact: str
    before: Value | None = msgspec.field(name="from")
    after: Value | None = msgspec.field(name="to")
    says: str
    at_least: int | float | None = None
    below: int | float | None = None


class SmallestChanges(msgspec.Struct, frozen=True):
    """The sets of changes of the least ``size``: one empty set where nothing has to change.

    ``size`` is None where no set was found: then no change gives it (``impossible``), or the search
    stopped. ``no_fewer_than``: every smaller set was tried in vain. Not ``proven``: not every set
    up to that size was tried, so there may be others, and smaller ones than those that were found.
    ``tried`` counts the sets that were.
    """

    sets: tuple[tuple[FactChange, ...], ...]
    size: int | None
    no_fewer_than: int
    impossible: bool
    proven: bool
    tried: int


def smallest_changes(
    knowledge: Knowledge,
    told: Told,
    outcomes: Iterable[Outcome],
    accepted: Collection[Hashable],
    keep: Collection[str] = (),
) -> SmallestChanges:
    """The smallest changes of ``told`` with which one of ``outcomes`` has an ``accepted`` value.

    The values are those of :meth:`~legspasm.cones.Cone.value`; facts of ``keep`` do not change.
    """
    cones = [cone(knowledge, each) for each in outcomes]
    conditions = fact_conditions(rule for each in cones for rule in each.rules)
    definitions = {fact.name: fact for each in cones for fact in each.definitions}
    complete = changes_are_complete(cones)
    most = max((len(set(each.facts).difference(keep)) for each in cones), default=-1)
    tried = 0

    def worded(name: str, cell: Cell) -> FactChange:
        value = nearest(definitions[name], conditions, cell, told.get(name))
        says = " ".join(spoken(definitions[name], value))
        return FactChange(name, told.get(name), value, says, cell.at_least, cell.below)

    for size in range(most + 1):
        least = size if complete else min(size, 1)
        sets: list[tuple[FactChange, ...]] = []
        for changed in changes(cones, told, size, keep):
            if tried == MOST_TRIED:
                found = size if sets else None
                return SmallestChanges(tuple(sets), found, least, False, False, tried)
            tried += 1
            after = _changed(told, changed)
            if any(each.value(after) in accepted for each in cones):
                sets.append(tuple(worded(*change) for change in changed))
        if sets:
            return SmallestChanges(tuple(sets), size, least, False, complete, tried)
    least = most + 1 if complete else min(most + 1, 1)
    return SmallestChanges((), None, least, complete, complete, tried)


def _changed(told: Told, changed: Iterable[tuple[str, Cell]]) -> Told:
    for name, cell in changed:
        told = told_with(told, name, cell.value)
    return told
