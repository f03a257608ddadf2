"""How each part of the knowledge stood, taken from the record alone: nothing is inferred again.

=========== ========================== ================================= ======================
status      of a condition             of a rule                         of a cause
=========== ========================== ================================= ======================
``fired``   it holds                   it fired                          it can be the reason
``unknown`` not known whether it holds no condition is known to fail     open
``not_met`` known not to hold          a condition is known to fail      closed
=========== ========================== ================================= ======================

A cause is open too where the answers about it contradict each other: that settles nothing.
"""

from collections.abc import Mapping
from typing import Literal

from legspasm.body import Absence, Body, ConditionStatus
from legspasm.model import Condition, Knowledge, Value

PartStatus = Literal["fired", "unknown", "not_met"]
Matter = tuple[str, str, str, Value]
"""What a condition is about, however it is worded: kind, name, operator and what is wanted."""

_OF_VERDICT: Mapping[str, PartStatus] = {
    "supported": "fired",
    "with_reservation": "fired",
    "not_indicated": "not_met",
    "not_applicable": "not_met",
}


def matter(each: Condition) -> Matter:
    """What ``each`` is about."""
    return each.kind, each.name, each.operator, each.wanted


def condition_statuses(body: Body, knowledge: Knowledge) -> dict[Matter, PartStatus]:
    """By what they are about, all conditions of the rules."""
    rules = {rule.id: rule for rule in knowledge.rules}
    found: dict[Matter, PartStatus] = {
        matter(each): "unknown" for rule in knowledge.rules for each in rule.conditions
    }
    # What a rule found missing was judged as it fired; the rules that did not fire, at the end.
    for firing in body.firings:
        for each, absence in zip(rules[firing.rule].unless, firing.absent, strict=False):
            found[matter(each)] = _of_absence(absence)
    for unfired in body.not_fired:
        for each, status in zip(rules[unfired.rule].conditions, unfired.conditions, strict=False):
            found[matter(each)] = _of_condition(status)
    found.update({matter(each): "fired" for f in body.firings for each in rules[f.rule].when})
    return found


def rule_statuses(body: Body) -> dict[str, PartStatus]:
    """By id, all rules."""
    found: dict[str, PartStatus] = {firing.rule: "fired" for firing in body.firings}
    for unfired in body.not_fired:
        fails = any(condition.status == "not_met" for condition in unfired.conditions)
        found[unfired.rule] = "not_met" if fails else "unknown"
    return found


def cause_statuses(body: Body) -> dict[str, PartStatus]:
    """By id, all causes."""
    return {each.cause: _OF_VERDICT.get(each.verdict, "unknown") for each in body.verdicts}


def _of_absence(absence: Absence) -> PartStatus:
    """What is missing was not seen to hold; only another known value is a "no"."""
    return "unknown" if absence.actual in (None, "undetermined") else "not_met"


def _of_condition(condition: ConditionStatus) -> PartStatus:
    """What has to be absent is met where it is known not to hold."""
    if condition.status == "unknown":
        return "unknown"
    return "not_met" if condition.absent == (condition.status == "met") else "fired"
