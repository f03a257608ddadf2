"""Where results go: whole files or none, any encoding, colour where it is wanted."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from program import Terminal, call, launch, names

FACTS = ("--set", "recent_injury=yes", "--set", "age=70")
TEXT = call("consult", *FACTS).out
COLOR = "\x1b["
PLAIN = str.maketrans({"├": "|", "└": "`", "│": "|", "─": "-", "“": '"', "”": '"', "’": "'"})


def body(text: str) -> Any:
    """A record but for its time, which differs from run to run."""
    return {key: part for key, part in json.loads(text).items() if key != "envelope"}


def test_a_result_is_written_to_a_file_alone(tmp_path: Path) -> None:
    told = call("consult", *FACTS, "-o", str(tmp_path / "answer.txt"))
    assert told == (0, "", "")
    assert (tmp_path / "answer.txt").read_text(encoding="utf-8") == TEXT
    assert names(tmp_path) == ["answer.txt"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_file_is_utf_8_whatever_the_terminal_is(tmp_path: Path, encoding: str) -> None:
    told = launch("consult", *FACTS, "-o", str(tmp_path / "answer.txt"), encoding=encoding)
    assert told == (0, "", "")
    assert (tmp_path / "answer.txt").read_bytes() == TEXT.encode()


def test_a_longer_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_text("before\n" * 10_000)
    path.chmod(0o604)
    assert call("consult", *FACTS, "-o", str(path)) == (0, "", "")
    assert path.read_text(encoding="utf-8") == TEXT
    assert path.stat().st_mode & 0o777 == 0o604
    assert names(tmp_path) == ["answer.txt"]


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    assert launch("consult", *FACTS, "-o", str(path), umask=0o027).status == 0
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "answer.txt").write_text("before")
    link = tmp_path / "link.txt"
    link.symlink_to("folder/answer.txt")
    assert call("consult", *FACTS, "-o", str(link)) == (0, "", "")
    assert link.is_symlink()
    assert (folder / "answer.txt").read_text(encoding="utf-8") == TEXT
    assert (names(tmp_path), names(folder)) == (["folder", "link.txt"], ["answer.txt"])


def test_a_link_to_nothing_makes_the_file(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to("answer.txt")
    assert call("consult", *FACTS, "-o", str(link)) == (0, "", "")
    assert link.is_symlink()
    assert (tmp_path / "answer.txt").read_text(encoding="utf-8") == TEXT


def test_a_device_is_written_to_and_stays() -> None:
    assert call("consult", *FACTS, "-o", "/dev/null") == (0, "", "")
    assert Path("/dev/null").is_char_device()


def test_a_file_may_have_the_longest_name_that_there_is(tmp_path: Path) -> None:
    name = "a" * os.pathconf(tmp_path, "PC_NAME_MAX")
    assert call("consult", *FACTS, "-o", str(tmp_path / name)) == (0, "", "")
    assert names(tmp_path) == [name]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("nosuch/answer.txt", "No such file or directory"),
        ("folder", "Is a directory"),
        ("file/answer.txt", "Not a directory"),
        ("loop", "Too many levels of symbolic links"),
        ("/dev/full", "No space left on device"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, why: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("before")
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.chdir(tmp_path)
    assert call("consult", *FACTS, "-o", path) == (2, "", f"{path}: cannot be written: {why}\n")
    assert (names(tmp_path), names(tmp_path / "folder")) == (["file", "folder", "loop"], [])
    assert (tmp_path / "file").read_text() == "before"


@pytest.mark.parametrize("before", [[], ["answer.txt"]])
def test_a_write_that_fails_half_way_leaves_everything_as_it_was(
    tmp_path: Path, before: list[str]
) -> None:
    for name in before:
        (tmp_path / name).write_text("before")
    script = 'ulimit -f 1; exec "$0" -B -m legspasm consult --set age=70 -v -o answer.txt'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "answer.txt: cannot be written: File too large\n"
    assert names(tmp_path) == before
    assert [(tmp_path / name).read_text() for name in before] == ["before"] * len(before)


def test_text_that_is_no_utf_8_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "half.j2").write_text(r'{{ "\ud800" }}')
    told = call(
        "consult", *FACTS, "--template", str(tmp_path / "half.j2"), "-o", str(tmp_path / "answer")
    )
    assert (told.status, told.out) == (2, "")
    assert len(told.err.splitlines()) == 1
    assert names(tmp_path) == ["half.j2"]


def test_bad_facts_leave_an_existing_file_alone(tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_text("before")
    assert call("consult", "--set", "age=x", "-o", str(tmp_path / "answer.txt")).status == 2
    assert (tmp_path / "answer.txt").read_text() == "before"


@pytest.mark.parametrize("command", [["consult", *FACTS], ["facts"], ["rules"], ["--help"]])
def test_a_full_standard_output_is_told(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        told = launch(*command, stdout=full)
    assert told.status == 2
    assert told.err.endswith("cannot be written: No space left on device\n")
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("command", [["consult", *FACTS], ["facts"], ["rules"], ["--help"]])
def test_a_reader_that_has_gone_is_no_error(command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as pipe:  # noqa: PTH123  # a descriptor
        told = launch(*command, stdout=pipe)
    assert told.err == ""


@pytest.mark.parametrize("stream", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_gives_no_traceback(stream: str) -> None:
    script = f'exec "$0" -m legspasm consult --set age=70 {stream}'
    done = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 2}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize(
    "command", [["consult", *FACTS], ["consult", *FACTS, "-v"], ["facts"], ["rules"]]
)
def test_a_terminal_without_unicode_gets_plain_marks(command: list[str], encoding: str) -> None:
    told = launch(*command, encoding=encoding)
    assert told == (0, call(*command).out.translate(PLAIN), "")
    assert told.out.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_record_stays_the_same_record_in_any_encoding(encoding: str) -> None:
    told = launch("consult", *FACTS, "--format", "json", encoding=encoding)
    assert (told.status, told.err) == (0, "")
    assert body(told.out) == body(call("consult", *FACTS, "--format", "json").out)


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_pages_are_told_in_ascii_without_an_error(format_: str) -> None:
    told = launch("consult", *FACTS, "--format", format_, encoding="ascii")
    assert (told.status, told.err) == (0, "")
    assert told.out


def test_there_is_no_colour_without_a_terminal() -> None:
    assert launch("consult", *FACTS) == (0, TEXT, "")
    assert COLOR not in TEXT


def test_color_asks_for_colour_and_changes_nothing_else() -> None:
    told = call("consult", *FACTS, "--color")
    assert (told.status, told.err) == (0, "")
    assert COLOR in told.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", told.out) == TEXT


@pytest.mark.parametrize("format_", ["markdown", "html", "json"])
def test_colour_is_for_text_alone(format_: str) -> None:
    assert COLOR not in call("consult", *FACTS, "--format", format_, "--color").out


@pytest.mark.parametrize(
    ("options", "environment", "colored"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": ""}, True),
        ([], {"NO_COLOR": "1"}, False),
        (["--color"], {"NO_COLOR": "1"}, True),
        (["--no-color"], {}, False),
    ],
)
def test_colour_at_a_terminal(
    options: list[str], environment: dict[str, str], colored: bool
) -> None:
    with Terminal("consult", *FACTS, *options, colour=True, **environment) as terminal:
        shown = terminal.read()
        assert terminal.status() == 0
    assert (COLOR in shown) == colored


def test_a_file_gets_no_colour_though_a_terminal_is_there(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with Terminal("consult", *FACTS, "-o", str(path), columns=80, colour=True) as terminal:
        assert (terminal.read(), terminal.status()) == ("", 0)
    assert path.read_text(encoding="utf-8") == TEXT
