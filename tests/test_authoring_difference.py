"""What differs between the files of two knowledge bases: which piece, old and new text."""

from itertools import combinations

import legspasm
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.authoring.difference import Moved, PartChange, PieceChange, differences, rearranged
from legspasm.authoring.pieces import take_apart
from legspasm.model import Group
from tiny import BREAD, Bread

KNOWLEDGE = legspasm.load_knowledge(BREAD)


def found_in(bread: Bread) -> tuple[PartChange, ...]:
    return differences(take_apart(KNOWLEDGE), take_apart(bread.load()))


def edited(bread: Bread, file: str, old: str, new: str) -> tuple[PartChange, ...]:
    bread.replace(file, old, new)
    return found_in(bread)


def test_nothing_differs_from_itself() -> None:
    assert differences(take_apart(KNOWLEDGE), take_apart(KNOWLEDGE)) == ()
    assert rearranged(KNOWLEDGE, KNOWLEDGE) == ()


def test_comments_layout_and_lines_are_no_difference(bread: Bread) -> None:
    bread.write("rules/yeast.yaml", f"# About yeast.\n\n{bread.text('rules/yeast.yaml')}")
    assert found_in(bread) == ()
    assert bread.load().digest != KNOWLEDGE.digest


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "id_", "piece"),
    [
        (
            "rules/yeast.yaml",
            "Salt slows yeast down.\n    cites",
            "Salt makes yeast slow.\n    cites",
            "rule",
            "salt_slows_yeast",
            PieceChange(("says",), "told", "Salt slows yeast down.", "Salt makes yeast slow."),
        ),
        (
            "rules/yeast.yaml",
            "    reservation: The text does not say how much salt.\n",
            "",
            "rule",
            "salt_slows_yeast",
            PieceChange(("reservation",), "decides", "The text does not say how much salt.", None),
        ),
        (
            "rules/yeast.yaml",
            "    hedge: usually\n",
            "    hedge: usually\n    remark: It is our reading.\n",
            "rule",
            "foam_shows_life",
            PieceChange(("remark",), "told", None, "It is our reading."),
        ),
        (
            "rules/cold.yaml",
            "concludes: {cause: cold_dough}",
            "concludes: {against: cold_dough}",
            "rule",
            "slow_dough_stays_flat",
            PieceChange(("concludes",), "decides", "{cause: cold_dough}", "{against: cold_dough}"),
        ),
        (
            "rules/cold.yaml",
            "P3.S1: slow dough may stay flat",
            "P3.S1: and slow dough may stay flat",
            "rule",
            "slow_dough_stays_flat",
            PieceChange(
                ("cites", "P3.S1"),
                "told",
                "slow dough may stay flat",
                "and slow dough may stay flat",
            ),
        ),
        (
            "facts.yaml",
            "Look at the bag.",
            "Read the bag.",
            "fact",
            "flour",
            PieceChange(("help",), "told", "Look at the bag.", "Read the bag."),
        ),
        (
            "facts.yaml",
            "minimum: -10.5",
            "minimum: -10",
            "fact",
            "kitchen",
            PieceChange(("minimum",), "decides", -10.5, -10),
        ),
        (
            "facts.yaml",
            "unit: degrees",
            "unit: kelvin",
            "fact",
            "kitchen",
            PieceChange(("unit",), "decides", "degrees", "kelvin"),
        ),
        (
            "facts.yaml",
            "    question: Did the yeast foam?",
            "    supposes: stayed_flat\n    question: Did the yeast foam?",
            "fact",
            "foam",
            PieceChange(("supposes",), "decides", None, "stayed_flat"),
        ),
        (
            "parameters.yaml",
            "source: A cookbook",
            "source: Another cookbook",
            "parameter",
            "cold_limit",
            PieceChange(("source",), "told", "A cookbook", "Another cookbook"),
        ),
        (
            "causes.yaml",
            "title: Cold dough",
            "title: Dough in the cold",
            "cause",
            "cold_dough",
            PieceChange(("title",), "told", "Cold dough", "Dough in the cold"),
        ),
        (
            "causes.yaml",
            "Cold can be the reason.",
            "Cold may be the reason.",
            "cause",
            "cold_dough",
            PieceChange(
                ("says", "supported"), "told", "Cold can be the reason.", "Cold may be the reason."
            ),
        ),
        (
            "causes.yaml",
            "none: No reason in the text fits.",
            "none: No reason fits.",
            "answers",
            "",
            PieceChange(("none",), "told", "No reason in the text fits.", "No reason fits."),
        ),
        (
            "rules/scope.yaml",
            "    silent: yes\n",
            "",
            "scope",
            "no_bread",
            PieceChange(("silent",), "decides", True, False),
        ),
        (
            "remarks.yaml",
            "with: advice",
            "with: answer",
            "note",
            "not_always",
            PieceChange(("with",), "decides", "advice", "answer"),
        ),
        (
            "remarks.yaml",
            "It is about people, not about dough.",
            "It is about people.",
            "background",
            "P4.S4",
            PieceChange(
                ("reason",), "aside", "It is about people, not about dough.", "It is about people."
            ),
        ),
        (
            "safety.yaml",
            "    beside: weak_yeast\n",
            "",
            "safety advice",
            "yeast_smell",
            PieceChange(("beside",), "decides", "weak_yeast", None),
        ),
        (
            "safety.yaml",
            "mould: {level: urgent",
            "mould: {level: emergency",
            "safety flag",
            "mould",
            PieceChange(("level",), "decides", "urgent", "emergency"),
        ),
        (
            "safety.yaml",
            "title: Look again",
            "title: Look twice",
            "safety level",
            "urgent",
            PieceChange(("title",), "told", "Look again", "Look twice"),
        ),
        (
            "rules/beside.yaml",
            "agrees: The place fits the text.",
            "agrees: The place fits.",
            "place",
            "",
            PieceChange(("agrees",), "told", "The place fits the text.", "The place fits."),
        ),
        (
            "knowledge.yaml",
            "version: 0.1.0",
            "version: 0.1.1",
            "knowledge",
            "",
            PieceChange(("version",), "aside", "0.1.0", "0.1.1"),
        ),
        (
            "knowledge.yaml",
            "title: Flat bread",
            "title: Flat loaves",
            "knowledge",
            "",
            PieceChange(("source", "title"), "told", "Flat bread", "Flat loaves"),
        ),
        (
            "source.txt",
            "thousands of years.",
            "many years.",
            "sentence",
            "P4.S4",
            PieceChange(
                ("text",),
                "told",
                "People have baked for thousands of years.",
                "People have baked for many years.",
            ),
        ),
    ],
)
def test_an_edit_is_told_as_its_piece(
    bread: Bread, file: str, old: str, new: str, kind: str, id_: str, piece: PieceChange
) -> None:
    assert edited(bread, file, old, new) == (PartChange(kind, id_, "changed", (piece,)),)


