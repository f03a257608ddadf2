"""The built-in knowledge says what the document supports, and no more."""

import itertools
import re
from typing import Any

import legspasm
import pytest
import reading_table
import textstat
from hypothesis import given, settings
from legspasm.consultation import consult_facts
from legspasm.facts import check_facts
from legspasm.model import Rule
from strategies import told

KNOWLEDGE = legspasm.built_in_knowledge()
YES_NO_UNKNOWN = (None, True, False)
SENTENCES = [sentence.id for sentence in KNOWLEDGE.source.sentences]


def consult(facts: dict[str, Any]) -> legspasm.Record:
    known = {name: value for name, value in facts.items() if value is not None}
    return legspasm.consult(known)


def conclusions(record: legspasm.Record) -> set[tuple[str, str]]:
    return {(firing.concludes.kind, firing.concludes.id) for firing in record.firings}


CASES = {
    "injury": {
        "recent_injury": YES_NO_UNKNOWN,
        "injury_at_spasm": YES_NO_UNKNOWN,
        "injury_healed": YES_NO_UNKNOWN,
    },
    "excessive_activity": {
        "exertion": (None, "none", "some", "excessive"),
        "weak_muscles": YES_NO_UNKNOWN,
        "activities": (None, [], ["work"]),
    },
    "dehydration": {
        "heavy_sweating": YES_NO_UNKNOWN,
        "other_fluid_loss": YES_NO_UNKNOWN,
        "drinking_little": YES_NO_UNKNOWN,
    },
    "low_potassium": {
        "low_potassium_test": YES_NO_UNKNOWN,
        "blood_potassium": (None, 3.4, 3.5),
        "low_potassium_diet": YES_NO_UNKNOWN,
    },
}


@pytest.mark.parametrize("cause", CASES)
def test_the_verdict_on_a_cause_is_that_of_the_table_in_every_case(cause: str) -> None:
    names = list(CASES[cause])
    cases = [
        dict(zip(names, each, strict=True)) for each in itertools.product(*CASES[cause].values())
    ]
    found = [
        next(each.verdict for each in consult(case).verdicts if each.cause == cause)
        for case in cases
    ]
    assert found == [reading_table.verdicts(case)[cause] for case in cases]


@pytest.mark.parametrize("scope", [{"had_spasm": False}, {"spasm_site": "not_leg"}])
def test_without_a_leg_spasm_no_verdict_is_applicable(scope: dict[str, Any]) -> None:
    record = consult(scope | {"recent_injury": True, "exertion": "none", "activities": ["work"]})
    assert {each.verdict for each in record.verdicts} == {"not_applicable"}


@settings(max_examples=400, deadline=None)
@given(told(KNOWLEDGE))
def test_every_answer_is_that_of_the_tables_for_any_person(facts: dict[str, Any]) -> None:
    record = consult_facts(KNOWLEDGE, check_facts(KNOWLEDGE, (facts, "call")))
    found = {
        "verdicts": {each.cause: each.verdict for each in record.verdicts},
        "factors": [(each.id, list(each.applies_to)) for each in record.factors],
        "place": (list(record.place.expected), record.place.agreement),
        "advice": [(each.id, each.applies) for each in record.advice],
        "notes": [each.id for each in record.notes],
        "safety": [each.id for each in record.safety],
    }
    flags = [flag.id for flag in KNOWLEDGE.safety.flags]
    assert found == {
        "verdicts": reading_table.verdicts(facts),
        "factors": reading_table.factors(facts),
        "place": reading_table.place(facts),
        "advice": reading_table.advice(facts),
        "notes": reading_table.notes(facts),
        "safety": [flag for flag in flags if flag in (facts.get("red_flags") or [])],
    }


def test_older_age_cites_the_sentence_on_activity_only_where_activity_is_in_play() -> None:
    record = consult({"age": 60, "exertion": "none"})
    assert [(factor.id, factor.cites) for factor in record.factors] == [("older_age", ("P1.S7",))]
    record = consult({"age": 60, "exertion": "excessive"})
    assert [factor.cites for factor in record.factors] == [("P1.S7", "P3.S9")]


