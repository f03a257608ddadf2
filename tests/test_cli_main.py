"""The command line as a whole: help, version, usage, and how it ends."""

import gc
import runpy
import subprocess
import sys
from pathlib import Path

import legspasm
import pytest
from logs import small_log
from other_knowledge import edited
from program import call, launch, printable

COMMANDS: list[tuple[str, ...]] = [
    (),
    ("audit",),
    ("audit", "diff"),
    ("audit", "export"),
    ("audit", "log"),
    ("audit", "log", "erase"),
    ("audit", "log", "export"),
    ("audit", "log", "head"),
    ("audit", "log", "list"),
    ("audit", "log", "replay"),
    ("audit", "log", "search"),
    ("audit", "log", "show"),
    ("audit", "log", "stats"),
    ("audit", "log", "verify"),
    ("audit", "replay"),
    ("audit", "show"),
    ("audit", "verify"),
    ("batch",),
    ("consult",),
    ("explain",),
    ("explain", "how"),
    ("explain", "why-not"),
    ("explain", "what-if"),
    ("explain", "needs"),
    ("facts",),
    ("knowledge",),
    ("knowledge", "check"),
    ("knowledge", "coverage"),
    ("knowledge", "diff"),
    ("knowledge", "graph"),
    ("knowledge", "new"),
    ("knowledge", "review"),
    ("knowledge", "schema"),
    ("knowledge", "test"),
    ("rules",),
]


def examples(help_text: str) -> list[str]:
    """The calls under “Example” in a help text, without what is said beside them."""
    lines = help_text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip() in {"Example:", "Examples:"})
    calls = []
    for line in lines[start + 1 :]:
        if not line.strip():
            break
        calls.append(line.strip().split("  ")[0])
    return calls


@pytest.mark.parametrize("command", COMMANDS)
def test_help_goes_to_standard_output(command: tuple[str, ...]) -> None:
    told = call(*command, "--help")
    assert (told.status, told.err) == (0, "")
    assert call(*command, "-h") == told
    assert told.out.startswith("Usage: ")
    assert printable(told.out)
    assert "\\" not in told.out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_that_stand_on_lines_of_their_own(command: tuple[str, ...]) -> None:
    calls = examples(call(*command, "--help").out)
    assert calls
    for each in calls:
        assert "legspasm" in each


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_of_the_help_runs(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("age: 70\n")
    for name in ("record.json", "other.json"):
        (tmp_path / name).write_text(legspasm.consult(age=70).to_json(), "utf-8")
    (tmp_path / "people.csv").write_text("name,years,recent_injury\nA,70,yes\nB,30,yes\n")
    (tmp_path / "document.txt").write_text("One sentence.\n")
    small_log(tmp_path / "answers.log")
    for folder in ("knowledge", "old_knowledge"):
        edited(tmp_path / folder)
    for each in examples(call(*command, "--help").out):
        script = f'legspasm() {{ "{sys.executable}" -m legspasm "$@"; }}\n{each}\n'
        done = subprocess.run(
            ["sh", "-c", script], cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True
        )
        assert (each, done.returncode) == (each, 0)
        assert done.stdout or (tmp_path / "answer.html").read_bytes()


def test_the_help_names_every_command() -> None:
    told = call("--help").out
    listed = [line.split()[0] for line in told.partition("Commands:\n")[2].splitlines()]
    assert listed == ["audit", "batch", "consult", "explain", "facts", "knowledge", "rules"]


def test_the_version_is_the_version_of_the_package() -> None:
    assert call("--version") == (0, f"legspasm, version {legspasm.__version__}\n", "")


def test_python_m_legspasm_is_the_command_line() -> None:
    assert launch("--version") == call("--version")


@pytest.mark.parametrize(
    ("arguments", "last_line"),
    [
        (["nosuch"], "Error: No such command 'nosuch'."),
        (["consult", "a.json", "b.json"], "Error: Got unexpected extra argument (b.json)"),
        (["consult", "--set"], "Error: Option '--set' requires an argument."),
        (
            ["consult", "--format", "pdf"],
            "Error: Invalid value for '--format': "
            "'pdf' is not one of 'text', 'markdown', 'html', 'json'.",
        ),
        (["facts", "age"], "Error: Got unexpected extra argument (age)"),
        (["rules", "a", "b"], "Error: Got unexpected extra argument (b)"),
    ],
)
def test_bad_usage_is_told_with_status_2(arguments: list[str], last_line: str) -> None:
    told = call(*arguments)
    assert (told.status, told.out) == (2, "")
    assert told.err.splitlines()[-1] == last_line


def test_no_command_at_all_shows_the_help_as_bad_usage() -> None:
    told = call()
    assert (told.status, told.out) == (2, "")
    assert told.err.rstrip() == call("--help").out.rstrip()


@pytest.mark.parametrize(
    "arguments",
    [
        ["\x07\x1b]0;title"],
        ["--\x07\x1b]0;title"],
        ["consult", "--\x07\x1b]0;title"],
        ["consult", "--format", "\x07\x1b]0;title"],
        ["consult", "a", "\x07\x1b]0;title"],
        ["facts", "\x07\x1b]0;title"],
        ["rules", "\x07\x1b]0;title"],
        ["rules", "a", "\x07\x1b]0;title"],
    ],
)
def test_bad_usage_never_steers_the_terminal(arguments: list[str]) -> None:
    told = call(*arguments)
    assert (told.status, told.out) == (2, "")
    assert printable(told.err)


def test_the_package_runs_as_a_module(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["legspasm", "--version"])
    monkeypatch.setattr(gc, "freeze", lambda: None)
    threshold = gc.get_threshold()
    runpy.run_module("legspasm", run_name="__main__")
    gc.set_threshold(*threshold)
    assert tuple(capsys.readouterr()) == (f"legspasm, version {legspasm.__version__}\n", "")
