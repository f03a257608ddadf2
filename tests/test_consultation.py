"""The one line that a developer writes: safe from many threads, and bad facts told all at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import legspasm
import pytest

PEOPLE: list[dict[str, object]] = [
    {"recent_injury": True, "age": age, "exertion": exertion}
    for age in (30, 59, 60, 90)
    for exertion in ("none", "some", "excessive")
]


def digest(person: dict[str, object]) -> str:
    return legspasm.consult(person).digest


def test_facts_can_be_given_as_a_mapping_by_keyword_or_both_and_a_keyword_wins() -> None:
    expected = legspasm.consult({"recent_injury": True, "age": 70}).digest
    assert legspasm.consult(age=70, recent_injury=True).digest == expected
    assert legspasm.consult({"recent_injury": True, "age": 20}, age=70).digest == expected


def test_the_order_in_which_facts_are_given_does_not_matter() -> None:
    assert digest({"age": 70, "activities": ["work", "running"]}) == digest(
        {"activities": ["running", "work"], "age": 70}
    )


def test_none_unknown_and_left_out_are_the_same_and_an_empty_set_is_an_answer() -> None:
    assert digest({"age": None, "exertion": "unknown"}) == digest({})
    assert digest({"activities": []}) != digest({})


def test_eight_threads_give_what_one_gives() -> None:
    expected = [digest(person) for person in PEOPLE] * 8
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(digest, PEOPLE * 8)) == expected


def test_asyncio_threads_give_what_one_gives() -> None:
    async def all_of_them() -> list[str]:
        return await asyncio.gather(*(asyncio.to_thread(digest, person) for person in PEOPLE))

    assert asyncio.run(all_of_them()) == [digest(person) for person in PEOPLE]


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    legspasm.consult(recent_injury=True).render("html")
    assert tuple(capfd.readouterr()) == ("", "")


def test_every_wrong_fact_is_told_at_once() -> None:
    with pytest.raises(legspasm.FactsError) as raised:
        legspasm.consult(age="abc", recent_injry=True, exertion="much", red_flags=7)
    assert [(each.code, str(each)) for each in raised.value.problems] == [
        ("fact_whole_number", "age: expected a whole number of years from 0 to 130, got 'abc'"),
        ("fact_choice", "exertion: expected one of none, some, excessive, got 'much'"),
        (
            "fact_unknown_near",
            "recent_injry: no such fact; did you mean recent_injury?",
        ),
        (
            "fact_set",
            "red_flags: expected a list of any of breathless, swollen_leg, long_cramp, dark_urine, "
            "numb_saddle, weakness, poison, got 7",
        ),
    ]


def test_the_public_names_are_the_ones_that_are_listed() -> None:
    assert [name for name in legspasm.__all__ if not hasattr(legspasm, name)] == []
    assert legspasm.__all__ == sorted(legspasm.__all__)
