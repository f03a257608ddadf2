"""What a record says was so: the values of facts, states and verdicts, and what supports them.

Taken from the facts and the firings as they are recorded, in plain lookups: nothing is inferred
here, and nothing of the engine that made the record is used.
"""

from typing import Final

from legspasm.body import Body, Firing
from legspasm.model import Condition, Value
from legspasm.verdicts import decide


class Masked:
    """Stands for the value of a fact that was masked: known once, and not to be read here."""


MASKED: Final = Masked()


class Evidence:
    """The facts and firings of one body, to be asked about conditions."""

    def __init__(self, body: Body) -> None:
        self._firings = body.firings
        self._facts: dict[str, Value | Masked] = {fact.name: fact.value for fact in body.facts}
        self._facts |= {masked.name: MASKED for masked in body.masked}
        self._states: dict[str, list[Firing]] = {}
        for firing in body.firings:
            if firing.concludes.kind == "state":
                self._states.setdefault(firing.concludes.id, []).append(firing)

    def value(self, kind: str, name: str) -> Value | Masked | None:
        """The value that was known in the end; None where none was."""
        if kind == "fact":
            return self._facts.get(name)
        if kind == "state":
            return True if name in self._states else None
        return decide(name, self._firings)[0]

    def value_for(self, condition: Condition) -> Value | Masked | None:
        """The value that ``condition`` is about."""
        return self.value(condition.kind, condition.name)

    def supports(self, kind: str, name: str) -> tuple[int, ...]:
        """The firings, by ``seq``, that concluded a state, or that decide a verdict."""
        firings = self._states.get(name, ()) if kind == "state" else decide(name, self._firings)[1]
        return tuple(firing.seq for firing in firings)
