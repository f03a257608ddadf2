"""What is kept of the built-in knowledge is what reading its files gives, or is not taken."""

import shutil
import sys
from pathlib import Path

import msgspec
import pytest
from legspasm import reader, shipped
from legspasm.errors import KnowledgeError
from legspasm.model import Knowledge
from legspasm.reader import Reading, knowledge_of, load_knowledge, read_knowledge
from legspasm.shipped import BUILT_IN, built_in_knowledge, knowledge_in
from tiny import BREAD


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built-in knowledge, where Python writes what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return Path(shutil.copytree(BUILT_IN, tmp_path / "knowledge"))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that the files of a folder are read."""
    found: list[str] = []

    def reading(path: str | Path) -> Reading:
        found.append(Path(path).name)
        return read_knowledge(path)

    monkeypatch.setattr(reader, "read_knowledge", reading)
    return found


def test_the_built_in_knowledge_is_what_its_files_say() -> None:
    assert built_in_knowledge() == load_knowledge(BUILT_IN)
    assert built_in_knowledge() is built_in_knowledge()


@pytest.mark.parametrize("source", [BUILT_IN, BREAD])
def test_what_is_kept_is_what_was_read(source: Path) -> None:
    knowledge = load_knowledge(source)
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(knowledge), type=Knowledge)
    assert again == knowledge
    assert repr(again) == repr(knowledge)


def test_the_files_are_read_once(folder: Path, readings: list[str]) -> None:
    first, second = knowledge_in(folder), knowledge_in(folder)
    assert readings == ["knowledge"]
    assert first == second == built_in_knowledge()


def test_any_change_to_any_file_has_them_read_anew(folder: Path, readings: list[str]) -> None:
    before = {knowledge_in(folder).digest}
    names = sorted(each for each in folder.rglob("*") if each.suffix in {".yaml", ".txt"})
    for name in names:
        name.write_bytes(name.read_bytes() + b"\n")
        assert knowledge_in(folder) == knowledge_of(read_knowledge(folder))
        before.add(knowledge_in(folder).digest)
    assert len(readings) == 1 + len(names)
    assert len(before) == len(names)  # the scenarios are no part of the knowledge


def test_a_file_that_comes_or_goes_has_them_read_anew(folder: Path, readings: list[str]) -> None:
    knowledge_in(folder)
    (folder / "new.yaml").write_text("a: b\n")
    for _ in range(2):  # what is refused is not kept either
        with pytest.raises(KnowledgeError, match=r"new.yaml: is not named"):
            knowledge_in(folder)
    (folder / "new.yaml").rename(folder / "advice.yaml")
    with pytest.raises(KnowledgeError):
        knowledge_in(folder)
    assert len(readings) == 4


def test_what_was_read_while_somebody_wrote_is_not_kept(
    folder: Path, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "remarks.yaml"
    before, files = file.read_bytes(), shipped._files(folder)
    file.write_bytes(before + b"\n")
    monkeypatch.setattr(shipped, "_files", lambda folder: files)
    assert knowledge_in(folder) == knowledge_of(read_knowledge(folder))
    file.write_bytes(before)
    assert knowledge_in(folder) == built_in_knowledge()
    assert len(readings) == 2


def test_a_file_that_cannot_be_read_is_told_as_ever(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    knowledge_in(folder)
    monkeypatch.setattr(shipped, "_files", refuse)
    assert knowledge_in(folder) == built_in_knowledge()
    (folder / "advice.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"advice.yaml: cannot be read"):
        knowledge_in(folder)
