"""The interview at a terminal: one question after another, as long as one can still matter.

Prompts go to standard error, so that standard output holds the result alone. Answers are taken by
word, number or unique beginning; "not sure" is always possible, and "quit" ends with what was
told so far. The end of input and Ctrl-C stop without a result.
"""

import io
import sys

import click
from legspasm.cli.output import say, terminal_width
from legspasm.consultation import consult_facts
from legspasm.errors import FactsError, message, words
from legspasm.facts import Fact, check_facts, parse_value
from legspasm.model import FactDefinition, Knowledge
from legspasm.prose import print_template
from legspasm.questions import next_question
from legspasm.safety import safety_card

_NONE = words("none")[0]
_NOT_SURE = words("not_sure")[0]
_QUIT = words("quit")[0]
_COMMAND_BEGINNING = 3
"""Letters that "not sure" and "quit" may be shortened to: "no" to a number is no answer."""


def interview(knowledge: Knowledge) -> tuple[Fact, ...]:
    """Ask, and return the known facts. Raises click.Abort at the end of input."""
    if isinstance(sys.stdin, io.TextIOWrapper):  # what cannot be read is asked again, not fatal
        sys.stdin.reconfigure(errors="replace")
    answers: dict[str, object] = {}
    facts: tuple[Fact, ...] = ()
    width = terminal_width()
    say(print_template("interview.txt.j2", width=width, knowledge=knowledge), newline=False)
    while (definition := next_question(knowledge, facts, answers)) is not None:
        answer = _ask(knowledge, definition, len(answers) + 1)
        if answer == _QUIT:
            break
        answers[definition.name] = None if answer == _NOT_SURE else answer
        facts = check_facts(knowledge, (answers, "answer"))
        if definition.name == knowledge.safety.fact:
            _show_card(knowledge, facts)
    say("")
    return facts


def _show_card(knowledge: Knowledge, facts: tuple[Fact, ...]) -> None:
    """The safety card at once, where the answer to the question of safety calls for one."""
    card = safety_card(consult_facts(knowledge, facts).document.body, knowledge)
    if card is not None:
        say("")
        width = terminal_width()
        text = print_template("card.txt.j2", width=width, card=card, verbose=False)
        say(text, newline=False)


def _ask(knowledge: Knowledge, definition: FactDefinition, number: int) -> object:
    prompt = print_template(
        "question.txt.j2", width=terminal_width(), definition=definition, number=number
    )
    say(prompt, newline=False)
    while True:
        say(message("prompts", "prompt"), newline=False)
        line = sys.stdin.readline()
        if not line:
            raise click.Abort
        text = line.strip().lower()
        if not text:
            say(message("prompts", "empty"))
            continue
        word = _completed(text, definition)
        if word in {_QUIT, _NOT_SURE}:
            return word
        answer = parse_value(definition, word)
        try:
            check_facts(knowledge, ({definition.name: answer}, "answer"))
        except FactsError as error:
            for told in _complaints(definition, error):
                say(told)
        else:
            return _NOT_SURE if answer is None else answer


def _complaints(definition: FactDefinition, error: FactsError) -> list[str]:
    """What was wrong with an answer, in the words of the question: labels, never ids."""
    if definition.type == "set":
        return [message("prompts", "answer_set", count=len(definition.options))]
    if definition.options:
        return [message("prompts", "answer_option", count=len(definition.options))]
    return [each.text for each in error.problems]


def _completed(text: str, definition: FactDefinition) -> str:
    """``text`` with numbers, labels and unique beginnings written out as the ids they stand for."""
    ids = {option.label.lower(): option.id for option in definition.options}
    ids |= {option.id: option.id for option in definition.options}
    ids |= dict.fromkeys(words("quit"), _QUIT) | dict.fromkeys(words("not_sure"), _NOT_SURE)
    if definition.type == "set":
        ids |= dict.fromkeys(words("none"), _NONE)
    if definition.type == "yes_no":
        ids |= {"y": "yes", "n": "no"}
    if text in ids:  # a label may hold a comma
        return ids[text]
    parts = text.split(",") if definition.type == "set" else [text]
    return ",".join(_one(part.strip(), definition, ids) for part in parts)


def _one(text: str, definition: FactDefinition, ids: dict[str, str]) -> str:
    options = definition.options
    if options and text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(options):
        return options[int(text[:9]) - 1].id
    if text in ids:
        return ids[text]
    starting = {id_ for word, id_ in ids.items() if text and word.startswith(text)}
    if len(starting) != 1 or (starting <= {_QUIT, _NOT_SURE} and len(text) < _COMMAND_BEGINNING):
        return text
    return starting.pop()
