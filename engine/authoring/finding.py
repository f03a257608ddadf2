"""What a check finds, and the catalogue of all checks: one page a code, in ``checks.toml``.

A finding is data: a stable code, where it stands, what it is about, what was found, and, where it
was proved, facts that show it. Why it matters and what to do about it is the same for every finding
of a code, and stands in the catalogue.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from legspasm.errors import Problem, printable
from legspasm.model import Value

Level = Literal["error", "warning"]


class Check(msgspec.Struct, frozen=True):
    """One check. ``bad`` and ``good`` are pieces of a file that it finds fault with, or does not.

    ``says`` words a finding; it is empty where the reader of the files does. An ``error`` makes
    knowledge wrong, a ``warning`` may be meant; what is not ``allowable``, no entry could allow.
    """

    code: str
    level: Level
    title: str
    why: str
    do: str
    says: str = ""
    allowable: bool = True
    bad: str = ""
    good: str = ""


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong with knowledge, or may be.

    ``file``, ``line`` and ``column`` (from 1; None where it is about a whole file) say where;
    ``about`` is the kind and the id of the part, such as ``rule`` and its id, both empty where
    there is none. ``witness`` are facts that show it, by name; null where none can.
    """

    code: str
    level: Level
    file: str
    line: int | None
    column: int | None
    about: tuple[str, str]
    text: str
    why: str
    do: str
    witness: Mapping[str, Value] | None = None


@cache
def checks() -> Mapping[str, Check]:
    """Every check, by its code."""
    path = Path(__file__).with_name("checks.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: msgspec.convert({"code": code, **each}, Check) for code, each in tables.items()}


def finding(
    code: str,
    place: str,
    about: tuple[str, str],
    witness: Mapping[str, Value] | None = None,
    /,
    **values: object,
) -> Finding:
    """The finding ``code`` at ``place``, worded with ``values``.

    Raises KeyError where the code or one of its values is missing: that is a bug.
    """
    text = checks()[code].says.format_map(values)
    return _found(code, place, about, text, witness)


def of_reading(problem: Problem) -> Finding:
    """A problem that the reader of the files told."""
    return _found(problem.code.removesuffix("_near"), problem.place, ("", ""), problem.text, None)


def _found(
    code: str,
    place: str,
    about: tuple[str, str],
    text: str,
    witness: Mapping[str, Value] | None,
) -> Finding:
    check = checks()[code]
    file, line, column = _parts(printable(place))
    return Finding(
        code, check.level, file, line, column, about, printable(text), check.why, check.do, witness
    )


def _parts(place: str) -> tuple[str, int | None, int | None]:
    """File, line and column of a place, which may be a file alone."""
    file, _, rest = place.rpartition(":")
    file, _, line = file.rpartition(":")
    if file and line.isdecimal() and rest.isdecimal():
        return file, int(line), int(rest)
    return place, None, None
