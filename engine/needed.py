"""Sets of facts that would complete something: the smallest ones, none of them part of another.

A set of facts is a whole number with a bit for each fact, in vocabulary order: there can be
hundreds of sets a rule, and they are joined and compared all the time.
"""

from collections.abc import Iterable, Sequence

Routes = Sequence[int]
"""Sets of unknown facts, each of which is enough."""
NOTHING: Routes = (0,)
"""Nothing is needed any more."""
NEVER: Routes = ()
"""Nothing that could be told is enough."""
_MOST = 256
"""Sets that are told apart; with more, all their facts count as one set, so none is missed."""


class Names:
    """The bits of facts, and back. ``others`` are names outside of the vocabulary."""

    def __init__(self, vocabulary: Sequence[str], others: Iterable[str]) -> None:
        self._vocabulary = vocabulary
        self._bits = {
            name: 1 << at for at, name in enumerate(dict.fromkeys([*vocabulary, *others]))
        }
        self._known = (1 << len(vocabulary)) - 1
        self._few = {0: (), **{1 << at: (name,) for at, name in enumerate(vocabulary)}}

    def bit(self, name: str) -> int:
        """The set of this fact alone."""
        return self._bits[name]

    def of(self, routes: Routes) -> tuple[str, ...]:
        """Every fact of the vocabulary that is in some set, in order."""
        wanted = 0
        for each in routes:
            wanted |= each
        wanted &= self._known
        if wanted in self._few:
            return self._few[wanted]
        found = []
        while wanted:
            lowest = wanted & -wanted
            found.append(self._vocabulary[lowest.bit_length() - 1])
            wanted ^= lowest
        return tuple(found)


def joined(some: Routes, others: Routes) -> Routes:
    """What is enough for both."""
    if some == NOTHING:
        return others
    if others == NOTHING:
        return some
    return smallest(each | other for each in some for other in others)


def smallest(sets: Iterable[int]) -> Routes:
    """The sets of which no other is a part."""
    different = set(sets)
    if len(different) < 2:
        return tuple(different)
    if 0 in different:
        return NOTHING
    kept: list[int] = []
    for each in sorted(different, key=int.bit_count):
        for smaller in kept:
            if smaller & each == smaller:
                break
        else:
            kept.append(each)
    if len(kept) <= _MOST:
        return tuple(kept)
    together = 0
    for each in kept:
        together |= each
    return (together,)
