"""What a caller told, checked against the vocabulary: raw values in, known facts out.

A fact that is left out, or given as ``None``, ``null`` or ``unknown``, is *unknown*; an empty set
is an answer. Every wrong fact is told at once, with what was expected and the nearest name.

Values come in two dresses: as data (Python, JSON, YAML), where a number must be a number, and
as text (``textvalue.py``), where everything is characters.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal, get_args

import msgspec
from legspasm.errors import FactsError, Problem, problem, shown, unknown_name
from legspasm.model import FactDefinition, Knowledge, Value
from legspasm.textvalue import NONE, UNKNOWN, YES_NO, parse_value

Origin = Literal["answer", "call", "default", "file", "option"]
Told = Mapping[str, Value]
"""Known values by the name of their fact; what is not in it is unknown."""
_KEPT: Mapping[str, tuple[type, ...]] = {
    "yes_no": (bool, str),
    "choice": (str,),
    "set": (tuple,),
    "number": (float, int),
    "whole_number": (int, float),
}
"""By type of a fact, the classes of raw values of which the fact is kept."""
MOST_KEPT = 1_000
"""Raw values of one fact, class and origin of which the fact is kept; then it starts anew."""


class Fact(msgspec.Struct, frozen=True, cache_hash=True):
    """A known fact: its name, its value, and how it was told."""

    name: str
    value: Value
    origin: Origin


def check_facts(
    knowledge: Knowledge, *told: tuple[Mapping[str, object], Origin]
) -> tuple[Fact, ...]:
    """The known facts of what was ``told``, ordered by name.

    Each part is a mapping from names to raw values, with its origin; a later part replaces what
    an earlier one says of the same fact, and ``None`` takes it back.
    Raises FactsError with a problem for every unknown name and every value that does not fit.
    """
    vocabulary = _vocabulary(knowledge)
    given = {name: (raw, origin) for part, origin in told for name, raw in part.items()}
    problems: list[Problem] = []
    facts = []
    for name in _by_name(given):
        raw, origin = given[name]
        try:
            facts.append(vocabulary[name].kept[origin][raw.__class__][raw])
        except (KeyError, TypeError):  # no fact, or a value that was not met yet
            if name not in vocabulary:
                problems.append(unknown_fact(name, vocabulary))
                continue
            fact = vocabulary[name].fact(raw, origin, problems)
            if fact is not None:
                facts.append(fact)
    if problems:
        raise FactsError(problems)
    return tuple(facts)


def unknown_fact(name: object, known: Iterable[str]) -> Problem:
    """The problem that no fact has this name. A name that can be printed stands as it is."""
    plain = isinstance(name, str) and name.isidentifier() and len(name) <= 60
    return unknown_name("fact_unknown", str(name) if plain else shown(name), str(name), known)


def spoken(definition: FactDefinition, value: Value | None) -> list[str]:
    """What a value says, in sentences; None says that it is unknown."""
    if value is None:
        return [definition.unknown]
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value) if definition.type == "number" else value
        return [definition.says.format(value=number)]
    if value == ():
        return [definition.none]
    ids = value if isinstance(value, tuple) else (_option_id(value),)
    return [option.says for option in definition.options if option.id in ids]


def told_with(told: Told, name: str, value: Value | None) -> dict[str, Value]:
    """``told`` with another value of one fact; None takes it back."""
    others = {each: known for each, known in told.items() if each != name}
    return others if value is None else {**others, name: value}


def _by_name(given: Iterable[str]) -> list[str]:
    try:
        return sorted(given)
    except TypeError:  # something that is no text among them
        return sorted(given, key=str)


class _Vocable:
    """A fact of the vocabulary, and the facts that raw values came to: by origin, class, value.

    A value that is told again with the same origin is, as a rule, the same fact in memory.
    """

    __slots__ = ("definition", "kept")

    def __init__(self, definition: FactDefinition) -> None:
        self.definition = definition
        self.kept: dict[Origin, dict[type, dict[object, Fact]]] = {
            origin: {each: {} for each in _KEPT[definition.type]} for origin in get_args(Origin)
        }

    def fact(self, raw: object, origin: Origin, problems: list[Problem]) -> Fact | None:
        """What the value says; None of an unknown one, and of one that adds a problem."""
        value = _checked(self.definition, raw, problems)
        if value is None:
            return None
        kept = self.kept[origin]
        fact = kept[value.__class__].get(value)
        if fact is None:
            fact = self._keep(
                kept[value.__class__], value, Fact(self.definition.name, value, origin)
            )
        if raw.__class__ in kept and raw.__class__ is not tuple:  # may hold what has no hash
            self._keep(kept[raw.__class__], raw, fact)
        return fact

    @staticmethod
    def _keep(kept: dict[object, Fact], value: object, fact: Fact) -> Fact:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[value] = fact
        return fact


@lru_cache(maxsize=16)
def _vocabulary(knowledge: Knowledge) -> Mapping[str, _Vocable]:
    return {each.name: _Vocable(each) for each in knowledge.facts}


def _option_id(value: Value) -> Value:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _checked(definition: FactDefinition, raw: object, problems: list[Problem]) -> Value | None:
    if raw is None or raw == UNKNOWN:
        return None
    before = len(problems)
    match definition.type:
        case "yes_no":
            value = raw if isinstance(raw, bool) else _yes_no(raw)
        case "choice":
            value = _choice(definition, raw, problems)
        case "set":
            value = _set(definition, raw, problems)
        case _:  # number, whole_number
            value = _number(definition, raw)
    if value is None and len(problems) == before:
        problems.append(_misfit(definition, raw))
    return value


def _yes_no(raw: object) -> Value | None:
    return YES_NO.get(raw.lower()) if isinstance(raw, str) else None


def _choice(definition: FactDefinition, raw: object, problems: list[Problem]) -> Value | None:
    if not isinstance(raw, str):
        return None
    ids = [option.id for option in definition.options]
    if raw in ids:
        return ids[ids.index(raw)]  # and not whatever equals it
    problems.append(unknown_name("fact_choice", definition.name, raw, ids, allowed=", ".join(ids)))
    return None


def _set(definition: FactDefinition, raw: object, problems: list[Problem]) -> Value | None:
    if isinstance(raw, str):
        raw = parse_value(definition, raw)
    if not isinstance(raw, list | tuple | set | frozenset):
        return None
    ids = [option.id for option in definition.options]
    wrong = sorted((each for each in raw if each not in ids), key=shown)
    allowed = ", ".join(ids)
    for each in wrong:
        if each == NONE:
            problems.append(problem("fact_set_none", definition.name, allowed=allowed))
        else:
            known = [*ids, NONE]
            problems.append(
                unknown_name("fact_set_value", definition.name, each, known, allowed=allowed)
            )
    return None if wrong else tuple(id_ for id_ in ids if id_ in raw)


def _number(definition: FactDefinition, raw: object) -> Value | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    if not definition.minimum <= raw <= definition.maximum:
        return None
    if definition.type == "number":
        return float(raw) + 0.0  # of the two zeros the one without a sign
    return int(raw) if raw == int(raw) else None


def _misfit(definition: FactDefinition, raw: object) -> Problem:
    return problem(
        f"fact_{definition.type}",
        definition.name,
        got=shown(raw),
        name=shown(raw),
        allowed=", ".join(option.id for option in definition.options),
        minimum=definition.minimum,
        maximum=definition.maximum,
        unit=definition.unit,
    )
