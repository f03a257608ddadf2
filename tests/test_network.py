"""Inference: what experta finds is what the rules say, in one order, wherever it runs."""

import json
import logging
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import legspasm
import msgspec
import naive
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm import network
from legspasm.facts import Fact, check_facts
from legspasm.model import Conclusion, Condition, Knowledge, Rule
from stock import stock
from strategies import FACTS, as_plain, knowledge_of, rule_sets, told

KNOWLEDGE = legspasm.built_in_knowledge()
DECLARED = sorted(KNOWLEDGE.rules, key=lambda rule: (naive.FILES.index(rule.file), rule.line))

PEOPLE: list[dict[str, Any]] = [
    {},
    {"recent_injury": True, "age": 70},
    {"recent_injury": False, "injury_at_spasm": True, "exertion": "none", "activities": ["work"]},
    {"heavy_sweating": True, "other_fluid_loss": True, "drinking_little": True, "age": 61},
    {"low_potassium_diet": True, "blood_potassium": 3.5, "low_potassium_test": True},
    {"exertion": "excessive", "activities": ["jumping_sport", "running"], "spasm_site": "calf"},
]


def found(knowledge: Knowledge, facts: dict[str, Any]) -> Any:
    return as_plain(network.infer(knowledge, check_facts(knowledge, (facts, "call"))))


@settings(max_examples=1500, deadline=None)
@given(told(KNOWLEDGE))
def test_the_firings_are_those_of_a_naive_evaluation_for_any_person(facts: dict[str, Any]) -> None:
    known = {fact.name: fact.value for fact in check_facts(KNOWLEDGE, (facts, "call"))}
    assert found(KNOWLEDGE, facts) == naive.firings(DECLARED, known)


@settings(max_examples=150, deadline=None)
@given(rule_sets(), st.lists(st.dictionaries(st.sampled_from(FACTS), st.booleans()), max_size=6))
def test_the_firings_are_those_of_a_naive_evaluation_for_any_rules(
    rules: list[Rule], people: list[dict[str, bool]]
) -> None:
    # Absence, several supports, conflicts and reservations, on rules that nobody has looked at.
    knowledge = knowledge_of(rules)
    for person in people:
        facts = tuple(Fact(name, person[name], "call") for name in sorted(person))
        assert as_plain(network.infer(knowledge, facts)) == naive.firings(rules, person)


PROGRAM = """
import json, sys, random
import legspasm
people = json.loads(sys.argv[1])
digests = []
for person in people:
    items = list(person.items())
    random.Random(int(sys.argv[2])).shuffle(items)
    digests.append(legspasm.consult(dict(items)).digest)
print(json.dumps(digests))
"""


def test_fifty_processes_with_other_hash_seeds_and_input_orders_give_the_same_bytes() -> None:
    def run(seed: int) -> str:
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM, json.dumps(PEOPLE), str(seed)],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    with ThreadPoolExecutor(2) as pool:
        outputs = list(pool.map(run, range(50)))
    here = [legspasm.consult(person).digest for person in PEOPLE]
    assert [json.loads(output) for output in outputs] == [here] * 50


def test_eight_threads_at_once_give_each_person_their_own_firings() -> None:
    expected = [found(KNOWLEDGE, person) for person in PEOPLE]
    barrier = threading.Barrier(8)

    def run(_: int) -> list[bool]:
        barrier.wait()
        return [
            found(KNOWLEDGE, person) == wanted
            for _ in range(6)
            for person, wanted in zip(PEOPLE, expected, strict=True)
        ]

    with ThreadPoolExecutor(8) as pool:
        results = [each for thread in pool.map(run, range(8)) for each in thread]
    assert results == [True] * (8 * 6 * len(PEOPLE))


def test_an_engine_that_failed_is_thrown_away_and_the_next_person_gets_only_their_own() -> None:
    broken = (Fact("recent_injury", True, "call"), Fact("age", "old", "call"))
    before = found(KNOWLEDGE, PEOPLE[5])
    with pytest.raises(TypeError, match="old"):
        network.infer(KNOWLEDGE, broken)
    assert found(KNOWLEDGE, PEOPLE[5]) == before


def test_a_fact_that_is_told_twice_is_a_fault_and_fires_nothing() -> None:
    contradicting = (Fact("age", 70, "call"), Fact("age", 7, "call"))
    with pytest.raises(RuntimeError, match="told more than once: fact_age"):
        network.infer(KNOWLEDGE, contradicting)


def test_a_rule_that_fires_again_and_again_is_stopped_and_told_as_a_fault() -> None:
    # Only a matcher that is wrong could do that: experta's own fires on each of two values.
    condition = Condition("fact", "f1", "one_of", tuple("abcdef"), "said")
    rule = msgspec.structs.replace(
        KNOWLEDGE.rules[0], when=(condition,), unless=(), concludes=Conclusion("state", "s1")
    )
    contradicting = tuple(Fact("f1", value, "call") for value in "abcdef")
    with pytest.raises(RuntimeError, match="fired more than once"):
        stock(knowledge_of([rule])).run(contradicting)


def test_one_network_is_built_for_a_knowledge_base_and_kept() -> None:
    found(KNOWLEDGE, PEOPLE[1])
    built = network._network.cache_info().misses
    for person in PEOPLE:
        found(KNOWLEDGE, person)
    assert network._network.cache_info().misses == built


HOST = """
import collections, logging, sys
handler = logging.StreamHandler(sys.stdout)
{setup}
before = (list(logging.getLogger().handlers), logging.getLogger().level)
import legspasm
legspasm.consult(recent_injury=True, age=70)
assert (list(logging.getLogger().handlers), logging.getLogger().level) == before
assert not hasattr(collections, "Mapping")
print("done")
"""


@pytest.mark.parametrize(
    "setup",
    [
        "pass",
        "logging.getLogger().addHandler(handler); logging.getLogger().setLevel(logging.INFO)",
        "logging.getLogger().addHandler(handler); logging.getLogger().setLevel(logging.DEBUG)",
    ],
)
def test_the_host_keeps_its_logging_and_its_collections_and_sees_no_fact(setup: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", HOST.format(setup=setup)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_the_loggers_of_this_process_hear_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        found(KNOWLEDGE, PEOPLE[1])
    assert caplog.records == []


def test_nothing_but_an_inference_imports_experta() -> None:
    source = subprocess.run(
        [
            sys.executable,
            "-c",
            "import legspasm, sys; legspasm.built_in_knowledge();"
            "print(sorted({'experta', 'jinja2', 'click'} & set(sys.modules)))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert source.stdout == "[]\n"
