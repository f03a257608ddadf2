"""The distinct cells of a column and their codes, kept for the next piece of a table.

Another piece mostly holds the same cells, and to look them up takes half the time that it takes to
find which they are. For polars alone: cells are compared as they are, lists too, in its own words,
since narwhals does not promise that rows stay in their order.
"""

from collections.abc import Callable
from typing import Any

from legspasm.cohort.columns import Frames, Series, frames_of, kept

MOST_KEPT = 100_000
"""Distinct cells that are kept."""


class Lookup:
    """The codes of the cells that came up so far; ``find`` gives that of a new one.

    Of columns of one type. Safe from many threads: each may find what another one has found.
    """

    def __init__(self, find: Callable[[Any], int]) -> None:
        self._find = find
        self._known: Any = None

    def codes(self, column: Series, frames: Frames) -> Series:
        """The codes of a column; of a missing cell that of None."""
        known, unseen = self._known, column
        if known is not None:
            codes = _joined(column, known)
            if not codes.null_count():
                return codes
            unseen = kept(column, codes.is_null())
        distinct = unseen.alias("cell").to_frame().unique().get_column("cell")
        found = frames.whole(map(self._find, distinct.to_list()))
        learnt = frames.table({"cell": distinct, "code": found})
        if known is not None:
            learnt = known.vstack(learnt).rechunk()
        self._known = learnt if len(learnt) <= MOST_KEPT else None
        return _joined(column, learnt)


def _joined(column: Series, known: Any) -> Series:
    cells = column.alias("cell").to_frame().to_native()
    found = cells.join(known, on="cell", how="left", nulls_equal=True, maintain_order="left")
    return frames_of(found)[1]["code"]
