"""What hangs on which rules fired in all: factors, the place, advice, notes and safety.

Each is kept by what it hangs on: the firings of the rules about it, the causes still in play,
whether there is anything to tell, and the answer that is repeated. It is found by the same
functions as in a full run (``verdicts.py``).
"""

from collections.abc import Callable, Mapping
from typing import Any

from legspasm.body import Advice, Factor, Firing, Note, Place, SafetySign
from legspasm.facts import Fact, Told
from legspasm.model import Knowledge, Rule
from legspasm.parts import Part, renumbered
from legspasm.verdicts import advice, factors, notes, place, safety, silences

MOST_KEPT = 20_000
"""Findings that are kept; where there are more, it starts anew."""

Field = tuple[str, tuple[Part, ...]]
"""A field of a body, with what stands in it; an empty one has nothing."""


class Overall:
    """What is kept for one knowledge base. ``positions``: of each rule, from 1."""

    def __init__(self, knowledge: Knowledge, positions: Mapping[str, int]) -> None:
        self._knowledge = knowledge
        self._positions = positions
        self._kept: dict[tuple[Any, ...], Field] = {}
        self._reported_by, self._warned_by = knowledge.place.reported_by, knowledge.safety.fact
        self._silencing = self._bits(lambda rule: silences(knowledge, rule.concludes))
        self._factors = self._bits(lambda rule: rule.concludes.kind == "factor")
        self._expecting = self._bits(lambda rule: rule.concludes.kind == "expects")
        self._advising = self._bits(lambda rule: rule.concludes.kind == "advice")

    def parts(
        self,
        fired: int,
        in_play: tuple[bool, ...],
        told: Told,
        facts: tuple[Fact, ...],
        firings: tuple[Firing, ...],
    ) -> list[Field]:
        """Fields of the body, each with its parts in order.

        ``fired`` has a bit for the position of each rule that fired; ``in_play`` says of each cause
        whether the verdict is not against it.
        """
        silent = bool(fired & self._silencing)
        keys: tuple[tuple[Any, ...], ...] = (
            ("factors", silent, fired & self._factors, in_play),
            ("place", silent, fired & self._expecting, told.get(self._reported_by)),
            ("advice", silent, fired & self._advising),
            ("notes", silent),
            ("safety", told.get(self._warned_by)),
        )
        return [self._kept.get(key) or self._keep(key, facts, firings) for key in keys]

    def _keep(
        self, key: tuple[Any, ...], facts: tuple[Fact, ...], firings: tuple[Firing, ...]
    ) -> Field:
        knowledge, field = self._knowledge, str(key[0])
        found: tuple[Factor | Place | Advice | Note | SafetySign, ...]
        match field:
            case "factors":
                found = factors(knowledge, firings)
            case "place":
                found = (place(knowledge, firings, facts),)
            case "advice":
                found = advice(knowledge, firings)
            case "notes":
                found = notes(knowledge, firings)
            case _:
                found = safety(knowledge, facts)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        positions = {firing.seq: self._positions[firing.rule] for firing in firings}
        parts = [renumbered(each, positions) for each in found]
        kept = self._kept[key] = (field, (Part(parts),) if parts else ())
        return kept

    def _bits(self, wanted: Callable[[Rule], bool]) -> int:
        return sum(1 << self._positions[rule.id] for rule in self._knowledge.rules if wanted(rule))
