"""What one outcome sees of the codes of a fact."""

import msgspec
import polars
import pytest
from legspasm.asked import Outcome
from legspasm.cohort.coding import Coding
from legspasm.cohort.columns import frames_of
from legspasm.cohort.views import View, view
from legspasm.cones import cone
from legspasm.model import FactDefinition, Option
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()
FACTS = {each.name: each for each in KNOWLEDGE.facts}
FRAMES, _ = frames_of(polars.DataFrame())


@pytest.mark.parametrize(
    ("outcome", "fact", "seen"),
    [
        (Outcome("verdict", "injury"), "spasm_site", View("spasm_site", 2, (0, 0, 0, 0, 1))),
        (Outcome("verdict", "injury"), "had_spasm", View("had_spasm", 2, (0, 0, 1))),
        (Outcome("verdict", "injury"), "recent_injury", View("recent_injury", 3)),
        (Outcome("factor", "older_age", "injury"), "age", View("age", 2, (0, 0, 1))),
        (Outcome("place", "spasm_site"), "spasm_site", View("spasm_site", 5)),
    ],
)
def test_codes_that_look_the_same_to_an_outcome_are_one(
    outcome: Outcome, fact: str, seen: View
) -> None:
    assert view(cone(KNOWLEDGE, outcome), Coding(KNOWLEDGE, FACTS[fact])) == seen


def test_a_code_stands_for_all_that_look_like_it() -> None:
    some = View("spasm_site", 2, (0, 0, 1, 0))
    assert some.column(FRAMES.whole([3, 2, 0]), FRAMES).to_list() == [0, 1, 0]
    assert [some.code(each) for each in (0, 1)] == [0, 2]


def test_where_all_look_different_the_codes_stay_as_they_are() -> None:
    every = View("exertion", 4)
    codes = FRAMES.whole([3, 0])
    assert every.column(codes, FRAMES) is codes
    assert every.code(3) == 3


def test_of_a_fact_with_ever_more_codes_all_are_seen() -> None:
    many = FactDefinition(
        "many", "", "set", "", "", "", "", tuple(Option(f"o{each}", "", "") for each in range(12))
    )
    rule = next(each for each in KNOWLEDGE.rules if each.concludes.kind == "cause")
    conditions = tuple(
        msgspec.structs.replace(
            rule.when[0], kind="fact", name="many", operator="includes", wanted=each.id
        )
        for each in many.options
    )
    knowledge = msgspec.structs.replace(
        KNOWLEDGE, facts=(many,), rules=(msgspec.structs.replace(rule, when=conditions),)
    )
    reading = cone(knowledge, Outcome("verdict", rule.concludes.id))
    assert view(reading, Coding(knowledge, many)) == View("many", None)
