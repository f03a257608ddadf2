"""Parameters, groups, facts, causes and answers are read whole, and mistakes told exactly."""

import pytest
from legspasm.model import Cause, FactDefinition, Group, Option, Parameter
from legspasm.telling import Answers, Quote
from tiny import Bread

NOT_AN_ID = "is not an id: lower-case words joined by single underscores"


def test_parameters_groups_and_answers_are_read_as_they_are_written(bread: Bread) -> None:
    knowledge = bread.load()
    assert knowledge.parameters == (
        Parameter(
            "old_after",
            180,
            "days",
            "The text does not say when yeast is old. Here it means 180 days and over.",
            "The packet",
        ),
        Parameter(
            "cold_limit",
            18.5,
            "degrees",
            "The text does not say what is cold. Here it means under 18.5 degrees.",
            "A cookbook",
        ),
    )
    assert knowledge.groups == (
        Group("safety", "Safety first"),
        Group("loaf", "The loaf"),
        Group("yeast", "The yeast"),
        Group("kitchen", "The kitchen"),
    )
    assert knowledge.answers == Answers(
        several="More than one reason fits.",
        conflict="Some of your answers do not fit together.",
        undetermined="You have not told enough yet.",
        none="No reason in the text fits.",
    )


def test_a_knowledge_base_may_do_without_parameters(bread: Bread) -> None:
    bread.write("parameters.yaml", "{}")
    bread.replace("rules/yeast.yaml", bread.text("rules/yeast.yaml"), "{}")
    bread.replace("rules/cold.yaml", bread.text("rules/cold.yaml"), "{}")
    assert bread.load().parameters == ()


def test_facts_of_every_type_are_read_in_the_order_of_their_questions(bread: Bread) -> None:
    facts = bread.load().facts
    assert [(fact.name, fact.group, fact.type) for fact in facts] == [
        ("dangers", "safety", "set"),
        ("stayed_flat", "loaf", "yes_no"),
        ("flour", "loaf", "choice"),
        ("flat_where", "loaf", "choice"),
        ("yeast_age", "yeast", "whole_number"),
        ("foam", "yeast", "yes_no"),
        ("added", "yeast", "set"),
        ("kitchen", "kitchen", "number"),
        ("winter", "kitchen", "yes_no"),
    ]


def test_a_set_says_what_an_empty_one_says(bread: Bread) -> None:
    assert bread.load().facts[0] == FactDefinition(
        name="dangers",
        group="safety",
        type="set",
        question="Is any of these in the dough?",
        help="Pick all that fit.",
        why="Such dough should not be eaten.",
        unknown="You did not say what is in the dough.",
        none="Nothing bad is in the dough.",
        options=(
            Option("glass", "broken glass", "There is glass in the dough."),
            Option("mould", "mould", "There is mould in the dough."),
        ),
    )


def test_a_yes_no_fact_may_leave_out_labels_and_may_quote_the_text(bread: Bread) -> None:
    assert bread.load().facts[1] == FactDefinition(
        name="stayed_flat",
        group="loaf",
        type="yes_no",
        question="Did the dough stay flat?",
        help="Go by what you see.",
        why="If it rose, there is nothing to explain.",
        unknown="You did not say whether the dough stayed flat.",
        options=(
            Option("yes", "it did", "The dough stayed flat."),
            Option("no", "no", "The dough rose."),
        ),
        cites=(Quote("P1.S1", "dough of flour that has risen"),),
    )


def test_a_number_has_a_range_a_unit_and_a_sentence_for_its_value(bread: Bread) -> None:
    assert bread.load().facts[7] == FactDefinition(
        name="kitchen",
        group="kitchen",
        type="number",
        question="How warm was the kitchen, in degrees?",
        help="Look at a thermometer.",
        why="Yeast works slowly in the cold.",
        unknown="You did not say how warm the kitchen was.",
        says="It was {value} degrees in the kitchen.",
        minimum=-10.5,
        maximum=60,
        unit="degrees",
    )


