"""What stands in docs/ is what the program does: its transcripts are typed, its Python is run."""

import doctest
import re
from pathlib import Path
from typing import Any

import legspasm
import pytest
from program import PROMPT, Terminal
from sessions import steps, typed

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(DOCS.glob("*.md"))
SESSION = re.compile(
    r"^```console\n\$ legspasm (consult)\n(.*?)^\[…\]\n```$", re.DOTALL | re.MULTILINE
)


def test_the_transcript_of_an_interview_is_what_a_terminal_shows() -> None:
    page = (DOCS / "interview.md").read_text(encoding="utf-8")
    [(command, transcript)] = SESSION.findall(page)
    typed = re.findall(rf"^{PROMPT}(.*)$", transcript, re.MULTILINE)
    assert len(typed) > 10
    with Terminal(command, columns=80) as terminal:
        shown = terminal.read()
        for line in typed:
            shown += f"{line}\n" + terminal.answer(line)
        assert terminal.status() == 0
    assert shown.startswith(transcript.rstrip("\n"))


@pytest.mark.parametrize("name", ["audit.md"])
def test_the_commands_of_a_page_print_what_it_shows(name: str, tmp_path: Path) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    assert steps(page)
    assert typed(page, tmp_path) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_of_a_page_runs(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.name, str(page), 0)
    result = doctest.DocTestRunner().run(test)
    assert (result.failed, result.attempted) == (0, len(test.examples))


RECORD = legspasm.consult(recent_injury=True, exertion="excessive", age=70, blood_potassium=5.0)


def _of_itself(body: dict[str, Any]) -> None:
    body["firings"][2]["because"][0]["firings"] = [3]


def _numbered_otherwise(body: dict[str, Any]) -> None:
    body["firings"][0]["seq"] = 7


def _out_of_nowhere(body: dict[str, Any]) -> None:
    body["verdicts"][3]["because"] = [99]


def _uncited(body: dict[str, Any]) -> None:
    body["verdicts"][0]["cites"].pop()


CHECKED = {
    "right": (RECORD.to_json(), 0, f"{RECORD.digest}: nothing wrong\n"),
    "masked": ((masked := RECORD.mask("age")[0]).to_json(), 0, f"{masked.digest}: nothing wrong\n"),
}
