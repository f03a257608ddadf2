"""How fast legspasm is beside other engines: the same rules, the same people, the same answers.

people.py, generated.py      who is asked; knowledge that was made up, of any size
answer.py, steps.py          what everybody has to come to, and in which order
ours.py, by_hand.py          legspasm; a function of plain ifs
stock_experta.py, clips_engine.py, answer_set.py, zen_engine.py, business.py, durable.py
                             the other engines, each with what it cannot do
contenders.py                all of them by name
agreement.py, timing.py      first whether they agree, then how long they take
processes.py                 the same for whole processes
consultation.py, scaling.py, starting.py, batch.py (by_columns.py), memory.py
                             the rows, each with its targets
result.py, machine.py        what came out, as data
report.py, plot.py           as tables, and as a picture
command.py                   the command line
"""
