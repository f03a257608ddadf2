"""What a consultation came to, part by part: each with the firings and sentences that it rests on.

A record has a type of its own for every kind of result. What is drawn, or told to other tools, is
the same for all of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from legspasm.body import Body

ResultKind = Literal["state", "scope", "verdict", "factor", "place", "advice", "safety", "note"]


class Result(msgspec.Struct, frozen=True):
    """One result. ``id`` is empty for the place, of which there is one.

    ``value`` is the word of a verdict and what is expected of the place; None for the rest.
    ``about`` is what else the record says of it; None there says nothing.
    """

    kind: ResultKind
    id: str
    value: Any = None
    about: Mapping[str, Any] = {}
    because: tuple[int, ...] = ()
    cites: tuple[str, ...] = ()


def results(body: Body) -> Iterable[Result]:
    """Every result, in the order of the record; what was concluded on the way comes first."""
    yield from _on_the_way(body)
    for each in body.verdicts:
        about: dict[str, Any] = {
            "reservations": each.reservations or None,
            "conflicts": each.conflicts or None,
            "needs": each.needs or None,
        }
        yield Result("verdict", each.cause, each.verdict, about, each.because, each.cites)
    for factor in body.factors:
        about = {"applies_to": factor.applies_to}
        yield Result("factor", factor.id, None, about, factor.because, factor.cites)
    place = body.place
    about = {"reported": place.reported, "agreement": place.agreement}
    yield Result("place", "", place.expected, about, place.because, place.cites)
    for advice in body.advice:
        about = {"applies": advice.applies}
        yield Result("advice", advice.id, None, about, advice.because, advice.cites)
    for sign in body.safety:
        yield Result("safety", sign.id, None, {"level": sign.level, "source": sign.source})
    for note in body.notes:
        yield Result("note", note.id, cites=note.cites)


def _on_the_way(body: Body) -> Iterable[Result]:
    """The states, and the scopes that something is out of, with the firings that concluded them."""
    found: dict[tuple[ResultKind, str], list[int]] = {}
    for firing in body.firings:
        if firing.concludes.kind == "state":
            found.setdefault(("state", firing.concludes.id), []).append(firing.seq)
        elif firing.concludes.kind == "out_of_scope":
            found.setdefault(("scope", firing.concludes.id), []).append(firing.seq)
    for (kind, id_), because in found.items():
        yield Result(kind, id_, because=tuple(because))
