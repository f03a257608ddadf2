"""What hangs on which rules fired in all: factors, the place, advice, notes and safety.

Each is kept by what it hangs on: the firings of the rules about it, the causes that are out of
play, whether there is anything to tell, and the answer that is repeated. It is found by the same
functions as in a full run (``verdicts.py``).
"""

from collections.abc import Callable
from typing import Any

from legspasm.body import Advice, Factor, Firing, Note, Place, SafetySign
from legspasm.facts import Fact, Told
from legspasm.model import Knowledge, Rule
from legspasm.parts import Part, Slot
from legspasm.positions import Positions, bits
from legspasm.substitution import renumbered
from legspasm.verdicts import advice, factors, notes, place, safety, silences

MOST_KEPT = 20_000
"""Findings on one field that are kept; where there are more, it starts anew."""
FIELDS = ("factors", "place", "advice", "notes", "safety")
"""The fields of a body that are found here."""


class Overall:
    """What is kept for one knowledge base."""

    def __init__(self, knowledge: Knowledge, positions: Positions) -> None:
        self._knowledge = knowledge
        self._positions = positions.rules
        self._kept: tuple[dict[Any, Slot], ...] = tuple({} for _ in FIELDS)
        self._reported_by, self._warned_by = knowledge.place.reported_by, knowledge.safety.fact
        self._silencing = self._bits(lambda rule: silences(knowledge, rule.concludes))
        self._factors = self._concluding("factor") | bits(positions.causes.values())
        self._expecting = self._concluding("expects")
        self._advising = self._concluding("advice")

    def slots(
        self, fired: int, told: Told, facts: tuple[Fact, ...], firings: tuple[Firing, ...]
    ) -> list[Slot]:
        """What is in each of ``FIELDS``.

        ``fired`` has a bit for the position of each rule that fired, and of each cause that the
        verdict is against.
        """
        keys: tuple[Any, ...] = (
            fired & self._factors,
            (fired & self._expecting, told.get(self._reported_by)),
            fired & self._advising,
            fired & self._silencing,
            told.get(self._warned_by),
        )
        return [
            kept.get(key) or self._keep(field, kept, key, facts, firings)
            for field, kept, key in zip(FIELDS, self._kept, keys, strict=True)
        ]

    def _keep(
        self,
        field: str,
        kept: dict[Any, Slot],
        key: Any,
        facts: tuple[Fact, ...],
        firings: tuple[Firing, ...],
    ) -> Slot:
        knowledge = self._knowledge
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
        if len(kept) >= MOST_KEPT:
            kept.clear()
        positions = {firing.seq: self._positions[firing.rule] for firing in firings}
        slot = kept[key] = Part([renumbered(each, positions) for each in found]).slot
        return slot

    def _concluding(self, kind: str) -> int:
        """The bits of the rules that conclude this ``kind``, and of those that silence all."""
        return self._silencing | self._bits(lambda rule: rule.concludes.kind == kind)

    def _bits(self, wanted: Callable[[Rule], bool]) -> int:
        return bits(self._positions[rule.id] for rule in self._knowledge.rules if wanted(rule))
