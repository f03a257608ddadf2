"""Random tables of people, and what consultations tell of them, one by one."""

from typing import Any, NamedTuple

import legspasm
import pandas
import polars
from hypothesis import strategies as st
from legspasm.cohort.coding import told
from legspasm.model import FactDefinition, Knowledge
from strategies import value_for

TYPES: dict[str, Any] = {
    "yes_no": polars.Boolean,
    "choice": polars.String,
    "set": polars.List(polars.String),
    "number": polars.Float64,
    "whole_number": polars.Int64,
}
WORDS = [
    "",
    " ",
    "yes",
    "No",
    "TRUE",
    "unknown",
    "null",
    "none",
    "3.5",
    "+7",
    " 60 ",
    "70.0",
    "x,y",
]


class People(NamedTuple):
    """What was told of each: by fact, the cells, and the type that polars is to give them."""

    columns: dict[str, list[Any]]
    types: dict[str, Any]

    def polars(self) -> polars.DataFrame:
        """As a table of polars."""
        return polars.DataFrame(self.columns, schema=self.types)

    def pandas(self) -> pandas.DataFrame:
        """As a table of pandas, whose index says nothing."""
        columns = {name: pandas.Series(cells, dtype=object) for name, cells in self.columns.items()}
        frame = pandas.DataFrame(columns)
        frame.index = frame.index[::-1]
        return frame

    def rows(self) -> list[dict[str, Any]]:
        """Row by row."""
        return [
            dict(zip(self.columns, row, strict=True))
            for row in zip(*self.columns.values(), strict=True)
        ]


def as_text(value: Any) -> str:
    """A value as ``--set`` takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) or "none" if isinstance(value, list) else str(value)


@st.composite
def people(draw: st.DrawFn, knowledge: Knowledge, *, most: int = 6) -> People:
    """A table about some of the facts of a knowledge base; a few of its cells do not fit."""
    facts = draw(st.lists(st.sampled_from(knowledge.facts), min_size=1, unique=True))
    size = draw(st.integers(0, most))
    columns, types = {}, {}
    for fact in facts:
        texts = draw(st.booleans())
        cell = texts_for(fact) if texts else value_for(fact) | misfits(fact)
        columns[fact.name] = draw(
            st.lists(
                st.none() | cell | value_for(fact).map(as_text if texts else lambda x: x),
                min_size=size,
                max_size=size,
            )
        )
        types[fact.name] = polars.String if texts else TYPES[fact.type]
    return People(columns, types)


def texts_for(fact: FactDefinition) -> st.SearchStrategy[str]:
    """Text that may say a value of ``fact``, and may not."""
    return st.sampled_from(WORDS) | st.text(max_size=4) | value_for(fact).map(as_text)


def misfits(fact: FactDefinition) -> st.SearchStrategy[Any]:
    """Data of the type of ``fact`` that may not fit."""
    return {
        "yes_no": st.booleans(),
        "choice": st.sampled_from(WORDS),
        "set": st.lists(st.sampled_from([*(each.id for each in fact.options), "x", "a,b"])),
        "number": st.floats(allow_nan=True, allow_infinity=True),
        "whole_number": st.integers(-(1 << 60), 1 << 60),
    }[fact.type]


def one_by_one(
    knowledge: Knowledge, rows: list[dict[str, Any]], *, blank: bool = False
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What ``batch`` has to tell of these rows, and which of them it has to reject, and why."""
    definitions = {each.name: each for each in knowledge.facts}
    frame, rejects = [], []
    for number, row in enumerate(rows, 1):
        facts = {name: told(definitions[name], raw, blank=blank) for name, raw in row.items()}
        try:
            record = legspasm.consult(facts, knowledge=knowledge)
        except legspasm.FactsError as error:
            rejects += [
                {"row": number, "column": each.place, "reason": each.text}
                for each in error.problems
            ]
            continue
        signs = [each.id for each in record.safety]
        frame.append(
            {
                "row": number,
                **{f"verdict_{each.cause}": each.verdict for each in record.verdicts},
                "factors": [each.id for each in record.factors],
                "place": record.place.agreement,
                "advice": [each.id for each in record.advice if each.applies],
                "safety": signs if facts.get(knowledge.safety.fact) is not None else None,
            }
        )
    return frame, rejects
