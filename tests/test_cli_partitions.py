"""``legspasm batch`` on a table in many files: what it writes and says, here and on a cluster."""

from collections.abc import Iterator
from pathlib import Path

import polars
import pytest
from distributed import LocalCluster
from program import Told, call

PEOPLE = {
    "a.parquet": {"age": [70, 19], "recent_injury": ["yes", "no"]},
    "later/b.parquet": {"age": [12, 300], "recent_injury": [None, None]},
}
TOLD = (
    "3 people; 1 row with problems left out, told in rejects.csv\n"
    "warning signs: some 0, none 0, not told 3\n"
    "injury: supported 1, undetermined 1, not_indicated 1\n"
    "excessive_activity: undetermined 3\n"
    "dehydration: undetermined 3\n"
    "low_potassium: undetermined 3\n"
)
REJECTED = (
    "file,row,column,reason\n"
    'later/b.parquet,2,age,"expected a whole number of years from 0 to 130, got 300"\n'
)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "people"
    (folder / "later").mkdir(parents=True)
    for name, rows in PEOPLE.items():
        polars.DataFrame(rows).write_parquet(folder / name)
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    ) as found:
        yield str(found.scheduler_address)


def batch(*args: str) -> Told:
    return call("batch", "people", "-o", "out", *args)


def verdicts(folder: Path) -> dict[str, list[str]]:
    return {
        each.relative_to(folder).as_posix(): polars.read_parquet(each)["verdict_injury"].to_list()
        for each in sorted(folder.rglob("*.parquet"))
    }


@pytest.mark.parametrize("where", ["here", "on a cluster"])
def test_a_folder_is_told_file_by_file(people: Path, cluster: str, where: str) -> None:
    dask = ["--dask", cluster] if where == "on a cluster" else []
    told = batch("--rejects", "rejects.csv", *dask)
    assert told == (1, "", TOLD)
    assert verdicts(people.parent / "out") == {
        "a.parquet": ["supported", "not_indicated"],
        "later/b.parquet": ["undetermined"],
    }
    assert (people.parent / "rejects.csv").read_text("utf-8") == REJECTED


@pytest.mark.parametrize("where", ["here", "on a cluster"])
def test_without_a_file_for_them_the_first_rejects_of_all_files_are_told(
    people: Path, cluster: str, where: str
) -> None:
    dask = ["--dask", cluster] if where == "on a cluster" else []
    assert batch(*dask).err.splitlines()[:3] == [
        "people/later/b.parquet: row 2, age: expected a whole number of years from 0 to 130, "
        "got 300",
        "Where an answer is not known, the cell is left empty.",
        "3 people; 1 row with problems left out",
    ]


@pytest.mark.parametrize("where", ["here", "on a cluster"])
def test_a_column_that_may_be_meant_for_a_fact_is_found_in_any_file(
    people: Path, cluster: str, where: str
) -> None:
    dask = ["--dask", cluster] if where == "on a cluster" else []
    (people / "later" / "b.parquet").unlink()
    polars.DataFrame({"age": [30], "red_flag": ["x"], "shoe": [7]}).write_parquet(
        people / "c.parquet"
    )
    told = call("batch", "people", "-o", "out", *dask)
    assert told.status == 1
    assert (
        "These columns tell no fact, and are left aside: red_flag (near red_flags, in "
        "people/c.parquet), shoe.\n"
        "A column that is meant to tell a fact has to be renamed, or named with --map "
    ) in told.err


def test_a_pattern_names_the_files_and_nothing_wrong_is_status_0(people: Path) -> None:
    told = call("batch", "people/*.parquet", "-o", "out")
    assert (told.status, told.out, told.err.partition("\n")[0]) == (0, "", "2 people")
    assert list(verdicts(people.parent / "out")) == ["a.parquet"]


def test_one_file_can_be_done_on_a_cluster(people: Path, cluster: str) -> None:
    told = call("batch", "people/a.parquet", "-o", "out", "--dask", cluster)
    assert told.status == 0
    assert list(verdicts(people.parent / "out")) == ["a.parquet"]


def test_a_file_that_cannot_be_read_is_named_also_on_the_page(people: Path) -> None:
    (people / "later" / "b.parquet").write_text("no table", "utf-8")
    told = batch("--report", "page.html")
    assert told.status == 1
    assert told.err.startswith("people/later/b.parquet: cannot be read as a table")
    assert "2 people\n" in told.err
    page = (people.parent / "page.html").read_text("utf-8")
    assert "1 file could not be read" in page
    assert "<code>later/b.parquet</code>" in page
    assert list(verdicts(people.parent / "out")) == ["a.parquet"]


def test_where_no_file_can_be_read_nothing_is_written(people: Path) -> None:
    told = batch("--map", "weight=age", "--report", "page.html", "--rejects", "rejects.csv")
    assert (told.status, told.out) == (2, "")
    assert [line.split(":")[0] for line in told.err.splitlines()] == [
        "people/a.parquet",
        "people/later/b.parquet",
    ]
    assert [each.name for each in people.parent.iterdir()] == ["people"]


def test_a_folder_with_something_in_it_is_left_as_it_is(people: Path) -> None:
    (people.parent / "out").mkdir()
    (people.parent / "out" / "mine.txt").write_text("mine", "utf-8")
    assert batch() == (
        2,
        "",
        "out: is there already, and something is in it; name another folder\n",
    )
    assert [each.name for each in (people.parent / "out").iterdir()] == ["mine.txt"]


def test_a_folder_without_tables_is_told(people: Path) -> None:
    (people / "none").mkdir()
    told = call("batch", "people/none", "-o", "out")
    assert told == (2, "", "people/none: there is no Parquet file here\n")
