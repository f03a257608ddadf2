"""For whoever writes knowledge: whether it is sound, what it leaves out, and what an edit changes.

``reader.py`` reads files, and refuses those that say nothing whole. Everything here asks more of
knowledge that reads:

    space.py             every case that conditions tell apart (oxidd: one Boolean function each)
    meaning.py           what fires, and what is told, as functions over all these cases
    check.py             whether it is sound (finding.py: the catalogue of checks)
      proofs.py            what is decided over every case: rules that never fire, contradictions
      structure.py         what nothing uses, sentences that nothing rests on, forbidden links
      wording.py           what is told more strongly than the source says it
      review.py            what changed since somebody has read it through
    reports.py           what a check found, for a person and for programs
    coverage.py          what cites each sentence of the document, and which nothing does
    versions.py          what differs between two versions of knowledge
      difference.py        in the files, part by part (pieces.py: what a part is made of)
      shift.py             for people, over all cases of both (joint.py: what each can be told;
                           rewording.py: what only reads differently)
    causalgraph.py       what leads to what, as data and drawn (sheet.py: on one sheet)
    fileschema.py        what each file may hold, for editors (shapes.yaml: said once)

People, and what each must be told:

    scenariofile.py      scenarios, from the files beside the knowledge
    expectation.py       what one expects, held against what a consultation found
    scenariocoverage.py  what all of them cover of the knowledge
    scenarios.py         all of them run and measured

Before there is any knowledge:

    sentences.py         a document, cut into numbered sentences (sentencex)
    beginning.py         the files of a knowledge base to start from
"""
