"""The smallest changes that give an outcome: held against trying everything, without the engine."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from itertools import combinations, product
from typing import Any

import legspasm
import msgspec
import naive
import pytest
import reading_table
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.asked import Outcome
from legspasm.changes import FactChange, SmallestChanges, smallest_changes
from legspasm.consultation import consult_facts
from legspasm.facts import check_facts
from legspasm.model import (
    VERDICTS,
    Cause,
    Conclusion,
    Condition,
    FactDefinition,
    Knowledge,
    Option,
    Parameter,
    Rule,
    State,
)
from legspasm.ordering import in_canonical_order
from legspasm.telling import PlaceDefinition, Quote, Safety
from strategies import told
from tiny import BREAD

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
HOLDS = ("supported", "with_reservation")

Case = Mapping[str, Any]
Change = frozenset[tuple[str, Any]]
"""The facts that are changed, each with the class of its new value."""


def values(definition: FactDefinition, rules: Collection[Rule]) -> list[Any]:
    """Unknown, and every concrete value; of a number one in each interval between two limits."""
    ids = [option.id for option in definition.options]
    match definition.type:
        case "yes_no":
            return [None, True, False]
        case "choice":
            return [None, *ids]
        case "set":
            sizes = range(len(ids) + 1)
            return [None, *(each for size in sizes for each in combinations(ids, size))]
    limits = {each.wanted for each in read(rules) if each.name == definition.name}
    return [None, definition.minimum, *(limit for limit in sorted(limits))]


def read(rules: Collection[Rule]) -> list[Condition]:
    """The conditions on facts."""
    return [each for rule in rules for each in (*rule.when, *rule.unless) if each.kind == "fact"]


def behind(cause: str, rules: Collection[Rule]) -> list[Rule]:
    """Every rule that bears on the verdict on ``cause``, backwards."""
    waiting = [
        rule
        for rule in rules
        if rule.concludes.kind == "out_of_scope"
        or (rule.concludes.kind in naive.VERDICT_KINDS and rule.concludes.id == cause)
    ]
    found: list[Rule] = []
    while waiting:
        rule = waiting.pop()
        if rule not in found:
            found.append(rule)
            conditions = (*rule.when, *rule.unless)
            waiting += [
                each
                for each in rules
                for condition in conditions
                if condition.kind != "fact" and naive.makes(each, condition)
            ]
    return found


def class_of(definition: FactDefinition, value: Any, conditions: Collection[Condition]) -> Any:
    """What tells a value from another one: of a number or a set the conditions that it meets."""
    if value is None or definition.type in {"yes_no", "choice"}:
        return value
    return tuple(naive.holds(each, value) for each in conditions if each.name == definition.name)


def by_trying_everything(
    definitions: Collection[FactDefinition],
    rules: Collection[Rule],
    told: Case,
    cause: str,
    holds: Callable[[Case], bool],
    keep: Collection[str],
) -> set[Change]:
    """Every set of changes of the least size that makes ``holds`` true; empty where none does."""
    conditions = read(behind(cause, rules))
    names = {each.name for each in read(rules)}
    free = [each for each in definitions if each.name in names and each.name not in keep]
    others = {
        each.name: [value for value in values(each, rules) if value != told.get(each.name)]
        for each in free
    }
    for size in range(len(free) + 1):
        found: set[Change] = set()
        for changed in combinations(free, size):
            for chosen in product(*(others[each.name] for each in changed)):
                news = {each.name: new for each, new in zip(changed, chosen, strict=True)}
                case = {**told, **news}
                if holds({name: value for name, value in case.items() if value is not None}):
                    found.add(classes(changed, news, conditions))
        if found:
            return found
    return set()


def classes(
    definitions: Collection[FactDefinition], news: Case, conditions: Collection[Condition]
) -> Change:
    return frozenset(
        (each.name, class_of(each, news[each.name], conditions))
        for each in definitions
        if each.name in news
    )


def as_found(
    answer: SmallestChanges | legspasm.WhyNot,
    definitions: Collection[FactDefinition],
    rules: Collection[Rule],
    cause: str,
) -> list[Change]:
    """The answer of the engine, to be compared; no set may stand twice."""
    conditions = read(behind(cause, rules))
    found = []
    for changes in answer.smallest_changes if isinstance(answer, legspasm.WhyNot) else answer.sets:
        news = {each.fact: each.after for each in changes}
        assert len(news) == len(changes) == answer.size
        found.append(classes(definitions, news, conditions))
    assert len(found) == len(set(found))
    return found


def check_answer(
    answer: legspasm.WhyNot, expected: set[Change], knowledge: Knowledge, cause: str
) -> None:
    assert set(as_found(answer, knowledge.facts, knowledge.rules, cause)) == expected
    size = len(next(iter(expected))) if expected else None
    assert (answer.size, answer.impossible, answer.proven) == (size, not expected, True)
    assert size is None or answer.no_fewer_than == size


def wanted(word: str) -> tuple[str, ...]:
    return ("supported",) if word in HOLDS else HOLDS


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE), st.sampled_from(KNOWLEDGE.causes))
def test_no_smaller_and_no_other_change_gives_a_verdict_of_the_built_in_knowledge(
    facts: dict[str, Any], cause: Any
) -> None:
    table = getattr(reading_table, cause.id)
    record = legspasm.consult(facts)
    case = {fact.name: fact.value for fact in record.facts}
    accepted = wanted(table(case))
    expected = by_trying_everything(
        KNOWLEDGE.facts, KNOWLEDGE.rules, case, cause.id, lambda each: table(each) in accepted, ()
    )
    answer = legspasm.why_not(record, cause.id)
    assert answer.wanted == accepted
    check_answer(answer, expected, KNOWLEDGE, cause.id)


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE), st.sampled_from(KNOWLEDGE.causes), st.data())
def test_facts_that_are_kept_do_not_change_and_what_they_make_impossible_is_said(
    facts: dict[str, Any], cause: Any, data: st.DataObject
) -> None:
    table = getattr(reading_table, cause.id)
    names = [each.name for each in KNOWLEDGE.facts]
    about = [each.name for each in read(behind(cause.id, KNOWLEDGE.rules))]
    free = data.draw(st.sets(st.sampled_from(sorted(set(about))), max_size=5), label="free")
    keep = [name for name in names if name not in free]
    record = legspasm.consult(facts)
    case = {fact.name: fact.value for fact in record.facts}
    accepted = wanted(table(case))
    expected = by_trying_everything(
        KNOWLEDGE.facts, KNOWLEDGE.rules, case, cause.id, lambda each: table(each) in accepted, keep
    )
    answer = legspasm.why_not(record, cause.id, keep=keep)
    assert answer.keep == tuple(keep)
    check_answer(answer, expected, KNOWLEDGE, cause.id)


@cache
def baked(cause: str, case: tuple[tuple[str, Any], ...]) -> str:
    return naive.verdict(cause, naive.firings(list(BAKERY.rules), dict(case)))


@settings(max_examples=60, deadline=None)
@given(
    told(BAKERY),
    st.sampled_from(BAKERY.causes),
    st.sets(st.sampled_from([each.name for each in BAKERY.facts]), max_size=5),
)
def test_another_subject_is_searched_as_thoroughly(
    facts: dict[str, Any], cause: Any, keep: set[str]
) -> None:
    record = legspasm.consult(facts, knowledge=BAKERY)
    case = {fact.name: fact.value for fact in record.facts}

    def word(each: Case) -> str:
        return baked(cause.id, tuple(sorted(each.items())))

    accepted = wanted(word(case))
    expected = by_trying_everything(
        BAKERY.facts, BAKERY.rules, case, cause.id, lambda each: word(each) in accepted, keep
    )
    answer = legspasm.why_not(record, cause.id, keep=keep)
    check_answer(answer, expected, BAKERY, cause.id)


def fact(name: str, type_: Any, options: str = "", **more: Any) -> FactDefinition:
    return FactDefinition(
        name=name,
        group="g",
        type=type_,
        question="?",
        help="",
        why="",
        unknown="Not told.",
        options=tuple(Option(id_, id_, f"It is {id_}.") for id_ in options.split()),
        none="None.",
        says="It is {value}.",
        **more,
    )


MIXED = (
    fact("f1", "yes_no", "yes no"),
    fact("f2", "choice", "a b c"),
    fact("f3", "whole_number", minimum=0, maximum=30),
    fact("f4", "set", "x y"),
)


FACT_CONDITIONS = st.sampled_from(
    [
        Condition("fact", name, operator, wanted, "said")  # type: ignore[arg-type]  # operators
        for name, operator, wanted in [
            ("f1", "is", True),
            ("f1", "is", False),
            ("f2", "is", "a"),
            ("f2", "one_of", ("b", "c")),
            ("f3", "at_least", 10),
            ("f3", "below", 10),
            ("f3", "below", 20),
            ("f4", "includes", "x"),
            ("f4", "empty", True),
            ("f4", "empty", False),
        ]
    ]
)
ANY_CONDITIONS = FACT_CONDITIONS | st.sampled_from(
    [Condition("state", name, "holds", True, "said") for name in ("s1", "s2")]
)
ON_A_VERDICT = st.sampled_from(
    [
        Condition("verdict", "c1", "one_of", words, "said")
        for words in (HOLDS, ("not_indicated", "undetermined"), ("conflict",))
    ]
)


@st.composite
def rules_about(
    draw: st.DrawFn,
    conclusions: list[tuple[str, str]],
    conditions: st.SearchStrategy[Condition],
    sizes: tuple[int, int],
) -> list[Rule]:
    """Rules that conclude one of ``conclusions`` each, from one to three conditions."""
    rules = []
    for _ in range(draw(st.integers(*sizes))):
        kind, name = draw(st.sampled_from(conclusions))
        rules.append(
            Rule(
                id="",
                topic="",
                when=tuple(draw(st.lists(conditions, min_size=1, max_size=3))),
                unless=tuple(draw(st.lists(conditions, max_size=1))),
                concludes=Conclusion(kind, name),  # type: ignore[arg-type]  # a kind
                says="said",
                cites=(Quote("P1.S1", "A leg"),),
                file="generated",
                line=1,
                reservation="but" if kind == "cause" and draw(st.booleans()) else "",
            )
        )
    return rules


@st.composite
def knowledges(draw: st.DrawFn) -> Knowledge:
    """Random rules over facts of every type, with more than one way to each of two causes."""
    rules = [
        *draw(rules_about([("state", "s1"), ("state", "s2")], FACT_CONDITIONS, (2, 4))),
        *draw(rules_about([("cause", "c1")], ANY_CONDITIONS, (1, 3))),
        *draw(rules_about([("conflict", "c1"), ("against", "c1")], ANY_CONDITIONS, (0, 2))),
        *draw(rules_about([("cause", "c2")], ANY_CONDITIONS | ON_A_VERDICT, (1, 2))),
        *draw(rules_about([("conflict", "c2")], ANY_CONDITIONS | ON_A_VERDICT, (0, 1))),
        *draw(rules_about([("out_of_scope", "none")], FACT_CONDITIONS, (0, 1))),
    ]
    named = [msgspec.structs.replace(rule, id=f"r{i}") for i, rule in enumerate(rules)]
    return small(MIXED, in_canonical_order(named))


def small(facts: tuple[FactDefinition, ...], rules: tuple[Rule, ...]) -> Knowledge:
    """A knowledge base of these facts and rules, with a digest of its own."""
    return msgspec.structs.replace(
        KNOWLEDGE,
        digest=hashlib.sha256(msgspec.json.encode((facts, rules))).hexdigest(),
        parameters=tuple[Parameter, ...](),
        facts=facts,
        causes=tuple(Cause(each, each, VERDICTS) for each in ("c1", "c2")),
        states=tuple(State(each, each) for each in ("s1", "s2")),
        scopes=(),
        rules=rules,
        factors=(),
        advice=(),
        place=PlaceDefinition(),
        safety=Safety(),
    )


@settings(max_examples=150, deadline=None)
@given(
    knowledges(),
    told(small(MIXED, ())),
    st.sampled_from(["c1", "c2"]),
    st.sets(st.sampled_from(["f1", "f2", "f3", "f4"]), max_size=2),
)
def test_the_search_is_right_for_random_knowledge(
    knowledge: Knowledge, facts: dict[str, Any], cause: str, keep: set[str]
) -> None:
    checked = check_facts(knowledge, (facts, "call"))
    case = {each.name: each.value for each in checked}
    rules = list(knowledge.rules)

    def word(each: Case) -> str:
        return naive.verdict(cause, naive.firings(rules, each))

    accepted = wanted(word(case))
    expected = by_trying_everything(
        MIXED, rules, case, cause, lambda each: word(each) in accepted, keep
    )
    answer = legspasm.why_not(consult_facts(knowledge, checked), cause, keep=keep)
    check_answer(answer, expected, knowledge, cause)


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE), st.sampled_from(KNOWLEDGE.causes))
def test_every_set_that_is_told_gives_it_when_it_is_consulted(
    facts: dict[str, Any], cause: Any
) -> None:
    record = legspasm.consult(facts)
    answer = legspasm.why_not(record, cause.id)
    assert answer.smallest_changes
    for changes in answer.smallest_changes:
        for ends in edges(changes):
            after = {each.name: each.value for each in record.facts} | ends
            words = {each.cause: each.verdict for each in legspasm.consult(after).verdicts}
            assert words[cause.id] in answer.wanted


def edges(changes: Collection[FactChange]) -> Iterator[dict[str, Any]]:
    """The change as it is told; and with the two ends of every interval instead."""
    yield {each.fact: each.after for each in changes}
    for end in ("low", "high"):
        news: dict[str, Any] = {}
        for each in changes:
            definition = next(one for one in KNOWLEDGE.facts if one.name == each.fact)
            step = 1 if definition.type == "whole_number" else 0.001
            if each.at_least is None:
                news[each.fact] = each.after
            elif end == "low":
                news[each.fact] = each.at_least
            else:
                news[each.fact] = definition.maximum if each.below is None else each.below - step
        yield news


def verdict_changes(
    cause: str, facts: dict[str, Any], *keep: str, knowledge: Knowledge = KNOWLEDGE
) -> list[list[dict[str, Any]]]:
    record = legspasm.consult(facts, knowledge=knowledge)
    found: list[list[dict[str, Any]]] = legspasm.why_not(record, cause, keep=keep).to_dict()[
        "smallest_changes"
    ]
    return found


def test_the_answer_names_each_fact_with_its_old_and_its_new_value() -> None:
    assert verdict_changes("excessive_activity", {"exertion": "some", "weak_muscles": False}) == [
        [
            {
                "fact": "exertion",
                "from": "some",
                "to": "excessive",
                "says": "Your legs had worked much more than they are used to.",
            }
        ],
        [
            {
                "fact": "weak_muscles",
                "from": False,
                "to": True,
                "says": "Your leg muscles are weak.",
            }
        ],
    ]


def test_a_number_moves_to_the_nearest_value_and_tells_the_interval() -> None:
    assert verdict_changes("low_potassium", {"blood_potassium": 4.1}) == [
        [
            {
                "fact": "blood_potassium",
                "from": 4.1,
                "to": 3.4,
                "says": "A test found 3.4 mmol/L of potassium in your blood.",
                "at_least": 1.0,
                "below": 3.5,
            }
        ]
    ]
    assert verdict_changes("older_age", {"age": 31}) == [
        [{"fact": "age", "from": 31, "to": 60, "says": "Your age is 60.", "at_least": 60}]
    ]


def test_a_number_that_was_not_told_becomes_the_lowest_one_of_its_interval() -> None:
    [_, _, [change]] = verdict_changes("low_potassium", {"low_potassium_diet": False})
    assert change == {
        "fact": "blood_potassium",
        "from": None,
        "to": 1.0,
        "says": "A test found 1.0 mmol/L of potassium in your blood.",
        "at_least": 1.0,
        "below": 3.5,
    }


def test_a_whole_number_goes_just_below_its_limit() -> None:
    facts = {"yeast_age": 400, "foam": True, "added": []}
    assert verdict_changes("weak_yeast", facts, "added", "foam", knowledge=BAKERY) == []
    record = legspasm.consult(facts, knowledge=BAKERY)
    found = smallest_changes(
        BAKERY,
        {each.name: each.value for each in record.facts},
        [Outcome("verdict", "weak_yeast")],
        {"not_indicated"},
        ["foam"],
    )
    assert [[(each.fact, each.after) for each in one] for one in found.sets] == [
        [("yeast_age", None)],
        [("yeast_age", 179)],
    ]


def test_a_set_keeps_the_values_that_do_not_matter() -> None:
    [change] = verdict_changes("weak_yeast", {"added": ["sugar"]}, "yeast_age", knowledge=BAKERY)
    assert change == [
        {
            "fact": "added",
            "from": ["sugar"],
            "to": ["salt", "sugar"],
            "says": "You added salt. You added sugar.",
        }
    ]


def test_an_answer_that_is_taken_back_goes_to_null() -> None:
    assert verdict_changes("dehydration", {"drinking_little": True, "had_spasm": False}) == [
        [
            {
                "fact": "had_spasm",
                "from": False,
                "to": None,
                "says": "You did not say whether you had a leg spasm.",
            }
        ],
        [{"fact": "had_spasm", "from": False, "to": True, "says": "You had a leg spasm."}],
    ]


def test_one_empty_set_says_that_it_is_so_already() -> None:
    answer = legspasm.why_not(legspasm.consult(recent_injury=True), "injury")
    assert (answer.smallest_changes, answer.size, answer.no_fewer_than) == (((),), 0, 0)
    assert (answer.impossible, answer.proven, answer.tried) == (False, True, 1)


def test_no_set_says_that_no_change_gives_it() -> None:
    answer = legspasm.why_not(
        legspasm.consult(recent_injury=False), "injury", keep=["recent_injury"]
    )
    assert (answer.smallest_changes, answer.size, answer.impossible, answer.proven) == (
        (),
        None,
        True,
        True,
    )


def test_a_conclusion_that_no_rule_makes_is_impossible() -> None:
    states = (*KNOWLEDGE.states, State("moonlit", "The moon shone."))
    knowledge = msgspec.structs.replace(KNOWLEDGE, states=states, digest="1" * 64)
    answer = legspasm.why_not(legspasm.consult(knowledge=knowledge), "moonlit")
    assert (answer.smallest_changes, answer.size, answer.impossible, answer.tried) == (
        (),
        None,
        True,
        1,
    )
    assert answer.routes == ()


def test_a_factor_that_no_rule_makes_is_impossible() -> None:
    assert smallest_changes(KNOWLEDGE, {}, [], {True}) == SmallestChanges(
        sets=(), size=None, no_fewer_than=0, impossible=True, proven=True, tried=0
    )


def test_a_search_that_is_too_long_ends_with_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legspasm.changes.MOST_TRIED", 20)
    facts = {"had_spasm": False, "heavy_sweating": False}
    answer = legspasm.why_not(legspasm.consult(facts), "dehydration")
    assert (answer.smallest_changes, answer.size, answer.no_fewer_than, answer.tried) == (
        (),
        None,
        2,
        20,
    )
    assert not answer.impossible
    assert "It takes 2 changes or more." in answer.render()


def test_a_set_of_too_many_named_values_is_searched_without_a_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("legspasm.cells.MOST_NAMED", 0)
    knowledge = msgspec.structs.replace(BAKERY, digest="2" * 64)
    record = legspasm.consult({"foam": True}, knowledge=knowledge)
    answer = legspasm.why_not(record, "weak_yeast")
    assert (answer.size, answer.proven, answer.impossible) == (1, False, False)
    assert "Not every set was tried, so there may be others, and smaller ones." in answer.render()
    kept = legspasm.why_not(record, "weak_yeast", keep=[each.name for each in knowledge.facts])
    assert (kept.size, kept.proven, kept.impossible) == (None, False, False)


def test_the_changes_that_were_tried_are_counted() -> None:
    """One way to leave all as it is, and each other answer about each fact that can matter."""
    answer = legspasm.why_not(legspasm.consult(recent_injury=False), "injury")
    others = {
        "had_spasm": 2,
        "spasm_site": 4,
        "recent_injury": 2,
        "injury_at_spasm": 2,
        "injury_healed": 2,
    }
    assert answer.tried == 1 + sum(others.values())
