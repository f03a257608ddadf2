"""Logs in processes that fork: ``python forking.py parent_closes|thread_writes LOG``.

A process of its own: what SQLite believes to have locked is the whole process's, and a runner of
tests has threads of its own. The exit statuses of the children are printed.
"""

import os
import sys
import threading
import time
import warnings
from collections.abc import Callable

import legspasm

warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of what is tried here

RECORD = legspasm.consult(age=70)
PATIENCE = 60.0  # seconds after which a child that still runs hangs; a log is waited for shorter


def child(work: Callable[[], None]) -> int:
    """The number of a child that does this, and no more."""
    number = os.fork()
    if not number:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return number


def status(number: int) -> str:
    """How a child ended, or that it hangs."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ended, code = os.waitpid(number, os.WNOHANG)
        if ended:
            return str(os.waitstatus_to_exitcode(code))
        time.sleep(0.005)
    os.kill(number, 9)
    os.waitpid(number, 0)
    return "hangs"


def parent_closes(path: str) -> str:
    """The child has written; the parent, the last to have it open by its own count, closes it."""
    log = legspasm.AuditLog(path)
    log.append(RECORD, ["parent"])
    written, tell_written = os.pipe()
    closed, tell_closed = os.pipe()

    def work() -> None:
        log.append(RECORD, ["child"])
        os.write(tell_written, b"x")
        os.read(closed, 1)
        for _ in range(3):
            log.append(RECORD, ["child"])

    number = child(work)
    os.read(written, 1)
    log.close()
    os.write(tell_closed, b"x")
    told = status(number)
    log.append(RECORD, ["parent"])
    log.close()
    return told


def thread_writes(path: str) -> str:
    """A thread of the parent is writing whenever it forks."""
    log = legspasm.AuditLog(path)
    done = threading.Event()

    def write_one() -> None:
        log.append(RECORD, ["child"])

    def write() -> None:
        while not done.is_set():
            log.append(RECORD, ["thread"])

    thread = threading.Thread(target=write)
    thread.start()
    told = [status(child(write_one)) for _ in range(8)]
    done.set()
    thread.join()
    log.close()
    return " ".join(told)


if __name__ == "__main__":
    print(
        {"parent_closes": parent_closes, "thread_writes": thread_writes}[sys.argv[1]](sys.argv[2])
    )
