"""What a group of rules adds to a body, taken from a full run."""

from collections.abc import Iterable
from typing import Any

from legspasm.cases import Apart, Cases, Piece, Row, cases_of
from legspasm.facts import check_facts
from legspasm.fullrun import conclude
from legspasm.groups import Group, groups
from legspasm.parts import Part
from legspasm.positions import bits, positions_in
from legspasm.shipped import built_in_knowledge
from legspasm.sight import Sight

KNOWLEDGE = built_in_knowledge()
POSITIONS = positions_in(KNOWLEDGE)
SIGHT = Sight(KNOWLEDGE)
NOTHING = Group((), (), (), 1)


def about(cause: str) -> Cases:
    found = cases_of(groups(KNOWLEDGE), POSITIONS, SIGHT)
    return next(each for each in found if cause in each.causes)


def apart(**facts: Any) -> Apart:
    body = conclude(KNOWLEDGE, check_facts(KNOWLEDGE, (facts, "call")))
    return Apart(body, POSITIONS, SIGHT.in_part)


def firings_in(row: Row, cases: Cases) -> list[Part]:
    """Of each run, where one of its rules fired."""
    return [each for each in row.slots[: len(cases.runs)] if isinstance(each, Part)]


def rules_in(parts: Iterable[Part]) -> list[str]:
    return [each.rule for part in parts for each in part.template]


def test_runs_are_rules_that_follow_one_another() -> None:
    runs = about("injury").runs
    assert [len(run) for run in runs] == [5, 2, 4, 1]
    for run in runs:
        places = [POSITIONS.rules[id_] for id_ in run]
        assert places == list(range(places[0], places[0] + len(run)))
    assert Cases(NOTHING, POSITIONS, 0, 0).runs == ()


def test_a_row_has_what_each_run_adds_and_a_bit_for_each_rule_that_fired() -> None:
    cases = about("injury")
    row = apart(recent_injury=True, age=70, exertion="excessive").row(cases, {})
    fired = [
        "injury_starts_protection",
        "injury_bleeds",
        "protection_contracts_muscles",
        "bleeding_clots",
        "contraction_cramps",
        "clot_starts_healing",
        "rest_after_injury",
    ]
    assert rules_in(firings_in(row, cases)) == fired
    assert row.bits == bits(POSITIONS.rules[id_] for id_ in fired)
    everything = sorted(id_ for run in cases.runs for id_ in run)
    silent = [each for each in row.slots if isinstance(each, tuple)]
    assert sorted(fired + [each.rule for parts, _ in silent for each in parts]) == everything
    decided = row.slots[-1]
    assert isinstance(decided, Part)
    [verdict] = decided.template
    decides = POSITIONS.rules["contraction_cramps"]
    assert (verdict.cause, verdict.because) == ("injury", (decides,))
    assert row.open == ()


def test_a_row_has_a_bit_above_all_rules_for_a_cause_that_the_verdict_is_against() -> None:
    row = apart(recent_injury=False).row(about("injury"), {})
    assert row.bits == bits([POSITIONS.rules["no_injury"], POSITIONS.causes["injury"]])
    assert POSITIONS.causes["injury"] > max(POSITIONS.rules.values())


def test_parts_that_repeat_a_value_of_which_rules_see_less_are_open() -> None:
    cases = about("low_potassium")
    row = apart(blood_potassium=3.1, low_potassium_test=False).row(cases, {})
    other = {"blood_potassium": 2.2}
    found: dict[str, Any] = {}
    for each in row.open:
        assert row.slots[each.at - cases.before] is None
        slot = each.parts.slot(other)
        for part in slot[0] if isinstance(slot, tuple) else slot.template:
            found[getattr(part, "rule", "the verdict")] = part
    assert found["measured_low"].because[0].value == 2.2
    assert found["measured_not_low"].conditions[0].actual == 2.2
    [conflict] = found["the verdict"].conflicts
    assert {fact.name: fact.value for fact in conflict.facts}["blood_potassium"] == 2.2


def test_slots_have_places_by_field_and_then_in_canonical_order() -> None:
    found = cases_of(groups(KNOWLEDGE), POSITIONS, SIGHT)
    before = 0
    for each in found:
        assert each.before == before
        before += len(each.places)
        first_rules = [POSITIONS.rules[run[0]] for run in each.runs]
        causes = [POSITIONS.causes[id_] for id_ in each.causes]
        assert each.places == (
            *((0, at) for at in first_rules),
            *((1, at) for at in first_rules),
            *((2, at) for at in causes),
        )


def test_parts_that_are_alike_are_kept_once() -> None:
    known: dict[Any, Piece] = {}
    cases = about("dehydration")
    first = apart(heavy_sweating=True).row(cases, known)
    second = apart(heavy_sweating=True, drinking_little=False).row(cases, known)
    one, other = firings_in(first, cases), firings_in(second, cases)
    assert rules_in(one) == rules_in(other) != []
    assert list(map(id, one)) == list(map(id, other))


def test_a_group_sees_only_its_own_facts() -> None:
    cases = about("injury")

    def case(**facts: Any) -> int:
        seen = SIGHT.of(check_facts(KNOWLEDGE, (facts, "call")))
        assert seen is not None
        return seen.what & cases.mask

    assert case(recent_injury=True, age=3) == case(recent_injury=True, at_night=False)
    assert len({case(recent_injury=True), case(recent_injury=False), case()}) == 3
