"""What text says a value is."""

import pytest
from legspasm.shipped import built_in_knowledge
from legspasm.textvalue import parse_value
from msgspec.structs import replace

FACTS = {definition.name: definition for definition in built_in_knowledge().facts}

AS_TEXT = [
    ("at_night", "yes", "yes"),
    ("at_night", " no ", "no"),
    ("at_night", "true", "true"),
    ("at_night", "false", "false"),
    ("at_night", "perhaps", "perhaps"),
    ("at_night", "unknown", None),
    ("at_night", "Unknown", None),
    ("at_night", "not sure", None),
    ("age", " Not Sure ", None),
    ("activities", "don't know", None),
    ("activities", "None", []),
    ("activities", "Running, Jumping sport", ["running", "jumping_sport"]),
    ("activities", "Running, Chess", ["running", "Chess"]),
    ("activities", " , ", ","),
    ("exertion", "Excessive", "excessive"),
    ("exertion", "Lots", "Lots"),
    ("spasm_site", "above knee", "above_knee"),
    ("at_night", "Y", "yes"),
    ("at_night", "n", "no"),
    ("at_night", "YES", "YES"),
    ("age", "y", "y"),
    ("activities", "no", []),
    ("exertion", "none", "none"),
    ("exertion", " some", "some"),
    ("exertion", "unknown", None),
    ("activities", "running", ["running"]),
    ("activities", " running , work ", ["running", "work"]),
    ("activities", "none", []),
    ("activities", "", ""),
    ("activities", "unknown", None),
    ("age", "70", 70),
    ("age", "+70", 70),
    ("age", "-1", -1),
    ("age", "007", 7),
    ("age", "70.0", "70.0"),
    ("age", "1e2", "1e2"),
    ("age", "٧٠", "٧٠"),
    ("age", "9" * 5000, "9" * 5000),
    ("age", "unknown", None),
    ("blood_potassium", "4", 4.0),
    ("blood_potassium", "4.1", 4.1),
    ("blood_potassium", "4,1", "4,1"),
    ("blood_potassium", "nan", "nan"),
    ("blood_potassium", "inf", "inf"),
]


@pytest.mark.parametrize(("name", "text", "value"), AS_TEXT)
def test_text_becomes_data(name: str, text: str, value: object) -> None:
    parsed = parse_value(FACTS[name], text)
    assert (parsed, type(parsed)) == (value, type(value))


def test_a_word_of_the_vocabulary_means_what_it_means_there() -> None:
    activities = FACTS["activities"]
    first, *others = activities.options
    odd = replace(activities, options=(replace(first, id="no"), replace(first, id="none"), *others))
    assert parse_value(odd, "no") == ["no"]
    assert parse_value(odd, "none") == ["none"]
    assert parse_value(odd, "nothing") == []
    exertion = FACTS["exertion"]
    unsure = replace(exertion, options=(replace(exertion.options[0], id="unsure"),))
    assert parse_value(unsure, "unsure") == "unsure"
    assert parse_value(unsure, "unknown") is None
