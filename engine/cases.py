"""What a group of rules adds to a body in each of its cases, taken from full runs and kept.

A case is filled from the body of the first person who is one. What comes out for it is never worked
out in another way.
"""

from collections.abc import Callable, Collection, Mapping
from operator import itemgetter

import msgspec
from legspasm.body import Body
from legspasm.groups import Group
from legspasm.parts import Part, Valued, renumbered, values_told

FIRED, NOT_FIRED, VERDICTS = range(3)
"""The kinds of parts that a group adds."""

Placed = tuple[int, Part]
"""A part with the position of its rule, or of its cause."""


class Row(msgspec.Struct, frozen=True):
    """What a group adds in one case, by kind.

    ``fired`` has a bit for the position of each rule that fired. ``valued``: parts that repeat
    values, with their kind and position.
    """

    fired: int
    parts: tuple[tuple[Placed, ...], ...]
    valued: tuple[tuple[int, int, Valued], ...]


class Cases:
    """The cases of one group that have been met."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.of: Callable[[Mapping[str, object]], object] = (
            itemgetter(*group.facts) if group.facts else lambda seen: ()
        )
        """The case of whoever is seen like this (see ``Sight``)."""
        self.rows: dict[object, Row] = {}


class Apart:
    """A body taken apart."""

    def __init__(self, body: Body, positions: Mapping[str, int]) -> None:
        numbers = {firing.seq: positions[firing.rule] for firing in body.firings}
        self._fired = {each.rule: renumbered(each, numbers) for each in body.firings}
        self._not_fired = {each.rule: each for each in body.not_fired}
        self._verdicts = {each.cause: renumbered(each, numbers) for each in body.verdicts}
        self._positions = positions
        self._causes = {each.cause: at for at, each in enumerate(body.verdicts)}

    def row(self, group: Group, in_part: Collection[str], known: dict[msgspec.Struct, Part]) -> Row:
        """What ``group`` added to the body.

        ``in_part``: facts of which less is seen than the value; ``known``: parts that are kept.
        """
        found: list[tuple[int, int, msgspec.Struct]] = []
        for id_ in group.rules:
            kind = FIRED if id_ in self._fired else NOT_FIRED
            part = self._fired.get(id_) or self._not_fired[id_]
            found.append((kind, self._positions[id_], part))
        found += [(VERDICTS, self._causes[id_], self._verdicts[id_]) for id_ in group.causes]
        parts: tuple[list[Placed], ...] = ([], [], [])
        valued = []
        for kind, at, template in found:
            repeated = sorted(values_told(template) & set(in_part))
            if repeated:
                valued.append((kind, at, Valued(template, repeated)))
            else:
                parts[kind].append((at, known.setdefault(template, Part(template))))
        bits = sum(1 << at for kind, at, _ in found if kind == FIRED)
        return Row(bits, tuple(map(tuple, parts)), tuple(valued))
