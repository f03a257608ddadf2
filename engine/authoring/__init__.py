"""For whoever writes knowledge: whether it is sound, what it leaves out, and what an edit changes.

``reader.py`` reads files, and refuses those that say nothing whole. Everything here asks more of
knowledge that reads:

    space.py             every case that conditions tell apart (oxidd: one Boolean function each)
    meaning.py           what fires, and what is told, as functions over all these cases
    causalgraph.py       what leads to what, as data and drawn (sheet.py: on one sheet)
    fileschema.py        what each file may hold, for editors (shapes.yaml: said once)
"""
