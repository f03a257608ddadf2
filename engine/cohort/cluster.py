"""The partitions of a table on many machines at once, by Dask: the one door to ``distributed``.

A scheduler hands each partition to a worker, and to another one where the first is lost. All of
them, and this process, see the same files under the same names; only summaries travel. The
knowledge travels with the work, so that no worker can have another one, and a worker whose program
is not this one, byte for byte, is refused: what comes out must not depend on who did it.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from legspasm.cohort.partitions import Done, Failed, Finished, Job, Runner, do
from legspasm.cohort.parts import Partition
from legspasm.errors import LegspasmError, problem
from legspasm.version import VERSION

if TYPE_CHECKING:
    from distributed import Client, Future

_Found = TypeVar("_Found")
_ANSWER = 10.0
"""Seconds in which a scheduler has to answer."""
PATIENCE = 30.0
"""Seconds in which the scheduler, and its first worker, have to be there."""


class Program(NamedTuple):
    """What a worker runs: ``digest`` is the SHA-256 of its files' names and bytes."""

    version: str
    digest: str


@contextmanager
def connected(address: str, *, patience: float = PATIENCE) -> Iterator[Runner]:
    """A runner on the cluster whose scheduler has this ``address``, such as ``tcp://host:8786``.

    It can also be the file in which the scheduler wrote it (``--scheduler-file``), ending in
    ``.json``. Raises LegspasmError where there is no scheduler or no worker, where a worker has
    another program, and where the extra ``dask`` is not installed.
    """
    try:
        make = _client()
    except ImportError as error:
        raise LegspasmError([problem("dask_not_installed")]) from error
    until = time.monotonic() + patience
    try:
        client = make(
            _scheduler(address, until), timeout=min(patience, _ANSWER), set_as_default=False
        )
    except (OSError, ValueError) as error:  # ValueError: no address
        raise LegspasmError([problem("scheduler_unreachable", address)]) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=max(0.1, until - time.monotonic()))
        except TimeoutError as error:
            raise LegspasmError([problem("workers_none", address)]) from error
        _check_workers(client)

        def runner(job: Job, partitions: Sequence[Partition]) -> Iterator[Finished]:
            return _run(client, job, partitions, address, patience)

        yield runner


@cache
def this_program() -> Program:
    """The program of this process: the modules of the package, but not those of the command line.

    Knowledge is no part of it: it comes with the work.
    """
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        name = file.relative_to(package).as_posix()
        if not name.startswith(("cli/", "knowledge/")):
            digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return Program(VERSION, digest.hexdigest())


def do_as(program: Program, job: Job, partition: Partition) -> Done | Failed:
    """One partition, on a worker that may have come after all others were looked at."""
    if this_program() != program:
        return Failed((problem("worker_differs", partition.shown),))
    return do(job, partition)


def _client() -> "type[Client]":
    """A client that is closed where nobody answers it.

    Otherwise it closes itself when Python collects it, and for that it takes a lock: where that
    happens to be while another one is made, which holds it, both wait for ever.
    """
    from distributed import Client

    class Closing(Client):  # type: ignore[misc]  # the library has no types
        def start(self, **how: object) -> None:
            try:
                super().start(**how)
            except BaseException:
                with suppress(TimeoutError):  # nobody answers that either: told is the first one
                    self.close()
                raise

    return Closing


def _scheduler(address: str, until: float) -> str:
    if not address.endswith(".json"):
        return address
    import json

    while True:
        try:
            return str(json.loads(Path(address).read_bytes())["address"])
        except (OSError, ValueError):  # not there yet, or not whole
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _check_workers(client: "Client") -> None:
    """Raise LegspasmError with every worker whose program is not this one."""
    found: Mapping[str, Program | Exception] = client.run(this_program, on_error="return")
    problems = []
    for worker, program in sorted(found.items()):
        if not isinstance(program, Program):
            problems.append(problem("worker_lacks_program", worker, why=str(program)))
        elif program.version != VERSION:
            problems.append(
                problem("worker_version", worker, version=program.version, here=VERSION)
            )
        elif program != this_program():
            problems.append(problem("worker_program", worker, version=VERSION))
    if problems:
        raise LegspasmError(problems)


def _run(
    client: "Client", job: Job, partitions: Sequence[Partition], address: str, patience: float
) -> Iterator[Finished]:
    suspects = []
    for finished in _at_once(client, job, partitions, address, patience):
        if finished.outcome is None:
            suspects.append(finished.partition)
        else:
            yield Finished(finished.partition, finished.outcome)
    # A lost worker is laid to all partitions that it had been given, so each is tried alone; where
    # there is but one, it was that one.
    for partition in suspects:
        outcome: Done | Failed | None = None
        if len(suspects) > 1:
            try:
                [(_, outcome)] = _at_once(client, job, [partition], address, patience)
            except LegspasmError:  # nobody is left to try it, or any other
                outcome = None
        lost = Failed((problem("workers_lost", partition.shown),))
        yield Finished(partition, lost if outcome is None else outcome)


class _Tried(NamedTuple):
    """What came of a partition; None where several workers were lost while they had it."""

    partition: Partition
    outcome: Done | Failed | None


def _at_once(
    client: "Client", job: Job, partitions: Sequence[Partition], address: str, patience: float
) -> Iterator[_Tried]:
    # A task and not data: where the worker that holds it is lost, it is sent again.
    shared = client.submit(_same, job, pure=False)
    futures = {
        client.submit(do_as, this_program(), shared, each, pure=False): each for each in partitions
    }
    finished: Queue[Future] = Queue()
    for future in futures:
        future.add_done_callback(finished.put)
    try:
        for _ in partitions:
            future = _patiently(finished.get, client, address, patience)
            yield _Tried(futures[future], _outcome(future, client, address, patience))
            future.release()
    finally:
        client.cancel([*futures, shared])


def _patiently(
    wait: Callable[..., _Found], client: "Client", address: str, patience: float
) -> _Found:
    """What is waited for. Raises LegspasmError once there is nobody left to bring it."""
    alone = 0
    while alone < 2:  # in between, lost workers may have been started again
        try:
            return wait(timeout=patience)
        except (Empty, TimeoutError):
            alone = 0 if client.scheduler_info()["workers"] else alone + 1
    raise LegspasmError([problem("workers_none", address)])


def _same(job: Job) -> Job:
    return job


def _outcome(
    future: "Future", client: "Client", address: str, patience: float
) -> Done | Failed | None:
    """What came of a partition, None where several workers were lost over it.

    A bug of ours keeps its traceback.
    """
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    outcome: Done | Failed
    try:
        # Its worker may be lost before it could tell, and then it is done again.
        outcome = _patiently(future.result, client, address, patience)
    except KilledWorker:
        return None
    except CancelledError as error:
        raise LegspasmError([problem("scheduler_lost", address)]) from error
    return outcome
