"""A body put together from its independent parts, each of them found by a full run.

What a group of rules adds to a body (``groups.py``) depends on a handful of facts, and there are a
few hundred cases of it, however many people there are. So the body of a person is looked up case
by case (``cases.py``) and joined in the canonical order of firings, with what hangs on all of them
(``overall.py``). It has the same bytes as a full run has (``fullrun.py``), which is also what
fills a case when it is first met.

Where a group has too many cases nothing is put together, and the log says so. Whoever asks then
runs it in full, as for values that are not of the types of the vocabulary.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
from legspasm.asked import AskedQuestion
from legspasm.body import Body
from legspasm.cases import Apart, Open, Piece, Row, cases_of
from legspasm.document import canonical, reference_to
from legspasm.errors import message
from legspasm.facts import Fact
from legspasm.forms import form, joined, optional
from legspasm.fullrun import ENGINE, conclude
from legspasm.groups import Group, groups
from legspasm.model import Knowledge
from legspasm.overall import Overall
from legspasm.parts import Slot, placed, together
from legspasm.positions import positions_in
from legspasm.sight import Seen, Sight

MOST_CASES = 20_000
"""Cases of a group of which parts are kept."""
FULL_RUNS_FIRST = 2
"""Consultations before anything is kept: a command line has but one."""


class Assembled(msgspec.Struct, frozen=True):
    """A body, and its RFC 8785 form."""

    body: Body
    form: bytes


def assemble(
    knowledge: Knowledge, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...] = ()
) -> Assembled | None:
    """The body for facts that have been checked; None where it has to be run in full."""
    return _assembler(knowledge).assemble(facts, questions)


@lru_cache(maxsize=16)
def _assembler(knowledge: Knowledge) -> "_Assembler":
    return _Assembler(knowledge)


class _Assembler:
    """What is kept of one knowledge base. Two threads may fill a case at once, with the same."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._full_runs = 0
        self._begun = False
        self._parts: _Parts | None = None

    def assemble(
        self, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...]
    ) -> Assembled | None:
        if self._full_runs < FULL_RUNS_FIRST:
            self._full_runs += 1
            return None
        if not self._begun:
            self._parts = _parts(self._knowledge)
            self._begun = True
        return None if self._parts is None else self._parts.assemble(facts, questions)


def _parts(knowledge: Knowledge) -> "_Parts | None":
    """Nothing yet of every group; None where one of them has too many cases."""
    found = groups(knowledge)
    if max((each.size for each in found), default=0) <= MOST_CASES:
        return _Parts(knowledge, found)
    text = message("log", "full_runs", name=knowledge.name, limit=MOST_CASES)
    logging.getLogger("legspasm").info(text)
    return None


class _Parts:
    """The cases of each group, and what hangs on all of them."""

    def __init__(self, knowledge: Knowledge, found: Iterable[Group]) -> None:
        self._knowledge = knowledge
        self._positions = positions_in(knowledge)
        self._sight = Sight(knowledge)
        self._cases = cases_of(found, self._positions, self._sight)
        places = [place for cases in self._cases for place in cases.places]
        self._in_order = _in_order(places)
        self._runs = sum(field == 0 for field, _ in places)
        self._known: dict[tuple[Any, ...], Piece] = {}
        self._overall = Overall(knowledge, self._positions)
        self._reference = reference_to(knowledge)
        self._fields = {
            "engine": form(ENGINE),
            "knowledge": form(self._reference),
            "masked": b"",
        }

    def assemble(
        self, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...]
    ) -> Assembled | None:
        seen = self._sight.of(facts)
        if seen is None:
            return None
        try:
            rows = [cases.rows[seen.what & cases.mask] for cases in self._cases]
        except KeyError:
            return self._filled(seen, facts, questions)
        return self._joined(rows, seen, facts, questions)

    def _filled(
        self, seen: Seen, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...]
    ) -> Assembled:
        """The body by a full run, from which every case of this person is kept."""
        body = conclude(self._knowledge, facts, questions)
        apart = Apart(body, self._positions, self._sight.in_part)
        for cases in self._cases:
            case = seen.what & cases.mask
            if case not in cases.rows:
                cases.rows[case] = apart.row(cases, self._known)
        return Assembled(body, canonical(body))

    def _joined(
        self,
        rows: Iterable[Row],
        seen: Seen,
        facts: tuple[Fact, ...],
        questions: tuple[AskedQuestion, ...],
    ) -> Assembled:
        bits = 0
        slots: list[Slot | None] = []
        open_: list[Open] = []
        for row in rows:
            bits |= row.bits
            slots += row.slots
            open_ += row.open
        for each in open_:
            slots[each.at] = each.parts.slot(seen.told)
        found, runs = self._in_order(slots), self._runs
        firings, of_firings = together(filter(None, found[:runs]), bits)
        not_fired, of_not_fired = together(filter(None, found[runs : 2 * runs]), bits)
        verdicts, of_verdicts = together(filter(None, found[2 * runs :]), bits)
        factors, place, advice, notes, safety = [
            placed(each, bits) for each in self._overall.slots(bits, seen.told, facts, firings)
        ]
        body = Body(
            engine=ENGINE,
            knowledge=self._reference,
            facts=facts,
            firings=firings,
            not_fired=not_fired,
            verdicts=verdicts,
            factors=factors[0],
            place=place[0][0],
            advice=advice[0],
            safety=safety[0],
            notes=notes[0],
            questions=questions,
        )
        fields = {
            **self._fields,
            "facts": seen.form,
            "firings": of_firings,
            "not_fired": of_not_fired,
            "verdicts": of_verdicts,
            "factors": factors[1],
            "place": place[1],
            "advice": advice[1],
            "safety": safety[1],
            "notes": notes[1],
            "questions": optional("questions", questions),
        }
        return Assembled(body, joined(fields))


def _in_order(places: Sequence[Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What puts pieces, given beside their ``places``, in the order of these."""
    order = sorted(range(len(places)), key=places.__getitem__)
    return itemgetter(*order) if len(order) > 1 else tuple
