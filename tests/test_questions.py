"""Which questions are asked: in order, once, and as long as an answer can still matter."""

from collections.abc import Mapping

import msgspec
import pytest
import reading_table
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.asked import Outcome
from legspasm.cones import cone, outcomes
from legspasm.consultation import consult_facts
from legspasm.facts import check_facts
from legspasm.model import (
    Cause,
    Conclusion,
    Condition,
    FactDefinition,
    Knowledge,
    Option,
    Rule,
)
from legspasm.ordering import in_canonical_order
from legspasm.questions import (
    could_change,
    in_order_of_asking,
    most_questions_left,
    next_question,
)
from legspasm.reader import load_knowledge
from legspasm.record import Record
from legspasm.shipped import built_in_knowledge
from strategies import NOTHING_SPECIAL, knowledge_of, person, value_for
from tiny import BREAD

KNOWLEDGE = built_in_knowledge()
NAMES = [definition.name for definition in KNOWLEDGE.facts]
INJURY = ["injury_at_spasm", "injury_healed"]
ACTIVITY = ["activities", "weak_muscles"]


def asked(answers: Mapping[str, object]) -> list[str]:
    """The names of the questions that somebody with these answers is asked."""
    given_so_far: dict[str, object] = {}
    names: list[str] = []
    while (definition := following(given_so_far)) is not None:
        assert definition.name not in names
        names.append(definition.name)
        given_so_far[definition.name] = answers.get(definition.name)
    return names


def following(
    answers: Mapping[str, object], knowledge: Knowledge = KNOWLEDGE
) -> FactDefinition | None:
    """The question after these ones, in the order in which they were answered; None: not sure."""
    told = {each.name: each.value for each in check_facts(knowledge, (answers, "answer"))}
    unsure = {name for name, answer in answers.items() if answer is None}
    return next_question(knowledge, told, unsure, [*answers, ""][len(answers) - 1])


def record(answers: Mapping[str, object]) -> Record:
    return consult_facts(KNOWLEDGE, check_facts(KNOWLEDGE, (answers, "answer")))


def words(of: Record) -> dict[str, str]:
    return {verdict.cause: verdict.verdict for verdict in of.verdicts}


def told(of: Record) -> dict[str, object]:
    """What a person is told, as far as a skipped question must not change it."""
    return {
        "verdicts": {each.cause: (each.verdict, set(each.reservations)) for each in of.verdicts},
        "factors": [(factor.id, factor.applies_to) for factor in of.factors],
        "place": (of.place.expected, of.place.agreement) if of.place.agreement else None,
        "advice": [(advice.id, advice.applies) for advice in of.advice],
    }


TOLD_NOTHING_SPECIAL = {
    each.name: each.value for each in check_facts(KNOWLEDGE, (NOTHING_SPECIAL, "answer"))
}


def test_somebody_with_nothing_special_is_done_in_ten_questions() -> None:
    assert asked(NOTHING_SPECIAL) == [
        "red_flags",
        "spasm_site",
        "at_night",
        "exertion",
        "weak_muscles",
        "recent_injury",
        "heavy_sweating",
        "other_fluid_loss",
        "drinking_little",
        "low_potassium_test",
    ]


def test_the_longest_interview_asks_sixteen_questions_after_the_one_of_safety() -> None:
    """Each answer here is one that leaves the most open."""
    longest = {
        "spasm_site": "calf",
        "recent_injury": True,
        "injury_healed": False,
        "exertion": "excessive",
        "activities": ["running"],
    }
    assert len(asked(longest)) == 17
    assert len(asked({**longest, "spasm_site": None})) == 17
    assert most_questions_left(KNOWLEDGE, {}, {"red_flags"}) == 16


@given(person())
@settings(derandomize=True, database=None, deadline=None, max_examples=40)
def test_nobody_needs_more_than_sixteen_questions_after_the_one_of_safety(
    answers: dict[str, object],
) -> None:
    assert len(asked(answers)) <= 17


@given(person())
@settings(derandomize=True, database=None, deadline=None, max_examples=15)
def test_the_bound_that_is_told_is_never_passed_and_never_grows(
    answers: dict[str, object],
) -> None:
    given_so_far: dict[str, object] = {}
    bounds = []
    for name in asked(answers):
        if name != "red_flags":
            told = {
                each.name: each.value for each in check_facts(KNOWLEDGE, (given_so_far, "call"))
            }
            unsure = {each for each, answer in given_so_far.items() if answer is None}
            last = [*given_so_far][-1]
            left = most_questions_left(KNOWLEDGE, told, unsure, last)
            bounds.append(len(given_so_far) + left)
        given_so_far[name] = answers.get(name)
    assert bounds == sorted(bounds, reverse=True)
    assert min(bounds) >= len(given_so_far)


