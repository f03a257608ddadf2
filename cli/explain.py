"""``legspasm explain``: how, why not, what if, what else would help; on a record or on facts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from legspasm.cli.given import facts_with, of_knowledge, record_given, values_of
from legspasm.cli.output import check_writable, say
from legspasm.cli.tablegiven import of_table, row_given
from legspasm.cli.telling import tell, telling
from legspasm.cohort.tablefiles import TableFormat, format_of
from legspasm.comparison import what_if as compare
from legspasm.contrast import why_not as contrast
from legspasm.errors import FactsError, LegspasmError, Problem, message, problem, shown
from legspasm.facts import check_facts
from legspasm.inquiry import needs as inquire
from legspasm.justification import how as justify
from legspasm.model import Knowledge
from legspasm.record import Record
from legspasm.reply import Reply
from legspasm.targets import check_question, find_target


@click.group()
def explain() -> None:
    """Ask back: how, why not, what if, and what else would help.

    Each works on a stored record (`consult --format json`), on a file of facts, on either from
    standard input (-), or on facts given with --set. With --row, on a person of a table
    (`legspasm batch`).

    \b
    Examples:
      legspasm explain how injury record.json
      legspasm explain why-not dehydration --set exertion=none
      legspasm explain what-if age=70 record.json
      legspasm consult facts.yaml --format json | legspasm explain needs -
      legspasm explain needs facts.yaml --knowledge knowledge
      legspasm explain how injury people.csv --row 2 --map years=age
    """


def _given(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every question back has in common."""
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            help="A fact; may be given many times, and wins over a file of facts.",
        ),
        click.option(
            "--row",
            type=click.IntRange(min=1),
            metavar="NUMBER",
            help="The file is a table: the person in this row, from 1 on.",
        ),
        of_table,
        of_knowledge,
        telling,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@explain.command()
@click.argument("cause")
@click.argument("record", required=False, metavar="[RECORD|-]")
@_given
def how(cause: str, record: str | None, **given: Any) -> None:
    """How CAUSE was concluded: every rule, fact and sentence that it rests on.

    CAUSE may also be a state, a factor or a piece of advice.

    \b
    Examples:
      legspasm explain how injury record.json
      legspasm explain how night --set at_night=yes
    """
    _tell(
        lambda record: justify(record, cause),
        record,
        check=lambda knowledge: find_target(knowledge, cause),
        **given,
    )


@explain.command("why-not")
@click.argument("cause")
@click.argument("record", required=False, metavar="[RECORD|-]")
@click.option(
    "--keep", multiple=True, metavar="FACT", help="A fact that is not to change; may be repeated."
)
@_given
def why_not(cause: str, record: str | None, keep: tuple[str, ...], **given: Any) -> None:
    """Why CAUSE was not concluded: every route to it, and the smallest changes that would give it.

    CAUSE may also be a state, a factor or a piece of advice.

    \b
    Examples:
      legspasm explain why-not dehydration record.json
      legspasm explain why-not older_age --set age=50 --keep age
    """
    _tell(
        lambda record: contrast(record, cause, keep=keep),
        record,
        check=lambda knowledge: check_question(knowledge, cause, keep),
        **given,
    )


@explain.command("what-if")
@click.argument("changes", nargs=-1, required=True, metavar="NAME=VALUE… [RECORD|-]")
@_given
def what_if(changes: tuple[str, ...], **given: Any) -> None:
    """What would be told differently with other facts; NAME=unknown takes an answer back.

    \b
    Examples:
      legspasm explain what-if age=70 record.json
      legspasm explain what-if injury_healed=yes age=unknown record.json
    """
    records = [each for each in changes if "=" not in each]
    values: dict[str, object] = {}

    def check(knowledge: Knowledge) -> None:
        problems: list[Problem] = []
        settings = [each for each in changes if "=" in each]
        if len(records) > 1:
            problems.append(problem("records_twice", got=shown(records)))
        if not settings:
            problems.append(problem("nothing_to_change"))
        values.update(values_of(knowledge, settings, problems))
        try:
            check_facts(knowledge, (values, "option"))
        except FactsError as error:
            problems += error.problems
        if problems:
            raise LegspasmError(problems)

    _tell(
        lambda record: compare(record, values, origin="option"),
        records[0] if len(records) == 1 else None,
        check=check,
        **given,
    )


@explain.command()
@click.argument("record", required=False, metavar="[RECORD|-]")
@_given
def needs(record: str | None, **given: Any) -> None:
    """What else would have to be known, in which order, and what each answer would change.

    \b
    Examples:
      legspasm explain needs record.json
      legspasm explain needs --set recent_injury=yes
    """
    _tell(inquire, record, check=lambda knowledge: None, **given)


def _tell(
    question: Callable[[Record], Reply],
    source: str | None,
    *,
    check: Callable[[Knowledge], object],
    knowledge: Knowledge,
    settings: tuple[str, ...],
    output: Path | None,
    row: int | None,
    from_: TableFormat | None,
    mapping: tuple[str, ...],
    id_: str | None,
    **how: Any,
) -> None:
    if output is not None:
        check_writable(output)
    problems: list[Problem] = []
    try:
        check(knowledge)
    except LegspasmError as error:
        problems += error.problems
    try:
        if row is None:
            alone = {"--from": from_, "--map": mapping, "--id": id_}
            unfit = [problem("needs_row", name) for name, given in alone.items() if given]
            if source and format_of(source) in {"csv", "parquet"} and Path(source).is_file():
                unfit.append(problem("row_wanted", source))
            if unfit:
                raise LegspasmError(unfit)
            record = record_given(knowledge, source, settings)
        elif source is None:
            raise LegspasmError([problem("row_of_nothing", "--row")])
        else:
            facts = row_given(knowledge, source, row, from_=from_, mapping=mapping, id_=id_)
            record = facts_with(knowledge, facts, settings)
    except LegspasmError as error:
        if any(each.code == "record_other_knowledge" for each in error.problems):
            raise  # the names were looked for in the wrong knowledge
        raise LegspasmError([*problems, *error.problems]) from error
    if problems:
        raise LegspasmError(problems)
    if source is None and not settings:
        say(message("prompts", "no_facts"))
    tell(question(record).render, output=output, **how)
