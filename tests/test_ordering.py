"""Rules stand by rank and then as declared, and rules that wait for one another are refused."""

import os
import subprocess
import sys
from graphlib import CycleError
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.model import Conclusion, Condition, Rule
from legspasm.ordering import (
    Makers,
    bears_on_verdict,
    find_cycle,
    in_canonical_order,
    through_absence,
    verdict_ranks,
)
from tiny import Bread

FACT = Condition("fact", "a", "is", True, "")


def state(name: str) -> Condition:
    """A condition on a state."""
    return Condition("state", name, "holds", True, "")


def verdict(name: str) -> Condition:
    """A condition on a verdict."""
    return Condition("verdict", name, "one_of", ("supported",), "")


def rule(
    id_: str, when: Condition, concludes: Conclusion, unless: tuple[Condition, ...] = ()
) -> Rule:
    """A rule of one condition, and nothing else that order could depend on."""
    return Rule(
        id=id_,
        topic="",
        when=(when,),
        unless=unless,
        concludes=concludes,
        says="",
        cites=(),
        file="rules.yaml",
        line=1,
    )


def ranks(rules: list[Rule]) -> list[tuple[str, int]]:
    """The ids of rules that are in no cycle, in canonical order, with their ranks."""
    assert find_cycle(iter(rules)) == []
    return [(each.id, each.rank) for each in in_canonical_order(iter(rules))]


def cycle(rules: list[Rule]) -> str:
    """The ids of rules that wait for one another, and so have no order."""
    with pytest.raises(CycleError):
        in_canonical_order(iter(rules))
    return " -> ".join(find_cycle(iter(rules)))


def test_rules_that_read_facts_only_stay_as_declared() -> None:
    assert ranks([rule(id_, FACT, Conclusion("cause", "c")) for id_ in "cab"]) == [
        ("c", 1),
        ("a", 1),
        ("b", 1),
    ]


def test_no_rules_are_in_order() -> None:
    assert ranks([]) == []


def test_a_rank_is_the_longest_path_from_the_facts() -> None:
    rules = [
        rule("last", state("two"), Conclusion("cause", "c"), unless=(state("one"),)),
        rule("second", state("one"), Conclusion("state", "two")),
        rule("short", FACT, Conclusion("state", "two")),
        rule("first", FACT, Conclusion("state", "one")),
    ]
    assert ranks(rules) == [("short", 1), ("first", 1), ("second", 2), ("last", 3)]


def test_a_state_that_no_rule_makes_counts_for_nothing() -> None:
    assert ranks([rule("a", state("never"), Conclusion("cause", "c"))]) == [("a", 1)]


def test_what_is_absent_is_judged_after_all_that_could_make_it_present() -> None:
    rules = [
        rule("absent", FACT, Conclusion("cause", "c"), unless=(state("one"),)),
        rule("present", FACT, Conclusion("state", "one")),
    ]
    assert ranks(rules) == [("present", 1), ("absent", 2)]


def test_a_verdict_is_read_after_every_rule_that_bears_on_it() -> None:
    rules = [
        rule("reads", verdict("c"), Conclusion("advice", "a")),
        rule("other", verdict("d"), Conclusion("advice", "a")),
        rule("scope", FACT, Conclusion("out_of_scope", "s")),
        rule("one", FACT, Conclusion("state", "one")),
        rule("for", state("one"), Conclusion("cause", "c")),
        rule("against", FACT, Conclusion("against", "c")),
        rule("conflict", FACT, Conclusion("conflict", "d")),
    ]
    assert ranks(rules) == [
        ("scope", 1),
        ("one", 1),
        ("against", 1),
        ("conflict", 1),
        ("other", 2),
        ("for", 2),
        ("reads", 3),
    ]


@pytest.mark.parametrize(
    ("conclusion", "expected"),
    [
        (Conclusion("cause", "c"), True),
        (Conclusion("against", "c"), True),
        (Conclusion("conflict", "c"), True),
        (Conclusion("out_of_scope", "s"), True),
        (Conclusion("cause", "d"), False),
        (Conclusion("state", "c"), False),
        (Conclusion("factor", "c", ("c",)), False),
        (Conclusion("expects", "c"), False),
        (Conclusion("advice", "c"), False),
    ],
)
def test_what_bears_on_a_verdict_is_what_concludes_about_its_cause_or_ends_all(
    conclusion: Conclusion, expected: bool
) -> None:
    assert bears_on_verdict(rule("a", FACT, conclusion), "c") is expected


