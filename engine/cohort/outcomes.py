"""What is told of rows of coded facts: verdicts, factors, the place, advice and warning signs.

Of each outcome there is a table over what its cone (``cones.py``) sees of its facts
(``views.py``), which says what comes out of a case. What a column of the output holds is put
together from these, once for each combination that occurs.
"""

from collections.abc import Mapping
from functools import lru_cache

from legspasm.asked import Outcome
from legspasm.cohort.casetable import CaseTable
from legspasm.cohort.coding import Coding
from legspasm.cohort.columns import Coded, Frames, Series, added
from legspasm.cohort.views import View, view
from legspasm.cones import cone, outcomes
from legspasm.model import VERDICTS, Knowledge

Ids = tuple[str, ...]
_PLACES = (None, "agrees", "not_expected")


class Findings:
    """What is told of rows whose ``facts`` have columns; the others are unknown of everybody.

    ``codings`` are by fact. What was found once is kept: see :func:`findings`.
    """

    def __init__(self, knowledge: Knowledge, facts: frozenset[str]) -> None:
        self._knowledge = knowledge
        self.codings = {
            each.name: Coding(knowledge, each) for each in knowledge.facts if each.name in facts
        }
        self._tables = {
            each: self._table(each) for each in outcomes(knowledge) if each.kind != "reservation"
        }
        bearing = {each.id: len(self._bearing(each.id)) for each in knowledge.factors}
        self._factors = _Chosen({factor: 1 + cones for factor, cones in bearing.items()}, "factors")
        self._advice = _Chosen({each.id: 2 for each in knowledge.advice}, "advice")

    def columns(self, codes: Mapping[str, Series], count: int, frames: Frames) -> dict[str, Coded]:
        """The columns of the output for ``count`` rows; ``codes`` are by fact, none of them bad."""
        knowledge = self._knowledge
        views = {each for table in self._tables.values() for each in table.names}
        seen = {each: each.column(codes[each.fact], frames) for each in views}
        keys: dict[tuple[View, ...], Series] = {}
        found = {
            outcome: table.codes(seen, keys, count, frames)
            for outcome, table in self._tables.items()
        }
        nothing = frames.repeated(0, count)
        factors = {
            each.id: added([found[one] for one in self._bearing(each.id)], nothing)
            for each in knowledge.factors
        }
        advice = {each.id: found[Outcome("advice", each.id)] for each in knowledge.advice}
        place = found.get(Outcome("place", knowledge.place.reported_by), nothing)
        verdicts = {each.id: found[Outcome("verdict", each.id)] for each in knowledge.causes}
        return {
            **{f"verdict_{cause}": Coded(each, VERDICTS) for cause, each in verdicts.items()},
            "factors": self._factors.coded(factors, count, frames),
            "place": Coded(place, _PLACES),
            "advice": self._advice.coded(advice, count, frames),
            "safety": self._safety(codes.get(knowledge.safety.fact, nothing)),
        }

    def _bearing(self, factor: str) -> list[Outcome]:
        """The outcomes of which one is enough for the factor to be told."""
        return [each for each in self._tables if (each.kind, each.id) == ("factor", factor)]

    def _table(self, outcome: Outcome) -> CaseTable[View]:
        told = cone(self._knowledge, outcome)
        views = [view(told, self.codings[name]) for name in told.facts if name in self.codings]

        def find(case: tuple[int, ...]) -> int:
            values = {
                each.fact: self.codings[each.fact].value(each.code(seen))
                for each, seen in zip(views, case, strict=True)
            }
            known = {fact: value for fact, value in values.items() if value is not None}
            found = told.value(known)
            if outcome.kind == "verdict":
                return VERDICTS.index(found)
            if outcome.kind == "place":
                return _PLACES.index(found[1] if isinstance(found, tuple) else None)
            return int(bool(found))

        called = " ".join(filter(None, (outcome.kind, outcome.id, outcome.cause)))
        return CaseTable(views, [each.radix for each in views], find, called)

    def _safety(self, codes: Series) -> Coded:
        safety = self._knowledge.safety
        coding = self.codings.get(safety.fact)
        told = coding.values if coding else [None]
        signs = [
            tuple(each.id for each in safety.flags if each.id in value)
            if isinstance(value, tuple)
            else None
            for value in told
        ]
        return Coded(codes, signs, many=True)


@lru_cache(8)
def findings(knowledge: Knowledge, facts: frozenset[str]) -> Findings:
    """What is told where these ``facts`` have columns; kept, with every case that has occurred."""
    return Findings(knowledge, facts)


class _Chosen:
    """Ids of which any can be there: where the code in the column of that name is not 0."""

    def __init__(self, radices: Mapping[str, int], called: str) -> None:
        self._table = CaseTable(list(radices), list(radices.values()), self._find, called)
        self._values: list[Ids] = []

    def coded(self, columns: Mapping[str, Series], count: int, frames: Frames) -> Coded:
        codes = self._table.codes(columns, {}, count, frames)
        return Coded(codes, tuple(self._values), many=True)

    def _find(self, case: tuple[int, ...]) -> int:
        ids = tuple(name for name, code in zip(self._table.names, case, strict=True) if code)
        if ids not in self._values:
            self._values.append(ids)
        return self._values.index(ids)
