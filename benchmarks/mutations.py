"""How many small defects in a knowledge base `check` and `test` catch, and which they do not.

    python benchmarks/mutations.py [--knowledge FOLDER] [--only OPERATOR] [--format text|json]

Every operator changes one thing, in every place where it can. A mutant is caught by `check` where
that finds what it does not find in the unchanged knowledge, also where its files do not read; only
by `review` where all that is found is that its words were read otherwise. It is caught by `test`
where somebody is told something else than they must be, or the scenarios cover less. It is
*harmless* where nobody is told anything else (``sameness.py``). ``accepted.toml`` gives a reason
for every other one that survives. Exit status 1 where one has none.
"""

import json
import os
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import msgspec
import part_operators  # noqa: F401  # puts its operators into OPERATORS
import rule_operators  # noqa: F401  # puts its operators into OPERATORS
import word_operators  # noqa: F401  # puts its operators into OPERATORS
from judging import CATCHERS, Judged, judge_all
from legspasm.shipped import BUILT_IN
from mutants import OPERATORS, Base, Mutant

ACCEPTED = Path(__file__).with_name("accepted.toml")


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Survivors of one operator in one file that are known and accepted, and why."""

    operator: str
    file: str
    parts: tuple[str, ...]
    reason: str


class Row(msgspec.Struct, frozen=True):
    """How many mutants of an operator there are, and by what the harmful ones are caught."""

    operator: str
    mutants: int
    harmless: int
    check: int
    test: int
    both: int
    review: int
    neither: int


class Result(msgspec.Struct, frozen=True):
    """What became of all mutants.

    ``survivors`` are harmful, not caught and not accepted; ``accepted`` come with the reason;
    ``needless`` are accepted, and are no survivors.
    """

    knowledge: str
    rows: tuple[Row, ...]
    survivors: tuple[Judged, ...]
    accepted: tuple[tuple[Judged, str], ...]
    needless: tuple[str, ...]
    judged: tuple[Judged, ...]

    @property
    def last(self) -> Row:
        """All operators together."""
        rows = [msgspec.structs.astuple(row)[1:] for row in self.rows]
        return Row("all", *map(sum, zip(*rows, strict=True)))

    @property
    def sound(self) -> bool:
        """Whether nothing harmful survives unaccepted, and nothing is accepted in vain."""
        return not self.survivors and not self.needless


def measure(
    folder: Path,
    *,
    only: Sequence[str] = (),
    most: int = 0,
    jobs: int = 1,
    accepted: Sequence[Accepted] = (),
    seen: Callable[[int, int], None] = lambda done, of: None,
) -> Result:
    """Judge every mutant of the knowledge base in ``folder``; ``only`` of these operators.

    ``most`` of each operator, from the first to the last of them, or all where it is 0. ``seen`` is
    called with how many are judged, and of how many.
    """
    base = Base(folder)
    wanted = [name for name in OPERATORS if not only or name in only]
    mutants = [each for name in wanted for each in _some(list(OPERATORS[name](base)), most)]
    judged = []
    for each in judge_all(folder, mutants, jobs):
        judged.append(each)
        seen(len(judged), len(mutants))
    reasons = {
        (each.operator, each.file, part): each.reason
        for each in accepted
        if each.operator in wanted
        for part in each.parts
    }
    left = [each for each in judged if not each.harmless and each.by == "neither"]
    keys = {(each.operator, each.file, each.part) for each in left}
    return Result(
        knowledge=base.knowledge.name,
        rows=tuple(_row(name, judged) for name in wanted),
        survivors=tuple(each for each in left if _key(each) not in reasons),
        accepted=tuple((each, reasons[_key(each)]) for each in left if _key(each) in reasons),
        needless=tuple(" ".join(key) for key in reasons if key not in keys and not most),
        judged=tuple(judged),
    )


def accepted_of(name: str) -> list[Accepted]:
    """What is accepted of the knowledge base of this name."""
    tables = tomllib.loads(ACCEPTED.read_text("utf-8"))
    return msgspec.convert(tables.get(name, []), list[Accepted])


def _some(mutants: list[Mutant], most: int) -> list[Mutant]:
    return mutants[:: -(-len(mutants) // most)] if most and mutants else mutants


def _key(judged: Judged) -> tuple[str, str, str]:
    return judged.operator, judged.file, judged.part


def _row(name: str, judged: Sequence[Judged]) -> Row:
    own = [each for each in judged if each.operator == name]
    by = [each.by for each in own if not each.harmless]
    return Row(name, len(own), len(own) - len(by), *map(by.count, CATCHERS))


@click.command()
@click.option(
    "--knowledge",
    type=click.Path(path_type=Path, exists=True),
    default=BUILT_IN,
    help="Another folder than that of the built-in one.",
)
@click.option(
    "--only", multiple=True, type=click.Choice(list(OPERATORS)), help="This operator; repeatable."
)
@click.option("--most", type=click.IntRange(0), default=0, help="So many of each operator alone.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count(), help="Processes at a time.")
def main(knowledge: Path, only: tuple[str, ...], most: int, format_: str, jobs: int) -> None:
    """Make many small defects in a knowledge base, and tell which are caught by what."""
    accepted = accepted_of(Base(knowledge).knowledge.name)
    with click.progressbar(length=1, file=sys.stderr) as bar:

        def seen(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        result = measure(knowledge, only=only, most=most, jobs=jobs, accepted=accepted, seen=seen)
    if format_ == "json":
        click.echo(json.dumps(msgspec.to_builtins(result), indent=2, ensure_ascii=False))
    else:
        _tell(result)
    sys.exit(0 if result.sound else 1)


def _tell(result: Result) -> None:
    click.echo(f"{'operator':20}" + "".join(f"{each:>9}" for each in Row.__struct_fields__[1:]))
    for row in (*result.rows, result.last):
        name, *counts = msgspec.structs.astuple(row)
        click.echo(f"{name:20}" + "".join(f"{each:>9}" for each in counts))
    for each in result.survivors:
        click.echo(f"\nsurvives: {_line(each)}\n  {each.what}")
    for each, reason in result.accepted:
        click.echo(f"\naccepted: {_line(each)}\n  {each.what}\n  {reason}")
    for name in result.needless:
        click.echo(f"\naccepted, and no survivor: {name}")


def _line(judged: Judged) -> str:
    return f"{judged.operator} {judged.file}:{judged.line}: {judged.part}"


if __name__ == "__main__":
    main()