def test_nothing_makes_a_fact_and_each_maker_of_a_state_is_found() -> None:
    rules = [
        rule("a", FACT, Conclusion("state", "one")),
        rule("b", FACT, Conclusion("cause", "one")),
        rule("c", FACT, Conclusion("state", "two")),
        rule("d", FACT, Conclusion("state", "one")),
    ]
    assert Makers(rules).of(FACT) == []
    assert Makers(rules).of(state("one")) == [rules[0], rules[3]]
    assert Makers(rules).of(verdict("one")) == [rules[1]]


def test_a_verdict_stands_after_the_last_rule_about_it() -> None:
    rules = in_canonical_order(
        [
            rule("one", FACT, Conclusion("state", "one")),
            rule("for", state("one"), Conclusion("cause", "c")),
            rule("against", FACT, Conclusion("against", "d")),
        ]
    )
    assert dict(verdict_ranks(iter(rules), ["c", "d", "e"])) == {"c": 2, "d": 1, "e": 0}


def test_a_cycle_through_presence_is_refused_with_its_rules() -> None:
    rules = [
        rule("outside", state("one"), Conclusion("cause", "c")),
        rule("a", state("two"), Conclusion("state", "one")),
        rule("b", state("one"), Conclusion("state", "two")),
    ]
    assert cycle(rules) in {"a -> b -> a", "b -> a -> b"}


def test_a_cycle_through_absence_is_refused_with_its_rules() -> None:
    rules = [
        rule("a", FACT, Conclusion("state", "one"), unless=(state("two"),)),
        rule("b", FACT, Conclusion("state", "two"), unless=(state("one"),)),
    ]
    assert cycle(rules) in {"a -> b -> a", "b -> a -> b"}


def test_whether_a_cycle_goes_through_absence_is_seen_of_its_own_rules_alone() -> None:
    outside = rule("outside", state("one"), Conclusion("cause", "c"), unless=(state("two"),))
    presence = [
        outside,
        rule("a", state("two"), Conclusion("state", "one")),
        rule("b", state("three"), Conclusion("state", "two")),
        rule("c", state("one"), Conclusion("state", "three")),
    ]
    assert not through_absence(find_cycle(presence), iter(presence))
    for at in (1, 2, 3):
        read = presence[at].when[0]
        absent = [*presence]
        absent[at] = rule(presence[at].id, FACT, presence[at].concludes, unless=(read,))
        assert through_absence(find_cycle(absent), iter(absent))


def test_a_cycle_is_told_in_the_direction_of_waiting() -> None:
    rules = [
        rule("a", state("two"), Conclusion("state", "one")),
        rule("b", state("three"), Conclusion("state", "two")),
        rule("c", state("one"), Conclusion("state", "three")),
    ]
    assert cycle(rules) in {
        "a -> b -> c -> a",
        "b -> c -> a -> b",
        "c -> a -> b -> c",
    }


@pytest.mark.parametrize(
    ("condition", "conclusion"),
    [
        (state("one"), Conclusion("state", "one")),
        (verdict("c"), Conclusion("cause", "c")),
        (verdict("c"), Conclusion("conflict", "c")),
        (verdict("c"), Conclusion("out_of_scope", "s")),
    ],
)
def test_a_rule_that_waits_for_itself_is_refused(
    condition: Condition, conclusion: Conclusion
) -> None:
    assert cycle([rule("a", condition, conclusion)]) == "a -> a"


TWO_CYCLES = """
from legspasm.model import Conclusion, Condition, Rule
from legspasm.ordering import find_cycle

def rule(id_, reads, makes):
    when = tuple(Condition("state", name, "holds", True, "") for name in reads)
    return Rule(id_, "", when, (), Conclusion("state", makes), "", (), "rules.yaml", 1)

rules = [rule("outside", ["p", "q"], "z"), rule("pp", ["p"], "p"), rule("qq", ["q"], "q")]
print(*find_cycle(rules))
"""


