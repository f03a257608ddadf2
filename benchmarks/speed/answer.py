"""What every engine has to come to, as one value, so that answers can be compared.

Most engines say which rules fired and what the verdicts are. What follows from that is the same
fold for all of them, in plain Python, as their users would write it: :class:`Reading`. It favours
them, since it costs less than rules of theirs would. How a verdict is decided:
``legspasm/verdicts.py``; it is written a second time here, so that it does not slow the others
down.
"""

from collections.abc import Iterable, Mapping

import msgspec
from legspasm import Record
from legspasm.model import Knowledge, Rule, Value

_ABOUT_A_CAUSE = frozenset({"cause", "against", "conflict"})


class Answer(msgspec.Struct, frozen=True):
    """What one person is told.

    ``verdicts``: a word for each cause; ``factors``: each with the causes that it bears on;
    ``place``: expected, reported, and whether they agree; ``advice``: each with whether it applies;
    ``safety``: each sign with its level; ``fired``: rules in canonical order. ``trail``: what
    each of them matched, for whoever can tell; never compared.
    """

    verdicts: tuple[str, ...]
    factors: tuple[tuple[str, tuple[str, ...]], ...]
    place: tuple[tuple[str, ...], str | None, str | None]
    advice: tuple[tuple[str, bool], ...]
    safety: tuple[tuple[str, str], ...]
    fired: tuple[str, ...]
    trail: tuple[object, ...] = ()


COMPARED = ("verdicts", "factors", "place", "advice", "safety", "fired")
"""The parts in which all have to be equal."""


def answer_of(record: Record) -> Answer:
    """What a record of legspasm tells, to be compared."""
    place = record.place
    return Answer(
        verdicts=tuple(each.verdict for each in record.verdicts),
        factors=tuple((each.id, each.applies_to) for each in record.factors),
        place=(place.expected, place.reported, place.agreement),
        advice=tuple((each.id, each.applies) for each in record.advice),
        safety=tuple((each.id, each.level) for each in record.safety),
        fired=tuple(each.rule for each in record.firings),
    )


def differences(one: Answer, other: Answer) -> list[str]:
    """The names of the parts in which they differ."""
    return [part for part in COMPARED if getattr(one, part) != getattr(other, part)]


class Conclusions:
    """What was concluded so far in one consultation, for engines that decide verdicts in Python."""

    __slots__ = ("about", "out_of_scope")

    def __init__(self) -> None:
        self.about: set[tuple[str, str, bool]] = set()
        self.out_of_scope = False

    def add(self, rule: Rule) -> None:
        """Take note of what a rule that fired concludes."""
        kind = rule.concludes.kind
        if kind in _ABOUT_A_CAUSE:
            self.about.add((kind, rule.concludes.id, bool(rule.reservation)))
        elif kind == "out_of_scope":
            self.out_of_scope = True

    def word(self, cause: str) -> str:
        """The verdict on ``cause`` as of now."""
        about = self.about
        if self.out_of_scope:
            return "not_applicable"
        if ("conflict", cause, False) in about:
            return "conflict"
        if ("cause", cause, False) in about:
            return "supported"
        if ("cause", cause, True) in about:
            return "with_reservation"
        return "not_indicated" if ("against", cause, False) in about else "undetermined"


class Reading:
    """Makes answers of what engines say about one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._rules = {rule.id: rule for rule in knowledge.rules}
        self._position = {rule.id: at for at, rule in enumerate(knowledge.rules)}
        self._causes = [cause.id for cause in knowledge.causes]
        self._factors = [factor.id for factor in knowledge.factors]
        self._advice = [advice.id for advice in knowledge.advice]
        self._silent = {scope.id for scope in knowledge.scopes if scope.silent}
        self._reported_by = knowledge.place.reported_by
        self._places = [
            option.id
            for fact in knowledge.facts
            if fact.name == self._reported_by
            for option in fact.options
        ]
        self._safety_fact = knowledge.safety.fact
        self._levels = {flag.id: flag.level for flag in knowledge.safety.flags}

    def in_order(self, fired: Iterable[str]) -> tuple[str, ...]:
        """Rules that an engine names in an order of its own, in the canonical one."""
        return tuple(sorted(fired, key=self._position.__getitem__))

    def answer(
        self,
        fired: tuple[str, ...],
        words: Mapping[str, str],
        told: Mapping[str, Value],
        trail: tuple[object, ...] = (),
    ) -> Answer:
        """What follows from the rules that ``fired``, in canonical order, and the verdicts."""
        bearing: dict[str, list[tuple[str, ...]]] = {}
        expected: set[str] = set()
        applying: set[str] = set()
        silent = False
        for id_ in fired:
            conclusion = self._rules[id_].concludes
            match conclusion.kind:
                case "factor":
                    bearing.setdefault(conclusion.id, []).append(conclusion.bears_on)
                case "expects":
                    expected.add(conclusion.id)
                case "advice":
                    applying.add(conclusion.id)
                case "out_of_scope":
                    silent = silent or conclusion.id in self._silent
        verdicts = tuple([words[cause] for cause in self._causes])
        flags = told.get(self._safety_fact, ())
        safety = tuple(
            (id_, level)
            for id_, level in self._levels.items()
            if isinstance(flags, tuple) and id_ in flags
        )
        if silent:
            return Answer(verdicts, (), ((), None, None), (), safety, fired, trail)
        reported = told.get(self._reported_by)
        agreement = None
        if expected and reported is not None:
            agreement = "agrees" if reported in expected else "not_expected"
        return Answer(
            verdicts=verdicts,
            factors=self._in_play(bearing, words) if bearing else (),
            place=(
                tuple([place for place in self._places if place in expected]),
                None if reported is None else str(reported),
                agreement,
            ),
            advice=tuple([(id_, id_ in applying) for id_ in self._advice]),
            safety=safety,
            fired=fired,
            trail=trail,
        )

    def _in_play(
        self, bearing: Mapping[str, list[tuple[str, ...]]], words: Mapping[str, str]
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        in_play = [cause for cause in self._causes if words[cause] != "not_indicated"]
        found = []
        for factor in self._factors:
            of_factor = bearing.get(factor, ())
            causes = {cause for each in of_factor for cause in each}
            on = tuple([cause for cause in in_play if cause in causes])
            if on or any(not each for each in of_factor):
                found.append((factor, on))
        return tuple(found)
