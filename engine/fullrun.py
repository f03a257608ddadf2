"""What comes out of the facts, by a full run: infer, say why the rest did not fire, fold."""

from legspasm.asked import AskedQuestion
from legspasm.body import Body, Engine
from legspasm.conclusions import Conclusions
from legspasm.document import reference_to
from legspasm.facts import Fact
from legspasm.model import Knowledge
from legspasm.network import infer
from legspasm.unfired import Standing
from legspasm.verdicts import advice, factors, notes, place, safety, verdicts
from legspasm.version import VERSION

ENGINE = Engine("legspasm", VERSION)


def conclude(
    knowledge: Knowledge, facts: tuple[Fact, ...], questions: tuple[AskedQuestion, ...] = ()
) -> Body:
    """The body of the record for facts that have been checked and are ordered by name."""
    firings = infer(knowledge, facts)
    found = Conclusions(firings)
    standing = Standing(knowledge, facts, found)
    return Body(
        engine=ENGINE,
        knowledge=reference_to(knowledge),
        facts=facts,
        firings=firings,
        not_fired=standing.not_fired(),
        verdicts=verdicts(knowledge, found, standing.needs()),
        factors=factors(knowledge, found),
        place=place(knowledge, found, facts),
        advice=advice(knowledge, found),
        safety=safety(knowledge, facts),
        notes=notes(knowledge, found),
        questions=questions,
    )
