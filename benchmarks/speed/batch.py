"""A million people in a table: `legspasm batch` beside polars, Parquet to Parquet.

Every row has other values, a fifth of them unknown. Reading and writing the same columns untouched
is the least that any program can do; verdicts as expressions of polars, written by hand for
this knowledge, are the floor for telling anything. All run as processes of their own. Before
that, the verdicts of both are compared, row by row.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from legspasm import built_in_knowledge
from legspasm.model import FactDefinition

from speed.agreement import DisagreementError
from speed.processes import FailedError, here, in_turns, run
from speed.result import Goal, Row, at_most, line, not_measured

_OURS = "legspasm batch"
_UNTOUCHED = "polars, the same columns untouched"
_BY_HAND = "polars, four verdicts written by hand"
_LIMIT = 3
_UNKNOWN = 0.2
_SETS = 1000
"""How many different sets there are to draw from."""


def measure(
    rows: int, rounds: int, seen: Callable[[str], object] = lambda told: None
) -> tuple[Row, ...]:
    """The row, over a table with so many rows."""
    what = f"a batch of {rows:,} rows, Parquet to Parquet"
    program = str(Path(sys.executable).with_name("legspasm"))
    try:
        run([program, "batch", "--help"])
    except FailedError:
        goal = not_measured(what, _must(), "there is no such command")
        return (_row((), goal),)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "people.parquet")
        seen(f"making a table of {rows:,} people")
        people_table(rows).write_parquet(source)
        names = (_OURS, _UNTOUCHED, _BY_HAND)
        targets = {name: str(Path(folder, f"{at}.parquet")) for at, name in enumerate(names)}
        commands = {
            _UNTOUCHED: here("by_columns", "untouched", str(source), targets[_UNTOUCHED]),
            _BY_HAND: here("by_columns", "verdicts", str(source), targets[_BY_HAND]),
            _OURS: [program, "batch", str(source), "-o", targets[_OURS]],
        }
        seen("comparing verdicts, row by row")
        run(commands[_BY_HAND])
        run(commands[_OURS])
        _compare(targets[_OURS], targets[_BY_HAND])
        seen(f"timing {rounds} runs each")
        timed = in_turns(commands, rounds)
    untouched = timed[_UNTOUCHED].median
    ratio = timed[_OURS].median / untouched
    goal = at_most(what, _must(), ratio, _LIMIT)
    return (_row(tuple(line(each, untouched) for each in timed.values()), goal),)


def people_table(rows: int) -> Any:
    """A polars table with a column for each fact of the built-in knowledge."""
    import polars

    columns = [_column(fact, rows, seed) for seed, fact in enumerate(built_in_knowledge().facts)]
    return polars.DataFrame(columns)


def _column(fact: FactDefinition, rows: int, seed: int) -> Any:
    import polars

    ids = [option.id for option in fact.options]
    dice = random.Random(seed)
    match fact.type:
        case "yes_no":
            drawn: list[Any] = [True, False]
            kind: Any = polars.Boolean
        case "choice":
            drawn, kind = ids, polars.String
        case "set":
            drawn = [[each for each in ids if dice.random() < 1 / 3] for _ in range(_SETS)]
            kind = polars.List(polars.String)
        case "whole_number":
            drawn, kind = list(range(int(fact.minimum), int(fact.maximum) + 1)), polars.Int64
        case _:
            steps = range(round(fact.minimum * 100), round(fact.maximum * 100) + 1)
            drawn, kind = [step / 100 for step in steps], polars.Float64
    copies = -(-_SETS // len(drawn))
    values = drawn * copies
    unknown = [None] * round(len(values) * _UNKNOWN / (1 - _UNKNOWN))
    of_all = polars.Series(fact.name, values + unknown, dtype=kind)
    return of_all.sample(rows, with_replacement=True, seed=seed)


def _compare(ours: str, theirs: str) -> None:
    import polars

    for cause in built_in_knowledge().causes:
        name = f"verdict_{cause.id}"
        one = polars.read_parquet(ours, columns=[name])[name].cast(polars.String)
        other = polars.read_parquet(theirs, columns=[name])[name]
        if not one.equals(other):
            raise DisagreementError(f"{name}: `{_OURS}` and the expressions do not agree")


def _must() -> str:
    return f"within {_LIMIT}× of polars reading and writing the same columns untouched"


def _row(lines: tuple[Any, ...], goal: Goal) -> Row:
    return Row(
        id="batch",
        title="A table of people",
        compared_with=_UNTOUCHED,
        lines=lines,
        goals=(goal,),
        unit="s",
    )
