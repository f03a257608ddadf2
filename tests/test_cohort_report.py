"""The page about many people: what it counts, in which words, and that it is one quiet file."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import hostile
import legspasm
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.cohort.naming import Ignored
from legspasm.cohort.report import page
from legspasm.cohort.summary import SafetySummary, Summary, empty, merge
from page import Page
from tiny import BREAD

HERE = Path(__file__).parent
LEGS = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)


def summary(
    knowledge: legspasm.Knowledge, people: int, rejected: int = 0, safety: Any = None
) -> Summary:
    """Some ``people``, told one thing after the other in turn."""

    def turns(ids: Mapping[Any, Any]) -> dict[Any, int]:
        return {id_: people * at // (len(ids) + 1) for at, id_ in enumerate(ids, 1)}

    def shares(ids: Mapping[Any, Any]) -> dict[Any, int]:
        first, *rest = ids
        each = people // len(ids)
        return {first: people - each * len(rest)} | dict.fromkeys(rest, each)

    nobody = empty(knowledge)
    return msgspec.structs.replace(
        nobody,
        people=people,
        rejected=rejected,
        verdicts={cause: shares(words) for cause, words in nobody.verdicts.items()},
        factors=turns(nobody.factors),
        place=shares(nobody.place),
        advice=turns(nobody.advice),
        safety=safety or SafetySummary(nobody.safety.signs, people, 0),
        unknown=turns(nobody.unknown),
    )


def signs(knowledge: legspasm.Knowledge, *counts: int) -> dict[str, int]:
    told = dict.fromkeys(empty(knowledge).safety.signs, 0)
    return told | dict(zip(told, counts, strict=False))


SUMMARIES = {
    "legs": (LEGS, summary(LEGS, 1200, 3, SafetySummary(signs(LEGS, 2, 0, 1), 900, 297))),
    "bread": (BAKERY, summary(BAKERY, 7, 1, SafetySummary(signs(BAKERY), 5, 2))),
    "one_person": (BAKERY, summary(BAKERY, 1, 0)),
    "nobody": (LEGS, summary(LEGS, 0, 2)),
    "left_out": (LEGS, summary(LEGS, 9, 2, SafetySummary(signs(LEGS), 9, 0, 2))),
}


def told(name: str, **how: Any) -> str:
    knowledge, counts = SUMMARIES[name]
    return page(counts, knowledge, **{"name": f"{name}.csv", **how})


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_page_is_its_golden(name: str, bless: bool) -> None:
    found = re.sub(r"\b[0-9a-f]{64}\b", "<digest>", told(name))
    golden = HERE / "cohorts" / f"{name}.html"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert found == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_summary() -> None:
    assert {file.name for file in (HERE / "cohorts").iterdir()} == {
        f"{name}.html" for name in SUMMARIES
    }


def rows(text: str) -> dict[str, tuple[str, str]]:
    """By what its row says first, the length of a bar and the number beside it."""
    found = re.findall(
        r'<tr><th scope="row">(.*?)</th><td><svg [^>]*>(.*?)</svg></td>'
        r'<td class="number">(.*?)</td></tr>',
        text,
    )
    lengths = {bar: (re.findall(r'width="([\d.]+)%"', bar) or [""])[0] for _, bar, _ in found}
    return {re.sub(r"<[^>]*>", "", says): (lengths[bar], number) for says, bar, number in found}


def test_a_bar_is_the_share_of_the_people_in_the_file() -> None:
    found = rows(told("legs"))
    assert found["breathless, or chest pain"] == ("0.167", "2")
    assert found["Nobody said whether one fits"] == ("24.750", "297")
    assert found["where the text expects it"] == ("33.333", "400")
    assert found["Drink and refill"] == ("75.000", "900")


def test_where_nobody_is_counted_there_is_no_bar() -> None:
    found = rows(told("nobody"))
    assert set(found.values()) == {("", "0")}


def test_the_causes_stand_as_the_knowledge_has_them_whatever_their_counts() -> None:
    titles = [cause.title for cause in LEGS.causes]
    text = told("legs")
    assert [each for each in re.findall("<h3>(.*?)</h3>", text) if each in titles] == titles


def test_what_is_not_known_of_most_people_comes_first() -> None:
    names = [fact.name for fact in LEGS.facts]
    text = told("legs")
    assert re.findall(r'<th scope="row"><code>(\w+)</code>', text) == names[::-1]


def test_a_sign_in_a_row_that_was_left_out_comes_first_too() -> None:
    card, _, _ = told("left_out").partition('<section id="answer"')
    assert '<h2 id="safety">A warning sign was told in a row that was left out</h2>' in card
    assert "<strong>In 2 rows with problems a warning sign is told.</strong>" in card
    assert "No sign was told" not in card
    assert 'class="card"' in card


def test_columns_that_may_be_meant_for_a_fact_are_named() -> None:
    ignored = [
        Ignored("red<flag", "red_flags", meant=True),
        Ignored("shoe"),
        Ignored("agee", "age"),
    ]
    text = told("legs", ignored=ignored)
    assert "<strong>1 column may be meant to tell a fact</strong>, and was left aside" in text
    assert "<li><code>red&lt;flag</code>, near <code>red_flags</code></li>" in text
    assert "shoe" not in text
    assert "agee" not in text
    assert "may be meant" not in told("legs", ignored=ignored[1:])


def test_signs_come_first_with_what_the_people_are_told() -> None:
    text = told("legs")
    card, _, rest = text.partition('<section id="answer"')
    assert "A warning sign was told of 3 people" in card
    assert "no triage" in card
    assert "Call your emergency number now." in card
    assert "breathless" in card
    assert "breathless" not in rest


def test_there_is_no_card_where_every_person_was_asked_and_no_sign_fits() -> None:
    text = told("one_person")
    assert '<section aria-labelledby="safety">' in text
    assert "No sign was told of anybody. This page is no triage" in text


def test_what_nobody_was_asked_is_not_none() -> None:
    assert "Of 2 people nobody said whether a sign fits." in told("bread")


def test_knowledge_without_safety_place_factors_and_advice_has_no_part_about_them() -> None:
    bare = msgspec.structs.replace(
        BAKERY,
        safety=legspasm.telling.Safety(),
        place=legspasm.telling.PlaceDefinition(),
        factors=(),
        advice=(),
        parameters=(),
    )
    found = re.findall("<h2[^>]*>(.*?)</h2>", page(summary(bare, 7), bare, name="x.csv"))
    assert found == ["The reasons that the text names", "What is not known", "Keep in mind"]


@pytest.mark.parametrize(
    ("unread", "says"),
    [
        (("b.parquet",), "1 file could not be read</strong>, and nobody in it is counted here"),
        (("b", "c/<d>"), "2 files could not be read</strong>, and nobody in them is counted here"),
    ],
)
def test_files_that_nobody_could_read_are_named(unread: tuple[str, ...], says: str) -> None:
    text = page(*reversed(SUMMARIES["legs"]), name="people", unread=unread)
    assert says in text
    assert "<li><code>b" in text
    assert "<d>" not in text
    assert Page(text).open == []


def test_a_summary_of_other_knowledge_is_not_told() -> None:
    with pytest.raises(ValueError, match="made with this knowledge"):
        page(empty(BAKERY), LEGS, name="x.csv")


def test_it_makes_no_difference_how_the_people_were_added_up() -> None:
    one, other = summary(LEGS, 30), summary(LEGS, 12, 1)
    pages = {page(merge(*parts), LEGS, name="x") for parts in [(one, other), (other, one)]}
    assert len(pages) == 1


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_page_is_sound_and_loads_nothing(name: str) -> None:
    text = told(name)
    found = Page(text)
    assert found.open == []
    assert found.links == ["data:,", "#answer"]
    assert found.handlers == []
    assert len(found.ids) == len(set(found.ids))
    assert "url(" not in text
    assert "%" not in found.text


@given(st.sampled_from(hostile.NASTY), st.sampled_from(hostile.NASTY))
def test_no_name_can_break_out_of_the_page(name: str, words: str) -> None:
    usual = Page(told("legs"))
    definitions = tuple(
        msgspec.structs.replace(
            fact,
            question=words,
            options=tuple(msgspec.structs.replace(each, label=words) for each in fact.options),
        )
        for fact in LEGS.facts
    )
    knowledge = msgspec.structs.replace(
        LEGS,
        facts=definitions,
        causes=tuple(msgspec.structs.replace(each, title=words) for each in LEGS.causes),
        factors=tuple(msgspec.structs.replace(each, title=words) for each in LEGS.factors),
        advice=tuple(msgspec.structs.replace(each, title=words) for each in LEGS.advice),
    )
    text = page(SUMMARIES["legs"][1], knowledge, name=name)
    found = Page(text)
    assert (found.open, found.tags, found.ids) == ([], usual.tags, usual.ids)
    assert (found.links, found.handlers) == (usual.links, usual.handlers)
    assert all(character.isprintable() or character == "\n" for character in text)
