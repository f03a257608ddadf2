"""legspasm itself, as whoever uses it would call it: the one place that names its functions.

``record``: :func:`legspasm.consult`, which gives the whole record: its body, which also says why
every other rule did not fire, and its digest. ``plain_record``: the same, inferred by experta for
this person alone, without anything that was worked out for another. ``inferred``: the firings
alone, without the rest of the record.
"""

from collections.abc import Mapping

import legspasm
from legspasm.body import Firing
from legspasm.document import seal
from legspasm.facts import check_facts
from legspasm.fullrun import conclude
from legspasm.model import Knowledge, Value
from legspasm.network import infer

from speed.answer import Answer, answer_of


def record(knowledge: Knowledge, told: Mapping[str, Value]) -> legspasm.Record:
    """A consultation with its full record: body and digest."""
    found = legspasm.consult(told, knowledge=knowledge)
    assert found.document.body and found.digest  # also where they are made when first asked for
    return found


def plain_record(knowledge: Knowledge, told: Mapping[str, Value]) -> legspasm.Record:
    """The same record with nothing kept from earlier ones: experta runs."""
    facts = check_facts(knowledge, (told, "call"))
    return legspasm.Record(seal(conclude(knowledge, facts)), knowledge)


def inferred(knowledge: Knowledge, told: Mapping[str, Value]) -> tuple[Firing, ...]:
    """Every firing, and nothing else."""
    return infer(knowledge, check_facts(knowledge, (told, "call")))


class Engine:
    """legspasm with its tables."""

    make = staticmethod(record)

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def consult(self, told: Mapping[str, Value]) -> legspasm.Record:
        """The full record."""
        return self.make(self._knowledge, told)

    @staticmethod
    def answer(found: legspasm.Record) -> Answer:
        """To be compared."""
        return answer_of(found)


class Plain(Engine):
    """legspasm without its tables."""

    make = staticmethod(plain_record)
