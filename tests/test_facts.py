"""What is told, checked: raw values of both dresses in, known facts or exact problems out."""

from collections.abc import Mapping, Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm import facts
from legspasm.errors import FactsError
from legspasm.facts import Fact, check_facts, spoken, told_with
from legspasm.model import FactDefinition, Value
from legspasm.shipped import built_in_knowledge
from legspasm.textvalue import parse_value

KNOWLEDGE = built_in_knowledge()
FACTS = {definition.name: definition for definition in KNOWLEDGE.facts}

FITTING: list[tuple[str, object, Value]] = [
    ("at_night", True, True),
    ("at_night", False, False),
    ("at_night", "yes", True),
    ("at_night", "no", False),
    ("exertion", "none", "none"),
    ("activities", [], ()),
    ("activities", "running,work", ("running", "work")),
    ("activities", "none", ()),
    ("activities", (), ()),
    ("activities", {"work", "running"}, ("running", "work")),
    ("activities", ["work", "running", "work"], ("running", "work")),
    ("age", 0, 0),
    ("age", 130, 130),
    ("age", 70.0, 70),
    ("blood_potassium", 1, 1.0),
    ("blood_potassium", 10.0, 10.0),
]

AGE = "age: expected a whole number of years from 0 to 130, got "
POTASSIUM = "blood_potassium: expected a number of mmol/L from 1.0 to 10.0, got "
NIGHT = "at_night: expected yes or no (true or false), got "
EXERTION = "exertion: expected one of none, some, excessive, got "
ACTIVITIES = (
    "activities: expected a list of any of running, jumping_sport, other_sport, work, other, got "
)
ACTIVITY = (
    "activities: expected any of running, jumping_sport, other_sport, work, other, or none, got "
)
NONE_ALONE = (
    "activities: none goes alone: it says that none of running, jumping_sport, other_sport, work, "
    "other fits; in data it is an empty list"
)
DIGITS = "a number of very many digits"

UNFIT: list[tuple[str, object, str]] = [
    ("at_night", "maybe", f"{NIGHT}'maybe'"),
    ("at_night", "", f"{NIGHT}''"),
    ("at_night", 1, f"{NIGHT}1"),
    ("at_night", 0, f"{NIGHT}0"),
    ("at_night", ["yes"], f"{NIGHT}['yes']"),
    ("at_night", {"yes": True}, f"{NIGHT}{{'yes': True}}"),
    ("exertion", "non", f"{EXERTION}'non'; did you mean none?"),
    ("exertion", "zzz", f"{EXERTION}'zzz'"),
    ("exertion", "", f"{EXERTION}''"),
    ("exertion", 3, f"{EXERTION}3"),
    ("exertion", True, f"{EXERTION}True"),
    ("exertion", ["none"], f"{EXERTION}['none']"),
    ("exertion", {}, f"{EXERTION}{{}}"),
    ("exertion", 10**5000, f"{EXERTION}{DIGITS}"),
    ("activities", "runing", f"{ACTIVITY}'runing'; did you mean running?"),
    ("activities", 3, f"{ACTIVITIES}3"),
    ("activities", (["work"],), f"{ACTIVITY}['work']"),
    ("activities", True, f"{ACTIVITIES}True"),
    ("activities", {"running": True}, f"{ACTIVITIES}{{'running': True}}"),
    ("activities", 10**5000, f"{ACTIVITIES}{DIGITS}"),
    ("activities", ["runing"], f"{ACTIVITY}'runing'; did you mean running?"),
    ("activities", ["running", "zzz"], f"{ACTIVITY}'zzz'"),
    ("activities", [""], f"{ACTIVITY}''"),
    ("activities", "nonne", f"{ACTIVITY}'nonne'; did you mean none?"),
    ("activities", ["none"], NONE_ALONE),
    ("activities", "none,running", NONE_ALONE),
    ("activities", "not sure", f"{ACTIVITIES}'not sure'"),
    ("at_night", "not sure", f"{NIGHT}'not sure'"),
    ("activities", ["zzz", "yyy"], f"{ACTIVITY}'yyy'\n{ACTIVITY}'zzz'"),
    ("age", "abc", f"{AGE}'abc'"),
    ("age", "70", f"{AGE}'70'"),
    ("age", -1, f"{AGE}-1"),
    ("age", 131, f"{AGE}131"),
    ("age", 70.5, f"{AGE}70.5"),
    ("age", True, f"{AGE}True"),
    ("age", [70], f"{AGE}[70]"),
    ("age", {"years": 70}, f"{AGE}{{'years': 70}}"),
    ("age", float("nan"), f"{AGE}nan"),
    ("age", float("inf"), f"{AGE}inf"),
    ("age", 10**40, f"{AGE}1{'0' * 40}"),
    ("age", 10**400, f"{AGE}1{'0' * 56}..."),
    ("age", 10**5000, f"{AGE}{DIGITS}"),
    ("age", -(10**400), f"{AGE}-1{'0' * 55}..."),
    ("age", "x" * 100, f"{AGE}'{'x' * 56}..."),
    ("blood_potassium", "4.1", f"{POTASSIUM}'4.1'"),
    ("blood_potassium", 0.99, f"{POTASSIUM}0.99"),
    ("blood_potassium", 10.01, f"{POTASSIUM}10.01"),
    ("blood_potassium", False, f"{POTASSIUM}False"),
    ("blood_potassium", [4.1], f"{POTASSIUM}[4.1]"),
    ("blood_potassium", float("-inf"), f"{POTASSIUM}-inf"),
    ("blood_potassium", 10**400, f"{POTASSIUM}1{'0' * 56}..."),
]

