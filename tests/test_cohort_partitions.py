"""A table in many files comes to the same wherever and in whatever order its files are done."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import legspasm
import msgspec
import polars
import pytest
from legspasm.cohort.batching import batch
from legspasm.cohort.naming import Ignored
from legspasm.cohort.partitions import (
    Done,
    Failed,
    Finished,
    Job,
    do,
    one_at_a_time,
    run,
)
from legspasm.cohort.parts import Partition, partitions_of
from legspasm.cohort.rejects import Reject
from legspasm.cohort.summary import empty
from legspasm.cohort.wholetable import tell_partition
from legspasm.errors import Problem, problem
from polars.testing import assert_frame_equal
from tiny import BREAD

BAKERY = legspasm.load_knowledge(BREAD)


def count(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
    """Work that is done without a table: each line that is a word is a person."""
    lines = source.read_text("utf-8").splitlines()
    if "broken" in lines:
        raise legspasm.LegspasmError([problem("partition_failed", str(source), why="broken")])
    people = [line for line in lines if line.isalpha()]
    wrong = [number for number, line in enumerate(lines, 1) if not line.isalpha()]
    rows.write_text("\n".join(map(str.upper, people)), "utf-8")
    told = [msgspec.json.encode(Reject(number, "who", "no, none")) + b"\n" for number in wrong]
    rejects.write_bytes(b"".join(told))
    counts = msgspec.structs.replace(empty(knowledge), people=len(people), rejected=len(wrong))
    asides = [line.removeprefix("aside ") for line in lines if line.startswith("aside ")]
    return Done(counts, tuple(Ignored(each, "age", each == source.stem) for each in asides))


def backwards(job: Job, partitions: Sequence[Partition]) -> Iterator[Finished]:
    return one_at_a_time(job, partitions[::-1])


def files(folder: Path) -> dict[str, str]:
    return {
        each.relative_to(folder).as_posix(): each.read_text("utf-8")
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def table(folder: Path, **parts: str) -> Path:
    for name, text in parts.items():
        file = folder / f"{name.replace('__', '/')}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return table(tmp_path / "people", b="dora\n7\n", a="anna\nbert\n", c__d="carl\n8\n9\n")


@pytest.mark.parametrize("runner", [None, backwards])
def test_each_partition_is_written_under_its_name(people: Path, runner: object) -> None:
    output, rejects = people.parent / "out", people.parent / "rejects.csv"
    heard: list[int] = []
    found = run(
        partitions_of(str(people)),
        output,
        count,
        knowledge=BAKERY,
        rejects=rejects,
        runner=runner,  # type: ignore[arg-type]  # one of those above
        progress=heard.append,
    )
    assert found.summary == msgspec.structs.replace(empty(BAKERY), people=4, rejected=3)
    assert (found.failed, found.problems) == ((), ())
    assert files(output) == {
        "a.parquet": "ANNA\nBERT",
        "b.parquet": "DORA",
        "c/d.parquet": "CARL",
    }
    assert rejects.read_text("utf-8") == (
        "file,row,column,reason\n"
        'b.parquet,2,who,"no, none"\n'
        'c/d.parquet,2,who,"no, none"\n'
        'c/d.parquet,3,who,"no, none"\n'
    )
    assert heard == [1, 2, 3]
    assert {each.name for each in people.parent.iterdir()} == {"people", "out", "rejects.csv"}


def test_a_partition_that_cannot_be_read_stops_no_other(people: Path) -> None:
    table(people, b="broken\n")
    found = run(partitions_of(str(people)), people.parent / "out", count, knowledge=BAKERY)
    assert (found.summary.people, found.summary.rejected) == (3, 2)
    assert found.failed == ("b.parquet",)
    assert found.problems == (problem("partition_failed", str(people / "b.parquet"), why="broken"),)
    assert list(files(people.parent / "out")) == ["a.parquet", "c/d.parquet"]


def test_where_no_partition_can_be_read_nothing_is_written(people: Path) -> None:
    table(people, a="broken\n", b="broken\n", c__d="broken\n")
    rejects = people.parent / "rejects.csv"
    found = run(
        partitions_of(str(people)), people.parent / "out", count, knowledge=BAKERY, rejects=rejects
    )
    assert found.summary == empty(BAKERY)
    assert found.failed == ("a.parquet", "b.parquet", "c/d.parquet")
    assert [each.name for each in people.parent.iterdir()] == ["people"]


def test_a_column_that_tells_no_fact_is_told_once_and_as_meant_where_it_is_in_any(
    people: Path,
) -> None:
    table(people, a="aside b\naside q\n", b="aside b\n", c__d="aside q\naside b\naside z\n")
    found = run(partitions_of(str(people)), people.parent / "out", count, knowledge=BAKERY)
    assert found.ignored == (
        Ignored("b", "age", meant=True, file=str(people / "b.parquet")),
        Ignored("q", "age"),
        Ignored("z", "age"),
    )


def gone(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
    raise FileNotFoundError(2, "No such file or directory")


def nameless(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
    raise legspasm.LegspasmError([Problem("x", "age", "wrong"), Problem("x", "", "wrong")])


def test_what_is_wrong_with_a_partition_is_told_with_its_name(people: Path) -> None:
    one = msgspec.structs.replace(partitions_of(str(people))[0], shown="here/a")
    assert do(Job(gone, BAKERY, people), one) == Failed(
        (problem("partition_failed", "here/a", why="No such file or directory"),)
    )
    assert do(Job(nameless, BAKERY, people), one) == Failed(
        (Problem("x", "here/a: age", "wrong"), Problem("x", "here/a", "wrong"))
    )


def stopped(job: Job, partitions: Sequence[Partition]) -> Iterator[Finished]:
    yield from one_at_a_time(job, partitions[:1])
    raise KeyboardInterrupt


def test_whoever_interrupts_leaves_nothing_behind(people: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(
            partitions_of(str(people)),
            people.parent / "out",
            count,
            knowledge=BAKERY,
            rejects=people.parent / "rejects.csv",
            runner=stopped,
        )
    assert [each.name for each in people.parent.iterdir()] == ["people"]


@pytest.mark.parametrize("there", ["out/in", "out/x.txt"])
def test_a_folder_that_cannot_be_written_is_told_and_left_as_it_is(
    people: Path, there: str
) -> None:
    folder = people.parent
    output = folder / there
    if output.suffix:
        output.parent.mkdir()
        output.write_text("x", "utf-8")
        output = output.parent
    with pytest.raises(legspasm.LegspasmError) as caught:
        run(
            partitions_of(str(people)),
            output,
            count,
            knowledge=BAKERY,
            rejects=folder / "rejects.csv",
        )
    assert [(each.code, each.place) for each in caught.value.problems] == [
        ("file_unwritable", str(output))
    ]
    assert {each.name for each in folder.iterdir()} <= {"people", "out"}


def test_where_the_rejects_cannot_be_written_the_rows_are_not_there_either(people: Path) -> None:
    folder = people.parent
    rejects = folder / "rejects.csv"
    (rejects / "in").mkdir(parents=True)
    with pytest.raises(legspasm.LegspasmError) as caught:
        run(partitions_of(str(people)), folder / "out", count, knowledge=BAKERY, rejects=rejects)
    assert [(each.code, each.place) for each in caught.value.problems] == [
        ("file_unwritable", str(rejects))
    ]
    assert {each.name for each in folder.iterdir()} == {"people", "rejects.csv"}


def test_the_same_partition_can_be_done_by_two_at_once(people: Path) -> None:
    [_, two, _] = partitions_of(str(people))
    together = threading.Barrier(2)

    def slow(knowledge: legspasm.Knowledge, source: Path, rows: Path, rejects: Path) -> Done:
        found = count(knowledge, source, rows, rejects)
        together.wait(30)
        return found

    job = Job(slow, BAKERY, people.parent / "job")
    for place in (job.rows(two), job.rejects(two)):
        place.parent.mkdir(parents=True)
    outcomes: list[Done | Failed] = []
    both = [threading.Thread(target=lambda: outcomes.append(do(job, two))) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(30)
    assert outcomes == [Done(msgspec.structs.replace(empty(BAKERY), people=1, rejected=1))] * 2
    assert sorted(files(job.folder)) == ["rejects/b.parquet", "rows/b.parquet"]


FACTS: dict[str, list[object]] = {
    "recent_injury": ["yes", "no", None, "maybe", "yes"],
    "age": [70, None, 33, 12, 61],
    "red_flags": ["none", "weakness,poison", None, "none", "none"],
}
"""Five people; of one there is an answer that cannot be."""


def test_many_tables_are_told_what_each_of_them_is_told_alone(tmp_path: Path) -> None:
    legs = legspasm.built_in_knowledge()
    whole = polars.DataFrame(FACTS)
    people = tmp_path / "people"
    people.mkdir()
    pieces = {"a.parquet": whole[:2], "b.parquet": whole[2:]}
    for name, piece in pieces.items():
        piece.write_parquet(people / name)
    (people / "bad.parquet").write_text("no table", "utf-8")
    found = run(
        partitions_of(str(people)),
        tmp_path / "out",
        tell_partition,
        knowledge=legs,
        rejects=tmp_path / "rejects.csv",
    )
    for name, piece in pieces.items():
        alone = batch(piece, knowledge=legs)
        assert_frame_equal(polars.read_parquet(tmp_path / "out" / name), alone.frame)
    assert found.summary == batch(whole, knowledge=legs).summary
    assert found.failed == ("bad.parquet",)
    [told] = found.problems
    assert (told.code, told.place) == ("table_broken", str(people / "bad.parquet"))
    assert polars.read_csv(tmp_path / "rejects.csv").rows() == [
        ("b.parquet", 2, "recent_injury", "expected yes or no (true or false), got 'maybe'")
    ]
