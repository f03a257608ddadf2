"""Random facts, and random small knowledge bases, for the property tests."""

import json
from typing import Any

import msgspec
from hypothesis import strategies as st
from legspasm.facts import Fact
from legspasm.model import (
    VERDICTS,
    Cause,
    Conclusion,
    Condition,
    FactDefinition,
    Knowledge,
    Option,
    Rule,
    State,
)
from legspasm.ordering import in_canonical_order
from legspasm.shipped import built_in_knowledge
from legspasm.telling import Quote


def value_for(fact: FactDefinition) -> st.SearchStrategy[Any]:
    """A known value of ``fact``, as it is told."""
    ids = [option.id for option in fact.options]
    match fact.type:
        case "yes_no":
            return st.booleans()
        case "choice":
            return st.sampled_from(ids)
        case "set":
            return st.lists(st.sampled_from(ids), unique=True)
        case "whole_number":
            return st.integers(int(fact.minimum), int(fact.maximum))
        case "number":
            return st.one_of(
                st.sampled_from([fact.minimum, 3.4, 3.5, 3.6, fact.maximum]),
                st.floats(fact.minimum, fact.maximum),
            )


def told(knowledge: Knowledge) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of a person: any of them, with any value."""
    return st.fixed_dictionaries(
        {}, optional={fact.name: value_for(fact) for fact in knowledge.facts}
    )


_NUMBERS = {"age": [0, 59, 60, 130], "blood_potassium": [1.0, 3.4, 3.5, 10.0]}


def person() -> st.SearchStrategy[dict[str, Any]]:
    """An answer to every question, should it be asked; None is “not sure”."""
    answers = {}
    for definition in built_in_knowledge().facts:
        ids = [option.id for option in definition.options]
        match definition.type:
            case "yes_no":
                known: st.SearchStrategy[Any] = st.booleans()
            case "choice":
                known = st.sampled_from(ids)
            case "set":
                known = st.lists(st.sampled_from(ids), unique=True, max_size=2)
            case _:
                known = st.sampled_from(_NUMBERS[definition.name])
        answers[definition.name] = st.none() | known
    return st.fixed_dictionaries(answers)


NOTHING_SPECIAL: dict[str, object] = {
    "red_flags": [],
    "had_spasm": True,
    "spasm_site": "calf",
    "at_night": False,
    "recent_injury": False,
    "exertion": "some",
    "weak_muscles": False,
    "warm_weather": False,
    "heavy_sweating": False,
    "other_fluid_loss": False,
    "drinking_little": False,
    "low_potassium_diet": False,
    "low_potassium_test": False,
    "age": 35,
}
"""Answers of somebody with nothing special to tell."""

STATES = ["s1", "s2", "s3", "s4", "s5"]
CAUSES = ["c1", "c2"]
FACTS = ["f1", "f2", "f3", "f4"]


@st.composite
def rule_sets(draw: st.DrawFn) -> list[Rule]:
    """Acyclic rules, as declared: a rule reads only states of a lower number than it makes."""
    rules = []
    for number in range(draw(st.integers(1, 14))):
        level = draw(st.integers(0, len(STATES)))
        readable = STATES[:level]
        choices = [
            st.builds(
                lambda name, value: Condition("fact", name, "is", value, "said"),
                st.sampled_from(FACTS),
                st.booleans(),
            )
        ]
        if readable:
            choices.append(
                st.builds(
                    lambda name: Condition("state", name, "holds", True, "said"),
                    st.sampled_from(readable),
                )
            )
        kinds = ["state"] if level < len(STATES) else ["cause", "against", "conflict", "factor"]
        kind = draw(st.sampled_from(kinds))
        names = {"state": STATES[level:], "factor": ["night"]}.get(kind, CAUSES)
        if kind == "factor":
            choices.append(
                st.builds(
                    lambda name, words: Condition("verdict", name, "one_of", tuple(words), "said"),
                    st.sampled_from(CAUSES),
                    st.lists(
                        st.sampled_from(["supported", "conflict", "undetermined"]), min_size=1
                    ),
                )
            )
        conditions = st.lists(st.one_of(choices), max_size=3)
        when = draw(conditions.filter(bool))
        rules.append(
            Rule(
                id=f"r{number}",
                topic="",
                when=tuple(when),
                unless=tuple(draw(conditions)),
                concludes=Conclusion(kind, draw(st.sampled_from(names))),  # type: ignore[arg-type]  # a kind
                says="said",
                cites=(Quote("P1.S1", "A leg"),),
                file="generated",
                line=number,
                reservation="but" if kind == "cause" and draw(st.booleans()) else "",
            )
        )
    return rules


def knowledge_of(rules: list[Rule]) -> Knowledge:
    """A knowledge base of these rules, in the frame of the built-in one."""
    answers = (Option("yes", "yes", "It is so."), Option("no", "no", "It is not so."))
    return msgspec.structs.replace(
        built_in_knowledge(),
        rules=in_canonical_order(rules),
        causes=tuple(Cause(cause, cause, VERDICTS) for cause in CAUSES),
        states=tuple(State(state, state) for state in STATES),
        facts=tuple(
            FactDefinition(fact, "", "yes_no", "", "", "", "Not told.", answers) for fact in FACTS
        ),
    )


def people() -> st.SearchStrategy[tuple[Fact, ...]]:
    """Facts of a person whom ``knowledge_of`` any rules is about."""
    return st.dictionaries(st.sampled_from(FACTS), st.booleans()).map(
        lambda person: tuple(Fact(name, person[name], "call") for name in sorted(person))
    )


def as_plain(value: Any) -> Any:
    """Records and their parts as plain data."""
    return json.loads(msgspec.json.encode(value))
