"""Each distinct record once, a line each, in the order they come up.

What a row keeps of its record is the digest. Of each record that was written 32 bytes stay in
memory, and no more: so many records are many people with nothing in common.
"""

import msgspec
from legspasm.consultation import consult_facts
from legspasm.facts import Fact
from legspasm.model import Knowledge
from legspasm.packed import Taker

_MOST_KEPT = 100_000
"""Facts of a person whose digest is kept, so that the next one with them takes no consultation."""


class Recorder:
    """Writes records to a file, each once."""

    def __init__(self, file: Taker, knowledge: Knowledge) -> None:
        self._file = file
        self._knowledge = knowledge
        self._digests: dict[tuple[Fact, ...], str] = {}
        self._written: set[bytes] = set()

    def digest(self, facts: tuple[Fact, ...]) -> str:
        """The digest of the record for these facts, which is in the file from then on."""
        digest = self._digests.get(facts)
        if digest is None:
            if len(self._digests) >= _MOST_KEPT:
                self._digests.clear()
            digest = self._digests[facts] = self._recorded(facts)
        return digest

    def _recorded(self, facts: tuple[Fact, ...]) -> str:
        document = consult_facts(self._knowledge, facts).document
        digest = document.integrity.body_digest
        if bytes.fromhex(digest) not in self._written:
            self._written.add(bytes.fromhex(digest))
            self._file.write(msgspec.json.encode(document) + b"\n")
        return digest
