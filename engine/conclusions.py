"""What the firings of one consultation concluded, looked up and not searched for.

Whoever folds firings asks again and again which of them conclude something: for each cause, each
factor, each condition of the next rule. Looked up, all of that together takes time that grows with
the firings and no faster. Firings can be added one by one, as the network makes them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from legspasm.body import FactMatch, Firing


class Conclusions:
    """Firings in their order, by what they conclude."""

    def __init__(self, firings: Iterable[Firing] = ()) -> None:
        self._firings: list[Firing] = []
        self._alike: dict[str, list[Firing]] = defaultdict(list)
        self._same: dict[tuple[str, str], list[Firing]] = defaultdict(list)
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
        concludes = firing.concludes
        self._firings.append(firing)
        self._alike[concludes.kind].append(firing)
        self._same[concludes.kind, concludes.id].append(firing)

    def of_kind(self, kind: str) -> Sequence[Firing]:
        """The firings that conclude something of this kind."""
        return self._alike.get(kind, ())

    def of(self, kind: str, id_: str) -> Sequence[Firing]:
        """The firings that conclude just this."""
        return self._same.get((kind, id_), ())

    def leading_to(self, last: Iterable[Firing]) -> tuple[Firing, ...]:
        """``last`` and every earlier firing that it rests on, as they stand."""
        wanted = {firing.seq for firing in last}
        if not wanted:
            return ()
        places = self._places_by_seq()
        waiting = [at for seq in wanted for at in places.get(seq, ())]
        followed = set(waiting)
        while waiting:
            at = waiting.pop()
            for match in self._firings[at].because:
                if isinstance(match, FactMatch):
                    continue
                for seq in match.firings:
                    wanted.add(seq)
                    for each in places.get(seq, ()):
                        if each < at and each not in followed:
                            followed.add(each)
                            waiting.append(each)
        found = sorted([at for seq in wanted for at in places.get(seq, ())])
        return tuple([self._firings[at] for at in found])

    def _places_by_seq(self) -> dict[int, list[int]]:
        for at in range(self._placed, len(self._firings)):
            self._places.setdefault(self._firings[at].seq, []).append(at)
        self._placed = len(self._firings)
        return self._places
