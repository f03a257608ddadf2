"""What is kept is the same bytes for the same origin, or nothing: never something else."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legspasm import compiled
from legspasm.compiled import keep, kept

SAME = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that something is made from, where Python writes what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return tmp_path / "file.txt"


def written(path: Path) -> list[Path]:
    """All that lies beside a file, or below there."""
    return [each for each in path.parent.rglob("*") if each.is_file()]


@SAME
@given(data=st.binary())
def test_what_is_kept_comes_back(path: Path, data: bytes) -> None:
    keep(path, "kind", ("made", 1), data)
    assert kept(path, "kind", ("made", 1)) == data
    assert len(written(path)) == 1


def test_it_lies_where_python_puts_what_it_compiles(path: Path) -> None:
    keep(path, "kind", "", b"data")
    [found] = written(path)
    assert found.parent == path.parent / "__pycache__"
    assert found.name == f"file.{sys.implementation.cache_tag}.opt-kind.pyc"


def test_it_lies_where_python_is_told_to_put_what_it_compiles(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(path.parent / "elsewhere"))
    keep(path, "kind", "", b"data")
    assert kept(path, "kind", "") == b"data"
    assert [each.relative_to(path.parent).parts[0] for each in written(path)] == ["elsewhere"]


def test_nothing_was_kept_of_another_origin_or_kind_or_path(path: Path) -> None:
    keep(path, "kind", "origin", b"data")
    assert kept(path, "kind", "other origin") is None
    assert kept(path, "otherkind", "origin") is None
    assert kept(path.with_name("other.txt"), "kind", "origin") is None


def test_what_was_kept_of_another_path_is_not_taken_for_this_one(path: Path) -> None:
    keep(path, "kind", "", b"data")
    [file] = written(path)
    file.rename(file.with_name(file.name.replace("file", "other")))
    assert kept(path.with_name("other.txt"), "kind", "") is None


@pytest.mark.parametrize("part", range(len(compiled._MADE_BY)))
def test_nothing_was_kept_by_another_program(
    path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    keep(path, "kind", "", b"data")
    other = list(compiled._MADE_BY)
    other[part] = "other"
    monkeypatch.setattr(compiled, "_MADE_BY", tuple(other))
    assert kept(path, "kind", "") is None


def test_any_change_to_its_code_makes_another_program(tmp_path: Path) -> None:
    found = [compiled.code_in(tmp_path)]
    for name, text in {"a.py": "", "b.py": "1", "notes.txt": "1"}.items():
        (tmp_path / name).write_text(text)
        found.append(compiled.code_in(tmp_path))
    (tmp_path / "b.py").write_text("2")
    found.append(compiled.code_in(tmp_path))
    (tmp_path / "b.py").rename(tmp_path / "c.py")
    found.append(compiled.code_in(tmp_path))
    assert len(set(found)) == 5
    assert found[2] == found[3]


@SAME
@given(data=st.binary(max_size=20), at=st.integers(0, 51), mask=st.integers(1, 255))
def test_what_was_changed_by_a_bit_or_cut_off_counts_as_nothing(
    path: Path, data: bytes, at: int, mask: int
) -> None:
    keep(path, "kind", "", data)
    [file] = written(path)
    whole = bytearray(file.read_bytes())
    at %= len(whole)
    file.write_bytes(whole[:at])
    assert kept(path, "kind", "") is None
    whole[at] ^= mask
    file.write_bytes(whole)
    assert kept(path, "kind", "") is None


def test_nothing_is_written_where_python_writes_no_bytecode(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(path, "kind", "", b"data")
    assert written(path) == []
    assert kept(path, "kind", "") is None


def test_where_nothing_can_be_written_nothing_happens(path: Path) -> None:
    (path.parent / "__pycache__").write_text("in the way")
    keep(path, "kind", "", b"data")
    assert [each.name for each in written(path)] == ["__pycache__"]


def test_what_cannot_take_its_place_leaves_nothing_behind(path: Path) -> None:
    keep(path, "kind", "", b"data")
    [place] = written(path)
    place.unlink()
    place.mkdir()
    keep(path, "kind", "", b"data")
    assert written(path) == []
    assert kept(path, "kind", "") is None
