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
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

import msgspec
from legspasm.asked import AskedQuestion
from legspasm.body import Body
from legspasm.cases import Apart, Cases, Piece
from legspasm.document import reference_to
from legspasm.errors import message
from legspasm.facts import Fact, Told
from legspasm.forms import form, form_of_facts, forms_of, joined
from legspasm.fullrun import ENGINE, conclude
from legspasm.groups import Sight, groups
from legspasm.model import Knowledge
from legspasm.overall import Overall
from legspasm.parts import Placed, Valued

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
        self._parts: _Parts | None = None

    def assemble(
        self, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...]
    ) -> Assembled | None:
        if self._full_runs < FULL_RUNS_FIRST:
            self._full_runs += 1
            return None
        if self._parts is None:
            self._parts = _Parts(self._knowledge)
        return self._parts.assemble(facts, questions)


class _Parts:
    """The cases of each group, and what hangs on all of them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        found = groups(knowledge)
        largest = max((each.size for each in found), default=0)
        self._too_many = largest > MOST_CASES
        if self._too_many:
            text = message("log", "full_runs", name=knowledge.name, limit=MOST_CASES)
            logging.getLogger("legspasm").info(text)
        positions = {rule.id: at for at, rule in enumerate(knowledge.rules, 1)}
        self._positions = positions
        self._cases = tuple(Cases(each, positions) for each in found)
        runs = [positions[run[0]] for cases in self._cases for run in cases.runs]
        self._runs_in_order = _in_order(runs)
        causes = {cause.id: at for at, cause in enumerate(knowledge.causes)}
        self._causes_in_order = _in_order(
            [causes[id_] for cases in self._cases for id_ in cases.causes]
        )
        self._sight = Sight(knowledge)
        self._known: dict[tuple[Any, ...], Piece] = {}
        self._overall = Overall(knowledge, positions)
        self._reference = reference_to(knowledge)
        self._forms = {"engine": form(ENGINE), "knowledge": form(self._reference)}

    def assemble(
        self, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...]
    ) -> Assembled | None:
        seen = None if self._too_many else self._sight.of(facts)
        if seen is None:
            return None
        rows = [cases.rows.get(cases.of(seen)) for cases in self._cases]
        if None in rows:
            return self._filled(seen, facts, questions)
        return self._joined(rows, facts, questions)

    def _filled(
        self,
        seen: Mapping[str, object],
        facts: tuple[Fact, ...],
        questions: tuple[AskedQuestion, ...],
    ) -> Assembled:
        """The body by a full run, from which every case of this person is kept."""
        body = conclude(self._knowledge, facts, questions)
        apart = Apart(body, self._positions, self._sight.in_part)
        for cases in self._cases:
            if cases.of(seen) not in cases.rows:
                cases.rows[cases.of(seen)] = apart.row(cases, self._known)
        return Assembled(body, joined(forms_of(body)))

    def _joined(
        self, rows: Iterable[Any], facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...]
    ) -> Assembled:
        told = {fact.name: fact.value for fact in facts}
        bits = 0
        runs: list[Piece | None] = []
        silent: list[Placed | Valued | None] = []
        verdicts: list[Piece] = []
        for row in rows:
            bits |= row.bits
            runs += row.fired
            silent += row.not_fired
            verdicts += row.verdicts
        placing = _Placing(len(self._positions), told)
        firings, of_firings = placing.placed(self._runs_in_order(runs))
        decided = self._causes_in_order(verdicts)
        in_play = tuple([each.template[0].verdict != "not_indicated" for each in decided])
        values: dict[str, Any] = {"facts": facts, "firings": firings, "questions": questions}
        forms = self._forms | {"facts": form_of_facts(facts), "firings": of_firings}
        values["not_fired"], forms["not_fired"] = placing.unnumbered(self._runs_in_order(silent))
        for field, found in (
            ("verdicts", decided),
            *self._overall.parts(bits, in_play, told, facts, firings),
        ):
            values[field], forms[field] = placing.placed(found)
        values["place"] = values["place"][0]
        if questions:
            forms["questions"] = b",".join(map(form, questions))
        body = Body(engine=ENGINE, knowledge=self._reference, **values)
        return Assembled(body, joined(forms))


class _Placing:
    """The numbers of the firings of one person, given in order, and the values that were told."""

    def __init__(self, positions: int, told: Told) -> None:
        self._numbers = [0] * (positions + 1)
        self._last = 0
        self._told = told

    def placed(self, pieces: Iterable[Piece | None]) -> Placed:
        """The parts as they are in this person, and their forms; firings get the next numbers."""
        numbers, last = self._numbers, self._last
        found: list[Any] = []
        forms = []
        for piece in pieces:
            if piece is None:
                continue
            part = piece.part(self._told) if isinstance(piece, Valued) else piece
            for at in part.own:
                last += 1
                numbers[at] = last
            try:
                parts, its_form = part.placed[part.key(numbers)]
            except KeyError:
                parts, its_form = part.place(numbers)
            found += parts
            forms.append(its_form)
        self._last = last
        return tuple(found), b",".join(forms)

    def unnumbered(self, pieces: Iterable[Placed | Valued | None]) -> Placed:
        """The same of parts that name no firing, and are as they stand."""
        told = self._told
        known = [
            piece.part(told).unnumbered if isinstance(piece, Valued) else piece
            for piece in pieces
            if piece is not None
        ]
        return tuple(chain.from_iterable([parts for parts, _ in known])), b",".join(
            [its_form for _, its_form in known]
        )


def _in_order(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What puts pieces, given beside their ``places``, in the order of these."""
    order = sorted(range(len(places)), key=places.__getitem__)
    return itemgetter(*order) if len(order) > 1 else lambda pieces: pieces
