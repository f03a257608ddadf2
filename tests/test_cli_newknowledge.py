"""``legspasm knowledge new``: a folder that reads, whole or not at all."""

import os
import stat
from pathlib import Path

import legspasm
import pytest
from legspasm.cli import folder as folder_module
from legspasm.cli.folder import write_folder
from legspasm.errors import LegspasmError
from program import Told, call, launch, names

TEXT = "A chain can slip. It does so under load.\n\nOil helps.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program runs in, with a document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "document.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def new(*args: str, document: str = "document.txt") -> Told:
    return call("knowledge", "new", *args, "--from", document)


def test_it_tells_what_it_wrote_and_what_to_type_next(here: Path) -> None:
    assert new("my_chains") == (
        0,
        """\
my_chains: my_chains, 3 sentences
  knowledge.yaml          its name, and the files that belong to it
  source.txt              the document, a sentence a line
  parameters.yaml         numbers that the document does not give
  facts.yaml              the questions
  causes.yaml             the causes, and what each verdict says
  rules/first_reason.yaml rules, with the sentences that they rest on
  advice.yaml             the advice of the document
  remarks.yaml            its limits, and the sentences that no rule needs
  safety.yaml             signs of danger, which come first
  scenarios.yaml          people, and what each must be told
What is yours to write in them begins with TODO.

Next:
  legspasm knowledge coverage --knowledge my_chains
  legspasm knowledge check --knowledge my_chains
  legspasm consult --knowledge my_chains
  legspasm knowledge test --knowledge my_chains
""",
        "",
    )
    assert names(here) == ["document.txt", "my_chains"]
    knowledge = legspasm.load_knowledge("my_chains")
    assert (knowledge.name, knowledge.title) == ("my_chains", "My chains")
    assert len(knowledge.source.sentences) == 3


def test_folder_title_and_language_can_be_given(here: Path) -> None:
    (here / "document.txt").write_text("Das ist z.B. Öl. Und Fett.", encoding="utf-8")
    told = new("chains", "-o", "a b", "--title", "Über: Öl #1", "--language", "de")
    assert told.status == 0
    assert told.out.startswith("a b: chains, 2 sentences\n")
    assert told.out.endswith("legspasm knowledge test --knowledge 'a b'\n")
    knowledge = legspasm.load_knowledge("a b")
    assert knowledge.source.title == "Über: Öl #1"
    assert knowledge.source.sentences[0].text == "Das ist z.B. Öl."


def test_one_sentence_is_counted_as_one(here: Path) -> None:
    (here / "document.txt").write_text("Oil", encoding="utf-8")
    assert new("oil").out.startswith("oil: oil, 1 sentence\n")


def test_an_empty_folder_is_taken_and_links_are_followed(here: Path) -> None:
    (here / "empty").mkdir()
    (here / "link").symlink_to("empty")
    assert new("chains", "-o", "link").status == 0
    assert (here / "link").is_symlink()
    assert legspasm.load_knowledge(here / "empty").name == "chains"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("full", "full: is there already, and something is in it; name another folder"),
        ("full/a.txt", "full/a.txt: cannot be written: Not a directory"),
        ("full/a.txt/b", "full/a.txt/b: cannot be written: Not a directory"),
        ("none/chains", "none/chains: cannot be written: No such file or directory"),
    ],
)
def test_what_is_there_is_never_written_over(here: Path, where: str, expected: str) -> None:
    (here / "full").mkdir()
    (here / "full" / "a.txt").write_text("mine")
    assert new("chains", "-o", where) == (2, "", f"{expected}\n")
    assert names(here) == ["document.txt", "full"]
    assert names(here / "full") == ["a.txt"]
    assert (here / "full" / "a.txt").read_text() == "mine"


def test_the_folder_that_one_is_in_does_not_vanish_below_ones_feet(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "in").mkdir()
    monkeypatch.chdir(here / "in")
    assert new("chains", "-o", ".", document="../document.txt") == (
        2,
        "",
        ".: is the folder that you are in, and a folder is written beside its place;"
        " name another\n",
    )


def test_a_folder_that_nobody_may_write_to_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK)
    assert new("chains") == (2, "", "chains: cannot be written: Permission denied\n")
    assert names(here) == ["document.txt"]


def test_everything_that_is_wrong_is_told_at_once(here: Path) -> None:
    (here / "full").mkdir()
    (here / "full" / "a.txt").write_text("mine")
    told = new("My-Chains", "-o", "full", "--title", "", "--language", "English", document="b.txt")
    assert told == (
        2,
        "",
        "NAME: 'My-Chains' is not an id: lower-case words joined by single underscores\n"
        "--title: expected text, got nothing\n"
        "--language: expected a code of two or three lower-case letters, such as en,"
        " got 'English'\n"
        "full: is there already, and something is in it; name another folder\n"
        "b.txt: there is no such file\n",
    )
    assert names(here) == ["document.txt", "full"]


def test_a_name_that_is_no_id_is_not_taken_for_a_folder(here: Path) -> None:
    assert new("/nowhere/at/all") == (
        2,
        "",
        "NAME: '/nowhere/at/all' is not an id: lower-case words joined by single underscores\n",
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "is empty"),
        (b"...", "holds no sentence: there is no word in it"),
        (b"\xff", "is not text in UTF-8"),
        (b"a" * 1_000_001, "is longer than 1000000 bytes, which is more than it can need"),
    ],
)
def test_what_is_no_document_is_told_and_nothing_is_written(
    here: Path, data: bytes, expected: str
) -> None:
    (here / "document.txt").write_bytes(data)
    assert new("chains") == (2, "", f"document.txt: {expected}\n")
    assert names(here) == ["document.txt"]


def test_a_name_that_no_folder_can_have_is_told() -> None:
    [problem] = folder_module.problems_of_folder(Path("a\0b"))
    assert (problem.code, problem.place) == ("file_unwritable", "a b")
    assert "embedded null" in problem.text  # each Python words the rest in its own way


def test_a_folder_is_as_open_to_others_as_the_mask_says(here: Path) -> None:
    told = launch("knowledge", "new", "chains", "--from", str(here / "document.txt"), umask=0o027)
    assert told.status == 0
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in (here / "chains", here / "chains" / "rules", here / "chains" / "source.txt")
    }
    assert modes == {"chains": 0o750, "rules": 0o750, "source.txt": 0o640}


def test_where_writing_fails_half_way_nothing_is_left(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.write_text

    def fail(path: Path, text: str, **how: str) -> int:
        if path.name == "facts.yaml":
            raise OSError(28, "No space left on device")
        return whole(path, text, **how)

    monkeypatch.setattr(Path, "write_text", fail)
    assert new("chains") == (2, "", "chains: cannot be written: No space left on device\n")
    assert names(here) == ["document.txt"]


def test_a_folder_that_somebody_filled_in_the_meantime_is_left_as_it_is(here: Path) -> None:
    (here / "chains").mkdir()
    (here / "chains" / "a.txt").write_text("theirs")
    with pytest.raises(LegspasmError, match="chains: cannot be written: Directory not empty"):
        write_folder({"b.txt": "ours"}, Path("chains"))
    assert names(here) == ["chains", "document.txt"]
    assert names(here / "chains") == ["a.txt"]
