"""What is read of an entry to list it: only that, and never more than it says."""

from pathlib import Path

import legspasm
import pytest
from legspasm.audit.outline import Listed, mentions, outlined, written
from logs import mixed_log, set_content, tampering


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return mixed_log(tmp_path / "log")


def listed(path: Path, number: int) -> Listed:
    with legspasm.AuditLog(path, read_only=True) as log:
        return outlined(log.entry(number))


def test_a_record_is_listed_with_what_finds_it_again(path: Path) -> None:
    with legspasm.AuditLog(path, read_only=True) as log:
        entry = log.entry(5)
    assert entry.record is not None
    knowledge = legspasm.built_in_knowledge()
    assert outlined(entry).to_dict() == {
        "number": 5,
        "time": entry.time,
        "state": "record",
        "labels": ["ward 1", "night"],
        "knowledge": {
            "name": knowledge.name,
            "version": knowledge.version,
            "digest": knowledge.digest,
        },
        "digest": entry.record.digest,
        "verdicts": {each.cause: each.verdict for each in entry.record.verdicts},
        "masked": ["age"],
    }


def test_what_was_erased_and_what_says_so_have_no_outline(path: Path) -> None:
    found = [listed(path, number) for number in (3, 31)]
    assert [each.to_dict() for each in found] == [
        {"number": 3, "time": found[0].time, "state": "erased"},
        {"number": 31, "time": found[1].time, "state": "erasure"},
    ]


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"\xff", b"[" * 100_000, b'{"body": 1}'])
def test_what_is_no_record_is_said_to_be_unreadable(path: Path, content: bytes) -> None:
    set_content(path, 2, content)
    assert listed(path, 2).state == "unreadable"


def test_an_entry_of_no_kind_is_unreadable(path: Path) -> None:
    with tampering(path) as connection:
        connection.execute("UPDATE entries SET kind = 'other' WHERE number = 2")
    assert listed(path, 2).state == "unreadable"


def test_a_word_is_found_in_every_kind_of_part(path: Path) -> None:
    outline = listed(path, 10).outline
    assert outline is not None
    places = {
        "WARD": [("label", "ward 2")],
        "leg_spasm 1": [("knowledge", f"leg_spasm {legspasm.built_in_knowledge().version}")],
        "recent_injury=yes": [("fact", "recent_injury=yes")],
        "activities": [("fact", "activities=running")],
        "age": [("masked", "age"), ("conclusion", "older_age")],
        "restless_muscles": [("rule", "restless_muscles_cramp")],
        "clot_may": [("conclusion", "clot_may_form")],
        "injury=supp": [("verdict", "injury=supported")],
        "nowhere": [],
    }
    assert {word: list(mentions(outline, word)) for word in places} == places


def test_a_value_is_written_as_it_is_set() -> None:
    values = [True, False, 70, 3.5, "calf", ("running", "work"), ()]
    assert [written(value) for value in values] == [
        "yes",
        "no",
        "70",
        "3.5",
        "calf",
        "running,work",
        "none",
    ]
