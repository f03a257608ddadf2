"""What rules see of a person, as one whole number.

Of a set or a number rules see which conditions it meets, of any other fact its value; of a fact
that no condition is on, nothing. What can be seen of a fact is finite (``cells.py``), so it has a
few bits of the number, all of them 0 where it is unknown: two people of whom the same bits are set
in the fields of some facts are alike to all rules that read no others.

What is seen of a fact is kept with it, and so is its form. A fact that is told again is as a rule
the same one in memory (``facts.py``); what is kept of one is never taken for an equal one.
"""

import math
from collections.abc import Iterable

import msgspec
from legspasm.cells import cells, signature
from legspasm.facts import Fact
from legspasm.forms import form
from legspasm.model import Condition, FactDefinition, Knowledge, Value
from legspasm.tables import conditions_by_fact

MOST_KEPT = 10_000
"""Facts of which it is kept what rules see; where there are more, it starts anew."""
_CLASSES = {"yes_no": bool, "choice": str, "set": tuple, "number": float, "whole_number": int}


class Seen(msgspec.Struct, frozen=True):
    """``what`` is seen of a person, every value that was ``told``, and the form of all facts."""

    what: int
    told: dict[str, Value]
    form: bytes


class Sight:
    """What rules of ``knowledge`` see of each fact; the cells of each must be few enough."""

    def __init__(self, knowledge: Knowledge) -> None:
        conditions = conditions_by_fact(knowledge.rules)
        self._fields: dict[str, _Field] = {}
        shift = 0
        for fact in knowledge.facts:
            field = _Field(fact, conditions.get(fact.name, []), shift)
            self._fields[fact.name] = field
            shift += field.width
        self._kept: dict[Fact, tuple[Fact, int, bytes]] = {}
        self.in_part = frozenset(
            fact.name for fact in knowledge.facts if fact.type not in {"yes_no", "choice"}
        )
        """The names of the facts of which less is seen than the whole value."""

    def mask(self, facts: Iterable[str]) -> int:
        """The bits of ``facts`` in what is seen."""
        return sum(self._fields[name].mask for name in facts)

    def of(self, facts: tuple[Fact, ...]) -> Seen | None:
        """What is seen of ``facts``.

        Nothing at all where a value is not of the class that its fact has when it is checked, or is
        told apart by nothing (a zero with a sign, a choice that there is not), and where a fact is
        told twice, or is none.
        """
        what = 0
        told: dict[str, Value] = {}
        forms = []
        kept = self._kept
        for fact in facts:
            found = kept.get(fact)
            if found is None or found[0] is not fact:  # 1 equals True, and is none
                found = self._look(fact)
                if found is None:
                    return None
            told[fact.name] = fact.value
            what |= found[1]
            forms.append(found[2])
        return Seen(what, told, b",".join(forms)) if len(told) == len(facts) else None

    def _look(self, fact: Fact) -> tuple[Fact, int, bytes] | None:
        field, value = self._fields.get(fact.name), fact.value
        if field is None or value.__class__ is not field.class_ or _is_signed_zero(value):
            return None
        seen = field.seen(value)
        if seen is None:
            return None
        found = fact, seen, form(fact)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept.pop(fact, None)  # so that the key is this one: looking up the same is faster
        self._kept[fact] = found
        return found


class _Field:
    """The bits of one fact: from ``shift`` on, ``width`` of them."""

    __slots__ = ("_conditions", "_numbers", "_whole", "class_", "mask", "width")

    def __init__(self, fact: FactDefinition, conditions: list[Condition], shift: int) -> None:
        self.class_ = _CLASSES[fact.type]
        self._conditions = conditions
        self._whole = fact.type in {"yes_no", "choice"}
        known = cells(fact, conditions, finest=True).known if conditions else ()
        self._numbers = {
            self._seen(each.value): number << shift
            for number, each in enumerate(known, 1)
            if each.value is not None
        }
        self.width = len(known).bit_length()
        self.mask = ((1 << self.width) - 1) << shift

    def seen(self, value: Value) -> int | None:
        """The bits that are set where it has this value; None of a value that it cannot have."""
        return self._numbers.get(self._seen(value)) if self._conditions else 0

    def _seen(self, value: Value) -> object:
        return value if self._whole else signature(self._conditions, value)


def _is_signed_zero(value: Value) -> bool:
    return isinstance(value, float) and value == 0 and math.copysign(1, value) < 0
