"""What a group of rules adds to a body in each of its cases, taken from full runs and kept.

A case is filled from the body of the first person who is one. What comes out for it is never worked
out in another way.

Rules of a group that follow one another in canonical order are a *run*: whichever of them fire have
successive numbers in everybody, so what they add is kept in one piece.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any

import msgspec
from legspasm.body import Body
from legspasm.groups import Group
from legspasm.parts import Part, Placed, Valued, renumbered, revalued, values_told

Piece = Part | Valued


class Row(msgspec.Struct, frozen=True):
    """What a group adds in one case: to each run of its rules, and for each of its causes.

    ``bits`` has one for the position of each rule that fired.
    """

    bits: int
    fired: tuple[Piece | None, ...]
    not_fired: tuple[Placed | Valued | None, ...]
    verdicts: tuple[Piece, ...]


class Cases:
    """The cases of one group that have been met. ``positions``: of each rule, from 1."""

    def __init__(self, group: Group, positions: Mapping[str, int]) -> None:
        self.causes = group.causes
        self.runs = _runs(group.rules, positions)
        """The rules, those that follow one another together."""
        self.of: Callable[[Mapping[str, object]], object] = (
            itemgetter(*group.facts) if group.facts else lambda seen: ()
        )
        """The case of whoever is seen like this (see ``Sight``)."""
        self.rows: dict[object, Row] = {}


class Apart:
    """A body taken apart. ``in_part``: the facts of which rules see less than the whole value."""

    def __init__(self, body: Body, positions: Mapping[str, int], in_part: Collection[str]) -> None:
        numbers = {firing.seq: positions[firing.rule] for firing in body.firings}
        self._fired = {each.rule: renumbered(each, numbers) for each in body.firings}
        self._not_fired = {each.rule: each for each in body.not_fired}
        self._verdicts = {each.cause: renumbered(each, numbers) for each in body.verdicts}
        self._positions = positions
        self._in_part = frozenset(in_part)

    def row(self, cases: Cases, known: dict[tuple[Any, ...], Piece]) -> Row:
        """What the group of ``cases`` added to the body. ``known``: the parts that are kept."""

        def pieces(found: Mapping[str, Any]) -> tuple[Piece | None, ...]:
            return tuple(
                self._piece([found[id_] for id_ in run if id_ in found], known)
                for run in cases.runs
            )

        fired = [id_ for run in cases.runs for id_ in run if id_ in self._fired]
        verdicts = (self._piece([self._verdicts[cause]], known) for cause in cases.causes)
        return Row(
            bits=sum(1 << self._positions[id_] for id_ in fired),
            fired=pieces(self._fired),
            not_fired=tuple(
                each.unnumbered if isinstance(each, Part) else each
                for each in pieces(self._not_fired)
            ),
            verdicts=tuple(each for each in verdicts if each is not None),
        )

    def _piece(self, template: list[Any], known: dict[tuple[Any, ...], Piece]) -> Piece | None:
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
