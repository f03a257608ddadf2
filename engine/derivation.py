"""Each firing of a record on its own: whether it follows from the facts and firings it names.

Only the record is looked at. That what a firing matched is what its rule asks for is another
question, and needs the rule (``conformance.py``).

A firing follows where each fact it matched is among the facts with that value, and meets what was
wanted; where each state or verdict it matched rests on exactly the firings that conclude it, all
before it; and where what had to be missing was missing, in the end as well as at that point.
"""

from collections.abc import Iterable, Iterator
from typing import cast

from legspasm.body import Absence, Body, FactMatch, Firing, StateMatch, VerdictMatch
from legspasm.conditions import holds
from legspasm.errors import Problem, problem, shown
from legspasm.evidence import Evidence, Masked
from legspasm.leaves import alike, unlike
from legspasm.model import Condition, Operator, Value
from legspasm.verdicts import decide


def check_firings(body: Body) -> Iterator[Problem]:
    """Every firing that does not follow, with its place; ``unchecked_*`` what rests on a mask."""
    evidence = Evidence(body)
    for at, firing in enumerate(body.firings):
        place = f"$.body.firings[{at}]"
        if firing.seq != at + 1:
            yield problem("verify_seq", f"{place}.seq", expected=at + 1, got=firing.seq)
        for number, match in enumerate(firing.because):
            yield from _match(match, firing, evidence, f"{place}.because[{number}]")
        for number, absence in enumerate(firing.absent):
            yield from _absence(absence, firing, evidence, f"{place}.absent[{number}]")


def check_verdict_words(body: Body) -> Iterator[Problem]:
    """Verdicts that are not what the firings decide, or that name others as deciding."""
    for at, verdict in enumerate(body.verdicts):
        word, deciding = decide(verdict.cause, body.firings)
        place = f"$.body.verdicts[{at}]"
        yield from unlike(f"{place}.verdict", verdict.verdict, word)
        yield from unlike(f"{place}.because", verdict.because, [each.seq for each in deciding])


def fails(operator: str, wanted: Value, value: Value) -> bool:
    """Whether a known value does not meet what was wanted, or cannot even be compared with it."""
    condition = Condition("fact", "", cast(Operator, operator), wanted, "")
    try:
        return not holds(condition, value)
    except TypeError:
        return True


def _match(
    match: FactMatch | StateMatch | VerdictMatch, firing: Firing, evidence: Evidence, place: str
) -> Iterator[Problem]:
    if isinstance(match, FactMatch):
        yield from _fact_match(match, evidence, place)
        return
    kind = "state" if isinstance(match, StateMatch) else "verdict"
    if isinstance(match, VerdictMatch):
        word = evidence.value("verdict", match.name)
        yield from unlike(f"{place}.value", match.value, word)
    supports = evidence.supports(kind, match.name)
    if match.firings != supports or (kind == "state" and not supports):
        yield problem(
            "verify_supports",
            f"{place}.firings",
            name=shown(match.name),
            expected=_listed(supports),
            got=_listed(match.firings),
        )
    for seq in match.firings:
        if seq >= firing.seq:
            yield problem("verify_later", f"{place}.firings", seq=seq)


def _fact_match(match: FactMatch, evidence: Evidence, place: str) -> Iterator[Problem]:
    known = evidence.value("fact", match.name)
    if known is None:
        yield problem("verify_fact_absent", place, name=shown(match.name))
    elif isinstance(known, Masked):
        if match.value is not None:
            yield problem("verify_masked_value", f"{place}.value", name=match.name)
        yield problem("unchecked_masked_match", place, name=match.name)
    elif not alike(match.value, known) or match.value is None:
        yield from unlike(f"{place}.value", match.value, known)
    elif fails(match.operator, match.wanted, match.value):
        yield problem(
            "verify_not_met",
            place,
            name=match.name,
            operator=match.operator,
            wanted=shown(match.wanted),
            value=shown(match.value),
        )


def _absence(absence: Absence, firing: Firing, evidence: Evidence, place: str) -> Iterator[Problem]:
    yield from unlike(f"{place}.as_of", absence.as_of, firing.seq - 1)
    known = evidence.value(absence.kind, absence.name)
    if isinstance(known, Masked):
        if absence.actual is not None:
            yield problem("verify_masked_value", f"{place}.actual", name=absence.name)
        yield problem("unchecked_masked_match", place, name=absence.name)
        return
    yield from unlike(f"{place}.actual", absence.actual, known)
    if known is not None and not fails(absence.operator, absence.wanted, known):
        yield problem("verify_not_absent", place, name=shown(absence.name), value=shown(known))


def _listed(seqs: Iterable[int]) -> str:
    return ", ".join(map(str, seqs)) or shown(None)
