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
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
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
        env={**os.environ, "COLUMNS": "80"},
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
