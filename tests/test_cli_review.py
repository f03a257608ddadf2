"""``legspasm knowledge review``: what is still to be read, and the record of what was."""

import json
from pathlib import Path
from typing import Any

import pytest
from legspasm.authoring.review import read_through, review
from legspasm.prose import FORMATS
from legspasm.reader import read_knowledge
from legspasm.shipped import BUILT_IN
from program import Told, call
from tiny import Bread


def run(*args: str) -> Told:
    return call("knowledge", "review", *args)


@pytest.fixture
def folder(bread: Bread) -> str:
    return str(bread.folder)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_built_in_knowledge_is_told_in_every_format(format_: Any) -> None:
    reading = read_knowledge(BUILT_IN)
    assert reading.knowledge is not None
    expected = review(BUILT_IN, reading.knowledge, reading.places).render(format_)
    assert run("--format", format_) == (0, expected, "")


def test_what_is_unread_ends_with_status_1_until_it_is_accepted(bread: Bread, folder: str) -> None:
    told = run("--knowledge", folder)
    assert (told.status, told.err) == (1, "")
    assert "Nothing is recorded as read through yet, of 57 parts." in told.out
    told = run("--knowledge", folder, "--accept")
    assert told == (
        0,
        "What was read through\nAll 57 parts have been read through as they are.\n",
        "",
    )
    assert bread.text("reviewed.json") == read_through(folder, bread.load())
    assert call("knowledge", "check", "--knowledge", folder).status == 0
    bread.replace("rules/yeast.yaml", "says: Old yeast tires.", "says: Old yeast naps.")
    assert run("--knowledge", folder).status == 1
    assert call("knowledge", "check", "--knowledge", folder).status == 1


def test_some_parts_alone_are_accepted(bread: Bread, folder: str) -> None:
    told = run("--knowledge", folder, "--accept", "old_yeast_tires", "fact winter")
    assert told.status == 1
    assert "Of 57 parts, 55 have not been read through as they are." in told.out
    parts = json.loads(bread.text("reviewed.json"))["parts"]
    assert list(parts) == ["rule old_yeast_tires", "fact winter"]


def test_bad_input_is_told_with_status_2(bread: Bread, folder: str, tmp_path: Path) -> None:
    assert run("--knowledge", folder, "winter") == (
        2,
        "",
        "winter: a part is named only with --accept\n",
    )
    assert run("--accept") == (
        2,
        "",
        "--accept: the built-in knowledge is not yours to record: name a folder with --knowledge\n",
    )
    assert run("--knowledge", folder, "--accept", "wintr") == (
        2,
        "",
        "there is no part 'wintr'; did you mean winter?\n",
    )
    assert run("--knowledge", folder, "-o", str(tmp_path / "no" / "file")).status == 2
    assert not (bread.folder / "reviewed.json").exists()
    bread.replace("causes.yaml", "title: Weak yeast", "title: 7")
    told = run("--knowledge", folder, "--accept")
    assert (told.status, told.out) == (2, "")
    assert "causes.yaml:3:12" in told.err


def test_what_is_told_can_go_to_a_file(folder: str, tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    assert run("--knowledge", folder, "--format", "json", "-o", str(file)) == (1, "", "")
    assert json.loads(file.read_text("utf-8"))["schema"] == "legspasm.review/1"
