"""A table in many files: each is read, worked out and written on its own, here or elsewhere.

Files of a folder are *partitions* of one table. What is done to one of them depends on nothing
else, so it may be done anywhere, in any order, and again where a machine is lost: it is written
under a name that nobody else has and moved into its place, so that a second time changes nothing.
The whole folder comes into its place in the end, or not at all.

Who does it is a :data:`Runner`: ``one_at_a_time`` here, ``cluster.py`` on many machines.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import msgspec
from legspasm.cohort.manyrejects import first_rejects, joined_rejects
from legspasm.cohort.naming import Ignored
from legspasm.cohort.parts import Partition
from legspasm.cohort.summary import Summary, empty, merge
from legspasm.errors import LegspasmError, Problem, printable, problem
from legspasm.model import Knowledge

_TRIES = 10


class Done(msgspec.Struct, frozen=True):
    """What came of a partition. ``ignored``: its columns that tell no fact."""

    summary: Summary
    ignored: tuple[Ignored, ...] = ()


Work = Callable[[Knowledge, Path, Path, Path], Done]
"""What is done to one partition: read the first file, write the second, and the third as well.

The third takes the rejected rows, in JSON Lines (``rejects.py``). Raises LegspasmError where the
first cannot be read. Where it is done elsewhere, it has to be a function that pickle can name.
"""


class Job(msgspec.Struct, frozen=True):
    """What is to be done to every partition, with which knowledge, and where it is written."""

    work: Work
    knowledge: Knowledge
    folder: Path

    def rows(self, partition: Partition) -> Path:
        """Where its rows come to lie."""
        return self.folder / "rows" / partition.name

    def rejects(self, partition: Partition) -> Path:
        """Where its rejected rows come to lie."""
        return self.folder / "rejects" / partition.name


class Failed(msgspec.Struct, frozen=True):
    """Why a partition could not be worked out."""

    problems: tuple[Problem, ...]


class Finished(NamedTuple):
    """A partition, and what came of it."""

    partition: Partition
    outcome: Done | Failed


Runner = Callable[[Job, Sequence[Partition]], Iterator[Finished]]
"""Gives each partition once it is finished, in any order. Closed early, it drops the rest."""


class Partitioned(msgspec.Struct, frozen=True):
    """What came of all of them: the ``summary`` of those that ``failed`` not.

    ``ignored``: the columns of all of them that tell no fact, each once. ``failed``: the names of
    those that could not be worked out, in order; ``problems`` say why. Where no file was named for
    the rejected rows, ``first_rejects`` are the first problems of ``rejects`` that there are.
    """

    summary: Summary
    ignored: tuple[Ignored, ...]
    failed: tuple[str, ...]
    problems: tuple[Problem, ...]
    first_rejects: tuple[Problem, ...] = ()
    rejects: int = 0


def run(
    partitions: Sequence[Partition],
    output: Path,
    work: Work,
    *,
    knowledge: Knowledge,
    rejects: Path | None = None,
    with_id: bool = False,
    runner: Runner | None = None,
    progress: Callable[[int], None] = lambda finished: None,
) -> Partitioned:
    """Do the ``work`` on each partition, into the folder ``output``, which has no files yet.

    The rejected rows of all of them come into the file ``rejects``, where one is named, in the
    order of the partitions, with the name of theirs before them (``file``), and with whose they are
    where that is told (``with_id``). A partition that cannot
    be worked out is in neither, and stops no other; where that is so for all of them, nothing is
    written. ``runner`` is ``one_at_a_time`` unless given; ``progress`` hears how many are finished.

    Raises LegspasmError where the output cannot be written, and what ``runner`` raises. Then, as
    when it is interrupted, nothing is left behind.
    """
    try:
        with _hidden(output.absolute().parent) as folder:
            job = Job(work, knowledge, folder)
            for place in {job.rows(each).parent for each in partitions}:
                place.mkdir(parents=True, exist_ok=True)
            for place in {job.rejects(each).parent for each in partitions}:
                place.mkdir(parents=True, exist_ok=True)
            outcomes = _outcomes((runner or one_at_a_time)(job, partitions), progress)
            done = [each for each in partitions if isinstance(outcomes[each.name], Done)]
            aside = [(each, job.rejects(each)) for each in done]
            first, count = first_rejects(aside) if rejects is None else ((), 0)
            with joined_rejects(aside, rejects, with_id=with_id) as joined:
                rows = job.folder / "rows"
                if done:
                    rows.replace(output)
                if done and joined and rejects:
                    try:
                        joined.replace(rejects)
                    except OSError:
                        output.replace(rows)  # neither is there where one cannot be
                        raise
    except OSError as error:
        why, name = error.strerror or str(error), error.filename2 or output
        raise LegspasmError([problem("file_unwritable", str(name), why=why)]) from error
    found = _together(partitions, outcomes, knowledge)
    return msgspec.structs.replace(found, first_rejects=first, rejects=count)


def one_at_a_time(job: Job, partitions: Sequence[Partition]) -> Iterator[Finished]:
    """The partitions one after the other, in this process."""
    for partition in partitions:
        yield Finished(partition, do(job, partition))


def do(job: Job, partition: Partition) -> Done | Failed:
    """One partition, whole or not at all; a second time, also at the same time, changes nothing."""
    mine = job.folder / uuid4().hex
    try:
        mine.mkdir()
        rows, rejects = mine / "rows.parquet", mine / "rejects.jsonl"
        done = job.work(job.knowledge, partition.source, rows, rejects)
        rejects.replace(job.rejects(partition))
        rows.replace(job.rows(partition))
    except LegspasmError as error:
        return Failed(tuple(_named(each, partition) for each in error.problems))
    except OSError as error:
        why = error.strerror or str(error)
        return Failed((problem("partition_failed", partition.shown, why=why),))
    finally:
        shutil.rmtree(mine, ignore_errors=True)
    return done


def _named(told: Problem, partition: Partition) -> Problem:
    """``told`` with the file that it is about, as it was given."""
    source = str(partition.source)
    if told.place.startswith(source):
        place = partition.shown + told.place.removeprefix(source)
    else:
        place = f"{partition.shown}: {told.place}" if told.place else partition.shown
    return msgspec.structs.replace(told, place=printable(place))


def _outcomes(
    finished: Iterator[Finished], progress: Callable[[int], None]
) -> dict[str, Done | Failed]:
    outcomes: dict[str, Done | Failed] = {}
    for partition, outcome in finished:
        outcomes[partition.name] = outcome
        progress(len(outcomes))
    return outcomes


def _together(
    partitions: Iterable[Partition], outcomes: dict[str, Done | Failed], knowledge: Knowledge
) -> Partitioned:
    summary = empty(knowledge)
    ignored: dict[str, Ignored] = {}
    failed: list[str] = []
    problems: list[Problem] = []
    for partition in partitions:
        outcome = outcomes[partition.name]
        if isinstance(outcome, Failed):
            failed.append(partition.name)
            problems += outcome.problems
        else:
            summary = merge(summary, outcome.summary)
            for each in outcome.ignored:  # it may be meant for a fact in one file, and not in all
                known = ignored.setdefault(each.column, each)
                if each.meant and not known.file:
                    ignored[each.column] = msgspec.structs.replace(each, file=partition.shown)
    return Partitioned(summary, tuple(ignored.values()), tuple(failed), tuple(problems))


@contextmanager
def _hidden(parent: Path) -> Iterator[Path]:
    """A folder that is gone in the end, also where a worker has not yet heard that it is."""
    folder = Path(tempfile.mkdtemp(prefix=".legspasm.", dir=parent))
    try:
        yield folder
    finally:
        for _ in range(_TRIES):
            shutil.rmtree(folder, ignore_errors=True)
