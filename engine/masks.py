"""What binds a record to a fact whose value was taken out of it.

The idea is that of RFC 9901 (selective disclosure): a digest over a salt, a name and a value. It
tells nothing to who lacks the salt, and whoever holds salt and value can prove what was told.
"""

import msgspec
from legspasm.digest import Digest, digest_of
from legspasm.facts import Origin
from legspasm.model import Value


class MaskedFact(msgspec.Struct, frozen=True):
    """A known fact without its value; ``commitment``: see :func:`commitment`."""

    name: str
    origin: Origin
    commitment: Digest


class Opening(msgspec.Struct, frozen=True):
    """What proves a masked fact. ``salt``: 32 or more lower-case hex digits."""

    name: str
    value: Value
    salt: str


def commitment(opening: Opening) -> str:
    """Lower-case hex SHA-256 of the RFC 8785 form of the array ``[salt, name, value]``."""
    return digest_of(msgspec.to_builtins((opening.salt, opening.name, opening.value)))
