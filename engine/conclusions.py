"""What the firings of one consultation concluded, looked up and not searched for.

Whoever folds firings asks again and again which of them conclude something: for each cause, each
factor, each condition of the next rule. Looked up, all of that together takes time that grows with
the firings and no faster. Firings can be added one by one, as the network makes them.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush

from legspasm.body import FactMatch, Firing


class Conclusions:
    """Firings in their order, by what they conclude."""

    def __init__(self, firings: Iterable[Firing] = ()) -> None:
        self._firings: list[Firing] = []
        self._alike: dict[str, list[Firing]] = {}
        self._same: dict[tuple[str, str], list[Firing]] = {}
        self._places: dict[int, list[int]] = {}
        self._placed = 0
        for firing in firings:
            self.add(firing)

    def __iter__(self) -> Iterator[Firing]:
        return iter(self._firings)

    def __len__(self) -> int:
        return len(self._firings)

    def add(self, firing: Firing) -> None:
        """Take in the next firing."""
        kind, id_ = firing.concludes.kind, firing.concludes.id
        self._firings.append(firing)
        self._alike.setdefault(kind, []).append(firing)
        self._same.setdefault((kind, id_), []).append(firing)

    def of_kind(self, kind: str) -> Sequence[Firing]:
        """The firings that conclude something of this kind."""
        return self._alike.get(kind, ())

    def of(self, kind: str, id_: str) -> Sequence[Firing]:
        """The firings that conclude just this."""
        return self._same.get((kind, id_), ())

    def leading_to(self, last: Iterable[Firing]) -> tuple[Firing, ...]:
        """``last`` and every earlier firing that it rests on, as they stand."""
        places = self._places_by_seq()
        wanted = {firing.seq for firing in last}
        waiting = [-at for seq in wanted for at in places.get(seq, ())]
        heapify(waiting)
        while waiting:  # from the last one back: what a firing rests on stands before it
            at = -heappop(waiting)
            for seq in _rests_on(self._firings[at]):
                if seq not in wanted:
                    wanted.add(seq)
                    for before in places.get(seq, ()):
                        if before < at:
                            heappush(waiting, -before)
        return tuple(
            self._firings[at] for at in sorted(at for seq in wanted for at in places.get(seq, ()))
        )

    def _places_by_seq(self) -> dict[int, list[int]]:
        for at in range(self._placed, len(self._firings)):
            self._places.setdefault(self._firings[at].seq, []).append(at)
        self._placed = len(self._firings)
        return self._places


def _rests_on(firing: Firing) -> Iterator[int]:
    for match in firing.because:
        if not isinstance(match, FactMatch):
            yield from match.firings
