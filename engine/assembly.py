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
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from legspasm.asked import AskedQuestion
from legspasm.body import Body
from legspasm.cases import Apart, Cases, Placed, Row
from legspasm.document import reference_to
from legspasm.errors import message
from legspasm.facts import Fact
from legspasm.forms import form, form_of_facts, forms_of, joined
from legspasm.fullrun import ENGINE, conclude
from legspasm.groups import Sight, groups
from legspasm.model import Knowledge
from legspasm.overall import Overall
from legspasm.parts import Part

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
        self._cases = tuple(map(Cases, found))
        self._sight = Sight(knowledge)
        self._positions = {rule.id: at for at, rule in enumerate(knowledge.rules, 1)}
        self._known: dict[msgspec.Struct, Part] = {}
        self._overall = Overall(knowledge, self._positions)
        self._reference = reference_to(knowledge)
        self._forms = {"engine": form(ENGINE), "knowledge": form(self._reference)}

    def assemble(
        self, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...]
    ) -> Assembled | None:
        seen = None if self._too_many else self._sight.of(facts)
        if seen is None:
            return None
        rows = []
        for cases in self._cases:
            row = cases.rows.get(cases.of(seen))
            if row is None:
                return self._filled(seen, facts, questions)
            rows.append(row)
        return self._joined(rows, facts, questions)

    def _filled(
        self,
        seen: Mapping[str, object],
        facts: tuple[Fact, ...],
        questions: tuple[AskedQuestion, ...],
    ) -> Assembled:
        """The body by a full run, from which every case of this person is kept."""
        body = conclude(self._knowledge, facts, questions)
        apart = Apart(body, self._positions)
        for cases in self._cases:
            if cases.of(seen) not in cases.rows:
                row = apart.row(cases.group, self._sight.in_part, self._known)
                cases.rows[cases.of(seen)] = row
        return Assembled(body, joined(forms_of(body)))

    def _joined(
        self, rows: Iterable[Row], facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...]
    ) -> Assembled:
        told = {fact.name: fact.value for fact in facts}
        fired = 0
        parts: tuple[list[Placed], ...] = ([], [], [])
        firing, silent, verdicts = parts
        for row in rows:
            fired |= row.fired
            some_firing, some_silent, some_verdicts = row.parts
            firing += some_firing
            silent += some_silent
            verdicts += some_verdicts
            for kind, at, valued in row.valued:
                parts[kind].append((at, valued.part(told)))
        for each in parts:
            each.sort()  # by position: no two are the same
        numbers = [0] * (len(self._positions) + 1)
        for number, (at, _) in enumerate(firing, 1):
            numbers[at] = number
        firings, of_firings = _placed(firing, numbers)
        in_play = tuple([each.template.verdict != "not_indicated" for _, each in verdicts])
        values: dict[str, Any] = {"facts": facts, "firings": firings, "questions": questions}
        forms = self._forms | {"facts": form_of_facts(facts), "firings": of_firings}
        for field, found in (
            ("not_fired", silent),
            ("verdicts", verdicts),
            *self._overall.parts(fired, in_play, told, facts, firings),
        ):
            values[field], forms[field] = _placed(found, numbers)
        values["place"] = values["place"][0]
        if questions:
            forms["questions"] = b",".join(map(form, questions))
        body = Body(engine=ENGINE, knowledge=self._reference, **values)
        return Assembled(body, joined(forms))


def _placed(parts: Iterable[Placed], numbers: Sequence[int]) -> tuple[tuple[Any, ...], bytes]:
    """The parts where the rule at each position has its number, and their forms."""
    try:
        found = [part.placed[part.key(numbers)] for _, part in parts]
    except KeyError:
        found = [part.placed.get(part.key(numbers)) or part.place(numbers) for _, part in parts]
    return tuple([each for each, _ in found]), b",".join([each for _, each in found])
