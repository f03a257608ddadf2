"""Which column of a table tells which fact, and what the columns that come out are called."""

from collections.abc import Mapping, Sequence

import msgspec
from legspasm.model import Knowledge


class Plan(msgspec.Struct, frozen=True):
    """How a table is read: ``facts`` are pairs of a column and the fact that it tells.

    ``id`` is the column that says who it is; empty where rows are numbered (``row``).
    ``ignored`` are the columns that are neither. May be pickled.
    """

    facts: tuple[tuple[str, str], ...]
    id: str = ""
    ignored: tuple[str, ...] = ()


def plan(
    knowledge: Knowledge,
    names: Sequence[str],
    *,
    id: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Plan:
    """The plan for a table whose columns have these ``names``; ``columns`` maps others to facts.

    Raises LegspasmError with all that is wrong.
    """
    raise NotImplementedError
