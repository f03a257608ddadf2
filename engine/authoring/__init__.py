"""For whoever writes knowledge: whether it is sound, what it leaves out, and what an edit changes.

``reader.py`` reads files, and refuses those that say nothing whole. Everything here asks more of
knowledge that reads:

    space.py             every case that conditions tell apart (oxidd: one Boolean function each)
    meaning.py           what fires, and what is told, as functions over all these cases

People, and what each must be told:

    scenariofile.py      scenarios, from the files beside the knowledge
    expectation.py       what one expects, held against what a consultation found
    coverage.py          what all of them cover of the knowledge
    scenarios.py         all of them run and measured
"""
