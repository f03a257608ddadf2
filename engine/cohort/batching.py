"""A table of people, or a part of one: what each of them is told, and which rows cannot be read."""

from collections.abc import Mapping
from typing import Any

import msgspec
from legspasm.cohort.naming import Plan
from legspasm.cohort.summary import Summary
from legspasm.model import Knowledge


class Batched(msgspec.Struct, frozen=True):
    """What came of a table.

    ``frame`` has a row for each person whose row could be read, in their order; ``rejects`` a row
    for each problem of the others (``row``, from 1 on; ``column``; ``reason``). Both are of the
    kind that was given. ``ignored``: the columns that tell no fact.
    """

    frame: Any
    rejects: Any
    summary: Summary
    ignored: tuple[str, ...] = ()


def batch(
    frame: Any,
    *,
    knowledge: Knowledge | None = None,
    id: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Batched:
    """What the document supports for every row of a polars or pandas ``frame``."""
    raise NotImplementedError


def batch_part(frame: Any, knowledge: Knowledge, plan: Plan, first_row: int = 1) -> Batched:
    """The same for a part of a table, whose first row has the number ``first_row``."""
    raise NotImplementedError
