"""Which reservations and contradictions are the same before and after, and only read differently.

They have no id; what tells one from another is its text. Where the rules that have one text before
have one other text after, and no other rule has either, it is the same thing in other words.
"""

from collections.abc import Iterator, Mapping

from legspasm.authoring.meaning import Outcome
from legspasm.model import Knowledge


def rewordings(before: Knowledge, after: Knowledge) -> Mapping[Outcome, Outcome]:
    """By outcome before the one that it is after, of those that are worded differently."""
    was, is_ = (dict(_texts(each)) for each in (before, after))
    links = {
        (was[rule], is_[rule]) for rule in was if rule in is_ and was[rule][:2] == is_[rule][:2]
    }
    links |= {(each, each) for each in set(was.values()) & set(is_.values())}
    return {
        one: other
        for one, other in links
        if one != other
        and sum(one == each for each, _ in links) == 1
        and sum(other == each for _, each in links) == 1
    }


def _texts(knowledge: Knowledge) -> Iterator[tuple[str, Outcome]]:
    """By rule the reservation, or the contradiction, that it tells."""
    for rule in knowledge.rules:
        if rule.concludes.kind == "cause" and rule.reservation:
            yield rule.id, ("reservation", rule.concludes.id, rule.reservation)
        elif rule.concludes.kind == "conflict":
            yield rule.id, ("conflict", rule.concludes.id, rule.says)
