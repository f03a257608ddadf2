"""The errors that a caller can catch, and the words in which they are told.

Bad input is told as *all* its problems at once. A problem has a stable code, the place where
it stands (a file with line and column, or the name of a fact) and a text. The texts live in
``messages.toml``, one a code, so that they can be read, checked and translated in one place.

    raise FactsError([problem("fact_unknown", "recent_injry", ...)])

Every error derives from :class:`LegspasmError`. What is a bug of ours is not caught and keeps
its traceback.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong with an input.

    ``code`` is a key of ``messages.toml`` and stable; ``place`` says where (may be empty);
    ``text`` says what, and what was expected.
    """

    code: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


class LegspasmError(Exception):
    """Base of every error of this package; ``problems`` holds one or more, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class FactsError(LegspasmError):
    """Facts that cannot be taken as they stand: unknown names, wrong values, broken files."""


class KnowledgeError(LegspasmError):
    """Knowledge files that cannot be read, or that contradict themselves or the source."""


class RecordError(LegspasmError):
    """A record that cannot be read, or that does not go with the knowledge at hand."""


class LogError(LegspasmError):
    """A log of records that cannot be opened, read or written."""


class TemplateError(LegspasmError):
    """A user's own template that does not parse, or that fails while it renders."""


def problem(code: str, place: str = "", /, **values: object) -> Problem:
    """The problem ``code`` at ``place``, worded with ``values``. Never holds a control character.

    Raises KeyError where the code or one of its values is missing: that is a bug.
    """
    return Problem(code, printable(place), printable(message("problems", code, **values)))


def message(section: str, code: str, /, **values: object) -> str:
    """The text ``code`` of a section of the catalogue, with its values put in."""
    return str(_catalogue()[section][code]).format_map(values)


def words(code: str) -> Sequence[str]:
    """What a person may write for ``none``, a command or a column; the first is the usual one."""
    return tuple(_catalogue()["answers"][code])


def unknown_name(
    code: str, place: str, name: object, known: Iterable[str], /, **values: object
) -> Problem:
    """The problem that ``name`` is none of ``known``, with the nearest known name if one is near.

    The catalogue holds both wordings: ``code`` and ``code_near``.
    """
    text = name if isinstance(name, str) and len(name) <= 60 else ""
    import difflib

    near = difflib.get_close_matches(text, list(known), n=1)
    if near:
        return problem(f"{code}_near", place, name=shown(name), near=near[0], **values)
    return problem(code, place, name=shown(name), **values)


def shown(value: object) -> str:
    """A value as an error quotes it: on one line, without control characters, not too long."""
    try:
        text = repr(value)
    except ValueError:  # an int of more digits than Python prints
        text = message("values", "huge_number")
    except RecursionError:
        text = message("values", "deep")
    text = printable(text)
    return text if len(text) <= 60 else f"{text[:57]}..."


def printable(text: str) -> str:
    """``text`` on one line, with a space for every character that could steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


@cache
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    import tomllib

    path = Path(__file__).with_name("messages.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
