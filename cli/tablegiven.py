"""A table given on the command line: where it is, in which format, and which column tells what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from legspasm.cli.given import standard_input
from legspasm.cli.output import say
from legspasm.cohort.naming import Ignored
from legspasm.cohort.tablefiles import (
    FORMATS,
    WORKBOOKS,
    ParquetTable,
    Table,
    TableFormat,
    TextTable,
    format_of,
    named,
)
from legspasm.cohort.wholetable import facts_in_row, plan_of
from legspasm.errors import FactsError, LegspasmError, Problem, message, printable, problem, shown
from legspasm.facts import Fact
from legspasm.model import Knowledge


def of_table(command: Callable[..., None]) -> Callable[..., None]:
    """The options ``from_``, ``mapping`` and ``id_`` of a table that is read."""
    options = [
        click.option(
            "--from",
            "from_",
            type=click.Choice(FORMATS),
            help="The format of the table, where its name does not tell.",
        ),
        click.option(
            "--map",
            "mapping",
            multiple=True,
            metavar="COLUMN=FACT",
            help="The fact that a column of another name tells; may be repeated.",
        ),
        click.option("--id", "id_", metavar="COLUMN", help="The column that says who it is."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def columns_of(mapping: tuple[str, ...], problems: list[Problem]) -> Mapping[str, str]:
    """The facts by column of COLUMN=FACT settings; the name of a column may hold a ``=``."""
    found: dict[str, str] = {}
    for each in mapping:
        column, equals, fact = each.rpartition("=")
        if not equals:
            problems.append(problem("map_misshapen", "--map", got=shown(each)))
        elif column in found:
            problems.append(problem("set_twice", shown(column)))
        else:
            found[column] = fact.strip()
    return found


def name_of(source: str) -> str:
    """What problems call a file, or standard input (-)."""
    return message("prompts", "standard_input") if source == "-" else source


def format_given(name: str, format: TableFormat | None, option: str) -> TableFormat:
    """The format of a table: as given, as its name tells, or CSV for a stream (-).

    Raises LegspasmError where nothing tells.
    """
    found = format or ("csv" if name == "-" else format_of(name))
    if option == "--from" and Path(name).suffix.lower() in WORKBOOKS:
        raise LegspasmError([problem("table_workbook", name)])
    if found is None:
        raise LegspasmError([problem("table_format", name, option=option)])
    return found


@contextmanager
def opened(source: str, format: TableFormat) -> Iterator[Table]:
    """The table in a file or from standard input (-). Raises LegspasmError."""
    name = name_of(source)
    with ExitStack() as open_:
        try:
            file = (
                standard_input() if source == "-" else open_.enter_context(Path(source).open("rb"))
            )
            if format != "parquet":
                table = TextTable(file, name, format)
                open_.callback(table.close)
                yield table
                return
            path = open_.enter_context(named(file)) if source == "-" else Path(source)
        except FileNotFoundError:
            raise FactsError([problem("file_missing", name)]) from None
        except OSError as error:
            raise FactsError([problem("file_unreadable", name, why=error.strerror)]) from error
        yield ParquetTable(path, name)


def row_given(
    knowledge: Knowledge,
    source: str,
    number: int,
    *,
    from_: TableFormat | None,
    mapping: tuple[str, ...],
    id_: str | None,
) -> tuple[Fact, ...]:
    """The facts of one row of a table. Raises LegspasmError where it is not there, or is bad."""
    problems: list[Problem] = []
    columns = columns_of(mapping, problems)
    if problems:
        raise LegspasmError(problems)
    with opened(source, format_given(source, from_, "--from")) as table:
        plan = plan_of(table, knowledge, id=id_, columns=columns)
        tell_ignored([each for each in plan.ignored if each.meant])
        return facts_in_row(table, number, knowledge, plan, name_of(source))


def tell_ignored(columns: Sequence[Ignored]) -> None:
    """Tell the columns that tell no fact, if any."""
    if not columns:
        return
    words = [
        message(
            "prompts",
            "column_near_in" if each.file else "column_near" if each.near else "column",
            column=printable(each.column),
            near=each.near,
            file=printable(each.file),
        )
        for each in columns
    ]
    say(message("prompts", "columns_ignored", columns=", ".join(words)))
    if any(each.meant for each in columns):
        say(message("prompts", "columns_near"))
