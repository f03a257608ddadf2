"""legspasm: a rule-based expert system that explains itself, on one short document.

The way of the data, a module a step, each of them a door to at most one library:

    source.py, vocabulary.py, rulebook.py, remarks.py     files -> parts (yamlfile.py: YAML)
    reader.py            the parts -> Knowledge, checked as a whole (ordering.py: rule order)
    facts.py             what was told -> known facts
    network.py           Knowledge + facts -> firings (experta)
    unfired.py           why the other rules did not fire
    verdicts.py          firings -> verdicts, factors, place, advice
    document.py          all of it -> a document with a digest (RFC 8785)
    explanation.py       document -> what there is to tell, as data (chains.py: cause by cause)
    prose.py             data -> words (Jinja2)
    record.py            what a caller holds: the document, and how to tell it

In one line:

>>> import legspasm
>>> record = legspasm.consult(recent_injury=True, age=70)
>>> record.verdicts[0].cause, record.verdicts[0].verdict
('injury', 'supported')

Nothing here prints, reaches a network, or keeps state that a host could see.
"""

from legspasm.body import (
    Absence,
    Advice,
    Body,
    ConditionStatus,
    Document,
    FactMatch,
    Factor,
    Firing,
    Note,
    NotFired,
    Place,
    SafetySign,
    StateMatch,
    Verdict,
    VerdictMatch,
)
from legspasm.consultation import consult
from legspasm.errors import (
    FactsError,
    KnowledgeError,
    LegspasmError,
    Problem,
    RecordError,
    TemplateError,
)
from legspasm.facts import Fact
from legspasm.model import Knowledge
from legspasm.reader import built_in_knowledge, load_knowledge
from legspasm.record import Record, read_record
from legspasm.version import VERSION as __version__  # noqa: N811  # the usual name for it

__all__ = [
    "Absence",
    "Advice",
    "Body",
    "ConditionStatus",
    "Document",
    "Fact",
    "FactMatch",
    "Factor",
    "FactsError",
    "Firing",
    "Knowledge",
    "KnowledgeError",
    "LegspasmError",
    "NotFired",
    "Note",
    "Place",
    "Problem",
    "Record",
    "RecordError",
    "SafetySign",
    "StateMatch",
    "TemplateError",
    "Verdict",
    "VerdictMatch",
    "__version__",
    "built_in_knowledge",
    "consult",
    "load_knowledge",
    "read_record",
]
