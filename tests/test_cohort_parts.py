"""A table in many files is found in a folder, in one file, or by a pattern."""

from pathlib import Path

import legspasm
import pytest
from legspasm.cohort.parts import Partition, is_many, partitions_of
from legspasm.errors import problem


@pytest.fixture
def people(tmp_path: Path) -> Path:
    folder = tmp_path / "people"
    return table(folder, "a.parquet", "b.parquet", "c/d.parquet")


def table(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", "utf-8")
    return folder


def names(given: str) -> list[str]:
    return [each.name for each in partitions_of(given)]


def test_the_files_of_a_folder_are_its_partitions_by_name(people: Path) -> None:
    assert partitions_of(str(people)) == (
        Partition("a.parquet", people / "a.parquet", str(people / "a.parquet")),
        Partition("b.parquet", people / "b.parquet", str(people / "b.parquet")),
        Partition("c/d.parquet", people / "c" / "d.parquet", str(people / "c" / "d.parquet")),
    )


def test_what_programs_leave_beside_the_partitions_is_none(people: Path) -> None:
    table(people, "_all.parquet", "_temporary/x.parquet", ".hidden.parquet", "notes.txt")
    (people / "folder.parquet").mkdir()
    assert names(str(people)) == ["a.parquet", "b.parquet", "c/d.parquet"]


def test_a_partition_is_called_what_it_was_given_as_and_found_from_everywhere(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(people)
    assert partitions_of("c")[0] == Partition("d.parquet", people / "c/d.parquet", "c/d.parquet")


def test_a_file_is_one_partition(people: Path) -> None:
    assert names(str(people / "c" / "d.parquet")) == ["d.parquet"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("people/[ab].parquet", ["a.parquet", "b.parquet"]),
        ("people/*/d.parquet", ["c/d.parquet"]),
        ("peop*/a.parquet", ["people/a.parquet"]),
        ("people/**/*.parquet", ["a.parquet", "b.parquet", "c/d.parquet"]),
    ],
)
def test_partitions_can_be_those_that_fit_a_pattern(
    people: Path, pattern: str, found: list[str]
) -> None:
    assert names(str(people.parent / pattern)) == found


@pytest.mark.parametrize("given", ["nowhere", "empty", "empty/*.parquet", "empty/x.parquet"])
def test_where_there_is_no_partition_it_is_said(tmp_path: Path, given: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(legspasm.LegspasmError) as caught:
        partitions_of(str(tmp_path / given))
    [told] = caught.value.problems
    assert told == problem("partitions_none", str(tmp_path / given))


def test_what_is_no_parquet_by_its_name_is_told_at_once(tmp_path: Path) -> None:
    table(tmp_path, "a.parquet", "b.CSV")
    with pytest.raises(legspasm.LegspasmError) as caught:
        partitions_of(f"{tmp_path}/*")
    assert caught.value.problems == (problem("partitions_text", str(tmp_path / "b.CSV")),)


@pytest.mark.parametrize("given", ["", "/*.parquet", "/[ab].parquet", "/?.parquet"])
def test_a_folder_and_a_pattern_name_many(given: str, tmp_path: Path) -> None:
    table(tmp_path, "c.parquet")
    assert is_many(f"{tmp_path}{given}")
    assert not is_many(str(tmp_path / "c.parquet"))
    assert not is_many(str(tmp_path / "d.parquet"))
    table(tmp_path, "[ab].parquet")
    assert is_many(f"{tmp_path}{given}") == (given != "/[ab].parquet")
