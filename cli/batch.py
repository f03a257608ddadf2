"""``legspasm batch``: what is told to everybody in a table.

Exit status: 0 where every row could be read, 1 where some could not, or where a column may be meant
to tell a fact and does not; 2 where nothing was done.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Literal

import click
from legspasm.cli.aside import Aside, tell_first
from legspasm.cli.folder import problems_of_folder
from legspasm.cli.given import of_knowledge
from legspasm.cli.output import (
    check_apart,
    check_writable,
    deliver,
    is_terminal,
    say,
)
from legspasm.cli.tablegiven import (
    columns_of,
    format_given,
    name_of,
    of_table,
    opened,
    tell_ignored,
)
from legspasm.cli.taking import taking
from legspasm.cohort.cluster import connected
from legspasm.cohort.partitions import Done, Partitioned, one_at_a_time, run
from legspasm.cohort.parts import is_many, partitions_of
from legspasm.cohort.recording import Recorder
from legspasm.cohort.rejects import RejectFile
from legspasm.cohort.report import page
from legspasm.cohort.tablefiles import FORMATS, TableFormat
from legspasm.cohort.wholetable import Work, ignored_in, plan_of, tell_partition, tell_table
from legspasm.errors import LegspasmError, Problem, problem
from legspasm.model import Knowledge
from legspasm.packed import compressed
from legspasm.prose import print_template


@click.command()
@click.argument("source", metavar="INPUT|-")
@click.option(
    "-o", "--output", default="-", metavar="FILE", help="Where to write; standard output else."
)
@of_table
@click.option("--to", type=click.Choice(FORMATS), help="The format to write, for other names.")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write there what is wrong with rows: CSV, or JSON Lines (.jsonl).",
)
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be read.")
@click.option(
    "--records",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write every distinct record there once (.jsonl, or .jsonl.zst); each row names its own.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a page there about all of them, in HTML.",
)
@click.option(
    "--dask", metavar="ADDRESS", help="Work on the machines of this Dask scheduler, file by file."
)
@of_knowledge
def batch(
    source: str,
    output: str,
    mapping: tuple[str, ...],
    rejects: Path | None,
    report: Path | None,
    knowledge: Knowledge,
    dask: str | None,
    strict: bool,
    records: Path | None,
    from_: TableFormat | None,
    to: TableFormat | None,
    id_: str | None,
) -> None:
    """Tell everybody in a table what the text supports: a row a person, a column a fact.

    INPUT is CSV, JSON Lines or Parquet, as its name tells (.csv, .jsonl, .parquet), or - for
    standard input. A column tells the fact that it is named after. Text means what it means after
    --set, and an empty cell is unknown. With a folder of Parquet files, or a name with *, OUTPUT is
    a folder of as many files.

    A row that cannot be read is left out of OUTPUT and told of: the exit status is then 1.

    \b
    Examples:
      legspasm batch people.csv
      legspasm batch people.csv --id name --map years=age -o told.parquet --report answer.html
      legspasm batch people.csv --to jsonl --rejects rejects.csv --records records.jsonl
    """
    target = None if output == "-" else Path(output)
    problems: list[Problem] = []
    columns = columns_of(mapping, problems)
    if rejects is not None and rejects.suffix not in {".csv", ".jsonl", ".ndjson"}:
        problems.append(problem("rejects_format", "--rejects"))
    if records is not None and not records.name.endswith((".jsonl", ".jsonl.zst")):
        problems.append(problem("records_format", "--records"))
    if problems:
        raise LegspasmError(problems)
    given = None if source == "-" else Path(source)
    check_apart(input=given, output=target, rejects=rejects, records=records, report=report)
    for path in (rejects, records, report):
        if path is not None:
            check_writable(path)
    if dask is not None or is_many(source):
        alone = {"--strict": strict, "--records": records, "--from": from_, "--to": to}
        unfit = [problem("batch_of_many", name) for name, value in alone.items() if value]
        if unfit or target is None:
            nowhere = [] if target else [problem("batch_folder_wanted", "--output")]
            raise LegspasmError([*unfit, *nowhere])
        work = partial(tell_partition, id=id_, columns=columns)
        many = _many(source, target, work, knowledge, rejects, dask, with_id=bool(id_))
        summary, failed, ignored = many.summary, many.failed, many.ignored
        tell_ignored(ignored)
        tell_first(many.first_rejects, many.rejects)
        empty = 0
    else:
        if target is not None:
            check_writable(target)
        form = format_given(source, from_, "--from")
        wanted = format_given(output, to or (form if target is None else None), "--to")
        aside = Aside(name_of(source), strict)
        with ExitStack() as stack:
            file = stack.enter_context(taking(target))
            left_out = None if rejects is None else stack.enter_context(taking(rejects))
            recorder = _recorder(records, knowledge, stack)
            table = stack.enter_context(opened(source, form))
            plan = plan_of(table, knowledge, id=id_, columns=columns, digest=records is not None)
            if rejects is not None and left_out is not None:
                lines: Literal["csv", "jsonl"] = "csv" if rejects.suffix == ".csv" else "jsonl"
                aside.file = RejectFile(left_out, lines, with_id=bool(plan.id), marked=table.marked)
            if not table.open:
                tell_ignored(plan.ignored)
            with _progress(table.size) as moved:
                work_ = Work(knowledge, plan, aside.take, recorder, lambda: moved(table.done))
                summary = tell_table(table, file, wanted, work_)
            empty, ignored = table.empty, ignored_in(table, plan, knowledge)
            if table.open:
                tell_ignored(ignored)
        aside.tell()
        failed = ()
    if report is not None:
        told = page(summary, knowledge, name=name_of(source), unread=failed, ignored=ignored)
        deliver(told, report, format="html")
    words = print_template(
        "batch.txt.j2", summary=summary, knowledge=knowledge, rejects=rejects, empty=empty
    )
    say(words, newline=False)
    meant = any(each.meant for each in ignored)
    sys.exit(1 if summary.rejected or failed or meant else 0)


def _many(
    source: str,
    target: Path,
    work: Callable[[Knowledge, Path, Path, Path], Done],
    knowledge: Knowledge,
    rejects: Path | None,
    dask: str | None,
    *,
    with_id: bool,
) -> Partitioned:
    """What came of a table in many files. Raises LegspasmError where none of them can be read."""
    problems = problems_of_folder(target)
    if rejects is not None and rejects.suffix != ".csv":
        problems.append(problem("rejects_of_many", "--rejects"))
    if problems:
        raise LegspasmError(problems)
    partitions = partitions_of(source)
    runners = nullcontext(one_at_a_time) if dask is None else connected(dask)
    with runners as runner, _progress(len(partitions)) as moved:
        found = run(
            partitions,
            target,
            work,
            knowledge=knowledge,
            rejects=rejects,
            with_id=with_id,
            runner=runner,
            progress=moved,
        )
    if len(found.failed) == len(partitions):
        raise LegspasmError(found.problems)
    for each in found.problems:
        say(str(each))
    return found


def _recorder(records: Path | None, knowledge: Knowledge, stack: ExitStack) -> Recorder | None:
    if records is None:
        return None
    file = stack.enter_context(taking(records))
    if records.suffix != ".zst":
        return Recorder(file, knowledge)
    return Recorder(stack.enter_context(compressed(file)), knowledge)


@contextmanager
def _progress(size: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error that is moved to where the work is; nothing where nobody sees it."""
    if not size or not is_terminal(sys.stderr):
        yield lambda done: None
        return
    with click.progressbar(length=size, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)
