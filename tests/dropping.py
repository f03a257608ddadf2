"""Knowledge with something dropped from it, to see whether scenarios notice."""

import msgspec
from legspasm.authoring.expectation import mismatch
from legspasm.authoring.scenariofile import Scenario
from legspasm.consultation import body_of
from legspasm.model import Knowledge, Rule

_replace = msgspec.structs.replace


def without(rule: Rule, knowledge: Knowledge) -> list[Knowledge]:
    """``knowledge`` without this rule, without each of its conditions, and without its reservation.

    A rule keeps the one condition that it has under ``when``.
    """
    drops: list[tuple[Rule, ...]] = [()]
    for at, _ in enumerate(rule.when if len(rule.when) > 1 else ()):
        drops.append((_replace(rule, when=rule.when[:at] + rule.when[at + 1 :]),))
    for at, _ in enumerate(rule.unless):
        drops.append((_replace(rule, unless=rule.unless[:at] + rule.unless[at + 1 :]),))
    if rule.reservation:
        drops.append((_replace(rule, reservation=""),))
    return [
        _replace(
            knowledge,
            rules=tuple(
                new for old in knowledge.rules for new in (drop if old.id == rule.id else (old,))
            ),
        )
        for drop in drops
    ]


def is_noticed(scenarios: tuple[Scenario, ...], rule: Rule, knowledge: Knowledge) -> bool:
    """Whether somebody is told something else, or a scenario that names the rule itself sees it."""
    about = sorted(scenarios, key=lambda one: rule.id not in {each.name for each in one.expects})
    return any(_notices(each, rule, knowledge) for each in about)


def _notices(scenario: Scenario, rule: Rule, knowledge: Knowledge) -> bool:
    body = body_of(knowledge, scenario.facts)
    looked_at = (each for each in scenario.expects if each.part != "rule" or each.name == rule.id)
    return any(mismatch(each, body, knowledge) for each in looked_at)
