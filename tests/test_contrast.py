"""*Why not*: every route to what was not concluded, condition by condition, and what blocks it."""

from collections.abc import Iterator
from typing import Any

import legspasm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.contrast import Route, Standing, WhyNot, why_not
from legspasm.reply import about
from legspasm.targets import Target
from legspasm.telling import Quote
from strategies import told
from tiny import BREAD

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
NAMES = [
    each.id
    for part in (KNOWLEDGE.causes, KNOWLEDGE.states, KNOWLEDGE.factors, KNOWLEDGE.advice)
    for each in part
]


def outline(routes: tuple[Route, ...]) -> list[Any]:
    """The routes as nested lists: each rule, its status, and its conditions."""
    return [[each.rule.id, each.status, *map(_standing, each.conditions)] for each in routes]


def _standing(each: Standing) -> Any:
    mark = ("not " if each.absent else "") + each.name
    more = ["above"] if each.above else outline(each.routes)
    return (mark, each.status, *more)


def asked(facts: dict[str, Any], name: str, *keep: str) -> WhyNot:
    return why_not(legspasm.consult(facts), name, keep=keep)


def test_the_answer_is_told_whole() -> None:
    record = legspasm.consult({"kitchen": 20.0, "yeast_age": 400}, knowledge=BAKERY)
    answer = why_not(record, "cold_dough")
    assert answer.about == about(record)
    assert answer.target == Target("cause", "cold_dough", "Cold dough")
    assert (answer.found, answer.wanted, answer.says) == (
        "not_indicated",
        ("supported", "with_reservation"),
        "It does not look cold.",
    )
    assert (answer.blocked_by, answer.keep) == ((), ())
    [route] = answer.routes
    assert (route.rule.id, route.rule.says, route.status) == (
        "slow_dough_stays_flat",
        "Slow dough may stay flat.",
        "closed",
    )
    assert route.rule.cites == (Quote("P3.S1", "slow dough may stay flat"),)
    assert (route.rule.file, route.rule.line, route.rule.hedge) == ("rules/cold.yaml", 17, "may")
    slow, gas = route.conditions
    assert fields(slow) == {
        "kind": "state",
        "name": "dough_slow",
        "says": "The dough is slow.",
        "absent": False,
        "operator": "holds",
        "wanted": True,
        "actual": None,
        "status": "not_met",
        "above": False,
        "below": False,
    }
    assert fields(slow.routes[0].conditions[0]) == {
        "kind": "fact",
        "name": "kitchen",
        "says": "It was under 18.5 degrees.",
        "absent": False,
        "operator": "below",
        "wanted": 18.5,
        "actual": 20.0,
        "status": "not_met",
        "above": False,
        "below": False,
    }
    assert fields(gas) == {
        "kind": "state",
        "name": "gas_missing",
        "says": "Gas is missing.",
        "absent": True,
        "operator": "holds",
        "wanted": True,
        "actual": True,
        "status": "not_met",
        "above": False,
        "below": False,
    }
    assert outline(gas.routes) == [["tired_yeast_makes_no_gas", "fired", ("yeast_tired", "met")]]


def fields(each: Standing) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__struct_fields__ if name != "routes"}


def test_every_route_is_told_and_what_could_make_each_state() -> None:
    assert outline(asked({"heavy_sweating": False}, "dehydration").routes) == [
        ["drinking_little_may_dehydrate", "open", ("drinking_little", "unknown")],
        [
            "imbalance_cramps",
            "open",
            (
                "fluids_out_of_balance",
                "unknown",
                [
                    "lost_electrolytes_unbalance",
                    "open",
                    (
                        "electrolytes_lost",
                        "unknown",
                        [
                            "fluid_takes_electrolytes",
                            "open",
                            (
                                "fluid_lost",
                                "unknown",
                                ["sweating_loses_fluid", "closed", ("heavy_sweating", "not_met")],
                                ["illness_loses_fluid", "open", ("other_fluid_loss", "unknown")],
                            ),
                        ],
                    ),
                ],
            ),
        ],
    ]


