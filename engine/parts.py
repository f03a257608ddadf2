"""The parts of a body as they are kept: once, for all people who are alike where a part looks.

A part that was found for one person is the same for another but for two things: the numbers of
the firings that it names, since other rules fire before them, and the values of facts of which
its rule sees less than the whole value (an age, a measured level). So a part is kept with
*positions* in place of firing numbers (that of a rule in canonical order, from 1), and is placed
and valued anew, each once, when it is used.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from legspasm.body import Firing
from legspasm.facts import Told
from legspasm.forms import forms, quick_forms, value_written_alike, written_alike
from legspasm.model import Value
from legspasm.positions import number, up_to
from legspasm.substitution import named, renumbered, revalued, values_told

MOST_KEPT = 250
"""Places of a part that are kept; where there are more, it starts anew."""
MOST_VALUES, MOST_OF_A_VALUE = 100, 50
"""Values of a part that are kept, and the places of each."""
_NUMBER_BITS = 32
"""A key has so many bits for a number."""

Placed = tuple[tuple[Any, ...], bytes]
"""Parts of a body, and their RFC 8785 forms, joined."""


class Part:
    """Parts of one kind that stand together, with positions in place of firing numbers.

    Firings among them are of rules at successive positions, so their numbers are successive too.
    ``like`` is a part of the same form but for ``values`` of facts.
    """

    __slots__ = ("_alike", "_most", "_named", "others", "placed", "template")

    def __init__(
        self, template: Sequence[Any], like: "Part | None" = None, values: Iterable[Value] = ()
    ) -> None:
        self.template = tuple(template)
        self._most = MOST_OF_A_VALUE if like else MOST_KEPT
        self._alike: bool = (
            like._alike and all(map(value_written_alike, values))
            if like
            else all(map(written_alike, self.template))
        )
        self._named: tuple[int, ...] = like._named if like else _all_named(self.template)
        self.others: tuple[int, ...] = like.others if like else _others(self.template, self._named)
        """The bits up to each position that is named, but for those of its own firings."""
        self.placed: dict[int, Placed] = {}
        """By how many stand before it, and by the numbers at the positions of ``others``."""

    def place(self, fired: int, key: int) -> Placed:
        """The parts where the rules fired that have a bit, at their position, in ``fired``."""
        numbers = {at: number(at, fired) for at in self._named}
        parts = self.template
        if numbers:
            parts = tuple([renumbered(each, numbers) for each in parts])
        its_forms = quick_forms(parts) if self._alike else forms(parts)
        if len(self.placed) >= self._most:
            self.placed.clear()
        found = self.placed[key] = (parts, its_forms)
        return found

    @property
    def slot(self) -> "Slot":
        """The parts as they stand in everybody, where they name no firing; else this."""
        return self if self._named else placed(self, 0)


Slot = Part | Placed
"""Parts that are still to be placed, or that stand as they are."""


def placed(slot: Slot, fired: int, before: int = 0) -> Placed:
    """What stands in ``slot`` where these rules fired.

    ``before`` is how many parts of a person stand before it: of a firing so many fired earlier, and
    of a verdict, say, it is the same in everybody.
    """
    if isinstance(slot, tuple):
        return slot
    key = before
    for each in slot.others:
        key = key << _NUMBER_BITS | (fired & each).bit_count()
    return slot.placed.get(key) or slot.place(fired, key)


def together(slots: Iterable[Slot], fired: int) -> Placed:
    """What stands in successive slots; all firings of somebody, where it is firings."""
    parts: list[Any] = []
    its_forms: list[bytes] = []
    for slot in slots:
        # ``placed`` asks the same, and most are spared the call.
        found, form = slot if slot.__class__ is tuple else placed(slot, fired, len(parts))
        parts += found
        its_forms.append(form)
    return tuple(parts), b",".join(its_forms)


class Valued:
    """Parts that repeat values of which their rules see less than the whole.

    Those of the values that came up last are kept: some come up again and again, most only once.
    """

    __slots__ = ("_facts", "_like", "_of", "_repeating", "_template", "_values")

    def __init__(self, template: Sequence[Any], facts: Sequence[str]) -> None:
        self._template = tuple(template)
        self._facts = tuple(facts)
        nothing = dict.fromkeys(facts)
        self._like = Part([revalued(each, nothing) for each in template])
        self._repeating = [not values_told(each).isdisjoint(facts) for each in template]
        self._values: Callable[[Told], Any] = itemgetter(*facts)
        self._of: Callable[[Any], Slot] = lru_cache(maxsize=MOST_VALUES)(self._with)

    def slot(self, told: Told) -> Slot:
        """The parts with the values that were ``told``."""
        return self._of(self._values(told))

    def _with(self, values: Any) -> Slot:
        found = values if len(self._facts) > 1 else (values,)
        told = dict(zip(self._facts, found, strict=True))
        template = [
            revalued(each, told) if repeats else each
            for each, repeats in zip(self._template, self._repeating, strict=True)
        ]
        return Part(template, self._like, found).slot


def _all_named(template: Iterable[Any]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(at for each in template for at in named(each)))


def _others(template: Iterable[Any], all_named: Iterable[int]) -> tuple[int, ...]:
    own = {each.seq for each in template if isinstance(each, Firing)}
    return tuple(up_to(at) for at in all_named if at not in own)
