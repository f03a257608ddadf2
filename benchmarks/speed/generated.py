"""Knowledge that a program made up, in sizes that nobody writes: to see how time grows with rules.

Real :class:`~legspasm.model.Knowledge`, the same for the same size. ``layered``: sixty facts of
every type; a first layer of rules from facts to states, a second from states and facts to states, a
third to causes, factors, places and advice, one rule in six with something that must be absent.
Facts stay sixty however many rules there are, and each person tells twenty. ``chain``: one fact,
and rule after rule from state to state.
"""

import hashlib
import random

import msgspec
from legspasm import built_in_knowledge
from legspasm.model import (
    VERDICTS,
    Cause,
    Conclusion,
    Condition,
    FactDefinition,
    FactorDefinition,
    Knowledge,
    Option,
    Rule,
    Scope,
    State,
)
from legspasm.ordering import in_canonical_order
from legspasm.telling import AdviceDefinition, PlaceDefinition, Quote, Safety, SafetyFlag

FACTS = 60
TOLD = 20
"""How many of the facts a person tells."""
_CHOICES = ("red", "green", "blue", "grey")
_MEMBERS = ("north", "east", "south", "west", "middle")
_LIMITS = (25, 50, 75)
_LIKELY = ("supported", "with_reservation")


def layered(rules: int) -> Knowledge:
    """About sixty facts, with so many rules in three layers."""
    dice = random.Random(rules)
    facts = tuple(_fact(number) for number in range(FACTS))
    readable = facts[1:]  # the first is of the safety layer, and no rule may read it
    first, second = rules * 45 // 100, rules * 30 // 100
    early = [f"early{number}" for number in range(max(2, first // 4))]
    late = [f"late{number}" for number in range(max(2, second // 4))]
    causes = [f"cause{number}" for number in range(max(4, rules // 100))]
    factors = [f"factor{number}" for number in range(5)]
    advice = [f"advice{number}" for number in range(5)]
    made = []
    for number in range(rules):
        about_facts = [_condition(dice.choice(readable), dice) for _ in range(dice.randint(1, 2))]
        when, unless = about_facts, []
        if number < first:
            concludes = Conclusion("state", dice.choice(early))
            if dice.random() < 1 / 6:
                unless = [_condition(dice.choice(readable), dice)]
        elif number < first + second:
            concludes = Conclusion("state", dice.choice(late))
            when = [_state(dice.choice(early)), *about_facts[:1]]
            if dice.random() < 1 / 6:
                unless = [_state(dice.choice(early))]
        else:
            concludes = _conclusion(causes, factors, advice, dice)
            when = [_state(dice.choice(late))]
            if concludes.kind in {"advice", "expects"}:
                words = "may be the reason"
                when = [Condition("verdict", dice.choice(causes), "one_of", _LIKELY, words)]
            elif dice.random() < 1 / 2:
                when.append(about_facts[0])
            if dice.random() < 1 / 6:
                unless = [_state(dice.choice(late))]
        reserved = concludes.kind == "cause" and dice.random() < 1 / 3
        made.append(_rule(number, when, unless, concludes, "though" if reserved else ""))
    return _knowledge(
        f"layered{rules}",
        made,
        facts=facts,
        states=tuple(State(state, state) for state in early + late),
        causes=tuple(Cause(cause, cause, VERDICTS) for cause in causes),
        factors=tuple(FactorDefinition(factor, factor, factor) for factor in factors),
        advice=tuple(
            AdviceDefinition(each, each, each, each, "", (Quote("P1.S1", "leg"),))
            for each in advice
        ),
    )


def chain(rules: int) -> Knowledge:
    """One cause at the end of so many rules, each of which reads what the one before concludes."""
    begins = Option("yes", "yes", "It begins."), Option("no", "no", "It does not.")
    facts = (_safety_fact(), FactDefinition("begins", "", "yes_no", "", "", "", "", begins))
    made = [
        _rule(
            number,
            [_state(f"state{number}")]
            if number
            else [Condition("fact", "begins", "is", True, "It begins.")],
            [],
            Conclusion("state", f"state{number + 1}")
            if number < rules - 1
            else Conclusion("cause", "end"),
        )
        for number in range(rules)
    ]
    return _knowledge(
        f"chain{rules}",
        made,
        facts=facts,
        states=tuple(State(f"state{number}", "so far") for number in range(1, rules)),
        causes=(Cause("end", "end", VERDICTS),),
        factors=(),
        advice=(),
    )


def _knowledge(name: str, rules: list[Rule], **parts: object) -> Knowledge:
    knowledge = msgspec.structs.replace(
        built_in_knowledge(),
        name=name,
        rules=in_canonical_order(rules),
        scopes=(Scope("nothing", "nothing", silent=False),),
        place=PlaceDefinition("choice0"),
        safety=Safety("flags", flags=(SafetyFlag("north", "urgent", "generated"),)),
        tensions=(),
        background=(),
        forbidden=(),
        **parts,
    )
    digest = hashlib.sha256(msgspec.json.encode(knowledge)).hexdigest()
    return msgspec.structs.replace(knowledge, digest=digest)


def _rule(
    number: int,
    when: list[Condition],
    unless: list[Condition],
    concludes: Conclusion,
    reservation: str = "",
) -> Rule:
    return Rule(
        id=f"rule{number}",
        topic="",
        when=tuple(dict.fromkeys(when)),
        unless=tuple(each for each in unless if each not in when),
        concludes=concludes,
        says="generated",
        cites=(Quote("P1.S1", "leg"),),
        file="generated",
        line=number + 1,
        reservation=reservation,
    )


def _safety_fact() -> FactDefinition:
    members = tuple(Option(each, each, each) for each in _MEMBERS)
    return FactDefinition("flags", "", "set", "", "", "", "", members)


def _fact(number: int) -> FactDefinition:
    if number == 0:
        return _safety_fact()
    kind = number % 6
    if kind == 1:
        colours = tuple(Option(each, each, each) for each in _CHOICES)
        return FactDefinition(f"choice{number // 6}", "", "choice", "", "", "", "", colours)
    if kind == 2:
        members = tuple(Option(each, each, each) for each in _MEMBERS)
        return FactDefinition(f"set{number // 6}", "", "set", "", "", "", "", members)
    if kind == 3:
        return FactDefinition(
            f"number{number // 6}", "", "number", "", "", "", "", minimum=0.0, maximum=100.0
        )
    answers = Option("yes", "yes", "yes"), Option("no", "no", "no")
    return FactDefinition(f"fact{number}", "", "yes_no", "", "", "", "", answers)


def _condition(fact: FactDefinition, dice: random.Random) -> Condition:
    def on(operator: str, wanted: object) -> Condition:
        return msgspec.convert(
            {
                "kind": "fact",
                "name": fact.name,
                "operator": operator,
                "wanted": wanted,
                "says": "generated",
            },
            Condition,
        )

    match fact.type:
        case "choice":
            several = dice.sample(_CHOICES, 2)
            return on("one_of", several) if dice.random() < 1 / 3 else on("is", several[0])
        case "set":
            empty = dice.random() < 1 / 5
            return on("empty", False) if empty else on("includes", dice.choice(_MEMBERS))
        case "number":
            return on(dice.choice(("at_least", "below")), dice.choice(_LIMITS))
        case _:
            return on("is", dice.random() < 1 / 2)


def _state(state: str) -> Condition:
    return Condition("state", state, "holds", True, state)


def _conclusion(
    causes: list[str], factors: list[str], advice: list[str], dice: random.Random
) -> Conclusion:
    drawn = dice.random()
    if drawn < 0.5:
        return Conclusion("cause", dice.choice(causes))
    if drawn < 0.75:
        return Conclusion("against", dice.choice(causes))
    if drawn < 0.8:
        return Conclusion("conflict", dice.choice(causes))
    if drawn < 0.9:
        return Conclusion("factor", dice.choice(factors), (dice.choice(causes),))
    if drawn < 0.95:
        return Conclusion("expects", dice.choice(_CHOICES))
    return Conclusion("advice", dice.choice(advice))
