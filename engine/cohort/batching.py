"""A table of people, or a piece of one: what each of them is told, and which rows cannot be read.

A row is left out where any of its cells does not fit, and every problem of it is told; the others
are told what a consultation with the same facts would tell them.
"""

import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from legspasm.cohort.coding import BAD, Coding
from legspasm.cohort.columncodes import codes_of
from legspasm.cohort.columns import (
    Coded,
    Column,
    Frames,
    Series,
    bad,
    count,
    counts,
    frames_of,
    indexed_like,
    kept,
    kept_cells,
)
from legspasm.cohort.naming import Plan, plan
from legspasm.cohort.outcomes import findings
from legspasm.cohort.rejects import Reject, rejects_of_row
from legspasm.cohort.summary import SafetySummary, Summary, empty
from legspasm.errors import message, printable
from legspasm.model import Knowledge
from legspasm.shipped import built_in_knowledge

_log = logging.getLogger("legspasm")


class Batched(msgspec.Struct, frozen=True):
    """What came of a table.

    ``frame`` has a row for each person whose row could be read, in their order, and with the index
    of theirs where the library has indexes; ``rejects`` one for each problem of the others: ``row``
    (from 1 on), ``column``, ``reason``, and where a column says who it is, ``id``, as text. Both
    are of the library that the table came from. ``ignored`` are the columns that tell no fact;
    ``near`` holds, of those that may be meant for one that no other column tells, the name of it.
    """

    frame: Any
    rejects: Any
    summary: Summary
    ignored: tuple[str, ...] = ()
    near: Mapping[str, str] = {}

    def __repr__(self) -> str:
        summary = self.summary
        return f"Batched(people={summary.people}, rejected={summary.rejected})"


