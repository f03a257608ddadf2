"""Replaying many records with other knowledge, and counting what changes for whom.

One record is in memory at a time; what is kept are counts, by kind of change, and the first few
examples of each.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, TypeVar

from legspasm.audit.difference import KnowledgeName, knowledge_name, same
from legspasm.audit.findings import Findings, findings
from legspasm.audit.impact import (
    Example,
    FactCount,
    Impact,
    KnowledgeCount,
    Move,
    NotCompared,
    RuleCount,
    Why,
)
from legspasm.audit.replay import FACTS_PLACE, replayed_body
from legspasm.audit.told import Item, Part, Saying, Word, behind, facts_behind, told
from legspasm.body import GivenFact
from legspasm.errors import FactsError, RecordError
from legspasm.model import Knowledge
from legspasm.stored import StoredRecord

MOST_EXAMPLES: Final = 5
"""Examples that are kept of each kind of change."""

_Counted = TypeVar("_Counted", str, KnowledgeName)
_Turn = Literal["gained", "lost", "otherwise"]
_Step = tuple[Item, Word | None, Word | None]


def impact(
    records: Iterable[tuple[int, StoredRecord | RecordError | None]],
    knowledge: Knowledge,
    *,
    progress: Callable[[int], object] | None = None,
) -> Impact:
    """Replay numbered records with ``knowledge``.

    None stands for a record that was erased, and an error for one that could not be read.
    ``progress`` is called with each number once its record is done. Memory grows with the number
    of different changes, not of records. Never raises for what a record holds.
    """
    tally = _Tally(knowledge)
    for number, record in records:
        if record is None:
            tally.leave_out("erased", number, ())
        elif isinstance(record, RecordError):
            tally.leave_out("unreadable", number, ())
        else:
            tally.take(number, record)
        if progress is not None:
            progress(number)
    return tally.impact()


class _Movement:
    """What is counted of one move."""

    def __init__(self) -> None:
        self.count = 0
        self.examples: list[Example] = []
        self._rules: dict[str, Counter[_Turn]] = {}

    def add(self, turned: Mapping[str, _Turn]) -> None:
        """One record more, in which these rules turned."""
        self.count += 1
        for rule, turn in turned.items():
            self._rules.setdefault(rule, Counter())[turn] += 1

    def move(self, step: _Step) -> Move:
        """All of it, as it is told."""
        item, before, after = step
        rules = [
            RuleCount(rule, turns["gained"], turns["lost"], turns["otherwise"])
            for rule, turns in self._rules.items()
        ]
        rules.sort(key=lambda each: -(each.gained + each.lost + each.otherwise))
        return Move(item.id, before, after, self.count, tuple(rules), tuple(self.examples))


class _LeftOut:
    """What is counted of the records that one reason keeps from being compared."""

    def __init__(self) -> None:
        self.count = 0
        self.facts: Counter[str] = Counter()
        self.examples: list[int] = []


class _Tally:
    """The counts so far."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._never_fired = {rule.id for rule in knowledge.rules}
        self._before: Counter[KnowledgeName] = Counter()
        self._stays = self._otherwise = self._changes = 0
        self._movements: dict[_Step, _Movement] = {}
        self._left_out: dict[Why, _LeftOut] = {}

    def leave_out(self, why: Why, number: int, facts: Iterable[str]) -> None:
        """A record that cannot be compared, and the facts that are the reason."""
        left_out = self._left_out.setdefault(why, _LeftOut())
        left_out.count += 1
        left_out.facts.update(set(facts))
        if len(left_out.examples) < MOST_EXAMPLES:
            left_out.examples.append(number)

    def take(self, number: int, record: StoredRecord) -> None:
        """Replay a record, and count what changes."""
        body = record.document.body
        self._before[knowledge_name(body)] += 1
        if body.masked:
            self.leave_out("masked", number, (each.name for each in body.masked))
            return
        try:
            replayed = replayed_body(record, self._knowledge)
        except FactsError as error:
            names = (each.place.removeprefix(FACTS_PLACE) for each in error.problems)
            self.leave_out("refused", number, names)
            return
        self._never_fired -= {firing.rule for firing in replayed.firings}
        self._compare(number, record, findings(body), findings(replayed))

    def _compare(self, number: int, record: StoredRecord, was: Findings, is_: Findings) -> None:
        before, after = told(was), told(is_)
        changed = [
            item for item in dict.fromkeys((*before, *after)) if before.get(item) != after.get(item)
        ]
        if changed:
            self._changes += 1
            self._move(number, record, (was, is_), (before, after), changed)
        else:
            self._stays += 1
            self._otherwise += not same(_reasons(was), _reasons(is_))

    def _move(
        self,
        number: int,
        record: StoredRecord,
        found: tuple[Findings, Findings],
        sayings: tuple[Mapping[Item, Saying], Mapping[Item, Saying]],
        changed: Iterable[Item],
    ) -> None:
        turned = _turned(*found)
        for item in changed:
            before, after = (_word(each.get(item)) for each in sayings)
            movement = self._movements.setdefault((item, before, after), _Movement())
            rules = behind(item, *found) & turned.keys()
            movement.add({rule: turn for rule, turn in turned.items() if rule in rules})
            if len(movement.examples) < MOST_EXAMPLES:
                known = found[0].facts
                facts = tuple(
                    GivenFact(name, known[name].value if name in known else None)
                    for name in facts_behind(rules, *found)
                )
                labels = record.document.envelope.labels
                movement.examples.append(Example(number, labels, facts))

    def impact(self) -> Impact:
        """What all of it came to."""
        not_compared = sum(each.count for each in self._left_out.values())
        rules = self._knowledge.rules
        return Impact(
            before=tuple(
                KnowledgeCount(each, self._before[each]) for each in _largest_first(self._before)
            ),
            after=KnowledgeName(
                self._knowledge.name, self._knowledge.version, self._knowledge.digest
            ),
            records=self._stays + self._changes + not_compared,
            stays=self._stays,
            otherwise=self._otherwise,
            changes=self._changes,
            not_compared=not_compared,
            verdicts=self._moves("verdict"),
            factors=self._moves("factor"),
            place=self._moves("place"),
            advice=self._moves("advice"),
            safety=self._moves("safety"),
            notes=self._moves("note"),
            reasons=tuple(
                NotCompared(
                    why,
                    each.count,
                    tuple(FactCount(fact, each.facts[fact]) for fact in _largest_first(each.facts)),
                    tuple(each.examples),
                )
                for why, each in sorted(self._left_out.items())
            ),
            never_fired=tuple(rule.id for rule in rules if rule.id in self._never_fired),
        )

    def _moves(self, part: Part) -> tuple[Move, ...]:
        moves = [each.move(step) for step, each in self._movements.items() if step[0].part == part]
        return tuple(sorted(moves, key=_place_of))


def _turned(was: Findings, is_: Findings) -> dict[str, _Turn]:
    """The rules that fire now, that fired then, or that fire otherwise; what fired first, first."""
    turned: dict[str, _Turn] = {}
    for rule in dict.fromkeys((*was.firings, *is_.firings)):
        before, after = was.firings.get(rule), is_.firings.get(rule)
        if not same(before, after):
            turned[rule] = "gained" if before is None else "lost" if after is None else "otherwise"
    return turned


def _place_of(move: Move) -> tuple[int, str, str, str]:
    """Where a move stands: the largest first, and otherwise by name."""
    return -move.count, move.id, move.before or "", move.after or ""


def _largest_first(counts: Counter[_Counted]) -> list[_Counted]:
    return sorted(counts, key=lambda each: (-counts[each], each))


def _word(saying: Saying | None) -> Word | None:
    return None if saying is None else saying.word


def _reasons(found: Findings) -> tuple[object, ...]:
    """What is behind what is told."""
    return (
        found.firings,
        found.verdicts,
        found.factors,
        found.place,
        found.advice,
        found.safety,
        found.notes,
    )