def test_a_condition_that_is_turned_round_goes_and_another_comes(bread: Bread) -> None:
    assert edited(
        bread, "rules/beside.yaml", "{fact: winter, is: yes}", "{fact: winter, is: no}"
    ) == (
        PartChange(
            "rule",
            "winter_flattens",
            "changed",
            (
                PieceChange(("when", "{fact: winter, is: yes}"), "decides", "", None),
                PieceChange(("when", "{fact: winter, is: no}"), "decides", None, ""),
            ),
        ),
    )


def test_a_condition_in_other_words_is_the_same_condition(bread: Bread) -> None:
    assert edited(bread, "rules/yeast.yaml", "You added nothing.", "Nothing was added.") == (
        PartChange(
            "rule",
            "foam_shows_life",
            "changed",
            (
                PieceChange(
                    ("when", "{fact: added, empty: yes}"),
                    "told",
                    "You added nothing.",
                    "Nothing was added.",
                ),
            ),
        ),
    )


def test_what_a_condition_takes_over_changes_nothing_of_its_rule(bread: Bread) -> None:
    bread.replace("facts.yaml", "says: It was winter.", "says: Winter it was.")
    bread.replace("rules/yeast.yaml", "says: Gas is missing.", "says: There is no gas.")
    bread.replace("parameters.yaml", "value: 180", "value: 365")
    assert [(each.kind, each.id) for each in found_in(bread)] == [
        ("fact", "winter"),
        ("state", "gas_missing"),
        ("parameter", "old_after"),
    ]


def test_a_number_that_is_no_whole_one_any_more_is_told_differently(bread: Bread) -> None:
    [change] = edited(bread, "parameters.yaml", "value: 180", "value: 180.0")
    assert [(each.piece, each.role) for each in change.pieces] == [
        (("value",), "decides"),
        (("says",), "told"),
    ]