def test_what_settles_an_undetermined_verdict_is_named() -> None:
    assert {each.cause: each.needs for each in consult({}).verdicts} == {
        "injury": ("recent_injury",),
        "excessive_activity": ("exertion",),
        "dehydration": ("heavy_sweating", "other_fluid_loss", "drinking_little"),
        "low_potassium": ("low_potassium_diet", "low_potassium_test", "blood_potassium"),
    }
    assert [each.needs for each in consult({"exertion": "some"}).verdicts][1] == ("weak_muscles",)


def test_there_are_36_sentences_and_each_is_cited_or_excused_with_a_reason() -> None:
    cited = {
        quote.sentence
        for part in (
            KNOWLEDGE.rules,
            KNOWLEDGE.advice,
            KNOWLEDGE.notes,
            KNOWLEDGE.tensions,
        )
        for each in part  # type: ignore[attr-defined]  # each part has quotes
        for quote in each.cites
    }
    excused = {each.sentence for each in KNOWLEDGE.background if len(each.reason) > 20}
    assert len(SENTENCES) == 36
    assert cited & excused == set()
    assert sorted(cited | excused) == sorted(SENTENCES)


FACTS_BEHIND = {
    "injury": {"recent_injury", "injury_at_spasm", "injury_healed"},
    "excessive_activity": {"exertion", "weak_muscles", "activities"},
    "dehydration": {"heavy_sweating", "other_fluid_loss", "drinking_little"},
    "low_potassium": {"low_potassium_test", "blood_potassium", "low_potassium_diet"},
}
"""Every link of the text that bears on a cause begins at one of these; no other fact may."""


@pytest.mark.parametrize("cause", FACTS_BEHIND)
def test_no_other_fact_is_linked_to_a_cause_by_any_rule(cause: str) -> None:
    waiting = [rule for rule in KNOWLEDGE.rules if rule.concludes.id == cause]
    facts: set[str] = set()
    while waiting:
        for condition in waiting.pop().conditions:
            assert condition.kind != "verdict"
            if condition.kind == "fact":
                facts.add(condition.name)
            waiting += [
                rule
                for rule in KNOWLEDGE.rules
                if (rule.concludes.kind, rule.concludes.id) == ("state", condition.name)
            ]
    assert facts == FACTS_BEHIND[cause]


@pytest.mark.parametrize("cause", KNOWLEDGE.causes, ids=lambda cause: cause.id)
def test_the_strongest_thing_that_is_said_of_a_cause_is_that_it_can_be_the_reason(
    cause: Any,
) -> None:
    holds = {word: cause.sentence(word) for word in ("supported", "with_reservation")}
    assert [
        word for word, says in holds.items() if " can be the reason for this " not in says
    ] == []
    assert cause.sentence("with_reservation").endswith("but there is a catch.")
    assert cause.sentence("not_indicated").startswith("Your answers do not point to ")


def test_no_text_says_that_something_is_the_reason_or_asks_to_guess() -> None:
    claims = (
        r"\bis (the|your) (reason|cause)\b|that is why|because of your|diagnos|rules? (it )?out"
    )
    found = [text for text in all_texts() if re.search(claims, text, re.IGNORECASE)]
    assert found == ["It gives no diagnosis, and it cannot tell what caused a spasm."]


def test_each_hedge_of_the_text_is_kept_on_the_rule_that_rests_on_it() -> None:
    assert {rule.id: rule.hedge for rule in KNOWLEDGE.rules if rule.hedge} == {
        "injury_starts_protection": "naturally tries",
        "protection_contracts_muscles": "tries",
        "contraction_cramps": "can",
        "contraction_cramps_though_healed": "can",
        "contraction_cramps_though_elsewhere": "can",
        "injury_bleeds": "Most",
        "bleeding_clots": "naturally",
        "restless_muscles_cramp": "can",
        "weak_muscles_cramp_sooner": "more likely",
        "sweating_loses_fluid": "usually",
        "illness_loses_fluid": "usually",
        "imbalance_cramps": "causes",
        "low_potassium_unsettles_muscles": "helps",
        "unsmooth_muscles_cramp": "will",
        "night_cramps": "more liable",
        "older_people_cramp": "more liable",
        "older_people_cramp_from_activity": "more liable",
        "weaker_muscles_cramp": "more likely",
        "warmth_loses_fluid": "more likely",
        "running_above_knee": "most likely",
        "jumping_calf": "more likely",
        "rest_after_injury": "should",
        "stretch_around_activity": "should",
        "replenish_lost_fluid": "should",
        "replenish_low_potassium": "should",
    }


