"""For whoever writes knowledge: whether it is sound, what it leaves out, and what an edit changes.

``reader.py`` reads files, and refuses those that say nothing whole. Everything here asks more of
knowledge that reads:

    space.py             every case that conditions tell apart (oxidd: one Boolean function each)
    meaning.py           what fires, and what is told, as functions over all these cases
    coverage.py          what cites each sentence of the document, and which nothing does

Before there is any knowledge:

    sentences.py         a document, cut into numbered sentences (sentencex)
    beginning.py         the files of a knowledge base to start from
"""