def test_a_state_that_stands_further_up_is_not_unfolded_again() -> None:
    routes = outline(asked({"recent_injury": False}, "injury").routes)
    assert routes[1:] == [
        [
            "contraction_cramps_though_healed",
            "closed",
            ("muscles_around_injury_contract", "not_met", "above"),
            ("injury_healed", "unknown"),
        ],
        [
            "contraction_cramps_though_elsewhere",
            "closed",
            ("muscles_around_injury_contract", "not_met", "above"),
            ("injury_at_spasm", "unknown"),
        ],
    ]


def test_what_is_met_is_not_unfolded() -> None:
    routes = outline(asked({"recent_injury": True, "injury_healed": True}, "injury").routes)
    assert routes == [
        [
            "contraction_cramps",
            "closed",
            ("muscles_around_injury_contract", "met"),
            ("not injury_healed", "not_met"),
            ("not injury_at_spasm", "unknown"),
        ],
        [
            "contraction_cramps_though_healed",
            "fired",
            ("muscles_around_injury_contract", "met"),
            ("injury_healed", "met"),
        ],
        [
            "contraction_cramps_though_elsewhere",
            "open",
            ("muscles_around_injury_contract", "met"),
            ("injury_at_spasm", "unknown"),
        ],
    ]


def test_a_verdict_is_unfolded_into_the_rules_that_give_a_wanted_word() -> None:
    [route] = asked({"exertion": "none"}, "stretch").routes
    [condition] = route.conditions
    assert (condition.kind, condition.actual, condition.wanted, condition.status) == (
        "verdict",
        "not_indicated",
        ("supported", "with_reservation"),
        "not_met",
    )
    assert [each.rule.id for each in condition.routes] == [
        "weak_muscles_cramp_sooner",
        "restless_muscles_cramp",
    ]


@pytest.mark.parametrize(
    ("facts", "name", "found", "wanted"),
    [
        ({}, "injury", "undetermined", ("supported", "with_reservation")),
        ({"drinking_little": True}, "dehydration", "with_reservation", ("supported",)),
        ({"heavy_sweating": True}, "dehydration", "supported", ("supported",)),
        ({}, "fluid_lost", "none", ("concluded",)),
        ({"heavy_sweating": True}, "fluid_lost", "concluded", ("concluded",)),
        ({}, "night", "none", ("bears",)),
        ({}, "stretch", "general", ("applies",)),
        ({"spasm_site": "not_leg"}, "stretch", "none", ("applies",)),
    ],
)
def test_what_is_wanted_depends_on_what_is_asked_about(
    facts: dict[str, Any], name: str, found: str, wanted: tuple[str, ...]
) -> None:
    answer = asked(facts, name)
    assert (answer.found, answer.wanted) == (found, wanted)


@pytest.mark.parametrize(
    ("facts", "name", "rules"),
    [
        ({"recent_injury": False}, "injury", []),
        ({"had_spasm": False}, "injury", ["nothing_to_explain"]),
        (
            {"had_spasm": False, "spasm_site": "not_leg", "recent_injury": False}
            | {"injury_healed": False},
            "injury",
            ["nothing_to_explain", "cramp_elsewhere", "no_injury_but_unhealed"],
        ),
        ({"recent_injury": False, "injury_healed": False}, "dehydration", []),
        # A scope that is not silent ends verdicts alone.
        ({"had_spasm": False}, "night", []),
        ({"had_spasm": False, "spasm_site": "not_leg"}, "night", ["cramp_elsewhere"]),
        ({"spasm_site": "not_leg"}, "stretch", ["cramp_elsewhere"]),
        ({"spasm_site": "not_leg"}, "fluid_lost", []),
    ],
)
def test_what_leaves_no_room_for_it_is_named(
    facts: dict[str, Any], name: str, rules: list[str]
) -> None:
    assert [each.id for each in asked(facts, name).blocked_by] == rules


