"""What rules can speak of, read from its files: parameters, facts, causes, states and so on."""

import math

from legspasm.entry import Entry
from legspasm.model import (
    VERDICTS,
    Cause,
    FactDefinition,
    FactorDefinition,
    FactType,
    Group,
    Option,
    Parameter,
    Scope,
    Sentence,
    State,
)
from legspasm.register import Register, fields_in_braces
from legspasm.source import read_quotes
from legspasm.telling import Answers, PlaceDefinition

_RESERVED = {"unknown", "null"}
"""What says that nothing is known, wherever a value can be told."""
_FACT_TYPES: tuple[FactType, ...] = ("yes_no", "choice", "set", "number", "whole_number")


def read_parameters(file: Entry, register: Register) -> tuple[Parameter, ...]:
    """The numbers that the document does not give, each with its source."""
    parameters = []
    for entry in file.entries("parameters", optional=True):
        value, unit, says = entry.number("value"), entry.text("unit"), entry.text("says")
        fields = fields_in_braces(says, {"value", "unit"}, entry.place, register)
        if says and fields is not None:
            says = says.format(value=value, unit=unit)
            if "value" not in fields:
                register.complain("value_not_said", entry.place)
        parameter = Parameter(
            id=entry.word("id"),
            value=value,
            unit=unit,
            says=says,
            source=entry.text("source"),
        )
        register.introduce("parameter", parameter.id, entry)
        entry.close()
        parameters.append(parameter)
    return tuple(parameters)


def read_groups(file: Entry, register: Register) -> tuple[Group, ...]:
    """The headings under which facts are asked."""
    groups = []
    for entry in file.entries("groups"):
        group = Group(id=entry.word("id"), title=entry.text("title"))
        register.introduce("group", group.id, entry)
        entry.close()
        groups.append(group)
    return tuple(groups)


def read_facts(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[FactDefinition, ...]:
    """The vocabulary, in the order in which its questions are asked."""
    facts = [_fact(entry, sentences, register) for entry in file.entries("facts")]
    return tuple(fact for fact in facts if fact is not None)


def read_causes(file: Entry, register: Register) -> tuple[Cause, ...]:
    """The causes that are tested, with what each verdict on them says."""
    causes = []
    for entry in file.entries("causes"):
        says = entry.entry("says")
        sentences = tuple(says.text(verdict) for verdict in VERDICTS) if says else ()
        if says:
            says.close()
        cause = Cause(id=entry.word("id"), title=entry.text("title"), says=sentences)
        register.introduce("cause", cause.id, entry)
        entry.close()
        causes.append(cause)
    return tuple(causes)


def read_answers(file: Entry) -> Answers:
    """The sentences at the top of an answer that are no cause's own."""
    entry = file.entry("answers")
    if entry is None:
        return Answers("", "", "", "")
    answers = Answers(
        several=entry.text("several"),
        conflict=entry.text("conflict"),
        undetermined=entry.text("undetermined"),
        none=entry.text("none"),
    )
    entry.close()
    return answers


def read_states(file: Entry, register: Register) -> tuple[State, ...]:
    """The conclusions on the way that a rules file declares."""
    states = []
    for entry in file.entries("states", optional=True):
        states.append(State(id=entry.word("id"), says=entry.text("says")))
        register.introduce("state", states[-1].id, entry)
        entry.close()
    return tuple(states)


def read_scopes(file: Entry, register: Register) -> tuple[Scope, ...]:
    """The ways in which there is nothing to explain."""
    scopes = []
    for entry in file.entries("scopes", optional=True):
        scopes.append(Scope(entry.word("id"), entry.text("says"), entry.flag("silent")))
        register.introduce("scope", scopes[-1].id, entry)
        entry.close()
    return tuple(scopes)


def read_factors(file: Entry, register: Register) -> tuple[FactorDefinition, ...]:
    """What makes causes more liable."""
    factors = []
    for entry in file.entries("factors", optional=True):
        factors.append(FactorDefinition(entry.word("id"), entry.text("title"), entry.text("says")))
        register.introduce("factor", factors[-1].id, entry)
        entry.close()
    return tuple(factors)


def read_place(file: Entry, unreadable: str, register: Register) -> PlaceDefinition | None:
    """Which fact reports a place, where this file says so; never that of the safety layer."""
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
    if place.reported_by and place.reported_by == unreadable:
        register.complain("safety_fact_read", entry.place, name=unreadable)
    says.close()
    entry.close()
    return place


def _fact(
    entry: Entry, sentences: dict[str, Sentence], register: Register
) -> FactDefinition | None:
    before = len(register.problems)
    name, group = entry.word("name"), entry.word("group")
    register.introduce("fact", name, entry)
    register.refer("group", group, entry.place)
    type_ = next((known for known in _FACT_TYPES if known == entry.word("type")), None)
    if type_ is None:
        register.choose("fact_type_unknown", entry.word("type"), _FACT_TYPES, entry.place)
        return None
    numeric = type_ in {"number", "whole_number"}
    fact = FactDefinition(
        name=name,
        group=group,
        type=type_,
        question=entry.text("question"),
        help=entry.text("help"),
        why=entry.text("why"),
        unknown=entry.text("unknown"),
        options=() if numeric else _options(entry, name, type_, register),
        says=entry.text("says") if numeric else "",
        none=entry.text("none") if type_ == "set" else "",
        minimum=entry.number("minimum") if numeric else 0,
        maximum=entry.number("maximum") if numeric else 0,
        unit=entry.text("unit") if numeric else "",
        supposes=entry.word("supposes", optional=True),
        cites=read_quotes(entry, sentences, register, optional=True),
    )
    register.refer("fact", fact.supposes, entry.place)
    if len(register.problems) == before and _is_empty(fact):
        register.complain("range_empty", entry.place)
    if numeric and fact.says:
        fields = fields_in_braces(fact.says, {"value"}, entry.place, register)
        if fields == set():
            register.complain("value_not_said", entry.place)
    entry.close()
    return fact


def _is_empty(fact: FactDefinition) -> bool:
    if fact.type == "whole_number":
        return math.ceil(fact.minimum) > math.floor(fact.maximum)
    return fact.minimum > fact.maximum


def _options(entry: Entry, fact: str, type_: FactType, register: Register) -> tuple[Option, ...]:
    yes_no = type_ == "yes_no"
    options = []
    for id_, place, value in entry.entries_by_name("values"):
        if yes_no:
            register.choose("option_yes_no", id_, ("yes", "no"), place)
        else:
            register.declare(f"value of {fact}", id_, place)
            if id_ in _RESERVED or (type_ == "set" and id_ == "none"):
                register.complain("value_reserved", place, name=id_)
        label = value.text("label", optional=yes_no) or id_
        options.append(Option(id=id_, label=label, says=value.text("says")))
        value.close()
    if yes_no and options and {option.id for option in options} != {"yes", "no"}:
        register.complain("options_yes_no", entry.place)
    return tuple(options)
