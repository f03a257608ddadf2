"""legspasm: a rule-based expert system that explains itself, on one short document.

The way of the data, a module a step, each of them a door to at most one library:

    folder.py, yamlfile.py                                a folder -> files (YAML)
    source.py, vocabulary.py, rulebook.py, remarks.py     files -> parts
    reader.py            the parts -> Knowledge, checked as a whole (ordering.py: rule order)
    shipped.py           the knowledge that ships with the package (compiled.py: what is kept of it)
    facts.py             what was told -> known facts
    network.py           Knowledge + facts -> firings (experta; productions.py: what fires,
                         matching.py: when, productionsystem.py: the door)
    conclusions.py       firings, by what they conclude
    unfired.py           why the other rules did not fire (readings.py: what facts do to conditions,
                         needed.py: what they would need)
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

    groups.py, sight.py  which rules read the same facts; what they see of a person
    cases.py             what rules that read the same add to a body in each case
    parts.py, overall.py parts with their numbers left open (positions.py); what hangs on which
                         rules fired
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

And for many people at once:

    cohort/              a table in, a row a person; a table out, and what it comes to in counts

And for whoever writes knowledge:

    authoring/           checks proved over every case, coverage, scenarios, differences, schemas

In one line:

>>> import legspasm
>>> record = legspasm.consult(recent_injury=True, age=70)
>>> record.verdicts[0].cause, record.verdicts[0].verdict
('injury', 'supported')

Nothing here prints, reaches a network, or keeps state that a host could see.
"""

import importlib

from legspasm.version import VERSION

__version__ = VERSION

_NAMES = {
    "asked": "AskedQuestion Outcome",
    "asking": "Question",
    "audit.chain": "Entry",
    "audit.difference": "RecordDifference diff",
    "audit.impact": "Impact",
    "audit.log": "AuditLog",
    "audit.replay": "Replay replay",
    "audit.tally": "impact",
    "body": "Absence Advice Body ConditionStatus FactMatch Factor Firing Note NotFired Place "
    "SafetySign StateMatch Verdict VerdictMatch",
    "cohort.batching": "Batched batch",
    "cohort.summary": "SafetySummary Summary",
    "comparison": "WhatIf what_if",
    "consultation": "consult",
    "contrast": "WhyNot why_not",
    "dialogue": "Interview interview",
    "document": "Document",
    "errors": "FactsError KnowledgeError LegspasmError LogError Problem RecordError TemplateError",
    "facts": "Fact",
    "inquiry": "Needs needs",
    "justification": "Justification how",
    "masks": "MaskedFact Opening",
    "model": "Knowledge",
    "reader": "load_knowledge",
    "record": "Record read_record",
    "resumption": "read_interview",
    "shipped": "built_in_knowledge",
    "stored": "StoredRecord read_stored",
    "verification": "Verification verify",
}
"""What stands in each module, as the imports below say it: one is loaded when it is first used."""
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}


def _load(name: str) -> object:
    """A public name, when it is first used. Safe from many threads, as importing is."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"legspasm.{_MODULES[name]}"), name)
    globals()[name] = found
    return found


TYPE_CHECKING = False
"""What type checkers take for True: for them alone everything is imported at once."""

if TYPE_CHECKING:  # isort: off
    from legspasm.asked import AskedQuestion as AskedQuestion, Outcome as Outcome
    from legspasm.asking import Question as Question
    from legspasm.audit.chain import Entry as Entry
    from legspasm.audit.difference import RecordDifference as RecordDifference, diff as diff
    from legspasm.audit.impact import Impact as Impact
    from legspasm.audit.log import AuditLog as AuditLog
    from legspasm.audit.replay import Replay as Replay, replay as replay
    from legspasm.audit.tally import impact as impact
    from legspasm.body import (
        Absence as Absence,
        Advice as Advice,
        Body as Body,
        ConditionStatus as ConditionStatus,
        FactMatch as FactMatch,
        Factor as Factor,
        Firing as Firing,
        Note as Note,
        NotFired as NotFired,
        Place as Place,
        SafetySign as SafetySign,
        StateMatch as StateMatch,
        Verdict as Verdict,
        VerdictMatch as VerdictMatch,
    )
    from legspasm.cohort.batching import Batched as Batched, batch as batch
    from legspasm.cohort.summary import SafetySummary as SafetySummary, Summary as Summary
    from legspasm.comparison import WhatIf as WhatIf, what_if as what_if
    from legspasm.consultation import consult as consult
    from legspasm.contrast import WhyNot as WhyNot, why_not as why_not
    from legspasm.dialogue import Interview as Interview, interview as interview
    from legspasm.document import Document as Document
    from legspasm.errors import (
        FactsError as FactsError,
        KnowledgeError as KnowledgeError,
        LegspasmError as LegspasmError,
        LogError as LogError,
        Problem as Problem,
        RecordError as RecordError,
        TemplateError as TemplateError,
    )
    from legspasm.facts import Fact as Fact
    from legspasm.inquiry import Needs as Needs, needs as needs
    from legspasm.justification import Justification as Justification, how as how
    from legspasm.masks import MaskedFact as MaskedFact, Opening as Opening
    from legspasm.model import Knowledge as Knowledge
    from legspasm.reader import load_knowledge as load_knowledge
    from legspasm.record import Record as Record, read_record as read_record
    from legspasm.resumption import read_interview as read_interview
    from legspasm.shipped import built_in_knowledge as built_in_knowledge
    from legspasm.stored import StoredRecord as StoredRecord, read_stored as read_stored
    from legspasm.verification import Verification as Verification, verify as verify
else:
    __all__ = sorted([*_MODULES, "__version__"])
    __getattr__ = _load

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
