"""*How* something was concluded: the tree of rules, facts and sentences that it rests on.

The tree is read off the record alone; nothing is inferred again. Every support is kept where there
are several. A conclusion that stands in the tree already is named again, not unfolded again, so
the tree is never larger than the record; and one that stands very deep is unfolded after it.
"""

from typing import ClassVar, Literal

import msgspec
from legspasm.body import FactMatch, Firing, StateMatch, VerdictMatch
from legspasm.chains import rule_of
from legspasm.citation import CitedRule, cited, parameters_of
from legspasm.facts import Origin, spoken
from legspasm.graph import Graph, cause_graph
from legspasm.model import Condition, Knowledge, Parameter, Rule, Value
from legspasm.record import Record
from legspasm.reply import Reply, about
from legspasm.targets import Target, find_target

MOST_DEEP = 8
"""Conclusions under one another that are unfolded in their place."""


class ToldFact(msgspec.Struct, frozen=True, tag="fact", tag_field="kind"):
    """A condition met by a fact: its value, where it came from, and in words.

    ``wanted`` is what the rule asks for, in words.
    """

    name: str
    value: Value
    origin: Origin
    says: str
    wanted: str


class Conclusion(msgspec.Struct, frozen=True, tag="state", tag_field="kind"):
    """A condition met by a state. Its supports may stand ``above`` in the tree, or ``below`` it."""

    name: str
    says: str
    above: bool
    below: bool
    supports: tuple["Support", ...]


class Decision(msgspec.Struct, frozen=True, tag="verdict", tag_field="kind"):
    """A condition met by the verdict on a cause. Otherwise as :class:`Conclusion`."""

    name: str
    verdict: str
    says: str
    above: bool
    below: bool
    supports: tuple["Support", ...]


class Missing(msgspec.Struct, frozen=True):
    """What would have stopped the rule and was missing, as of the firing ``as_of``.

    ``unknown``: nothing was told or concluded of it. ``otherwise``: it is known to be different.
    """

    says: str
    status: Literal["unknown", "otherwise"]
    as_of: int


class Support(msgspec.Struct, frozen=True):
    """A firing: the rule, what met its conditions, and what was missing."""

    seq: int
    rule: CitedRule
    because: tuple[ToldFact | Conclusion | Decision, ...]
    absent: tuple[Missing, ...]


class Justification(Reply, frozen=True, tag_field="schema", tag="legspasm.how/1"):
    """How ``target`` was concluded.

    ``found`` is what the record says of it: a verdict word, or ``concluded``, ``bears``,
    ``applies``, ``general``, ``none``, or ``set_aside`` where a rule concluded it and it is not
    told all the same. ``says`` words it; ``bears_on`` holds the titles of the
    causes that a factor bears on, and is empty where it is general. ``supports`` is empty where
    nothing concluded it, and ``needs`` then names facts that could settle a verdict; ``continued``
    unfolds what stands too deep in the tree.
    ``parameters`` are numbers that are not the document's, and decide here; ``graph`` is the causal
    graph of a cause.
    """

    template: ClassVar[str] = "how.j2"

    target: Target
    found: str
    says: str
    bears_on: tuple[str, ...]
    supports: tuple[Support, ...]
    continued: tuple[Conclusion | Decision, ...]
    needs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    graph: Graph | None

    @property
    def drawn(self) -> Graph | None:
        """What a page shows as a picture."""
        return self.graph


def how(record: Record, name: str) -> Justification:
    """How the cause, state, factor or piece of advice ``name`` was concluded in ``record``.

    Raises LegspasmError where there is no such name.
    """
    knowledge = record.knowledge
    target = find_target(knowledge, name)
    found, says, seqs = finding(record, target)
    verdicts = {each.cause: each for each in record.verdicts}
    tree = _Tree(record)
    supports, continued = tree.supports(seqs), tree.continued()
    return Justification(
        about=about(record),
        target=target,
        found=found,
        says=says,
        bears_on=_bears_on(record, target),
        supports=supports,
        continued=continued,
        needs=verdicts[name].needs if target.kind == "cause" else (),
        parameters=parameters_of(knowledge, tree.rules),
        graph=graph_of(record, target),
    )


def graph_of(record: Record, target: Target) -> Graph | None:
    """The causal graph of a cause, as the record has it; None for any other target."""
    if target.kind != "cause":
        return None
    return cause_graph(record.document.body, record.knowledge, target.id)