@pytest.mark.parametrize(
    ("answers", "not_asked"),
    [
        ({"recent_injury": False}, INJURY),
        ({"recent_injury": None}, INJURY),
        ({"exertion": "none"}, ACTIVITY),
        ({"exertion": None}, ACTIVITY),
        ({"exertion": "some", "weak_muscles": False}, ["activities"]),
        ({"spasm_site": "calf"}, ["had_spasm"]),
        ({"spasm_site": "not_leg"}, NAMES[3:]),
        ({"heavy_sweating": True}, ["other_fluid_loss", "drinking_little"]),
        ({"low_potassium_test": True}, ["blood_potassium", "low_potassium_diet"]),
        ({"low_potassium_test": False}, ["blood_potassium", "low_potassium_diet"]),
        ({"low_potassium_test": None, "blood_potassium": 4.1}, ["low_potassium_diet"]),
        # Without a reported place there is nothing to judge an expected one by.
        ({"exertion": "excessive", "spasm_site": None}, ["activities"]),
    ],
)
def test_what_can_no_longer_matter_is_not_asked(
    answers: dict[str, object], not_asked: list[str]
) -> None:
    assert set(asked(answers)) & set(not_asked) == set()


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({"recent_injury": True}, INJURY),
        # It can add another reservation.
        ({"recent_injury": True, "injury_healed": True}, ["injury_at_spasm"]),
        ({"exertion": "some"}, ["weak_muscles"]),
        ({"exertion": "excessive", "spasm_site": "calf"}, ACTIVITY),
        ({"exertion": "some", "weak_muscles": True, "spasm_site": "calf"}, ACTIVITY),
        ({"spasm_site": None}, ["had_spasm"]),
        ({}, ["warm_weather", "age", "at_night"]),
    ],
)
def test_what_can_still_matter_is_asked(answers: dict[str, object], wanted: list[str]) -> None:
    assert set(wanted) <= set(asked(answers))


def test_who_had_no_spasm_is_asked_nothing_about_it() -> None:
    names = asked({"spasm_site": None, "had_spasm": False})
    assert names[:3] == ["red_flags", "spasm_site", "had_spasm"]
    about_it = {d.name for d in KNOWLEDGE.facts if d.group in {"spasm", "injury"}}
    assert about_it & set(names) == {"spasm_site", "had_spasm"}


def test_what_is_known_beforehand_is_not_asked() -> None:
    found = following({"red_flags": [], "spasm_site": "calf"})
    assert found is not None
    assert found.name == "at_night"


def test_a_factor_that_could_bear_on_no_cause_is_not_asked_about() -> None:
    no_loss = {"heavy_sweating": False, "other_fluid_loss": False, "drinking_little": False}
    assert "warm_weather" not in asked(no_loss)
    assert "age" not in asked(NOTHING_SPECIAL)


def test_the_questions_about_one_cause_stand_together() -> None:
    names = asked({"recent_injury": True, "injury_healed": False, "exertion": "excessive"})
    fluids = ["heavy_sweating", "other_fluid_loss", "drinking_little", "warm_weather"]
    first = names.index("heavy_sweating")
    assert names[first : first + 4] == fluids
    first = names.index("recent_injury")
    assert names[first : first + 3] == ["recent_injury", "injury_healed", "injury_at_spasm"]


def test_nothing_is_asked_where_everything_was() -> None:
    assert next_question(KNOWLEDGE, {}, NAMES) is None
    assert most_questions_left(KNOWLEDGE, {}, NAMES) == 0


def test_an_answer_that_would_contradict_what_is_known_opens_no_questions() -> None:
    """Who says that the hurt has not healed can say of the hurt only that it was there."""
    told = {**TOLD_NOTHING_SPECIAL, "injury_healed": False}
    unsure = {"injury_at_spasm", "age"}
    del told["recent_injury"]
    assert in_order_of_asking(KNOWLEDGE, told, unsure) == ("recent_injury",)
    assert most_questions_left(KNOWLEDGE, told, unsure) == 1


def test_what_an_answer_can_still_change_is_told_by_outcome() -> None:
    assert could_change(KNOWLEDGE, "weak_muscles", {"exertion": "excessive"}) == (
        Outcome("factor", "weak_muscles", "excessive_activity"),
    )
    assert could_change(KNOWLEDGE, "weak_muscles", {"exertion": "none"}) == ()
    told = {"recent_injury": True, "injury_at_spasm": False, "spasm_site": "calf"}
    assert could_change(KNOWLEDGE, "injury_healed", told) == (
        Outcome("reservation", "injury"),
        Outcome("advice", "rest_leg"),
    )


def test_the_answer_that_a_fact_has_is_set_aside_when_it_is_asked_about_again() -> None:
    told = {"recent_injury": False}
    assert could_change(KNOWLEDGE, "recent_injury", told) == could_change(
        KNOWLEDGE, "recent_injury", {}
    )


