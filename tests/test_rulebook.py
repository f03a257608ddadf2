"""Rules, and what only rules speak of, are read whole, and each mistake is told exactly."""

import pytest
from legspasm.model import Conclusion, Condition, FactorDefinition, Rule, Scope, State
from legspasm.telling import PlaceDefinition, Quote
from tiny import Bread

YEAST, COLD, SCOPE, BESIDE = (
    "rules/yeast.yaml",
    "rules/cold.yaml",
    "rules/scope.yaml",
    "rules/beside.yaml",
)


def rule(bread: Bread, id_: str) -> Rule:
    """The rule of an id."""
    return next(each for each in bread.load().rules if each.id == id_)


def test_states_scopes_factors_and_the_place_are_read_as_they_are_written(bread: Bread) -> None:
    knowledge = bread.load()
    assert knowledge.states == (
        State("yeast_tired", "The yeast is tired."),
        State("gas_missing", "Gas is missing."),
        State("dough_slow", "The dough is slow."),
    )
    assert knowledge.scopes == (
        Scope("has_risen", "The dough rose, so there is nothing to explain.", False),
        Scope("no_bread", "The text is about flour only.", True),
    )
    assert knowledge.factors == (
        FactorDefinition("rye", "Rye", "Dough of rye stays flat more easily."),
        FactorDefinition("winter", "Winter", "In winter, bread stays flat more easily."),
    )
    assert knowledge.place == PlaceDefinition(
        "flat_where", "The place fits the text.", "The text expects another place."
    )


def test_a_rule_is_read_whole(bread: Bread) -> None:
    assert rule(bread, "salt_slows_yeast") == Rule(
        id="salt_slows_yeast",
        topic="weak_yeast",
        when=(Condition("fact", "added", "includes", "salt", "You added salt."),),
        unless=(),
        concludes=Conclusion("cause", "weak_yeast"),
        says="Salt slows yeast down.",
        cites=(Quote("P2.S3", "Salt can slow yeast down."),),
        file="rules/yeast.yaml",
        line=36,
        reservation="The text does not say how much salt.",
        hedge="can",
        remark="The text says “slow”, and slow dough may stay flat.",
        rank=1,
    )


def test_the_conditions_of_a_rule_are_those_under_when_and_then_those_under_unless(
    bread: Bread,
) -> None:
    found = rule(bread, "old_yeast_tires")
    old = Condition(
        "fact",
        "yeast_age",
        "at_least",
        180,
        "The yeast is 180 days old, or older.",
        "old_after",
    )
    foaming = Condition("fact", "foam", "is", True, "The yeast foamed.")
    assert (found.when, found.unless, found.conditions) == ((old,), (foaming,), (old, foaming))


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        (
            "nothing_to_explain",
            Condition("fact", "stayed_flat", "is", False, "The dough rose."),
        ),
        ("without_flour", Condition("fact", "flour", "is", "none", "There was no flour.")),
        (
            "rye_stays_flat",
            Condition("fact", "flour", "one_of", ("rye", "mixed"), "There was rye in it."),
        ),
        (
            "cold_slows",
            Condition("fact", "kitchen", "below", 18.5, "It was under 18.5 degrees.", "cold_limit"),
        ),
        (
            "missing_gas_flattens",
            Condition("state", "gas_missing", "holds", True, "Gas is missing."),
        ),
        (
            "cold_bottom",
            Condition(
                "verdict",
                "cold_dough",
                "one_of",
                ("supported", "with_reservation"),
                "Cold can be the reason.",
            ),
        ),
    ],
)
def test_a_condition_knows_what_is_wanted_and_how_to_say_it(
    bread: Bread, id_: str, expected: Condition
) -> None:
    assert rule(bread, id_).when == (expected,)


