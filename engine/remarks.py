"""What is told beside the verdicts: advice, notes, tensions, background and safety, read in."""

from legspasm.errors import shown
from legspasm.model import FactDefinition, Sentence
from legspasm.register import Register
from legspasm.source import read_quotes
from legspasm.telling import (
    AdviceDefinition,
    Background,
    NoteDefinition,
    Safety,
    SafetyAdvice,
    SafetyFlag,
    SafetyLevel,
    Tension,
)
from legspasm.yamlfile import Entry

_LEVELS = ("emergency", "urgent", "not_told")


def read_advice(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[AdviceDefinition, ...]:
    """The pieces of advice, in the order in which they are told."""
    advice = []
    for entry in file.entries("advice"):
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
        register.declare("advice", advice[-1].id, entry.place)
        entry.close()
    return tuple(advice)


def read_notes(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[NoteDefinition, ...]:
    """What the text says about its own limits."""
    notes = []
    for entry in file.entries("notes", optional=True):
        id_, shown_with = entry.word("id"), entry.word("with")
        register.declare("note", id_, entry.place)
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
        register.declare("tension", tension.id, entry.place)
        entry.close()
        tensions.append(tension)
    return tuple(tensions)


def read_background(
    file: Entry, sentences: dict[str, Sentence], register: Register
) -> tuple[Background, ...]:
    """The sentences that nothing rests on, each with the reason."""
    background = []
    for id_, place, inner in file.pairs("background", optional=True):
        register.choose("sentence_unknown", id_, sentences, place)
        background.append(Background(id_, inner.text(id_)))
    return tuple(background)


def read_safety(file: Entry, facts: dict[str, FactDefinition], register: Register) -> Safety:
    """The layer beyond the document; each value of its fact has a flag."""
    name = file.word("fact")
    register.refer("fact", name, file.place)
    flags = _flags(file, register)
    if name in facts:
        if facts[name].type != "set":
            register.complain("safety_fact_not_set", file.place, name=shown(name))
        for option in facts[name].options:
            if option.id not in {flag.id for flag in flags}:
                register.complain("safety_flag_missing", file.place, name=shown(option.id))
    return Safety(
        fact=name,
        levels=_levels(file),
        flags=flags,
        always=_always(file, register),
        notice=tuple(file.texts("notice")),
    )


def _levels(file: Entry) -> tuple[SafetyLevel, ...]:
    levels = []
    inner = file.entry("levels")
    for id_ in _LEVELS if inner else ():
        level = inner.entry(id_) if inner else None
        if level is not None:
            levels.append(SafetyLevel(id_, level.text("title"), level.text("says")))
            level.close()
    if inner:
        inner.close()
    return tuple(levels)


def _flags(file: Entry, register: Register) -> tuple[SafetyFlag, ...]:
    flags = []
    for id_, _, inner in file.pairs("flags"):
        flag = inner.entry(id_)
        if flag is not None:
            level = flag.word("level")
            register.choose("safety_level_unknown", level, _LEVELS[:2], flag.place)
            flags.append(SafetyFlag(id_, level, flag.text("source")))
            flag.close()
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
        register.declare("safety advice", advice.id, entry.place)
        register.refer("cause", advice.beside, entry.place)
        entry.close()
        always.append(advice)
    return tuple(always)
