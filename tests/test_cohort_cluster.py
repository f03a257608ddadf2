"""Partitions done by the workers of a cluster come to what one machine makes of them."""

import gc
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import dask
import legspasm
import polars
import pytest
from distributed import Client, LocalCluster
from legspasm.cohort import cluster
from legspasm.cohort.cluster import Program, connected, do_as, this_program
from legspasm.cohort.partitions import Failed, Finished, Job, run
from legspasm.cohort.parts import Partition, partitions_of
from legspasm.cohort.summary import empty
from legspasm.cohort.wholetable import tell_partition
from legspasm.errors import problem
from shouting import buggy, never, once, shout, slow
from tiny import BREAD

BAKERY = legspasm.load_knowledge(BREAD)
SILENT = 50  # more than "critical"


@pytest.fixture(autouse=True)
def no_client_is_left_open() -> Iterator[None]:
    """Python would close it when it collects it, and that can be while another one is made."""
    yield
    clients = [each for each in gc.get_objects() if isinstance(each, Client)]
    assert {each.status for each in clients} <= {"closed", "newly-created"}


@pytest.fixture(scope="module")
def here() -> Iterator[LocalCluster]:
    """Two workers in this process."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        dashboard_address="127.0.0.1:0",
        silence_logs=SILENT,
    ) as found:
        yield found


def address(of: LocalCluster) -> str:
    return str(of.scheduler_address)


@pytest.fixture
def people(tmp_path: Path) -> tuple[Partition, ...]:
    folder = tmp_path / "people"
    folder.mkdir()
    for number in range(6):
        text = "".join(f"person {each}\n" for each in range(number + 1))
        (folder / f"part-{number}.parquet").write_text(text, "utf-8")
    return partitions_of(str(folder))


def files(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def both(people: tuple[Partition, ...], folder: Path, where: LocalCluster, work: Any) -> None:
    """Do the ``work`` here and on a cluster, and compare all that comes of it."""
    found = []
    alone, many = folder / "alone", folder / "many"
    alone.mkdir()
    many.mkdir()
    for into in (alone, many):
        with connected(address(where)) as runner:
            found.append(
                run(
                    people,
                    into / "out",
                    shout if into == alone else work,
                    knowledge=BAKERY,
                    rejects=into / "rejects.csv",
                    runner=None if into == alone else runner,
                )
            )
    assert found[0] == found[1]
    assert files(alone) == files(many)


def test_the_workers_of_a_cluster_come_to_what_one_machine_does(
    here: LocalCluster, people: tuple[Partition, ...], tmp_path: Path
) -> None:
    people[2].source.write_text("broken", "utf-8")
    both(people, tmp_path, here, shout)
    assert len(files(tmp_path / "many")) == 6


def test_a_scheduler_can_be_named_by_the_file_that_it_wrote(
    here: LocalCluster, people: tuple[Partition, ...], tmp_path: Path
) -> None:
    file = tmp_path / "cluster.json"
    later = threading.Timer(0.2, file.write_text, [json.dumps({"address": address(here)}), "utf-8"])
    later.start()
    with connected(str(file)) as runner:
        found = run(people, tmp_path / "out", shout, knowledge=BAKERY, runner=runner)
    later.join()
    assert (found.summary.people, found.problems) == (21, ())


@pytest.mark.parametrize("where", ["tcp://127.0.0.1:9", "nonsense://x", "nowhere.json"])
def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path, where: str) -> None:
    name = str(tmp_path / where) if where.endswith("json") else where
    with pytest.raises(legspasm.LegspasmError) as caught, connected(name, patience=0.3):
        pass
    assert caught.value.problems == (problem("scheduler_unreachable", name),)


def test_a_scheduler_without_workers_is_told() -> None:
    with LocalCluster(
        n_workers=0, processes=False, dashboard_address="127.0.0.1:0", silence_logs=SILENT
    ) as nobody:
        where = address(nobody)
        with pytest.raises(legspasm.LegspasmError) as caught, connected(where, patience=0.5):
            pass
    assert caught.value.problems == (problem("workers_none", where),)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(legspasm.LegspasmError) as caught, connected("tcp://127.0.0.1:9"):
        pass
    assert caught.value.problems == (problem("dask_not_installed"),)


def older() -> Program:
    return Program("0.0.1", "0" * 64)


def edited() -> Program:
    return Program(legspasm.__version__, "0" * 64)


def unable() -> Program:
    raise ModuleNotFoundError("No module named 'legspasm'")


@pytest.mark.parametrize(
    ("theirs", "code", "values"),
    [
        (older, "worker_version", {"version": "0.0.1", "here": legspasm.__version__}),
        (edited, "worker_program", {"version": legspasm.__version__}),
        (unable, "worker_lacks_program", {"why": "No module named 'legspasm'"}),
    ],
)
def test_every_worker_with_another_program_is_named(
    here: LocalCluster,
    monkeypatch: pytest.MonkeyPatch,
    theirs: Any,
    code: str,
    values: dict[str, str],
) -> None:
    run_there = cluster.this_program

    def run_on_workers(self: Any, function: Any, **how: Any) -> Any:
        assert function is run_there
        return real(self, theirs, **how)

    import distributed

    real = distributed.Client.run
    monkeypatch.setattr(distributed.Client, "run", run_on_workers)
    with pytest.raises(legspasm.LegspasmError) as caught, connected(address(here)):
        pass
    workers = sorted(worker.address for worker in here.workers.values())
    assert caught.value.problems == tuple(problem(code, each, **values) for each in workers)


def test_a_worker_that_came_later_with_another_program_does_nothing(
    people: tuple[Partition, ...], tmp_path: Path
) -> None:
    job = Job(shout, BAKERY, tmp_path)
    assert do_as(edited(), job, people[0]) == Failed((problem("worker_differs", people[0].shown),))


def test_the_program_is_told_by_its_version_and_its_files() -> None:
    assert this_program().version == legspasm.__version__
    assert len(this_program().digest) == 64


def lonely() -> LocalCluster:
    return LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        dashboard_address="127.0.0.1:0",
        silence_logs=SILENT,
    )


def test_nobody_waits_for_ever_once_all_workers_are_gone(
    people: tuple[Partition, ...], tmp_path: Path
) -> None:
    with lonely() as alone, connected(address(alone), patience=0.5) as runner:

        def lose(finished: int) -> None:
            alone.scale(0)

        with pytest.raises(legspasm.LegspasmError) as caught:
            run(people, tmp_path / "out", slow, knowledge=BAKERY, runner=runner, progress=lose)
        assert caught.value.problems == (problem("workers_none", address(alone)),)
    assert [each.name for each in tmp_path.iterdir()] == ["people"]


def test_nobody_waits_for_ever_once_the_scheduler_is_gone(
    people: tuple[Partition, ...], tmp_path: Path
) -> None:
    with lonely() as alone, connected(address(alone), patience=0.5) as runner:

        def lose(finished: int) -> None:
            alone.close()

        with pytest.raises(legspasm.LegspasmError) as caught:
            run(people, tmp_path / "out", slow, knowledge=BAKERY, runner=runner, progress=lose)
        assert caught.value.problems == (problem("scheduler_lost", address(alone)),)
    assert [each.name for each in tmp_path.iterdir()] == ["people"]


def test_a_bug_of_ours_keeps_its_traceback(
    here: LocalCluster, people: tuple[Partition, ...], tmp_path: Path
) -> None:
    with (
        connected(address(here)) as runner,
        pytest.raises(ZeroDivisionError, match="a bug of ours"),
    ):
        run(people, tmp_path / "out", buggy, knowledge=BAKERY, runner=runner)
    assert [each.name for each in tmp_path.iterdir()] == ["people"]


def test_an_interruption_cancels_what_is_not_done_yet(
    here: LocalCluster, people: tuple[Partition, ...], tmp_path: Path
) -> None:
    def interrupt(finished: int) -> None:
        raise KeyboardInterrupt

    with connected(address(here)) as runner, pytest.raises(KeyboardInterrupt):
        run(
            people,
            tmp_path / "out",
            shout,
            knowledge=BAKERY,
            runner=runner,
            progress=interrupt,
        )
    assert [each.name for each in tmp_path.iterdir()] == ["people"]


@contextmanager
def in_processes(workers: int) -> Iterator[LocalCluster]:
    """Workers, each in a process of its own that is started again where it is lost."""
    # Whoever asks a worker that has just been killed for a result tries for so long.
    quickly = dask.config.set({"distributed.comm.timeouts.connect": "3s"})
    with (
        quickly,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=SILENT,
        ) as found,
    ):
        yield found


@pytest.fixture(scope="module")
def processes() -> Iterator[LocalCluster]:
    with in_processes(2) as found:
        yield found


def test_tables_come_to_the_same_in_other_processes(
    processes: LocalCluster, tmp_path: Path
) -> None:
    legs = legspasm.built_in_knowledge()
    people = tmp_path / "people"
    people.mkdir()
    for number in range(3):
        told = {"age": [70 - number, 12], "exertion": ["excessive", "tired"]}
        polars.DataFrame(told).write_parquet(people / f"{number}.parquet")
    work = partial(tell_partition, columns={}, id=None)
    alone = run(partitions_of(str(people)), tmp_path / "alone", work, knowledge=legs)
    with connected(address(processes)) as runner:
        many = run(
            partitions_of(str(people)), tmp_path / "many", work, knowledge=legs, runner=runner
        )
    assert alone == many
    assert (many.summary.people, many.summary.rejected, many.problems) == (3, 3, ())
    assert files(tmp_path / "alone") == files(tmp_path / "many")


def test_what_a_worker_was_doing_when_it_was_killed_is_done_again(
    processes: LocalCluster, people: tuple[Partition, ...], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill() -> None:
        pid = tmp_path / "pid"
        while not pid.exists():
            time.sleep(0.01)
        killed.append(int(pid.read_text("utf-8")))
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    both(people, tmp_path, processes, once)
    killer.join(30)
    assert len(killed) == 1
    assert killed[0] != os.getpid()


def test_a_partition_that_no_worker_survives_is_told_and_stops_no_other(
    people: tuple[Partition, ...], tmp_path: Path
) -> None:
    # The one worker has been given all the others too whenever it is lost over the third.
    at_once = dask.config.set({"distributed.scheduler.worker-saturation": "inf"})
    with at_once, in_processes(1) as alone, connected(address(alone)) as runner:
        found = run(people, tmp_path / "out", never, knowledge=BAKERY, runner=runner)
    assert found.failed == ("part-3.parquet",)
    assert found.problems == (problem("workers_lost", people[3].shown),)
    assert sorted(files(tmp_path / "out")) == [
        f"part-{number}.parquet" for number in (0, 1, 2, 4, 5)
    ]


def tried(
    monkeypatch: pytest.MonkeyPatch, people: tuple[Partition, ...], *results: Any
) -> tuple[list[Finished], list[tuple[Partition, ...]]]:
    """What is told where trying partitions comes to these results, and which were tried."""
    left, asked = list(results), []

    def at_once(
        client: Any, job: Job, partitions: Sequence[Partition], address: str, patience: float
    ) -> Iterator[tuple[Partition, Any]]:
        asked.append(tuple(partitions))
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return map(cluster._Tried, partitions, found)

    monkeypatch.setattr(cluster, "_at_once", at_once)
    client: Any = None
    return list(cluster._run(client, Job(never, BAKERY, Path()), people, "x", 1.0)), asked


def lost(partition: Partition) -> Finished:
    return Finished(partition, Failed((problem("workers_lost", partition.shown),)))


def test_the_only_partition_that_is_blamed_takes_no_more_workers(
    people: tuple[Partition, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = empty(BAKERY)
    told, asked = tried(monkeypatch, people[:2], [counts, None])
    assert told == [Finished(people[0], counts), lost(people[1])]
    assert asked == [people[:2]]


def test_of_several_that_are_blamed_each_is_tried_alone(
    people: tuple[Partition, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = empty(BAKERY)
    told, asked = tried(monkeypatch, people[:2], [None, None], [counts], [None])
    assert told == [Finished(people[0], counts), lost(people[1])]
    assert asked == [people[:2], people[:1], people[1:2]]


def test_where_nobody_is_left_to_try_those_that_are_blamed_the_others_stay_done(
    people: tuple[Partition, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = empty(BAKERY)
    gone = legspasm.LegspasmError([problem("workers_none", "x")])
    told, _ = tried(monkeypatch, people[:3], [None, counts, None], gone, gone)
    assert told == [Finished(people[1], counts), lost(people[0]), lost(people[2])]
