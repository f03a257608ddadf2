"""The chain: what an entry binds, worked out here with the two standards alone."""

import hashlib

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from legspasm.audit.chain import (
    Entry,
    Erasure,
    Head,
    commitment_of,
    content_of,
    genesis,
    hash_of,
    next_entry,
)
from legspasm.errors import RecordError
from logs import RECORD

LOG = "0f" * 16


def test_the_first_entry_binds_the_name_of_the_log() -> None:
    bound = rfc8785.dumps({"format": "legspasm.log/1", "log": LOG})
    assert genesis(LOG) == hashlib.sha256(bound).hexdigest()


@given(st.integers(0, 10**9), st.binary(max_size=50))
def test_an_entry_binds_what_the_documentation_says(number: int, content: bytes) -> None:
    entry = next_entry(Head(LOG, number, "a" * 64), "record", content, "2026-01-02T03:04:05.678Z")
    assert entry.salt is not None
    assert entry.commitment == hashlib.sha256(entry.salt.encode() + content).hexdigest()
    bound = {
        "log": LOG,
        "number": number + 1,
        "time": "2026-01-02T03:04:05.678Z",
        "kind": "record",
        "previous": "a" * 64,
        "commitment": entry.commitment,
    }
    assert entry.hash == hashlib.sha256(rfc8785.dumps(bound)).hexdigest()
    assert (entry.number, entry.content) == (number + 1, content)


ENTRY = next_entry(Head(LOG, 0, genesis(LOG)), "record", b"{}", "2026-01-02T03:04:05.678Z")


@pytest.mark.parametrize("field", ["number", "time", "kind", "previous", "commitment"])
def test_every_part_of_an_entry_is_bound(field: str) -> None:
    other = 7 if field == "number" else "x"
    assert hash_of(LOG, msgspec.structs.replace(ENTRY, **{field: other})) != ENTRY.hash
    assert hash_of("another log", ENTRY) != ENTRY.hash
    assert hash_of(LOG, ENTRY) == ENTRY.hash


def test_the_same_content_is_bound_otherwise_each_time() -> None:
    again = next_entry(Head(LOG, 0, genesis(LOG)), "record", b"{}", ENTRY.time)
    assert again.salt is not None
    assert again.commitment != ENTRY.commitment
    assert commitment_of(again.salt, b"{}") == again.commitment


def entry(kind: str, content: bytes | None) -> Entry:
    return msgspec.structs.replace(ENTRY, kind=kind, content=content)


def test_an_entry_gives_its_record_back() -> None:
    back = entry("record", content_of(RECORD.document)).record
    assert back is not None
    assert back.document == RECORD.document
    assert entry("record", None).record is None
    assert entry("erasure", b"{}").record is None
    with pytest.raises(RecordError):
        _ = ENTRY.record


def test_an_erasure_says_what_and_why() -> None:
    erasure = Erasure(3, "asked for")
    assert content_of(erasure) == b'{"erases":3,"reason":"asked for"}'
    assert entry("erasure", content_of(erasure)).erasure == erasure
    assert entry("erasure", b"{}").erasure is None
    assert entry("erasure", b"\xff").erasure is None
    assert entry("erasure", None).erasure is None
    assert entry("record", content_of(erasure)).erasure is None
