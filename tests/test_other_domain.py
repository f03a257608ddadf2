"""The general parts know nothing about legs: the whole pipeline on knowledge about bread."""

import json
from pathlib import Path

import jsonschema
import legspasm
import msgspec
import pytest
from legspasm.telling import Safety
from tiny import BREAD, PERSON, SUBJECT

HERE = Path(__file__).parent


@pytest.mark.parametrize("verbose", [False, True])
def test_another_document_is_told_in_its_own_words(verbose: bool, bless: bool) -> None:
    record = legspasm.consult(PERSON, knowledge=legspasm.load_knowledge(BREAD))
    told = record.render("text", verbose=verbose)
    golden = HERE / ("bread_told_in_full.txt" if verbose else "bread_told.txt")
    if bless:
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_no_word_about_legs_is_told_of_bread(format_: str) -> None:
    record = legspasm.consult(PERSON, knowledge=legspasm.load_knowledge(BREAD))
    assert SUBJECT.findall(record.render(format_, verbose=True)) == []


def test_a_record_about_bread_meets_the_same_schema() -> None:
    record = legspasm.consult(PERSON, knowledge=legspasm.load_knowledge(BREAD))
    schema = json.loads(Path(legspasm.__file__).with_name("record.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(record.to_json()), schema)
    assert {each.cause: each.verdict for each in record.verdicts} == {
        "weak_yeast": "supported",
        "cold_dough": "undetermined",
    }


def test_no_module_or_template_of_the_general_parts_names_the_subject() -> None:
    folder = Path(__file__).parents[1] / "engine"
    files = [*folder.glob("*.py"), *folder.glob("*.toml"), *folder.rglob("*.j2")]
    files += folder.glob("authoring/*.py")
    example = "('injury', 'supported')"  # what the package's own docstring shows
    texts = {str(file): file.read_text("utf-8").replace(example, "") for file in files}
    found = {name: SUBJECT.findall(text) for name, text in texts.items()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_where_there_is_nothing_to_note_there_is_no_heading_for_it(format_: str) -> None:
    bakery = legspasm.load_knowledge(BREAD)
    silent = msgspec.structs.replace(bakery, safety=Safety())
    assert "Please note" in legspasm.consult(PERSON, knowledge=bakery).render(format_)
    told = legspasm.consult(winter=True, knowledge=silent).render(format_, verbose=True)
    assert "Please note" not in told
    only = msgspec.structs.replace(bakery.safety, notice=())
    warned = msgspec.structs.replace(bakery, safety=only)
    told = legspasm.consult(PERSON, knowledge=warned).render(format_, verbose=True)
    assert "Do not taste raw dough." in told.partition("Please note")[2]
