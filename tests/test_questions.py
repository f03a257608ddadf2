"""Which questions are asked: in order, once, and as long as an answer can still matter."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.consultation import consult_facts
from legspasm.facts import check_facts
from legspasm.questions import next_question
from legspasm.reader import built_in_knowledge
from legspasm.record import Record

KNOWLEDGE = built_in_knowledge()
NAMES = [definition.name for definition in KNOWLEDGE.facts]
INJURY = ["injury_at_spasm", "injury_healed"]
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
        ({}, []),
        ({"recent_injury": True}, []),
        ({"recent_injury": False}, INJURY),
        ({"exertion": "none"}, ["activities", "weak_muscles"]),
        ({"exertion": "some"}, []),
        ({"exertion": "excessive"}, []),
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
