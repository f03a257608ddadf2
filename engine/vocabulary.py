"""What can be told, and what is tested: parameters, facts and causes, read from their files."""

from legspasm.model import (
    VERDICTS,
    Cause,
    FactDefinition,
    FactType,
    Group,
    Option,
    Parameter,
    Sentence,
)
from legspasm.register import Register
from legspasm.source import read_quotes
from legspasm.telling import Answers
from legspasm.yamlfile import Entry

_FACT_TYPES: tuple[FactType, ...] = ("yes_no", "choice", "set", "number", "whole_number")


def read_parameters(file: Entry, register: Register) -> tuple[Parameter, ...]:
    """The numbers that the document does not give, each with its source."""
    parameters = []
    for entry in file.entries("parameters", optional=True):
        parameter = Parameter(
            id=entry.word("id"),
            value=entry.number("value"),
            unit=entry.text("unit"),
            says=entry.text("says"),
            source=entry.text("source"),
        )
        register.declare("parameter", parameter.id, entry.place)
        entry.close()
        parameters.append(parameter)
    return tuple(parameters)


def read_groups(file: Entry, register: Register) -> tuple[Group, ...]:
    """The headings under which facts are asked."""
    groups = []
    for entry in file.entries("groups"):
        group = Group(id=entry.word("id"), title=entry.text("title"))
        register.declare("group", group.id, entry.place)
        entry.close()
        groups.append(group)
    return tuple(groups)


def read_facts(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[FactDefinition, ...]:
    """The vocabulary, in the order in which its questions are asked."""
    return tuple(_fact(entry, sentences, register) for entry in file.entries("facts"))


def read_causes(file: Entry, register: Register) -> tuple[Cause, ...]:
    """The causes that are tested, with what each verdict on them says."""
    causes = []
    for entry in file.entries("causes"):
        says = entry.entry("says")
        sentences = tuple(says.text(verdict) for verdict in VERDICTS) if says else ()
        if says:
            says.close()
        cause = Cause(id=entry.word("id"), title=entry.text("title"), says=sentences)
        register.declare("cause", cause.id, entry.place)
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


def _fact(entry: Entry, sentences: dict[str, Sentence], register: Register) -> FactDefinition:
    name, group = entry.word("name"), entry.word("group")
    register.declare("fact", name, entry.place)
    register.refer("group", group, entry.place)
    type_ = entry.word("type")
    register.choose("fact_type_unknown", type_, _FACT_TYPES, entry.place)
    numeric = type_ in {"number", "whole_number"}
    fact = FactDefinition(
        name=name,
        group=group,
        type=next((known for known in _FACT_TYPES if known == type_), "yes_no"),
        question=entry.text("question"),
        help=entry.text("help"),
        why=entry.text("why"),
        unknown=entry.text("unknown"),
        options=() if numeric else _options(entry, type_, register),
        says=entry.text("says") if numeric else "",
        none=entry.text("none") if type_ == "set" else "",
        minimum=entry.number("minimum") if numeric else 0,
        maximum=entry.number("maximum") if numeric else 0,
        unit=entry.text("unit") if numeric else "",
        cites=read_quotes(entry, sentences, register, optional=True),
    )
    if fact.minimum > fact.maximum:
        register.complain("range_empty", entry.place)
    if numeric and "{value}" not in fact.says:
        register.complain("value_not_said", entry.place)
    entry.close()
    return fact


def _options(entry: Entry, type_: str, register: Register) -> tuple[Option, ...]:
    options = []
    for id_, place, inner in entry.pairs("values"):
        value = inner.entry(id_)
        if type_ == "yes_no":
            register.choose("option_yes_no", id_, ("yes", "no"), place)
        else:
            register.declare(f"value of {entry.word('name')}", id_, place)
        if value is not None:
            label = value.text("label", optional=type_ == "yes_no") or id_
            options.append(Option(id=id_, label=label, says=value.text("says")))
            value.close()
    if type_ == "yes_no" and {option.id for option in options} != {"yes", "no"}:
        register.complain("options_yes_no", entry.place)
    return tuple(options)