def test_a_cause_has_a_sentence_for_each_verdict(bread: Bread) -> None:
    cause = bread.load().causes[1]
    assert cause == Cause(
        "cold_dough",
        "Cold dough",
        (
            "Cold can be the reason.",
            "Cold can be the reason, but there is a catch.",
            "Your answers about the cold do not fit together.",
            "You have not told enough about the cold.",
            "It does not look cold.",
            "There is nothing that cold could explain.",
        ),
    )
    assert cause.sentence("not_indicated") == "It does not look cold."


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("parameters.yaml", "    unit: days\n", "", ["parameters.yaml:2:5: unit is missing"]),
        (
            "parameters.yaml",
            "unit: days",
            "unti: days",
            [
                "parameters.yaml:2:5: unit is missing",
                "parameters.yaml:4:5: unknown key 'unti'; did you mean unit?",
            ],
        ),
        (
            "parameters.yaml",
            "unit: days",
            "unit: days\n    zzz: 1",
            ["parameters.yaml:5:5: unknown key 'zzz'"],
        ),
        (
            "parameters.yaml",
            "unit: days",
            "unit: [days]",
            ["parameters.yaml:4:11: expected text, got a list"],
        ),
        (
            "parameters.yaml",
            "unit: days",
            "unit: off",
            ["parameters.yaml:4:11: expected text, got 'off'; put it in quotes if it is text"],
        ),
        (
            "parameters.yaml",
            "value: 180",
            "value: '180'",
            ["parameters.yaml:3:12: expected a number, got '180'"],
        ),
        (
            "parameters.yaml",
            "value: 180",
            "value: true",
            ["parameters.yaml:3:12: expected a number, got 'true'"],
        ),
        (
            "parameters.yaml",
            "value: 180",
            "value: 180 days",
            ["parameters.yaml:3:12: expected a number, got '180 days'"],
        ),
        (
            "parameters.yaml",
            "A cookbook",
            "A cookbook\n  - {id: Oven, value: 1, unit: a, says: 'b {value}', source: c}",
            [f"parameters.yaml:12:5: 'Oven' {NOT_AN_ID}"],
        ),
        (
            "parameters.yaml",
            "A cookbook",
            "A cookbook\n  - {id: old_after, value: 1, unit: a, says: 'b {value}', source: c}",
            ["parameters.yaml:12:5: the parameter old_after stands already at parameters.yaml:2:5"],
        ),
        (
            "parameters.yaml",
            "parameters:",
            "zzz: 1\nparameters:",
            ["parameters.yaml:1:1: unknown key 'zzz'"],
        ),
        (
            "facts.yaml",
            "group: safety",
            "group: safty",
            ["facts.yaml:8:5: there is no group 'safty'; did you mean safety?"],
        ),
        (
            "facts.yaml",
            "group: safety",
            "group: drinks",
            ["facts.yaml:8:5: there is no group 'drinks'"],
        ),
        (
            "facts.yaml",
            "title: The kitchen}",
            "title: The kitchen}\n  - {id: loaf, title: Again}",
            ["facts.yaml:6:5: the group loaf stands already at facts.yaml:3:5"],
        ),
        (
            "facts.yaml",
            "title: The kitchen}",
            "title: The kitchen, zzz: 1}",
            ["facts.yaml:5:39: unknown key 'zzz'"],
        ),
        (
            "facts.yaml",
            "minimum: -10.5",
            "minimum: 60.5",
            ["facts.yaml:96:5: no number is from minimum to maximum"],
        ),
        ("facts.yaml", "minimum: -10.5", "minimum: 60", []),
        (
            "facts.yaml",
            "says: It was {value} degrees",
            "says: It was warm",
            ["facts.yaml:96:5: says must hold {value}"],
        ),
        (
            "facts.yaml",
            "      yes: {says: The yeast foamed.}",
            "      maybe: {says: It foamed a bit.}\n      yes: {says: The yeast foamed.}",
            [
                "facts.yaml:81:7: expected yes or no, got 'maybe'",
                "facts.yaml:73:5: expected the values yes and no",
            ],
        ),
        (
            "facts.yaml",
            "      no: {says: The yeast did not foam.}",
            "      nope: {says: The yeast did not foam.}",
            [
                "facts.yaml:82:7: expected yes or no, got 'nope'; did you mean no?",
                "facts.yaml:73:5: expected the values yes and no",
            ],
        ),
        (
            "facts.yaml",
            "      yes: {says: The yeast foamed.}\n",
            "      yes: the yeast foamed\n",
            ["facts.yaml:81:12: expected keys with values, got 'the yeast foamed'"],
        ),
        (
            "facts.yaml",
            "      no: {says: The yeast did not foam.}\n",
            "",
            ["facts.yaml:73:5: expected the values yes and no"],
        ),
        ("facts.yaml", "wheat: {label", "Wheat: {label", [f"facts.yaml:41:7: 'Wheat' {NOT_AN_ID}"]),
        ("facts.yaml", "{label: wheat, says", "{says", ["facts.yaml:41:14: label is missing"]),
        (
            "facts.yaml",
            "It was wheat.}",
            "It was wheat., zzz: 1}",
            ["facts.yaml:41:50: unknown key 'zzz'"],
        ),
        ("facts.yaml", "    none: You added nothing.\n", "", ["facts.yaml:84:5: none is missing"]),
        ("facts.yaml", "    maximum: 60\n", "", ["facts.yaml:96:5: maximum is missing"]),
        (
            "facts.yaml",
            "    question: Was it winter?\n",
            "",
            ["facts.yaml:108:5: question is missing"],
        ),
        (
            "facts.yaml",
            "    question: Was it winter?\n",
            "    question: Was it winter?\n    unit: days\n",
            ["facts.yaml:112:5: unknown key 'unit'"],
        ),
        (
            "causes.yaml",
            "      supported: Weak yeast can be the reason.\n",
            "",
            ["causes.yaml:5:7: supported is missing"],
        ),
        (
            "causes.yaml",
            "      supported: Weak yeast can",
            "      suported: Weak yeast can",
            [
                "causes.yaml:5:7: supported is missing",
                "causes.yaml:5:7: unknown key 'suported'; did you mean supported?",
            ],
        ),
        (
            "causes.yaml",
            "answers:",
            "  - {id: weak_yeast, title: Again}\n\nanswers:",
            [
                "causes.yaml:21:5: says is missing",
                "causes.yaml:21:5: the cause weak_yeast stands already at causes.yaml:2:5",
            ],
        ),
        (
            "causes.yaml",
            "title: Cold dough",
            "title: Cold dough\n    zzz: 1",
            ["causes.yaml:13:5: unknown key 'zzz'"],
        ),
        (
            "causes.yaml",
            "  several: More than one reason fits.\n",
            "",
            ["causes.yaml:22:3: several is missing"],
        ),
        (
            "causes.yaml",
            "  several: More",
            "  zzz: 1\n  several: More",
            ["causes.yaml:22:3: unknown key 'zzz'"],
        ),
        (
            "causes.yaml",
            "answers:",
            "answer:",
            [
                "causes.yaml:1:1: answers is missing",
                "causes.yaml:21:1: unknown key 'answer'; did you mean answers?",
            ],
        ),
    ],
)
def test_what_is_wrong_in_the_vocabulary_is_told_with_file_and_line(
    bread: Bread, file: str, old: str, new: str, expected: list[str]
) -> None:
    bread.replace(file, old, new)
    assert bread.problems() == expected


