"""What differs between two versions of a knowledge base: in their files, and for people.

    found = compare(BUILT_IN, "changed")
    found.shift.changes, found.shift.cases

The first is read off the files (``difference.py``), the second is found over every case that the
rules tell apart (``shift.py``). Neither follows from the other: a word can change who is told what,
and a rule can be written anew and change nothing.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

import msgspec
from legspasm.audit.difference import KnowledgeName
from legspasm.authoring.difference import Moved, PartChange, differences, rearranged
from legspasm.authoring.pieces import take_apart
from legspasm.authoring.shift import Shift, shift
from legspasm.errors import KnowledgeError, problem
from legspasm.model import Knowledge
from legspasm.reader import read_knowledge
from legspasm.register import Allowance, Part
from legspasm.reply import Report

Allowances = Mapping[Part, Iterable[Allowance]]
"""What each part allows a check to find."""
_NONE: Allowances = MappingProxyType({})


class KnowledgeDifference(Report, frozen=True, tag_field="schema", tag="legspasm.knowledge-diff/1"):
    """What differs between two versions of a knowledge base.

    ``parts`` and ``moved`` say what differs in the files, ``shift`` what changes for people.
    ``reworded`` counts the texts that a person can be told and that read differently, ``deciding``
    the changes that decide what is asked and told, among them each part that came or went.
    """

    template: ClassVar[str] = "knowledge_diff.j2"

    before: KnowledgeName = msgspec.field(name="from")
    after: KnowledgeName = msgspec.field(name="to")
    parts: tuple[PartChange, ...]
    moved: tuple[Moved, ...]
    reworded: int
    deciding: int
    shift: Shift

    @property
    def same(self) -> bool:
        """Whether both say the same, down to the words and their order."""
        return not (self.parts or self.moved)


def compare(before: str | Path, after: str | Path) -> KnowledgeDifference:
    """What differs between the knowledge bases in two folders.

    Raises KnowledgeError with every problem of the files of both.
    """
    was, is_ = (read_knowledge(each) for each in (before, after))
    if was.knowledge is None or is_.knowledge is None:
        raise KnowledgeError(dict.fromkeys((*was.problems, *is_.problems)))
    return compare_knowledge(was.knowledge, is_.knowledge, was.allowances, is_.allowances)


def compare_knowledge(
    before: Knowledge,
    after: Knowledge,
    allowed_before: Allowances = _NONE,
    allowed_after: Allowances = _NONE,
) -> KnowledgeDifference:
    """What differs between two knowledge bases, and in what their parts allow."""
    parts = differences(take_apart(before, allowed_before), take_apart(after, allowed_after))
    changed = [piece for each in parts if each.change == "changed" for piece in each.pieces]
    come_or_gone = [
        each
        for each in parts
        if each.change != "changed" and any(piece.role != "aside" for piece in each.pieces)
    ]
    try:
        shifted = shift(before, after)
    except MemoryError as error:
        raise KnowledgeError([problem("proof_too_large")]) from error
    return KnowledgeDifference(
        before=KnowledgeName(before.name, before.version, before.digest),
        after=KnowledgeName(after.name, after.version, after.digest),
        parts=parts,
        moved=rearranged(before, after),
        reworded=sum(piece.role == "told" for piece in changed),
        deciding=sum(piece.role == "decides" for piece in changed) + len(come_or_gone),
        shift=shifted,
    )
