"""A knowledge base taken apart: part by part, and each part piece by piece, as its files have it.

A piece is the least that an edit can change: one condition, one quote, one sentence that is told.
It is named by the keys that lead to it in the file, so that whoever reads of a change finds it.
What one part takes over from another (the usual words of a condition, the number in them) belongs
to that other part alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import msgspec
from legspasm.model import VERDICTS, Cause, Condition, FactDefinition, Knowledge, Rule, Value
from legspasm.register import Allowance, Part
from legspasm.telling import ForbiddenLink, Quote, Safety

Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a piece in its part; a condition stands for itself, as it is written."""
Pieces: TypeAlias = Mapping[Path, Value]
"""The pieces of a part, in order; what is left out in a file is not in it."""
_NUMBERS = {"number", "whole_number"}
_KEYS = {"shown_with": "with"}


def take_apart(
    knowledge: Knowledge,
    allowances: Mapping[Part, Iterable[Allowance]] = MappingProxyType({}),
) -> Mapping[Part, Pieces]:
    """Every part of ``knowledge`` with its pieces; ``allowances`` are what parts allow.

    Beside the kinds that files give ids to there are ``knowledge``, ``answers``, ``place`` and
    ``safety``, each once and with an empty id.
    """
    found = {part: dict(pieces) for part, pieces in _parts(knowledge)}
    for part, allowed in allowances.items():
        found[part] |= {("allow", each.code): each.reason for each in allowed}
    return found


def _parts(knowledge: Knowledge) -> Iterator[tuple[Part, Iterator[tuple[Path, Value]]]]:
    yield ("knowledge", ""), _about(knowledge)
    for rule in knowledge.rules:
        yield ("rule", rule.id), _rule(rule, knowledge)
    for fact in knowledge.facts:
        yield ("fact", fact.name), _fact(fact)
    for group in knowledge.groups:
        yield ("group", group.id), _texts(group, "title")
    for cause in knowledge.causes:
        yield ("cause", cause.id), _cause(cause)
    yield ("answers", ""), _texts(knowledge.answers, *knowledge.answers.__struct_fields__)
    for state in knowledge.states:
        yield ("state", state.id), _texts(state, "says")
    for scope in knowledge.scopes:
        yield ("scope", scope.id), _texts(scope, "says", "silent")
    for factor in knowledge.factors:
        yield ("factor", factor.id), _texts(factor, "title", "says")
    yield ("place", ""), _texts(knowledge.place, *knowledge.place.__struct_fields__)
    for advice in knowledge.advice:
        yield ("advice", advice.id), _texts(advice, "title", "says", "general", "caution", "cites")
    for note in knowledge.notes:
        yield ("note", note.id), _texts(note, "shown_with", "says", "cites")
    for tension in knowledge.tensions:
        yield ("tension", tension.id), _texts(tension, "says", "cites")
    for parameter in knowledge.parameters:
        yield ("parameter", parameter.id), _texts(parameter, "value", "unit", "says", "source")
    yield from _safety(knowledge.safety)
    for sentence in knowledge.source.sentences:
        yield ("sentence", sentence.id), _texts(sentence, "text")
    for background in knowledge.background:
        yield ("background", background.sentence), _texts(background, "reason")
    for link in knowledge.forbidden:
        yield ("forbidden link", link.id), _link(link)


def _safety(safety: Safety) -> Iterator[tuple[Part, Iterator[tuple[Path, Value]]]]:
    numbered = ((("notice", str(at)), text) for at, text in enumerate(safety.notice, 1))
    fact = ((("fact",), safety.fact) for _ in range(bool(safety.fact)))
    yield ("safety", ""), (piece for pieces in (fact, numbered) for piece in pieces)
    for level in safety.levels:
        yield ("safety level", level.id), _texts(level, "title", "says")
    for flag in safety.flags:
        yield ("safety flag", flag.id), _texts(flag, "level", "source")
    for advice in safety.always:
        yield ("safety advice", advice.id), _texts(advice, "beside", "says", "source")


