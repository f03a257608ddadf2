"""Random people for any knowledge, the same ones for the same seed.

Everybody tells a share of the facts of their own, from a few to all; the rest is unknown. Numbers
have two decimals at most, since clingo has whole numbers only, and half of them stand at or right
beside a limit that some rule reads. No two people are alike, so nobody was seen before.
"""

import random
from collections.abc import Iterator
from itertools import islice

from legspasm.model import FactDefinition, Knowledge, Value

Person = dict[str, Value]
"""Known values by the name of their fact, checked: sets are tuples in vocabulary order."""


def people(
    knowledge: Knowledge, number: int, *, seed: str, told: int | None = None
) -> list[Person]:
    """``number`` different people; ``told``: how many facts each tells, otherwise their own share.

    Raises ValueError where the facts do not give so many.
    """
    found: dict[tuple[tuple[str, Value], ...], Person] = {}
    for person in islice(strangers(knowledge, seed=seed, told=told), 20 * number + 100):
        if len(found) == number:
            break
        found.setdefault(tuple(person.items()), person)
    if len(found) < number:
        raise ValueError(f"these facts do not tell {number} people apart")
    return list(found.values())


def strangers(knowledge: Knowledge, *, seed: str, told: int | None = None) -> Iterator[Person]:
    """People without end, among whom two may be alike where there are few facts."""
    dice = random.Random(seed)
    limits = _limits(knowledge)
    while True:
        if told is None:
            share = dice.uniform(0.25, 1)
            known = {fact.name for fact in knowledge.facts if dice.random() < share}
        else:
            known = {fact.name for fact in dice.sample(knowledge.facts, told)}
        yield {
            fact.name: _value(fact, limits.get(fact.name, []), dice)
            for fact in sorted(knowledge.facts, key=lambda each: each.name)
            if fact.name in known
        }


def _limits(knowledge: Knowledge) -> dict[str, list[int | float]]:
    limits: dict[str, list[int | float]] = {}
    for rule in knowledge.rules:
        for each in rule.conditions:
            if each.operator in {"at_least", "below"} and isinstance(each.wanted, int | float):
                limits.setdefault(each.name, []).append(each.wanted)
    return limits


def _value(fact: FactDefinition, limits: list[int | float], dice: random.Random) -> Value:
    ids = [option.id for option in fact.options]
    match fact.type:
        case "yes_no":
            return dice.random() < 0.5
        case "choice":
            return dice.choice(ids)
        case "set":
            share = dice.random()
            return tuple(each for each in ids if dice.random() < share)
        case "whole_number":
            if limits and dice.random() < 0.5:
                return int(dice.choice(limits)) + dice.choice((-1, 0, 1))
            return dice.randint(int(fact.minimum), int(fact.maximum))
        case _:
            if limits and dice.random() < 0.5:
                return round(dice.choice(limits) + dice.choice((-0.01, 0.0, 0.01)), 2)
            return round(dice.uniform(fact.minimum, fact.maximum), 2)
