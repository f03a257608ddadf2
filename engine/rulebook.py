"""Rules, read from their files: conditions, conclusions, and the quotes that they rest on.

Rules may read what any other file declares, so the vocabulary of every file is read before the
first rule.
"""

from collections.abc import Mapping
from typing import Final, Literal, get_args

import msgspec
from legspasm.entry import Entry
from legspasm.errors import shown
from legspasm.model import (
    VERDICTS,
    Conclusion,
    Condition,
    FactDefinition,
    Operator,
    Option,
    Parameter,
    Rule,
    Sentence,
    State,
    Value,
)
from legspasm.register import Register, fields_in_braces
from legspasm.source import read_quotes
from legspasm.telling import PlaceDefinition

_Kind = Literal[
    "state", "cause", "against", "conflict", "out_of_scope", "factor", "expects", "advice"
]
_DECLARED_AS: Final = {"against": "cause", "conflict": "cause", "out_of_scope": "scope"}
_FACT_OPERATORS: Final[tuple[Operator, ...]] = (
    "is",
    "includes",
    "one_of",
    "empty",
    "at_least",
    "below",
)
OPERATORS: Final = {
    "yes_no": ("is",),
    "choice": ("is", "one_of"),
    "set": ("includes", "empty"),
    "number": ("at_least", "below"),
    "whole_number": ("at_least", "below"),
}


class Declared(msgspec.Struct, frozen=True):
    """What rules can speak of, by id."""

    facts: Mapping[str, FactDefinition]
    parameters: Mapping[str, Parameter]
    states: Mapping[str, State]
    sentences: dict[str, Sentence]
    place: PlaceDefinition | None
    unreadable: str
    """The fact that no rule may read: the one of the safety layer."""


def read_rules(file: Entry, name: str, declared: Declared, register: Register) -> list[Rule]:
    """The rules of a file, as declared; ``name`` is the file's name inside the knowledge base."""
    topic = file.word("topic", optional=True)
    register.refer("cause", topic, file.place)
    return [
        _rule(entry, name, topic, declared, register)
        for entry in file.entries("rules", optional=True)
    ]


def _rule(entry: Entry, file: str, topic: str, declared: Declared, register: Register) -> Rule:
    rule = Rule(
        id=entry.word("id"),
        topic=topic,
        when=_conditions(entry, "when", declared, register),
        unless=_conditions(entry, "unless", declared, register),
        concludes=_conclusion(entry, declared, register),
        says=entry.text("says"),
        cites=read_quotes(entry, declared.sentences, register),
        file=file,
        line=entry.line,
        reservation=entry.text("reservation", optional=True),
        hedge=entry.text("hedge", optional=True),
        remark=entry.text("remark", optional=True),
    )
    register.introduce("rule", rule.id, entry)
    if rule.hedge and rule.cites and not any(rule.hedge in quote.text for quote in rule.cites):
        register.complain("hedge_not_quoted", entry.place, hedge=shown(rule.hedge))
    if rule.reservation and rule.concludes.kind != "cause":
        register.complain("reservation_misplaced", entry.place)
    entry.close()
    return rule


def _conditions(
    rule: Entry, key: str, declared: Declared, register: Register
) -> tuple[Condition, ...]:
    found = []
    for at, entry in enumerate(rule.entries(key, optional=key == "unless")):
        register.note("condition", f"{rule.word('id', optional=True)}.{key}[{at}]", entry.place)
        found.append(_condition(entry, declared, register))
    return tuple(found)


def _condition(entry: Entry, declared: Declared, register: Register) -> Condition:
    kinds = [kind for kind in ("fact", "state", "verdict") if kind in entry]
    if len(kinds) != 1:
        if entry.is_mapping:
            register.complain("condition_of_one", entry.place)
        return Condition("state", "", "holds", True, "")
    kind = kinds[0]
    name = entry.word(kind)
    register.refer("cause" if kind == "verdict" else kind, name, entry.place)
    if kind == "fact":
        condition = _fact_condition(entry, name, declared, register)
    elif kind == "state":
        state = declared.states.get(name, State(name, ""))
        condition = Condition(
            "state", name, "holds", True, _says(entry, state.says, declared, register)
        )
    else:
        wanted = tuple(entry.words("one_of"))
        for word in wanted:
            register.choose("verdict_unknown", word, VERDICTS, entry.place)
        condition = Condition(
            "verdict", name, "one_of", wanted, _says(entry, None, declared, register)
        )
    entry.close()
    return condition


def _fact_condition(entry: Entry, name: str, declared: Declared, register: Register) -> Condition:
    fact = declared.facts.get(name)
    operator: Operator = next((each for each in _FACT_OPERATORS if each in entry), "is")
    wanted: Value = ""
    parameter = ""
    default: str | None = None
    if name and name == declared.unreadable:
        register.complain("safety_fact_read", entry.place, name=name)
    if fact is not None and operator not in OPERATORS[fact.type]:
        allowed = ", ".join(OPERATORS[fact.type])
        register.complain("operator_unfit", entry.place, type=fact.type, allowed=allowed)
        default = ""
    elif operator in {"at_least", "below"}:
        parameter = entry.word(operator)
        register.refer("parameter", parameter, entry.place)
        if parameter in declared.parameters:
            wanted = declared.parameters[parameter].value
    elif operator == "empty":
        wanted = entry.flag(operator)
    elif operator == "one_of":
        wanted = tuple(entry.words(operator))
        for word in wanted:
            _option(fact, word, entry, register)
    else:
        wanted = entry.word(operator)
        option = _option(fact, wanted, entry, register)
        default = option.says if option else ""
        if fact is not None and fact.type == "yes_no":
            wanted = wanted == "yes"
    says = _says(entry, default, declared, register)
    return Condition("fact", name, operator, wanted, says, parameter)


def _option(
    fact: FactDefinition | None, word: str, entry: Entry, register: Register
) -> Option | None:
    if fact is None:
        return None
    options = {option.id: option for option in fact.options}
    register.choose("value_undeclared", word, options, entry.place)
    return options.get(word)


def _says(entry: Entry, default: str | None, declared: Declared, register: Register) -> str:
    """A condition's own wording, or ``default``; None where there must be one of its own."""
    text = entry.text("says", optional=default is not None)
    values = {id_: parameter.value for id_, parameter in declared.parameters.items()}
    if text and fields_in_braces(text, values, entry.place, register) is not None:
        return text.format_map(values)
    return text or default or ""


def _conclusion(entry: Entry, declared: Declared, register: Register) -> Conclusion:
    inner = entry.entry("concludes")
    if inner is None:
        return Conclusion("state", "")
    kinds: tuple[_Kind, ...] = get_args(_Kind)
    found = [kind for kind in kinds if kind in inner]
    if len(found) != 1:
        if inner.is_mapping:
            register.complain("conclusion_of_one", inner.place, allowed=", ".join(kinds))
        return Conclusion("state", "")
    kind = found[0]
    conclusion = Conclusion(
        kind=kind,
        id=inner.word(kind),
        bears_on=tuple(inner.words("bears_on", optional=True)) if kind == "factor" else (),
    )
    if kind == "expects" and declared.place is None:
        register.complain("place_missing", inner.place)
    elif kind == "expects" and declared.place is not None:
        _option(declared.facts.get(declared.place.reported_by), conclusion.id, inner, register)
    else:
        register.refer(_DECLARED_AS.get(kind, kind), conclusion.id, inner.place)
    for cause in conclusion.bears_on:
        register.refer("cause", cause, inner.place)
    inner.close()
    return conclusion
