"""Records that somebody forged to break out of the forms that they are written in."""

import json
from typing import Any

import legspasm
from hypothesis import strategies as st
from sealing import Place, at, leaves, sealed

_RECORD, _ = legspasm.consult(
    recent_injury=True,
    injury_healed=True,
    exertion="excessive",
    activities=["running"],
    age=70,
    spasm_site="above_knee",
    red_flags=["weakness"],
    blood_potassium=5.0,
    low_potassium_test=True,
).mask("age")
_DOCUMENT: dict[str, Any] = _RECORD.to_dict()
_DOCUMENT["envelope"]["labels"] = ["ward 3"]


def _with(text: str, places: list[Place]) -> str:
    document = json.loads(json.dumps(_DOCUMENT))
    for place in places:
        at(document, place[:-1])[place[-1]] = text
    return sealed(document)


def _reads(place: Place) -> bool:
    try:
        legspasm.read_stored(_with("x", [place]))
    except legspasm.RecordError:
        return False
    return True


FREE = [
    place
    for place, value in leaves(_DOCUMENT)
    if isinstance(value, str) and place[0] != "integrity" and _reads(place)
]
"""Where a record may hold any text at all."""

NASTY = [
    '"]; evil -> "b',
    "\\",
    '\\"',
    "\\N",
    "&quot;",
    "<script>alert(1)</script>",
    "]]\n  evil --> evil2",
    '"]\nevil["',
    "%% comment",
    "#quot;",
    "`**bold**`",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "＝1",
    "a,b\r\nc",
    '"',
    "",
    "\x1b[31m",
    "\x85\u2028",
    "end",
    "record:consultation",
    "_:id1",
    "urn:legspasm:x",
    "%41",
    "a/b.c~d",
    "é😀\u202e",
]


def records(
    texts: st.SearchStrategy[str] | None = None,
) -> st.SearchStrategy[legspasm.StoredRecord]:
    """A record that holds a text in some of the places that may hold any."""
    text = st.sampled_from(NASTY) | st.text() if texts is None else texts
    places = st.lists(st.sampled_from(FREE), min_size=1) | st.just(FREE)
    return st.builds(lambda t, p: legspasm.read_stored(_with(t, p)), text, places)
