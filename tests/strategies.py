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


def conditions_on(fact: FactDefinition) -> st.SearchStrategy[Condition]:
    """Any condition on a fact."""
    ids = [option.id for option in fact.options]
    wanted: dict[str, st.SearchStrategy[Any]]
    match fact.type:
        case "yes_no":
            wanted = {"is": st.booleans()}
        case "choice":
            chosen = st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True)
            wanted = {"is": st.sampled_from(ids), "one_of": chosen.map(tuple)}
        case "set":
            wanted = {"includes": st.sampled_from(ids[:3]), "empty": st.booleans()}
        case _:
            limit = st.sampled_from([fact.minimum + 1, (fact.minimum + fact.maximum) / 2])
            wanted = {"at_least": limit, "below": limit}
    return st.one_of(
        st.builds(
            Condition, st.just("fact"), st.just(fact.name), st.just(operator), each, st.just("said")
        )
        for operator, each in wanted.items()
    )


@st.composite
def varied_knowledge(draw: st.DrawFn) -> Knowledge:
    """Rules of every kind on every type of fact, in the frame of the built-in knowledge base."""
    frame = built_in_knowledge()
    on_facts = st.one_of(
        conditions_on(fact) for fact in frame.facts if fact.name != frame.safety.fact
    )
    on_verdicts = st.builds(
        lambda cause, words: Condition("verdict", cause.id, "one_of", tuple(words), "said"),
        st.sampled_from(frame.causes),
        st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=3),
    )
    places = next(each for each in frame.facts if each.name == frame.place.reported_by).options
    ids = {
        "out_of_scope": [scope.id for scope in frame.scopes],
        "factor": [factor.id for factor in frame.factors],
        "expects": [option.id for option in places],
        "advice": [each.id for each in frame.advice],
    }
    rules = []
    for number in range(draw(st.integers(1, 16))):
        level = draw(st.integers(0, len(STATES) + 1))
        choices = [on_facts, *[_on_state(each) for each in STATES[:level]]]
        if level < len(STATES):
            kind, names = "state", STATES[level:]
        elif level == len(STATES):
            kind = draw(st.sampled_from(["cause", "cause", "against", "conflict", "out_of_scope"]))
            names = ids.get(kind, [cause.id for cause in frame.causes])
        else:
            kind = draw(st.sampled_from(["factor", "expects", "advice"]))
            names = ids[kind]
            choices.append(on_verdicts)
        some = st.lists(st.one_of(choices), max_size=3)
        bears_on = st.lists(st.sampled_from([cause.id for cause in frame.causes]), unique=True)
        rules.append(
            Rule(
                id=f"r{number}",
                topic="",
                when=tuple(draw(some.filter(bool))),
                unless=tuple(draw(some)) if draw(st.booleans()) else (),
                concludes=Conclusion(
                    kind,  # type: ignore[arg-type]  # a kind
                    draw(st.sampled_from(names)),
                    tuple(draw(bears_on)) if kind == "factor" else (),
                ),
                says="said",
                cites=(Quote(draw(st.sampled_from(["P1.S1", "P2.S2"])), "A leg"),),
                file="generated",
                line=number,
                reservation="but" if kind == "cause" and draw(st.booleans()) else "",
            )
        )
    return msgspec.structs.replace(
        frame,
        rules=in_canonical_order(rules),
        states=tuple(State(state, state) for state in STATES),
    )


def _on_state(name: str) -> st.SearchStrategy[Condition]:
    return st.just(Condition("state", name, "holds", True, "said"))


def people() -> st.SearchStrategy[tuple[Fact, ...]]:
    """Facts of a person whom ``knowledge_of`` any rules is about."""
    return st.dictionaries(st.sampled_from(FACTS), st.booleans()).map(
        lambda person: tuple(Fact(name, person[name], "call") for name in sorted(person))
    )


def as_plain(value: Any) -> Any:
    """Records and their parts as plain data."""
    return json.loads(msgspec.json.encode(value))
