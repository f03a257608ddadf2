"""The record as typed, frozen data: what a consultation found, and what it rested on.

The *body* of a record is deterministic: the same facts, knowledge and version give the same bytes,
and every array has a stated order. ``document.py`` puts an envelope and a digest around it, and
turns it into JSON and back; the JSON Schema that ships is made from the types here. Of the parts
there can be thousands, and none can be part of itself: Python need not look for such (``gc``).

Orders: facts by name; firings by ``seq``; rules that did not fire in canonical order; verdicts,
factors, places, advice, safety and notes as the knowledge declares them; sentence ids as the
source has them; lists of fact names as the vocabulary has them; questions as they were asked.
"""

from typing import Annotated, Literal

import msgspec
from legspasm.asked import AskedQuestion
from legspasm.conditions import Status
from legspasm.digest import Digest
from legspasm.facts import Fact
from legspasm.masks import MaskedFact
from legspasm.model import Conclusion, Value, VerdictWord

Seq = Annotated[int, msgspec.Meta(ge=1)]


class Engine(msgspec.Struct, frozen=True):
    """The program that made the record."""

    name: str
    version: str


class SourceReference(msgspec.Struct, frozen=True):
    """The document: SHA-256 of its file."""

    title: str
    digest: Digest


class ParameterValue(msgspec.Struct, frozen=True):
    """A number that is not from the document, as it was for this consultation."""

    id: str
    value: int | float
    source: str


class KnowledgeReference(msgspec.Struct, frozen=True):
    """Which knowledge was used; ``digest`` covers every byte of its files."""

    name: str
    version: str
    digest: Digest
    source: SourceReference
    parameters: tuple[ParameterValue, ...]


class FactMatch(msgspec.Struct, frozen=True, gc=False, tag="fact", tag_field="kind"):
    """A condition met by a fact: its value (null where it is masked), and what was wanted of it."""

    name: str
    value: Value | None
    operator: str
    wanted: Value


class StateMatch(msgspec.Struct, frozen=True, gc=False, tag="state", tag_field="kind"):
    """A condition met by a state; ``firings`` are all those that concluded it, by ``seq``."""

    name: str
    firings: tuple[Seq, ...]


class VerdictMatch(msgspec.Struct, frozen=True, gc=False, tag="verdict", tag_field="kind"):
    """A condition met by a verdict; ``name`` is the cause, ``firings`` are those that decide it."""

    name: str
    value: VerdictWord
    firings: tuple[Seq, ...]


class Absence(msgspec.Struct, frozen=True, gc=False):
    """What had to be missing, and was, as of the firing ``as_of`` (0: before any).

    ``actual`` is the known value, or null where it was unknown.
    """

    kind: Literal["fact", "state", "verdict"]
    name: str
    operator: str
    wanted: Value
    actual: Value | None
    as_of: Annotated[int, msgspec.Meta(ge=0)]


class Firing(msgspec.Struct, frozen=True, gc=False):
    """A rule that fired: what it matched, in the order of its conditions, and what follows."""

    seq: Seq
    rule: str
    because: tuple[FactMatch | StateMatch | VerdictMatch, ...]
    absent: tuple[Absence, ...]
    concludes: Conclusion
    reservation: str | None
    hedge: str | None
    cites: tuple[str, ...]


class ConditionStatus(msgspec.Struct, frozen=True, gc=False):
    """How one condition of a rule stood.

    With ``absent`` it is met where it is known not to hold, and stops the rule where it is not met.
    """

    kind: Literal["fact", "state", "verdict"]
    name: str
    absent: bool
    operator: str
    wanted: Value
    actual: Value | None
    status: Status
    text: str


class NotFired(msgspec.Struct, frozen=True, gc=False):
    """A rule that did not fire; ``needs`` names the unknown facts that could still make it."""

    rule: str
    conditions: tuple[ConditionStatus, ...]
    needs: tuple[str, ...]


class GivenFact(msgspec.Struct, frozen=True):
    """A fact as one side of a contradiction; the value is null where it is masked."""

    name: str
    value: Value | None


class Conflict(msgspec.Struct, frozen=True):
    """Answers that contradict each other: the firing that says so, and the facts it matched."""

    seq: Seq
    facts: tuple[GivenFact, ...]
    text: str


class Verdict(msgspec.Struct, frozen=True):
    """What is said of one cause.

    ``because``: the firings that decide it; all routes where it is reached by several.
    ``needs``: where it is undetermined, the facts that would settle it.
    ``cites``: every sentence on the way to it.
    """

    cause: str
    verdict: VerdictWord
    because: tuple[Seq, ...]
    reservations: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    needs: tuple[str, ...]
    cites: tuple[str, ...]


class Factor(msgspec.Struct, frozen=True):
    """What makes ``applies_to`` more liable; empty where it is general."""

    id: str
    applies_to: tuple[str, ...]
    because: tuple[Seq, ...]
    cites: tuple[str, ...]


class Place(msgspec.Struct, frozen=True):
    """Where the document expects it, and where it was.

    ``agreement`` is null where either is missing.
    """

    expected: tuple[str, ...]
    reported: str | None
    agreement: Literal["agrees", "not_expected"] | None
    because: tuple[Seq, ...]
    cites: tuple[str, ...]


class Advice(msgspec.Struct, frozen=True):
    """A piece of advice; where it does not apply it is general, with its own condition."""

    id: str
    applies: bool
    because: tuple[Seq, ...]
    cites: tuple[str, ...]


class SafetySign(msgspec.Struct, frozen=True):
    """A warning sign that was told; not from the document."""

    id: str
    level: Literal["emergency", "urgent"]
    source: str


class Note(msgspec.Struct, frozen=True):
    """What the document says about its own limits."""

    id: str
    cites: tuple[str, ...]


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """The deterministic part.

    ``questions`` is left out where nobody was interviewed. ``masked`` is left out where nothing is
    masked; a masked fact is not among ``facts``, and whatever repeats its value is null.
    """

    engine: Engine
    knowledge: KnowledgeReference
    facts: tuple[Fact, ...]
    firings: tuple[Firing, ...]
    not_fired: tuple[NotFired, ...]
    verdicts: tuple[Verdict, ...]
    factors: tuple[Factor, ...]
    place: Place
    advice: tuple[Advice, ...]
    safety: tuple[SafetySign, ...]
    notes: tuple[Note, ...]
    questions: tuple[AskedQuestion, ...] = ()
    masked: tuple[MaskedFact, ...] = ()
