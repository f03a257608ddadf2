"""What entries of a log are picked by on the command line, and what is odd about it.

A name that no knowledge at hand has may be one of the knowledge that old records were made with:
that is said, and looked for all the same.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from legspasm.audit.outline import Said
from legspasm.audit.period import beginning, end
from legspasm.audit.query import FactSought, Query
from legspasm.cli.output import say
from legspasm.cli.records import knowledge_at_hand, with_knowledge
from legspasm.errors import FactsError, LegspasmError, Problem, problem, shown, unknown_name
from legspasm.facts import check_facts
from legspasm.model import VERDICTS, Knowledge
from legspasm.textvalue import parse_value

_NUMBER = click.IntRange(min=1)


def filtering(command: Callable[..., None]) -> Callable[..., None]:
    """The filters, as :func:`query_of` takes them with their knowledge, and ``limit``."""
    options = [
        click.option("--first", type=_NUMBER, metavar="N", help="From this entry on."),
        click.option("--last", type=_NUMBER, metavar="N", help="Up to this entry."),
        click.option("--since", metavar="TIME", help="From this time (RFC 3339) or date on."),
        click.option("--until", metavar="TIME", help="Before this time, or up to this date."),
        click.option("--label", "labels", multiple=True, metavar="TEXT", help="With this label."),
        click.option(
            "--verdict",
            "verdicts",
            multiple=True,
            metavar="CAUSE=WORD",
            help="With this verdict, by the words of a record, such as not_indicated.",
        ),
        click.option("--rule", "rules", multiple=True, metavar="RULE", help="This rule fired."),
        click.option(
            "--fact",
            "facts",
            multiple=True,
            metavar="NAME[=VALUE]",
            help="This fact was told, or told so; of a set, these values and maybe more.",
        ),
        click.option("--limit", type=_NUMBER, metavar="N", help="Only the newest N that fit."),
    ]
    command = with_knowledge(command)
    for option in reversed(options):
        command = option(command)
    return command


def query_of(
    *,
    first: int | None,
    last: int | None,
    since: str | None,
    until: str | None,
    labels: tuple[str, ...],
    verdicts: tuple[str, ...],
    rules: tuple[str, ...],
    facts: tuple[str, ...],
    folders: tuple[Path, ...],
) -> Query:
    """The query of these options. Raises LegspasmError with all that is wrong with them."""
    at_hand, problems = knowledge_at_hand(folders), list[Problem]()
    query = Query(
        first=first or 1,
        last=last,
        since=_time("--since", since, beginning, problems),
        until=_time("--until", until, end, problems),
        labels=labels,
        verdicts=tuple(said for each in verdicts for said in _verdict(each, problems)),
        rules=rules,
        facts=tuple(_fact(each) for each in facts),
    )
    if problems:
        raise LegspasmError(problems)
    for odd in _odd(query, at_hand):
        say(str(odd))
    return query


def _time(
    option: str, text: str | None, read: Callable[[str], str], problems: list[Problem]
) -> str | None:
    if text is None:
        return None
    try:
        return read(text)
    except ValueError:
        problems.append(problem("log_time", option, got=shown(text)))
        return None


def _verdict(text: str, problems: list[Problem]) -> Iterable[Said]:
    cause, equals, word = (part.strip() for part in text.partition("="))
    if not (cause and equals):
        problems.append(problem("filter_misshapen", "--verdict", got=shown(text)))
    elif word not in VERDICTS:
        problems.append(unknown_name("verdict_unknown", "--verdict", word, VERDICTS))
    else:
        yield Said(cause, word)


def _fact(text: str) -> FactSought:
    name, equals, value = text.partition("=")
    return FactSought(name.strip(), value.strip() if equals else None)


def _odd(query: Query, at_hand: list[Knowledge]) -> Iterable[Problem]:
    """The names, and the values of facts, that no knowledge at hand has."""
    rules = [rule.id for each in at_hand for rule in each.rules]
    causes = [cause.id for each in at_hand for cause in each.causes]
    facts = [definition.name for each in at_hand for definition in each.facts]
    for rule in query.rules:
        if rule not in rules:
            yield unknown_name("log_name_elsewhere", "--rule", rule, rules, kind="rule")
    for said in query.verdicts:
        if said.cause not in causes:
            yield unknown_name("log_name_elsewhere", "--verdict", said.cause, causes, kind="cause")
    for sought in query.facts:
        if sought.name not in facts:
            yield unknown_name("log_name_elsewhere", "--fact", sought.name, facts, kind="fact")
        elif sought.value is not None:
            yield from _misfit(sought.name, sought.value, at_hand)


def _misfit(name: str, text: str, at_hand: list[Knowledge]) -> tuple[Problem, ...]:
    """What is wrong with a value of a fact; nothing where one knowledge base takes it."""
    found: list[tuple[Problem, ...]] = []
    for knowledge in at_hand:
        for definition in knowledge.facts:
            if definition.name == name:
                try:
                    check_facts(knowledge, ({name: parse_value(definition, text)}, "option"))
                except FactsError as error:
                    found.append(error.problems)
                else:
                    return ()
    return found[0]
