"""The chain of a log: what an entry is, and how each one binds the one before.

The hash of an entry is the SHA-256 of the RFC 8785 form of ``{"log", "number", "time", "kind",
"previous", "commitment"}``. ``previous`` is the hash of the entry before; for the first it is
the SHA-256 of the RFC 8785 form of ``{"format": "legspasm.log/1", "log"}``. ``commitment`` binds
the content: the SHA-256 of a random salt (its UTF-8 bytes) followed by the content. Where content
is erased its salt goes too, so that what stays cannot be tried against guesses.

The content of a record is the whole document in RFC 8785 form; that of an erasure is the RFC 8785
form of ``{"erases": number, "reason": text}``.

A chain cannot show that its tail was cut off, or that all of it was written anew. Whoever keeps its
head, the hash of the last entry, somewhere else can.
"""

import secrets
from typing import Final, Literal

import msgspec
from legspasm.digest import canonical_bytes, digest_of, digest_of_bytes
from legspasm.document import read_document
from legspasm.stored import StoredRecord

FORMAT: Final = "legspasm.log/1"
LARGEST: Final = 2**53 - 1
"""The largest number of an entry: RFC 8785 has no larger ones."""
Kind = Literal["record", "erasure"]


class Erasure(msgspec.Struct, frozen=True):
    """The content of an entry that says that another one was erased, and why."""

    erases: int
    reason: str


class Entry(msgspec.Struct, frozen=True):
    """One entry of a log. ``number`` counts from 1; ``time`` (RFC 3339, UTC) is when it came in.

    ``salt`` and ``content`` are null where the content was erased.
    """

    number: int
    time: str
    kind: str
    previous: str
    commitment: str
    hash: str
    salt: str | None
    content: bytes | None

    @property
    def record(self) -> StoredRecord | None:
        """The record; None where it was erased, or where this is an erasure.

        Raises RecordError where the content is no record.
        """
        if self.kind != "record" or self.content is None:
            return None
        return StoredRecord(read_document(self.content))

    @property
    def erasure(self) -> Erasure | None:
        """What was erased and why; None where this is no erasure that can be read."""
        if self.kind != "erasure" or self.content is None:
            return None
        try:
            return msgspec.json.decode(self.content, type=Erasure)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None


class Head(msgspec.Struct, frozen=True):
    """The end of a log: its name, how many entries it has, and the hash of the last one."""

    log: str
    number: int
    hash: str


def new_log() -> str:
    """A name for a new log: 32 random lower-case hex digits."""
    return secrets.token_hex(16)


def genesis(log: str) -> str:
    """What the first entry of a log binds."""
    return digest_of({"format": FORMAT, "log": log})


def next_entry(head: Head, kind: Kind, content: bytes, time: str) -> Entry:
    """The entry that comes after ``head``."""
    salt = secrets.token_hex(16)
    bound = Entry(
        number=head.number + 1,
        time=time,
        kind=kind,
        previous=head.hash,
        commitment=commitment_of(salt, content),
        hash="",
        salt=salt,
        content=content,
    )
    return msgspec.structs.replace(bound, hash=hash_of(head.log, bound))


def hash_of(log: str, entry: Entry) -> str:
    """The hash that an entry must have, by everything else in it."""
    return digest_of(
        {
            "log": log,
            "number": entry.number,
            "time": entry.time,
            "kind": entry.kind,
            "previous": entry.previous,
            "commitment": entry.commitment,
        }
    )


def commitment_of(salt: str, content: bytes) -> str:
    """What binds a content without telling it."""
    return digest_of_bytes(salt.encode() + content)


def content_of(data: msgspec.Struct) -> bytes:
    """A record's document, or an erasure, as a log keeps it: in RFC 8785 form."""
    return canonical_bytes(msgspec.to_builtins(data))
