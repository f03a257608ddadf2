"""What rules fire, and what a person is told, in every case at once.

The same fold over firings as in ``verdicts.py``, with sets of cases (``space.py``) in the place of
firings. That both say the same, and that the network fires just these rules, is tested for any
rules and any facts; what is found with it comes with a witness, facts that anyone can run.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from legspasm.authoring.space import Cases, Space
from legspasm.model import VERDICTS, Condition, Knowledge, Rule
from legspasm.ordering import bears_on_verdict

Outcome: TypeAlias = tuple[str, ...]
"""What a person is told: a kind (``verdict``, ``factor`` …), ids, and what is said of them."""
_DECIDING = {"cause", "against", "conflict"}


class Meaning:
    """The rules of a knowledge base over a space.

    ``fires`` holds for each rule, by id, the cases in which it fires. ``meeting`` gives the cases
    in which a condition on a fact is met, where that is not for the space alone to say.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        space: Space,
        *,
        meeting: Callable[[Condition], Cases] | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._space = space
        self._meeting = meeting or space.meeting
        self.fires: dict[str, Cases] = {}
        self._verdicts: dict[str, Mapping[str, Cases]] = {}
        self._concluding: dict[tuple[str, str], list[Rule]] = {}
        for rule in knowledge.rules:
            conclusion = rule.concludes.kind, rule.concludes.id
            self._concluding.setdefault(conclusion, []).append(rule)
        for rule in knowledge.rules:  # in canonical order: what a rule reads is there before it
            self.fires[rule.id] = self.holding(rule.when) & ~self._space.union(
                self.met(each) for each in rule.unless
            )

    def met(self, condition: Condition) -> Cases:
        """The cases in which a condition is met."""
        if condition.kind == "fact":
            return self._meeting(condition)
        if condition.kind == "state":
            return self.concluding("state", condition.name)
        words = condition.wanted if isinstance(condition.wanted, tuple) else ()
        verdicts = self.verdict(condition.name)
        return self._space.union(each for word, each in verdicts.items() if word in words)

    def holding(self, conditions: Iterable[Condition]) -> Cases:
        """The cases in which all of them are met."""
        cases = self._space.all
        for each in conditions:
            cases &= self.met(each)
        return cases

    def concluding(self, kind: str, id_: str) -> Cases:
        """The cases in which a rule concludes it."""
        return self._space.union(
            self.fires[rule.id]
            for rule in self._concluding.get((kind, id_), ())
            if rule.id in self.fires
        )

    def verdict(self, cause: str) -> Mapping[str, Cases]:
        """By verdict word the cases in which it is the verdict on a cause."""
        if cause not in self._verdicts:
            about = [each for each in self._knowledge.rules if bears_on_verdict(each, cause)]
            self._verdicts[cause] = self._decided(about)
        return self._verdicts[cause]

    def told(self) -> Mapping[Outcome, Cases]:
        """By outcome the cases in which a person is told it; what is told in no case is left out.

        Of a verdict its word, its reservations, and what contradicts itself; of a factor the cause
        that it bears on, if any; places that are expected; advice that applies; states; scopes.
        """
        found: dict[Outcome, Cases] = {}
        for cause in self._knowledge.causes:
            for word, cases in self.verdict(cause.id).items():
                found["verdict", cause.id, word] = cases
        found |= self._told_by(self._knowledge.rules, self._verdicts)
        return {outcome: cases for outcome, cases in found.items() if cases.satisfiable()}

    def touched(self, rule: Rule, rules: Iterable[Rule]) -> Mapping[Outcome, Cases]:
        """What is told of the conclusion of ``rule``, by these rules alone.

        Where it is the same by ``rules`` with and without ``rule``, so is everything else that is
        told: other rules read of a rule only what it concludes.
        """
        kind, id_ = rule.concludes.kind, rule.concludes.id
        if kind not in _DECIDING:
            same = [
                each for each in rules if (each.concludes.kind, each.concludes.id) == (kind, id_)
            ]
            return self._told_by(same, self._verdicts)
        about = [each for each in rules if bears_on_verdict(each, id_)]
        verdicts = {id_: self._decided(about)}
        words = {("verdict", id_, word): cases for word, cases in verdicts[id_].items()}
        own = [each for each in about if each.concludes.kind in _DECIDING]
        return words | self._told_by(own, verdicts)

    @cached_property
    def heard(self) -> Cases:
        """The cases in which factors, places and advice are told at all."""
        silent = (each for each in self._knowledge.scopes if each.silent)
        return ~self._space.union(self.concluding("out_of_scope", each.id) for each in silent)

    def _decided(self, about: list[Rule]) -> Mapping[str, Cases]:
        """What decides stands in ``verdicts.py``; the first that holds does."""
        by_word = [
            ("not_applicable", [each for each in about if each.concludes.kind == "out_of_scope"]),
            ("conflict", [each for each in about if each.concludes.kind == "conflict"]),
            ("supported", [each for each in _for_it(about) if not each.reservation]),
            ("with_reservation", _for_it(about)),
            ("not_indicated", about),
        ]
        left = self._space.all
        found: dict[str, Cases] = {}
        for word, rules in by_word:
            fired = self._space.union(self.fires[each.id] for each in rules)
            found[word] = left & fired
            left &= ~fired
        found["undetermined"] = left
        return {word: found[word] for word in VERDICTS}

    def _told_by(
        self, rules: Iterable[Rule], verdicts: Mapping[str, Mapping[str, Cases]]
    ) -> dict[Outcome, Cases]:
        """What is told where one of ``rules`` fires, beside the verdicts themselves."""
        found: dict[Outcome, Cases] = {}
        for rule in rules:
            for outcome, cases in self._told_of(rule, verdicts).items():
                found[outcome] = found.get(outcome, self._space.none) | cases
        return found

    def _told_of(
        self, rule: Rule, verdicts: Mapping[str, Mapping[str, Cases]]
    ) -> dict[Outcome, Cases]:
        fires, concludes = self.fires[rule.id], rule.concludes
        match concludes.kind:
            case "cause":
                weakened = verdicts[concludes.id]["with_reservation"]
                return {("reservation", concludes.id, rule.reservation): weakened & fires}
            case "against":
                return {}
            case "conflict":
                doubtful = verdicts[concludes.id]["conflict"]
                return {("conflict", concludes.id, rule.says): doubtful & fires}
            case "factor":
                return {
                    ("factor", concludes.id, cause): self.heard & fires & self._in_play(cause)
                    for cause in concludes.bears_on or ("",)
                }
            case "expects" | "advice":
                return {(concludes.kind, concludes.id): self.heard & fires}
            case _:
                return {(concludes.kind, concludes.id): fires}

    def _in_play(self, cause: str) -> Cases:
        return ~self.verdict(cause)["not_indicated"] if cause else self._space.all


def _for_it(rules: Iterable[Rule]) -> list[Rule]:
    return [each for each in rules if each.concludes.kind == "cause"]