def test_a_type_that_is_near_none_is_told_with_all_types(bread: Bread) -> None:
    bread.replace("facts.yaml", "type: whole_number", "type: integer")
    assert bread.problems()[0] == (
        "facts.yaml:59:5: there is no type 'integer': yes_no, choice, set, number or whole_number"
    )


def test_a_misspelt_type_is_told_alone_with_the_nearest_one(bread: Bread) -> None:
    bread.replace("facts.yaml", "type: whole_number", "type: whole_numbers")
    assert bread.problems() == [
        "facts.yaml:59:5: there is no type 'whole_numbers'; did you mean whole_number?"
    ]


def test_a_missing_type_is_told_alone(bread: Bread) -> None:
    bread.replace("facts.yaml", "    type: whole_number\n", "")
    assert bread.problems() == ["facts.yaml:59:5: type is missing"]


def test_a_fact_that_stands_twice_is_told(bread: Bread) -> None:
    again = bread.text("facts.yaml").partition("  - name: winter")[2]
    bread.write("facts.yaml", bread.text("facts.yaml") + f"\n  - name: winter{again}")
    assert bread.problems() == [
        "facts.yaml:119:5: the fact winter stands already at facts.yaml:108:5"
    ]


@pytest.mark.parametrize("says", ["It was {value} or {other}.", "It was {value}, {}.", "{value} {"])
def test_the_sentence_of_a_number_may_hold_no_braces_but_those_of_its_value(
    bread: Bread, says: str
) -> None:
    bread.replace("facts.yaml", "says: It was {value} degrees in the kitchen.", f'says: "{says}"')
    assert bread.problems() == ["facts.yaml:96:5: braces may hold only: value"]


