"""The steps of a knowledge base for any engine: its rules and verdicts, in the order they must run.

A rule that reads a state or a verdict comes after all that can make it, so that what is absent is
judged on a finished state. Steps of one level do not read one another.
"""

from collections.abc import Iterable
from itertools import groupby

import msgspec
from legspasm.model import Knowledge, Rule

_ABOUT_A_VERDICT = frozenset({"cause", "against", "conflict"})


class Verdict(msgspec.Struct, frozen=True):
    """That the verdict on a cause is decided here."""

    cause: str


class Level(msgspec.Struct, frozen=True):
    """Rules of one rank, in canonical order; the states and verdicts that are finished with them.

    ``states`` come with the rules that make them.
    """

    rules: tuple[Rule, ...]
    states: tuple[tuple[str, tuple[Rule, ...]], ...]
    verdicts: tuple[Verdict, ...]


def levels(knowledge: Knowledge) -> list[Level]:
    """Every rule, state and verdict, level by level; a level may have no rules."""
    rules = {
        rank: tuple(same) for rank, same in groupby(knowledge.rules, key=lambda rule: rule.rank)
    }
    makers: dict[str, list[Rule]] = {state.id: [] for state in knowledge.states}
    about: dict[str, list[Rule]] = {cause.id: [] for cause in knowledge.causes}
    out_of_scope = []
    for rule in knowledge.rules:
        if rule.concludes.kind == "state":
            makers[rule.concludes.id].append(rule)
        elif rule.concludes.kind in _ABOUT_A_VERDICT:
            about[rule.concludes.id].append(rule)
        elif rule.concludes.kind == "out_of_scope":
            out_of_scope.append(rule)
    states: dict[int, list[tuple[str, tuple[Rule, ...]]]] = {}
    for state, made_by in makers.items():
        states.setdefault(_last(made_by), []).append((state, tuple(made_by)))
    verdicts: dict[int, list[Verdict]] = {}
    for cause, decided_by in about.items():
        verdicts.setdefault(_last(decided_by + out_of_scope), []).append(Verdict(cause))
    return [
        Level(rules.get(rank, ()), tuple(states.get(rank, ())), tuple(verdicts.get(rank, ())))
        for rank in sorted({*rules, *states, *verdicts})
    ]


def steps(knowledge: Knowledge) -> list[Rule | Verdict]:
    """The rules and verdicts in one list."""
    return [step for level in levels(knowledge) for step in (*level.rules, *level.verdicts)]


def _last(rules: Iterable[Rule]) -> int:
    return max((rule.rank for rule in rules), default=0)
