"""What a group of rules adds to a body in each of its cases, taken from full runs and kept.

A case is filled from the body of the first person who is one. What comes out for it is never worked
out in another way.

Rules of a group that follow one another in canonical order are a *run*: whichever of them fire have
successive numbers in everybody, so what they add is kept in one piece.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any, Literal, TypeVar

import msgspec
from legspasm.body import Body
from legspasm.groups import Group
from legspasm.parts import (
    Part,
    Placed,
    Positions,
    Valued,
    bits,
    renumbered,
    revalued,
    values_told,
)
from legspasm.sight import Sight

Piece = Part | Valued
_FieldName = Literal["fired", "not_fired", "verdicts"]
_Key = TypeVar("_Key", int, str)


class Open(msgspec.Struct, frozen=True):
    """What is missing ``at`` one place of a row, counted over all rows of a person."""

    field: _FieldName
    at: int
    parts: Valued


class Row(msgspec.Struct, frozen=True):
    """What a group adds in one case: to each run of its rules, and for each of its causes.

    ``fired`` and ``verdicts`` name firings and are still to be placed, ``not_fired`` stands as it
    is. ``bits`` has one for the position of each rule that fired, and above all rules one for each
    cause that the verdict is against. ``open`` are those that are still to be valued.
    """

    bits: int
    fired: tuple[Part | None, ...]
    not_fired: tuple[Placed | None, ...]
    verdicts: tuple[Part | None, ...]
    open: tuple[Open, ...] = ()


class Cases:
    """The cases of one group that have been met.

    ``mask`` has the bits that it reads of what is seen of a person (``sight.py``). ``runs_before``
    and ``causes_before`` are how many the groups before it have.
    """

    def __init__(
        self,
        group: Group,
        positions: Positions,
        mask: int,
        runs_before: int = 0,
        causes_before: int = 0,
    ) -> None:
        self.mask = mask
        self.causes = group.causes
        self.runs = _runs(group.rules, positions.rules)
        """The rules, those that follow one another together."""
        self.before: Mapping[_FieldName, int] = {
            "fired": runs_before,
            "not_fired": runs_before,
            "verdicts": causes_before,
        }
        self.rows: dict[int, Row] = {}
        """By what is seen in the bits of the mask."""


def cases_of(groups: Iterable[Group], positions: Positions, sight: Sight) -> tuple[Cases, ...]:
    """The cases of all groups of one knowledge base."""
    found: list[Cases] = []
    for group in groups:
        runs = sum(len(each.runs) for each in found)
        causes = sum(len(each.causes) for each in found)
        found.append(Cases(group, positions, sight.mask(group.facts), runs, causes))
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
        pieces: dict[_FieldName, list[Piece | None]] = {
            "fired": [self._piece(self._fired, run, known) for run in runs],
            "not_fired": [self._piece(self._not_fired, run, known) for run in runs],
            "verdicts": [self._piece(self._verdicts, [each], known) for each in cases.causes],
        }
        closed: dict[_FieldName, list[Part | None]] = {
            field: [None if isinstance(each, Valued) else each for each in found]
            for field, found in pieces.items()
        }
        return Row(
            bits=self._bits & own,
            fired=tuple(closed["fired"]),
            not_fired=tuple(
                [None if each is None else each.unnumbered for each in closed["not_fired"]]
            ),
            verdicts=tuple(closed["verdicts"]),
            open=tuple(
                Open(field, at, each)
                for field, found in pieces.items()
                for at, each in enumerate(found, cases.before[field])
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
