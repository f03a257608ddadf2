"""What text says a value is: after ``--set``, in a cell of a table, at a prompt.

What is usual is told without the words that people may type instead, which are read from a file
when they are first asked for.
"""

import re
from collections.abc import Mapping

from legspasm.errors import words
from legspasm.model import FactDefinition

UNKNOWN = "unknown"
"""The word for an unknown value, where a word is wanted."""
NONE = "none"
"""The word for an empty set; also the name of the others (``messages.toml``)."""
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_LETTERS = {"y": "yes", "n": "no"}
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,17})?")  # a float has no more digits


def parse_value(definition: FactDefinition, text: str) -> object:
    """``text`` as data for ``check_facts``; text that fits nothing is handed on as it is.

    Sets are values joined by commas; ``none`` is the empty set. What says none, or that somebody is
    not sure, in an interview says it here too, and words of the vocabulary may be written in any
    case. Nothing at all is no answer: an unset variable of a
    shell must not become a "no".
    """
    text = text.strip()
    ids = {option.id for option in definition.options}
    parts = [part for each in text.split(",") if (part := each.strip())]
    if text in {UNKNOWN, "null"}:
        return None
    match definition.type:
        case "set":
            if text == NONE and NONE not in ids:
                return []
            if parts and ids.issuperset(parts):
                return parts
        case "whole_number" if _WHOLE.fullmatch(text):
            return int(text)
        case "number" if _NUMBER.fullmatch(text):
            return float(text)
        case _ if text in ids or text.lower() in YES_NO:
            return text
    return _as_people_write(definition, text, parts)


def _as_people_write(definition: FactDefinition, text: str, parts: list[str]) -> object:
    """In any case, and with blanks where a word of the vocabulary has ``_``."""
    said = text.casefold()
    if said in words("not_sure"):
        return None
    known = {option.id.casefold(): option.id for option in definition.options}
    match definition.type:
        case "set":
            if said in words(NONE):
                return []
            return [_nearest(part, known) for part in parts] or text
        case "choice":
            return _nearest(text, known)
        case "yes_no":
            return _LETTERS.get(said, text)
        case _:
            return text


def _nearest(text: str, known: Mapping[str, str]) -> str:
    return known.get(text.casefold().replace(" ", "_"), text)