UNKNOWN_NAMES = [
    ("recent_injry", "recent_injry: no such fact; did you mean recent_injury?"),
    ("Age", "Age: no such fact; did you mean age?"),
    ("zzzz", "zzzz: no such fact; `legspasm facts` lists them"),
    ("", "'': no such fact; `legspasm facts` lists them"),
    ("two words", "'two words': no such fact; `legspasm facts` lists them"),
    ("\x1b[31mred", "'\\x1b[31mred': no such fact; `legspasm facts` lists them"),
    ("\u202eevil", "'\\u202eevil': no such fact; `legspasm facts` lists them"),
    ("x" * 61, f"'{'x' * 56}...: no such fact; `legspasm facts` lists them"),
]

raw_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def numbered(rows: Sequence[tuple[str, object, object]]) -> list[str]:
    """Ids for values that are too long for one, or that cannot be printed."""
    return [f"{name}-{number}" for number, (name, _, _) in enumerate(rows)]


def told(raw: Mapping[str, object]) -> tuple[Fact, ...]:
    return check_facts(KNOWLEDGE, (raw, "call"))


def refusal(raw: Mapping[str, object]) -> str:
    with pytest.raises(FactsError) as caught:
        told(raw)
    return str(caught.value)


@pytest.mark.parametrize(("name", "raw", "value"), FITTING)
def test_a_value_that_fits_is_known(name: str, raw: object, value: Value) -> None:
    (fact,) = told({name: raw})
    assert fact == Fact(name, value, "call")
    assert type(fact.value) is type(value)


@pytest.mark.parametrize(("name", "raw", "problem"), UNFIT, ids=numbered(UNFIT))
def test_a_value_that_does_not_fit_is_told(name: str, raw: object, problem: str) -> None:
    assert refusal({name: raw}) == problem


def test_a_wrong_value_among_those_of_a_set_may_be_a_huge_number() -> None:
    assert refusal({"activities": [10**5000]}) == f"{ACTIVITY}{DIGITS}"


@pytest.mark.parametrize(("name", "problem"), UNKNOWN_NAMES)
def test_an_unknown_name_is_told_with_the_nearest(name: str, problem: str) -> None:
    assert refusal({name: True}) == problem


def test_an_unknown_name_is_wrong_also_where_its_value_is_unknown() -> None:
    assert refusal({"recent_injry": None}) == UNKNOWN_NAMES[0][1]


def test_every_wrong_fact_is_told_at_once_in_order() -> None:
    assert refusal({"zzzz": 1, "recent_injry": 1, "age": "abc", "at_night": True}) == "\n".join(
        [f"{AGE}'abc'", UNKNOWN_NAMES[0][1], UNKNOWN_NAMES[2][1]]
    )


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("raw", [None, "unknown"])
def test_null_and_unknown_are_the_same_as_left_out(name: str, raw: object) -> None:
    assert told({name: raw}) == told({}) == ()


@pytest.mark.parametrize("name", ["red_flags", "activities"])
def test_an_empty_set_is_an_answer(name: str) -> None:
    assert told({name: []}) == (Fact(name, (), "call"),)


def test_facts_are_ordered_by_name() -> None:
    given_first = {"warm_weather": True, "age": 3, "at_night": False}
    assert [fact.name for fact in told(given_first)] == ["age", "at_night", "warm_weather"]


def test_a_later_part_wins_and_takes_back() -> None:
    facts = check_facts(
        KNOWLEDGE,
        ({"age": 70, "at_night": True, "exertion": "wrong", "weak_muscles": True}, "file"),
        ({"age": None, "at_night": False, "exertion": "some"}, "option"),
    )
    assert facts == (
        Fact("at_night", False, "option"),
        Fact("exertion", "some", "option"),
        Fact("weak_muscles", True, "file"),
    )


@pytest.mark.parametrize(
    ("name", "value", "sentences"),
    [
        ("age", None, [FACTS["age"].unknown]),
        ("age", 70, [FACTS["age"].says.format(value=70)]),
        ("blood_potassium", 4.0, [FACTS["blood_potassium"].says.format(value=4.0)]),
        ("at_night", True, [FACTS["at_night"].options[0].says]),
        ("at_night", False, [FACTS["at_night"].options[1].says]),
        ("exertion", "some", [FACTS["exertion"].options[1].says]),
        ("activities", (), [FACTS["activities"].none]),
        (
            "activities",
            ("running", "work"),
            [FACTS["activities"].options[0].says, FACTS["activities"].options[3].says],
        ),
    ],
)
def test_a_value_is_said_in_the_words_of_the_vocabulary(
    name: str, value: Value | None, sentences: list[str]
) -> None:
    assert spoken(FACTS[name], value) == sentences


