"""legspasm: a rule-based expert system that explains itself, on one short document.

The way of the data, a module a step, each of them a door to at most one library:

    folder.py, yamlfile.py                                a folder -> files (YAML)
    source.py, vocabulary.py, rulebook.py, remarks.py     files -> parts
    reader.py            the parts -> Knowledge, checked as a whole (ordering.py: rule order)
    facts.py             what was told -> known facts
    network.py           Knowledge + facts -> firings (experta)
    unfired.py           why the other rules did not fire
    verdicts.py          firings -> verdicts, factors, place, advice
    fullrun.py           the last three in one: facts -> the body of a record
    document.py          all of it -> a document with a digest (RFC 8785)
    explanation.py       document -> what there is to tell, as data (chains.py: cause by cause)
    graph.py             the causal graph of a cause, as data (statuses.py: how each part stood)
    layout.py            the graph -> a picture: boxes and routes (fast-sugiyama; rows.py: places)
    prose.py             data -> words (Jinja2)
    record.py            what a caller holds: the document, and how to tell it (stored.py: without
                         the knowledge)

A second time the same comes from parts that are kept, with the same bytes:

    groups.py, cases.py  which rules read the same facts; what they add to a body in each case
    parts.py, overall.py parts with their numbers left open; what hangs on which rules fired
    forms.py             parts in RFC 8785 form
    assembly.py          all of it joined (consultation.py chooses)

Beside it, for what has not been told yet, and for questions back:

    cells.py, tables.py  the values that rules tell apart; what fires in each case of a rule
    cones.py             which facts can change an outcome, and what comes out of each case
    consistency.py       which answers do not fit together
    questions.py         which question to ask next (asking.py: what is asked, as data)
    dialogue.py          the interview as a value (asked.py, steps.py: its steps, and the outcome)
    resumption.py        an interview that was stored, taken up again
    justification.py     how something was concluded
    contrast.py          why something was not (routes.py: the ways to it; changes.py: the least
                         that would give it)
    comparison.py        what other facts would change
    inquiry.py           what else would have to be known
    reply.py             what these answers have in common (targets.py, citation.py: their parts)

And for an audit, where nobody has to trust the network:

    verification.py      whether a stored record is right (evidence.py: what it says was so)
    derivation.py        each firing on its own, from the record alone
    conformance.py       each firing against the text of its rule; no rule missing
    consequences.py      everything else in the body, from its facts and firings
    masking.py           a body without the values of some facts (masks.py: what binds them)
    audit/               replay, differences, exports, and the log of many records
      difference.py        what differs between two records (findings.py: what each holds)
      replay.py            what the program says now to the facts of a record
      tally.py             the same for a whole log, with other knowledge (told.py: what a person
                           is told; impact.py: what comes out)

And for whoever writes knowledge:

    authoring/           checks proved over every case, coverage, scenarios, differences, schemas

In one line:

>>> import legspasm
>>> record = legspasm.consult(recent_injury=True, age=70)
>>> record.verdicts[0].cause, record.verdicts[0].verdict
('injury', 'supported')

Nothing here prints, reaches a network, or keeps state that a host could see.
"""

from legspasm.asked import AskedQuestion, Outcome
from legspasm.asking import Question
from legspasm.audit.chain import Entry
from legspasm.audit.difference import RecordDifference, diff
from legspasm.audit.impact import Impact
from legspasm.audit.log import AuditLog
from legspasm.audit.replay import Replay, replay
from legspasm.audit.tally import impact
from legspasm.body import (
    Absence,
    Advice,
    Body,
    ConditionStatus,
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
from legspasm.comparison import WhatIf, what_if
from legspasm.consultation import consult
from legspasm.contrast import WhyNot, why_not
from legspasm.dialogue import Interview, interview
from legspasm.document import Document
from legspasm.errors import (
    FactsError,
    KnowledgeError,
    LegspasmError,
    LogError,
    Problem,
    RecordError,
    TemplateError,
)
from legspasm.facts import Fact
from legspasm.inquiry import Needs, needs
from legspasm.justification import Justification, how
from legspasm.masks import MaskedFact, Opening
from legspasm.model import Knowledge
from legspasm.reader import built_in_knowledge, load_knowledge
from legspasm.record import Record, read_record
from legspasm.resumption import read_interview
from legspasm.stored import StoredRecord, read_stored
from legspasm.verification import Verification, verify
from legspasm.version import VERSION as __version__  # noqa: N811  # the usual name for it

__all__ = [
    "Absence",
    "Advice",
    "AskedQuestion",
    "AuditLog",
    "Body",
    "ConditionStatus",
    "Document",
    "Entry",
    "Fact",
    "FactMatch",
    "Factor",
    "FactsError",
    "Firing",
    "Impact",
    "Interview",
    "Justification",
    "Knowledge",
    "KnowledgeError",
    "LegspasmError",
    "LogError",
    "MaskedFact",
    "Needs",
    "NotFired",
    "Note",
    "Opening",
    "Outcome",
    "Place",
    "Problem",
    "Question",
    "Record",
    "RecordDifference",
    "RecordError",
    "Replay",
    "SafetySign",
    "StateMatch",
    "StoredRecord",
    "TemplateError",
    "Verdict",
    "VerdictMatch",
    "Verification",
    "WhatIf",
    "WhyNot",
    "__version__",
    "built_in_knowledge",
    "consult",
    "diff",
    "how",
    "impact",
    "interview",
    "load_knowledge",
    "needs",
    "read_interview",
    "read_record",
    "read_stored",
    "replay",
    "verify",
    "what_if",
    "why_not",
]
