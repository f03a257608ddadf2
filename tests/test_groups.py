"""Which rules and verdicts look at the same facts, and what they see of them."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from legspasm import groups as module
from legspasm.groups import Group, groups
from legspasm.model import Condition, FactDefinition, Knowledge, Option, Rule
from legspasm.ordering import bears_on_verdict, closure, in_canonical_order
from legspasm.shipped import built_in_knowledge
from legspasm.tables import fact_conditions
from strategies import varied_knowledge

KNOWLEDGE = built_in_knowledge()


def with_rules(*rules: Rule) -> Knowledge:
    return msgspec.structs.replace(KNOWLEDGE, rules=in_canonical_order(rules))


def rule(id_: str) -> Rule:
    return next(each for each in KNOWLEDGE.rules if each.id == id_)


def test_the_built_in_knowledge_has_a_group_for_each_cause_and_one_beside_them() -> None:
    assert [(each.facts, each.causes, each.size) for each in groups(KNOWLEDGE)] == [
        (
            ("activities", "exertion", "had_spasm", "spasm_site", "weak_muscles"),
            ("excessive_activity",),
            1080,
        ),
        (
            ("had_spasm", "injury_at_spasm", "injury_healed", "recent_injury", "spasm_site"),
            ("injury",),
            405,
        ),
        (
            ("drinking_little", "had_spasm", "heavy_sweating", "other_fluid_loss", "spasm_site"),
            ("dehydration",),
            405,
        ),
        (
            (
                "blood_potassium",
                "had_spasm",
                "low_potassium_diet",
                "low_potassium_test",
                "spasm_site",
            ),
            ("low_potassium",),
            405,
        ),
        (("age", "at_night", "warm_weather"), (), 27),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(varied_knowledge())
def test_every_rule_and_cause_is_in_one_group_that_reads_all_that_leads_to_it(
    knowledge: Knowledge,
) -> None:
    found = groups(knowledge)
    assert sorted(id_ for each in found for id_ in each.rules) == sorted(
        each.id for each in knowledge.rules
    )
    assert sorted(id_ for each in found for id_ in each.causes) == sorted(
        each.id for each in knowledge.causes
    )
    for group in found:
        roots = [each for each in knowledge.rules if each.id in group.rules]
        roots += [
            each
            for each in knowledge.rules
            if any(bears_on_verdict(each, cause) for cause in group.causes)
        ]
        read = fact_conditions(closure(roots, knowledge.rules))
        assert tuple(sorted({each.name for each in read})) == group.facts


@pytest.mark.parametrize(
    ("few", "expected"),
    [
        (2, [("at_night",), ("age",), ("warm_weather",)]),
        (9, [("age", "at_night"), ("warm_weather",)]),
        (27, [("age", "at_night", "warm_weather")]),
    ],
)
def test_groups_are_taken_as_one_where_together_they_have_few_cases(
    few: int, expected: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FEW", few)
    assert [each.facts for each in groups(KNOWLEDGE) if not each.causes] == expected


def test_knowledge_without_rules_has_one_group_that_reads_nothing() -> None:
    [group] = groups(with_rules())
    assert group == Group((), (), tuple(each.id for each in KNOWLEDGE.causes), 1)


def test_a_set_of_which_too_many_values_are_named_makes_a_group_that_nobody_can_count() -> None:
    ids = [f"v{at}" for at in range(11)]
    options = tuple(Option(id_, id_, id_) for id_ in ids)
    fact = FactDefinition("many", "", "set", "", "", "", "", options)
    when = tuple(Condition("fact", "many", "includes", id_, "") for id_ in ids)
    wide = msgspec.structs.replace(rule("night_cramps"), when=when)
    knowledge = msgspec.structs.replace(with_rules(wide), facts=(fact,))
    assert [each.size for each in groups(knowledge) if each.facts] == [float("inf")]
