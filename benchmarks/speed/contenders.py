"""Who is measured: by the name that tables use, with the module that runs them.

Every module has an ``Engine`` that is made once for a knowledge base. ``consult`` is what is timed:
checked facts of one person in, an answer in Python out. ``answer`` makes of that, where it is not
one already, an :class:`~speed.answer.Answer` to compare; that is not timed.
"""

from importlib import import_module, metadata
from typing import Any

import msgspec
from legspasm.model import Knowledge

from speed.answer import Answer

OURS = "legspasm"
PLAIN = "legspasm, tables off"
HAND = "by hand"
EXPERTA = "experta"
CLIPS = "CLIPS"
CLIPS_FACTS = "CLIPS, read as facts"


class Contender(msgspec.Struct, frozen=True):
    """``module`` of this package; ``distribution`` whose version is told; what its answer holds.

    ``generated``: whether it can take any knowledge.
    """

    name: str
    module: str
    distribution: str
    tells: str
    engine: str = "Engine"
    generated: bool = True

    @property
    def version(self) -> str:
        """Of the distribution as it is installed."""
        return metadata.version(self.distribution)


CONTENDERS = (
    Contender(
        HAND,
        "by_hand",
        "legspasm",
        "fired rules, each with what it matched",
        generated=False,
    ),
    Contender(
        OURS,
        "ours",
        "legspasm",
        "the full record: also why each other rule did not fire, what is cited, what more "
        "would matter, and a digest",
    ),
    Contender(PLAIN, "ours", "legspasm", "the same record; experta runs each time", "Plain"),
    Contender("clingo", "answer_set", "clingo", "names of fired rules"),
    Contender(CLIPS, "clips_engine", "clipspy", "names of fired rules"),
    Contender(CLIPS_FACTS, "clips_facts", "clipspy", "fired rules, each with what it matched"),
    Contender("business-rules", "business", "business-rules", "names of fired rules"),
    Contender("ZEN", "zen_engine", "zen-engine", "names of fired rules"),
    Contender("durable_rules", "durable", "durable_rules", "names of fired rules"),
    Contender(EXPERTA, "stock_experta", "experta", "fired rules, each with what it matched"),
)
RIVALS = tuple(
    each.name for each in CONTENDERS if each.name not in {HAND, OURS, PLAIN, CLIPS_FACTS}
)
"""The engines named in the targets, each asked for as little as can be."""


class Ready(msgspec.Struct, frozen=True):
    """A contender with its engine."""

    contender: Contender
    engine: Any

    @property
    def name(self) -> str:
        """Of the contender."""
        return self.contender.name

    def answer(self, found: Any) -> Answer:
        """What ``consult`` gave, to be compared."""
        convert = getattr(self.engine, "answer", None)
        answer: Answer = convert(found) if convert else found
        return answer


def contender(name: str) -> Contender:
    """The contender of that name."""
    [found] = (each for each in CONTENDERS if each.name == name)
    return found


def ready(contender: Contender, knowledge: Knowledge) -> Ready:
    """Its engine for one knowledge base. Raises ImportError where it is not installed."""
    module = import_module(f"speed.{contender.module}")
    return Ready(contender, getattr(module, contender.engine)(knowledge))
