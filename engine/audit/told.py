"""What a record tells a person, item by item, and which rules an item can rest on.

An item has a word, and what goes with it: a verdict its reservations, a factor the causes that it
bears on, the place note the expected places. What is *told* is less than what is recorded: the
rules behind an item are its justification, and may change while it stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from legspasm.audit.findings import Findings, Fired, StateSupport
from legspasm.body import FactMatch

Part = Literal["verdict", "factor", "place", "advice", "safety", "note"]
Word = Literal[
    "supported",
    "with_reservation",
    "conflict",
    "undetermined",
    "not_indicated",
    "not_applicable",
    "told",
    "agrees",
    "not_expected",
    "applies",
    "general",
    "emergency",
    "urgent",
]
"""What an item comes to; that of a factor or a note is always ``told``."""


class Item(NamedTuple):
    """One thing that a person is told of; ``id`` is empty for the place note."""

    part: Part
    id: str


class Saying(NamedTuple):
    """What is told of an item: its word, and what goes with it."""

    word: Word
    beside: frozenset[str]


def told(found: Findings) -> Mapping[Item, Saying]:
    """Everything that a record tells, in its order; what it does not tell is not in it.

    Where no place is reported or none is expected, there is no note on the place.
    """
    items: dict[Item, Saying] = {}
    for id_, verdict in found.verdicts.items():
        items[Item("verdict", id_)] = Saying(verdict.verdict, frozenset(verdict.reservations))
    for id_, factor in found.factors.items():
        items[Item("factor", id_)] = Saying("told", frozenset(factor.applies_to))
    place = found.place
    if place.agreement:
        items[Item("place", "")] = Saying(place.agreement, frozenset(place.expected))
    for id_, advice in found.advice.items():
        word: Word = "applies" if advice.applies else "general"
        items[Item("advice", id_)] = Saying(word, frozenset())
    for id_, sign in found.safety.items():
        items[Item("safety", id_)] = Saying(sign.level, frozenset())
    for id_ in found.notes:
        items[Item("note", id_)] = Saying("told", frozenset())
    return items


def behind(item: Item, *records: Findings) -> frozenset[str]:
    """The rules that fired in any of ``records`` and that ``item`` rests on, directly or not.

    A rule rests on those that conclude what it read, also on those that conclude what it needed to
    be missing: what stops a rule in one record fired there. A factor rests on the verdicts on what
    it bears on as well, unless a record has no rule at all that concludes it: that alone decides.
    Warning signs rest on no rule.
    """
    start = [(item.part, item.id)]
    if item.part == "factor":
        concluding = [
            [fired for fired in found.firings.values() if _decides(fired, *item, silence=False)]
            for found in records
        ]
        if all(concluding):
            fired = (each for some in concluding for each in some)
            start += [("verdict", cause) for each in fired for cause in each.concludes.bears_on]
    found_in = _walk(start, _firings(records))
    return frozenset(rule for _, rules in found_in for rule in rules)


def facts_behind(rules: frozenset[str], *records: Findings) -> tuple[str, ...]:
    """The names of the facts, in order, that lead to these rules where they fired."""
    fired = _firings(records)
    start = [read for rule, firing in fired if rule in rules for read in _conditions(firing)]
    return tuple(sorted({name for (kind, name), _ in _walk(start, fired) if kind == "fact"}))


_Named = tuple[str, str]
_Firings = list[tuple[str, Fired]]


def _firings(records: Iterable[Findings]) -> _Firings:
    return [each for found in records for each in found.firings.items()]


def _walk(start: Iterable[_Named], fired: _Firings) -> Iterator[tuple[_Named, set[str]]]:
    """What ``start`` rests on, backwards, by kind and name, with the rules that decide it."""
    waiting = list(start)
    seen: set[_Named] = set()
    while waiting:
        wanted = waiting.pop()
        if wanted not in seen:
            seen.add(wanted)
            about = [each for each in fired if _decides(each[1], *wanted)]
            waiting += [read for _, firing in about for read in _conditions(firing)]
            yield wanted, {rule for rule, _ in about}


def _decides(fired: Fired, kind: str, name: str, *, silence: bool = True) -> bool:
    """Whether what a rule concluded takes part in deciding this state or item.

    With ``silence`` that there is nothing to explain counts: it decides most of what is told.
    """
    concludes = fired.concludes
    match kind:
        case "verdict":
            about = concludes.kind in {"cause", "against", "conflict"} and concludes.id == name
        case "place":
            about = concludes.kind == "expects"
        case _:
            about = (concludes.kind, concludes.id) == (kind, name)
    silences = concludes.kind == "out_of_scope" and kind not in _WHATEVER_APPLIES
    return about or (silence and silences)


_WHATEVER_APPLIES = frozenset({"fact", "state", "safety"})
"""What is told, or concluded, also where there is nothing to explain."""


def _conditions(fired: Fired) -> Iterator[_Named]:
    """What a firing read, by kind and name."""
    for match in fired.because:
        if isinstance(match, FactMatch):
            yield "fact", match.name
        else:
            yield ("state" if isinstance(match, StateSupport) else "verdict"), match.name
    for absence in fired.absent:
        yield absence.kind, absence.name
