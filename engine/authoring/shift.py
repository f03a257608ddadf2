"""Who is told something else by changed knowledge: over every case that there is, with witnesses.

What a person is told at the end is an *outcome*: the verdict on a cause with its reservations or
contradictions, a factor on what it bears on, an expected place, advice, a limit of the text, that
there is nothing to explain. A case in which every outcome is the same can still come to it by other
steps: other rules fire, or other states hold. What the cases are: ``joint.py``.
"""

from collections.abc import Collection, Mapping
from typing import get_args

import msgspec
from legspasm.audit.outline import NamedFact
from legspasm.audit.told import Word
from legspasm.authoring.joint import Joint, Side, Uneven, join
from legspasm.authoring.meaning import Meaning, Outcome
from legspasm.authoring.rewording import rewordings
from legspasm.authoring.space import Cases
from legspasm.model import Knowledge


class Witness(msgspec.Struct, frozen=True):
    """The first case, with few facts known: what each of the two is told of it."""

    before: tuple[NamedFact, ...] = msgspec.field(name="from")
    after: tuple[NamedFact, ...] = msgspec.field(name="to")


class Some(msgspec.Struct, frozen=True):
    """How many cases these are, one at least, and the first."""

    count: int
    witness: Witness


class Move(msgspec.Struct, frozen=True):
    """From one word about a cause or a piece of advice to another; null where it is not there."""

    id: str
    before: Word | None = msgspec.field(name="from")
    after: Word | None = msgspec.field(name="to")
    cases: Some


class Turn(msgspec.Struct, frozen=True):
    """What is told, or fires, in cases in which it was not, or the other way round; null: none.

    ``beside`` is the text of a reservation or of a contradiction, or the cause that a factor bears
    on; it is empty where there is nothing of the kind.
    """

    id: str
    beside: str
    gained: Some | None
    lost: Some | None


class Shift(msgspec.Struct, frozen=True):
    """What changes over all cases; what changes in none is not in it.

    ``changes`` is how many of the ``cases`` come to another outcome, ``otherwise`` how many come
    to the same by other steps. ``states`` and ``rules`` are steps; the others are outcomes.
    """

    cases: int
    changes: int
    otherwise: int
    uneven: tuple[Uneven, ...]
    verdicts: tuple[Move, ...]
    reservations: tuple[Turn, ...]
    conflicts: tuple[Turn, ...]
    factors: tuple[Turn, ...]
    places: tuple[Turn, ...]
    advice: tuple[Move, ...]
    notes: tuple[Turn, ...]
    scopes: tuple[Turn, ...]
    states: tuple[Turn, ...]
    rules: tuple[Turn, ...]


_STEPS = {"state", "rule"}


def shift(before: Knowledge, after: Knowledge) -> Shift:
    """What ``after`` tells in other cases than ``before``."""
    joint = join(before, after)
    renamed = rewordings(before, after)
    was = {renamed.get(each, each): cases for each, cases in _told(joint, joint.before).items()}
    two = _Two(joint, was, _told(joint, joint.after))
    changes = two.differing({kind for kind, *_ in two.outcomes} - _STEPS)
    otherwise = two.differing(_STEPS) & ~changes
    return Shift(
        cases=joint.space.count(joint.space.all),
        changes=joint.space.count(changes),
        otherwise=joint.space.count(otherwise),
        uneven=joint.uneven,
        verdicts=two.moves("verdict"),
        reservations=two.turns("reservation"),
        conflicts=two.turns("conflict"),
        factors=two.turns("factor"),
        places=two.turns("expects"),
        advice=two.moves("advice"),
        notes=two.turns("note"),
        scopes=two.turns("out_of_scope"),
        states=two.turns("state"),
        rules=two.turns("rule"),
    )


def _told(joint: Joint, side: Side) -> Mapping[Outcome, Cases]:
    """By outcome, and by step, the cases; advice has a word, as verdicts have."""
    knowledge, space = side.knowledge, joint.space
    meaning = Meaning(knowledge, space, meeting=side.meeting)
    found: dict[Outcome, Cases] = {}
    for outcome, cases in meaning.told().items():
        found[(*outcome, "applies") if outcome[0] == "advice" else outcome] = cases
    for advice in knowledge.advice:
        applies = found.get(("advice", advice.id, "applies"), space.none)
        found["advice", advice.id, "general"] = meaning.heard & ~applies
    with_advice = meaning.heard if knowledge.advice else space.none
    for note in knowledge.notes:
        found["note", note.id] = space.all if note.shown_with == "answer" else with_advice
    return found | {("rule", rule): cases for rule, cases in meaning.fires.items()}


class _Two:
    """Both, outcome by outcome."""

    def __init__(
        self, joint: Joint, was: Mapping[Outcome, Cases], is_: Mapping[Outcome, Cases]
    ) -> None:
        self._joint = joint
        self._was = was
        self._is = is_
        self.outcomes = tuple(dict.fromkeys((*was, *is_)))

    def differing(self, kinds: Collection[str]) -> Cases:
        """The cases in which an outcome of one of ``kinds`` comes of one of the two alone."""
        return self._joint.space.union(
            self._of(self._was, each) ^ self._of(self._is, each)
            for each in self.outcomes
            if each[0] in kinds
        )

    def moves(self, kind: str) -> tuple[Move, ...]:
        """From which word to which, by id: the first id first, then in the order of the words."""
        found = []
        for id_ in dict.fromkeys(each[1] for each in self.outcomes if each[0] == kind):
            was, is_ = (self._by_word(kind, id_, each) for each in (self._was, self._is))
            for before, lost in was.items():
                for after, gained in is_.items():
                    some = self._some(lost & gained) if before != after else None
                    if some is not None:
                        found.append(Move(id_, before, after, some))
        return tuple(found)

    def turns(self, kind: str) -> tuple[Turn, ...]:
        """In how many more, and how many fewer cases."""
        found = []
        for outcome in (each for each in self.outcomes if each[0] == kind):
            was, is_ = self._of(self._was, outcome), self._of(self._is, outcome)
            gained, lost = self._some(is_ & ~was), self._some(was & ~is_)
            if gained or lost:
                _, id_, *beside = outcome
                found.append(Turn(id_, "".join(beside), gained, lost))
        return tuple(found)

    def _by_word(
        self, kind: str, id_: str, told: Mapping[Outcome, Cases]
    ) -> Mapping[Word | None, Cases]:
        """By word the cases; with None those in which there is no word about it."""
        words = [word for word in get_args(Word) if (kind, id_, word) in told]
        found: dict[Word | None, Cases] = {word: told[kind, id_, word] for word in words}
        return found | {None: ~self._joint.space.union(found.values())}

    def _of(self, told: Mapping[Outcome, Cases], outcome: Outcome) -> Cases:
        return told.get(outcome, self._joint.space.none)

    def _some(self, cases: Cases) -> Some | None:
        space = self._joint.space
        facts = space.witness(cases)
        if facts is None:
            return None
        witness = Witness(self._joint.before.hears(facts), self._joint.after.hears(facts))
        return Some(space.count(cases), witness)
