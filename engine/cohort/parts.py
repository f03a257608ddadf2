"""The files that a table lies in, where it lies in many: its partitions."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from legspasm.errors import LegspasmError, problem

_WILDCARD = re.compile(r"[*?\[]")
_TEXT = frozenset({".csv", ".jsonl", ".ndjson"})
"""How names of files end that are no Parquet, though they may be tables."""


class Partition(msgspec.Struct, frozen=True):
    """A file, and its name in the folder that is written (with ``/``, as in the one it is in).

    ``shown`` is what problems call it: as it was given, where ``source`` is found from everywhere.
    """

    name: str
    source: Path
    shown: str


def partitions_of(given: str) -> tuple[Partition, ...]:
    """The partitions in the folder or the file ``given``, or that fit it with ``*`` in it.

    In order of their names, which are those below the folder, or below what stands before the first
    ``*``. Below a folder they are all the ``*.parquet``, but nothing whose name, or folder, begins
    with ``_`` or ``.``: those are the notes that programs leave there. Raises LegspasmError where
    there are none, or one of them is of another kind by its name.
    """
    path = Path(given)
    if path.is_dir():
        base, found = path, [each for each in path.rglob("*.parquet") if _is_seen(each, path)]
    elif path.exists():
        base, found = path.parent, [path]
    else:
        base = Path(*_before_wildcards(path))
        found = list(base.glob(path.relative_to(base).as_posix()))
    named = {each.relative_to(base).as_posix(): each for each in found if each.is_file()}
    if not named:
        raise LegspasmError([problem("partitions_none", given)])
    for file in named.values():
        if file.suffix.lower() in _TEXT:
            raise LegspasmError([problem("partitions_text", str(file))])
    return tuple(
        Partition(name, named[name].absolute(), str(named[name])) for name in sorted(named)
    )


def is_many(given: str) -> bool:
    """Whether this names a folder, or files by a pattern such as ``*``."""
    path = Path(given)
    return path.is_dir() or (_WILDCARD.search(given) is not None and not path.exists())


def _is_seen(file: Path, folder: Path) -> bool:
    return not any(part.startswith(("_", ".")) for part in file.relative_to(folder).parts)


def _before_wildcards(path: Path) -> Iterator[str]:
    for part in path.parts[:-1]:
        if _WILDCARD.search(part):
            return
        yield part
