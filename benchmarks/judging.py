"""What becomes of one mutant: found by a check, noticed by a scenario, or told to people."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec
from legspasm.authoring.check import Checked, check
from legspasm.authoring.expectation import mismatch
from legspasm.authoring.scenariocoverage import Coverage, coverage
from legspasm.authoring.scenariofile import Scenario, read_scenarios
from legspasm.consultation import conclude
from legspasm.errors import LegspasmError
from legspasm.model import Knowledge
from legspasm.reader import load_knowledge
from mutants import Mutant
from sameness import tells_the_same

_UNHEARD = {
    *("digest", "file", "line", "text", "says", "title", "label", "question", "help", "why"),
    *("unknown", "none", "general", "caution", "remark", "reason", "agrees", "not_expected"),
    *("several", "conflict", "undetermined", "notice"),
}
"""Keys of words and places that are in no body, or that no expectation looks at."""
CATCHERS = ("check", "test", "both", "review", "neither")
"""``review`` is where a check found it only since somebody had read the words as they were."""
_OF_REVIEW = frozenset(("not_reviewed", "reviewed_and_gone"))
_EACH = 150
"""Mutants a process judges before another takes its place: networks stay in memory for ever."""


class Judged(msgspec.Struct, frozen=True):
    """A mutant and what became of it.

    ``check`` are the codes of what was found and is not found in the unchanged knowledge; ``test``
    the scenario that is not met, ``coverage``, or ``scenarios`` where they no longer read.
    """

    operator: str
    file: str
    line: int
    part: str
    what: str
    harmless: bool
    check: tuple[str, ...]
    test: str

    @property
    def by(self) -> str:
        """What caught it: one of ``CATCHERS``."""
        proved = not _OF_REVIEW.issuperset(self.check)
        if self.test:
            return "both" if proved else "test"
        return "check" if proved else "review" if self.check else "neither"


class Judge:
    """One that holds mutants against the unchanged knowledge in ``folder``, in a copy of it."""

    def __init__(self, folder: Path, copy: Path) -> None:
        self._original = folder
        self._copy = copy
        shutil.copytree(folder, copy)
        self._knowledge = load_knowledge(copy)
        self._scenarios = read_scenarios(copy, self._knowledge)
        self._found = _findings(check(copy))
        self._covered = _covered(_run(self._knowledge, self._scenarios)[1])
        self._noticed_before: dict[bytes, str] = {}

    def judge(self, mutant: Mutant) -> Judged:
        """What becomes of ``mutant``."""
        for name, text in mutant.files.items():
            (self._copy / name).write_text(text, "utf-8")
        try:
            checked = check(self._copy)
            found = _findings(checked) - self._found
            knowledge = load_knowledge(self._copy) if checked.knowledge else None
            return Judged(
                mutant.operator,
                mutant.file,
                mutant.line,
                mutant.part,
                mutant.what,
                harmless=knowledge is not None and tells_the_same(self._knowledge, knowledge),
                check=tuple(sorted({code for code, _ in found})),
                test="" if knowledge is None else self._noticed(knowledge),
            )
        finally:
            for name in mutant.files:
                shutil.copyfile(self._original / name, self._copy / name)

    def _noticed(self, knowledge: Knowledge) -> str:
        """Which scenario notices; run once for all knowledge that no scenario can tell apart."""
        try:
            scenarios = read_scenarios(self._copy, knowledge)
        except LegspasmError:
            return "scenarios"
        if scenarios != self._scenarios:
            return self._run(knowledge, scenarios)
        heard = msgspec.json.encode(_heard(msgspec.to_builtins(knowledge)))
        if heard not in self._noticed_before:
            self._noticed_before[heard] = self._run(knowledge, scenarios)
        return self._noticed_before[heard]

    def _run(self, knowledge: Knowledge, scenarios: Sequence[Scenario]) -> str:
        scenario, measured = _run(knowledge, scenarios)
        return scenario or ("coverage" if _covered(measured) < self._covered else "")


def judge_all(folder: Path, mutants: Sequence[Mutant], jobs: int) -> Iterator[Judged]:
    """What becomes of each, in order; in this process where there is one job."""
    with tempfile.TemporaryDirectory() as scratch:
        if jobs == 1:
            yield from map(Judge(folder, Path(scratch) / "copy").judge, mutants)
            return
        with get_context("spawn").Pool(jobs, _begin, (folder, scratch), _EACH) as pool:
            yield from pool.imap(_judge, mutants)


_judges: list[Judge] = []


def _begin(folder: Path, scratch: str) -> None:
    _judges.append(Judge(folder, Path(tempfile.mkdtemp(dir=scratch)) / "copy"))


def _judge(mutant: Mutant) -> Judged:
    return _judges[0].judge(mutant)


def _findings(checked: Checked) -> Counter[tuple[str, tuple[str, str]]]:
    return Counter((each.code, each.about) for each in checked.findings)


def _run(knowledge: Knowledge, scenarios: Sequence[Scenario]) -> tuple[str, Coverage | None]:
    """The first scenario that is not met; where all are, what they cover."""
    bodies = []
    for scenario in scenarios:
        bodies.append(conclude(knowledge, scenario.facts))
        if any(mismatch(each, bodies[-1], knowledge) for each in scenario.expects):
            return scenario.id, None
    return "", coverage(knowledge, bodies)


def _heard(data: Any) -> Any:
    """Knowledge without the words and the lines that are in no body and in no expectation."""
    if isinstance(data, dict):
        return {key: _heard(each) for key, each in data.items() if key not in _UNHEARD}
    return [_heard(each) for each in data] if isinstance(data, list | tuple) else data


def _covered(measured: Coverage | None) -> float:
    """Exactly, where the percentage is rounded."""
    if measured is None:
        return 0
    counts = (measured.rules, measured.conditions, measured.sentences)
    return sum(each.covered for each in counts) / sum(each.of for each in counts)