def test_what_is_told_of_cycles_does_not_depend_on_the_run() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", TWO_CYCLES],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        ).stdout
        for seed in range(6)
    }
    assert told in [{"pp pp\n"}, {"qq qq\n"}]


CONDITIONS = st.sampled_from([FACT, *map(state, "abcd"), verdict("c")])
CONCLUSIONS = st.sampled_from(
    [*(Conclusion("state", id_) for id_ in "abcd"), Conclusion("cause", "c")]
)


@given(st.lists(st.tuples(CONDITIONS, st.lists(CONDITIONS, max_size=2), CONCLUSIONS), max_size=6))
def test_rules_are_either_in_order_with_each_after_its_makers_or_in_a_cycle(
    drawn: list[tuple[Condition, list[Condition], Conclusion]],
) -> None:
    rules = [
        rule(f"r{number}", when, concludes, tuple(unless))
        for number, (when, unless, concludes) in enumerate(drawn)
    ]
    names = find_cycle(rules)
    if names:
        with pytest.raises(CycleError):
            in_canonical_order(rules)
        by_id = {each.id: each for each in rules}
        for waiting, awaited in pairwise(names):
            found = [each for part in by_id[waiting].conditions for each in Makers(rules).of(part)]
            assert awaited in {each.id for each in found}
        assert (len(names) > 1, names[0]) == (True, names[-1])
        return
    ordered = in_canonical_order(rules)
    assert sorted(each.id for each in ordered) == sorted(each.id for each in rules)
    for each in ordered:
        above = [maker.rank for part in each.conditions for maker in Makers(ordered).of(part)]
        assert each.rank == 1 + max(above, default=0)
    declared = [each.id for each in rules]
    positions = [(each.rank, declared.index(each.id)) for each in ordered]
    assert positions == sorted(positions)


def test_the_rules_of_a_knowledge_base_stand_in_canonical_order(bread: Bread) -> None:
    assert [(each.rank, each.id) for each in bread.load().rules] == [
        (1, "nothing_to_explain"),
        (1, "without_flour"),
        (1, "old_yeast_tires"),
        (1, "salt_slows_yeast"),
        (1, "foam_shows_life"),
        (1, "old_but_foaming"),
        (1, "cold_slows"),
        (1, "warm_enough"),
        (1, "rye_stays_flat"),
        (1, "winter_flattens"),
        (2, "tired_yeast_makes_no_gas"),
        (3, "missing_gas_flattens"),
        (3, "slow_dough_stays_flat"),
        (4, "cold_bottom"),
        (4, "use_fresh_yeast"),
        (4, "find_a_warm_spot"),
    ]


def test_a_knowledge_base_with_a_cycle_through_presence_is_refused(bread: Bread) -> None:
    bread.replace(
        "rules/yeast.yaml",
        "      - {state: yeast_tired}\n",
        "      - {state: yeast_tired}\n      - {state: gas_missing}\n",
    )
    assert [problem.rsplit(": ", 2)[1:] for problem in bread.problems()] == [
        ["these rules wait for one another", "tired_yeast_makes_no_gas -> tired_yeast_makes_no_gas"]
    ]


def test_a_knowledge_base_with_a_cycle_through_absence_is_refused(bread: Bread) -> None:
    bread.replace(
        "rules/yeast.yaml",
        "    unless:\n      - {fact: foam, is: yes}\n",
        "    unless:\n      - {state: dough_slow}\n",
    )
    bread.replace(
        "rules/cold.yaml",
        "degrees.\n",
        "degrees.\n    unless:\n      - {state: gas_missing}\n",
    )
    assert [problem.rsplit(": ", 2)[1:] for problem in bread.problems()] == [
        [
            "these rules wait for one another, one of them for something to be missing",
            "tired_yeast_makes_no_gas -> old_yeast_tires -> cold_slows -> tired_yeast_makes_no_gas",
        ]
    ]


def test_a_cycle_is_told_with_the_file_and_line_of_a_rule_in_it(bread: Bread) -> None:
    bread.replace("rules/yeast.yaml", "{state: yeast_tired}\n    c", "{state: gas_missing}\n    c")
    assert bread.lines() == ["rules/yeast.yaml:18"]
