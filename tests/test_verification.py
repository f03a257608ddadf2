"""Checking a stored record: whatever was changed in it is found, without the engine."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import legspasm
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.consultation import consult_facts
from legspasm.facts import Fact
from legspasm.model import Knowledge, Rule
from sealing import at, forged, leaves, lists, sealed
from strategies import NOTHING_SPECIAL, knowledge_of, people, rule_sets, told
from tiny import Bread

KNOWLEDGE = legspasm.built_in_knowledge()
RECORD = legspasm.consult(
    recent_injury=True,
    injury_healed=True,
    injury_at_spasm=True,
    exertion="excessive",
    activities=["running"],
    age=70,
    spasm_site="calf",
    at_night=True,
    red_flags=["weakness"],
    low_potassium_test=True,
    blood_potassium=5.0,
)
DOCUMENT = RECORD.to_dict()
VERIFIED = legspasm.Verification(RECORD.digest, (), (), (), ())


def found(text: str | bytes, *knowledge: Knowledge) -> list[str]:
    """What is wrong, or could not be checked."""
    result = legspasm.verify(text, knowledge=knowledge or None)
    return [str(each) for each in (*result.problems, *result.unchecked)]


def test_a_record_as_it_was_made_is_verified() -> None:
    assert legspasm.verify(RECORD.to_json()) == VERIFIED
    assert VERIFIED.verified


@settings(max_examples=100, deadline=None)
@given(told(KNOWLEDGE))
def test_every_record_is_verified(facts: dict[str, Any]) -> None:
    assert found(legspasm.consult(facts).to_json()) == []


@settings(max_examples=200, deadline=None)
@given(rule_sets(), people())
def test_every_record_of_every_knowledge_is_verified(
    rules: list[Rule], facts: tuple[Fact, ...]
) -> None:
    knowledge = knowledge_of(rules)
    assert found(consult_facts(knowledge, facts).to_json(), knowledge) == []


def test_a_record_of_an_interview_is_verified() -> None:
    talk = legspasm.interview({"age": 70})
    while talk.question:
        talk = talk.answer(NOTHING_SPECIAL.get(talk.question.fact))
    assert talk.record.questions
    assert found(talk.record.to_json()) == []


def test_the_engine_takes_no_part() -> None:
    script = (
        "import sys; sys.modules['experta'] = None\n"
        "import legspasm; found = legspasm.verify(sys.stdin.read()); print(found.verified)\n"
        "assert not found.problems"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=RECORD.to_json(), capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


NOT_BOUND = {("engine", "name"), ("engine", "version")}
"""What nothing else in a body says: the program calls itself what it likes."""


def other(value: Any) -> Any:
    """Another value of the same kind, where there is one."""
    if value is None:
        return "calf"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value}x"


def test_every_changed_value_is_found() -> None:
    """Each leaf of the body, one at a time, with a digest that fits."""
    unseen = []
    for place, value in leaves(DOCUMENT["body"]):

        def change(body: dict[str, Any], place: Any = place, value: Any = value) -> None:
            at(body, place[:-1])[place[-1]] = other(value)

        if not legspasm.verify(forged(DOCUMENT, change)).problems:
            unseen.append(place)
    assert set(unseen) == NOT_BOUND


def test_everything_that_is_taken_away_or_put_in_another_order_is_found() -> None:
    """Each list of the body without one of its parts, with one twice, and turned around."""
    unseen = []
    for place, _ in lists(DOCUMENT["body"]):
        for change in (
            lambda body, place=place: at(body, place).pop(),
            lambda body, place=place: at(body, place).pop(0),
            lambda body, place=place: at(body, place).append(at(body, place)[0]),
            lambda body, place=place: at(body, place).reverse(),
        ):
            text = forged(DOCUMENT, change)
            if json.loads(text)["body"] != DOCUMENT["body"] and not found(text):
                unseen.append(place)
    assert unseen == []


def without(rule: Rule) -> Knowledge:
    """The built-in knowledge without a rule, in its name."""
    return msgspec.structs.replace(
        KNOWLEDGE, rules=tuple(each for each in KNOWLEDGE.rules if each is not rule)
    )


def somebody(seed: int) -> dict[str, Any]:
    """Facts of a person, the same for the same seed."""
    chance = random.Random(seed)
    facts: dict[str, Any] = {}
    for definition in KNOWLEDGE.facts:
        ids = [option.id for option in definition.options]
        values = {
            "yes_no": chance.choice([True, False]),
            "choice": chance.choice(ids or [""]),
            "set": [each for each in ids if chance.random() < 0.4],
            "whole_number": chance.choice([30, 70]),
            "number": chance.choice([3.0, 5.0]),
        }
        if chance.random() < 0.6:
            facts[definition.name] = values[definition.type]
    return facts


PEOPLE = [legspasm.consult(somebody(seed)) for seed in range(80)]


@pytest.mark.parametrize("rule", KNOWLEDGE.rules, ids=lambda rule: rule.id)
def test_an_engine_that_leaves_out_a_rule_is_found_out(rule: Rule) -> None:
    """Everything in such a record fits together; only the rule is missing."""
    honest = next(each for each in PEOPLE if rule.id in {one.rule for one in each.firings})
    dishonest = consult_facts(without(rule), honest.facts)
    assert (
        f"$.body.firings: the rule {rule.id} should have fired: all its conditions hold"
    ) in found(dishonest.to_json())


def test_an_engine_that_reads_a_number_otherwise_is_found_out() -> None:
    """Somebody of 55 is told what the rules say of those of 60 and more."""
    rules = tuple(
        msgspec.structs.replace(
            rule,
            when=tuple(
                msgspec.structs.replace(each, wanted=50) if each.wanted == 60 else each
                for each in rule.when
            ),
        )
        for rule in KNOWLEDGE.rules
    )
    dishonest = consult_facts(
        msgspec.structs.replace(KNOWLEDGE, rules=rules), (Fact("age", 55, "call"),)
    )
    assert [each.rule for each in dishonest.firings] == [
        "older_people_cramp",
        "older_people_cramp_from_activity",
    ]
    assert found(dishonest.to_json())[:2] == [
        "$.body.firings[0].because[0].wanted: the rule older_people_cramp says 60, not 50",
        "$.body.firings[1].because[0].wanted: "
        "the rule older_people_cramp_from_activity says 60, not 50",
    ]


def test_a_changed_record_with_its_old_digest_is_told_with_what_was_changed() -> None:
    document = RECORD.to_dict()
    document["body"]["verdicts"][0]["verdict"] = "supported"
    assert found(json.dumps(document)) == [
        "$.integrity.body_digest: the body of the record is not the one that its digest names",
        "$.body.verdicts[0].verdict: expected 'with_reservation', which follows from the rest, "
        "got 'supported'",
    ]


def test_without_its_knowledge_it_is_said_what_was_not_checked() -> None:
    def change(body: dict[str, Any]) -> None:
        body["knowledge"] |= {"version": "0.9", "digest": "0" * 64}

    result = legspasm.verify(forged(DOCUMENT, change))
    assert result.problems == ()
    assert [str(each) for each in result.unchecked] == [
        f"$.body.knowledge: it was made with leg_spasm 0.9, digest {'0' * 64}, which is not at "
        "hand: the rules, the quotes, what did not fire and what follows were not checked"
    ]
    assert not result.verified


def test_without_its_knowledge_firings_are_still_checked() -> None:
    def change(body: dict[str, Any]) -> None:
        body["knowledge"]["digest"] = "0" * 64
        body["firings"][0]["because"][0]["value"] = False

    assert found(forged(DOCUMENT, change))[0] == (
        "$.body.firings[0].because[0].value: expected True, which follows from the rest, got False"
    )


def test_a_record_of_other_knowledge_is_checked_with_that(bread: Bread) -> None:
    knowledge = bread.load()
    record = legspasm.consult({}, knowledge=knowledge)
    assert found(record.to_json(), KNOWLEDGE, knowledge) == []
    assert not legspasm.verify(record.to_json()).verified


def test_what_rests_on_a_masked_fact_is_named_and_the_rest_is_verified() -> None:
    stored, _ = RECORD.mask("age")
    result = legspasm.verify(stored.to_json())
    assert (result.problems, result.masked, result.proved) == ((), ("age",), ())
    assert [str(each) for each in result.unchecked] == [
        f"$.body.firings[{at}].because[0]: rests on age, which is masked"
        for at, firing in enumerate(RECORD.firings)
        if [getattr(match, "name", "") for match in firing.because] == ["age"]
    ] + [
        "$.body.not_fired: part of this rests on age, masked",
        "$.body.verdicts: part of this rests on age, masked",
    ]
    assert result.verified


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_value_is_found_beside_a_masked_fact_unless_it_is_said_to_rest_on_it(
    data: st.DataObject,
) -> None:
    stored, _ = RECORD.mask("age")
    document = stored.to_dict()
    rests_on_age = json.dumps("age")
    place, value = data.draw(
        st.sampled_from(
            [
                (place, value)
                for place, value in leaves(document["body"])
                if place not in NOT_BOUND and place[0] not in {"masked", "not_fired"}
            ]
        )
    )
    if rests_on_age in json.dumps(at(document["body"], place[:-1])) or "needs" in place:
        return
    assert legspasm.verify(
        forged(document, lambda body: at(body, place[:-1]).__setitem__(place[-1], other(value)))
    ).problems


def test_whoever_holds_value_and_salt_proves_a_masked_fact() -> None:
    stored, openings = RECORD.mask("age", "spasm_site", "red_flags")
    result = legspasm.verify(stored.to_json(), openings=openings)
    proved = ("age", "red_flags", "spasm_site")
    assert result == legspasm.Verification(stored.digest, (), (), (), proved)


def test_opening_a_mask_mends_nothing_that_was_forged_beside_it() -> None:
    stored, openings = RECORD.mask("spasm_site")

    def change(body: dict[str, Any]) -> None:
        body["safety"] = []
        body["place"]["expected"] = []

    result = legspasm.verify(forged(stored.to_dict(), change), openings=openings)
    assert [each.place for each in result.problems] == [
        "$.body.place.expected[0]",
        "$.body.safety[0]",
    ]


def forge_masked_values(body: dict[str, Any]) -> None:
    for firing in body["firings"]:
        for match in firing["because"]:
            if match["name"] == "age":
                match["value"] = 12


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (forge_masked_values, "$.body.firings[7].because[0].value"),
        (
            lambda body: body["safety"].append(
                {"id": "breathless", "level": "emergency", "source": "x"}
            ),
            "$.body.safety[0]",
        ),
        (lambda body: body["facts"].reverse(), "$.body.facts"),
        (lambda body: body["masked"].reverse(), "$.body.masked"),
    ],
)
def test_what_was_put_where_a_mask_is_stays_wrong_when_it_is_opened(
    change: Callable[[dict[str, Any]], object], place: str
) -> None:
    stored, openings = RECORD.mask("age", "red_flags")
    text = forged(stored.to_dict(), change)
    for proofs in ((), openings):
        result = legspasm.verify(text, openings=proofs)
        assert place in [each.place for each in result.problems]


@pytest.mark.parametrize(
    "change",
    [
        lambda unfired: unfired["conditions"].clear(),
        lambda unfired: unfired["conditions"][0].update(status="met"),
        lambda unfired: unfired["needs"].append("zz"),
        lambda unfired: unfired["needs"].append("age"),
    ],
)
def test_a_mask_frees_only_the_rules_that_lead_back_to_it(
    change: Callable[[dict[str, Any]], object],
) -> None:
    """The rules about exertion and fluid have nothing to do with a mask of the place."""
    stored, _ = legspasm.consult(recent_injury=True, age=30).mask("age")
    unfired = [each.rule for each in stored.not_fired]
    at_ = unfired.index("weak_muscles_cramp_sooner")
    text = forged(stored.to_dict(), lambda body: change(body["not_fired"][at_]))
    assert legspasm.verify(text).problems


def test_what_a_mask_frees_has_still_the_form_of_facts() -> None:
    stored, _ = legspasm.consult(recent_injury=True, age=30).mask("age")
    at_ = [each.rule for each in stored.not_fired].index("older_people_cramp")
    for needs in (["zz"], ["age", "age"], ["age", "exertion"]):
        text = forged(
            stored.to_dict(), lambda body, needs=needs: body["not_fired"][at_].update(needs=needs)
        )
        assert legspasm.verify(text).problems, needs
    text = forged(stored.to_dict(), lambda body: body["not_fired"][at_]["conditions"].clear())
    assert legspasm.verify(text).problems


def asked(kind: str, fact: str, answer: Any, between: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "kind": kind,
        "fact": fact,
        "between": list(between),
        "could_change": [],
        "answer": answer,
    }


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (asked("fact", "bogus", None), "$.body.questions[0]: no question is asked about 'bogus'"),
        (asked("read_card", "age", True), "$.body.questions[0].answer: True is no answer"),
        (asked("read_card", "red_flags", 1), "$.body.questions[0].answer: 1 is no answer"),
        (asked("conflict", "", "age", ("age", "x")), "no question is asked about 'x'"),
        (asked("conflict", "", "x", ("age", "at_night")), "'x' is no answer"),
        (asked("fact", "at_night", 1), "$.body.questions[0].answer: 1 is no answer"),
        (asked("fact", "at_night", "maybe"), "'maybe' is no answer"),
    ],
)
def test_a_question_or_an_answer_that_cannot_be_is_told(
    question: dict[str, Any], told: str
) -> None:
    text = forged(legspasm.consult().to_dict(), lambda body: body.update(questions=[question]))
    assert [each for each in found(text) if told in each]


def test_an_answer_may_not_tell_the_value_of_a_masked_fact() -> None:
    talk = legspasm.interview({}).answer([]).change("age", 70)
    stored, _ = talk.record.mask("age")
    at_ = len(stored.questions) - 1
    text = forged(stored.to_dict(), lambda body: body["questions"][at_].update(answer=70))
    assert found(text)[0] == (
        f"$.body.questions[{at_}].answer: age is masked, so there can be no value here"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["body"].update(override=None),
        lambda document: document["body"]["firings"][0].update(note=None),
        lambda document: document.update(verdicts="forged"),
        lambda document: document["envelope"].update(extra=1),
        lambda document: document["integrity"].update(extra=None),
    ],
)
def test_nothing_can_be_added_to_a_record_not_even_nothing(
    change: Callable[[dict[str, Any]], object],
) -> None:
    document = RECORD.to_dict()
    change(document)
    assert [each for each in found(sealed(document)) if "this form does not have" in each]


def test_a_label_that_is_no_text_makes_no_record() -> None:
    document = RECORD.to_dict()
    document["envelope"]["labels"] = ["\ud800"]
    assert "this is no record of the form" in found(json.dumps(document))[0]


def test_an_opening_that_no_record_could_hold_opens_nothing() -> None:
    stored, _ = RECORD.mask("age")
    wrong = legspasm.Opening("age", 2**60, "00")
    assert legspasm.verify(stored.to_json(), openings=[wrong]).masked == ("age",)


def test_another_value_or_salt_proves_nothing() -> None:
    stored, [opening] = RECORD.mask("age")
    for wrong in (
        msgspec.structs.replace(opening, value=71),
        msgspec.structs.replace(opening, salt="0" * 64),
        msgspec.structs.replace(opening, name="injury_healed"),
    ):
        assert legspasm.verify(stored.to_json(), openings=[wrong]).masked == ("age",)


def test_what_is_hidden_behind_a_mask_must_still_be_a_rule_of_the_knowledge() -> None:
    stored, _ = RECORD.mask("age")
    text = forged(stored.to_dict(), lambda body: body["firings"].pop(0))
    assert legspasm.verify(text).problems


def test_what_a_masked_place_or_sign_would_say_is_not_checked() -> None:
    stored, _ = RECORD.mask("spasm_site", "red_flags")
    result = legspasm.verify(stored.to_json())
    unchecked = [str(each) for each in result.unchecked]
    assert result.problems == ()
    assert "$.body.place.agreement: part of this rests on spasm_site, masked" in unchecked
    assert "$.body.safety: part of this rests on red_flags, masked" in unchecked


def test_whether_a_rule_is_missing_is_not_checked_where_only_a_masked_fact_keeps_it_back() -> None:
    stored, _ = legspasm.consult(age=30).mask("age")
    unchecked = [str(each) for each in legspasm.verify(stored.to_json()).unchecked]
    assert (
        "$.body.not_fired: whether the rule older_people_cramp should have fired "
        "rests on age, masked"
    ) in unchecked


def test_an_absence_that_rests_on_a_masked_fact_is_not_checked() -> None:
    stored, _ = legspasm.consult(recent_injury=True, injury_healed=False).mask("injury_healed")
    result = legspasm.verify(stored.to_json())
    assert result.problems == ()
    assert result.unchecked[0].place == "$.body.firings[4].absent[0]"


def test_an_absence_may_not_tell_the_value_of_a_masked_fact() -> None:
    stored, _ = legspasm.consult(recent_injury=True, injury_healed=False).mask("injury_healed")
    text = forged(
        stored.to_dict(), lambda body: body["firings"][4]["absent"][0].update(actual=False)
    )
    assert found(text)[0] == (
        "$.body.firings[4].absent[0].actual: injury_healed is masked, so there can be no value here"
    )


def test_a_masked_fact_that_still_has_a_value_is_wrong() -> None:
    stored, _ = RECORD.mask("age")

    def change(body: dict[str, Any]) -> None:
        for firing in body["firings"]:
            for match in firing["because"]:
                if match["name"] == "age":
                    match["value"] = 70

    assert [
        each for each in found(forged(stored.to_dict(), change)) if "there can be no value" in each
    ] == [
        f"$.body.firings[{at}].because[0].value: age is masked, so there can be no value here"
        for at, firing in enumerate(RECORD.firings)
        if firing.because[0].name == "age"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: is not valid JSON: there is nothing in it"),
        ("{}", "Object missing required field `schema`"),
        ('{"schema": "legspasm.record/9"}', "this program reads legspasm.record/1"),
        (RECORD.to_json()[:400], "is not valid JSON"),
        ("[" * 200_000, "is nested too deeply"),
        (b"\xff", "is not text in UTF-8"),
        ('{"a": 1, "a": 2}', "the key 'a' stands twice"),
        ('{"a": NaN}', "NaN is not a number"),
        ("[]", "Expected `object`, got `array`"),
    ],
)
def test_what_is_no_record_is_told_in_one_message(text: str | bytes, told: str) -> None:
    result = legspasm.verify(text)
    assert (result.digest, result.unchecked, len(result.problems)) == (None, (), 1)
    assert told in str(result.problems[0])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_value_of_any_type_anywhere_breaks_the_check(data: st.DataObject) -> None:
    """Whatever stands in one place, it ends with an answer and not with a traceback."""
    place, _ = data.draw(st.sampled_from(list(leaves(DOCUMENT))))
    strange = data.draw(
        st.sampled_from([None, True, 1, -1, 1.5, 10**30, 1e300, "", "\ud800", "x", [], {}, ["a"]])
    )
    document = json.loads(json.dumps(DOCUMENT))
    at(document, place[:-1])[place[-1]] = strange
    try:
        text = sealed(document)
    except ValueError:  # the digest of such a body cannot be taken
        text = json.dumps(document)
    legspasm.verify(text)


CHANGES: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (
        lambda body: body["firings"][0].update(rule="injury_starts_protecton"),
        "$.body.firings[0].rule: the knowledge has no rule 'injury_starts_protecton'; "
        "did you mean injury_starts_protection?",
    ),
    (
        lambda body: body["firings"][0].update(rule="?"),
        "$.body.firings[0].rule: the knowledge has no rule '?'",
    ),
    (
        lambda body: body["facts"].reverse(),
        "$.body.facts: the facts are not ordered by name",
    ),
    (
        lambda body: body["facts"].append({"name": "age", "value": 70, "origin": "call"}),
        "$.body.facts: the fact 'age' is told twice",
    ),
    (
        lambda body: body["facts"][1].update(value=700),
        "$.body.facts[1]: age: expected a whole number of years from 0 to 130, got 700",
    ),
    (
        lambda body: body["facts"][-1].update(value="unknown"),
        "$.body.facts[10]: expected None, which follows from the rest, got "
        "{'name': 'spasm_site', 'value': 'unknown', 'origin': 'call'}",
    ),
    (
        lambda body: body["facts"][1].update(value="old"),
        "$.body.facts[1]: age: expected a whole number of years from 0 to 130, got 'old'",
    ),
    (
        lambda body: body["facts"].pop(1),
        "$.body.firings[7].because[0]: there is no fact 'age' in the record",
    ),
    (
        lambda body: body["facts"].append(body["facts"].pop(1) | {"value": 30}),
        "$.body.firings[7].because[0].value: expected 30, which follows from the rest, got 70",
    ),
    (
        lambda body: body["firings"][0].update(seq=2),
        "$.body.firings[0].seq: expected 1, the next number, got 2",
    ),
    (
        lambda body: body["firings"].append(body["firings"][0]),
        "$.body.firings[{last}].rule: the rule injury_starts_protection fired before",
    ),
    (
        lambda body: body["firings"].insert(0, body["firings"].pop()),
        "$.body.firings[1].rule: the rule injury_starts_protection comes before "
        "{rule} in the canonical order",
    ),
    (
        lambda body: state_match(body).update(firings=[]),
        "'body_protects_itself' rests on the firings 1, not on None",
    ),
    (
        lambda body: state_match(body).update(firings=[20]),
        "the firing 20 does not come before this one",
    ),
    (
        lambda body: body["facts"].insert(
            6, {"name": "low_potassium_diet", "value": "a lot", "origin": "call"}
        ),
        "low_potassium_diet: expected yes or no (true or false), got 'a lot'",
    ),
    (
        lambda body: body.update(
            masked=[{"name": "moon", "origin": "call", "commitment": "0" * 64}]
        ),
        "$.body.masked[0]: there is no fact 'moon'",
    ),
    (
        lambda body: body.update(
            questions=[
                {
                    "kind": "fact",
                    "fact": "age",
                    "between": [],
                    "could_change": [],
                    "answer": 50,
                }
            ]
        ),
        "$.body.facts: age.value: expected 50, which follows from the rest, got 70",
    ),
]


def state_match(body: dict[str, Any]) -> dict[str, Any]:
    """The first match of a state."""
    matches = [match for firing in body["firings"] for match in firing["because"]]
    found: dict[str, Any] = next(match for match in matches if match["kind"] == "state")
    return found


@pytest.mark.parametrize(("change", "told"), CHANGES)
def test_what_is_wrong_is_told_with_its_place(
    change: Callable[[dict[str, Any]], object], told: str
) -> None:
    told = told.replace("{last}", str(len(RECORD.firings))).replace(
        "{rule}", RECORD.firings[-1].rule
    )
    problems = found(forged(DOCUMENT, change))
    assert [each for each in problems if told in each], "\n".join(problems)
