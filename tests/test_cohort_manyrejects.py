"""The rejected rows of a table in many files."""

from pathlib import Path

from legspasm.cohort.manyrejects import Parts, first_rejects, joined_rejects
from legspasm.cohort.parts import Partition

HEADER = "row,column,reason,id\n"


def parts(folder: Path, *texts: str) -> Parts:
    found = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.csv"
        path.write_text(HEADER + text, "utf-8")
        name = f"{number}.parquet"
        found.append((Partition(name, folder / name, f"in/{name}"), path))
    return found


def test_the_first_are_told_with_the_name_of_their_file_and_all_are_counted(tmp_path: Path) -> None:
    many = "".join(f'{row},age,"wrong, so",\n' for row in range(1, 9))
    told, count = first_rejects(parts(tmp_path, "7,,broken,\n", "", "2,age,wrong,Dora\n" + many))
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
    given = parts(tmp_path, "", '2,age,"wrong, so",Dora\n', "1,,broken,\n")
    with joined_rejects(given, tmp_path / "all.csv") as joined:
        assert joined is not None
        assert joined.parent == tmp_path
        assert joined.read_text("utf-8") == (
            'file,row,column,reason,id\n1.parquet,2,age,"wrong, so",Dora\n2.parquet,1,,broken,\n'
        )
    assert not joined.exists()
    with joined_rejects(given, None) as nothing:
        assert nothing is None
