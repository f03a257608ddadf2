"""What decides each verdict, factor, place and piece of advice: the tables, by hand.

This is the meaning that the knowledge files must have, written a second time as plain Python. The
tests hold the program against it over all cases of each cause and over random people.
"""

from typing import Any

Told = dict[str, Any]


def applicable(told: Told) -> bool:
    return told.get("had_spasm") is not False and told.get("spasm_site") != "not_leg"


def injury(told: Told) -> str:
    hurt, near, healed = (
        told.get(name) for name in ("recent_injury", "injury_at_spasm", "injury_healed")
    )
    if not applicable(told):
        return "not_applicable"
    if hurt is False and (near is True or healed is False):
        return "conflict"
    if hurt is True and (healed is True or near is False):
        return "with_reservation"
    if hurt is True:
        return "supported"
    return "not_indicated" if hurt is False else "undetermined"


def excessive_activity(told: Told) -> str:
    exertion, weak = told.get("exertion"), told.get("weak_muscles")
    if not applicable(told):
        return "not_applicable"
    if exertion == "none" and told.get("activities"):
        return "conflict"
    if exertion == "excessive":
        return "supported"
    if exertion == "some" and weak is True:
        return "with_reservation"
    if exertion == "none" or (exertion == "some" and weak is False):
        return "not_indicated"
    return "undetermined"


def dehydration(told: Told) -> str:
    ways = [told.get(name) for name in ("heavy_sweating", "other_fluid_loss", "drinking_little")]
    if not applicable(told):
        return "not_applicable"
    if True in ways[:2]:
        return "supported"
    if ways[2] is True:
        return "with_reservation"
    return "not_indicated" if ways == [False, False, False] else "undetermined"


def low_potassium(told: Told) -> str:
    test, number = told.get("low_potassium_test"), told.get("blood_potassium")
    low = None if number is None else number < 3.5
    if not applicable(told):
        return "not_applicable"
    if test is not None and low is not None and test != low:
        return "conflict"
    if test is True or low is True:
        return "supported"
    if test is False or low is False:
        return "not_indicated"
    return "with_reservation" if told.get("low_potassium_diet") is True else "undetermined"


def verdicts(told: Told) -> dict[str, str]:
    return {
        "injury": injury(told),
        "excessive_activity": excessive_activity(told),
        "dehydration": dehydration(told),
        "low_potassium": low_potassium(told),
    }


def factors(told: Told) -> list[tuple[str, list[str]]]:
    if told.get("spasm_site") == "not_leg":
        return []
    in_play = [cause for cause, word in verdicts(told).items() if word != "not_indicated"]
    found: list[tuple[str, list[str]]] = []
    if told.get("at_night") is True:
        found.append(("night", []))
    if told.get("age", 0) >= 60 and in_play:
        found.append(("older_age", in_play))
    worked = told.get("exertion") in ("some", "excessive")
    if told.get("weak_muscles") is True and worked and "excessive_activity" in in_play:
        found.append(("weak_muscles", ["excessive_activity"]))
    if told.get("warm_weather") is True and "dehydration" in in_play:
        found.append(("warm_weather", ["dehydration"]))
    return found


def place(told: Told) -> tuple[list[str], str | None]:
    """The expected places, and the agreement."""
    expected = []
    if verdicts(told)["excessive_activity"] in ("supported", "with_reservation"):
        activities = told.get("activities") or []
        expected += ["above_knee"] if "running" in activities else []
        expected += ["calf"] if "jumping_sport" in activities else []
    site = told.get("spasm_site")
    if not expected or site is None:
        return expected, None
    return expected, "agrees" if site in expected else "not_expected"


def advice(told: Told) -> list[tuple[str, bool]]:
    if told.get("spasm_site") == "not_leg":
        return []
    holds = {
        cause: word in ("supported", "with_reservation") for cause, word in verdicts(told).items()
    }
    return [
        ("rest_leg", holds["injury"] and told.get("injury_healed") is not True),
        ("stretch", holds["excessive_activity"]),
        ("replenish", holds["dehydration"] or holds["low_potassium"]),
    ]


def notes(told: Told) -> list[str]:
    with_advice = ["not_always_preventable"] if advice(told) else []
    return ["list_incomplete", "usually_unknown", *with_advice]
