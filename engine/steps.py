"""What the steps of an interview have come to: the facts, what stays unknown, and what was read."""

from collections.abc import Iterable

from legspasm.asked import AskedQuestion
from legspasm.facts import Fact, Told
from legspasm.model import Value


class Course:
    """What the steps have come to.

    ``facts`` are the known ones by name, ``unsure`` those that were asked about and stay unknown,
    ``last`` the one that was asked about last, ``read`` the signs whose card was read, ``left`` the
    contradictions (facts with their values) that are left as they are. ``stopped`` says that the
    interview is over because a card was not read.
    """

    def __init__(self, known: Iterable[Fact], steps: Iterable[AskedQuestion]) -> None:
        self.facts = {fact.name: fact for fact in known}
        self.unsure: set[str] = set()
        self.last = ""
        self.stopped = False
        self.read: Value | None = None
        self._gave_way: set[str] = set()
        self.left: set[frozenset[tuple[str, Value | None]]] = set()
        for step in steps:
            self._take(step)

    @property
    def told(self) -> Told:
        """The known values."""
        return {name: fact.value for name, fact in self.facts.items()}

    def _take(self, step: AskedQuestion) -> None:
        if step.kind == "read_card":
            self.stopped = step.answer is not True
            self.read = self.told.get(step.fact)
        elif step.kind == "conflict":
            self._settle(step)
        else:
            self.stopped = False
            self.facts.pop(step.fact, None)
            self.unsure.discard(step.fact)
            if step.answer is None:
                self.unsure.add(step.fact)
            else:
                self.facts[step.fact] = Fact(step.fact, step.answer, "answer")
            self.last = step.fact if step.kind == "fact" else self.last

    def _settle(self, step: AskedQuestion) -> None:
        """Keep the answer that is right; what gives way may be asked once more, and then rests."""
        wrong = [name for name in step.between if name != step.answer and name in self.facts]
        if step.answer is None or not wrong:
            self.left.add(frozenset((name, self.told.get(name)) for name in step.between))
            return
        for name in wrong:
            del self.facts[name]
            if name in self._gave_way:
                self.unsure.add(name)
            self._gave_way.add(name)
