"""Where a rule stands in canonical order, and the number that its firing has in somebody.

Which rules fired is a whole number with a bit at the position of each: firings are numbered in
canonical order, so the number of one is how many bits there are up to its own.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec
from legspasm.model import Knowledge


class Positions(msgspec.Struct, frozen=True):
    """``rules``: each by its position in canonical order, from 1; ``causes`` come after them."""

    rules: Mapping[str, int]
    causes: Mapping[str, int]


def positions_in(knowledge: Knowledge) -> Positions:
    """Of every rule and every cause."""
    rules = {rule.id: at for at, rule in enumerate(knowledge.rules, 1)}
    causes = {cause.id: at for at, cause in enumerate(knowledge.causes, len(rules) + 1)}
    return Positions(rules, causes)


def bits(positions: Iterable[int]) -> int:
    """A whole number with a bit for each of ``positions``."""
    return sum(1 << at for at in set(positions))


@cache
def up_to(position: int) -> int:
    """The bits of all positions up to this one; the same in memory for everybody who asks."""
    return (2 << position) - 1


def number(position: int, fired: int) -> int:
    """The number of a firing: how many fired up to it."""
    return (fired & up_to(position)).bit_count()
