"""Parts of a body in RFC 8785 form: the bytes that the library of the standard writes."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm import forms
from legspasm.asked import AskedQuestion
from legspasm.body import (
    Absence,
    Advice,
    Body,
    ConditionStatus,
    Conflict,
    Engine,
    FactMatch,
    Factor,
    Firing,
    GivenFact,
    KnowledgeReference,
    Note,
    NotFired,
    ParameterValue,
    Place,
    SafetySign,
    SourceReference,
    Verdict,
)
from legspasm.digest import canonical_bytes
from legspasm.facts import Fact, check_facts
from legspasm.forms import form, form_of_body, forms_of, joined, quick_forms, written_alike
from legspasm.forms import forms as joined_forms
from legspasm.fullrun import conclude
from legspasm.masks import MaskedFact
from legspasm.model import Conclusion
from legspasm.shipped import built_in_knowledge
from strategies import told

KNOWLEDGE = built_in_knowledge()
words = st.text(st.characters(exclude_categories=["Cs"]))
values = st.one_of(
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 4.0, 1e-7, 1e-6, 1e15, 1e16, 1e21, 123456789012345680.0]),
    words,
    st.lists(words).map(tuple),
)


def by_the_standard(part: Any) -> bytes:
    return canonical_bytes(msgspec.to_builtins(part))


def parts_with(value: Any, word: str) -> list[msgspec.Struct]:
    """A part of each type that can hold a value, with it in every place."""
    conclusion = Conclusion("state", word)
    absence = Absence("fact", word, "is", value, value, 3)
    matched = FactMatch(word, value, "is", value)
    status = ConditionStatus("fact", word, False, "is", value, value, "met", word)
    conflict = Conflict(1, (GivenFact(word, value),), word)
    number = value if isinstance(value, int | float) else 1
    source = SourceReference(word, "0" * 64)
    return [
        Fact(word, value, "call"),
        Firing(1, word, (matched,), (absence,), conclusion, word, None, (word,)),
        NotFired(word, (status,), (word,)),
        Verdict(word, "conflict", (1,), (word,), (conflict,), (), ()),
        KnowledgeReference(word, word, "0" * 64, source, (ParameterValue(word, number, word),)),
        AskedQuestion("fact", word, (), (), value),
        Engine(word, word),
    ]


@given(values, words)
def test_a_part_has_the_bytes_of_the_standard_whatever_is_in_it(value: Any, word: str) -> None:
    for part in parts_with(value, word):
        assert form(part) == by_the_standard(part)


@given(values, words)
def test_parts_that_are_written_alike_have_the_same_form_in_one_go(value: Any, word: str) -> None:
    alike = tuple(each for each in parts_with(value, word) if written_alike(each))
    assert quick_forms(alike) == joined_forms(alike)
    assert b"[" + joined_forms(alike) + b"]" == by_the_standard(alike)


@given(values, words, values)
def test_a_body_has_the_bytes_of_the_standard_whatever_is_in_it(
    value: Any, word: str, other: Any
) -> None:
    parts: list[Any] = [*parts_with(value, word)]
    others: list[Any] = [*parts_with(other, word)]
    fact, firing, unfired, verdict, reference, question, engine = parts
    body = Body(
        engine=engine,
        knowledge=reference,
        facts=(fact,),
        firings=(firing, others[1]),
        not_fired=(unfired, others[2]),
        verdicts=(verdict,),
        factors=(Factor(word, (word,), (1,), (word,)),),
        place=Place((word,), word, "agrees", (1,), (word,)),
        advice=(Advice(word, True, (1,), (word,)),),
        safety=(SafetySign(word, "urgent", word),),
        notes=(Note(word, (word,)),),
    )
    asked = msgspec.structs.replace(body, questions=(question,))
    masked = msgspec.structs.replace(body, masked=(MaskedFact(word, "call", "0" * 64),))
    for each in (body, asked, masked):
        assert form_of_body(each) == by_the_standard(each)


@pytest.mark.parametrize("place", range(5))
def test_one_number_that_is_written_another_way_is_found_wherever_it_stands(place: int) -> None:
    fact, firing, unfired, verdict, reference, *_ = parts_with(4.0, "w")
    plain = conclude(KNOWLEDGE, ())
    parts: dict[str, Any] = [
        {"facts": (fact,)},
        {"firings": (firing,)},
        {"not_fired": (unfired,)},
        {"verdicts": (verdict,)},
        {"knowledge": reference},
    ][place]
    body = msgspec.structs.replace(plain, **parts)
    assert form_of_body(body) == by_the_standard(body)
    assert form_of_body(body) != forms._SORTED.encode(body)


@given(told(KNOWLEDGE))
def test_a_body_as_it_is_concluded_has_the_bytes_of_the_standard(facts: dict[str, Any]) -> None:
    body = conclude(KNOWLEDGE, check_facts(KNOWLEDGE, (facts, "call")))
    assert form_of_body(body) == by_the_standard(body)


@given(told(KNOWLEDGE))
def test_the_forms_of_the_parts_joined_are_the_form_of_the_body(facts: dict[str, Any]) -> None:
    body = conclude(KNOWLEDGE, check_facts(KNOWLEDGE, (facts, "call")))
    assert joined(forms_of(body)) == by_the_standard(body)


def test_fields_that_may_be_left_out_are_where_they_are_empty() -> None:
    question = AskedQuestion("fact", "age", (), (), None)
    body = conclude(KNOWLEDGE, (), (question,))
    assert b'"questions":[' in joined(forms_of(body))
    assert joined(forms_of(body)) == by_the_standard(body)
    without = msgspec.structs.replace(body, questions=())
    assert b"questions" not in joined(forms_of(without))
    assert joined(forms_of(without)) == by_the_standard(without)


def test_no_part_without_numbers_has_a_place_for_one() -> None:
    for type_ in (Advice, Engine, Factor, Note, Place, SafetySign):
        assert forms._VALUES[type_](None) == ()
        schema = msgspec.json.schema(type_)
        assert '"number"' not in msgspec.json.encode(schema).decode()


def test_every_field_of_a_body_has_its_place() -> None:
    assert set(forms_of(conclude(KNOWLEDGE, ()))) == set(Body.__struct_fields__)
