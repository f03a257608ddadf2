"""A stored record told from itself alone."""

import re
from pathlib import Path

import legspasm
import msgspec
import pytest
from legspasm.document import sealed_anew
from sealing import forged

CASES = Path(__file__).with_name("stored")
RECORD = legspasm.consult(
    recent_injury=True,
    injury_healed=True,
    exertion="excessive",
    activities=["running"],
    age=70,
    spasm_site="above_knee",
    red_flags=["weakness"],
    low_potassium_test=True,
    blood_potassium=5.0,
)
FORMATS = {"text": "txt", "markdown": "md", "html": "html"}


def as_of_old(record: legspasm.StoredRecord) -> legspasm.StoredRecord:
    """The record as if its knowledge and its source were not at hand any more."""
    old = record.document.body.knowledge
    old = msgspec.structs.replace(
        old, digest="0" * 64, source=msgspec.structs.replace(old.source, digest="1" * 64)
    )
    engine = msgspec.structs.replace(record.document.body.engine, version="0.0.7")
    body = msgspec.structs.replace(record.document.body, engine=engine, knowledge=old)
    envelope = msgspec.structs.replace(
        record.document.envelope, time="2026-01-02T03:04:05.678Z", labels=("ward 3",)
    )
    document = msgspec.structs.replace(record.document, envelope=envelope)
    return legspasm.StoredRecord(sealed_anew(document, body))


TOLD = {
    "of_old": as_of_old(RECORD),
    "nothing_told": as_of_old(legspasm.consult()),
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", TOLD)
def test_it_is_told_as_before(name: str, format_: str, bless: bool) -> None:
    file = CASES / f"{name}.{FORMATS[format_]}"
    told = TOLD[name].render(format_, verbose=True)
    if bless:
        CASES.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8", newline="\n")
    assert told == file.read_text(encoding="utf-8")


def test_sentences_are_quoted_where_the_text_is_at_hand() -> None:
    record = legspasm.read_stored(RECORD.to_json())
    quote = "“This is the reason muscle cramps can be caused by injury.” (P2.S8)"
    assert quote in record.render("text")
    assert quote not in as_of_old(record).render("text")


def test_a_masked_fact_is_told_as_masked() -> None:
    stored, _ = RECORD.mask("age")
    told = stored.render("text")
    assert "- age: masked (given by a program)" in told
    assert "since age = masked, asked for: 60 or more" in told
    assert re.findall(r"\b70\b", told) == []


def test_an_interview_is_said_to_be_one() -> None:
    talk = legspasm.interview({})
    while talk.question:
        talk = talk.answer(None)
    told = legspasm.read_stored(talk.record.to_json()).render("text")
    assert f"It comes from an interview of {len(talk.record.questions)} questions." in told


def test_as_json_it_is_the_record() -> None:
    stored = legspasm.read_stored(RECORD.to_json())
    assert stored.render("json") == RECORD.to_json()


def test_in_short_it_is_its_digest_and_the_verdicts() -> None:
    verdicts = "injury=supported, excessive_activity=undetermined, "
    record = legspasm.consult(recent_injury=True)
    assert repr(record) == (
        f"Record(digest='{record.digest}', {verdicts}"
        "dehydration=undetermined, low_potassium=undetermined)"
    )
    stored = legspasm.read_stored(record.to_json())
    assert repr(stored) == repr(record).replace("Record", "StoredRecord", 1)


def test_its_parts_are_those_of_the_record() -> None:
    stored = legspasm.read_stored(RECORD.to_json())
    for name in ("facts", "firings", "not_fired", "verdicts", "factors", "place", "advice"):
        assert getattr(stored, name) == getattr(RECORD, name)
    for name in ("safety", "notes", "questions", "digest"):
        assert getattr(stored, name) == getattr(RECORD, name)


@pytest.mark.parametrize("format_", FORMATS)
def test_what_a_forged_record_says_cannot_steer_a_terminal_or_a_page(format_: str) -> None:
    def poison(body: dict[str, object]) -> None:
        body["engine"] = {"name": "\x1b[31m<script>alert(1)</script>", "version": "1"}

    told = legspasm.read_stored(forged(RECORD.to_dict(), poison)).render(format_)
    assert "\x1b" not in told
    assert "<script>" not in told or format_ == "text"
