"""What is wrong with rows of a table, for a person: into a file, or the first of it on the spot."""

from collections.abc import Sequence

from legspasm.cli.output import say
from legspasm.cohort.rejects import FIRST, Reject, RejectFile
from legspasm.errors import LegspasmError, Problem, message


class Aside:
    """Where rows that cannot be read go: into ``file``, or the first of them to a person."""

    def __init__(self, name: str, strict: bool) -> None:
        self.file: RejectFile | None = None
        self._name = name
        self._strict = strict
        self._first: list[Problem] = []
        self._count = 0

    def take(self, rejects: Sequence[Reject]) -> None:
        """Take these. Raises LegspasmError with the first row of them where that is to stop it."""
        if self._strict:
            first = [each for each in rejects if each.row == rejects[0].row]
            raise LegspasmError([each.problem(self._name) for each in first])
        if self.file is not None:
            self.file.write(rejects)
            return
        self._count += len(rejects)
        left = FIRST - len(self._first)
        self._first += [each.problem(self._name) for each in rejects[:left]]

    def tell(self) -> None:
        """Tell the first of them, and how many there are beside."""
        tell_first(self._first, self._count)


def tell_first(problems: Sequence[Problem], count: int) -> None:
    """Tell the first ``problems`` of rows, of ``count`` that there are."""
    for each in problems:
        say(str(each))
    if problems:
        say(message("prompts", "cell_unknown"))
    if count > len(problems):
        say(message("prompts", "more_rejects", count=count - len(problems)))
