"""Digests that anyone can repeat: SHA-256 over the RFC 8785 form of plain data.

RFC 8785 (JSON Canonicalization Scheme) gives one sequence of bytes for one JSON value, whatever
the order of keys or the way in which numbers were written.
"""

import codecs
import hashlib
from typing import Annotated, Any

import msgspec
import rfc8785

# RFC 8785 orders keys by their UTF-16 form. Python imports that codec when it is first asked for,
# and a child that is forked meanwhile would wait for ever for the import to end.
codecs.lookup("utf-16-be")

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
"""Lower-case hex SHA-256."""


def canonical_bytes(data: Any) -> bytes:
    """``data`` (dict, list, tuple, str, int, float, bool, None) in RFC 8785 form."""
    return rfc8785.dumps(data)


def digest_of(data: Any) -> str:
    """Lower-case hex SHA-256 of :func:`canonical_bytes`."""
    return digest_of_bytes(canonical_bytes(data))


def digest_of_bytes(data: bytes) -> str:
    """Lower-case hex SHA-256 of bytes as they stand."""
    return hashlib.sha256(data).hexdigest()
