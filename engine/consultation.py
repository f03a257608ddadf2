"""The main job: facts in, record out. Infer, say why the rest did not fire, fold, seal."""

from collections.abc import Mapping

from legspasm.asked import AskedQuestion
from legspasm.body import (
    Body,
    Engine,
)
from legspasm.document import reference_to, seal
from legspasm.facts import Fact, check_facts
from legspasm.model import Knowledge
from legspasm.network import infer
from legspasm.record import Record
from legspasm.shipped import built_in_knowledge
from legspasm.unfired import Standing
from legspasm.verdicts import advice, factors, notes, place, safety, verdicts
from legspasm.version import VERSION


def consult(
    facts: Mapping[str, object] | None = None,
    /,
    *,
    knowledge: Knowledge | None = None,
    **more_facts: object,
) -> Record:
    """What the document supports for a person with these facts.

    ``facts`` maps names to values; facts may be given by keyword as well, and a keyword wins.
    A value is True/False, a string, a list of strings or a number; None is unknown, and so is
    a fact that is left out. ``knowledge`` is the built-in knowledge base unless given.

    >>> consult(recent_injury=True).verdicts[0].verdict
    'supported'

    Raises FactsError with every wrong fact at once.
    """
    knowledge = knowledge or built_in_knowledge()
    given = {**(facts or {}), **more_facts}
    return consult_facts(knowledge, check_facts(knowledge, (given, "call")))


def consult_facts(
    knowledge: Knowledge, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...] = ()
) -> Record:
    """The record for facts that have been checked and are ordered by name.

    ``questions`` are those of the interview that the facts come from.
    """
    return Record(seal(conclude(knowledge, facts, questions)), knowledge)


def conclude(
    knowledge: Knowledge, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...] = ()
) -> Body:
    """The body of that record: sealing it takes as long as a good part of the consultation."""
    firings = infer(knowledge, facts)
    standing = Standing(knowledge, facts, firings)
    return Body(
        engine=Engine("legspasm", VERSION),
        knowledge=reference_to(knowledge),
        facts=facts,
        firings=firings,
        not_fired=standing.not_fired(),
        verdicts=verdicts(knowledge, firings, standing.needs()),
        factors=factors(knowledge, firings),
        place=place(knowledge, firings, facts),
        advice=advice(knowledge, firings),
        safety=safety(knowledge, facts),
        notes=notes(knowledge, firings),
        questions=questions,
    )
