"""The interview at a terminal: one question after another, as long as one can still matter.

Prompts go to standard error, so that standard output holds the result alone. Answers are taken by
word, number or unique beginning; "not sure" is always possible, and "quit" ends with what was
told so far. The end of input and Ctrl-C stop without a result.
"""

import sys

import click
from legspasm.cli.output import terminal_width
from legspasm.errors import FactsError, message
from legspasm.facts import Fact, check_facts, parse_value
from legspasm.model import FactDefinition, Knowledge
from legspasm.prose import print_template
from legspasm.questions import next_question

_NOT_SURE = "not sure"
_QUIT = "quit"


def interview(knowledge: Knowledge) -> tuple[Fact, ...]:
    """Ask, and return the known facts. Raises click.Abort at the end of input."""
    answers: dict[str, object] = {}
    facts: tuple[Fact, ...] = ()
    click.echo(print_template("interview.txt.j2", width=terminal_width()), err=True, nl=False)
    while (definition := next_question(knowledge, facts, answers)) is not None:
        answer = _ask(knowledge, definition, len(answers) + 1)
        if answer == _QUIT:
            break
        answers[definition.name] = None if answer == _NOT_SURE else answer
        facts = check_facts(knowledge, (answers, "answer"))
    click.echo(err=True)
    return facts


def _ask(knowledge: Knowledge, definition: FactDefinition, number: int) -> object:
    prompt = print_template(
        "question.txt.j2", width=terminal_width(), definition=definition, number=number
    )
    click.echo(prompt, err=True, nl=False)
    while True:
        click.echo(message("prompts", "prompt"), err=True, nl=False)
        line = sys.stdin.readline()
        if not line:
            raise click.Abort
        text = line.strip().lower()
        if not text:
            click.echo(message("prompts", "empty"), err=True)
            continue
        word = _completed(text, definition)
        if word in {_QUIT, _NOT_SURE}:
            return word
        answer = parse_value(definition, word)
        try:
            check_facts(knowledge, ({definition.name: answer}, "answer"))
        except FactsError as error:
            for each in error.problems:
                click.echo(each.text, err=True)
        else:
            return _NOT_SURE if answer is None else answer


def _completed(text: str, definition: FactDefinition) -> str:
    """``text`` with numbers and unique beginnings written out as the values that they stand for."""
    if text in {"q", "exit"}:
        return _QUIT
    ids = [option.id for option in definition.options]
    parts = text.split(",") if definition.type == "set" else [text]
    words = [*ids, _QUIT, _NOT_SURE, *(["none"] if definition.type == "set" else [])]
    return ",".join(_one(part.strip(), ids, words) for part in parts)


def _one(text: str, ids: list[str], words: list[str]) -> str:
    if ids and text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(ids):
        return ids[int(text[:9]) - 1]
    if text in words:
        return text
    starting = [word for word in words if text and word.startswith(text)]
    return starting[0] if len(starting) == 1 else text
