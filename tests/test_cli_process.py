"""The process of the command line: what it loads, and how it ends."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from legspasm.cli import process
from program import call

CONSULT = ("consult", "--set", "recent_injury=yes", "--set", "age=70", "--no-input")
MODULES = (
    "import atexit, sys; atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\n"
    "from legspasm.cli.process import run; run()"
)
"""A program that runs the command line and tells last, on standard error, what it has loaded."""


def run(folder: Path, *args: str) -> tuple[str, set[str]]:
    """What a process prints that keeps what it compiles in ``folder``, and what it has loaded."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"COLUMNS", "LEGSPASM_LOG", "PYTHONDONTWRITEBYTECODE"}
    }
    done = subprocess.run(
        [sys.executable, "-c", MODULES, *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**environment, "PYTHONPYCACHEPREFIX": str(folder), "PYTHONIOENCODING": "utf-8"},
    )
    return done.stdout, set(done.stderr.split())


@pytest.fixture
def collector() -> Iterator[None]:
    """The collector of garbage, as it was before."""
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_a_consultation_loads_only_what_it_uses(tmp_path: Path, format_: str) -> None:
    first, _ = run(tmp_path, *CONSULT, "--format", format_)
    second, loaded = run(tmp_path, *CONSULT, "--format", format_)
    assert first == second or format_ != "text"  # the others tell the time
    assert loaded >= {"click", "experta", "legspasm.network", "legspasm.shipped"}
    assert ("jinja2" in loaded) is (format_ != "json")
    unused = {"fast_sugiyama", "oxidd", "prov", "sentencex", "sqlite3", "tomllib", "yaml"}
    assert loaded & unused == set()
    ours = {each.removeprefix("legspasm.") for each in loaded if each.startswith("legspasm.")}
    unused = {"authoring", "dialogue", "inquiry", "layout", "masking", "reader", "verification"}
    assert ours & unused == set()
    assert {each for each in ours if each.startswith("audit.")} <= {"audit.logform"}
    assert {each for each in ours if each.startswith("cli.")} == {
        "cli.consult",
        "cli.deferred",
        "cli.given",
        "cli.keeping",
        "cli.main",
        "cli.output",
        "cli.process",
        "cli.telling",
    }


@pytest.mark.parametrize("command", ["facts", "rules", "--version"])
def test_a_list_and_the_version_load_no_engine(tmp_path: Path, command: str) -> None:
    run(tmp_path, command)
    _, loaded = run(tmp_path, command)
    assert loaded & {"experta", "sqlite3", "yaml"} == set()


def test_it_ends_with_the_status_and_the_words_of_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], collector: None
) -> None:
    monkeypatch.setattr(sys, "argv", ["legspasm", "nosuch"])
    with pytest.raises(SystemExit) as end:
        process.run()
    assert (end.value.code, *capsys.readouterr()) == call("nosuch")
    assert gc.isenabled()
    assert gc.get_freeze_count()
