"""The floor: the built-in knowledge as plain ifs, written by hand.

No engine and no knowledge as data: nothing in Python that tells as much can be much faster. It
tells the same verdicts, factors, place, advice and safety signs, and which rules fired on which
facts, rank by rank.

What it does not tell, and a record does: why the other rules did not fire, which sentences anything
rests on, what more would have to be known; and it has no digest. It is for this knowledge alone.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from legspasm.model import Knowledge, Value

from speed.answer import Answer

_URGENT = ("swollen_leg", "long_cramp", "weakness", "poison")
_MAY_BE = ("supported", "with_reservation")


class Found(NamedTuple):
    """What the function tells. ``fired``: each rule with the values that it matched."""

    verdicts: tuple[str, str, str, str]
    factors: list[tuple[str, tuple[str, ...]]]
    place: tuple[tuple[str, ...], str | None, str | None]
    advice: tuple[tuple[str, bool], ...]
    safety: list[tuple[str, str]]
    fired: list[tuple[str, tuple[Any, ...]]]


class Engine:
    """The function in the dress of an engine. Raises ValueError for other knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        if knowledge.name != "leg_spasm":
            raise ValueError(knowledge.name)
        self.consult = tell

    @staticmethod
    def answer(found: Found) -> Answer:
        """To be compared."""
        return Answer(
            verdicts=found.verdicts,
            factors=tuple(found.factors),
            place=found.place,
            advice=found.advice,
            safety=tuple(found.safety),
            fired=tuple(rule for rule, _ in found.fired),
        )


