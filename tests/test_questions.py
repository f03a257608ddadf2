"""Which questions are asked: in order, once, and as long as an answer can still matter."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.consultation import consult_facts
from legspasm.facts import check_facts
from legspasm.model import FactDefinition
from legspasm.questions import next_question
from legspasm.reader import built_in_knowledge
from legspasm.record import Record

KNOWLEDGE = built_in_knowledge()
NAMES = [definition.name for definition in KNOWLEDGE.facts]
INJURY = ["injury_at_spasm", "injury_healed"]
ACTIVITY = ["activities", "weak_muscles"]
NUMBERS = {"age": [0, 59, 60, 130], "blood_potassium": [1.0, 3.4, 3.5, 10.0]}


def person() -> st.SearchStrategy[dict[str, Any]]:
    """An answer to every question, should it be asked; None is “not sure”."""
    answers = {}
    for definition in KNOWLEDGE.facts:
        ids = [option.id for option in definition.options]
        match definition.type:
            case "yes_no":
                known: st.SearchStrategy[Any] = st.booleans()
            case "choice":
                known = st.sampled_from(ids)
            case "set":
                known = st.lists(st.sampled_from(ids), unique=True, max_size=2)
            case _:
                known = st.sampled_from(NUMBERS[definition.name])
        answers[definition.name] = st.none() | known
    return st.fixed_dictionaries(answers)


def asked(answers: Mapping[str, object]) -> list[str]:
    """The names of the questions that somebody with these answers is asked."""
    given_so_far: dict[str, object] = {}
    names: list[str] = []
    facts = check_facts(KNOWLEDGE, (given_so_far, "answer"))
    while (definition := next_question(KNOWLEDGE, facts, names)) is not None:
        assert definition.name not in names
        names.append(definition.name)
        given_so_far[definition.name] = answers.get(definition.name)
        facts = check_facts(KNOWLEDGE, (given_so_far, "answer"))
    return names


def record(answers: Mapping[str, object]) -> Record:
    return consult_facts(KNOWLEDGE, check_facts(KNOWLEDGE, (answers, "answer")))


def words(of: Record) -> dict[str, str]:
    return {verdict.cause: verdict.verdict for verdict in of.verdicts}


def told(of: Record) -> dict[str, object]:
    """What a person is told, as far as a skipped question must not change it."""
    return {
        "verdicts": words(of),
        "factors": [(factor.id, factor.applies_to) for factor in of.factors],
        "place": (of.place.expected, of.place.reported, of.place.agreement),
        "advice": [(advice.id, advice.applies) for advice in of.advice],
    }


@pytest.mark.parametrize(
    ("answers", "skipped"),
    [
        ({}, [*INJURY, *ACTIVITY]),
        ({"recent_injury": True}, ACTIVITY),
        ({"recent_injury": False}, [*INJURY, *ACTIVITY]),
        ({"exertion": "none"}, [*INJURY, *ACTIVITY]),
        ({"exertion": "some"}, INJURY),
        ({"exertion": "excessive"}, INJURY),
        ({"recent_injury": True, "exertion": "some"}, []),
        ({"spasm_site": "not_leg"}, NAMES[3:]),
    ],
)
def test_what_can_no_longer_matter_is_not_asked(
    answers: dict[str, object], skipped: list[str]
) -> None:
    assert asked(answers) == [name for name in NAMES if name not in skipped]


def test_who_had_no_spasm_is_asked_nothing_about_it() -> None:
    about_it = {d.name for d in KNOWLEDGE.facts if d.group in {"spasm", "injury"}}
    assert about_it & set(asked({"had_spasm": False})) == {"had_spasm"}


def test_what_is_known_beforehand_is_not_asked() -> None:
    facts = check_facts(KNOWLEDGE, ({"red_flags": [], "had_spasm": True}, "file"))
    found = next_question(KNOWLEDGE, facts, ())
    assert found is not None
    assert found.name == "spasm_site"


def test_a_factor_that_could_bear_on_no_cause_is_not_asked_about() -> None:
    no_loss = {"heavy_sweating": False, "other_fluid_loss": False, "drinking_little": False}
    facts = check_facts(KNOWLEDGE, (no_loss, "file"))
    before = NAMES[: NAMES.index("warm_weather")]
    found = next_question(KNOWLEDGE, facts, before)
    assert found is not None
    assert found.name == "low_potassium_diet"


def test_nothing_is_asked_where_everything_was() -> None:
    assert next_question(KNOWLEDGE, (), NAMES) is None


@given(person())
@settings(derandomize=True, database=None, deadline=None, max_examples=50)
def test_each_question_is_asked_at_most_once_and_the_signs_of_danger_first(
    answers: dict[str, object],
) -> None:
    names = asked(answers)
    assert names[0] == "red_flags"
    assert names == [name for name in NAMES if name in names]


@given(person())
@settings(derandomize=True, database=None, deadline=None, max_examples=60)
def test_answering_a_skipped_question_changes_nothing_but_a_contradiction(
    answers: dict[str, object],
) -> None:
    names = asked(answers)
    given_answers = {name: answers.get(name) for name in names}
    before = record(given_answers)
    denied = {name for name, value in given_answers.items() if value is False}
    senseless = {each.name for each in KNOWLEDGE.facts if each.supposes in denied}
    for name, value in answers.items():
        if name not in names and name not in senseless:
            after = record({**given_answers, name: value})
            if words(after) == words(before) or "conflict" not in words(after).values():
                assert told(after) == told(before), (name, value)


@given(person())
@settings(derandomize=True, database=None, deadline=None, max_examples=8)
def test_every_question_that_is_asked_could_still_change_something(
    answers: dict[str, object],
) -> None:
    # By itself, or together with questions that are still to come: so the whole rest is tried.
    facts: dict[str, object] = {}
    for name in asked(answers):
        definition = next(each for each in KNOWLEDGE.facts if each.name == name)
        assert name == "red_flags" or can_matter(definition, facts), (facts, name)
        facts[name] = answers.get(name)


def can_matter(definition: FactDefinition, facts: dict[str, object]) -> bool:
    for rest in RESTS:
        others = {**{key: rest.get(key) for key in NAMES if key not in facts}, **facts}
        outcomes = {
            repr(told(record({**others, definition.name: each}))) for each in values(definition)
        }
        if len(outcomes) > 1:
            return True
    return False


RESTS: list[dict[str, object]] = [
    {},
    {"recent_injury": True, "exertion": "excessive", "activities": ["running"]},
    {"exertion": "some", "weak_muscles": True, "activities": ["running"]},
    {"exertion": "some", "heavy_sweating": False, "other_fluid_loss": False},
    {
        "exertion": "none",
        "heavy_sweating": False,
        "other_fluid_loss": False,
        "drinking_little": False,
    },
    {"exertion": "some", "weak_muscles": False},
]


def values(definition: FactDefinition) -> list[object]:
    """Values of a fact between which rules can tell."""
    if definition.type == "yes_no":
        return [None, True, False]
    if definition.type == "choice":
        return [None, *(option.id for option in definition.options)]
    if definition.type == "set":
        return [None, [], *([option.id] for option in definition.options)]
    return [None, 30, 70] if definition.name == "age" else [None, 3.0, 4.0]
