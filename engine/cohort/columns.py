"""Whole columns of a table at once, whichever library holds it. The door to narwhals.

The same few operations on polars and on pandas. Numbers are compared with limits; of everything
else each distinct value is looked at once. A column is one of a table (a series), or a list of
what was read from a file of text, cell by cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from legspasm.cohort.coding import BAD
from legspasm.errors import LegspasmError, problem

if TYPE_CHECKING:
    import narwhals as nw

    Series: TypeAlias = nw.Series[Any]
    Column: TypeAlias = Series | list[Any]
else:  # the library is imported when a table is at hand
    Series = Column = Any


class Coded(msgspec.Struct, frozen=True):
    """A column of the output: codes, and what each of them means.

    ``values`` are words, or ids where ``many``; None is nothing.
    """

    codes: Any
    values: Sequence[Any]
    many: bool = False


class Frames:
    """The library that holds a table: makes columns and tables for it."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    @property
    def has_lists(self) -> bool:
        """Whether columns of lists, and of categories, are of types of their own."""
        return bool(self._backend.is_polars())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frames) and other._backend is self._backend

    def __hash__(self) -> int:
        return hash(self._backend)

    def whole(self, numbers: Iterable[int], name: str = "") -> Series:
        """A column of whole numbers from 0 on that are codes, as polars takes places of a table."""
        import narwhals as nw

        return nw.new_series(name, list(numbers), nw.UInt32, backend=self._backend)

    def repeated(self, code: int, count: int) -> Series:
        """A column of so many times the same code."""
        import narwhals as nw

        return nw.new_series("", range(count), nw.UInt32, backend=self._backend) * 0 + code

    def numbered(self, first: int, count: int) -> Series:
        """The numbers from ``first`` on."""
        import narwhals as nw

        return nw.new_series("", range(first, first + count), nw.Int64, backend=self._backend)

    def floats(self, numbers: Iterable[float | None]) -> Series:
        """A column of numbers."""
        import narwhals as nw

        return nw.new_series("", list(numbers), nw.Float64, backend=self._backend)

    def integers(self, numbers: Iterable[int]) -> Series:
        """A column of whole numbers."""
        import narwhals as nw

        return nw.new_series("", list(numbers), nw.Int64, backend=self._backend)

    def meant(self, column: Coded, *, joined: bool, none: str) -> Series:
        """What the codes of a column mean; ``none`` is no id at all, where ids are ``joined``."""
        values = column.values
        if not column.many:
            return taken(self.words(values), column.codes)
        if joined:
            texts = [None if each is None else ",".join(each) or none for each in values]
            return taken(self.words(texts), column.codes)
        return taken(self.lists(values), column.codes)

    def words(self, values: Sequence[str | None]) -> Series:
        """A column of text."""
        import narwhals as nw

        return nw.new_series("", list(values), nw.String, backend=self._backend)

    def lists(self, values: Sequence[tuple[str, ...] | None]) -> Series:
        """A column of lists of text; of tuples where the library has no such type."""
        import narwhals as nw

        if self._backend.is_pandas_like():
            return nw.new_series("", list(values), nw.Object, backend=self._backend)
        plain = [None if each is None else list(each) for each in values]
        return nw.new_series("", plain, nw.List(nw.String), backend=self._backend)

    def table(self, columns: Mapping[str, Series]) -> Any:
        """A table of these columns, of the library's own type."""
        first, *others = [each.alias(name) for name, each in columns.items()]
        return first.to_frame().with_columns(*others).to_native()


def frames_of(frame: Any) -> tuple[Frames, dict[str, Series]]:
    """The library of a polars or pandas ``frame``, and its columns by name.

    Raises LegspasmError where it is neither, and where a name stands twice.
    """
    try:
        import narwhals as nw
    except ImportError:
        raise LegspasmError([missing("narwhals")]) from None
    try:
        table = nw.from_native(frame)
    except TypeError:
        raise LegspasmError([problem("batch_no_frame", got=_type_of(frame))]) from None
    except nw.exceptions.DuplicateError:
        names = [str(each) for each in frame.columns]
        twice = [each for each in dict.fromkeys(names) if names.count(each) > 1]
        raise LegspasmError([problem("batch_column_twice", each) for each in twice]) from None
    if not (table.implementation.is_polars() or table.implementation.is_pandas_like()):
        raise LegspasmError([problem("batch_no_frame", got=_type_of(frame))])
    if isinstance(table, nw.LazyFrame):
        table = table.collect()
    table = nw.maybe_reset_index(table)
    columns = {str(name): table.get_column(name) for name in table.columns}
    return Frames(table.implementation), columns


def indexed_like(frame: Any, table: Any, keep: Series | None) -> Any:
    """``table`` with the index of the rows of ``frame`` to keep, where its library has indexes."""
    import narwhals as nw

    index = nw.maybe_get_index(nw.from_native(frame))
    if index is None:
        return table
    return table.set_axis(index if keep is None else index[keep.to_numpy()], axis=0)


def cells(column: Column) -> list[Any]:
    """The cells of a column as Python has them; None where one is missing."""
    if isinstance(column, list):
        return column
    found, missing = column.to_list(), column.is_null()
    if not missing.any():
        return found
    return [None if gone else cell for cell, gone in zip(found, missing.to_list(), strict=True)]


def missing(library: str) -> Any:
    """The problem that a library of the extra is not installed."""
    return problem("library_missing", name=library, extra="batch")


def combined(key: Series, radix: int, column: Series) -> Series:
    """Codes with one more digit each."""
    return key * radix + column


def added(columns: Sequence[Series], nothing: Series) -> Series:
    """The sum of some columns; ``nothing`` where there is none."""
    return sum(columns[1:], columns[0]) if columns else nothing


def taken(table: Series, places: Series) -> Series:
    """For each place, what stands there in ``table``."""
    import narwhals as nw

    return nw.maybe_reset_index(table[places])


def kept(column: Series, keep: Series) -> Series:
    """What stands in the rows to keep."""
    import narwhals as nw

    return nw.maybe_reset_index(column.filter(keep))


def kept_cells(column: Column, keep: Series | None) -> list[Any]:
    """The cells in the rows to keep; of all of them where it is None."""
    if keep is None:
        return cells(column)
    if isinstance(column, list):
        return [cell for cell, stays in zip(column, keep.to_list(), strict=True) if stays]
    return cells(kept(column, keep))


def holds_anything(column: Series) -> bool:
    """Whether it is a column of pandas in which each cell may be of another type.

    What type narwhals says that it has is that of its first cells.
    """
    return str(column.to_native().dtype) == "object"


def _type_of(frame: Any) -> str:
    return f"{type(frame).__module__.partition('.')[0]}.{type(frame).__name__}"


def most(column: Series) -> int:
    """The largest number of a column that has one."""
    return int(column.max())


def where(column: Series, codes: Series, code: int) -> list[Any]:
    """The distinct values in the rows with this code."""
    return column.filter(codes == code).unique().to_list()


def count(codes: Series, code: int) -> int:
    """How many of ``codes`` are this one."""
    return int((codes == code).sum())


def counts(codes: Series) -> dict[int, int]:
    """How many there are of each of ``codes``."""
    found = codes.alias("code").value_counts(name="count")
    return dict(zip(found["code"].to_list(), found["count"].to_list(), strict=True))


def bad(codes: Iterable[Series]) -> Series | None:
    """Which rows have a bad value in one of the columns; None where none has."""
    marks = [each == BAD for each in codes if len(each) and each.max() == BAD]
    found = None
    for mark in marks:
        found = mark if found is None else found | mark
    return found
