"""*How*: the tree of rules, facts and sentences that a conclusion rests on, read off the record."""

from collections.abc import Callable, Iterator
from typing import Any

import legspasm
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.body import FactMatch, Firing, StateMatch
from legspasm.citation import CitedRule
from legspasm.graph import cause_graph
from legspasm.justification import (
    Conclusion,
    Decision,
    Justification,
    Missing,
    Support,
    ToldFact,
    how,
)
from legspasm.record import Record
from legspasm.reply import about
from legspasm.targets import Target
from legspasm.telling import Quote
from strategies import as_plain, told
from tiny import BREAD

KNOWLEDGE = legspasm.built_in_knowledge()
BAKERY = legspasm.load_knowledge(BREAD)
NAMES = [
    each.id
    for part in (KNOWLEDGE.causes, KNOWLEDGE.states, KNOWLEDGE.factors, KNOWLEDGE.advice)
    for each in part
]

ELSEWHERE = "The spasm was not in the muscles around the hurt place."
OLD = "The yeast is 180 days old, or older."


def outline(supports: tuple[Support, ...]) -> list[Any]:
    """The tree as nested lists: each rule with what met its conditions."""
    return [[each.rule.id, *map(_met, each.because)] for each in supports]


def _met(each: ToldFact | Conclusion | Decision) -> Any:
    if isinstance(each, ToldFact):
        return (each.name, each.value)
    mark = "above" if each.above else ""
    return (each.name, mark, *outline(each.supports))


def nodes(supports: tuple[Support, ...]) -> Iterator[Support]:
    for each in supports:
        yield each
        for condition in each.because:
            if not isinstance(condition, ToldFact):
                yield from nodes(condition.supports)


def test_the_tree_of_a_cause_is_told_whole() -> None:
    record = legspasm.consult({"foam": False, "yeast_age": 400}, knowledge=BAKERY)
    assert how(record, "weak_yeast") == Justification(
        about=about(record),
        target=Target("cause", "weak_yeast", "Weak yeast"),
        found="supported",
        says="Weak yeast can be the reason.",
        bears_on=(),
        supports=(
            Support(
                seq=3,
                rule=CitedRule(
                    id="missing_gas_flattens",
                    says="Without gas, dough stays flat.",
                    cites=(
                        Quote("P1.S2", "Dough rises because yeast makes gas."),
                        Quote("P2.S1", "such dough stays flat"),
                    ),
                    hedge="",
                    reservation="",
                    remark="",
                    file="rules/yeast.yaml",
                    line=10,
                ),
                because=(
                    Conclusion(
                        name="gas_missing",
                        says="Gas is missing.",
                        above=False,
                        below=False,
                        supports=(
                            Support(
                                seq=2,
                                rule=CitedRule(
                                    id="tired_yeast_makes_no_gas",
                                    says="Tired yeast makes too little gas.",
                                    cites=(Quote("P2.S1", "makes too little gas"),),
                                    hedge="",
                                    reservation="",
                                    remark="",
                                    file="rules/yeast.yaml",
                                    line=18,
                                ),
                                because=(
                                    Conclusion(
                                        name="yeast_tired",
                                        says="The yeast is tired.",
                                        above=False,
                                        below=False,
                                        supports=(
                                            Support(
                                                seq=1,
                                                rule=CitedRule(
                                                    id="old_yeast_tires",
                                                    says="Old yeast tires.",
                                                    cites=(Quote("P2.S1", "Old yeast"),),
                                                    hedge="",
                                                    reservation="",
                                                    remark="",
                                                    file="rules/yeast.yaml",
                                                    line=25,
                                                ),
                                                because=(
                                                    ToldFact(
                                                        name="yeast_age",
                                                        value=400,
                                                        origin="call",
                                                        says="The yeast is 400 days old.",
                                                        wanted=OLD,
                                                    ),
                                                ),
                                                absent=(
                                                    Missing("The yeast foamed.", "otherwise", 0),
                                                ),
                                            ),
                                        ),
                                    ),
                                ),
                                absent=(),
                            ),
                        ),
                    ),
                ),
                absent=(),
            ),
        ),
        continued=(),
        needs=(),
        parameters=(BAKERY.parameters[0],),
        graph=cause_graph(record.document.body, BAKERY, "weak_yeast"),
    )