@pytest.mark.parametrize(("written", "wanted"), [("yes", True), ("no", False)])
def test_a_condition_on_an_empty_set_can_want_it_empty_or_not(
    bread: Bread, written: str, wanted: bool
) -> None:
    bread.replace(YEAST, "empty: yes", f"empty: {written}")
    assert rule(bread, "foam_shows_life").when[1] == Condition(
        "fact", "added", "empty", wanted, "You added nothing."
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{state: yeast_tired}\n    c", '{state: yeast_tired, says: "Tired!"}\n    c', "Tired!"),
        (
            "{state: yeast_tired}\n    c",
            '{state: yeast_tired, says: "{old_after} and {cold_limit}"}\n    c',
            "180 and 18.5",
        ),
        (
            "{state: yeast_tired}\n    c",
            '{state: yeast_tired, says: "{{old_after}}"}\n    c',
            "{old_after}",
        ),
    ],
)
def test_a_condition_may_have_words_of_its_own_with_parameters_in_braces(
    bread: Bread, old: str, new: str, says: str
) -> None:
    bread.replace(YEAST, old, new)
    assert rule(bread, "tired_yeast_makes_no_gas").when[0].says == says


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("old_yeast_tires", Conclusion("state", "yeast_tired")),
        ("missing_gas_flattens", Conclusion("cause", "weak_yeast")),
        ("foam_shows_life", Conclusion("against", "weak_yeast")),
        ("old_but_foaming", Conclusion("conflict", "weak_yeast")),
        ("without_flour", Conclusion("out_of_scope", "no_bread")),
        ("rye_stays_flat", Conclusion("factor", "rye", ("weak_yeast", "cold_dough"))),
        ("winter_flattens", Conclusion("factor", "winter")),
        ("cold_bottom", Conclusion("expects", "bottom")),
        ("use_fresh_yeast", Conclusion("advice", "fresh_yeast")),
    ],
)
def test_a_rule_concludes_one_thing(bread: Bread, id_: str, expected: Conclusion) -> None:
    assert rule(bread, id_).concludes == expected


def test_a_rules_file_without_a_topic_has_rules_without_one(bread: Bread) -> None:
    assert rule(bread, "cold_bottom").topic == ""


