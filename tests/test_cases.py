"""What a group of rules adds to a body, taken from a full run."""

from typing import Any

from legspasm.cases import Apart, Cases, Piece
from legspasm.facts import check_facts
from legspasm.fullrun import conclude
from legspasm.groups import Group, Sight, groups
from legspasm.parts import Part, Valued
from legspasm.shipped import built_in_knowledge

KNOWLEDGE = built_in_knowledge()
POSITIONS = {rule.id: at for at, rule in enumerate(KNOWLEDGE.rules, 1)}
IN_PART = Sight(KNOWLEDGE).in_part


def cases_of(cause: str) -> Cases:
    return Cases(next(each for each in groups(KNOWLEDGE) if cause in each.causes), POSITIONS)


def apart(**facts: Any) -> Apart:
    body = conclude(KNOWLEDGE, check_facts(KNOWLEDGE, (facts, "call")))
    return Apart(body, POSITIONS, IN_PART)


def rules_in(pieces: tuple[Piece | None, ...]) -> list[str]:
    return [each.rule for piece in pieces if piece is not None for each in piece.template]


def test_runs_are_rules_that_follow_one_another() -> None:
    runs = cases_of("injury").runs
    assert [len(run) for run in runs] == [5, 2, 4, 1]
    for run in runs:
        places = [POSITIONS[id_] for id_ in run]
        assert places == list(range(places[0], places[0] + len(run)))
    assert Cases(Group((), (), (), 1), POSITIONS).runs == ()


def test_a_row_has_what_each_run_adds_and_a_bit_for_each_rule_that_fired() -> None:
    cases = cases_of("injury")
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
    assert rules_in(row.fired) == fired
    assert row.bits == sum(1 << POSITIONS[id_] for id_ in fired)
    everything = sorted(id_ for run in cases.runs for id_ in run)
    others = [each.rule for piece in row.not_fired if isinstance(piece, tuple) for each in piece[0]]
    assert sorted(fired + others) == everything
    [piece] = row.verdicts
    [verdict] = piece.template
    assert (verdict.cause, verdict.because) == ("injury", (POSITIONS["contraction_cramps"],))
    assert not any(isinstance(each, Valued) for each in (*row.fired, *row.not_fired, piece))


def test_parts_that_repeat_a_value_of_which_rules_see_less_are_valued_anew() -> None:
    told = {"blood_potassium": 3.1, "low_potassium_test": False}
    row = apart(**told).row(cases_of("low_potassium"), {})
    other = {"blood_potassium": 2.2}
    pieces = [each for each in row.fired if isinstance(each, Valued)]
    found = {each.rule: each for piece in pieces for each in piece.part(other).template}
    assert found["measured_low"].because[0].value == 2.2
    [verdict] = row.verdicts
    assert isinstance(verdict, Valued)
    [conflict] = verdict.part(other).template[0].conflicts
    assert {fact.name: fact.value for fact in conflict.facts}["blood_potassium"] == 2.2


def test_parts_that_are_alike_are_kept_once() -> None:
    known: dict[Any, Part] = {}
    cases = cases_of("dehydration")
    first = apart(heavy_sweating=True).row(cases, known)
    second = apart(heavy_sweating=True, drinking_little=False).row(cases, known)
    assert rules_in(first.fired) == rules_in(second.fired) != []
    for one, other in zip(first.fired, second.fired, strict=True):
        assert one is other


def test_a_group_sees_only_its_own_facts() -> None:
    cases = cases_of("injury")
    sight = Sight(KNOWLEDGE)

    def case(**facts: Any) -> object:
        seen = sight.of(check_facts(KNOWLEDGE, (facts, "call")))
        assert seen is not None
        return cases.of(seen)

    assert case(recent_injury=True, age=3) == case(recent_injury=True, at_night=False)
    assert case(recent_injury=True) != case(recent_injury=False) != case()
    assert Cases(Group((), (), (), 1), POSITIONS).of({}) == ()
