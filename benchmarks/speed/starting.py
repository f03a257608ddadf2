"""How long a process takes from nothing to an answer, beside importing the libraries it stands on.

The libraries are imported by Python alone: click, Jinja2 and experta, with the name lent that
experta's own import needs since Python 3.10.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from speed.processes import in_turns
from speed.result import Goal, Row, at_most, line

_LIBRARIES = "import click, jinja2, experta"
_LENT = "import collections, collections.abc; collections.Mapping = collections.abc.Mapping; "
_CONSULT = "legspasm consult --set … --no-input"
_IMPORT = "import legspasm"
_NOTHING = "python -c pass"
_TOLD = ("recent_injury=yes", "age=70", "exertion=some", "weak_muscles=yes", "red_flags=none")
_CONSULT_LIMIT = 1.4
_IMPORT_LIMIT = 0.5


def measure(rounds: int, seen: Callable[[str], object] = lambda told: None) -> tuple[Row, ...]:
    """The row, over so many starts of each."""
    seen(f"starting {rounds} times each")
    program = Path(sys.executable).with_name("legspasm")
    told = [part for each in _TOLD for part in ("--set", each)]
    timed = in_turns(
        {
            _NOTHING: [sys.executable, "-c", "pass"],
            _IMPORT: [sys.executable, "-c", _IMPORT],
            _LIBRARIES: [sys.executable, "-c", _LENT + _LIBRARIES],
            _CONSULT: [str(program), "consult", *told, "--no-input"],
        },
        rounds,
    )
    libraries = timed[_LIBRARIES].median
    return (
        Row(
            id="start",
            title="From nothing to an answer",
            compared_with=f"python -c “{_LIBRARIES}”",
            lines=tuple(line(each, libraries) for each in timed.values()),
            goals=goals({name: each.median for name, each in timed.items()}),
            unit="ms",
        ),
    )


def goals(medians: dict[str, float]) -> tuple[Goal, ...]:
    """What must hold, from the medians by name."""
    libraries = medians[_LIBRARIES]
    return (
        at_most(
            f"a cold `{_CONSULT}`",
            f"within {_CONSULT_LIMIT}× of importing click, Jinja2 and experta",
            medians[_CONSULT] / libraries,
            _CONSULT_LIMIT,
        ),
        at_most(f"`{_IMPORT}`", "under half of that", medians[_IMPORT] / libraries, _IMPORT_LIMIT),
    )