def _about(knowledge: Knowledge) -> Iterator[tuple[Path, Value]]:
    yield from _texts(knowledge, "name", "version", "title")
    yield ("source", "title"), knowledge.source.title


def _rule(rule: Rule, knowledge: Knowledge) -> Iterator[tuple[Path, Value]]:
    concludes = rule.concludes
    bearing = [("bears_on", concludes.bears_on)] if concludes.bears_on else []
    yield ("concludes",), _flow((concludes.kind, concludes.id), *bearing)
    for key in ("when", "unless"):
        conditions: tuple[Condition, ...] = getattr(rule, key)
        times = Counter[str]()
        for each in conditions:
            written = _written(each)
            times[written] += 1
            again = (str(times[written]),) if times[written] > 1 else ()
            yield (key, written, *again), _own_words(each, knowledge)
    yield from _texts(rule, "reservation", "says", "hedge", "remark", "cites", "topic", "file")


def _fact(fact: FactDefinition) -> Iterator[tuple[Path, Value]]:
    yield from _texts(fact, "type", "question", "help", "why", "unknown")
    for option in fact.options:
        yield ("values", option.id, "label"), option.label
        yield ("values", option.id, "says"), option.says
    yield from _texts(fact, "says", "none", "unit", "group", "supposes", "cites")
    if fact.type in _NUMBERS:
        yield from _texts(fact, "minimum", "maximum")


def _cause(cause: Cause) -> Iterator[tuple[Path, Value]]:
    yield from _texts(cause, "title")
    for word, text in zip(VERDICTS, cause.says, strict=True):
        yield ("says", word), text


def _link(link: ForbiddenLink) -> Iterator[tuple[Path, Value]]:
    yield ("from",), _flow(link.start)
    for end in link.ends:
        yield ("to", _flow(end)), ""
    yield from _texts(link, "says", "cites")
    if link.alone:
        yield ("alone",), True


def _texts(part: msgspec.Struct, *names: str) -> Iterator[tuple[Path, Value]]:
    """What stands under these names, as far as anything does."""
    for name in names:
        if name == "cites":
            quotes: tuple[Quote, ...] = getattr(part, name)
            yield from ((("cites", quote.sentence), quote.text) for quote in quotes)
        elif (value := getattr(part, name)) != "":
            yield (_KEYS.get(name, name),), value


def _own_words(condition: Condition, knowledge: Knowledge) -> str:
    """The words that a condition has of its own; a number that it takes over is named in braces."""
    if condition.says == _usual_words(condition, knowledge):
        return ""
    if not condition.parameter:
        return condition.says
    number = re.escape(str(condition.wanted))
    return re.sub(rf"(?<![\w.]){number}(?!\w|\.\d)", f"{{{condition.parameter}}}", condition.says)


def _usual_words(condition: Condition, knowledge: Knowledge) -> str:
    """The words of the state, or of the value, that a condition asks for; empty where none has."""
    if condition.kind == "state":
        return next(each.says for each in knowledge.states if each.id == condition.name)
    wanted = _scalar(condition.wanted)
    asked = {condition.name} if condition.operator in {"is", "includes"} else set()
    options = (each for fact in knowledge.facts if fact.name in asked for each in fact.options)
    return next((each.says for each in options if each.id == wanted), "")


def _written(condition: Condition) -> str:
    """A condition as files have it."""
    named = (condition.kind, condition.name)
    if condition.operator == "holds":
        return _flow(named)
    return _flow(named, (condition.operator, condition.parameter or condition.wanted))


def _flow(*entries: tuple[str, Value]) -> str:
    """Keys with values, on one line, as YAML has them."""
    return f"{{{', '.join(f'{key}: {_scalar(value)}' for key, value in entries)}}}"


def _scalar(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)
