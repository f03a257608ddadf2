"""The safety card: what comes before the document's answer, and rests on other sources.

It is shown for signs that were told, and also where nobody said whether one fits: unknown is not
"no". Nothing about causes is read here, and no rule about causes reads the safety fact.
"""

from collections.abc import Collection

import msgspec
from legspasm.facts import Fact
from legspasm.model import Knowledge
from legspasm.telling import SafetyLevel
from legspasm.verdicts import safety as signs_told


class SafetyCard(msgspec.Struct, frozen=True):
    """What comes before everything: the signs that were told, or those that were not."""

    level: SafetyLevel
    signs: tuple[tuple[str, str], ...]
    """Pairs of what the sign is and its source."""


def safety_card(knowledge: Knowledge, facts: Collection[Fact]) -> SafetyCard | None:
    """The card that the facts call for; None where none of the signs fits, or there is no layer."""
    safety = knowledge.safety
    if not safety.fact:
        return None
    definition = next(each for each in knowledge.facts if each.name == safety.fact)
    sources = {flag.id: flag.source for flag in safety.flags}
    told = signs_told(knowledge, facts)
    if all(fact.name != safety.fact for fact in facts):
        level, ids = "not_told", set(sources)
    elif told:
        level = "emergency" if "emergency" in {sign.level for sign in told} else "urgent"
        ids = {sign.id for sign in told}
    else:
        return None
    levels = {flag.id: flag.level for flag in safety.flags}
    fitting = [option for option in definition.options if option.id in ids]
    if told:  # what the card is headed by comes first
        fitting.sort(key=lambda option: levels[option.id] != level)
    return SafetyCard(
        level=next(each for each in safety.levels if each.id == level),
        signs=tuple(
            (option.says if told else option.label, sources[option.id]) for option in fitting
        ),
    )
