"""A rule as an answer shows it: what it says, where it stands, and the sentences it rests on."""

from collections.abc import Iterable

import msgspec
from legspasm.model import Knowledge, Parameter, Rule
from legspasm.telling import Quote


class CitedRule(msgspec.Struct, frozen=True):
    """A rule with its provenance; ``hedge``, ``reservation`` and ``remark`` may be empty."""

    id: str
    says: str
    cites: tuple[Quote, ...]
    hedge: str
    reservation: str
    remark: str
    file: str
    line: int


def cited(rule: Rule) -> CitedRule:
    """``rule``, without its conditions."""
    return CitedRule(
        rule.id,
        rule.says,
        rule.cites,
        rule.hedge,
        rule.reservation,
        rule.remark,
        rule.file,
        rule.line,
    )


def parameters_of(knowledge: Knowledge, rules: Iterable[Rule]) -> tuple[Parameter, ...]:
    """The numbers, not from the document, that conditions of ``rules`` compare a fact with."""
    named = {condition.parameter for rule in rules for condition in rule.conditions}
    return tuple(each for each in knowledge.parameters if each.id in named)
