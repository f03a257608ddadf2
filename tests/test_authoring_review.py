"""What was read through is recorded, and what tells something else since is found."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import legspasm
import msgspec
import pytest
from legspasm.authoring.check import check
from legspasm.authoring.review import Review, UnreadPart, read_through, review
from legspasm.document import schema_of
from legspasm.errors import LegspasmError
from legspasm.prose import FORMATS
from legspasm.reader import read_knowledge
from legspasm.shipped import BUILT_IN
from page import Page
from tiny import Bread

HERE = Path(__file__).parent
YEAST = "rules/yeast.yaml"
SUFFIXES = {"txt": "text", "md": "markdown", "html": "html"}
_replace = msgspec.structs.replace
VALIDATOR = jsonschema.Draft202012Validator(schema_of(Review, "legspasm.review/1"))


def reviewed(bread: Bread) -> Review:
    reading = read_knowledge(bread.folder)
    assert reading.knowledge is not None
    return review(bread.folder, reading.knowledge, reading.places)


def accept(bread: Bread, *only: str) -> None:
    bread.write("reviewed.json", read_through(bread.folder, bread.load(), only))


def unread(bread: Bread) -> list[str]:
    return [each.name for each in reviewed(bread).unread]


def problems(bread: Bread) -> list[str]:
    with pytest.raises(LegspasmError) as raised:
        reviewed(bread)
    return [bread.without_folder(str(each)) for each in raised.value.problems]


def test_the_built_in_knowledge_has_been_read_through() -> None:
    reading = read_knowledge(BUILT_IN)
    assert reading.knowledge is not None
    found = review(BUILT_IN, reading.knowledge, reading.places)
    assert (found.recorded, found.unread, found.gone, found.whole) == (True, (), (), True)
    text = (BUILT_IN / "reviewed.json").read_text(encoding="utf-8")
    assert read_through(BUILT_IN, reading.knowledge) == text


def test_without_a_record_nothing_has_been_read_and_no_check_asks_for_it(bread: Bread) -> None:
    found = reviewed(bread)
    assert (found.recorded, found.read, len(found.unread), found.gone) == (False, 0, 57, ())
    assert not found.whole
    assert check(bread.folder).findings == ()


def test_everything_that_is_told_has_to_be_read_and_nothing_else(bread: Bread) -> None:
    kinds = {
        each.name.removesuffix(each.name.split()[-1]).strip() for each in reviewed(bread).unread
    }
    assert kinds == {
        "",
        "advice",
        "background",
        "cause",
        "fact",
        "factor",
        "group",
        "note",
        "parameter",
        "rule",
        "safety advice",
        "safety flag",
        "safety level",
        "scope",
        "state",
        "tension",
    }
    alone = {each.name for each in reviewed(bread).unread if " " not in each.name}
    assert alone == {"answers", "knowledge", "place", "safety"}


def test_what_is_recorded_has_been_read_until_it_tells_something_else(bread: Bread) -> None:
    accept(bread)
    assert reviewed(bread).whole
    bread.replace(YEAST, "says: Salt slows yeast down.", "says: Salt can slow yeast down.")
    found = reviewed(bread)
    assert (found.read, found.gone, found.whole) == (56, (), False)
    [one] = found.unread
    assert one == UnreadPart(
        name="rule salt_slows_yeast",
        place=f"{bread.folder}/{YEAST}:36:5",
        words=(
            ("reservation", "The text does not say how much salt."),
            ("says", "Salt can slow yeast down."),
            ("hedge", "can"),
            ("remark", "The text says “slow”, and slow dough may stay flat."),
            ("cites P2.S3", "Salt can slow yeast down."),
            ("topic", "weak_yeast"),
        ),
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        (YEAST, "P2.S3: Salt can slow", "P2.S3: can slow", "rule salt_slows_yeast"),
        (YEAST, "says: You added nothing.", "says: There was no salt.", "rule foam_shows_life"),
        ("parameters.yaml", "value: 180", "value: 181", "parameter old_after"),
        ("parameters.yaml", "source: A cookbook", "source: My aunt", "parameter cold_limit"),
        ("facts.yaml", "maximum: 5000", "maximum: 6000", "fact yeast_age"),
        ("facts.yaml", "question: Was it winter?", "question: Was it cold?", "fact winter"),
        ("safety.yaml", "mould: {level: urgent", "mould: {level: emergency", "safety flag mould"),
        ("safety.yaml", "Throw the dough away now.", "Bake it.", "safety level emergency"),
        ("safety.yaml", "It cannot see your dough.", "It sees your dough.", "safety"),
        ("remarks.yaml", "with: advice", "with: answer", "note not_always"),
        ("remarks.yaml", "It is about people,", "It is about bakers,", "background P4.S4"),
        ("causes.yaml", "none: No reason in the text fits.", "none: All is well.", "answers"),
        ("knowledge.yaml", "title: Flat bread", "title: Flat cake", "knowledge"),
        ("rules/beside.yaml", "agrees: The place fits", "agrees: It fits", "place"),
    ],
)
def test_words_quotes_numbers_and_sources_count(
    bread: Bread, file: str, old: str, new: str, name: str
) -> None:
    accept(bread)
    bread.replace(file, old, new)
    assert unread(bread) == [name]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (YEAST, "- {fact: added, includes: salt}", "- {fact: added, includes: sugar}"),
        (YEAST, "empty: yes", "empty: no"),
        (YEAST, "concludes: {conflict: weak_yeast}", "concludes: {against: weak_yeast}"),
        ("knowledge.yaml", "version: 0.1.0", "version: 0.2.0"),
        ("facts.yaml", "groups:\n", "# A comment.\ngroups:\n"),
    ],
)
def test_when_a_rule_fires_does_not(bread: Bread, file: str, old: str, new: str) -> None:
    accept(bread)
    bread.replace(file, old, new)
    assert reviewed(bread).whole


def test_what_was_read_and_is_gone_is_told(bread: Bread) -> None:
    accept(bread)
    bread.replace("remarks.yaml", "stops_or_slows", "slows_or_stops")
    found = reviewed(bread)
    assert [each.name for each in found.unread] == ["tension slows_or_stops"]
    assert (found.gone, found.whole) == (("tension stops_or_slows",), False)
    accept(bread, "tension stops_or_slows")
    assert (reviewed(bread).gone, len(unread(bread))) == ((), 1)
    accept(bread, "slows_or_stops")
    assert reviewed(bread).whole


def test_some_parts_alone_can_be_recorded_by_id_or_with_their_kind(bread: Bread) -> None:
    accept(bread, "weak_yeast", "rule salt_slows_yeast", "answers")
    recorded = json.loads(bread.text("reviewed.json"))
    assert recorded["schema"] == "legspasm.reviewed/1"
    assert list(recorded["parts"]) == ["rule salt_slows_yeast", "cause weak_yeast", "answers"]
    accept(bread, "winter")
    found = reviewed(bread)
    assert (found.recorded, found.read) == (True, 5)  # a fact and a factor are called winter
    bread.replace(YEAST, "says: Salt slows yeast down.", "says: Salt can slow yeast down.")
    accept(bread, "winter")
    assert "rule salt_slows_yeast" in unread(bread)


def test_every_name_that_no_part_has_is_told_with_the_nearest(bread: Bread) -> None:
    with pytest.raises(LegspasmError) as raised:
        read_through(bread.folder, bread.load(), ["salt_slows_yest", "rule winter", "zzz"])
    assert list(map(str, raised.value.problems)) == [
        "there is no part 'salt_slows_yest'; did you mean salt_slows_yeast?",
        "there is no part 'rule winter'; did you mean rule winter_flattens?",
        "there is no part 'zzz'",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "reviewed.json:1:2: is not valid JSON"),
        ("[]", "reviewed.json: this is no record of what was read through"),
        ('{"schema": "legspasm.reviewed/2", "parts": {}}', "reviewed.json: this is no record"),
        (
            '{"schema": "legspasm.reviewed/1", "parts": {"a": 1}}',
            "reviewed.json: this is no record",
        ),
    ],
)
def test_a_record_that_does_not_read_is_told(bread: Bread, text: str, expected: str) -> None:
    bread.write("reviewed.json", text)
    [told] = problems(bread)
    assert told.startswith(expected)
    with pytest.raises(LegspasmError):
        check(bread.folder)


def test_a_record_that_cannot_be_read_is_told(bread: Bread) -> None:
    (bread.folder / "reviewed.json").mkdir()
    assert problems(bread) == ["reviewed.json: cannot be read: Is a directory"]


def changed(bread: Bread) -> None:
    accept(bread)
    bread.replace(YEAST, "says: Salt slows yeast down.", "says: Salt can slow yeast down.")
    bread.replace("remarks.yaml", "stops_or_slows", "slows_or_stops")


REPORTS: dict[str, Callable[[Bread], None]] = {
    "nothing": lambda bread: None,
    "some": changed,
    "all": accept,
}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", REPORTS)
def test_a_review_is_told_as_its_golden(name: str, suffix: str, bread: Bread, bless: bool) -> None:
    REPORTS[name](bread)
    found = reviewed(bread)
    placed = tuple(_replace(each, place=bread.without_folder(each.place)) for each in found.unread)
    told = _replace(found, unread=placed).render(SUFFIXES[suffix])  # type: ignore[arg-type]  # a format
    told = told.replace(bread.load().digest, "<digest>")
    golden = HERE / "review" / f"{name}.{suffix}"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_review() -> None:
    known = {f"{name}.{suffix}" for name in REPORTS for suffix in SUFFIXES}
    assert {file.name for file in (HERE / "review").iterdir()} == known


@pytest.mark.parametrize("name", REPORTS)
def test_the_json_of_a_review_meets_its_schema(name: str, bread: Bread) -> None:
    REPORTS[name](bread)
    found = reviewed(bread).to_dict()
    assert found["schema"] == "legspasm.review/1"
    assert [each.message for each in VALIDATOR.iter_errors(found)] == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_of_a_review_needs_nothing_else(name: str, bread: Bread) -> None:
    REPORTS[name](bread)
    page = Page(reviewed(bread).render("html"))
    assert (page.open, page.ids, page.handlers) == ([], ["answer"], [])
    assert set(page.links) <= {"#answer", "data:,"}


def test_what_a_part_says_can_steer_neither_a_terminal_nor_a_page(bread: Bread) -> None:
    bread.replace(YEAST, "says: Salt slows yeast down.", 'says: "\\e[31m<script>x</script> [y](z)"')
    found = reviewed(bread)
    assert all("\x1b" not in found.render(each) for each in FORMATS if each != "json")
    assert "script" not in Page(found.render("html")).tags


def test_the_record_is_no_part_of_the_knowledge(bread: Bread) -> None:
    before = bread.load().digest
    accept(bread)
    assert bread.load().digest == before
    assert legspasm.consult({"foam": True}, knowledge=bread.load()).verdicts
