"""A whole table in a file: what is told to everybody in it, into another file.

Rows that cannot be read go aside as they come up, and so do records, where they are wanted. What is
in memory is a piece of each.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from legspasm.cohort.batching import Piece, Told, as_table, tell
from legspasm.cohort.columns import Series, cells, kept_cells
from legspasm.cohort.naming import DIGEST, Ignored, Plan, ignored_columns, plan
from legspasm.cohort.partitions import Done
from legspasm.cohort.recording import Recorder
from legspasm.cohort.rejects import Reject, RejectFile, facts_of_row, rejects_of_row
from legspasm.cohort.summary import Summary, empty, merge
from legspasm.cohort.tablefiles import ParquetTable, Table, TableFormat, write_table
from legspasm.errors import LegspasmError, problem
from legspasm.facts import Fact
from legspasm.model import Knowledge
from legspasm.packed import Taker


class Work(msgspec.Struct, frozen=True):
    """What is wanted of a table.

    ``aside`` is told what is wrong with rows, piece by piece; ``recorder`` takes their records;
    ``seen`` is called when one is done.
    """

    knowledge: Knowledge
    plan: Plan
    aside: Callable[[Sequence[Reject]], None] = lambda rejects: None
    recorder: Recorder | None = None
    seen: Callable[[], None] = lambda: None


def plan_of(
    table: Table,
    knowledge: Knowledge,
    *,
    id: str | None = None,
    columns: Mapping[str, str] | None = None,
    digest: bool = False,
) -> Plan:
    """The plan for a table in a file; see ``naming.plan``.

    Where rows to come may have other columns, all that are named after a fact are read.
    """
    found = plan(knowledge, table.names, id=id, columns=columns, digest=digest)
    if not table.open:
        return found
    told = {fact for _, fact in found.facts}
    others = [(each.name, each.name) for each in knowledge.facts if each.name not in told]
    return msgspec.structs.replace(found, facts=(*found.facts, *others))


def tell_table(table: Table, output: Taker, format: TableFormat, work: Work) -> Summary:
    """Write what is told to everybody in a table; and what that comes to, in counts.

    Raises LegspasmError where the table cannot be read, what ``aside`` raises, and OSError.
    """
    summaries = [empty(work.knowledge)]

    def pieces() -> Iterator[Mapping[str, Series]]:
        for piece in table.pieces(work.plan):
            told = tell(piece, work.knowledge, work.plan, table.frames)
            if told.rejects:
                work.aside(told.rejects)
            summaries[0] = merge(summaries[0], told.summary)
            columns = as_table(told, work.plan, table.frames, joined=format == "csv")
            if work.recorder:
                digests = map(work.recorder.digest, _facts(piece, told, work))
                columns[DIGEST] = table.frames.words(list(digests))
            yield columns
            work.seen()

    write_table(pieces(), output, format, marked=table.marked)
    return summaries[0]


def ignored_in(table: Table, plan: Plan, knowledge: Knowledge) -> tuple[Ignored, ...]:
    """The columns of a table that tell no fact, once it was read to its end."""
    if not table.open:
        return plan.ignored
    came_up = {*table.names, *table.later}
    told = {column: fact for column, fact in plan.facts if column in came_up}
    later = [each for each in table.later if each not in told]
    names = dict.fromkeys([*(each.column for each in plan.ignored), *later])
    return ignored_columns(knowledge, list(names), set(told.values()))


def tell_partition(
    knowledge: Knowledge,
    source: Path,
    rows: Path,
    rejects: Path,
    *,
    id: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Done:
    """One file of a table in many (``partitions.py``), in Parquet; its rejects in JSON Lines."""
    table = ParquetTable(source, str(source))
    read = plan_of(table, knowledge, id=id, columns=columns)
    with rows.open("wb") as output, rejects.open("wb") as aside:
        work = Work(knowledge, read, RejectFile(aside, "jsonl", with_id=True).write)
        return Done(tell_table(table, output, "parquet", work), read.ignored)


def facts_in_row(
    table: Table, number: int, knowledge: Knowledge, plan: Plan, name: str
) -> tuple[Fact, ...]:
    """The facts of the row ``number`` (from 1 on) of the table that problems call ``name``.

    Raises LegspasmError where there is no such row, or anything in it does not fit.
    """
    count = 0
    for piece in table.pieces(plan):
        broken = [each.problem(name) for each in piece.broken if each.row == number]
        if broken:
            raise LegspasmError(broken)
        rows = piece.rows.to_list()
        if number in rows:
            at = rows.index(number)
            row = {column: cells(piece.columns[column])[at] for column, _ in plan.facts}
            whose = cells(piece.ids)[at] if plan.id else None
            wrong = rejects_of_row(knowledge, plan, number, row, blank=piece.text, id=whose)
            if wrong:
                raise LegspasmError([each.problem(name) for each in wrong])
            return facts_of_row(knowledge, plan, row, blank=piece.text)
        count += len(rows) + len({each.row for each in piece.broken})
    raise LegspasmError([problem("row_missing", name, row=number, count=count)])


def _facts(piece: Piece, told: Told, work: Work) -> Iterator[tuple[Fact, ...]]:
    """The facts of the rows of a piece that could be read."""
    names = [column for column, _ in work.plan.facts]
    columns = [kept_cells(piece.columns[name], told.keep) for name in names]
    for row in zip(*columns, strict=True):
        person = dict(zip(names, row, strict=True))
        yield facts_of_row(work.knowledge, work.plan, person, blank=piece.text)
