"""Forward chaining on experta: knowledge and facts in, firings out.

A knowledge base is compiled once, when somebody is first inferred about: its rules become
productions (``productions.py``) behind an index (``matching.py``), and experta runs them
(``productionsystem.py``). It is imported then, and not before.
"""

import threading
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from legspasm.body import Firing
from legspasm.facts import Fact
from legspasm.model import Knowledge

if TYPE_CHECKING:
    from legspasm.productions import Productions

_LOCK = threading.RLock()


def infer(knowledge: Knowledge, facts: Iterable[Fact]) -> tuple[Firing, ...]:
    """Every firing of ``knowledge`` on ``facts``, in canonical order. Safe from many threads."""
    with _LOCK:
        network = _network(knowledge)
    return network.run(facts)


@cache
def _network(knowledge: Knowledge) -> "Productions":
    from legspasm.productions import Productions

    return Productions(knowledge)
