"""Sessions at a shell as the documents show them, typed again: ``$ command`` and its output."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
REST = "[…]\n"
"""Stands in a document for the rest of an output."""
_PROGRAMS = Path(sys.executable).parent
"""Where the programs are that were installed with this one."""
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ANY_BLOCK = re.compile(r"^```(console|yaml|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class Step(NamedTuple):
    """A command, and what the document says that it prints."""

    command: str
    printed: str


def steps(document: str) -> list[Step]:
    """Every command of a document, in order."""
    found = []
    for block in _BLOCK.findall(document):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append(Step(command, printed))
    return found


def typed(document: str, folder: Path) -> list[str]:
    """Where the steps of a document print something else than it shows, in a folder of its own.

    The examples and the knowledge lie in it as in the checkout. Digests and times are not compared.
    """
    for name in ("examples", "knowledge"):
        (folder / name).symlink_to(ROOT / name)
    return _typed_in(document, folder)


def followed(document: str, folder: Path) -> list[str]:
    """The same for a page that also writes files: what it says is done in order.

    A ``yaml`` or ``text`` block that begins with ``# FILE`` is that file. After ``# FILE, ID`` it
    takes the place of the entry of that id, or comes last where there is none.
    """
    wrong = []
    for kind, block in _ANY_BLOCK.findall(document):
        if kind == "console":
            wrong += _typed_in(f"```console\n{block}```\n", folder)
            continue
        first, _, text = block.partition("\n")
        name, _, id_ = first.removeprefix("# ").partition(", ")
        file = folder / name
        file.write_text(_with_entry(file.read_text("utf-8"), id_, text) if id_ else text, "utf-8")
    return wrong


def _with_entry(whole: str, id_: str, entry: str) -> str:
    start = whole.find(f"  - id: {id_}\n")
    if start < 0:
        return f"{whole}\n{entry}"
    end = whole.find("\n  - id: ", start)
    return whole[:start] + entry + (whole[end:] if end >= 0 else "")


def _typed_in(document: str, folder: Path) -> list[str]:
    return [
        f"$ {step.command}\n{printed}"
        for step in steps(document)
        if not _as_shown(printed := _run(step.command, folder), step.printed)
    ]


def _run(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", f'legspasm() {{ "{sys.executable}" -m legspasm "$@"; }}\n{command}'],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "COLUMNS": "80", "PATH": f"{_PROGRAMS}{os.pathsep}{os.environ['PATH']}"},
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def _as_shown(printed: str, shown: str) -> bool:
    printed, shown = (_without_what_varies(each) for each in (printed, shown))
    if shown.endswith(REST):
        return printed.startswith(shown.removesuffix(REST))
    return printed == shown


def _without_what_varies(text: str) -> str:
    return _DIGEST.sub("<digest>", _TIME.sub("<time>", text))
