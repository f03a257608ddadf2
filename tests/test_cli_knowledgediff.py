"""``legspasm knowledge diff``: what is compared, exit statuses, files."""

import json
from pathlib import Path

import pytest
from legspasm.authoring.versions import compare
from legspasm.shipped import BUILT_IN
from other_knowledge import edited, stricter
from program import call, names
from rebaked import copied, rebaked
from tiny import BREAD


def test_an_edited_folder_is_compared_with_the_built_in_knowledge(tmp_path: Path) -> None:
    folder = stricter(tmp_path)
    told = call("knowledge", "diff", str(folder))
    assert told == (1, compare(BUILT_IN, folder).render(), "")
    assert call("knowledge", "diff", "built-in", str(folder)) == told


def test_the_built_in_knowledge_can_be_the_later(tmp_path: Path) -> None:
    folder = stricter(tmp_path)
    told = call("knowledge", "diff", str(folder), "built-in")
    assert told == (1, compare(folder, BUILT_IN).render(), "")


def test_two_folders_are_compared(tmp_path: Path) -> None:
    folder = rebaked(tmp_path / "rebaked")
    told = call("knowledge", "diff", str(BREAD), str(folder), columns=60)
    assert told == (1, compare(BREAD, folder).render(width=60), "")


def test_the_status_is_0_where_nothing_differs(tmp_path: Path) -> None:
    told = call("knowledge", "diff", str(edited(tmp_path / "copy")))
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines()[1] == "The two say the same."


def test_a_folder_may_be_called_built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied(tmp_path / "built-in")
    monkeypatch.chdir(tmp_path)
    assert call("knowledge", "diff", "built-in", "./built-in").status == 1


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json"])
def test_every_format_goes_to_a_file_or_to_standard_output(tmp_path: Path, format_: str) -> None:
    folder, file = rebaked(tmp_path / "rebaked"), tmp_path / "answer"
    told = call("knowledge", "diff", str(BREAD), str(folder), "--format", format_)
    written = call(
        "knowledge", "diff", str(BREAD), str(folder), "--format", format_, "-o", str(file)
    )
    assert (written.status, written.out, written.err) == (1, "", "")
    assert (told.status, told.out) == (1, file.read_text(encoding="utf-8"))


def test_the_json_is_that_of_the_report() -> None:
    told = call("knowledge", "diff", "built-in", str(BREAD), "--format", "json")
    assert json.loads(told.out) == compare(BUILT_IN, BREAD).to_dict()


def test_one_folder_of_other_knowledge_is_not_compared_with_the_built_in_one() -> None:
    assert call("knowledge", "diff", str(BREAD)) == (
        2,
        "",
        f"{BREAD}: this is bread, and the built-in knowledge base is leg_spasm: give the folder to"
        " compare it with as well\n",
    )


def test_the_problems_of_both_folders_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    first, second = copied(tmp_path / "first"), copied(tmp_path / "second")
    first.replace("parameters.yaml", "value: 180", "value: old")
    second.replace("facts.yaml", "name: winter", "name: Winter")
    file = tmp_path / "answer"
    told = call("knowledge", "diff", str(first.folder), str(second.folder), "-o", str(file))
    assert (told.status, told.out) == (2, "")
    lines = told.err.splitlines()
    assert any(line.startswith(f"{first.folder}/parameters.yaml:") for line in lines)
    assert any(line.startswith(f"{second.folder}/facts.yaml:") for line in lines)
    assert names(tmp_path) == ["first", "second"]


def test_more_than_two_folders_are_refused() -> None:
    told = call("knowledge", "diff", "a", "b", "c")
    assert told == (2, "", "expected one folder or two, got 3\n")


def test_a_place_that_cannot_be_written_is_told_before_anything_is_read() -> None:
    told = call("knowledge", "diff", "nowhere", "-o", "/nowhere/answer")
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("/nowhere/answer: cannot be written")
