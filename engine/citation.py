"""A rule as an answer shows it: what it says, where it stands, and the sentences it rests on."""

import msgspec
from legspasm.model import Rule
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