def test_another_subject_is_asked_about_by_the_same_rules() -> None:
    bread = load_knowledge(BREAD)
    told: dict[str, object] = {}
    names = []
    while (definition := following(told, bread)) is not None:
        names.append(definition.name)
        told[definition.name] = {"yeast_age": 400}.get(definition.name)
    # Foam would contradict old yeast, and salt adds nothing to it.
    assert names == ["dangers", "flour", "stayed_flat", "yeast_age", "kitchen", "winter"]


def test_a_cone_too_large_to_go_through_never_silences_a_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a limit of one case nothing is decided, and everything in a cone is asked."""
    monkeypatch.setattr("legspasm.cones.MOST_CASES", 1)
    knowledge = msgspec.structs.replace(KNOWLEDGE, version="too large")
    told = {"recent_injury": False, "exertion": "none"}
    read = {each for outcome in outcomes(knowledge) for each in cone(knowledge, outcome).facts}
    found = in_order_of_asking(knowledge, told)
    assert set(found) == read - set(told)


@given(person())
@settings(derandomize=True, database=None, deadline=None, max_examples=15)
def test_each_question_is_asked_at_most_once_and_the_signs_of_danger_first(
    answers: dict[str, object],
) -> None:
    names = asked(answers)
    assert names[0] == "red_flags"
    assert len(names) == len(set(names))


@given(person(), st.data())
@settings(derandomize=True, database=None, deadline=None, max_examples=100)
def test_no_skipped_question_could_have_changed_what_is_told(
    answers: dict[str, object], data: st.DataObject
) -> None:
    """Whatever fitting answers any of the skipped ones had got, alone or together."""
    names = asked(answers)
    given_answers = {name: answers.get(name) for name in names}
    skipped = [each for each in KNOWLEDGE.facts if each.name not in names]
    more = {
        each.name: data.draw(value_for(each), label=each.name)
        for each in skipped
        if data.draw(st.booleans(), label=f"{each.name} told")
    }
    before, after = record(given_answers), record({**given_answers, **more})
    if fits(before, after):
        assert told(after) == told(before), more


def fits(before: Record, after: Record) -> bool:
    """Whether what was told in addition contradicts nothing: worked out without the engine."""
    senseless, conflicts = [], []
    for of in (before, after):
        known = {fact.name: fact.value for fact in of.facts}
        denied = {name for name, value in known.items() if value is False}
        senseless.append(
            {e.name for e in KNOWLEDGE.facts if e.name in known and e.supposes in denied}
        )
        table = reading_table.verdicts(known)
        conflicts.append({cause for cause, word in table.items() if word == "conflict"})
    return senseless[1] <= senseless[0] and conflicts[1] <= conflicts[0]


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


def test_an_answer_that_fits_is_not_hidden_behind_one_of_its_kind_that_contradicts() -> None:
    """Two answers that are one to a cause may be two to a contradiction about another."""
    cheap, dear = Cause("cheap", "", ("",) * 6), Cause("dear", "", ("",) * 6)
    options = tuple(Option(id_, id_, id_) for id_ in ("rye", "spelt", "wheat"))
    flour = FactDefinition("flour", "", "choice", "", "", "", "", options=options)
    gift = FactDefinition("gift", "", "yes_no", "", "", "", "")
    some = Condition("fact", "flour", "one_of", ("rye", "spelt"), "said")
    rye, given = (
        Condition("fact", "flour", "is", "rye", ""),
        Condition("fact", "gift", "is", True, ""),
    )
    rules = in_canonical_order(
        Rule(id_, "", when, (), Conclusion(kind, cause), "", (), "", 0)
        for id_, when, kind, cause in [
            ("plain", (some,), "cause", "cheap"),
            ("odd", (rye, given), "conflict", "dear"),
        ]
    )
    knowledge = msgspec.structs.replace(
        knowledge_of([]), rules=rules, facts=(flour, gift), causes=(cheap, dear), digest="4" * 64
    )
    assert could_change(knowledge, "flour", {"gift": True}) == (Outcome("verdict", "cheap"),)


def test_a_set_with_too_many_named_values_to_combine_is_asked_about() -> None:
    names = [f"v{number}" for number in range(12)]
    options = tuple(Option(name, name, name) for name in names)
    bag = FactDefinition("bag", "", "set", "", "", "", "", options=options)
    all_of_them = tuple(Condition("fact", "bag", "includes", name, "") for name in names)
    rule = Rule("full", "", all_of_them, (), Conclusion("cause", "c1"), "", (), "", 0)
    knowledge = msgspec.structs.replace(knowledge_of([rule]), facts=(bag,), digest="7" * 64)
    assert in_order_of_asking(knowledge, {}) == ("bag",)
