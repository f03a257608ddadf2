"""What scenarios cover of a knowledge base, and what nobody would miss if it were dropped.

Three things count. A *rule* is covered where it fires in a scenario. A *condition* is covered
where its rule fires in one scenario, and in another does not fire because of this condition
alone: every other condition of the rule lets it pass. Were two in the way, either could be
dropped and nobody would notice. It has to be in the way by a value that was told, or that follows
from what was told; one that is only not known is noted, and does not count, since the condition
could then ask for anything at all. A *sentence* of the document is covered where a rule that
fires rests on it, or where it stands by a fact that was told, by advice, by a limit of the text or
by one of its tensions. Sentences that the knowledge excuses as background are not asked for.
"""

from collections.abc import Iterable, Mapping

import msgspec
from legspasm.authoring.expectation import stops
from legspasm.body import Body
from legspasm.model import Knowledge, Rule, Sentence


class Count(msgspec.Struct, frozen=True):
    """How many are covered, of how many."""

    covered: int
    of: int


class UnfiredRule(msgspec.Struct, frozen=True):
    """A rule that no scenario fires, and where it stands."""

    rule: str
    says: str
    file: str
    line: int


class UnfailedCondition(msgspec.Struct, frozen=True):
    """A condition that alone never kept its rule from firing by what is known.

    ``absent``: it stands under ``unless``. ``text`` words it as it is where it holds. ``unknown``:
    in some scenario it alone was in the way, but only since it was not known.
    """

    rule: str
    absent: bool
    text: str
    unknown: bool
    file: str
    line: int


class Coverage(msgspec.Struct, frozen=True):
    """What all scenarios together cover. ``percent`` is of all three, rounded down to a tenth.

    ``unfailed`` leaves out the conditions of rules that no scenario fires.
    """

    percent: float
    rules: Count
    conditions: Count
    sentences: Count
    unfired: tuple[UnfiredRule, ...]
    unfailed: tuple[UnfailedCondition, ...]
    unread: tuple[Sentence, ...]

    def reaches(self, percent: float) -> bool:
        """Whether it is this much, before rounding."""
        covered, of = _total(self.rules, self.conditions, self.sentences)
        return covered * 100 >= percent * of


def coverage(knowledge: Knowledge, bodies: Iterable[Body]) -> Coverage:
    """What consultations cover of ``knowledge``, with which they were made."""
    fired: set[str] = set()
    alone: dict[tuple[str, int], set[str]] = {}
    read = {quote.sentence for tension in knowledge.tensions for quote in tension.cites}
    cited = {fact.name: [quote.sentence for quote in fact.cites] for fact in knowledge.facts}
    for body in bodies:
        fired.update(firing.rule for firing in body.firings)
        for key, status in _alone(body):
            alone.setdefault(key, set()).add(status)
        for told in (body.firings, body.advice, body.notes):
            read.update(sentence for each in told for sentence in each.cites)
        for fact in body.facts:
            read.update(cited[fact.name])
    rules, failed = knowledge.rules, {key for key, ways in alone.items() if "not_met" in ways}
    excused = {each.sentence for each in knowledge.background}
    asked_for = [each for each in knowledge.source.sentences if each.id not in excused]
    unread = tuple(each for each in asked_for if each.id not in read)
    counts = (
        Count(sum(rule.id in fired for rule in rules), len(rules)),
        Count(
            sum(rule in fired for rule, _ in failed), sum(len(rule.conditions) for rule in rules)
        ),
        Count(len(asked_for) - len(unread), len(asked_for)),
    )
    return Coverage(
        _percent(*counts),
        *counts,
        unfired=tuple(
            UnfiredRule(rule.id, rule.says, rule.file, rule.line)
            for rule in rules
            if rule.id not in fired
        ),
        unfailed=tuple(
            each for rule in rules if rule.id in fired for each in _unfailed(rule, alone)
        ),
        unread=unread,
    )


def _alone(body: Body) -> Iterable[tuple[tuple[str, int], str]]:
    """The conditions that alone kept a rule from firing, by rule and number, and in which way."""
    for each in body.not_fired:
        stopping = [at for at, condition in enumerate(each.conditions) if stops(condition)]
        if len(stopping) == 1:
            yield (each.rule, stopping[0]), each.conditions[stopping[0]].status


def _unfailed(rule: Rule, alone: Mapping[tuple[str, int], set[str]]) -> Iterable[UnfailedCondition]:
    for at, condition in enumerate(rule.conditions):
        ways = alone.get((rule.id, at), set())
        if "not_met" not in ways:
            yield UnfailedCondition(
                rule=rule.id,
                absent=at >= len(rule.when),
                text=condition.says,
                unknown=bool(ways),
                file=rule.file,
                line=rule.line,
            )


def _percent(*counts: Count) -> float:
    covered, of = _total(*counts)
    return covered * 1000 // of / 10 if of else 100.0


def _total(*counts: Count) -> tuple[int, int]:
    return sum(each.covered for each in counts), sum(each.of for each in counts)
