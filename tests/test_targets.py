"""What can be asked about after a consultation: by which name, and what is found about it."""

import msgspec
import pytest
from legspasm.asked import Outcome
from legspasm.errors import LegspasmError
from legspasm.model import State
from legspasm.reader import load_knowledge
from legspasm.shipped import built_in_knowledge
from legspasm.targets import Influence, Target, find_target, influence, outcomes_of
from tiny import BREAD

KNOWLEDGE = built_in_knowledge()
NAMED = [
    *(("cause", each.id, each.title) for each in KNOWLEDGE.causes),
    *(("state", each.id, each.says) for each in KNOWLEDGE.states),
    *(("factor", each.id, each.title) for each in KNOWLEDGE.factors),
    *(("advice", each.id, each.title) for each in KNOWLEDGE.advice),
]


LISTED = "; `legspasm rules` shows what is concluded"


@pytest.mark.parametrize(("kind", "id_", "title"), NAMED)
def test_everything_that_can_be_concluded_is_found_by_its_id(
    kind: str, id_: str, title: str
) -> None:
    assert find_target(KNOWLEDGE, id_) == Target(kind, id_, title)  # type: ignore[arg-type]  # one


def test_a_cause_is_meant_before_a_state_of_the_same_id() -> None:
    states = (State("injury", "A state that is called like a cause."), *KNOWLEDGE.states)
    knowledge = msgspec.structs.replace(KNOWLEDGE, states=states)
    assert find_target(knowledge, "injury") == Target("cause", "injury", "Injury")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("injry", "'injry'; did you mean injury?"),
        ("healing_beginz", "'healing_beginz'; did you mean healing_begins?"),
        ("older", "'older'; did you mean older_age?"),
        ("stretsh", "'stretsh'; did you mean stretch?"),
        ("zzz", f"'zzz'{LISTED}"),
        ("", f"''{LISTED}"),
        ("\x1b[31m", f"'\\x1b[31m'{LISTED}"),
        ("i" * 1000, f"'{'i' * 56}...{LISTED}"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(name: str, problem: str) -> None:
    with pytest.raises(LegspasmError) as raised:
        find_target(KNOWLEDGE, name)
    assert [str(each) for each in raised.value.problems] == [
        f"there is no cause, state, factor or piece of advice {problem}"
    ]


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("injury", (Outcome("verdict", "injury"),)),
        ("healing_begins", (Outcome("state", "healing_begins"),)),
        ("night", (Outcome("factor", "night", ""),)),
        (
            "older_age",
            (
                Outcome("factor", "older_age", "injury"),
                Outcome("factor", "older_age", "excessive_activity"),
                Outcome("factor", "older_age", "dehydration"),
                Outcome("factor", "older_age", "low_potassium"),
            ),
        ),
        ("stretch", (Outcome("advice", "stretch"),)),
    ],
)
def test_a_factor_has_an_outcome_for_each_cause_and_everything_else_has_one(
    name: str, outcomes: tuple[Outcome, ...]
) -> None:
    assert outcomes_of(KNOWLEDGE, find_target(KNOWLEDGE, name)) == outcomes


@pytest.mark.parametrize(
    ("outcome", "title", "bears_on"),
    [
        (Outcome("verdict", "injury"), "Injury", ""),
        (
            Outcome("factor", "weak_muscles", "excessive_activity"),
            "Weak muscles",
            "Excessive activity",
        ),
        (Outcome("factor", "night"), "Night", ""),
        (Outcome("advice", "rest_leg"), "Rest", ""),
        (Outcome("state", "fluid_lost"), "The body has lost fluid.", ""),
        (Outcome("place", "spasm_site"), "", ""),
    ],
)
def test_an_outcome_is_told_with_its_title(outcome: Outcome, title: str, bears_on: str) -> None:
    assert influence(KNOWLEDGE, outcome) == Influence(outcome, title, bears_on)


def test_another_subject_has_targets_of_its_own() -> None:
    bread = load_knowledge(BREAD)
    assert find_target(bread, "gas_missing") == Target("state", "gas_missing", "Gas is missing.")
    assert outcomes_of(bread, find_target(bread, "rye")) == (
        Outcome("factor", "rye", "weak_yeast"),
        Outcome("factor", "rye", "cold_dough"),
    )
    with pytest.raises(LegspasmError, match=r"advice 'injury'; `legspasm rules`"):
        find_target(bread, "injury")