def test_the_tree_is_also_plain_data() -> None:
    record = legspasm.consult({"added": ["salt"]}, knowledge=BAKERY)
    assert how(record, "weak_yeast").to_dict() == {
        "schema": "legspasm.how/1",
        "about": as_plain(about(record)),
        "target": {"kind": "cause", "id": "weak_yeast", "title": "Weak yeast"},
        "found": "with_reservation",
        "says": "Weak yeast can be the reason, but there is a catch.",
        "bears_on": [],
        "supports": [
            {
                "seq": 1,
                "rule": {
                    "id": "salt_slows_yeast",
                    "says": "Salt slows yeast down.",
                    "cites": [{"sentence": "P2.S3", "text": "Salt can slow yeast down."}],
                    "hedge": "can",
                    "reservation": "The text does not say how much salt.",
                    "remark": "The text says “slow”, and slow dough may stay flat.",
                    "file": "rules/yeast.yaml",
                    "line": 36,
                },
                "because": [
                    {
                        "kind": "fact",
                        "name": "added",
                        "value": ["salt"],
                        "origin": "call",
                        "says": "You added salt.",
                        "wanted": "You added salt.",
                    }
                ],
                "absent": [],
            }
        ],
        "continued": [],
        "needs": [],
        "parameters": [],
        "graph": as_plain(cause_graph(record.document.body, BAKERY, "weak_yeast")),
    }


def test_every_support_is_kept_where_there_are_several() -> None:
    record = legspasm.consult(low_potassium_test=True, blood_potassium=3.1, low_potassium_diet=True)
    assert outline(how(record, "low_potassium").supports) == [
        ["diet_may_lack_potassium", ("low_potassium_diet", True)],
        [
            "unsmooth_muscles_cramp",
            (
                "muscles_contract_less_smoothly",
                "",
                [
                    "low_potassium_unsettles_muscles",
                    (
                        "potassium_is_low",
                        "",
                        ["test_found_low", ("low_potassium_test", True)],
                        ["measured_low", ("blood_potassium", 3.1)],
                    ),
                ],
            ),
        ],
    ]


def test_what_stands_further_up_is_named_and_not_unfolded_again() -> None:
    record = legspasm.consult(recent_injury=True, injury_healed=True, injury_at_spasm=False)
    way = [
        "protection_contracts_muscles",
        ("body_protects_itself", "", ["injury_starts_protection", ("recent_injury", True)]),
    ]
    assert outline(how(record, "injury").supports) == [
        [
            "contraction_cramps_though_healed",
            ("muscles_around_injury_contract", "", way),
            ("injury_healed", True),
        ],
        [
            "contraction_cramps_though_elsewhere",
            ("muscles_around_injury_contract", "above"),
            ("injury_at_spasm", False),
        ],
    ]


def test_advice_rests_on_the_verdict_and_what_decided_it() -> None:
    record = legspasm.consult(drinking_little=True, low_potassium_diet=True)
    found = how(record, "replenish")
    assert (found.found, found.says) == (
        "applies",
        "Fill up your body again with fluids and electrolytes.",
    )
    assert [each.because for each in found.supports] == [
        (
            Decision(
                name=cause,
                verdict="with_reservation",
                says=f"{title} can be the reason for this spasm, but there is a catch.",
                above=False,
                below=False,
                supports=found.supports[place].because[0].supports,  # type: ignore[union-attr]  # a verdict
            ),
        )
        for place, (cause, title) in enumerate(
            [("low_potassium", "Low potassium"), ("dehydration", "Loss of fluid")]
        )
    ]
    assert outline(found.supports) == [
        [
            "replenish_low_potassium",
            (
                "low_potassium",
                "",
                ["diet_may_lack_potassium", ("low_potassium_diet", True)],
            ),
        ],
        [
            "replenish_lost_fluid",
            ("dehydration", "", ["drinking_little_may_dehydrate", ("drinking_little", True)]),
        ],
    ]


