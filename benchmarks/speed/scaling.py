"""How time grows with rules: made-up knowledge in three layers, and one chain, beside CLIPS.

CLIPS tells which rules fired and what the verdicts are. legspasm is measured telling as much
(its firings, with what each matched), and giving the whole record, which also says of every other
rule why it did not fire: with 2,500 rules, that is most of it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from legspasm.model import Knowledge

from speed import generated, ours
from speed.agreement import agree
from speed.contenders import CLIPS, OURS, contender, ready
from speed.people import Person, people
from speed.result import Goal, Line, Row, at_most, line, shown
from speed.timing import Timed, affordable, take_turns

LAYERED = (500, 1000, 2500)
CHAINS = (250, 500, 1000)
_INFERRED = "legspasm, inference alone"
_LIMIT = 2
_GROWTH = 1.5
"""How much longer a rule may take among the most rules than among the fewest."""
_ROUNDS = 20


Made = tuple[Knowledge, list[Person]]


class Size(NamedTuple):
    """Knowledge of one size, with what was timed on it."""

    rules: int
    timed: dict[str, Timed]


def measure(
    number: int,
    seconds: float,
    layered: Sequence[int] = LAYERED,
    chains: Sequence[int] = CHAINS,
    seen: Callable[[str], object] = lambda told: None,
) -> tuple[Row, ...]:
    """Both rows; ``number`` people at most, and ``seconds`` for each of what is measured."""
    made: dict[int, Made] = {}
    for rules in layered:
        seen(f"{rules:,} rules in three layers")
        knowledge = generated.layered(rules)
        told = generated.TOLD
        made[rules] = knowledge, people(knowledge, 2 * number, seed="many rules", told=told)
    sizes = _timed(made, seconds)
    made = {}
    for rules in chains:
        seen(f"one chain of {rules:,} rules")
        made[rules] = generated.chain(rules), [{"begins": True}] * (2 * number)
    lengths = _timed(made, seconds)
    return (
        _row("rules", "Many rules, in three layers", "rules", sizes),
        _row("chain", "One chain of rules", "rules in one chain", lengths),
    )


def _timed(made: Mapping[int, Made], seconds: float) -> list[Size]:
    """The times for each number of rules; all of them take turns, so that growth can be seen."""
    calls: dict[str, Callable[[int], object]] = {}
    most: dict[str, int] = {}
    for rules, (knowledge, everybody) in made.items():
        contenders = [ready(contender(name), knowledge) for name in (OURS, CLIPS)]
        consult = {each.name: each.engine.consult for each in contenders}
        consult[_INFERRED] = partial(ours.inferred, knowledge)
        for call in consult.values():
            call(everybody[0])  # builds whatever is kept
        half = len(everybody) // 2
        pace = agree(contenders, everybody[:1])
        agree(contenders, everybody[1 : affordable(seconds, max(pace.values()), half, 2)])
        pace_of = {**pace, _INFERRED: pace[OURS]}
        for name, call in consult.items():
            calls[f"{rules} {name}"] = partial(_consult, call, everybody[half:])
            most[f"{rules} {name}"] = affordable(seconds, pace_of[name], half, 3)
    timed = take_turns(calls, range(half), rounds=_ROUNDS, most=most)
    names = (CLIPS, _INFERRED, OURS)
    return [Size(rules, {name: timed[f"{rules} {name}"] for name in names}) for rules in made]


def _consult(call: Callable[[Person], object], everybody: Sequence[Person], number: int) -> object:
    return call(everybody[number])


def _row(id: str, title: str, what: str, sizes: Sequence[Size]) -> Row:
    lines: list[Line] = []
    for rules, timed in sizes:
        for name in (CLIPS, _INFERRED, OURS):
            found = line(timed[name], timed[CLIPS].median)
            lines.append(
                Line(f"{rules:,}: {name}", found.median, found.p99, found.times, found.ratio)
            )
    return Row(
        id=id,
        title=title,
        compared_with=f"{CLIPS} on the same rules",
        lines=tuple(lines),
        goals=goals(
            what,
            [
                (rules, {name: each.median for name, each in timed.items()})
                for rules, timed in sizes
            ],
        ),
    )


def goals(what: str, medians: Sequence[tuple[int, dict[str, float]]]) -> tuple[Goal, ...]:
    """What must hold, from the medians by name for each number of rules, fewest first."""
    (fewest, small), (most, large) = medians[0], medians[-1]
    found = []
    for name, told in ((_INFERRED, "the firings"), (OURS, "the full record")):
        found.append(
            at_most(
                f"{most:,} {what}: {told}",
                f"within {_LIMIT}× of CLIPS",
                large[name] / large[CLIPS],
                _LIMIT,
            )
        )
        slower = (large[name] / most) / (small[name] / fewest)
        found.append(
            at_most(
                f"{fewest:,} to {most:,} {what}: {told}",
                f"grows with the rules alone: at most {_GROWTH}× the time a rule",
                slower,
                _GROWTH,
                f"{shown(slower)}× the time a rule",
            )
        )
    return tuple(found)