def test_a_part_that_comes_is_told_whole_after_those_that_were_there(bread: Bread) -> None:
    bread.replace(
        "facts.yaml", "rye: {label: rye, says: It was rye.}", "rye: {label: rye, says: Rye it was.}"
    )
    bread.write(
        "remarks.yaml",
        bread.text("remarks.yaml").replace(
            "tensions:",
            "  - id: short\n    with: answer\n    says: It is short.\n"
            "    cites:\n      P4.S2: can be saved\n\ntensions:",
        ),
    )
    assert found_in(bread) == (
        PartChange(
            "fact",
            "flour",
            "changed",
            (PieceChange(("values", "rye", "says"), "told", "It was rye.", "Rye it was."),),
        ),
        PartChange(
            "note",
            "short",
            "added",
            (
                PieceChange(("with",), "decides", None, "answer"),
                PieceChange(("says",), "told", None, "It is short."),
                PieceChange(("cites", "P4.S2"), "told", None, "can be saved"),
            ),
        ),
    )


def test_a_part_that_goes_is_told_whole(bread: Bread) -> None:
    taste = "  - id: taste\n    says: Do not taste raw dough.\n    source: A cookbook\n"
    assert edited(bread, "safety.yaml", taste, "") == (
        PartChange(
            "safety advice",
            "taste",
            "removed",
            (
                PieceChange(("says",), "told", "Do not taste raw dough.", None),
                PieceChange(("source",), "told", "A cookbook", None),
            ),
        ),
    )


def test_a_value_that_comes_decides_what_can_be_told(bread: Bread) -> None:
    sugar = "      sugar: {label: sugar, says: You added sugar.}\n"
    assert edited(
        bread, "facts.yaml", sugar, f"{sugar}      fat: {{label: fat, says: Fat.}}\n"
    ) == (
        PartChange(
            "fact",
            "added",
            "changed",
            (
                PieceChange(("values", "fat", "label"), "decides", None, "fat"),
                PieceChange(("values", "fat", "says"), "decides", None, "Fat."),
            ),
        ),
    )


def test_values_in_another_order_are_asked_in_another_order(bread: Bread) -> None:
    salt = "      salt: {label: salt, says: You added salt.}\n"
    sugar = "      sugar: {label: sugar, says: You added sugar.}\n"
    assert edited(bread, "facts.yaml", salt + sugar, sugar + salt) == (
        PartChange(
            "fact",
            "added",
            "changed",
            (PieceChange(("order", "values"), "told", ("salt", "sugar"), ("sugar", "salt")),),
        ),
    )


def test_questions_in_another_order_are_moved_and_not_changed(bread: Bread) -> None:
    start = bread.text("facts.yaml").index("  - name: flour\n")
    end = bread.text("facts.yaml").index("  - name: flat_where\n")
    flour = bread.text("facts.yaml")[start:end]
    bread.write("facts.yaml", f"{bread.text('facts.yaml').replace(flour, '')}\n{flour}")
    assert found_in(bread) == ()
    assert rearranged(KNOWLEDGE, bread.load()) == (Moved("fact", ("flour",)),)


def test_rules_are_moved_where_neither_waits_for_the_other(bread: Bread) -> None:
    text = bread.text("rules/scope.yaml")
    start, end = text.index("  - id: nothing"), text.index("  - id: without_flour")
    bread.write("rules/scope.yaml", f"{text[:start]}{text[end:]}{text[start:end]}")
    text = bread.text("rules/yeast.yaml")
    start, end = text.index("  - id: missing_gas"), text.index("  - id: tired_yeast")
    bread.write("rules/yeast.yaml", f"{text[:start]}{text[end:]}{text[start:end]}")
    assert found_in(bread) == ()
    assert rearranged(KNOWLEDGE, bread.load()) == (Moved("rule", ("nothing_to_explain",)),)


@given(st.permutations(range(6)))
def test_as_few_have_moved_as_explain_the_order(order: list[int]) -> None:
    groups = tuple(Group(f"g{at}", "") for at in range(6))
    before = msgspec.structs.replace(KNOWLEDGE, groups=groups)
    after = msgspec.structs.replace(KNOWLEDGE, groups=tuple(groups[at] for at in order))
    moved = {id_ for each in rearranged(before, after) for id_ in each.ids}
    longest = max(
        size
        for size in range(7)
        if any(list(some) == sorted(some) for some in combinations(order, size))
    )
    assert len(moved) == len(groups) - longest
    stayed = [at for at in order if f"g{at}" not in moved]
    assert stayed == sorted(stayed)


def test_a_rule_whose_rank_is_another_has_not_moved(bread: Bread) -> None:
    bread.replace(
        "rules/yeast.yaml", "      - {state: yeast_tired}\n", "      - {fact: foam, is: no}\n"
    )
    assert rearranged(KNOWLEDGE, bread.load()) == ()