def test_who_was_not_tested_is_told_to_say_not_sure_and_never_no() -> None:
    help_texts = {fact.name: fact.help for fact in KNOWLEDGE.facts}
    assert help_texts["low_potassium_test"] == (
        "Say no only if it was tested and was not low. If there was no test, say not sure."
    )
    assert help_texts["blood_potassium"].endswith("If you do not have it, say not sure.")


def test_each_sign_of_danger_has_its_level_and_its_source() -> None:
    signs = {flag.id: (flag.level, flag.source.split(",")[0]) for flag in KNOWLEDGE.safety.flags}
    assert signs == {
        "breathless": ("emergency", "NHS"),
        "swollen_leg": ("urgent", "NHS"),
        "long_cramp": ("urgent", "nidirect"),
        "dark_urine": ("emergency", "CDC/NIOSH"),
        "numb_saddle": ("emergency", "Royal Free London"),
        "weakness": ("urgent", "Merck Manual (home)"),
        "poison": ("urgent", "Mayo Clinic"),
    }


@pytest.mark.parametrize(
    ("facts", "forbidden"),
    [
        ({"at_night": True}, "night alone is a cause"),
        ({"age": 90}, "age alone is a cause"),
        ({"warm_weather": True}, "heat alone is a cause"),
        ({"weak_muscles": True}, "weak muscles alone are a cause"),
        ({"activities": ["running"]}, "running without excess is a cause"),
        ({"activities": ["jumping_sport"]}, "jumping without excess is a cause"),
        (
            {"exertion": "some", "activities": ["running", "jumping_sport"]},
            "some running is a cause",
        ),
        ({"exertion": "none", "weak_muscles": True}, "weak muscles without activity are a cause"),
        ({"spasm_site": "above_knee"}, "above the knee means running"),
        ({"spasm_site": "calf"}, "the calf means jumping"),
        ({"age": 90, "exertion": "some"}, "age gives weak muscles"),
    ],
)
def test_a_link_that_tempts_does_not_exist(facts: dict[str, Any], forbidden: str) -> None:
    found = {kind for kind, _ in conclusions(consult(facts))}
    assert found <= {"factor", "against"}, forbidden


def test_drinking_little_is_no_loss_of_fluid_and_has_a_reservation() -> None:
    record = consult({"drinking_little": True})
    assert conclusions(record) == {("cause", "dehydration"), ("advice", "replenish")}
    assert record.verdicts[2].reservations == (
        "The text speaks of losing fluid. It does not name drinking too little.",
    )


@pytest.mark.parametrize(
    ("facts", "untouched"),
    [
        ({"heavy_sweating": True, "other_fluid_loss": True}, "low_potassium"),
        ({"low_potassium_test": True, "blood_potassium": 2.0}, "dehydration"),
    ],
)
def test_dehydration_and_low_potassium_imply_nothing_of_each_other(
    facts: dict[str, Any], untouched: str
) -> None:
    verdicts = {each.cause: each.verdict for each in consult(facts).verdicts}
    assert verdicts[untouched] == "undetermined"


def test_a_place_that_is_not_expected_takes_nothing_away() -> None:
    facts = {"exertion": "excessive", "activities": ["running"], "spasm_site": "calf"}
    record = consult(facts)
    assert (record.place.agreement, record.verdicts[1].verdict) == ("not_expected", "supported")


def test_no_rule_reads_the_safety_layer() -> None:
    readers = [
        rule.id
        for rule in KNOWLEDGE.rules
        for condition in rule.conditions
        if condition.name == KNOWLEDGE.safety.fact
    ]
    assert readers == []


