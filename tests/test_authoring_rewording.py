"""Reservations and contradictions that only read differently, and those that do not."""

import msgspec
import pytest
from legspasm.authoring.rewording import rewordings
from legspasm.model import Conclusion, Condition, Rule
from legspasm.telling import Quote
from strategies import knowledge_of


def rule(id_: str, text: str, kind: str = "cause", cause: str = "c1") -> Rule:
    return Rule(
        id=id_,
        topic="",
        when=(Condition("fact", "f1", "is", True, "said"),),
        unless=(),
        concludes=Conclusion(kind, cause),  # type: ignore[arg-type]  # a kind
        says=text,
        cites=(Quote("P1.S1", "A leg"),),
        file="generated",
        line=1,
        reservation=text if kind == "cause" else "",
    )


A, B = ("reservation", "c1", "a"), ("reservation", "c1", "b")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([rule("r1", "a")], [rule("r1", "a")], {}),
        ([rule("r1", "a")], [rule("r1", "b")], {A: B}),
        ([rule("r1", "a"), rule("r2", "a")], [rule("r1", "b"), rule("r2", "b")], {A: B}),
        ([rule("r1", "a"), rule("r2", "a")], [rule("r1", "b")], {A: B}),
        ([rule("r1", "a"), rule("r2", "a")], [rule("r1", "b"), rule("r2", "a")], {}),
        ([rule("r1", "a"), rule("r2", "b")], [rule("r1", "b"), rule("r2", "b")], {}),
        ([rule("r1", "a"), rule("r2", "b")], [rule("r1", "b"), rule("r2", "a")], {}),
        ([rule("r1", "a")], [rule("r1", "b"), rule("r2", "a")], {}),
        ([rule("r1", "a")], [rule("r2", "b")], {}),
        ([rule("r1", "a")], [rule("r1", "b", cause="c2")], {}),
        ([rule("r1", "a")], [rule("r1", "b", "conflict")], {}),
        ([rule("r1", "a")], [rule("r1", "b", "against")], {}),
        ([rule("r1", "a")], [rule("r1", "")], {}),
        (
            [rule("r1", "a", "conflict")],
            [rule("r1", "b", "conflict")],
            {("conflict", "c1", "a"): ("conflict", "c1", "b")},
        ),
    ],
)
def test_a_text_is_another_only_where_all_that_had_it_have_one_other(
    before: list[Rule], after: list[Rule], found: dict[tuple[str, ...], tuple[str, ...]]
) -> None:
    assert rewordings(knowledge_of(before), knowledge_of(after)) == found


def test_other_words_of_a_rule_are_no_rewording_of_what_it_reserves() -> None:
    before = knowledge_of([rule("r1", "a")])
    after = msgspec.structs.replace(
        before, rules=tuple(msgspec.structs.replace(each, says="x") for each in before.rules)
    )
    assert rewordings(before, after) == {}
