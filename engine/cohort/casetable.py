"""A table with a place for each case of some coded columns, filled when a case first occurs.

The codes of a row are the digits of one number, and that number is a place in the table. A table
that would be too large is not made: each distinct case is then asked for by itself, and the log
says so.
"""

import logging
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from math import prod
from typing import Generic, TypeVar

from legspasm.cohort.columns import Frames, Series, combined, most, taken, where
from legspasm.errors import message

LARGEST = 1_000_000
"""Places of a table that is made."""
_EMPTY = (1 << 32) - 1  # no place holds so large a number: there are fewer outcomes
_log = logging.getLogger("legspasm")
_Name = TypeVar("_Name", bound=Hashable)


class CaseTable(Generic[_Name]):
    """What ``find`` gives for each case of the columns ``names``: a whole number from 0 on.

    ``radices`` say how many codes each column can have; None where nobody can say. ``called`` is
    what the log calls it. Safe from many threads: one at a time reads and fills it.
    """

    def __init__(
        self,
        names: Sequence[_Name],
        radices: Sequence[int | None],
        find: Callable[[tuple[int, ...]], int],
        called: str,
    ) -> None:
        self.names = tuple(names)
        self._radices = tuple(each or 0 for each in radices)
        self._find = find
        size = prod(self._radices)
        self._fits = 0 < size <= LARGEST
        self._filled = [_EMPTY] * size if self._fits else []
        self._columns: dict[Frames, Series] = {}
        self._lock = threading.Lock()
        if not self._fits:
            _log.warning(message("log", "table_too_large", name=called))

    def codes(
        self,
        columns: Mapping[_Name, Series],
        keys: dict[tuple[_Name, ...], Series],
        count: int,
        frames: Frames,
    ) -> Series:
        """What comes out of each of ``count`` rows; none of their codes is bad.

        ``keys`` keep what columns were combined to, for other tables of the same rows.
        """
        with self._lock:  # what is filled, and the column made of it, belong together
            if not self.names or not count:
                return frames.repeated(self._find(()) if count else 0, count)
            if not self._fits:
                return frames.whole(self._one_by_one(columns))
            places = self._places(columns, keys)
            codes = taken(self._column(frames), places)
            if most(codes) == _EMPTY:
                self._fill(where(places, codes, _EMPTY))
                codes = taken(self._column(frames), places)
            return codes

    def _places(
        self, columns: Mapping[_Name, Series], keys: dict[tuple[_Name, ...], Series]
    ) -> Series:
        for number, (name, radix) in enumerate(zip(self.names, self._radices, strict=True)):
            before, upto = self.names[:number], self.names[: number + 1]
            if upto not in keys:
                column = columns[name]
                keys[upto] = combined(keys[before], radix, column) if before else column
        return keys[self.names]

    def _column(self, frames: Frames) -> Series:
        column = self._columns.get(frames)
        if column is None:
            column = self._columns[frames] = frames.whole(self._filled)
        return column

    def _fill(self, places: list[int]) -> None:
        for place in places:
            self._filled[place] = self._find(self._digits(place))
        self._columns.clear()

    def _digits(self, place: int) -> tuple[int, ...]:
        digits = []
        for radix in reversed(self._radices):
            place, digit = divmod(place, radix)
            digits.append(digit)
        return tuple(reversed(digits))

    def _one_by_one(self, columns: Mapping[_Name, Series]) -> list[int]:
        rows = zip(*(columns[name].to_list() for name in self.names), strict=True)
        found: dict[tuple[int, ...], int] = {}
        codes = []
        for row in rows:
            if row not in found:
                found[row] = self._find(row)
            codes.append(found[row])
        return codes
