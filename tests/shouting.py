"""Work on a partition that the workers of a cluster can import: each line of a file is a person."""

import os
import signal
import time
from pathlib import Path

import legspasm
import msgspec
from legspasm.cohort.partitions import Done
from legspasm.cohort.rejects import Reject
from legspasm.cohort.summary import empty
from legspasm.errors import problem


def shout(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
    """Everybody in capitals; a file with a line ``broken`` cannot be read."""
    lines = source.read_text("utf-8").splitlines()
    if "broken" in lines:
        raise legspasm.LegspasmError([problem("partition_failed", str(source), why="broken")])
    rows.write_text("\n".join(map(str.upper, lines)), "utf-8")
    rejects.write_bytes(msgspec.json.encode(Reject(1, "who", "none")) + b"\n")
    return Done(msgspec.structs.replace(empty(knowledge), people=len(lines), rejected=1))


def buggy(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
    """What no input may bring about."""
    raise ZeroDivisionError("a bug of ours")


def slow(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
    """As ``shout``, taking its time."""
    time.sleep(0.2)
    return shout(knowledge, source, rows, rejects)


def once(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
    """As ``shout``; but whoever takes the third partition first says who it is, and hangs."""
    said = source.parents[1] / "pid"
    if source.stem == "part-3" and not said.exists():
        rows.write_text("half of it", "utf-8")
        said.with_suffix(".new").write_text(str(os.getpid()), "utf-8")
        said.with_suffix(".new").rename(said)
        time.sleep(600)
    return shout(knowledge, source, rows, rejects)


def never(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
    """As ``shout``; but the third partition ends whoever takes it."""
    if source.stem == "part-3":
        os.kill(os.getpid(), signal.SIGKILL)
    return shout(knowledge, source, rows, rejects)
