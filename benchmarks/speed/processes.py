"""Whole processes, timed from the outside, taking turns."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from speed.timing import Timed

_HERE = Path(__file__).parents[1]


class FailedError(Exception):
    """A process ended with an error; the message is what it wrote."""


def run(command: Sequence[str]) -> str:
    """What a command writes to its standard output. Raises FailedError."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FailedError(f"{' '.join(command)[:200]}: {done.stderr[-2000:]}")
    return done.stdout


def here(module: str, *arguments: str) -> list[str]:
    """The command that runs ``main`` of a module of this package in a process of its own."""
    code = (
        f"import sys; sys.path.insert(0, {str(_HERE)!r}); from speed.{module} import main; main()"
    )
    return [sys.executable, "-c", code, *arguments]


def in_turns(
    commands: Mapping[str, Sequence[str]],
    rounds: int,
    seen: Callable[[], object] = lambda: None,
) -> dict[str, Timed]:
    """Each command once a round, after one round that does not count. Raises FailedError."""
    took: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            begun = time.perf_counter_ns()
            run(command)
            if number:
                took[name].append((time.perf_counter_ns() - begun) / 1000)
        seen()
    return {name: Timed(name, tuple(times)) for name, times in took.items()}
