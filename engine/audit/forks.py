"""What has to be closed before this process forks, and may be opened anew on both sides after it.

A child that inherits a connection to an SQLite database counts the locks of its parent as its own,
and what it writes can get lost. One that inherits a lock which another thread held waits for ever.
So whatever is closed here is closed by the thread that forks, and its lock is held until then.
"""

import os
import threading
import weakref
from typing import Protocol


class Closed(Protocol):
    """What is closed before a fork; ``lock`` is that of whoever uses it."""

    lock: "threading.RLock"

    def close(self) -> None:
        """Let go of everything that a child must not inherit."""
        ...


_known: "weakref.WeakSet[Closed]" = weakref.WeakSet()
_forking = threading.RLock()
_held: list[Closed] = []


def close_before_forks(each: Closed) -> None:
    """Close ``each`` before every fork from now on, for as long as somebody holds it."""
    with _forking:
        _known.add(each)


def _before() -> None:
    _forking.acquire()
    for each in sorted(_known, key=id):  # in one order, whoever forks
        each.lock.acquire()
        each.close()
        _held.append(each)


def _after() -> None:
    """The child goes on as the thread that forked, so both sides may let go."""
    while _held:
        _held.pop().lock.release()
    _forking.release()


os.register_at_fork(before=_before, after_in_parent=_after, after_in_child=_after)
