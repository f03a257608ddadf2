"""Which parts of a knowledge base somebody has read through as they are, beside the document.

Whether words are right, and whether a quote is the right one, no program can tell: somebody who
knows the subject has to read them. What was read is recorded beside the knowledge, a part a line,
by a digest of what it tells: its words, quotes, numbers and sources. From then on a part that tells
something else is found, until it is read again. When a rule fires is no part of it: that is for
scenarios. Knowledge without such a record is not asked for one.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import msgspec
from legspasm.audit.difference import KnowledgeName
from legspasm.authoring.finding import Finding, finding
from legspasm.authoring.pieces import Pieces, take_apart
from legspasm.digest import digest_of
from legspasm.errors import LegspasmError, Problem, problem, unknown_name
from legspasm.jsonfile import plain_json
from legspasm.model import Knowledge, Value
from legspasm.reader import Reading
from legspasm.register import Part
from legspasm.reply import Report

RECORD = "reviewed.json"
"""The file of the record, in the folder of the knowledge. Nobody writes it by hand."""
_FORM = "legspasm.reviewed/1"
_LENGTH = 16


class UnreadPart(msgspec.Struct, frozen=True):
    """A part that nobody has read through as it is now, and what it tells.

    ``name`` is its kind and its id; ``words`` are what each key holds, in the order of the files.
    """

    name: str
    place: str
    words: tuple[tuple[str, Value], ...]


class Review(Report, frozen=True, tag_field="schema", tag="legspasm.review/1"):
    """How far a knowledge base has been read through.

    ``gone`` are parts that were read through once, and are not there any more. ``recorded`` is
    false where there is no record yet.
    """

    template: ClassVar[str] = "review.j2"

    knowledge: KnowledgeName
    recorded: bool
    read: int
    unread: tuple[UnreadPart, ...]
    gone: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every part has been read through as it is, and none is gone."""
        return not self.unread and not self.gone


def review(path: str | Path, knowledge: Knowledge, places: Mapping[Part, str]) -> Review:
    """How far ``knowledge``, read from the folder ``path``, has been read through.

    ``places`` is where its parts stand. Raises LegspasmError where the record does not read.
    """
    recorded, parts = _recorded(path), _parts(knowledge)
    read = recorded or {}
    unread = {part: told for part, told in parts.items() if read.get(_name(part)) != _digest(told)}
    return Review(
        knowledge=KnowledgeName(knowledge.name, knowledge.version, knowledge.digest),
        recorded=recorded is not None,
        read=len(parts) - len(unread),
        unread=tuple(
            UnreadPart(
                _name(part),
                places[part],
                tuple((" ".join(path), value) for path, value in told.items()),
            )
            for part, told in unread.items()
        ),
        gone=tuple(sorted(set(read) - set(map(_name, parts)))),
    )


def read_through(path: str | Path, knowledge: Knowledge, only: Collection[str] = ()) -> str:
    """The text of the record once these parts have been read through as they are; all if none.

    A part is named by its kind and id, or by its id alone. Raises LegspasmError with every name
    that no part has, and where the record does not read.
    """
    read = _recorded(path) or {}
    now = {_name(part): _digest(told) for part, told in _parts(knowledge).items()}
    names = list(dict.fromkeys([*now, *read]))
    known = [*names, *dict.fromkeys(each.split()[-1] for each in names)]
    wrong = [unknown_name("part_unknown", "", each, known) for each in only if each not in known]
    if wrong:
        raise LegspasmError(wrong)
    chosen = (now if not only or {name, name.split()[-1]} & set(only) else read for name in names)
    parts = {
        name: digests[name] for name, digests in zip(names, chosen, strict=True) if name in digests
    }
    return json.dumps({"schema": _FORM, "parts": parts}, indent=2, ensure_ascii=False) + "\n"


def look_through(path: str | Path, knowledge: Knowledge, reading: Reading) -> Iterator[Finding]:
    """Every finding about parts that are not as they were read; none where there is no record."""
    found = review(path, knowledge, reading.places)
    about = {_name(part): part for part in _parts(knowledge)}
    for each in found.unread if found.recorded else ():
        yield finding("not_reviewed", each.place, about[each.name], name=each.name)
    for name in found.gone:
        yield finding("reviewed_and_gone", str(Path(path) / RECORD), ("", ""), name=name)


def _parts(knowledge: Knowledge) -> Mapping[Part, Pieces]:
    """What each part tells, where it tells anything."""
    parts = {part: dict(_told(part, each)) for part, each in take_apart(knowledge).items()}
    return {part: told for part, told in parts.items() if told}


def _told(part: Part, pieces: Pieces) -> Iterator[tuple[tuple[str, ...], Value]]:
    """The pieces that are told: none of the document itself, and of a condition its own words."""
    for path, value in pieces.items():
        match part[0], path[0]:
            case ("sentence", _) | ("rule", "concludes" | "file"):
                continue
            case "rule", "when" | "unless":
                if value:
                    yield path, value
            case "knowledge", key:
                if "title" in {key, path[-1]}:
                    yield path, value
            case _:
                yield path, value


def _digest(told: Pieces) -> str:
    """Of a condition only the words count, so that it may ask for something else."""
    data = [
        [list(path[:1] if path[0] in {"when", "unless"} else path), value]
        for path, value in told.items()
    ]
    return digest_of(msgspec.to_builtins(data))[:_LENGTH]


def _name(part: Part) -> str:
    return " ".join(filter(None, part))


def _recorded(path: str | Path) -> Mapping[str, str] | None:
    """What was read through, by name; None where there is no record."""
    file = Path(path) / RECORD
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LegspasmError([problem("file_unreadable", str(file), why=error.strerror)]) from error
    problems: list[Problem] = []
    read = plain_json(data, str(file), problems)
    if not problems:
        try:
            return msgspec.convert(read, _Record).parts
        except msgspec.ValidationError as error:
            problems.append(problem("reviewed_misshapen", str(file), why=error))
    raise LegspasmError(problems)


class _Record(msgspec.Struct, frozen=True, tag_field="schema", tag=_FORM):
    parts: dict[str, str]
