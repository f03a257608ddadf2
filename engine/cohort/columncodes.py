"""A whole column to the codes of its cells, by what the column is made of.

Numbers are compared with limits; of everything else each distinct value is looked at once.
With ``columns.py`` the door to narwhals.
"""

from collections.abc import Callable
from typing import Any

from legspasm.cohort.coding import BAD, UNKNOWN, Coding
from legspasm.cohort.columns import Column, Frames, Series, cells, holds_anything
from legspasm.cohort.lookup import Lookup

_SIMPLE = {"number": r"^-?[0-9]{1,15}(?:\.[0-9]{1,17})?$", "whole_number": r"^-?[0-9]{1,15}$"}
"""Numbers as most of them are written; the others are looked at one by one."""
_EXACT = 1 << 53
"""Whole numbers below it are what they are as floats, too."""


def codes_of(frames: Frames, column: Column, coding: Coding, *, text: bool = False) -> Series:
    """The codes of a column. ``text``: it is a list of text, as a file of text has it."""
    if not isinstance(column, list):
        return _coded(frames, column, coding)
    if coding.limits:
        return _coded_numbers(frames, column, coding, text=text)
    find = coding.texts.__getitem__ if text else coding.of
    return frames.whole(map(find, column))


def _coded(frames: Frames, column: Series, coding: Coding) -> Series:
    import narwhals as nw

    if holds_anything(column):
        return codes_of(frames, cells(column), coding)
    dtype, kind = column.dtype, coding.definition.type
    if dtype == nw.Boolean and kind == "yes_no":
        return (2 - column.cast(nw.UInt32)).fill_null(UNKNOWN)
    if dtype.is_numeric() and coding.limits:
        return _among(column, coding)
    if dtype in (nw.Categorical, nw.Enum) and frames.has_lists:
        column, dtype = column.cast(nw.String), nw.String()
    if dtype == nw.String and coding.limits:
        return _coded_texts_of_numbers(frames, column, coding, coding.of)
    if dtype in (nw.String, nw.List(nw.String)) and frames.has_lists:
        lookup: Lookup = coding.lookups.setdefault(str(dtype), Lookup(coding.of))
        return lookup.codes(column, frames)
    if dtype == nw.String:
        return _distinct(frames, column, coding.of)
    return codes_of(frames, cells(column), coding)


def _distinct(frames: Frames, column: Series, find: Callable[[Any], int]) -> Series:
    """The codes of what is in a column, each distinct one looked up once."""
    import narwhals as nw

    distinct = column.unique().drop_nulls().to_list()
    if not distinct:
        return frames.repeated(UNKNOWN, len(column))
    found = list(map(find, distinct))
    codes = column.replace_strict(distinct, found, return_dtype=nw.UInt32)
    return codes.fill_null(UNKNOWN).cast(nw.UInt32) if column.null_count() else codes


def _coded_texts_of_numbers(
    frames: Frames, column: Series, coding: Coding, find: Callable[[str], int]
) -> Series:
    import narwhals as nw

    stripped = column.str.strip_chars()
    simple = stripped.str.contains(_SIMPLE[coding.definition.type]).fill_null(False)
    if simple.all():
        return _among(stripped.cast(nw.Float64), coding)
    nothing = frames.words([None] * len(column))
    codes = _among(stripped.zip_with(simple, nothing).cast(nw.Float64), coding)
    return codes.zip_with(simple, _distinct(frames, column.zip_with(~simple, nothing), find))


def _coded_numbers(frames: Frames, cells: list[Any], coding: Coding, *, text: bool) -> Series:
    """The codes of cells that are numbers, for the most part, or text that says one."""
    if text:
        column = frames.words([cell or None for cell in cells])
        return _coded_texts_of_numbers(frames, column, coding, coding.texts.__getitem__)
    taken = [_is_number(cell) for cell in cells]
    numbers = [float(cell) if fit else None for cell, fit in zip(cells, taken, strict=True)]
    series = frames.floats(numbers)
    codes = _among(series, coding)
    if all(taken):
        return codes
    rest = (UNKNOWN if fit else coding.of(cell) for cell, fit in zip(cells, taken, strict=True))
    return codes + frames.whole(rest)  # one of the two is unknown, which is 0


def _among(column: Series, coding: Coding) -> Series:
    """The codes of numbers: how many limits they have reached, or bad."""
    import narwhals as nw

    definition = coding.definition
    if column.dtype != nw.Float64:
        column = column.cast(nw.Float64)
    fits = column.is_between(definition.minimum, definition.maximum)
    if definition.type == "whole_number":
        fits = fits & (column == column.floor())
    codes = (column >= coding.limits[0]).cast(nw.UInt32)
    for limit in coding.limits[1:]:
        codes = codes + (column >= limit).cast(nw.UInt32)
    codes = codes.fill_null(UNKNOWN)
    misfit = ~(fits.fill_null(False) | column.is_null())
    if not misfit.any():
        return codes
    return codes.zip_with(~misfit, (codes - codes) + BAD)


def _is_number(cell: object) -> bool:
    kind = cell.__class__
    return kind is float or (kind is int and -_EXACT < cell < _EXACT)  # type: ignore[operator]  # it is a number
