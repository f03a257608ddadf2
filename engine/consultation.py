"""The main job: facts in, record out.

Either by a full run (``fullrun.py``), or put together from parts that were found by earlier ones
(``assembly.py``): the bytes are the same.
"""

from collections.abc import Mapping

from legspasm.asked import AskedQuestion
from legspasm.assembly import assemble
from legspasm.body import Body
from legspasm.document import seal
from legspasm.facts import Fact, check_facts
from legspasm.fullrun import conclude
from legspasm.model import Knowledge
from legspasm.record import Record
from legspasm.shipped import built_in_knowledge


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
    found = assemble(knowledge, facts, questions)
    if found is None:
        return Record(seal(conclude(knowledge, facts, questions)), knowledge)
    return Record(seal(found.body, found.form), knowledge)


def body_of(
    knowledge: Knowledge, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...] = ()
) -> Body:
    """The body of that record, for those who need no digest."""
    found = assemble(knowledge, facts, questions)
    return conclude(knowledge, facts, questions) if found is None else found.body
