"""*What else do you need*: for each unknown fact, what each answer to it would change.

Facts that can change nothing any more are left out: that is decided over all cases
(``questions.py``). The rest stand in the order in which it pays to find them out.
"""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from legspasm.cells import Cell
from legspasm.citation import parameters_of
from legspasm.comparison import Difference, difference
from legspasm.cones import answers
from legspasm.consultation import consult_facts
from legspasm.facts import Fact, spoken
from legspasm.model import FactDefinition, Parameter, Value
from legspasm.questions import could_change, in_order_of_asking
from legspasm.record import Record
from legspasm.reply import Reply, about
from legspasm.targets import Influence, influence
from legspasm.telling import Quote

MOST_ANSWERS = 40
"""Answers about a fact that are gone through; of a set with more, combinations are left out."""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer about a fact, and what it alone would change.

    For a number ``value`` stands for the interval from ``at_least`` up to, but not with,
    ``below`` (left out: up to the fact's maximum). For a set it stands for all sets that no rule
    tells apart from it.
    """

    value: Value
    says: str
    changes: Difference
    at_least: int | float | None = None
    below: int | float | None = None


class Need(msgspec.Struct, frozen=True):
    """An unknown fact that matters: what it could change, alone or with other answers, and how."""

    fact: str
    question: str
    help: str
    why: str
    cites: tuple[Quote, ...]
    could_change: tuple[Influence, ...]
    answers: tuple[Answer, ...]


class Needs(Reply, frozen=True, tag_field="schema", tag="legspasm.needs/1"):
    """The unknown facts that matter, the one to find out first at the front."""

    template: ClassVar[str] = "needs.j2"

    needs: tuple[Need, ...]
    parameters: tuple[Parameter, ...]


def needs(record: Record) -> Needs:
    """What else would have to be known, and what it would change."""
    knowledge = record.knowledge
    told = {fact.name: fact.value for fact in record.facts}
    order = in_order_of_asking(knowledge, told)
    reading = (
        rule
        for rule in knowledge.rules
        if any(each.kind == "fact" and each.name in order for each in rule.conditions)
    )
    return Needs(
        about=about(record, ask_safety=True),
        needs=tuple(need(record, name) for name in order),
        parameters=parameters_of(knowledge, reading),
    )


def need(record: Record, name: str) -> Need:
    """What the fact ``name`` could change, as if it were unknown, and what each answer would."""
    knowledge = record.knowledge
    facts = tuple(fact for fact in record.facts if fact.name != name)
    told = {fact.name: fact.value for fact in facts}
    before = consult_facts(knowledge, facts)
    definition = next(each for each in knowledge.facts if each.name == name)
    return Need(
        fact=name,
        question=definition.question,
        help=definition.help,
        why=definition.why,
        cites=definition.cites,
        could_change=tuple(
            influence(knowledge, each) for each in could_change(knowledge, name, told)
        ),
        answers=tuple(
            Answer(
                value=cell.value,
                says=" ".join(spoken(definition, cell.value)),
                changes=difference(before, _with(before, definition, cell.value)),
                at_least=cell.at_least,
                below=cell.below,
            )
            for cell in _few(answers(knowledge, name))
            if cell.value is not None
        ),
    )


def _few(cells: Sequence[Cell]) -> Sequence[Cell]:
    """All of them; of a set with very many combinations, those of at most one value."""
    if len(cells) <= MOST_ANSWERS:
        return cells
    return [each for each in cells if isinstance(each.value, tuple) and len(each.value) <= 1]


def _with(before: Record, definition: FactDefinition, value: Value) -> Record:
    told = {fact.name: fact for fact in before.facts}
    told[definition.name] = Fact(definition.name, value, "call")
    return consult_facts(before.knowledge, tuple(told[name] for name in sorted(told)))
