"""Rules, and what only rules speak of (states, scopes, factors, places), read from their files.

A rules file declares first and rules after; rules may read what any other file declares, so
every file is declared before the first rule is read.
"""

import string
from collections.abc import Mapping
from typing import Final, Literal, get_args

import msgspec
from legspasm.errors import shown
from legspasm.model import (
    VERDICTS,
    Conclusion,
    Condition,
    FactDefinition,
    FactorDefinition,
    Operator,
    Parameter,
    Rule,
    Scope,
    Sentence,
    State,
    Value,
)
from legspasm.register import Register
from legspasm.source import read_quotes
from legspasm.telling import PlaceDefinition
from legspasm.yamlfile import Entry

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
_OPERATORS: Final = {
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
    place: PlaceDefinition
    unreadable: str
    """The fact that no rule may read: the one of the safety layer."""


def read_states(file: Entry, register: Register) -> tuple[State, ...]:
    """The conclusions on the way that a rules file declares."""
    states = []
    for entry in file.entries("states", optional=True):
        states.append(State(id=entry.word("id"), says=entry.text("says")))
        register.declare("state", states[-1].id, entry.place)
        entry.close()
    return tuple(states)


def read_scopes(file: Entry, register: Register) -> tuple[Scope, ...]:
    """The ways in which there is nothing to explain."""
    scopes = []
    for entry in file.entries("scopes", optional=True):
        scopes.append(Scope(entry.word("id"), entry.text("says"), entry.flag("silent")))
        register.declare("scope", scopes[-1].id, entry.place)
        entry.close()
    return tuple(scopes)


def read_factors(file: Entry, register: Register) -> tuple[FactorDefinition, ...]:
    """What makes causes more liable."""
    factors = []
    for entry in file.entries("factors", optional=True):
        factors.append(FactorDefinition(entry.word("id"), entry.text("title"), entry.text("says")))
        register.declare("factor", factors[-1].id, entry.place)
        entry.close()
    return tuple(factors)


def read_place(file: Entry, register: Register) -> PlaceDefinition | None:
    """Which fact reports a place, where this file says so."""
    if "place" not in file:
        return None
    entry = file.entry("place")
    says = entry.entry("says") if entry else None
    if entry is None or says is None:
        return None
    place = PlaceDefinition(
        entry.word("reported_by"), says.text("agrees"), says.text("not_expected")
    )
    register.refer("fact", place.reported_by, entry.place)
    says.close()
    entry.close()
    return place


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
        when=tuple(_condition(each, declared, register) for each in entry.entries("when")),
        unless=tuple(
            _condition(each, declared, register) for each in entry.entries("unless", optional=True)
        ),
        concludes=_conclusion(entry, declared, register),
        says=entry.text("says"),
        cites=read_quotes(entry, declared.sentences, register),
        file=file,
        line=entry.line,
        reservation=entry.text("reservation", optional=True),
        hedge=entry.text("hedge", optional=True),
        remark=entry.text("remark", optional=True),
    )
    register.declare("rule", rule.id, entry.place)
    if "when" in entry and not rule.when:
        register.complain("rule_without_condition", entry.place)
    if "cites" in entry and not rule.cites:
        register.complain("rule_without_quote", entry.place)
    if rule.hedge and not any(rule.hedge in quote.text for quote in rule.cites):
        register.complain("hedge_not_quoted", entry.place, hedge=shown(rule.hedge))
    if rule.reservation and rule.concludes.kind != "cause":
        register.complain("reservation_misplaced", entry.place)
    entry.close()
    return rule


def _condition(entry: Entry, declared: Declared, register: Register) -> Condition:
    kinds = [kind for kind in ("fact", "state", "verdict") if kind in entry]
    if len(kinds) != 1:
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
            "verdict", name, "one_of", wanted, _says(entry, "", declared, register)
        )
    entry.close()
    return condition


def _fact_condition(entry: Entry, name: str, declared: Declared, register: Register) -> Condition:
    fact = declared.facts.get(name)
    operator: Operator = next((each for each in _FACT_OPERATORS if each in entry), "is")
    default, parameter = "", ""
    wanted: Value = entry.flag(operator) if operator == "empty" else ""
    if name and name == declared.unreadable:
        register.complain("safety_fact_read", entry.place, name=name)
    if fact is not None and operator not in _OPERATORS[fact.type]:
        allowed = ", ".join(_OPERATORS[fact.type])
        register.complain("operator_unfit", entry.place, type=fact.type, allowed=allowed)
    if operator in {"at_least", "below"}:
        parameter = entry.word(operator)
        register.refer("parameter", parameter, entry.place)
        if parameter in declared.parameters:
            wanted = declared.parameters[parameter].value
    elif operator != "empty":
        words = entry.words(operator) if operator == "one_of" else [entry.word(operator)]
        if fact is not None:
            options = {option.id: option for option in fact.options}
            for word in words:
                register.choose("value_undeclared", word, options, entry.place)
            default = options[words[0]].says if words and words[0] in options else ""
        wanted = tuple(words) if operator == "one_of" else words[0]
        if fact is not None and fact.type == "yes_no":
            wanted = wanted == "yes"
    if operator not in {"is", "includes"}:
        default = ""
    return Condition(
        "fact", name, operator, wanted, _says(entry, default, declared, register), parameter
    )


def _says(entry: Entry, default: str, declared: Declared, register: Register) -> str:
    if default and "says" not in entry:
        return default
    text = entry.text("says")
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    except ValueError:
        fields = [""]
    if "" in fields:
        register.complain("braces_broken", entry.place)
    for field in fields:
        register.refer("parameter", field, entry.place)
    values = {id_: parameter.value for id_, parameter in declared.parameters.items()}
    return text.format_map(values) if set(fields) <= set(values) else text


def _conclusion(entry: Entry, declared: Declared, register: Register) -> Conclusion:
    inner = entry.entry("concludes")
    if inner is None:
        return Conclusion("state", "")
    kinds: tuple[_Kind, ...] = get_args(_Kind)
    found = [kind for kind in kinds if kind in inner]
    if len(found) != 1:
        register.complain("conclusion_of_one", inner.place, allowed=", ".join(kinds))
        return Conclusion("state", "")
    kind = found[0]
    conclusion = Conclusion(
        kind=kind,
        id=inner.word(kind),
        bears_on=tuple(inner.words("bears_on", optional=True)) if kind == "factor" else (),
    )
    if kind == "expects":
        reported_by = declared.facts.get(declared.place.reported_by)
        options = [option.id for option in reported_by.options] if reported_by else []
        register.choose("value_undeclared", conclusion.id, options, inner.place)
    else:
        register.refer(_DECLARED_AS.get(kind, kind), conclusion.id, inner.place)
    for cause in conclusion.bears_on:
        register.refer("cause", cause, inner.place)
    inner.close()
    return conclusion
