"""What stands in docs/ is what the program does: its transcripts are typed, its Python is run."""

import contextlib
import doctest
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import legspasm
import pytest
from hypothesis import given, settings
from legspasm.authoring.check import check
from legspasm.authoring.coverage import coverage
from program import PROMPT, Terminal
from sealing import forged
from sessions import followed, steps, typed
from strategies import told

DOCS = Path(__file__).parents[1] / "docs"
BUILT_IN = DOCS.parent / "knowledge" / "leg_spasm"
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


@pytest.mark.parametrize("name", ["audit.md", "editors.md"])
def test_the_commands_of_a_page_print_what_it_shows(name: str, tmp_path: Path) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    assert steps(page)
    assert typed(page, tmp_path) == []


def test_whoever_follows_the_page_on_writing_knowledge_sees_what_it_shows(tmp_path: Path) -> None:
    page = (DOCS / "writing-knowledge.md").read_text(encoding="utf-8")
    assert followed(page, tmp_path) == []
    candle = tmp_path / "candle"
    assert check(candle).findings == ()
    assert coverage(legspasm.load_knowledge(candle)).counts.open == 0


def test_whoever_follows_the_page_on_many_people_sees_what_it_shows(tmp_path: Path) -> None:
    page = (DOCS / "batch.md").read_text(encoding="utf-8")
    try:
        assert followed(page, tmp_path) == []
    finally:
        for file in tmp_path.glob("*.pid"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(file.read_text("utf-8")), signal.SIGTERM)
    assert (tmp_path / "squad.html").is_file()


def test_the_settings_of_an_editor_find_a_schema_for_every_file(tmp_path: Path) -> None:
    page = (DOCS / "editors.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```json\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    schemas = json.loads(block)["yaml.schemas"]
    assert typed(page, tmp_path) == []
    found = {
        file.relative_to(tmp_path / "mine").as_posix(): schema
        for schema, pattern in schemas.items()
        for file in tmp_path.glob(pattern)
        if (tmp_path / schema).is_file()
    }
    files = (file.relative_to(BUILT_IN) for file in BUILT_IN.rglob("*.yaml"))
    assert found == {
        file.as_posix(): f"mine/schemas/{file.parts[0].removesuffix('.yaml')}.schema.json"
        for file in files
    }


def test_the_line_at_the_top_of_a_file_names_its_schema() -> None:
    page = (DOCS / "editors.md").read_text(encoding="utf-8")
    lines = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", page, re.MULTILINE)
    assert lines == ["schemas/facts.schema.json", "../schemas/rules.schema.json"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_of_a_page_runs(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.name, str(page), 0)
    result = doctest.DocTestRunner().run(test)
    assert (result.failed, result.attempted) == (0, len(test.examples))


SCRIPT = re.compile(r"^```js\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NODE = shutil.which("node")
RECORD = legspasm.consult(recent_injury=True, exertion="excessive", age=70, blood_potassium=5.0)
MASKED, _ = RECORD.mask("age")


class Checked(NamedTuple):
    """A text that the lines are run on, and what they say of it."""

    text: str
    said: str
    status: int = 1


def _later(body: dict[str, Any]) -> None:
    [match] = (match for match in body["firings"][-1]["because"] if match["kind"] != "fact")
    match["firings"] = [len(body["firings"])]


def _numbered_otherwise(body: dict[str, Any]) -> None:
    body["firings"][0]["seq"] = 7


def _from_nowhere(body: dict[str, Any]) -> None:
    body["verdicts"][3]["because"] = [99]


def _uncited(body: dict[str, Any]) -> None:
    body["verdicts"][0]["cites"].remove("P2.S2")


LAST = len(RECORD.firings)
CHECKED = {
    "right": Checked(RECORD.to_json(), f"{RECORD.digest}: nothing wrong", 0),
    "masked": Checked(MASKED.to_json(), f"{MASKED.digest}: nothing wrong", 0),
    "changed": Checked(
        RECORD.to_json().replace('"value": 70', '"value": 71', 1),
        "the digest is not that of the body",
    ),
    "later": Checked(forged(RECORD.to_dict(), _later), f"firing {LAST} rests on a later one"),
    "numbered": Checked(
        forged(RECORD.to_dict(), _numbered_otherwise), "firing 7 stands where 1 should"
    ),
    "from nowhere": Checked(
        forged(RECORD.to_dict(), _from_nowhere),
        "low_potassium rests on a firing that is not there",
    ),
    "uncited": Checked(forged(RECORD.to_dict(), _uncited), "injury does not cite P2.S2"),
}


def test_the_lines_that_check_a_record_are_a_dozen_or_two() -> None:
    [script] = SCRIPT.findall((DOCS / "audit.md").read_text(encoding="utf-8"))
    assert len(script.splitlines()) < 30


if NODE is not None:  # elsewhere there is nothing to run the lines with

    def run(folder: Path, text: str) -> tuple[str, str, int]:
        """What the lines of the page say of a text, on both streams, and their exit status."""
        [script] = SCRIPT.findall((DOCS / "audit.md").read_text(encoding="utf-8"))
        (folder / "check.mjs").write_text(script, "utf-8")
        (folder / "record.json").write_text(text, "utf-8")
        command = [str(NODE), "check.mjs", "record.json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
        return done.stdout, done.stderr, done.returncode

    @pytest.mark.parametrize("name", CHECKED)
    def test_anyone_can_check_a_record_with_the_lines_of_the_page(
        name: str, tmp_path: Path
    ) -> None:
        text, said, status = CHECKED[name]
        assert run(tmp_path, text) == (f"{said}\n", "", status)

    @settings(max_examples=20, deadline=None)
    @given(told(legspasm.built_in_knowledge()))
    def test_the_lines_find_nothing_wrong_in_any_record(facts: dict[str, Any]) -> None:
        record = legspasm.consult(facts)
        with tempfile.TemporaryDirectory() as folder:
            found = run(Path(folder), record.to_json())
        assert found == (f"{record.digest}: nothing wrong\n", "", 0)
