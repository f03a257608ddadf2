"""``legspasm knowledge schema``: what is printed, what is written, and what is told instead."""

import json
from pathlib import Path

import legspasm
import pytest
from legspasm.authoring.fileschema import FILE_KINDS, FileKind, file_schema
from program import Told, call, launch, names
from tiny import BREAD, Bread

KNOWLEDGE = legspasm.load_knowledge(BREAD)
FILES = sorted(f"{kind}.schema.json" for kind in FILE_KINDS)


def schema(*args: str) -> Told:
    return call("knowledge", "schema", *args)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_schema_is_printed_with_names_or_without(kind: FileKind) -> None:
    told = schema(kind)
    assert (told.status, told.err) == (0, "")
    assert json.loads(told.out) == file_schema(kind)
    told = schema(kind, "--knowledge", str(BREAD))
    assert (told.status, told.err) == (0, "")
    assert json.loads(told.out) == file_schema(kind, KNOWLEDGE)
    assert told.out.startswith("{\n  ") and told.out.endswith("\n}\n")


def test_without_a_kind_they_are_listed() -> None:
    assert schema() == (
        0,
        "knowledge   What a knowledge base is, and which files it has\n"
        "parameters  Numbers that the document does not give\n"
        "facts       What can be told, and how it is asked\n"
        "causes      The causes that are tested\n"
        "rules       Rules of one topic\n"
        "advice      The advice of the document\n"
        "remarks     The limits of the document\n"
        "safety      What comes before the answer\n"
        "scenarios   People, and what each must be told\n",
        "",
    )


def test_all_are_written_into_a_folder_that_need_not_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    for _ in range(2):
        told = schema("--knowledge", str(BREAD), "-o", str(folder))
        written = "".join(f"{folder}/{kind}.schema.json\n" for kind in FILE_KINDS)
        assert told == (0, written, "")
        assert names(folder) == FILES
    for kind in FILE_KINDS:
        text = (folder / f"{kind}.schema.json").read_text(encoding="utf-8")
        assert text == schema(kind, "--knowledge", str(BREAD)).out


def test_one_is_written_where_one_is_asked_for(tmp_path: Path) -> None:
    assert schema("facts", "-o", str(tmp_path)) == (0, f"{tmp_path}/facts.schema.json\n", "")
    assert names(tmp_path) == ["facts.schema.json"]


def test_the_schemas_of_a_knowledge_base_may_lie_in_it(bread: Bread) -> None:
    before = bread.load()
    assert schema("--knowledge", str(bread.folder), "-o", str(bread.folder)).status == 0
    assert bread.load() == before


def test_a_kind_that_is_not_there_is_bad_usage() -> None:
    told = schema("fact")
    assert (told.status, told.out) == (2, "")
    assert "'fact' is not one of 'knowledge', 'parameters', 'facts'" in told.err


def test_where_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "safety.schema.json").mkdir()
    told = schema("-o", str(tmp_path))
    assert told == (
        2,
        "",
        f"{tmp_path}/safety.schema.json: cannot be written: Is a directory\n",
    )
    assert names(tmp_path) == ["safety.schema.json"]


@pytest.mark.parametrize(
    ("place", "why"), [("file", "File exists"), ("no/folder", "No such file or directory")]
)
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, place: str, why: str) -> None:
    (tmp_path / "file").touch()
    told = schema("-o", str(tmp_path / place))
    assert told == (2, "", f"{tmp_path}/{place}: cannot be written: {why}\n")
    assert names(tmp_path) == ["file"]


def test_knowledge_with_problems_is_told_and_nothing_is_written(
    bread: Bread, tmp_path: Path
) -> None:
    bread.replace("facts.yaml", "group: kitchen\n    type: number", "group: no\n    type: number")
    told = schema("--knowledge", str(bread.folder), "-o", str(tmp_path / "schemas"))
    assert (told.status, told.out) == (2, "")
    assert "there is no group 'no'" in told.err
    assert not (tmp_path / "schemas").exists()


def test_processes_with_other_hash_seeds_print_the_same() -> None:
    args = ("knowledge", "schema", "rules", "--knowledge", str(BREAD))
    assert len({launch(*args, PYTHONHASHSEED=str(seed)) for seed in range(3)}) == 1
