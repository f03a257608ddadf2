"""The rejected rows of a table in many files: joined into one file, or the first of them told.

Of each file of the table there is one in JSON Lines (``rejects.py``).
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from legspasm.cohort.parts import Partition
from legspasm.cohort.rejects import FIRST, RejectFile, rejects_in
from legspasm.errors import Problem

Parts = Sequence[tuple[Partition, Path]]
"""Each partition with the file of its rejected rows, in order."""


def first_rejects(parts: Parts) -> tuple[tuple[Problem, ...], int]:
    """The first problems, and how many there are."""
    first: list[Problem] = []
    count = 0
    for partition, path in parts:
        with path.open("rb") as lines:
            for reject in rejects_in(lines):
                count += 1
                if count <= FIRST:
                    first.append(reject.problem(partition.shown))
    return tuple(first), count


@contextmanager
def joined_rejects(parts: Parts, whole: Path | None, *, with_id: bool) -> Iterator[Path | None]:
    """All of them in one file of CSV beside ``whole``, with the name of the partition before each.

    It is gone in the end unless it is moved. Raises OSError where it cannot be written.
    """
    if whole is None:
        yield None
        return
    descriptor, name = tempfile.mkstemp(prefix=".legspasm.", dir=whole.absolute().parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            joined = RejectFile(file, "csv", with_id=with_id, of_many=True)
            for partition, path in parts:
                with path.open("rb") as lines:
                    joined.write(rejects_in(lines), partition.name)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