ALL_KINDS = "state, cause, against, conflict, out_of_scope, factor, expects, advice"
SALT = "- {fact: added, includes: salt}"
SALT_QUOTE = "    cites:\n      P2.S3: Salt can slow yeast down."
BRACES = "braces may hold only: cold_limit, old_after"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        # What a rules file declares.
        (
            YEAST,
            "topic: weak_yeast",
            "topic: weak_yest",
            ["rules/yeast.yaml:1:1: there is no cause 'weak_yest'; did you mean weak_yeast?"],
        ),
        (
            YEAST,
            "topic: weak_yeast",
            "topic: weak_yeast\nzzz: 1",
            ["rules/yeast.yaml:2:1: unknown key 'zzz'"],
        ),
        (
            YEAST,
            "says: Gas is missing.",
            "says: Gas is missing.\n    zzz: 1",
            ["rules/yeast.yaml:8:5: unknown key 'zzz'"],
        ),
        (
            YEAST,
            "says: Gas is missing.",
            "says: Gas is missing.\n  - {id: yeast_tired, says: Again}",
            ["rules/yeast.yaml:8:5: the state yeast_tired stands already at rules/yeast.yaml:4:5"],
        ),
        (
            COLD,
            "says: The dough is slow.",
            "says: The dough is slow.\n  - {id: yeast_tired, says: Again}",
            ["rules/cold.yaml:6:5: the state yeast_tired stands already at rules/yeast.yaml:4:5"],
        ),
        (
            SCOPE,
            "    silent: yes",
            "    silent: yes\n  - {id: has_risen, says: Again}",
            ["rules/scope.yaml:7:5: the scope has_risen stands already at rules/scope.yaml:2:5"],
        ),
        (
            SCOPE,
            "silent: yes",
            "silent: very",
            ["rules/scope.yaml:6:13: expected yes or no, got 'very'"],
        ),
        (
            SCOPE,
            "silent: yes",
            "silnt: yes",
            ["rules/scope.yaml:6:5: unknown key 'silnt'; did you mean silent?"],
        ),
        (
            BESIDE,
            "factors:",
            "factors:\n  - {id: winter, title: a, says: b}",
            ["rules/beside.yaml:6:5: the factor winter stands already at rules/beside.yaml:2:5"],
        ),
        (
            BESIDE,
            "title: Rye",
            "title: Rye\n    zzz: 1",
            ["rules/beside.yaml:4:5: unknown key 'zzz'"],
        ),
        (
            BESIDE,
            "reported_by: flat_where",
            "zzz: 1\n  reported_by: flat_where",
            ["rules/beside.yaml:10:3: unknown key 'zzz'"],
        ),
        (
            BESIDE,
            "    agrees: The",
            "    zzz: 1\n    agrees: The",
            ["rules/beside.yaml:12:5: unknown key 'zzz'"],
        ),
        (
            BESIDE,
            "    agrees: The place fits the text.\n",
            "",
            ["rules/beside.yaml:12:5: agrees is missing"],
        ),
        (
            COLD,
            "topic: cold_dough",
            "topic: cold_dough\nplace: {reported_by: flour}",
            ["rules/cold.yaml:2:8: says is missing"],
        ),
        # Rules.
        (
            YEAST,
            "id: foam_shows_life",
            "id: Foam",
            [
                "rules/yeast.yaml:46:5: 'Foam' is not an id: lower-case words joined by "
                "single underscores"
            ],
        ),
        (
            YEAST,
            "id: foam_shows_life",
            "id: salt_slows_yeast",
            [
                "rules/yeast.yaml:46:5: the rule salt_slows_yeast stands already at "
                "rules/yeast.yaml:36:5"
            ],
        ),
        (
            YEAST,
            "hedge: usually",
            "hegde: usually",
            ["rules/yeast.yaml:53:5: unknown key 'hegde'; did you mean hedge?"],
        ),
        (
            YEAST,
            "hedge: usually",
            "hedge: always",
            ["rules/yeast.yaml:46:5: the hedge 'always' is in none of the rule's quotes"],
        ),
        (
            YEAST,
            "hedge: usually",
            "hedge: Usually",
            ["rules/yeast.yaml:46:5: the hedge 'Usually' is in none of the rule's quotes"],
        ),
        (
            YEAST,
            "hedge: usually",
            "reservation: But.",
            ["rules/yeast.yaml:46:5: only a rule that concludes a cause can have a reservation"],
        ),
        (
            YEAST,
            "    says: Salt slows yeast down.\n",
            "",
            ["rules/yeast.yaml:36:5: says is missing"],
        ),
        (YEAST, f"    when:\n      {SALT}\n", "", ["rules/yeast.yaml:36:5: when is missing"]),
        (
            YEAST,
            f"    when:\n      {SALT}\n",
            "    when: []\n",
            ["rules/yeast.yaml:37:11: expected at least one, got none"],
        ),
        (YEAST, "    hedge: can\n", "", []),
        (
            BESIDE,
            "    cites:\n      P3.S4: more likely to stay flat in winter\n",
            "",
            ["rules/beside.yaml:28:5: cites is missing"],
        ),
        (
            BESIDE,
            "    cites:\n      P3.S4: more likely to stay flat in winter\n",
            "    cites: {}\n",
            ["rules/beside.yaml:34:12: expected at least one, got none"],
        ),
        # Conditions.
        (YEAST, SALT, "- {}", ["rules/yeast.yaml:38:9: expected one of fact, state, verdict"]),
        (
            YEAST,
            SALT,
            "- {fact: added, state: gas_missing}",
            ["rules/yeast.yaml:38:9: expected one of fact, state, verdict"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: aded, includes: salt, says: a}",
            ["rules/yeast.yaml:38:9: there is no fact 'aded'; did you mean added?"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: oven, includes: salt, says: a}",
            ["rules/yeast.yaml:38:9: there is no fact 'oven'"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: oven, one_of: [salt], says: a}",
            ["rules/yeast.yaml:38:9: there is no fact 'oven'"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: added, includes: slat, says: a}",
            ["rules/yeast.yaml:38:9: the fact has no value 'slat'; did you mean salt?"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: added, includes: water, says: a}",
            ["rules/yeast.yaml:38:9: the fact has no value 'water'"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: added, includes: salt, zzz: 1}",
            ["rules/yeast.yaml:38:39: unknown key 'zzz'"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: added, includes: [salt], says: a}",
            ["rules/yeast.yaml:38:33: expected a name, got a list"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: added, empty: perhaps, says: a}",
            ["rules/yeast.yaml:38:30: expected yes or no, got 'perhaps'"],
        ),
        (YEAST, SALT, "- {fact: added, empty: yes}", ["rules/yeast.yaml:38:9: says is missing"]),
        (
            YEAST,
            SALT,
            "- {fact: added, is: salt, says: a}",
            ["rules/yeast.yaml:38:9: a condition on a fact of type set takes includes, empty"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: flour, includes: rye, says: a}",
            ["rules/yeast.yaml:38:9: a condition on a fact of type choice takes is, one_of"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: foam, one_of: [yes], says: a}",
            ["rules/yeast.yaml:38:9: a condition on a fact of type yes_no takes is"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: foam, at_least: old_after, says: a}",
            ["rules/yeast.yaml:38:9: a condition on a fact of type yes_no takes is"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: kitchen, empty: yes, says: a}",
            ["rules/yeast.yaml:38:9: a condition on a fact of type number takes at_least, below"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: yeast_age, empty: yes, says: a}",
            [
                "rules/yeast.yaml:38:9: a condition on a fact of type whole_number takes "
                "at_least, below"
            ],
        ),
        (
            YEAST,
            SALT,
            "- {fact: kitchen, at_least: cold_limt, says: a}",
            ["rules/yeast.yaml:38:9: there is no parameter 'cold_limt'; did you mean cold_limit?"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: kitchen, at_least: 20, says: a}",
            ["rules/yeast.yaml:38:9: there is no parameter '20'"],
        ),
        (
            YEAST,
            SALT,
            "- {fact: dangers, includes: glass}",
            ["rules/yeast.yaml:38:9: dangers belongs to the safety layer, which no rule may read"],
        ),
        (
            YEAST,
            SALT,
            "- {state: yeast_tird, says: a}",
            ["rules/yeast.yaml:38:9: there is no state 'yeast_tird'; did you mean yeast_tired?"],
        ),
        (
            YEAST,
            SALT,
            "- {state: gas_missing, zzz: 1}",
            ["rules/yeast.yaml:38:30: unknown key 'zzz'"],
        ),
        (
            YEAST,
            SALT,
            "- {verdict: cold_doug, one_of: [supported], says: a}",
            ["rules/yeast.yaml:38:9: there is no cause 'cold_doug'; did you mean cold_dough?"],
        ),
        (
            YEAST,
            SALT,
            "- {verdict: cold_dough, one_of: [suported, maybe], says: a}",
            [
                "rules/yeast.yaml:38:9: there is no verdict 'suported'; did you mean supported?",
                "rules/yeast.yaml:38:9: there is no verdict 'maybe'",
            ],
        ),
        (
            YEAST,
            SALT,
            "- {verdict: cold_dough, one_of: [supported]}",
            ["rules/yeast.yaml:38:9: says is missing"],
        ),
        (
            YEAST,
            SALT,
            "- {verdict: cold_dough, says: a}",
            ["rules/yeast.yaml:38:9: one_of is missing"],
        ),
        (
            YEAST,
            "      - {fact: foam, is: yes}\n    concludes: {state",
            "      - {fact: foam, is: maybe, says: a}\n    concludes: {state",
            ["rules/yeast.yaml:31:9: the fact has no value 'maybe'"],
        ),
        # The words of a condition.
        (COLD, "under {cold_limit}", "under {cold_limt}", [f"rules/cold.yaml:10:9: {BRACES}"]),
        (
            COLD,
            "under {cold_limit}",
            "under {cold_limit.real}",
            [f"rules/cold.yaml:10:9: {BRACES}"],
        ),
        (COLD, "under {cold_limit}", "under {}", [f"rules/cold.yaml:10:9: {BRACES}"]),
        (COLD, "under {cold_limit}", "under {cold_limit", [f"rules/cold.yaml:10:9: {BRACES}"]),
        (COLD, "under {cold_limit}", "under cold_limit}", [f"rules/cold.yaml:10:9: {BRACES}"]),
        # Conclusions.
        (
            YEAST,
            "{against: weak_yeast}",
            "{}",
            [f"rules/yeast.yaml:52:16: expected one of {ALL_KINDS}"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{agains: weak_yeast}",
            [f"rules/yeast.yaml:52:16: expected one of {ALL_KINDS}"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{against: weak_yeast, cause: weak_yeast}",
            [f"rules/yeast.yaml:52:16: expected one of {ALL_KINDS}"],
        ),
        (
            YEAST,
            "    concludes: {against: weak_yeast}\n",
            "",
            ["rules/yeast.yaml:46:5: concludes is missing"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{against: weak_yest}",
            ["rules/yeast.yaml:52:16: there is no cause 'weak_yest'; did you mean weak_yeast?"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{conflict: oven}",
            ["rules/yeast.yaml:52:16: there is no cause 'oven'"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{state: oven}",
            ["rules/yeast.yaml:52:16: there is no state 'oven'"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{out_of_scope: oven}",
            ["rules/yeast.yaml:52:16: there is no scope 'oven'"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{factor: oven}",
            ["rules/yeast.yaml:52:16: there is no factor 'oven'"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{advice: oven}",
            ["rules/yeast.yaml:52:16: there is no advice 'oven'"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{expects: oven}",
            ["rules/yeast.yaml:52:16: the fact has no value 'oven'"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{expects: botom}",
            ["rules/yeast.yaml:52:16: the fact has no value 'botom'; did you mean bottom?"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{against: [weak_yeast]}",
            ["rules/yeast.yaml:52:26: expected a name, got a list"],
        ),
        (
            YEAST,
            "{against: weak_yeast}",
            "{against: weak_yeast, bears_on: [weak_yeast]}",
            ["rules/yeast.yaml:52:38: unknown key 'bears_on'"],
        ),
        (
            BESIDE,
            "bears_on: [weak_yeast, cold_dough]",
            "bears_on: [weak_yest, oven]",
            [
                "rules/beside.yaml:22:7: there is no cause 'weak_yest'; did you mean weak_yeast?",
                "rules/beside.yaml:22:7: there is no cause 'oven'",
            ],
        ),
        (
            BESIDE,
            "bears_on: [weak_yeast, cold_dough]",
            "bears_on: weak_yeast",
            ["rules/beside.yaml:23:17: expected a list, got 'weak_yeast'"],
        ),
    ],
)
def test_what_is_wrong_in_a_rules_file_is_told_with_file_and_line(
    bread: Bread, file: str, old: str, new: str, expected: list[str]
) -> None:
    bread.replace(file, old, new)
    assert bread.problems() == expected


def test_a_place_that_no_fact_reports_is_told(bread: Bread) -> None:
    bread.replace(BESIDE, "reported_by: flat_where", "reported_by: flat_were")
    assert bread.problems() == [
        "rules/beside.yaml:10:3: there is no fact 'flat_were'; did you mean flat_where?"
    ]


def test_an_expectation_without_a_place_is_not_passed_over_in_silence(bread: Bread) -> None:
    head, _, tail = bread.text(BESIDE).partition("place:\n")
    bread.write(BESIDE, f"{head}rules:{tail.partition('rules:')[2]}")
    assert bread.lines() == ["rules/beside.yaml:35"]


@pytest.mark.parametrize(
    "braces",
    ["{cold_limit:d}", "{cold_limit!z}", "{cold_limit!r}", "{cold_limit:{x}}", "{cold_limit:>9}"],
)
def test_braces_hold_the_id_of_a_parameter_and_nothing_else(bread: Bread, braces: str) -> None:
    bread.replace(COLD, "under {cold_limit}", f"under {braces}")
    assert bread.problems() == [f"rules/cold.yaml:10:9: {BRACES}"]


def test_braces_where_nothing_may_be_put_in_are_told_in_words_that_read(bread: Bread) -> None:
    bread.write("parameters.yaml", "{}")
    bread.write(COLD, "{}")
    bread.write(
        YEAST,
        "states: [{id: tired, says: Tired.}]\n"
        "rules:\n"
        "  - id: a\n"
        '    when: [{state: tired, says: "{days}"}]\n'
        "    concludes: {cause: weak_yeast}\n"
        "    says: b\n"
        "    cites: {P1.S2: Dough rises}\n",
    )
    (told,) = bread.problems()
    assert told.startswith("rules/yeast.yaml:4:12: braces ")
    assert "hold ," not in told


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (BESIDE, "one_of: [rye, mixed]", "one_of: []", "rules/beside.yaml:19:17"),
        (
            YEAST,
            SALT,
            "- {verdict: cold_dough, one_of: [], says: a}",
            "rules/yeast.yaml:38:39",
        ),
    ],
)
def test_a_condition_that_nothing_can_meet_is_told(
    bread: Bread, file: str, old: str, new: str, place: str
) -> None:
    bread.replace(file, old, new)
    assert bread.problems() == [f"{place}: expected at least one, got none"]


def test_a_second_place_is_not_passed_over_in_silence(bread: Bread) -> None:
    place = "place: {reported_by: flat_where, says: {agrees: a, not_expected: b}}"
    bread.replace(COLD, "topic: cold_dough", f"topic: cold_dough\n{place}")
    assert bread.problems() == [
        "rules/beside.yaml:1:1: only one file may say what reports the place"
    ]


def test_the_safety_fact_cannot_be_read_by_way_of_the_place(bread: Bread) -> None:
    bread.replace(BESIDE, "reported_by: flat_where", "reported_by: dangers")
    bread.replace(BESIDE, "{expects: bottom}", "{expects: glass}")
    assert bread.problems() == [
        "rules/beside.yaml:10:3: dangers belongs to the safety layer, which no rule may read"
    ]