@pytest.mark.parametrize(
    ("facts", "absent"),
    [
        (
            {"recent_injury": True},
            [("The hurt has healed.", "unknown", 4), (ELSEWHERE, "unknown", 4)],
        ),
        (
            {"recent_injury": True, "injury_healed": False, "injury_at_spasm": True},
            [("The hurt has healed.", "otherwise", 4), (ELSEWHERE, "otherwise", 4)],
        ),
    ],
)
def test_what_would_have_stopped_a_rule_is_unknown_or_otherwise(
    facts: dict[str, Any], absent: list[tuple[str, str, int]]
) -> None:
    [support] = how(legspasm.consult(facts), "injury").supports
    assert [(each.says, each.status, each.as_of) for each in support.absent] == absent


def test_a_state_that_would_have_stopped_a_rule_is_told_as_missing() -> None:
    [support] = how(legspasm.consult(low_potassium_diet=True), "low_potassium").supports
    assert support.absent == (Missing("The level of potassium is not low.", "unknown", 0),)


@pytest.mark.parametrize("origin", ["file", "option", "answer", "call"])
def test_where_a_fact_came_from_is_told(origin: Any) -> None:
    facts = legspasm.facts.check_facts(KNOWLEDGE, ({"at_night": True}, origin))
    record = legspasm.consultation.consult_facts(KNOWLEDGE, facts)
    [support] = how(record, "night").supports
    assert support.because == (
        ToldFact("at_night", True, origin, *["The spasm came at night."] * 2),
    )


@pytest.mark.parametrize(
    ("name", "facts", "found", "says", "needs"),
    [
        (
            "injury",
            {},
            "undetermined",
            "You have not told enough to say whether a hurt leg can be the reason.",
            ("recent_injury",),
        ),
        ("healing_begins", {"recent_injury": False}, "none", "", ()),
        ("night", {}, "none", "", ()),
        ("stretch", {}, "general", "If you use your legs a lot, stretch before and after.", ()),
        ("stretch", {"spasm_site": "not_leg"}, "none", "", ()),
    ],
)
def test_what_was_not_concluded_rests_on_nothing(
    name: str, facts: dict[str, Any], found: str, says: str, needs: tuple[str, ...]
) -> None:
    told_so = how(legspasm.consult(facts), name)
    assert (told_so.found, told_so.says, told_so.supports, told_so.needs) == (
        found,
        says,
        (),
        needs,
    )


@pytest.mark.parametrize(
    ("name", "facts", "found", "rules"),
    [
        ("injury", {"recent_injury": False}, "not_indicated", ["no_injury"]),
        (
            "injury",
            {"recent_injury": False, "injury_healed": False},
            "conflict",
            ["no_injury_but_unhealed"],
        ),
        (
            "injury",
            {"had_spasm": False, "spasm_site": "not_leg"},
            "not_applicable",
            ["nothing_to_explain", "cramp_elsewhere"],
        ),
        ("healing_begins", {"recent_injury": True}, "concluded", ["clot_starts_healing"]),
        (
            "older_age",
            {"age": 70},
            "bears",
            ["older_people_cramp", "older_people_cramp_from_activity"],
        ),
    ],
)
def test_every_kind_of_finding_has_its_firings(
    name: str, facts: dict[str, Any], found: str, rules: list[str]
) -> None:
    told_so = how(legspasm.consult(facts), name)
    assert (told_so.found, [each.rule.id for each in told_so.supports]) == (found, rules)


@pytest.mark.parametrize(
    ("name", "facts", "titles"),
    [
        (
            "older_age",
            {"age": 70, "recent_injury": False, "exertion": "none"},
            ["Dehydration", "Low potassium"],
        ),
        ("night", {"at_night": True}, []),
        ("weak_muscles", {}, []),
        ("injury", {"age": 70}, []),
    ],
)
def test_a_factor_tells_on_which_causes_it_bears(
    name: str, facts: dict[str, Any], titles: list[str]
) -> None:
    assert list(how(legspasm.consult(facts), name).bears_on) == titles


