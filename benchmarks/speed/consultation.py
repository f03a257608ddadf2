"""One consultation in process: everybody on the built-in knowledge, about people never seen before.

All contenders first tell the same people the same; then others, nobody of whom was among them, are
timed. legspasm is measured twice: as it is called, and with everything inferred anew.
"""

from collections.abc import Callable, Sequence
from itertools import islice

from legspasm import built_in_knowledge

from speed.agreement import agree
from speed.contenders import (
    CLIPS,
    CLIPS_FACTS,
    CONTENDERS,
    EXPERTA,
    HAND,
    OURS,
    PLAIN,
    RIVALS,
    Ready,
    ready,
)
from speed.ours import record
from speed.people import people, strangers
from speed.result import Goal, Row, at_most, line, shown
from speed.timing import Timed, affordable, take_turns

_ROUNDS = 20
_SLOWER = 10
_FASTER = 8


def measure(
    number: int, seconds: float, warm_up: int, seen: Callable[[str], object] = lambda told: None
) -> tuple[Row, ...]:
    """The row, over ``number`` people to compare and as many to time, ``seconds`` a contender.

    legspasm has consulted about ``warm_up`` strangers before it is timed.
    """
    knowledge = built_in_knowledge()
    everybody = people(knowledge, 2 * number, seed="one consultation")
    contenders = [ready(each, knowledge) for each in CONTENDERS]
    ours_first = sorted(contenders, key=lambda each: each.name != OURS)
    seen(f"comparing {len(contenders)} contenders over {number:,} people")
    pace = agree(ours_first, everybody[:number])
    seen(f"all agree; consulting about {warm_up:,} others, so that what is kept is kept")
    for person in islice(strangers(knowledge, seed="warm"), warm_up):
        record(knowledge, person)
    seen(f"timing over {number:,} others")
    most = {name: affordable(seconds, each, number) for name, each in pace.items()}
    timed = take_turns(
        {each.name: each.engine.consult for each in contenders},
        everybody[number:],
        rounds=_ROUNDS,
        most=most,
    )
    return (row(contenders, timed, number),)


def row(contenders: Sequence[Ready], timed: dict[str, Timed], compared: int) -> Row:
    """What the times come to."""
    ours = timed[OURS].median
    return Row(
        id="consultation",
        title="One consultation, in one process",
        compared_with=OURS,
        lines=tuple(
            line(timed[each.name], ours, each.contender.tells)
            for each in sorted(contenders, key=lambda each: timed[each.name].median)
        ),
        goals=goals({name: each.median for name, each in timed.items()}),
        notes=(
            f"Over {compared:,} people all told the same: verdicts, factors, place, advice, "
            "warning signs, and which rules fired. Those timed are others.",
        ),
    )


def goals(medians: dict[str, float]) -> tuple[Goal, ...]:
    """What must hold of one consultation, from the medians by name."""
    ours, plain = medians[OURS], medians[PLAIN]
    fastest = min(RIVALS, key=lambda name: medians[name])
    return (
        at_most(
            "one consultation with its full record",
            f"faster than each of {', '.join(RIVALS)}",
            ours / medians[fastest],
            1.0,
            f"{shown(ours / medians[fastest])}× the time of the fastest, {fastest}",
        ),
        at_most(
            "the same",
            f"within {_SLOWER}× of the function written by hand",
            ours / medians[HAND],
            _SLOWER,
        ),
        at_most(
            "the same with tables off, so that experta runs",
            f"{_FASTER}× faster than experta as it comes",
            _FASTER * plain / medians[EXPERTA],
            1.0,
            f"{shown(medians[EXPERTA] / plain)}× faster",
        ),
        *(
            at_most(
                "the same",
                f"faster than CLIPS {how}",
                plain / medians[name],
                1.0,
                f"{shown(plain / medians[name])}× the time of CLIPS",
            )
            for name, how in (
                (CLIPS_FACTS, "through its usual Python calls, which tell what matched"),
                (CLIPS, "asked for the names of rules alone"),
            )
        ),
    )
