"""The rejected rows of a table in many files."""

from pathlib import Path

from legspasm.cohort.manyrejects import Parts, first_rejects, joined_rejects
from legspasm.cohort.parts import Partition
from legspasm.cohort.rejects import Reject, RejectFile


def parts(folder: Path, *rejects: list[Reject]) -> Parts:
    found = []
    for number, those in enumerate(rejects):
        path = folder / f"{number}.jsonl"
        with path.open("wb") as file:
            RejectFile(file, "jsonl", with_id=True).write(those)
        name = f"{number}.parquet"
        found.append((Partition(name, folder / name, f"in/{name}"), path))
    return found


def test_the_first_are_told_with_the_name_of_their_file_and_all_are_counted(tmp_path: Path) -> None:
    many = [Reject(row, "age", "wrong, so") for row in range(1, 9)]
    dora = Reject(2, "age", "wrong", "Dora")
    told, count = first_rejects(parts(tmp_path, [Reject(7, "", "broken")], [], [dora, *many]))
    assert [str(each) for each in told] == [
        "in/0.parquet: row 7: broken",
        "in/2.parquet: row 2 (Dora), age: wrong",
        "in/2.parquet: row 1, age: wrong, so",
        "in/2.parquet: row 2, age: wrong, so",
        "in/2.parquet: row 3, age: wrong, so",
    ]
    assert count == 10
    assert first_rejects([]) == ((), 0)


def test_all_are_joined_under_the_names_of_their_columns(tmp_path: Path) -> None:
    dora = Reject(2, "age", "wrong, so", "Do\rra" + "a" * 200_000)
    given = parts(tmp_path, [], [dora], [Reject(1, "", "broken")])
    with joined_rejects(given, tmp_path / "all.csv", with_id=True) as joined:
        assert joined is not None
        assert joined.parent == tmp_path
        assert joined.read_bytes().decode() == (
            "file,row,column,reason,id\n"
            f'1.parquet,2,age,"wrong, so","{dora.id}"\n'
            "2.parquet,1,,broken,\n"
        )
    assert not joined.exists()
    with joined_rejects(given[2:], tmp_path / "all.csv", with_id=False) as joined:
        assert joined is not None
        assert joined.read_text("utf-8") == "file,row,column,reason\n2.parquet,1,,broken\n"
    with joined_rejects(given, None, with_id=True) as nothing:
        assert nothing is None
