"""Bodies put together from kept parts: the same bytes as a full run, for everybody."""

import logging
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legspasm import assembly
from legspasm.asked import AskedQuestion
from legspasm.assembly import FULL_RUNS_FIRST, Assembled, assemble
from legspasm.body import Body
from legspasm.cells import cells
from legspasm.facts import Fact, check_facts
from legspasm.forms import forms_of, joined
from legspasm.fullrun import conclude
from legspasm.groups import groups
from legspasm.model import FactDefinition, Knowledge, Value
from legspasm.reader import load_knowledge
from legspasm.shipped import built_in_knowledge
from legspasm.tables import fact_conditions
from strategies import told, varied_knowledge
from tiny import BREAD

KNOWLEDGE = built_in_knowledge()
BAKERY = load_knowledge(BREAD)


def warm(knowledge: Knowledge) -> None:
    """Have the runs in full behind us that come first."""
    for _ in range(FULL_RUNS_FIRST):
        assemble(knowledge, ())


def assembled(knowledge: Knowledge, facts: tuple[Fact, ...]) -> Assembled:
    """The body put together, from parts that were kept for others where there are some."""
    found = assemble(knowledge, facts)
    assert found is not None
    return found


def assert_the_same_bytes(found: Assembled, body: Body) -> None:
    assert found.body == body
    assert msgspec.json.encode(found.body) == msgspec.json.encode(body)
    assert found.form == joined(forms_of(body))


def random_value(fact: FactDefinition, chance: random.Random) -> Value:
    ids = [option.id for option in fact.options]
    match fact.type:
        case "yes_no":
            return chance.random() < 0.5
        case "choice":
            return chance.choice(ids)
        case "set":
            return tuple(id_ for id_ in ids if chance.random() < 0.3)
        case "number":
            return round(chance.uniform(fact.minimum, fact.maximum), chance.choice([0, 1, 5]))
        case _:
            return chance.randint(int(fact.minimum), int(fact.maximum))


def random_people(knowledge: Knowledge, count: int) -> Iterator[tuple[Fact, ...]]:
    chance = random.Random(20)
    for _ in range(count):
        unknown = chance.random() * 0.6
        facts = {
            fact.name: random_value(fact, chance)
            for fact in knowledge.facts
            if chance.random() > unknown
        }
        yield check_facts(knowledge, (facts, "call"))


def every_case(knowledge: Knowledge) -> Iterator[tuple[Fact, ...]]:
    """People of every case of every group; of everybody else's facts each is told at random."""
    conditions = fact_conditions(knowledge.rules)
    found = {fact.name: cells(fact, conditions, finest=True).all for fact in knowledge.facts}
    others = random_people(knowledge, 10**9)
    for group in groups(knowledge):
        for chosen in product(*(found[name] for name in group.facts)):
            facts = {fact.name: fact for fact in next(others)}
            for name, cell in zip(group.facts, chosen, strict=True):
                facts.pop(name, None)
                if cell.value is not None:
                    facts[name] = Fact(name, cell.value, "call")
            yield tuple(facts[name] for name in sorted(facts))


def test_every_case_of_every_group_has_the_bytes_of_a_full_run() -> None:
    for knowledge in (KNOWLEDGE, BAKERY):
        warm(knowledge)
        for facts in every_case(knowledge):
            assemble(knowledge, facts)  # fills what is new
            assert_the_same_bytes(assembled(knowledge, facts), conclude(knowledge, facts))


def test_twenty_thousand_people_get_the_bytes_of_a_full_run() -> None:
    warm(KNOWLEDGE)
    for facts in random_people(KNOWLEDGE, 20_000):
        assert_the_same_bytes(assembled(KNOWLEDGE, facts), conclude(KNOWLEDGE, facts))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(varied_knowledge(), st.data())
def test_any_knowledge_gives_the_bytes_of_a_full_run(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    people = data.draw(st.lists(told(knowledge), min_size=2, max_size=6))
    checked = [check_facts(knowledge, (person, "call")) for person in people]
    warm(knowledge)
    for _ in range(2):  # the second time nothing is left to be run in full
        for facts in checked:
            found = assemble(knowledge, facts)
            if found is not None:
                assert_the_same_bytes(found, conclude(knowledge, facts))


def test_a_case_that_was_met_needs_no_engine_for_anybody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    knowledge = msgspec.structs.replace(KNOWLEDGE, version="counted")
    warm(knowledge)
    told_first = {"recent_injury": True, "age": 61, "blood_potassium": 3.0, "activities": ["work"]}
    told_later = {"recent_injury": True, "age": 88, "blood_potassium": 2.5, "activities": ["other"]}
    first, later = (check_facts(knowledge, (each, "call")) for each in (told_first, told_later))
    expected = conclude(knowledge, later)
    assembled(knowledge, first)
    monkeypatch.setattr(assembly, "conclude", None)
    assert_the_same_bytes(assembled(knowledge, later), expected)


def test_the_questions_of_an_interview_are_part_of_the_body() -> None:
    warm(KNOWLEDGE)
    questions = (AskedQuestion("fact", "blood_potassium", (), (), 4.0),)
    facts = check_facts(KNOWLEDGE, ({"blood_potassium": 4.0}, "answer"))
    for _ in range(2):
        found = assemble(KNOWLEDGE, facts, questions)
        assert found is not None
        assert_the_same_bytes(found, conclude(KNOWLEDGE, facts, questions))


def test_the_first_consultations_keep_nothing() -> None:
    knowledge = msgspec.structs.replace(KNOWLEDGE, version="first")
    assert [assemble(knowledge, ()) is None for _ in range(4)] == [True, True, False, False]


def test_values_of_another_type_than_a_checked_one_are_left_to_a_full_run() -> None:
    warm(KNOWLEDGE)
    for name, value in (("at_night", 1), ("blood_potassium", 4), ("age", 61.0), ("age", True)):
        assert assemble(KNOWLEDGE, (Fact(name, value, "call"),)) is None


def test_knowledge_with_too_many_cases_is_left_to_full_runs_and_the_log_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "legspasm")
    monkeypatch.setattr(assembly, "MOST_CASES", 100)
    knowledge = msgspec.structs.replace(KNOWLEDGE, version="large")
    assert [assemble(knowledge, ()) for _ in range(6)] == [None] * 6
    assert [(each.name, each.levelname, each.getMessage()) for each in caplog.records] == [
        (
            "legspasm",
            "INFO",
            "leg_spasm: rules of one group tell more than 100 cases apart, "
            "so each consultation is run in full",
        )
    ]


def test_many_threads_get_the_bytes_of_a_full_run() -> None:
    knowledge = msgspec.structs.replace(KNOWLEDGE, version="threads")
    warm(knowledge)
    people = list(random_people(knowledge, 400))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda facts: assembled(knowledge, facts), people))
    for each, facts in zip(found, people, strict=True):
        assert_the_same_bytes(each, conclude(knowledge, facts))


@pytest.mark.parametrize("module", ["parts", "overall", "sight", "facts"])
def test_what_is_kept_is_bounded_and_starts_anew(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"legspasm.{module}.MOST_KEPT", 2)
    knowledge = msgspec.structs.replace(KNOWLEDGE, version=module)
    warm(knowledge)
    for facts in random_people(knowledge, 300):
        assert_the_same_bytes(assembled(knowledge, facts), conclude(knowledge, facts))
