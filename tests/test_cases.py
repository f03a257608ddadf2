"""What a group of rules adds to a body, taken from a full run."""

from typing import Any

from legspasm.cases import FIRED, NOT_FIRED, VERDICTS, Apart, Cases
from legspasm.facts import check_facts
from legspasm.fullrun import conclude
from legspasm.groups import Group, Sight, groups
from legspasm.parts import Part
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()
POSITIONS = {rule.id: at for at, rule in enumerate(KNOWLEDGE.rules, 1)}
IDS = {at: id_ for id_, at in POSITIONS.items()}
IN_PART = Sight(KNOWLEDGE).in_part


def group_of(cause: str) -> Group:
    return next(each for each in groups(KNOWLEDGE) if cause in each.causes)


def apart(**facts: Any) -> Apart:
    return Apart(conclude(KNOWLEDGE, check_facts(KNOWLEDGE, (facts, "call"))), POSITIONS)


def test_a_row_has_the_parts_of_its_group_and_a_bit_for_each_rule_that_fired() -> None:
    group = group_of("injury")
    row = apart(recent_injury=True, age=70, exertion="excessive").row(group, IN_PART, {})
    fired = [IDS[at] for at, _ in row.parts[FIRED]]
    assert fired == [
        "injury_starts_protection",
        "injury_bleeds",
        "protection_contracts_muscles",
        "bleeding_clots",
        "contraction_cramps",
        "clot_starts_healing",
        "rest_after_injury",
    ]
    assert row.fired == sum(1 << POSITIONS[id_] for id_ in fired)
    assert sorted(fired + [IDS[at] for at, _ in row.parts[NOT_FIRED]]) == sorted(group.rules)
    [(at, verdict)] = row.parts[VERDICTS]
    assert KNOWLEDGE.causes[at].id == verdict.template.cause == "injury"
    assert verdict.template.because == (POSITIONS["contraction_cramps"],)
    assert row.valued == ()


def test_parts_that_repeat_a_value_of_which_rules_see_less_are_kept_apart() -> None:
    row = apart(blood_potassium=3.1, low_potassium_test=False).row(
        group_of("low_potassium"), IN_PART, {}
    )
    found = {
        (kind, IDS[at]): valued.part({"blood_potassium": 2.2}).template
        for kind, at, valued in row.valued
        if kind != VERDICTS
    }
    assert (FIRED, "measured_low") in found
    assert found[FIRED, "measured_low"].because[0].value == 2.2
    [verdict] = [each for kind, _, each in row.valued if kind == VERDICTS]
    [conflict] = verdict.part({"blood_potassium": 2.2}).template.conflicts
    assert {fact.name: fact.value for fact in conflict.facts}["blood_potassium"] == 2.2


def test_parts_that_are_alike_are_kept_once() -> None:
    known: dict[Any, Part] = {}
    group = group_of("dehydration")
    first = apart(heavy_sweating=True).row(group, IN_PART, known)
    second = apart(heavy_sweating=True, drinking_little=False).row(group, IN_PART, known)
    one, other = (dict(row.parts[FIRED]) for row in (first, second))
    assert one.keys() == other.keys()
    assert all(one[at] is other[at] for at in one)


def test_a_group_sees_only_its_own_facts() -> None:
    cases = Cases(group_of("injury"))
    sight = Sight(KNOWLEDGE)

    def case(**facts: Any) -> object:
        seen = sight.of(check_facts(KNOWLEDGE, (facts, "call")))
        assert seen is not None
        return cases.of(seen)

    assert case(recent_injury=True, age=3) == case(recent_injury=True, at_night=False)
    assert case(recent_injury=True) != case(recent_injury=False) != case()
    assert Cases(Group((), (), (), 1)).of({}) == ()
