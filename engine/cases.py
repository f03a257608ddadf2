"""What a group of rules adds to a body in each of its cases, taken from full runs and kept.

A case is filled from the body of the first person who is one. What comes out for it is never worked
out in another way.

Rules of a group that follow one another in canonical order are a *run*: whichever of them fire have
successive numbers in everybody, so what they add is kept in one piece.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any, TypeVar

import msgspec
from legspasm.body import Body
from legspasm.groups import Group
from legspasm.parts import Part, Slot, Valued
from legspasm.positions import Positions, bits
from legspasm.sight import Sight
from legspasm.substitution import renumbered, revalued, values_told

Piece = Part | Valued
_Key = TypeVar("_Key", int, str)


class Open(msgspec.Struct, frozen=True):
    """What is missing ``at`` one place, counted over the rows of all groups of a person."""

    at: int
    parts: Valued


class Row(msgspec.Struct, frozen=True):
    """What a group adds in one case.

    ``slots`` has a place for the firings of each run of its rules, then one for those of each run
    that did not fire, then one for the verdict on each of its causes. ``bits`` has one for the
    position of each rule that fired, and above all rules one for each cause that the verdict is
    against. ``open`` are the slots that are still to be valued.
    """

    bits: int
    slots: tuple[Slot | None, ...]
    open: tuple[Open, ...] = ()


class Cases:
    """The cases of one group that have been met.

    ``mask`` has the bits that it reads of what is seen of a person (``sight.py``), ``before`` is
    how many slots the rows of the groups before it have.
    """

    def __init__(self, group: Group, positions: Positions, mask: int, before: int) -> None:
        self.mask = mask
        self.before = before
        self.causes = group.causes
        self.runs = _runs(group.rules, positions.rules)
        """The rules, those that follow one another together."""
        run_places = [positions.rules[run[0]] for run in self.runs]
        cause_places = [positions.causes[id_] for id_ in group.causes]
        self.places: tuple[tuple[int, int], ...] = (
            *((0, at) for at in run_places),
            *((1, at) for at in run_places),
            *((2, at) for at in cause_places),
        )
        """By slot, where it comes in a body: 0 among firings, 1 among what did not fire, 2 among
        verdicts, and there in this order."""
        self.rows: dict[int, Row] = {}
        """By what is seen in the bits of the mask."""


def cases_of(groups: Iterable[Group], positions: Positions, sight: Sight) -> tuple[Cases, ...]:
    """The cases of all groups of one knowledge base."""
    found: list[Cases] = []
    for group in groups:
        before = sum(len(each.places) for each in found)
        found.append(Cases(group, positions, sight.mask(group.facts), before))
    return tuple(found)


class Apart:
    """A body taken apart. ``in_part``: the facts of which rules see less than the whole value."""

    def __init__(self, body: Body, positions: Positions, in_part: Collection[str]) -> None:
        rules, causes = positions.rules, positions.causes
        numbers = {firing.seq: rules[firing.rule] for firing in body.firings}
        self._fired = {rules[each.rule]: renumbered(each, numbers) for each in body.firings}
        self._not_fired = {rules[each.rule]: each for each in body.not_fired}
        self._verdicts = {each.cause: renumbered(each, numbers) for each in body.verdicts}
        against = [each.cause for each in body.verdicts if each.verdict == "not_indicated"]
        self._bits = bits([*self._fired, *(causes[each] for each in against)])
        self._positions = positions
        self._in_part = frozenset(in_part)

    def row(self, cases: Cases, known: dict[tuple[Any, ...], Piece]) -> Row:
        """What the group of ``cases`` added to the body. ``known``: the parts that are kept."""
        rules, causes = self._positions.rules, self._positions.causes
        runs = [[rules[id_] for id_ in run] for run in cases.runs]
        own = bits([*chain.from_iterable(runs), *(causes[each] for each in cases.causes)])
        pieces = [
            *(self._piece(self._fired, run, known) for run in runs),
            *(self._piece(self._not_fired, run, known) for run in runs),
            *(self._piece(self._verdicts, [each], known) for each in cases.causes),
        ]
        return Row(
            bits=self._bits & own,
            slots=tuple(each.slot if isinstance(each, Part) else None for each in pieces),
            open=tuple(
                Open(at, each)
                for at, each in enumerate(pieces, cases.before)
                if isinstance(each, Valued)
            ),
        )

    def _piece(
        self, found: Mapping[_Key, Any], keys: Iterable[_Key], known: dict[tuple[Any, ...], Piece]
    ) -> Piece | None:
        template = [found[key] for key in keys if key in found]
        if not template:
            return None
        repeated = self._in_part.intersection(*[set[str]().union(*map(values_told, template))])
        if not repeated:
            return known.setdefault(tuple(template), Part(template))
        facts = tuple(sorted(repeated))
        open_ = tuple(revalued(each, dict.fromkeys(facts)) for each in template)
        return known.setdefault((open_, facts), Valued(template, facts))


def _runs(rules: Iterable[str], positions: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    runs: list[list[str]] = []
    last = -1
    for id_ in sorted(rules, key=lambda id_: positions[id_]):
        if positions[id_] != last + 1:
            runs.append([])
        runs[-1].append(id_)
        last = positions[id_]
    return tuple(map(tuple, runs))