class Piece(msgspec.Struct, frozen=True):
    """Some rows of a table, by column; ``rows`` are their numbers, ``ids`` who they are.

    ``text`` says that the cells are characters, as a file of text has them. ``broken`` is what was
    wrong with rows that are in no column at all.
    """

    rows: Series
    ids: Series
    columns: Mapping[str, Column]
    text: bool = False
    broken: tuple[Reject, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """What came of a piece: the columns of the output by name, codes and all; and the rest.

    ``keep`` are the rows that could be read; None where all could.
    """

    ids: Series
    columns: Mapping[str, Coded]
    rejects: tuple[Reject, ...]
    summary: Summary
    keep: Series | None


def batch(
    frame: Any,
    *,
    knowledge: Knowledge | None = None,
    id: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Batched:
    """What the document supports for every row of ``frame``, a table of polars or pandas.

    A column tells the fact that it is named after, or the one that ``columns`` maps it to; others
    are left aside. Cells are what they are in ``consult``; text is also taken as ``--set`` takes
    it, and what is missing is unknown. ``id`` is the column that says who it is; without one rows
    are numbered from 1 on, in ``row``. ``knowledge`` is the built-in one unless given.

    To it come, for each cause, ``verdict_<cause>``; then ``factors``, ``place``, ``advice`` (the
    pieces that apply) and ``safety`` (the signs told; null where nobody said).

    Raises LegspasmError where this is no such table, no column tells a fact, or names do not fit.
    """
    knowledge = knowledge or built_in_knowledge()
    frames, series = frames_of(frame)
    read = plan(knowledge, list(series), id=id, columns=columns)
    ignored = tuple([each.column for each in read.ignored])
    if ignored:
        _log.info(message("prompts", "columns_ignored", columns=", ".join(map(printable, ignored))))
    rows = frames.numbered(1, len(next(iter(series.values()))))
    ids = series[read.id] if read.id else rows
    piece = Piece(rows, ids, {each: series[each] for each in read.columns})
    told = tell(piece, knowledge, read, frames)
    rejects = {
        "row": frames.integers([each.row for each in told.rejects]),
        "column": frames.words([each.column for each in told.rejects]),
        "reason": frames.words([each.reason for each in told.rejects]),
    }
    if read.id:
        rejects["id"] = frames.words([each.id for each in told.rejects])
    return Batched(
        indexed_like(frame, frames.table(as_table(told, read, frames)), told.keep),
        frames.table(rejects),
        told.summary,
        ignored,
        {each.column: each.near for each in read.ignored if each.meant},
    )


def tell(piece: Piece, knowledge: Knowledge, plan: Plan, frames: Frames) -> Told:
    """What a piece of a table comes to. ``piece`` has every column of the ``plan``."""
    told = findings(knowledge, frozenset(fact for _, fact in plan.facts))
    codes = {
        fact: codes_of(frames, piece.columns[column], told.codings[fact], text=piece.text)
        for column, fact in plan.facts
    }
    ids = piece.ids
    rejects, keep, left_out = piece.broken, None, 0
    misfit = bad(codes.values())
    if misfit is not None:
        rejects = _rejects(piece, knowledge, plan, misfit)
        keep = ~misfit
        safety = knowledge.safety.fact
        if safety in codes:
            left_out = _with_signs(kept(codes[safety], misfit), told.codings[safety])
        ids = kept(ids, keep)
        codes = {fact: kept(each, keep) for fact, each in codes.items()}
    columns = told.columns(codes, len(ids), frames)
    rejected = len({each.row for each in rejects})
    summary = _summary(knowledge, codes, columns, len(ids), rejected, left_out)
    return Told(ids, columns, rejects, summary, keep)


def as_table(told: Told, plan: Plan, frames: Frames, *, joined: bool = False) -> dict[str, Series]:
    """The columns of the output as they are written.

    ``joined`` gives text in the place of lists: with commas, as on the command line, where no sign
    at all is ``none``, since nothing stands for unknown.
    """
    return {
        plan.called: told.ids,
        **{
            name: frames.meant(each, joined=joined, none="none" if name == "safety" else "")
            for name, each in told.columns.items()
        },
    }


def _rejects(piece: Piece, knowledge: Knowledge, plan: Plan, misfit: Series) -> tuple[Reject, ...]:
    """What is wrong with the rows that do not fit, and with the broken ones, by their numbers."""
    numbers = kept(piece.rows, misfit).to_list()
    told = {column: kept_cells(piece.columns[column], misfit) for column, _ in plan.facts}
    rows = (dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True))
    ids = kept_cells(piece.ids, misfit) if plan.id else [None] * len(numbers)
    found = [
        each
        for number, row, whose in zip(numbers, rows, ids, strict=True)
        for each in rejects_of_row(knowledge, plan, number, row, blank=piece.text, id=whose)
    ]
    if {each.row for each in found} != set(numbers):
        raise RuntimeError("a row was left out, and nothing is wrong with it")
    return tuple(sorted([*piece.broken, *found], key=lambda each: each.row))


def _with_signs(codes: Series, coding: Coding) -> int:
    """How many rows tell a warning sign; where what they tell does not fit, nobody knows."""
    return sum(
        number for code, number in counts(codes).items() if code != BAD and coding.value(code)
    )


def _summary(
    knowledge: Knowledge,
    codes: Mapping[str, Series],
    columns: Mapping[str, Coded],
    people: int,
    rejected: int,
    left_out: int,
) -> Summary:
    nobody = empty(knowledge)
    if not people:
        safety_of_nobody = msgspec.structs.replace(nobody.safety, left_out=left_out)
        return msgspec.structs.replace(nobody, rejected=rejected, safety=safety_of_nobody)
    found = {name: _counted(each) for name, each in columns.items()}
    safety = found["safety"]
    place = found["place"]
    return msgspec.structs.replace(
        nobody,
        people=people,
        rejected=rejected,
        verdicts={
            cause: {word: found[f"verdict_{cause}"].get(word, 0) for word in words}
            for cause, words in nobody.verdicts.items()
        },
        factors=_each(nobody.factors, found["factors"]),
        place={word: place.get(None if word == "not_told" else word, 0) for word in nobody.place},
        advice=_each(nobody.advice, found["advice"]),
        safety=SafetySummary(
            _each(nobody.safety.signs, safety), safety.get((), 0), safety.get(None, 0), left_out
        ),
        unknown={
            fact: count(codes[fact], 0) if fact in codes else people for fact in nobody.unknown
        },
    )


def _counted(column: Coded) -> dict[Any, int]:
    return {column.values[code]: number for code, number in counts(column.codes).items()}


def _each(ids: Mapping[str, int], found: Mapping[Any, int]) -> dict[str, int]:
    """Of how many people each of ``ids`` was told."""
    return {
        name: sum(number for told, number in found.items() if told and name in told) for name in ids
    }