def tell(told: Mapping[str, Value]) -> Found:
    """Everything about one person."""
    get = told.get
    had_spasm, site = get("had_spasm"), get("spasm_site")
    hurt, around, healed = get("recent_injury"), get("injury_at_spasm"), get("injury_healed")
    exertion, activities, weak = get("exertion"), get("activities"), get("weak_muscles")
    sweating, other_loss = get("heavy_sweating"), get("other_fluid_loss")
    little = get("drinking_little")
    tested, measured = get("low_potassium_test"), get("blood_potassium")
    diet, age = get("low_potassium_diet"), get("age")
    fired: list[tuple[str, tuple[Any, ...]]] = []
    fire = fired.append

    # From the facts alone.
    if had_spasm is False:
        fire(("nothing_to_explain", (had_spasm,)))
    if site == "not_leg":
        fire(("cramp_elsewhere", (site,)))
    if hurt is True:
        fire(("injury_starts_protection", (hurt,)))
        fire(("injury_bleeds", (hurt,)))
    elif hurt is False:
        fire(("no_injury", (hurt,)))
        if around is True:
            fire(("no_injury_but_around_it", (hurt, around)))
        if healed is False:
            fire(("no_injury_but_unhealed", (hurt, healed)))
    if exertion == "excessive":
        fire(("excess_keeps_contracting", (exertion,)))
    elif exertion == "some":
        if weak is True:
            fire(("weak_muscles_cramp_sooner", (exertion, weak)))
        elif weak is False:
            fire(("no_excess_and_not_weak", (exertion, weak)))
    elif exertion == "none":
        fire(("no_activity", (exertion,)))
        if activities:
            fire(("no_activity_but_some_named", (exertion, activities)))
    if sweating is True:
        fire(("sweating_loses_fluid", (sweating,)))
    if other_loss is True:
        fire(("illness_loses_fluid", (other_loss,)))
    if little is True:
        fire(("drinking_little_may_dehydrate", (little,)))
    no_fluid_lost = sweating is False and other_loss is False and little is False
    if no_fluid_lost:
        fire(("no_fluid_lost", (sweating, other_loss, little)))
    low_number = measured is not None and measured < 3.5
    good_number = measured is not None and measured >= 3.5
    if tested is True:
        fire(("test_found_low", (tested,)))
    if low_number:
        fire(("measured_low", (measured,)))
    if tested is False:
        fire(("test_found_not_low", (tested,)))
    if good_number:
        fire(("measured_not_low", (measured,)))
    if tested is True and good_number:
        fire(("test_low_but_number_not", (tested, measured)))
    if tested is False and low_number:
        fire(("test_not_low_but_number_low", (tested, measured)))
    at_night, warm = get("at_night"), get("warm_weather")
    older = age is not None and age >= 60
    weak_and_worked = weak is True and (exertion == "some" or exertion == "excessive")
    if at_night is True:
        fire(("night_cramps", (at_night,)))
    if older:
        fire(("older_people_cramp", (age,)))
        fire(("older_people_cramp_from_activity", (age,)))
    if weak_and_worked:
        fire(("weaker_muscles_cramp", (weak, exertion)))
    if warm is True:
        fire(("warmth_loses_fluid", (warm,)))

    # From what these have shown: the second and third step of each chain.
    low, not_low = tested is True or low_number, tested is False or good_number
    fluid_lost = sweating is True or other_loss is True
    if hurt is True:
        fire(("protection_contracts_muscles", ("body_protects_itself",)))
        fire(("bleeding_clots", ("tissue_may_bleed",)))
    if exertion == "excessive":
        fire(("contracting_muscles_cannot_rest", ("muscles_kept_contracting",)))
    if fluid_lost:
        fire(("fluid_takes_electrolytes", ("fluid_lost",)))
    if low:
        fire(("low_potassium_unsettles_muscles", ("potassium_is_low",)))
    if diet is True and not not_low:
        fire(("diet_may_lack_potassium", (diet,)))
    if not_low:
        fire(("potassium_not_low", ("potassium_is_not_low",)))
    if hurt is True:
        if healed is not True and around is not False:
            fire(("contraction_cramps", ("muscles_around_injury_contract",)))
        if healed is True:
            fire(("contraction_cramps_though_healed", ("muscles_around_injury_contract", healed)))
        if around is False:
            fire(
                ("contraction_cramps_though_elsewhere", ("muscles_around_injury_contract", around))
            )
        fire(("clot_starts_healing", ("clot_may_form",)))
    if exertion == "excessive":
        fire(("restless_muscles_cramp", ("muscles_not_ready_to_rest",)))
    if fluid_lost:
        fire(("lost_electrolytes_unbalance", ("electrolytes_lost",)))
    if low:
        fire(("unsmooth_muscles_cramp", ("muscles_contract_less_smoothly",)))
    if fluid_lost:
        fire(("imbalance_cramps", ("fluids_out_of_balance",)))

    # The verdicts.
    if had_spasm is False or site == "not_leg":
        injury = activity = dehydration = potassium = "not_applicable"
    else:
        if hurt is False:
            conflict = around is True or healed is False
            injury = "conflict" if conflict else "not_indicated"
        elif hurt is True:
            reserved = healed is True or around is False
            injury = "with_reservation" if reserved else "supported"
        else:
            injury = "undetermined"
        if exertion == "excessive":
            activity = "supported"
        elif exertion == "some" and weak is not None:
            activity = "with_reservation" if weak else "not_indicated"
        elif exertion == "none":
            activity = "conflict" if activities else "not_indicated"
        else:
            activity = "undetermined"
        if fluid_lost:
            dehydration = "supported"
        elif little is True:
            dehydration = "with_reservation"
        else:
            dehydration = "not_indicated" if no_fluid_lost else "undetermined"
        if low and not_low:
            potassium = "conflict"
        elif low:
            potassium = "supported"
        elif not_low:
            potassium = "not_indicated"
        else:
            potassium = "with_reservation" if diet is True else "undetermined"

    # From the verdicts: places and advice.
    may_be_activity = activity in _MAY_BE
    expected: tuple[str, ...] = ()
    if may_be_activity and activities:
        if "running" in activities:
            fire(("running_above_knee", (activities, activity)))
            expected = ("above_knee",)
        if "jumping_sport" in activities:
            fire(("jumping_calf", (activities, activity)))
            expected += ("calf",)
    rest = injury in _MAY_BE and healed is not True
    if rest:
        fire(("rest_after_injury", (injury,)))
    if may_be_activity:
        fire(("stretch_around_activity", (activity,)))
    refill = False
    if potassium in _MAY_BE:
        refill = True
        fire(("replenish_low_potassium", (potassium,)))
    if dehydration in _MAY_BE:
        refill = True
        fire(("replenish_lost_fluid", (dehydration,)))

    flags = get("red_flags", ())
    safety = [(flag, "urgent" if flag in _URGENT else "emergency") for flag in flags]
    verdicts = (injury, activity, dehydration, potassium)
    if site == "not_leg":
        return Found(verdicts, [], ((), None, None), (), safety, fired)
    factors: list[tuple[str, tuple[str, ...]]] = []
    if at_night is True:
        factors.append(("night", ()))
    if older:
        on = []
        if injury != "not_indicated":
            on.append("injury")
        if activity != "not_indicated":
            on.append("excessive_activity")
        if dehydration != "not_indicated":
            on.append("dehydration")
        if potassium != "not_indicated":
            on.append("low_potassium")
        if on:
            factors.append(("older_age", tuple(on)))
    if weak_and_worked and activity != "not_indicated":
        factors.append(("weak_muscles", ("excessive_activity",)))
    if warm is True and dehydration != "not_indicated":
        factors.append(("warm_weather", ("dehydration",)))
    agreement = None
    if expected and site is not None:
        agreement = "agrees" if site in expected else "not_expected"
    advice = (("rest_leg", rest), ("stretch", may_be_activity), ("replenish", refill))
    return Found(verdicts, factors, (expected, site, agreement), advice, safety, fired)
