"""The rejected rows of a table in many files: joined into one file, or the first of them told.

Of each file of the table there is one in CSV, with the names of its columns on the first line.
"""

import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from legspasm.cohort.parts import Partition
from legspasm.cohort.rejects import FIRST, Reject
from legspasm.errors import Problem

Parts = Sequence[tuple[Partition, Path]]
"""Each partition with the file of its rejected rows, in order."""


def first_rejects(parts: Parts) -> tuple[tuple[Problem, ...], int]:
    """The first problems, and how many there are."""
    first: list[Problem] = []
    count = 0
    for partition, path in parts:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                count += 1
                if count <= FIRST:
                    told = Reject(int(row["row"]), row["column"], row["reason"], row.get("id", ""))
                    first.append(told.problem(partition.shown))
    return tuple(first), count


@contextmanager
def joined_rejects(parts: Parts, whole: Path | None) -> Iterator[Path | None]:
    """All of them in one file beside ``whole``, with the name of the partition before each.

    It is gone in the end unless it is moved. Raises OSError where it cannot be written.
    """
    if whole is None:
        yield None
        return
    descriptor, name = tempfile.mkstemp(prefix=".legspasm.", dir=whole.absolute().parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as joined:
            writer = csv.writer(joined, lineterminator="\n")
            for number, (partition, path) in enumerate(parts):
                with path.open(encoding="utf-8", newline="") as file:
                    reader = csv.reader(file)
                    names = next(reader)
                    if not number:
                        writer.writerow(["file", *names])
                    writer.writerows([partition.name, *row] for row in reader)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