@given(st.sampled_from(KNOWLEDGE.facts), raw_values)
@settings(derandomize=True, database=None, deadline=None, max_examples=400)
def test_any_value_is_known_unknown_or_told_on_one_line(
    definition: FactDefinition, raw: object
) -> None:
    try:
        facts = told({definition.name: raw})
    except FactsError as error:
        for problem in error.problems:
            assert problem.place == definition.name
            assert str(problem).isprintable()
    else:
        assert len(facts) == (raw not in (None, "unknown"))


@given(st.sampled_from(KNOWLEDGE.facts), st.text())
@settings(derandomize=True, database=None, deadline=None, max_examples=200)
def test_any_text_is_known_unknown_or_told_on_one_line(
    definition: FactDefinition, text: str
) -> None:
    try:
        told({definition.name: parse_value(definition, text)})
    except FactsError as error:
        assert all(str(problem).isprintable() for problem in error.problems)


def test_an_answer_can_be_added_replaced_and_taken_back() -> None:
    assert told_with({"age": 3}, "age", 4) == {"age": 4}
    assert told_with({"age": 3}, "at_night", False) == {"age": 3, "at_night": False}
    assert told_with({"age": 3}, "age", None) == {}


def test_of_the_two_zeros_the_one_without_a_sign_is_told() -> None:
    [fact] = [each for each in KNOWLEDGE.facts if each.name == "blood_potassium"]
    knowledge = msgspec.structs.replace(
        KNOWLEDGE, facts=(msgspec.structs.replace(fact, minimum=-1.0),)
    )
    [told] = check_facts(knowledge, ({"blood_potassium": -0.0}, "call"))
    assert str(told.value) == "0.0"


def test_names_that_are_no_text_are_told_among_the_others_in_order() -> None:
    with pytest.raises(FactsError) as caught:
        check_facts(KNOWLEDGE, ({"zzz": 1, 7: True, "age": 300}, "call"))  # type: ignore[dict-item]  # no text
    assert [each.place for each in caught.value.problems] == ["7", "age", "zzz"]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("at_night", True),
        ("at_night", "no"),
        ("exertion", "some"),
        ("activities", ("work", "running")),
        ("activities", ["work", "running"]),
        ("age", 70),
        ("age", 70.0),
        ("blood_potassium", 4),
        ("blood_potassium", 4.1),
    ],
)
def test_a_fact_that_is_told_again_in_the_same_way_is_the_same_in_memory(
    name: str, raw: object
) -> None:
    [first] = check_facts(KNOWLEDGE, ({name: raw}, "call"))
    [again] = check_facts(KNOWLEDGE, ({name: raw}, "call"))
    [answered] = check_facts(KNOWLEDGE, ({name: raw}, "answer"))
    assert again is first
    assert answered == msgspec.structs.replace(first, origin="answer")


def test_a_value_is_never_taken_for_an_equal_one_of_another_class() -> None:
    for right, wrong in ((True, 1), (False, 0), (True, 1.0)):
        check_facts(KNOWLEDGE, ({"at_night": right}, "call"))
        with pytest.raises(FactsError):
            check_facts(KNOWLEDGE, ({"at_night": wrong}, "call"))
    check_facts(KNOWLEDGE, ({"age": 1}, "call"))
    with pytest.raises(FactsError):
        check_facts(KNOWLEDGE, ({"age": True}, "call"))


class _Word(str):
    """As numpy and enumerations have them."""


class _Unhashable(_Word):
    __hash__ = None  # type: ignore[assignment]  # so that it has no hash


def test_a_word_that_is_more_than_a_word_is_told_as_the_word_of_the_vocabulary() -> None:
    told = {
        "exertion": _Word("some"),
        "activities": (_Unhashable("work"),),
        "at_night": _Word("no"),
    }
    found = {fact.name: fact.value for fact in check_facts(KNOWLEDGE, (told, "call"))}
    assert found == {"exertion": "some", "activities": ("work",), "at_night": False}
    [work] = found["activities"]
    assert (type(found["exertion"]), type(work)) == (str, str)


def test_facts_are_kept_up_to_a_number_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "MOST_KEPT", 2)
    knowledge = msgspec.structs.replace(KNOWLEDGE, digest="0" * 64)
    for age in (1, 2, 3, 2, 1):
        expected = (Fact("age", age, "call"),)
        assert check_facts(knowledge, ({"age": age}, "call")) == expected
        assert len(facts._vocabulary(knowledge)["age"].kept["call"][int]) <= 2
