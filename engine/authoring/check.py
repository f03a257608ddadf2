"""Whether a knowledge base is sound: everything that reading it does not see, in one pass.

    found = check("knowledge/leg_spasm")
    found.findings, found.cases

Files that do not read are told by their problems alone, since nothing can be proved of them. A part
may allow a finding, by its code and with a reason, in its own file; what is allowed and not found
is a finding, too.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec
from legspasm.audit.difference import KnowledgeName
from legspasm.authoring.finding import Finding, checks, finding, of_reading
from legspasm.authoring.proofs import prove
from legspasm.authoring.review import look_through
from legspasm.authoring.space import Space
from legspasm.authoring.structure import examine
from legspasm.authoring.wording import read_closely
from legspasm.errors import KnowledgeError, LegspasmError, problem, unknown_name
from legspasm.model import Knowledge
from legspasm.reader import Reading, read_knowledge


class Allowed(msgspec.Struct, frozen=True):
    """A finding that the part it is about allows, and why."""

    finding: Finding
    reason: str


class Checked(msgspec.Struct, frozen=True, tag_field="schema", tag="legspasm.findings/1"):
    """What checking a knowledge base came to; ``knowledge`` is null where its files do not read.

    ``cases`` is how many cases, of all that its rules tell apart, each proof went over.
    """

    knowledge: KnowledgeName | None
    rules: int
    sentences: int
    cases: int
    findings: tuple[Finding, ...]
    allowed: tuple[Allowed, ...]


def check(
    path: str | Path, *, select: Collection[str] = (), ignore: Collection[str] = ()
) -> Checked:
    """Check the knowledge base in the folder ``path``.

    ``select`` are the codes to look for, all where it is empty; ``ignore`` those not to. Files that
    do not read are told in any case. Raises LegspasmError with every code that there is none of,
    or where the record of what was read through does not read, and KnowledgeError where the rules
    tell too many cases apart to be proved.
    """
    known = checks()
    wrong = [
        unknown_name("check_unknown", "", each, known)
        for each in (*select, *ignore)
        if each not in known
    ]
    if wrong:
        raise LegspasmError(wrong)
    reading = read_knowledge(path)
    if reading.knowledge is None:
        return Checked(None, 0, 0, 0, _in_order(map(of_reading, reading.problems), known), ())
    wanted = {code for code in known if code not in ignore and (not select or code in select)}
    try:
        return _checked(path, reading.knowledge, reading, wanted)
    except MemoryError as error:
        raise KnowledgeError([problem("proof_too_large", str(path))]) from error


def _checked(
    path: str | Path, knowledge: Knowledge, reading: Reading, wanted: Collection[str]
) -> Checked:
    conditions = [each for rule in knowledge.rules for each in rule.conditions]
    space = Space(knowledge.facts, conditions)
    found = [
        *examine(knowledge, reading),
        *read_closely(knowledge, reading),
        *look_through(path, knowledge, reading),
        *prove(knowledge, reading, space),
    ]
    kept = [each for each in found if _reason(each, reading) is None]
    return Checked(
        knowledge=KnowledgeName(knowledge.name, knowledge.version, knowledge.digest),
        rules=len(knowledge.rules),
        sentences=len(knowledge.source.sentences),
        cases=space.count(space.all),
        findings=_in_order([*kept, *_needless(found, reading)], wanted),
        allowed=tuple(
            Allowed(each, reason)
            for each in _in_order(found, wanted)
            if (reason := _reason(each, reading)) is not None
        ),
    )


def _in_order(findings: Iterable[Finding], wanted: Collection[str]) -> tuple[Finding, ...]:
    """By where they stand."""
    kept = [each for each in findings if each.code in wanted]
    return tuple(
        sorted(kept, key=lambda each: (each.file, each.line or 0, each.column or 0, each.code))
    )


def _reason(found: Finding, reading: Reading) -> str | None:
    allowed = reading.allowances.get(found.about, ())
    return next((each.reason for each in allowed if each.code == found.code), None)


def _needless(found: Iterable[Finding], reading: Reading) -> Iterator[Finding]:
    """Allowances of what is not found, or of what there is no check for."""
    real = {(each.about, each.code) for each in found}
    for part, allowances in reading.allowances.items():
        for each in allowances:
            if each.code not in checks():
                told = unknown_name("check_unknown", each.place, each.code, checks())
                yield of_reading(told)
            elif (part, each.code) not in real:
                kind, id_ = part
                yield finding("allow_needless", each.place, part, code=each.code, kind=kind, id=id_)
