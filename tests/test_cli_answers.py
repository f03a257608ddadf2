"""What was typed at a prompt is made out: a number, words of a label, or a command."""

import pytest
from legspasm.asking import about_card, about_fact
from legspasm.cli.answers import bare_number, completed
from legspasm.shipped import built_in_knowledge

FACTS = {each.name: each for each in built_in_knowledge().facts}


@pytest.mark.parametrize(
    ("fact", "typed", "meant"),
    [
        ("red_flags", "chest pain", "breathless"),
        ("red_flags", "dirty wound", "poison"),
        ("red_flags", "1 3", "breathless,long_cramp"),
        ("red_flags", "1, 3.", "breathless,long_cramp"),
        ("red_flags", "1 and 3", "breathless,long_cramp"),
        ("red_flags", "2)", "swollen_leg"),
        ("red_flags", "numb,weakness", "numb_saddle,weakness"),
        ("red_flags", "nothing", "none"),
        # Words of several labels are not guessed.
        ("red_flags", "pee", "pee"),
        ("red_flags", "or", "or"),
        ("spasm_site", "calf.", "calf"),
        ("spasm_site", "leg", "leg"),
        ("spasm_site", "somewhere else", "other_leg"),
        ("at_night", "y", "yes"),
        ("at_night", "n", "no"),
        ("at_night", "unsure", "not_sure"),
        ("at_night", "back", "back"),
        ("at_night", "?", "help"),
        ("age", "no", "no"),
        ("exertion", "much more", "excessive"),
    ],
)
def test_an_answer_is_made_out(fact: str, typed: str, meant: str) -> None:
    assert completed(typed, about_fact(FACTS[fact], ())) == meant


def test_a_card_was_read_or_not() -> None:
    question = about_card("red_flags")
    found = [completed(typed, question) for typed in ("1", "2", "stop", "yes", "no", "later")]
    assert found == ["yes", "no", "no", "yes", "no", "later"]


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("4.1 mmol/l", "mmol/L", "4.1"),
        ("4,1", "mmol/L", "4.1"),
        ("4.1 mmol", "mmol/L", "4.1"),
        ("67 years", "years", "67"),
        ("67 y", "years", "67"),
        ("67", "years", "67"),
        ("4 mg", "mmol/L", "4 mg"),
        ("3,4,5", "mmol/L", "3,4,5"),
        ("old", "years", "old"),
        ("1,2", "", "1,2"),
    ],
)
def test_a_number_may_have_its_unit_behind_it_and_a_comma_in_it(
    typed: str, unit: str, number: str
) -> None:
    assert bare_number(typed, unit) == number
