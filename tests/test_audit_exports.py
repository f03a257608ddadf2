"""A record in the forms of other programs, as before."""

from pathlib import Path

import legspasm
import msgspec
import pytest
from legspasm.audit.exports import FORMS, Form, export
from legspasm.document import sealed_anew

CASES = Path(__file__).with_name("exported")
SUFFIX = {"prov-json": "prov.json", "dot": "dot", "mermaid": "mmd", "csv": "csv"}


def of_old() -> legspasm.StoredRecord:
    """A record that is always the same, whatever becomes of the program and its knowledge."""
    record = legspasm.consult(
        recent_injury=True,
        injury_healed=True,
        exertion="excessive",
        age=70,
        spasm_site="above_knee",
        red_flags=["weakness"],
        blood_potassium=5.0,
    )
    replace, body = msgspec.structs.replace, record.document.body
    engine = replace(body.engine, version="0.1")
    source = replace(body.knowledge.source, digest="1" * 64)
    knowledge = replace(body.knowledge, digest="0" * 64, source=source)
    envelope = replace(
        record.document.envelope, time="2026-01-02T03:04:05.678Z", labels=("ward 3",)
    )
    body = replace(body, engine=engine, knowledge=knowledge)
    document = sealed_anew(replace(record.document, envelope=envelope), body)
    return legspasm.read_stored(msgspec.json.encode(document))


@pytest.mark.parametrize("form", FORMS)
def test_it_is_written_as_before(form: Form, bless: bool) -> None:
    file = CASES / f"of_old.{SUFFIX[form]}"
    written = export(of_old(), form)
    if bless:
        CASES.mkdir(exist_ok=True)
        file.write_text(written, encoding="utf-8", newline="")
    assert written.encode() == file.read_bytes()


def test_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="'pdf': expected one of prov-json, dot, mermaid, csv"):
        export(of_old(), "pdf")  # type: ignore[arg-type]  # that is the point
