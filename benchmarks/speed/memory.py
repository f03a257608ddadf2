"""Whether a process that consults for ever grows: its size after each tenth of a million people.

Everybody is new. The size is what the system says that the process has in memory (Linux). The first
half fills what is kept on purpose; flat means that the second half adds less than a byte for each
consultation. Run as a process of its own: ``CONSULTATIONS SECONDS``.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from speed.processes import here, run
from speed.result import Goal, Row, not_measured

_POINTS = 10
_WHOLE = 1_000_000
_PILOT = 5_000
"""Consultations that tell how many fit into the time, after as many that fill what is kept."""
_LIMIT = 1.0
"""Bytes a consultation."""


def measure(
    consultations: int, seconds: float, seen: Callable[[str], object] = lambda told: None
) -> tuple[Row, ...]:
    """The row; no longer than about so many seconds."""
    seen(f"{consultations:,} consultations in one process, for at most {seconds:.0f} s")
    points = json.loads(run(here("memory", str(consultations), str(seconds))))
    sizes = ", ".join(f"{size / 2**20:.1f}" for _, size in points)
    made = f"{points[-1][0]:,} consultations"
    return (
        Row(
            id="memory",
            title="Memory of one process",
            compared_with="",
            lines=(),
            goals=(goal([(done, size) for done, size in points]),),
            notes=(f"MiB at {len(points)} points over {made}: {sizes}.",),
        ),
    )


def goal(points: list[tuple[int, int]]) -> Goal:
    """What must hold of sizes in bytes after so many consultations."""
    what, must = f"memory over {_WHOLE:,} consultations in one process", "flat"
    done = points[-1][0]
    slope = bytes_each(points[len(points) // 2 - 1 :])
    said = f"{slope:+.2f} bytes a consultation over the second half of {done:,}"
    if slope <= _LIMIT and done < _WHOLE:
        return not_measured(what, must, f"{said}; the time was up")
    return Goal(what, must, said, "met" if slope <= _LIMIT else "not met")


def bytes_each(points: list[tuple[int, int]]) -> float:
    """By how many bytes each consultation makes the process larger: the line nearest the points."""
    middle = sum(done for done, _ in points) / len(points)
    level = sum(size for _, size in points) / len(points)
    spread = sum((done - middle) ** 2 for done, _ in points)
    return sum((done - middle) * (size - level) for done, size in points) / spread


def main() -> None:
    """Consult, and print the points as JSON."""
    from legspasm import built_in_knowledge

    from speed import ours
    from speed.people import strangers

    consultations, seconds = int(sys.argv[1]), float(sys.argv[2])
    knowledge = built_in_knowledge()
    everybody = strangers(knowledge, seed="memory")
    pilot = min(_PILOT, consultations)
    for _ in range(2):
        begun = time.monotonic()
        for person in islice(everybody, pilot):
            ours.record(knowledge, person)
    affordable = int(pilot * seconds / (time.monotonic() - begun))
    piece = max(1, min(consultations, affordable) // _POINTS)
    points = []
    for point in range(1, _POINTS + 1):
        for person in islice(everybody, piece):
            ours.record(knowledge, person)
        points.append((point * piece, _size()))
    json.dump(points, sys.stdout)


def _size() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE")
