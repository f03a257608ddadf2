"""Knowledge as frozen data: what the files say, independent of the engine that runs it.

A knowledge base holds a source text cut into sentences; the facts that can be told about a
person; the causes that are tested; and rules. A rule has conditions on facts, on states
(conclusions on the way) or on verdicts, and concludes one thing. Everything that a person is
told (questions, sentences, cautions) is here too: the general parts of the program
know no subject.

What is told beside the rules (advice, safety …) is in ``telling.py``. ``reader.py`` makes a
:class:`Knowledge` from files and is the only place that checks it.
"""

from typing import Literal, get_args

import msgspec
from legspasm.telling import (
    AdviceDefinition,
    Answers,
    Background,
    ForbiddenLink,
    NoteDefinition,
    PlaceDefinition,
    Quote,
    Safety,
    Tension,
)

FactType = Literal["yes_no", "choice", "set", "number", "whole_number"]
Operator = Literal["is", "includes", "one_of", "empty", "at_least", "below", "holds"]
Value = bool | int | float | str | tuple[str, ...]
"""A known value of a fact: yes/no, a number, a choice, or a set in vocabulary order."""

VerdictWord = Literal[
    "supported",
    "with_reservation",
    "conflict",
    "undetermined",
    "not_indicated",
    "not_applicable",
]
"""The words a verdict can be. What decides between them: ``verdicts.py``."""
VERDICTS: tuple[VerdictWord, ...] = get_args(VerdictWord)


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of the source: its id, its text as it stands, and the line it is on."""

    id: str
    text: str
    line: int


class Source(msgspec.Struct, frozen=True):
    """The document: ``digest`` is the lower-case hex SHA-256 of its file."""

    title: str
    digest: str
    sentences: tuple[Sentence, ...]


class Parameter(msgspec.Struct, frozen=True):
    """A number that the document does not give; ``source`` says who does."""

    id: str
    value: int | float
    unit: str
    says: str
    source: str


class Option(msgspec.Struct, frozen=True):
    """One value that a fact can have: ``label`` to pick it by, ``says`` once it is picked.

    For yes/no facts ``id`` is ``yes`` or ``no``.
    """

    id: str
    label: str
    says: str


class FactDefinition(msgspec.Struct, frozen=True):
    """A fact of the vocabulary, and everything that is said about it.

    ``says`` is for numbers and holds ``{value}``; ``none`` is for sets: what an empty one says.
    ``minimum`` and ``maximum`` are inclusive, in ``unit``. The question makes no sense where the
    yes/no fact ``supposes`` is known to be "no".
    """

    name: str
    group: str
    type: FactType
    question: str
    help: str
    why: str
    unknown: str
    options: tuple[Option, ...] = ()
    says: str = ""
    none: str = ""
    minimum: int | float = 0
    maximum: int | float = 0
    unit: str = ""
    supposes: str = ""
    cites: tuple[Quote, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """A heading under which facts are asked."""

    id: str
    title: str


class Condition(msgspec.Struct, frozen=True):
    """What one fact, state or verdict must be; ``says`` words it as met.

    ======== ==================================== ==========================================
    kind     operator                             wanted
    ======== ==================================== ==========================================
    fact     is, includes                         a value
    fact     one_of                               values
    fact     empty                                True or False
    fact     at_least, below                      a number, the value of ``parameter``
    state    holds                                True
    verdict  one_of                               verdict words
    ======== ==================================== ==========================================
    """

    kind: Literal["fact", "state", "verdict"]
    name: str
    operator: Operator
    wanted: Value
    says: str
    parameter: str = ""


class Conclusion(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a rule concludes. ``bears_on`` is for factors: causes, empty where it is general.

    ``cause`` speaks for a cause, ``against`` says that the answers do not point to it,
    ``conflict`` that answers about it contradict each other.
    """

    kind: Literal[
        "state", "cause", "against", "conflict", "out_of_scope", "factor", "expects", "advice"
    ]
    id: str
    bears_on: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True):
    """Where every condition of ``when`` holds and none of ``unless``, ``concludes`` follows.

    ``hedge`` is a word of the quotes that weakens them; ``reservation`` is what weakens the
    conclusion; ``remark`` says how the rule reads the text. ``rank`` is the length of the longest
    path from the facts (1: reads facts only). ``file`` and ``line`` say where it stands.
    """

    id: str
    topic: str
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    concludes: Conclusion
    says: str
    cites: tuple[Quote, ...]
    file: str
    line: int
    reservation: str = ""
    hedge: str = ""
    remark: str = ""
    rank: int = 0

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """``when``, then ``unless``."""
        return self.when + self.unless


class State(msgspec.Struct, frozen=True):
    """A conclusion on the way to a cause, or beside it."""

    id: str
    says: str


class Scope(msgspec.Struct, frozen=True):
    """Why there is nothing to explain; a ``silent`` one also ends factors, place and advice."""

    id: str
    says: str
    silent: bool


class Cause(msgspec.Struct, frozen=True):
    """A cause that is tested; ``says`` holds a sentence for each of ``VERDICTS``, in order."""

    id: str
    title: str
    says: tuple[str, ...]

    def sentence(self, verdict: str) -> str:
        """What ``verdict`` on this cause says."""
        return self.says[VERDICTS.index(verdict)]


class FactorDefinition(msgspec.Struct, frozen=True):
    """What makes the causes more liable without being one."""

    id: str
    title: str
    says: str


class Knowledge(msgspec.Struct, frozen=True):
    """A whole knowledge base. ``rules`` stand in canonical order: by rank, then as declared.

    To be had from ``load_knowledge``, not put together by hand: the digest speaks for files.
    ``digest`` is the lower-case hex SHA-256 of the RFC 8785 form of a map from each file's
    name to the SHA-256 of its bytes.
    """

    name: str
    version: str
    title: str
    digest: str
    source: Source
    parameters: tuple[Parameter, ...]
    groups: tuple[Group, ...]
    facts: tuple[FactDefinition, ...]
    causes: tuple[Cause, ...]
    answers: Answers
    states: tuple[State, ...]
    scopes: tuple[Scope, ...]
    rules: tuple[Rule, ...]
    factors: tuple[FactorDefinition, ...]
    place: PlaceDefinition
    advice: tuple[AdviceDefinition, ...]
    notes: tuple[NoteDefinition, ...]
    tensions: tuple[Tension, ...]
    background: tuple[Background, ...]
    safety: Safety
    forbidden: tuple[ForbiddenLink, ...] = ()

    def __repr__(self) -> str:
        """Short, since all of it is many pages."""
        return f"Knowledge({self.name!r}, version={self.version!r}, digest={self.digest!r})"

    def __hash__(self) -> int:
        """By digest: the digest covers every byte that the knowledge was read from."""
        return hash(self.digest)
