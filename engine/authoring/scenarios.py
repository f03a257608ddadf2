"""Scenarios run and measured: who is told something else than they must be, and what is untested.

Each scenario is a consultation like any other. What it expects is held against what that found;
what all of them cover of the knowledge is ``coverage.py``.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

import msgspec
from legspasm.audit.difference import KnowledgeName
from legspasm.authoring.expectation import Mismatch, mismatch
from legspasm.authoring.scenariocoverage import Coverage, coverage
from legspasm.authoring.scenariofile import Scenario
from legspasm.body import Body
from legspasm.citation import CitedRule, cited
from legspasm.consultation import body_of
from legspasm.errors import LegspasmError, unknown_name
from legspasm.model import Knowledge
from legspasm.reply import Report


class Outcome(msgspec.Struct, frozen=True):
    """What one scenario came to. ``fired`` are the rules that did, as they fired."""

    id: str
    says: str
    place: str
    met: bool
    mismatches: tuple[Mismatch, ...]
    fired: tuple[CitedRule, ...]


class ScenarioReport(Report, frozen=True, tag_field="schema", tag="legspasm.scenarios/1"):
    """What the scenarios came to, in file order.

    ``coverage`` is null where not all of them were run: some alone say nothing about the rest.
    """

    template: ClassVar[str] = "scenarios.j2"

    knowledge: KnowledgeName
    met: int
    not_met: int
    scenarios: tuple[Outcome, ...]
    coverage: Coverage | None

    @property
    def all_met(self) -> bool:
        """Whether everybody was told what they must be."""
        return self.not_met == 0


def run_scenarios(
    knowledge: Knowledge,
    scenarios: Sequence[Scenario],
    *,
    only: Iterable[str] = (),
    seen: Callable[[Scenario], None] = lambda scenario: None,
) -> ScenarioReport:
    """Consult ``knowledge`` for each scenario, and compare.

    ``only`` names those to run, by id; all where it names none. ``seen`` is called after each.
    Raises LegspasmError for every id that no scenario has.
    """
    wanted = set(only)
    known = [each.id for each in scenarios]
    unknown = sorted(wanted.difference(known))
    if unknown:
        raise LegspasmError(unknown_name("scenario_unknown", "", each, known) for each in unknown)
    rules = {rule.id: cited(rule) for rule in knowledge.rules}
    outcomes: list[Outcome] = []
    bodies: list[Body] = []
    for scenario in scenarios:
        if not wanted or scenario.id in wanted:
            bodies.append(body_of(knowledge, scenario.facts))
            outcomes.append(_outcome(scenario, bodies[-1], knowledge, rules))
            seen(scenario)
    met = sum(each.met for each in outcomes)
    return ScenarioReport(
        knowledge=KnowledgeName(knowledge.name, knowledge.version, knowledge.digest),
        met=met,
        not_met=len(outcomes) - met,
        scenarios=tuple(outcomes),
        coverage=None if wanted else coverage(knowledge, bodies),
    )


def _outcome(
    scenario: Scenario, body: Body, knowledge: Knowledge, rules: dict[str, CitedRule]
) -> Outcome:
    found = (mismatch(each, body, knowledge) for each in scenario.expects)
    mismatches = tuple(each for each in found if each is not None)
    return Outcome(
        id=scenario.id,
        says=scenario.says,
        place=scenario.place,
        met=not mismatches,
        mismatches=mismatches,
        fired=tuple(rules[firing.rule] for firing in body.firings),
    )