def finding(record: Record, target: Target) -> tuple[str, str, tuple[int, ...]]:
    """What the record says of the target, in a word and in a sentence; and the firings behind."""
    knowledge = record.knowledge
    if target.kind == "cause":
        verdict = next(each for each in record.verdicts if each.cause == target.id)
        cause = next(each for each in knowledge.causes if each.id == target.id)
        return verdict.verdict, cause.sentence(verdict.verdict), verdict.because
    if target.kind == "state":
        seqs = tuple(
            each.seq
            for each in record.firings
            if each.concludes.kind == "state" and each.concludes.id == target.id
        )
        return "concluded" if seqs else "none", target.title if seqs else "", seqs
    concluding = tuple(
        each.seq
        for each in record.firings
        if each.concludes.kind == target.kind and each.concludes.id == target.id
    )
    unheard = ("set_aside" if concluding else "none", "", concluding)
    if target.kind == "factor":
        factor = next((each for each in record.factors if each.id == target.id), None)
        says = next(each.says for each in knowledge.factors if each.id == target.id)
        return ("bears", says, factor.because) if factor else unheard
    advice = next((each for each in record.advice if each.id == target.id), None)
    if advice is None:
        return unheard
    definition = next(each for each in knowledge.advice if each.id == target.id)
    if advice.applies:
        return "applies", definition.says, advice.because
    return "general", definition.general, ()


def _bears_on(record: Record, target: Target) -> tuple[str, ...]:
    factors = [each for each in record.factors if target.kind == "factor" and each.id == target.id]
    causes = {cause for each in factors for cause in each.applies_to}
    return tuple(each.title for each in record.knowledge.causes if each.id in causes)


class _Tree:
    """The supports of conclusions, each unfolded where it is met first."""

    def __init__(self, record: Record) -> None:
        self._knowledge: Knowledge = record.knowledge
        self._firings = {each.seq: each for each in record.firings}
        self._facts = {each.name: each for each in record.facts}
        self._unfolded: set[tuple[str, str]] = set()
        self._depth = 0
        self._waiting: list[StateMatch | VerdictMatch] = []
        self.rules: list[Rule] = []
        """The rules in the tree, as they are met."""

    def supports(self, seqs: tuple[int, ...]) -> tuple[Support, ...]:
        return tuple(self._support(self._firings[seq]) for seq in seqs)

    def continued(self) -> tuple[Conclusion | Decision, ...]:
        """What was too deep to be unfolded in its place, each with its supports."""
        found = []
        while self._waiting:
            found.append(self._concluded(self._waiting.pop(0), above=False, below=False))
        return tuple(found)

    def _support(self, firing: Firing) -> Support:
        rule = rule_of(self._knowledge, firing.rule)
        self.rules.append(rule)
        return Support(
            seq=firing.seq,
            rule=cited(rule),
            because=tuple(
                self._because(condition, match)
                for condition, match in zip(rule.when, firing.because, strict=False)
            ),
            absent=tuple(
                Missing(
                    condition.says, "unknown" if each.actual is None else "otherwise", each.as_of
                )
                for condition, each in zip(rule.unless, firing.absent, strict=False)
            ),
        )

    def _because(
        self, condition: Condition, match: FactMatch | StateMatch | VerdictMatch
    ) -> ToldFact | Conclusion | Decision:
        if isinstance(match, FactMatch):
            definition = next(each for each in self._knowledge.facts if each.name == match.name)
            told = self._facts[match.name]
            says = " ".join(spoken(definition, told.value))
            return ToldFact(told.name, told.value, told.origin, says, condition.says)
        kind = "state" if isinstance(match, StateMatch) else "verdict"
        above = (kind, match.name) in self._unfolded
        below = not above and self._depth == MOST_DEEP
        self._unfolded.add((kind, match.name))
        if below:
            self._waiting.append(match)
        return self._concluded(match, above=above, below=below)

    def _concluded(
        self, match: StateMatch | VerdictMatch, *, above: bool, below: bool
    ) -> Conclusion | Decision:
        self._depth += 1
        supports = () if above or below else self.supports(match.firings)
        self._depth -= 1
        if isinstance(match, StateMatch):
            state = next(each for each in self._knowledge.states if each.id == match.name)
            return Conclusion(match.name, state.says, above, below, supports)
        cause = next(each for each in self._knowledge.causes if each.id == match.name)
        says = cause.sentence(match.value)
        return Decision(match.name, match.value, says, above, below, supports)
