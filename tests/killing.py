"""Writers that are killed while they write: ``python killing.py LOG TIMES SEED``.

A process of its own, with one thread, so that a writer costs a fork and no more. Each writer
appends until it is killed, and tells each number over a pipe once it has been acknowledged. What
was told is printed as JSON.
"""

import json
import os
import random
import signal
import sys
import time

import legspasm

RECORDS = [legspasm.consult(age=age, recent_injury=True) for age in (30, 70)]


def write(path: str, told: int) -> None:
    """Append for ever."""
    log = legspasm.AuditLog(path)
    while True:
        entry = log.append(RECORDS[0], [str(os.getpid())])
        os.write(told, f"{entry.number}:{entry.hash}\n".encode())


def kill_one(path: str, chance: random.Random) -> list[str]:
    """What a writer acknowledged before it was killed."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        try:
            write(path, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        # Half of them have written by then, however busy the machine is; the others may not have.
        first = pipe.readline() if chance.random() < 0.5 else ""
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        # The last line may have been cut by the kill: what was not told whole was not acknowledged.
        return [line.strip() for line in (first, *pipe) if line.endswith("\n")]


def main() -> None:
    path, times, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    legspasm.AuditLog(path).close()
    acknowledged = [each for _ in range(times) for each in kill_one(path, chance)]
    print(json.dumps(acknowledged))


if __name__ == "__main__":
    main()
