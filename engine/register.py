"""Which names a knowledge base declares, while it is being read.

Every id is declared once, and every other mention refers to it. Both are checked here, with
file, line and the nearest declared name. Ids are lower-case words joined by single underscores:
they become field names in experta, which gives double underscores a meaning of their own.
"""

import re
import string
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import msgspec
from legspasm.entry import Entry
from legspasm.errors import Problem, message, problem, shown, unknown_name

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


Part: TypeAlias = tuple[str, str]
"""A part of a knowledge base: its kind (``fact``, ``state``, ``rule`` …), and its id."""


class Allowance(msgspec.Struct, frozen=True):
    """What a check may find wrong with a part, by the ``code`` of the check, and why it may."""

    code: str
    reason: str
    place: str


class Register:
    """The declared ids by kind, what is allowed of them, and the problems found so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._declared: dict[str, dict[str, str]] = {}
        self._allowances: dict[Part, tuple[Allowance, ...]] = {}

    @property
    def places(self) -> Mapping[Part, str]:
        """Where each part stands."""
        return {
            (kind, name): at for kind, each in self._declared.items() for name, at in each.items()
        }

    @property
    def allowances(self) -> Mapping[Part, tuple[Allowance, ...]]:
        """What is allowed of the parts of which something is."""
        return {part: each for part, each in self._allowances.items() if each}

    def introduce(self, kind: str, name: str, entry: Entry) -> None:
        """Declare ``name`` where ``entry`` stands, with what it allows."""
        self.declare(kind, name, entry.place)
        allowed = entry.texts_by_name("allow", optional=True)
        self._allowances[kind, name] = tuple(Allowance(code, why, at) for code, at, why in allowed)

    def note(self, kind: str, name: str, place: str) -> None:
        """A part that is named by something else than an id of its own stands at ``place``."""
        self._declared.setdefault(kind, {}).setdefault(name, place)

    def declare(self, kind: str, name: str, place: str) -> None:
        """``name`` is a new id of its kind; a problem where it is misshapen or stands already.

        An empty name is passed over here and elsewhere: that it is missing has been told.
        """
        if not name:
            return
        declared = self._declared.setdefault(kind, {})
        if not _ID.fullmatch(name):
            self.problems.append(problem("id_misshapen", place, name=shown(name)))
        elif name in declared:
            first = declared[name]
            self.problems.append(problem("id_twice", place, kind=kind, name=name, first=first))
        else:
            declared[name] = place

    def refer(self, kind: str, name: str, place: str) -> None:
        """``name`` has been declared as a ``kind``; a problem with the nearest one where not."""
        self.choose("undeclared", name, self._declared.get(kind, ()), place, kind=kind)

    def choose(
        self, code: str, name: str, known: Iterable[str], place: str, **values: object
    ) -> None:
        """``name`` is one of ``known``; the problem ``code`` with the nearest one where not."""
        known = list(known)
        if name and name not in known:
            self.problems.append(unknown_name(code, place, name, known, **values))

    def place_of(self, kind: str, name: str) -> str:
        """Where ``name`` was declared."""
        return self._declared[kind][name]

    def complain(self, code: str, place: str, /, **values: object) -> None:
        """Add the problem ``code`` at ``place``."""
        self.problems.append(problem(code, place, **values))


def fields_in_braces(
    text: str, allowed: Iterable[str], place: str, register: Register
) -> set[str] | None:
    """The names in braces in ``text``; None, with a problem, where one is not among ``allowed``."""
    known = sorted(allowed)
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        parts = [("", "", None, None)]
    fields = {field for _, field, _, _ in parts if field is not None}
    plain = not any(spec or conversion for _, _, spec, conversion in parts)
    if plain and fields <= set(known):
        return fields
    names = ", ".join(known) or message("values", "nothing")
    register.complain("braces_broken", place, allowed=names)
    return None
