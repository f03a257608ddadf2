"""Every command and every example in the README does what the README says."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

from sessions import steps, typed

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEMPLATE = "examples/verdicts.txt.j2"


def test_the_first_two_code_blocks_are_one_line_each() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert [block.count("\n") for block in blocks[:2]] == [1, 1]
    assert README.index(blocks[1]) < README.index("```console")


def test_every_command_prints_what_the_readme_shows(tmp_path: Path) -> None:
    assert len(steps(README)) >= 5
    assert typed(README, tmp_path) == []


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
