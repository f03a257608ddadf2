"""What was typed at a prompt, made out: a number, a label, a beginning of one, or a command."""

import re

from legspasm.asking import Question
from legspasm.errors import words

ALL_COMMANDS = ("not_sure", "quit", "back", "why", "facts", "help")
"""What can be typed at every prompt besides an answer; each has its words in ``messages.toml``."""
_COMMAND_BEGINNING = 3
"""Letters that a command may be shortened to: "no" to a number is no answer."""
_WORD_INSIDE = 3
"""Letters of a word, or words, from anywhere in one label alone that stand for it."""
_NUMBERS = re.compile(r"\d+(?:(?:[\s,;]|and)+\d+)*")
_BETWEEN_NUMBERS = re.compile(r"(?:[\s,;]|and)+")
_WITH_UNIT = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(\D*)")


def completed(text: str, question: Question) -> str:
    """``text`` with numbers, labels and unique beginnings written out as what they stand for.

    A command is given by its name in ``ALL_COMMANDS``. What is neither is given back as it is.
    """
    known = {word: command for command in ALL_COMMANDS for word in words(command)}
    if question.type == "set":
        known |= dict.fromkeys(words("none"), words("none")[0])
    if question.type == "yes_no":
        known |= {"y": "yes", "n": "no"}
    known |= {option.id: option.id for option in question.options}
    known |= {option.label.lower(): option.id for option in question.options}
    text = text.strip(" .)")
    if text in known:  # a label may hold a comma
        return known[text]
    parts = [text]
    if question.type == "set":
        parts = _BETWEEN_NUMBERS.split(text) if _NUMBERS.fullmatch(text) else text.split(",")
    return ",".join(_one(part.strip(" .)"), question, known) for part in parts)


def bare_number(text: str, unit: str) -> str:
    """A number without its unit behind it, and with a point where a comma was typed."""
    found = _WITH_UNIT.fullmatch(text)
    if found is None or not unit or not unit.lower().startswith(found[2].lower()):
        return text
    return found[1].replace(",", ".")


def _one(text: str, question: Question, known: dict[str, str]) -> str:
    options = question.options
    if options and text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(options):
        return options[int(text[:9]) - 1].id
    if text in known:
        return known[text]
    starting = {found for word, found in known.items() if text and word.startswith(text)}
    if not starting and len(text) >= _WORD_INSIDE:
        inside = re.compile(rf"\b{re.escape(text)}\b")
        starting = {each.id for each in options if inside.search(each.label.lower())}
    if len(starting) != 1:
        return text
    [found] = starting
    return text if found in ALL_COMMANDS and len(text) < _COMMAND_BEGINNING else found