@pytest.mark.parametrize(
    ("name", "facts", "parameters"),
    [
        ("older_age", {"age": 70}, ["older_age"]),
        ("low_potassium", {"blood_potassium": 3.0}, ["low_potassium_limit"]),
        ("low_potassium", {"low_potassium_test": True}, []),
        ("injury", {"recent_injury": True, "age": 70}, []),
    ],
)
def test_a_number_that_is_not_from_the_document_is_told_where_it_decides(
    name: str, facts: dict[str, Any], parameters: list[str]
) -> None:
    assert [each.id for each in how(legspasm.consult(facts), name).parameters] == parameters


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(legspasm.LegspasmError, match="'injry'; did you mean injury"):
        how(legspasm.consult(), "injry")


@settings(max_examples=60, deadline=None)
@given(told(KNOWLEDGE), st.sampled_from(NAMES))
def test_a_tree_holds_everything_that_the_conclusion_rests_on_and_each_firing_once(
    facts: dict[str, Any], name: str
) -> None:
    record = legspasm.consult(facts)
    found = how(record, name)
    assert sorted(each.seq for each in nodes(found.supports)) == rested_on(
        record, [each.seq for each in found.supports]
    )
    fired = {each.seq: each for each in record.firings}
    origins = {each.name: each.origin for each in record.facts}
    for each in nodes(found.supports):
        assert agrees(each, fired[each.seq], origins)


def rested_on(record: Record, seqs: list[int]) -> list[int]:
    """These firings and all that they rest on, worked out from the record alone."""
    fired = {each.seq: each for each in record.firings}
    found: set[int] = set()
    while seqs:
        seq = seqs.pop()
        if seq not in found:
            found.add(seq)
            for match in fired[seq].because:
                seqs += [] if isinstance(match, FactMatch) else match.firings
    return sorted(found)


def agrees(node: Support, firing: Firing, origins: dict[str, str]) -> bool:
    """Whether a node of the tree tells what its firing holds."""
    [rule] = [each for each in KNOWLEDGE.rules if each.id == firing.rule]
    cited = {each: getattr(rule, each) for each in CitedRule.__struct_fields__}
    matched = [
        (each.name, each.value, origins[each.name])
        if isinstance(each, FactMatch)
        else (each.name, "" if isinstance(each, StateMatch) else each.value)
        for each in firing.because
    ]
    shown = [
        (each.name, each.value, each.origin)
        if isinstance(each, ToldFact)
        else (each.name, each.verdict if isinstance(each, Decision) else "")
        for each in node.because
    ]
    return (
        msgspec.structs.asdict(node.rule) == cited
        and shown == matched
        and [(each.as_of, each.status == "unknown") for each in node.absent]
        == [(each.as_of, each.actual is None) for each in firing.absent]
    )


def test_the_tree_is_read_off_the_record_and_nothing_is_inferred_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forbidden(*_: object) -> Callable[..., None]:
        raise AssertionError("inferred")

    record = legspasm.consult(recent_injury=True, age=70)
    monkeypatch.setattr("legspasm.network.infer", forbidden)
    monkeypatch.setattr("legspasm.fullrun.infer", forbidden)
    monkeypatch.setattr("legspasm.tables.infer", forbidden)
    counts = {name: len(list(nodes(how(record, name).supports))) for name in NAMES}
    assert {name: count for name, count in counts.items() if count} == {
        "injury": 3,
        "body_protects_itself": 1,
        "muscles_around_injury_contract": 2,
        "tissue_may_bleed": 1,
        "clot_may_form": 2,
        "healing_begins": 3,
        "older_age": 2,
        "rest_leg": 4,
    }


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        (
            "warm_weather",
            {"warm_weather": True, "heavy_sweating": False, "other_fluid_loss": False}
            | {"drinking_little": False},
        ),
        ("night", {"at_night": True, "spasm_site": "not_leg"}),
    ],
)
def test_what_a_rule_concluded_and_is_not_told_is_said_to_be_set_aside(
    name: str, facts: dict[str, Any]
) -> None:
    record = legspasm.consult(facts)
    found = how(record, name)
    assert (found.found, found.says, len(found.supports)) == ("set_aside", "", 1)
    told = found.render()
    assert "A rule concluded it, but it is not told" in told
    assert "No rule that concludes it has fired" not in told
    assert legspasm.why_not(record, name).blocked_by != ()