@pytest.mark.parametrize(
    "facts",
    [
        {"had_spasm": False, "heavy_sweating": True},
        {"had_spasm": False, "drinking_little": True},
    ],
)
def test_advice_that_waits_for_a_verdict_tells_what_keeps_the_verdict_from_it(
    facts: dict[str, Any],
) -> None:
    """The cause's own rule has fired, and still the verdict is not as wanted: why must be told."""
    text = asked(facts, "replenish").render()
    assert "nothing_to_explain" in text


def test_facts_that_are_kept_are_told_in_the_order_of_the_vocabulary() -> None:
    answer = asked({"age": 50}, "injury", "age", "recent_injury", "age")
    assert answer.keep == ("recent_injury", "age")


def test_every_unknown_fact_that_is_to_be_kept_is_told_at_once() -> None:
    with pytest.raises(legspasm.LegspasmError) as raised:
        asked({}, "injury", "agee", "age", "zzz", "\x1b[31m")
    assert [str(each) for each in raised.value.problems] == [
        "agee: no such fact; did you mean age?",
        "zzz: no such fact; `legspasm facts` lists them",
        "'\\x1b[31m': no such fact; `legspasm facts` lists them",
    ]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(legspasm.LegspasmError, match="'injry'; did you mean injury"):
        asked({}, "injry")


def test_an_unknown_name_and_an_unknown_fact_to_keep_are_told_at_once() -> None:
    with pytest.raises(legspasm.LegspasmError) as raised:
        asked({}, "injry", "agee")
    assert [str(each) for each in raised.value.problems] == [
        "there is no cause, state, factor or piece of advice 'injry'; did you mean injury?",
        "agee: no such fact; did you mean age?",
    ]


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE), st.sampled_from(NAMES))
def test_the_routes_are_the_rules_about_it_as_the_record_has_them(
    facts: dict[str, Any], name: str
) -> None:
    record = legspasm.consult(facts)
    answer = why_not(record, name)
    assert [each.rule.id for each in answer.routes] == [
        rule.id
        for rule in KNOWLEDGE.rules
        if (rule.concludes.kind, rule.concludes.id) == (answer.target.kind, name)
    ]
    fired = {each.rule for each in record.firings}
    unfired = {each.rule: each for each in record.not_fired}
    unfolded = []
    for route in all_routes(answer.routes):
        if route.rule.id in fired:
            assert route.status == "fired"
            stands = {"unknown", "met"}  # unknown: what would have stopped it
            assert {each.status for each in route.conditions if not each.absent} <= {"met"}
            assert {each.status for each in route.conditions} <= stands
            continue
        stored = unfired[route.rule.id]
        assert route.status == ("open" if stored.needs else "closed")
        assert [
            (each.kind, each.name, each.absent, each.operator, each.wanted, each.actual)
            for each in route.conditions
        ] == [
            (each.kind, each.name, each.absent, each.operator, each.wanted, each.actual)
            for each in stored.conditions
        ]
        assert [each.status for each in route.conditions] == [
            each.status for each in stored.conditions
        ]
        for each in route.conditions:
            missing = each.status == "not_met" if each.absent else each.status != "met"
            if each.kind == "fact" or not missing:
                assert (each.above, each.routes) == (False, ())
            elif not each.above:
                unfolded.append((each.kind, each.name))
            else:
                assert (each.kind, each.name) in unfolded
    assert len(unfolded) == len(set(unfolded))


def all_routes(routes: tuple[Route, ...]) -> Iterator[Route]:
    """In the order in which they are told."""
    for route in routes:
        yield route
        for each in route.conditions:
            yield from all_routes(each.routes)


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE), st.sampled_from(NAMES))
def test_nothing_has_to_change_exactly_where_it_is_so_already(
    facts: dict[str, Any], name: str
) -> None:
    answer = asked(facts, name)
    assert (answer.size == 0) == (answer.found in answer.wanted)
