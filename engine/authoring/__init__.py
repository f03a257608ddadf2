"""For whoever writes knowledge: whether it is sound, what it leaves out, and what an edit changes.

``reader.py`` reads files, and refuses those that say nothing whole. Everything here asks more of
knowledge that reads:

    space.py             every case that conditions tell apart (oxidd: one Boolean function each)
    meaning.py           what fires, and what is told, as functions over all these cases
    check.py             whether it is sound (finding.py: the catalogue of checks)
      proofs.py            what is decided over every case: rules that never fire, contradictions
      structure.py         what nothing uses, sentences that nothing rests on, forbidden links
      wording.py           what is told more strongly than the source says it
    reports.py           what a check found, for a person and for programs
    versions.py          what differs between two versions of knowledge
      difference.py        in the files, part by part (pieces.py: what a part is made of)
      shift.py             for people, over all cases of both (joint.py: what each can be told;
                           rewording.py: what only reads differently)
"""