def test_each_mechanism_is_a_step_of_its_own() -> None:
    record = consult(
        {
            "recent_injury": True,
            "exertion": "excessive",
            "heavy_sweating": True,
            "low_potassium_test": True,
        }
    )
    cited = {firing.concludes.id: firing.cites for firing in record.firings}
    chain = {
        "body_protects_itself": ("P2.S2",),
        "muscles_around_injury_contract": ("P2.S6", "P2.S7"),
        "injury": ("P2.S8", "P2.S1"),
        "tissue_may_bleed": ("P2.S3",),
        "clot_may_form": ("P2.S4",),
        "healing_begins": ("P2.S5",),
        "muscles_kept_contracting": ("P3.S2",),
        "muscles_not_ready_to_rest": ("P3.S2",),
        "excessive_activity": ("P3.S7", "P3.S1"),
        "fluid_lost": ("P4.S2",),
        "electrolytes_lost": ("P4.S4",),
        "fluids_out_of_balance": ("P4.S5",),
        "dehydration": ("P4.S5", "P4.S1"),
        "potassium_is_low": ("P4.S1",),
        "muscles_contract_less_smoothly": ("P4.S7",),
        "low_potassium": ("P4.S1",),
    }
    assert {id_: cited.get(id_) for id_ in chain} == chain


def test_the_side_chain_of_an_injury_leads_to_no_cause() -> None:
    side = {"tissue_may_bleed", "clot_may_form", "healing_begins"}
    reading = [rule for rule in KNOWLEDGE.rules if side & {each.name for each in rule.conditions}]
    assert {rule.concludes.id for rule in reading} == {"clot_may_form", "healing_begins"}


def test_nothing_speaks_of_odds_and_nothing_is_ruled_out() -> None:
    forbidden = ("probab", "percent", "%", "risk score", "ruled out", "rule out", "idiopathic")
    said = "\n".join(all_texts()).lower()
    assert [word for word in forbidden if word in said] == []


def all_texts() -> list[str]:
    """Questions, help and result sentences: what a person reads, quotes aside."""
    texts: list[str] = []
    for fact in KNOWLEDGE.facts:
        texts += [fact.question, fact.help, fact.why, fact.unknown, fact.none, fact.says]
        texts += [option.says for option in fact.options]
    for cause in KNOWLEDGE.causes:
        texts += cause.says
    texts += [rule_text for rule in KNOWLEDGE.rules for rule_text in texts_of(rule)]
    texts += [state.says for state in KNOWLEDGE.states]
    texts += [scope.says for scope in KNOWLEDGE.scopes]
    texts += [factor.says for factor in KNOWLEDGE.factors]
    texts += [parameter.says for parameter in KNOWLEDGE.parameters]
    texts += [KNOWLEDGE.place.agrees, KNOWLEDGE.place.not_expected]
    answers = KNOWLEDGE.answers
    texts += [answers.several, answers.conflict, answers.undetermined, answers.none]
    for advice in KNOWLEDGE.advice:
        texts += [advice.says, advice.general, advice.caution]
    texts += [each.says for each in (*KNOWLEDGE.notes, *KNOWLEDGE.tensions)]
    texts += [each.says for each in (*KNOWLEDGE.safety.levels, *KNOWLEDGE.safety.always)]
    texts += KNOWLEDGE.safety.notice
    return [text for text in texts if text]


def texts_of(rule: Rule) -> list[str]:
    return [rule.says, rule.reservation, rule.remark, *(each.says for each in rule.conditions)]


@pytest.mark.parametrize("text", sorted(set(all_texts())))
def test_a_text_can_be_read_at_about_11_years(text: str) -> None:
    # The Automated Readability Index counts letters, words and sentences; grade 6 is read at 11
    # to 12 years. One short sentence scatters widely, so a single text may be two grades above.
    own_words = re.sub("“[^”]*”", "", text)
    assert textstat.automated_readability_index(own_words) <= 9


def test_the_texts_together_read_at_about_11_years() -> None:
    assert textstat.automated_readability_index(" ".join(all_texts())) <= 5.5
