"""How long calls take, in rounds that take turns, so that noise of the machine hits all alike.

Each call is timed by itself; garbage is collected as usual. Judge by ratios inside one run: on
a machine that others use, times as such mean little.
"""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

Case = TypeVar("Case")


class Timed(msgspec.Struct, frozen=True):
    """Microseconds that each call took, in the order in which they were made."""

    name: str
    took: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of them were faster."""
        return statistics.median(self.took)

    @property
    def p99(self) -> float:
        """99 in 100 were at most this slow."""
        return sorted(self.took)[max(0, -(-len(self.took) * 99 // 100) - 1)]


def take_turns(
    calls: Mapping[str, Callable[[Case], Any]],
    cases: Sequence[Case],
    *,
    rounds: int,
    most: Mapping[str, int],
    seen: Callable[[], object] = lambda: None,
) -> dict[str, Timed]:
    """Each call on the same cases, a slice of them a round.

    ``most`` says for whom there are fewer cases: from each slice they get their part. ``seen`` is
    called after each round.
    """
    took: dict[str, list[float]] = {name: [] for name in calls}
    rounds = max(1, min(rounds, len(cases), *(most.get(name, len(cases)) for name in calls)))
    clock = time.perf_counter_ns
    for number in range(rounds):
        slice_ = cases[number::rounds]
        for name, call in calls.items():
            part = -(-most.get(name, len(cases)) // rounds)
            times = took[name]
            for case in slice_[:part]:
                begun = clock()
                call(case)
                times.append((clock() - begun) / 1000)
        seen()
    return {name: Timed(name, tuple(times)) for name, times in took.items()}


def affordable(seconds: float, each: float, most: int, least: int = 5) -> int:
    """How many calls of ``each`` seconds fit into so many, between ``least`` and ``most``."""
    return max(min(least, most), min(most, int(seconds / max(each, 1e-9))))
