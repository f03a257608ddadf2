"""Every command and every example in the README does what the README says."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(
    r"^```console\n\$ legspasm (.*?)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE
)
TEMPLATE = "examples/verdicts.txt.j2"
REST = "[…]\n"
"""Stands in the README for the rest of an output."""


def test_the_first_two_code_blocks_are_one_line_each() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert [block.count("\n") for block in blocks[:2]] == [1, 1]
    assert README.index(blocks[1]) < README.index("```console")


@pytest.mark.parametrize(("command", "printed"), CONSOLE, ids=[each[0] for each in CONSOLE])
def test_a_command_prints_what_the_readme_shows(command: str, printed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "legspasm", *shlex.split(command)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if printed.endswith(REST):
        assert done.stdout.startswith(printed.removesuffix(REST))
    else:
        assert done.stdout == printed


def test_there_are_commands_to_try() -> None:
    assert len(CONSOLE) >= 4


def test_the_python_of_the_readme_runs() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README", "README.md", 0)
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    result = doctest.DocTestRunner(optionflags=flags).run(test)
    assert (result.failed, result.attempted) == (0, len(test.examples))


def test_the_template_of_the_examples_renders() -> None:
    example = ROOT / "examples" / "evening_run.yaml"
    done = subprocess.run(
        [sys.executable, "-m", "legspasm", "consult", str(example), "--template", TEMPLATE],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[1:3] == [
        "Excessive activity: supported",
        "  With so much activity, the muscles have been contracting again and again. (P3.S2)",
    ]
