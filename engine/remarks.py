"""What is told beside the verdicts: advice, notes, tensions, background and safety, read in."""

from legspasm.entry import Entry
from legspasm.model import FactDefinition, Sentence
from legspasm.register import Register
from legspasm.source import read_quotes
from legspasm.telling import (
    AdviceDefinition,
    Background,
    ForbiddenLink,
    NoteDefinition,
    Safety,
    SafetyAdvice,
    SafetyFlag,
    SafetyLevel,
    Tension,
)

_ENDS = ("state", "cause", "against", "conflict", "factor", "advice")
_LEVELS = ("emergency", "urgent", "not_told")


def read_advice(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[AdviceDefinition, ...]:
    """The pieces of advice, in the order in which they are told."""
    advice = []
    for entry in file.entries("advice", optional=True):
        advice.append(
            AdviceDefinition(
                id=entry.word("id"),
                title=entry.text("title"),
                says=entry.text("says"),
                general=entry.text("general"),
                caution=entry.text("caution", optional=True),
                cites=read_quotes(entry, sentences, register),
            )
        )
        register.introduce("advice", advice[-1].id, entry)
        entry.close()
    return tuple(advice)


def read_notes(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[NoteDefinition, ...]:
    """What the text says about its own limits."""
    notes = []
    for entry in file.entries("notes", optional=True):
        id_, shown_with = entry.word("id"), entry.word("with")
        register.introduce("note", id_, entry)
        register.choose("note_with_unknown", shown_with, ("answer", "advice"), entry.place)
        notes.append(
            NoteDefinition(
                id=id_,
                shown_with="advice" if shown_with == "advice" else "answer",
                says=entry.text("says"),
                cites=read_quotes(entry, sentences, register),
            )
        )
        entry.close()
    return tuple(notes)


def read_tensions(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[Tension, ...]:
    """Where the text pulls two ways."""
    tensions = []
    for entry in file.entries("tensions", optional=True):
        tension = Tension(
            id=entry.word("id"),
            says=entry.text("says"),
            cites=read_quotes(entry, sentences, register),
        )
        register.introduce("tension", tension.id, entry)
        entry.close()
        tensions.append(tension)
    return tuple(tensions)


def read_background(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[Background, ...]:
    """The sentences that nothing rests on, each with the reason."""
    background = []
    for id_, place, reason in file.texts_by_name("background", optional=True):
        if sentences:
            register.choose("sentence_unknown", id_, sentences, place)
        background.append(Background(id_, reason))
        register.note("background", id_, place)
    return tuple(background)


def read_forbidden(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[ForbiddenLink, ...]:
    """The links that the text tempts to, and does not make."""
    forbidden = []
    for entry in file.entries("forbidden", optional=True):
        start = entry.entry("from")
        link = ForbiddenLink(
            id=entry.word("id"),
            start=("", "") if start is None else _one_of(start, ("fact", "state"), register),
            ends=tuple(_one_of(end, _ENDS, register) for end in entry.entries("to")),
            says=entry.text("says"),
            cites=read_quotes(entry, sentences, register, optional=True),
            alone=entry.flag("alone"),
        )
        register.introduce("forbidden link", link.id, entry)
        if link.alone and link.start[0] == "state":
            register.complain("forbidden_alone_state", entry.place)
        entry.close()
        forbidden.append(link)
    return tuple(forbidden)


def _one_of(entry: Entry, kinds: tuple[str, ...], register: Register) -> tuple[str, str]:
    """The kind of the one key of ``entry``, and the declared id under it."""
    found = [kind for kind in kinds if kind in entry]
    if len(found) != 1:
        if entry.is_mapping:
            register.complain("conclusion_of_one", entry.place, allowed=", ".join(kinds))
        return "", ""
    name = entry.word(found[0])
    kind = "cause" if found[0] in {"against", "conflict"} else found[0]
    register.refer(kind, name, entry.place)
    entry.close()
    return found[0], name


def read_safety(file: Entry, facts: dict[str, FactDefinition], register: Register) -> Safety:
    """The layer beyond the document; each value of its fact has a flag."""
    name = file.word("fact")
    register.refer("fact", name, file.place)
    fact = facts.get(name)
    if fact is not None and fact.type != "set":
        register.complain("safety_fact_not_set", file.place, name=name)
    return Safety(
        fact=name,
        levels=_levels(file, register),
        flags=_flags(file, fact, register),
        always=_always(file, register),
        notice=tuple(file.texts("notice")),
    )


def _levels(file: Entry, register: Register) -> tuple[SafetyLevel, ...]:
    levels = []
    for id_, place, level in file.entries_by_name("levels"):
        register.choose("safety_level_unknown", id_, _LEVELS, place)
        register.note("safety level", id_, place)
        levels.append(SafetyLevel(id_, level.text("title"), level.text("says")))
        level.close()
    for id_ in _LEVELS:
        if levels and id_ not in {level.id for level in levels}:
            register.complain("safety_level_missing", file.place, name=id_)
    return tuple(levels)


def _flags(file: Entry, fact: FactDefinition | None, register: Register) -> tuple[SafetyFlag, ...]:
    flags = []
    values = [option.id for option in fact.options] if fact else []
    for id_, place, flag in file.entries_by_name("flags"):
        if fact is not None:
            register.choose("value_undeclared", id_, values, place)
        level = flag.word("level")
        register.choose("safety_level_unknown", level, _LEVELS[:2], flag.place)
        register.note("safety flag", id_, place)
        flags.append(SafetyFlag(id_, level, flag.text("source")))
        flag.close()
    for value in values:
        if value not in {flag.id for flag in flags}:
            register.complain("safety_flag_missing", file.place, name=value)
    return tuple(flags)


def _always(file: Entry, register: Register) -> tuple[SafetyAdvice, ...]:
    always = []
    for entry in file.entries("always", optional=True):
        advice = SafetyAdvice(
            id=entry.word("id"),
            says=entry.text("says"),
            source=entry.text("source"),
            beside=entry.word("beside", optional=True),
        )
        register.introduce("safety advice", advice.id, entry)
        register.refer("cause", advice.beside, entry.place)
        entry.close()
        always.append(advice)
    return tuple(always)