def test_braces_that_only_show_the_word_value_do_not_say_the_value(bread: Bread) -> None:
    bread.replace("facts.yaml", "says: It was {value} degrees", "says: It was {{value}} degrees")
    assert bread.problems() == ["facts.yaml:96:5: says must hold {value}"]


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        (
            "      bottom: {label: at the bottom, says: It is flat at the bottom.}\n"
            "      top: {label: at the top, says: It is flat at the top.}\n",
            [
                "facts.yaml:55:13: expected at least one, got none",
                "rules/beside.yaml:41:16: the fact has no value 'bottom'",
            ],
        ),
        (
            "      salt: {label: salt, says: You added salt.}\n"
            "      sugar: {label: sugar, says: You added sugar.}\n",
            [
                "facts.yaml:92:13: expected at least one, got none",
                "rules/yeast.yaml:38:9: the fact has no value 'salt'",
            ],
        ),
        (
            "      yes: {says: It was winter.}\n      no: {says: It was not winter.}\n",
            [
                "facts.yaml:115:13: expected at least one, got none",
                "rules/beside.yaml:30:9: the fact has no value 'yes'",
            ],
        ),
    ],
)
def test_a_fact_to_choose_from_needs_a_value(bread: Bread, old: str, expected: list[str]) -> None:
    bread.replace("facts.yaml", f"    values:\n{old}", "    values: {}\n")
    assert bread.problems() == expected


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        ("    minimum: 10\n", "", ["facts.yaml:96:5: maximum is missing"]),
        (
            "    minimum: 10\n",
            "    maximum: many\n",
            ["facts.yaml:100:14: expected a number, got 'many'"],
        ),
        ("", "    maximum: -10\n", ["facts.yaml:96:5: minimum is missing"]),
    ],
)
def test_a_range_of_which_one_end_is_not_told_is_not_called_empty(
    bread: Bread, minimum: str, maximum: str, expected: list[str]
) -> None:
    old = "    minimum: -10.5\n    maximum: 60\n"
    bread.replace("facts.yaml", old, minimum + maximum)
    assert bread.problems() == expected


def test_a_name_that_is_misshapen_is_told_on_its_own_line(bread: Bread) -> None:
    bread.replace(
        "facts.yaml",
        "      wheat: {label: wheat, says: It was wheat.}",
        "      Wheat:\n        label: wheat\n        says: It was wheat.",
    )
    assert bread.lines() == ["facts.yaml:41"]


def test_the_sentence_of_a_parameter_says_its_value(bread: Bread) -> None:
    bread.replace("parameters.yaml", "Here it means {value} {unit} and over.", "It means a lot.")
    assert bread.problems() == ["parameters.yaml:2:5: says must hold {value}"]


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        ("0.2", "0.8", ["facts.yaml:59:5: no number is from minimum to maximum"]),
        ("0.2", "1", []),
        ("7", "7", []),
    ],
)
def test_a_range_of_whole_numbers_holds_one(
    bread: Bread, minimum: str, maximum: str, expected: list[str]
) -> None:
    bread.replace(
        "facts.yaml",
        "    minimum: 0\n    maximum: 5000\n",
        f"    minimum: {minimum}\n    maximum: {maximum}\n",
    )
    assert [each for each in bread.problems() if "no number" in each] == expected


@pytest.mark.parametrize(
    ("old", "name", "reserved"),
    [
        ("      rye: {label", "unknown", True),
        ("      rye: {label", "null", True),
        ("      rye: {label", "none_of_them", False),
        ("      sugar: {label", "none", True),
        ("      sugar: {label", "unknown", True),
    ],
)
def test_no_value_is_called_as_what_says_that_there_is_none(
    bread: Bread, old: str, name: str, reserved: bool
) -> None:
    bread.replace("facts.yaml", old, f"      {name}: {{label")
    found = [each for each in bread.problems() if "no value can be called so" in each]
    assert bool(found) == reserved
    assert all(f": {name} says that nothing is known, or that none fits" in each for each in found)
