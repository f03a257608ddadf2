"""Who is told something else: counted over all cases, and the same counted person by person.

The second count is made with the rules evaluated naively (``naive.py``), one case at a time, by
what each side could have been told of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import legspasm
import msgspec
import naive
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.audit.outline import NamedFact
from legspasm.authoring.joint import Uneven
from legspasm.authoring.shift import Move, Shift, Some, Turn, Witness, shift
from legspasm.consultation import consult_facts
from legspasm.facts import Fact
from legspasm.model import Knowledge, Rule, Value
from other_knowledge import stricter
from rebaked import rebaked, reworded
from strategies import FACTS, knowledge_of, rule_sets
from tiny import BREAD, Bread

BUILT_IN = legspasm.built_in_knowledge()
KNOWLEDGE = legspasm.load_knowledge(BREAD)
Told = Mapping[str, Value]
Saying = tuple[str, ...]
STEPS = {"state", "rule"}
KINDS = {
    "reservation": "reservations",
    "conflict": "conflicts",
    "factor": "factors",
    "expects": "places",
    "note": "notes",
    "out_of_scope": "scopes",
    "state": "states",
    "rule": "rules",
}
BESIDE = {"reservation", "conflict", "factor"}
WORDS = {"verdict": "verdicts", "advice": "advice"}


def sayings(knowledge: Knowledge, facts: Told) -> frozenset[Saying]:
    """All that comes out for one person, and the steps to it."""
    found = naive.firings(list(knowledge.rules), facts)
    concluded = {(each["concludes"]["kind"], each["concludes"]["id"]) for each in found}
    silent = any(("out_of_scope", each.id) in concluded for each in knowledge.scopes if each.silent)
    words = {cause.id: naive.verdict(cause.id, found) for cause in knowledge.causes}
    says = {rule.id: rule.says for rule in knowledge.rules}
    told: set[Saying] = {("verdict", *each) for each in words.items()}
    for firing in found:
        kind, id_ = firing["concludes"]["kind"], firing["concludes"]["id"]
        told.add(("rule", firing["rule"]))
        if kind in {"state", "out_of_scope"}:
            told.add((kind, id_))
        elif kind == "cause" and words[id_] == "with_reservation":
            told.add(("reservation", id_, firing["reservation"]))
        elif kind == "conflict" and words[id_] == "conflict":
            told.add(("conflict", id_, says[firing["rule"]]))
        elif kind == "factor" and not silent:
            bears_on = firing["concludes"].get("bears_on", [""])
            told |= {
                ("factor", id_, cause) for cause in bears_on if words.get(cause) != "not_indicated"
            }
        elif kind == "expects" and not silent:
            told.add((kind, id_))
    for advice in knowledge.advice:
        if not silent:
            applies = ("advice", advice.id) in concluded
            told.add(("advice", advice.id, "applies" if applies else "general"))
    for note in knowledge.notes:
        if note.shown_with == "answer" or (knowledge.advice and not silent):
            told.add(("note", note.id))
    return frozenset(told)


def counted(pairs: Iterable[tuple[frozenset[Saying], frozenset[Saying]]]) -> dict[str, Any]:
    """What a shift counts, one person at a time."""
    cases = changes = otherwise = 0
    moves, turns = Counter[tuple[str | None, ...]](), Counter[tuple[str, ...]]()
    for was, is_ in pairs:
        cases += 1
        outcomes = {each for each in was ^ is_ if each[0] not in STEPS}
        changes += bool(outcomes)
        otherwise += was != is_ and not outcomes
        for kind in WORDS:
            before, after = (
                {each[1]: each[2] for each in told if each[0] == kind} for told in (was, is_)
            )
            for id_ in {*before, *after}:
                if before.get(id_) != after.get(id_):
                    moves[kind, id_, before.get(id_), after.get(id_)] += 1
        for each in was ^ is_:
            if each[0] in KINDS:
                turns["gained" if each in is_ else "lost", *each] += 1
    return {
        "cases": cases,
        "changes": changes,
        "otherwise": otherwise,
        "moves": dict(moves),
        "turns": dict(turns),
    }


def said(kind: str, each: Turn) -> Saying:
    return (kind, each.id, each.beside) if kind in BESIDE else (kind, each.id)


def summed(found: Shift) -> dict[str, Any]:
    """The same of a shift."""
    moves = {
        (kind, each.id, each.before, each.after): each.cases.count
        for kind, name in WORDS.items()
        for each in getattr(found, name)
    }
    turns = {
        (way, *said(kind, each)): some.count
        for kind, name in KINDS.items()
        for each in getattr(found, name)
        for way, some in (("gained", each.gained), ("lost", each.lost))
        if some is not None
    }
    counts = {name: getattr(found, name) for name in ("cases", "changes", "otherwise")}
    return counts | {"moves": moves, "turns": turns}


def witnesses(found: Shift) -> Iterator[tuple[Saying | None, Saying | None, Witness]]:
    """What is told before only, and after only, with the witness."""
    for kind, name in WORDS.items():
        for each in getattr(found, name):
            was, is_ = (
                None if word is None else (kind, each.id, word)
                for word in (each.before, each.after)
            )
            yield was, is_, each.cases.witness
    for kind, name in KINDS.items():
        for each in getattr(found, name):
            if each.gained:
                yield None, said(kind, each), each.gained.witness
            if each.lost:
                yield said(kind, each), None, each.lost.witness


def consulted(knowledge: Knowledge, facts: Iterable[NamedFact]) -> frozenset[Saying]:
    """What the program itself tells."""
    given_facts = tuple(Fact(each.name, each.value, "option") for each in facts)
    record = consult_facts(knowledge, tuple(sorted(given_facts, key=lambda each: each.name)))
    body = record.document.body
    told: set[Saying] = {("verdict", each.cause, each.verdict) for each in body.verdicts}
    told |= {
        ("reservation", each.cause, text) for each in body.verdicts for text in each.reservations
    }
    told |= {("conflict", each.cause, one.text) for each in body.verdicts for one in each.conflicts}
    told |= {("factor", each.id, cause) for each in body.factors for cause in each.applies_to}
    told |= {("factor", each.id, "") for each in body.factors if not each.applies_to}
    told |= {("expects", each) for each in body.place.expected}
    told |= {("advice", each.id, "applies" if each.applies else "general") for each in body.advice}
    told |= {("note", each.id) for each in body.notes}
    told |= {("rule", each.rule) for each in body.firings}
    told |= {
        (each.concludes.kind, each.concludes.id)
        for each in body.firings
        if each.concludes.kind in {"state", "out_of_scope"}
    }
    return frozenset(told)


def check_witnesses(found: Shift, before: Knowledge, after: Knowledge) -> int:
    checked = 0
    for was, is_, witness in witnesses(found):
        first, second = consulted(before, witness.before), consulted(after, witness.after)
        assert was is None or (was in first and was not in second)
        assert is_ is None or (is_ in second and is_ not in first)
        checked += 1
    return checked


@st.composite
def edited_rules(draw: st.DrawFn) -> tuple[list[Rule], list[Rule]]:
    """Rules, and the same with a few edits: rules and conditions dropped, flipped, and reserved."""
    before = draw(rule_sets())
    after = list(before)
    for _ in range(draw(st.integers(1, 3))):
        if not after:
            break
        at = draw(st.integers(0, len(after) - 1))
        rule = after[at]
        edit = draw(st.sampled_from(["drop", "drop_when", "drop_unless", "flip", "reserve"]))
        if edit == "drop":
            del after[at]
        elif edit == "drop_when" and len(rule.when) > 1:
            after[at] = msgspec.structs.replace(rule, when=rule.when[1:])
        elif edit == "drop_unless":
            after[at] = msgspec.structs.replace(rule, unless=rule.unless[1:])
        elif edit == "flip":
            after[at] = msgspec.structs.replace(
                rule,
                when=tuple(
                    msgspec.structs.replace(each, wanted=not each.wanted)
                    if each.kind == "fact"
                    else each
                    for each in rule.when
                ),
            )
        elif rule.concludes.kind == "cause":
            after[at] = msgspec.structs.replace(rule, reservation="" if rule.reservation else "but")
    return before, after


def people_of(*rules: list[Rule]) -> Iterator[Told]:
    """Everybody whom the rules tell apart."""
    read = {
        each.name
        for one in rules
        for rule in one
        for each in rule.conditions
        if each.kind == "fact"
    }
    names = [name for name in FACTS if name in read]
    for values in product([None, True, False], repeat=len(names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


@settings(max_examples=80, deadline=None)
@given(edited_rules())
def test_any_edit_of_any_rules_shifts_what_running_both_shows(
    rules: tuple[list[Rule], list[Rule]],
) -> None:
    before, after = (knowledge_of(each) for each in rules)
    found = shift(before, after)
    expected = counted(
        (sayings(before, person), sayings(after, person)) for person in people_of(*rules)
    )
    assert summed(found) == expected


@settings(max_examples=25, deadline=None)
@given(edited_rules())
def test_every_witness_is_one(rules: tuple[list[Rule], list[Rule]]) -> None:
    before, after = (knowledge_of(each) for each in rules)
    check_witnesses(shift(before, after), before, after)


@settings(max_examples=20, deadline=None)
@given(rule_sets())
def test_nothing_shifts_from_itself(rules: list[Rule]) -> None:
    knowledge = knowledge_of(rules)
    found = shift(knowledge, knowledge)
    assert (found.changes, found.otherwise, list(witnesses(found))) == (0, 0, [])


def subsets(*values: str) -> list[Value | None]:
    sizes = (combinations(values, size) for size in range(len(values) + 1))
    return [None, *chain.from_iterable(sizes)]


BAKERS: Mapping[str, list[Value | None]] = {
    "stayed_flat": [None, True, False],
    "flour": [None, "wheat", "rye", "mixed", "none", "spelt"],
    "yeast_age": [None, 179, 364, 365],
    "foam": [None, True, False],
    "added": subsets("salt", "sugar", "honey"),
    "kitchen": [None, 18.4, 40.0, 40.1],
    "proved": [None, True, False],
}
"""Everybody whom the rules of the one, or of the other, tell apart; ``winter`` is told to none."""
LACKS: Mapping[str, tuple[Value, ...]] = {
    "flour": ("spelt",),
    "added": ("honey",),
    "proved": (True, False),
}
LACKS_NOW: Mapping[str, tuple[Value, ...]] = {"added": ("sugar",), "kitchen": (40.1,)}
"""The values that the one, and the other, does not have."""


def heard(person: Told, lacks: Mapping[str, tuple[Value, ...]]) -> tuple[tuple[str, Value], ...]:
    """What one side can be told of a person."""
    found: list[tuple[str, Value]] = []
    for name, value in person.items():
        lacking = lacks.get(name, ())
        if isinstance(value, tuple) and value:
            known = tuple(each for each in value if each not in lacking)
            found += [(name, known)] if known else []
        elif value not in lacking:
            found.append((name, value))
    return tuple(found)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return legspasm.load_knowledge(rebaked(tmp_path_factory.mktemp("shift") / "rebaked"))


def test_other_facts_values_ranges_and_types_shift_what_running_both_shows(
    after: Knowledge,
) -> None:
    was = cache(lambda facts: in_new_words(sayings(KNOWLEDGE, dict(facts))))
    is_ = cache(lambda facts: sayings(after, dict(facts)))
    people = [
        {name: value for name, value in zip(BAKERS, values, strict=True) if value is not None}
        for values in product(*BAKERS.values())
    ]
    pairs = ((was(heard(each, LACKS)), is_(heard(each, LACKS_NOW))) for each in people)
    assert summed(shift(KNOWLEDGE, after)) == counted(pairs)


def in_new_words(told: frozenset[Saying]) -> frozenset[Saying]:
    return frozenset(
        tuple(text.replace("how much salt.", "how much salt that takes.") for text in each)
        for each in told
    )


def test_the_witnesses_of_a_rebaked_loaf_are_people_of_both(after: Knowledge) -> None:
    assert check_witnesses(shift(KNOWLEDGE, after), KNOWLEDGE, after) > 30


def test_what_an_edit_of_the_built_in_knowledge_shifts_has_witnesses(tmp_path: Path) -> None:
    changed = legspasm.load_knowledge(stricter(tmp_path))
    found = shift(BUILT_IN, changed)
    told = (NamedFact("heavy_sweating", True),)
    also = (*told, NamedFact("drinking_little", True))
    assert found.verdicts == (
        Move(
            "dehydration",
            "supported",
            "with_reservation",
            Some(56_687_040, Witness(also, also)),
        ),
        Move("dehydration", "supported", "undetermined", Some(113_374_080, Witness(told, told))),
    )
    assert (found.cases, found.changes, found.otherwise) == (
        1_434_890_700,
        561_123_936,
        299_810_484,
    )
    assert found.advice == (
        Move("replenish", "applies", "general", Some(71_383_680, Witness(told, told))),
    )
    assert check_witnesses(found, BUILT_IN, changed) == 18


def test_other_words_shift_nothing(tmp_path: Path) -> None:
    changed = legspasm.load_knowledge(reworded(tmp_path / "reworded"))
    assert list(witnesses(shift(KNOWLEDGE, changed))) == []


def test_what_is_not_there_has_no_word(bread: Bread) -> None:
    text = bread.text("advice.yaml")
    bread.write("advice.yaml", text.replace("id: warm_spot", "id: hot_spot"))
    bread.replace("rules/beside.yaml", "advice: warm_spot", "advice: hot_spot")
    after = bread.load()
    found = shift(KNOWLEDGE, after)
    assert [(each.id, each.before, each.after) for each in found.advice] == [
        ("warm_spot", "applies", None),
        ("warm_spot", "general", None),
        ("hot_spot", None, "applies"),
        ("hot_spot", None, "general"),
    ]
    assert check_witnesses(found, KNOWLEDGE, after) == 4


def test_a_limit_that_is_told_with_advice_goes_with_the_last_advice(bread: Bread) -> None:
    bread.write("advice.yaml", "advice: []\n")
    text = bread.text("rules/beside.yaml")
    bread.write("rules/beside.yaml", text[: text.index("  - id: use_fresh_yeast")])
    found = shift(KNOWLEDGE, bread.load())
    assert [(each.id, each.gained, each.lost and each.lost.count) for each in found.notes] == [
        ("not_always", None, 4860)
    ]
    assert {each.after for each in found.advice} == {None}


def test_of_a_fact_that_means_another_thing_nobody_is_told(bread: Bread) -> None:
    bread.replace("facts.yaml", "unit: degrees", "unit: kelvin")
    after = bread.load()
    found = shift(KNOWLEDGE, after)
    assert found.uneven == (Uneven("kitchen", "unit"),)
    assert (found.cases, list(witnesses(found))) == (2025, [])


def test_two_subjects_share_nothing_and_can_be_compared() -> None:
    found = shift(KNOWLEDGE, BUILT_IN)
    one, other = (shift(each, each).cases for each in (KNOWLEDGE, BUILT_IN))
    assert found.cases == found.changes == one * other
    assert {each.why for each in found.uneven} == {"only_before", "only_after"}
    assert check_witnesses(found, KNOWLEDGE, BUILT_IN) > 100
