"""The interview as a value: it asks, goes back, changes, stops, and is taken up again."""

from collections.abc import Mapping

import legspasm
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.asked import AskedQuestion, Outcome
from legspasm.asking import Choice, Question, Reason
from legspasm.dialogue import Interview, interview
from legspasm.errors import FactsError, LegspasmError, RecordError
from legspasm.model import Conclusion, Condition, Rule
from legspasm.resumption import read_interview
from legspasm.telling import Quote, Safety
from strategies import NOTHING_SPECIAL, knowledge_of, person, value_for
from tiny import BREAD

KNOWLEDGE = legspasm.built_in_knowledge()
HURT = {"red_flags": [], "spasm_site": "calf", "recent_injury": True, "injury_healed": False}


def hold(answers: Mapping[str, object], talk: Interview | None = None) -> Interview:
    """An interview held to its end; what has no answer is “not sure”."""
    talk = talk or interview()
    while (question := talk.question) is not None:
        talk = talk.answer(answers.get(question.fact))
    return talk


def asked(talk: Interview) -> list[str]:
    return [each.fact for each in talk.steps]


def upto(fact: str, answers: Mapping[str, object]) -> Interview:
    """An interview that stands before the question about ``fact``."""
    talk = interview()
    while (question := talk.question) is not None and question.fact != fact:
        talk = talk.answer(answers.get(question.fact))
    assert talk.question is not None
    return talk


def test_the_first_question_is_the_one_of_safety() -> None:
    question = interview().question
    assert question is not None
    assert (question.kind, question.fact, question.type) == ("fact", "red_flags", "set")
    assert question.options[0] == Choice("breathless", "breathless, or chest pain")
    assert question.reason.could_change == ()


def test_a_question_says_what_is_asked_and_why() -> None:
    assert upto("injury_healed", HURT).question == Question(
        kind="fact",
        fact="injury_healed",
        type="yes_no",
        text="Has the hurt healed?",
        help="Say yes if the place moves freely again and no longer hurts.",
        options=(Choice("yes", "yes"), Choice("no", "no")),
        reason=Reason(
            says="The muscles contract to keep a hurt place still. "
            "A healed one has less need of it.",
            quotes=(Quote("P2.S7", "This is to stabilize the area and minimize the movement."),),
            could_change=(
                Outcome("verdict", "injury"),
                Outcome("reservation", "injury"),
                Outcome("advice", "rest_leg"),
            ),
        ),
    )


def test_an_interview_ends_in_the_record_of_what_was_answered() -> None:
    talk = hold(NOTHING_SPECIAL)
    record = talk.record
    assert talk.facts == record.facts
    assert {fact.origin for fact in record.facts} == {"answer"}
    assert {v.verdict for v in record.verdicts} == {"not_indicated"}
    assert record.questions == talk.steps
    assert len(record.questions) == 10


def test_the_record_keeps_each_question_with_why_it_was_asked_and_the_answer() -> None:
    talk = upto("injury_healed", HURT)
    assert talk.steps[-1] == AskedQuestion(
        kind="fact",
        fact="recent_injury",
        between=(),
        could_change=(
            Outcome("verdict", "injury"),
            Outcome("reservation", "injury"),
            Outcome("factor", "older_age", "injury"),
            Outcome("advice", "rest_leg"),
        ),
        answer=True,
    )
    unsure = [each for each in talk.record.questions if each.answer is None]
    assert [each.fact for each in unsure] == ["at_night", "exertion"]


def test_the_questions_are_part_of_the_body_and_of_its_digest() -> None:
    talk = hold(HURT)
    plain = legspasm.consult(HURT)
    assert "questions" not in plain.to_dict()["body"]
    body = talk.record.to_dict()["body"]
    assert body["questions"][1] == {
        "kind": "fact",
        "fact": "spasm_site",
        "between": [],
        "could_change": body["questions"][1]["could_change"],
        "answer": "calf",
    }
    assert legspasm.read_record(talk.record.to_json(), KNOWLEDGE).questions == talk.steps
    assert talk.record.digest == hold(HURT).record.digest


@pytest.mark.parametrize(
    ("fact", "value", "stored"),
    [
        ("recent_injury", "yes", True),
        ("recent_injury", False, False),
        ("recent_injury", "unknown", None),
        ("recent_injury", None, None),
        ("age", "70", 70),
        ("age", 70, 70),
        ("blood_potassium", "3.4", 3.4),
        ("red_flags", "none", ()),
        ("red_flags", "poison,weakness", ("weakness", "poison")),
        ("spasm_site", "calf", "calf"),
    ],
)
def test_an_answer_is_taken_as_data_or_as_text(fact: str, value: object, stored: object) -> None:
    talk = upto(fact, {**NOTHING_SPECIAL, "low_potassium_test": None, "recent_injury": True})
    assert talk.answer(value).steps[-1].answer == stored


def test_an_answer_that_does_not_fit_is_refused_and_the_interview_stays_as_it_was() -> None:
    talk = upto("exertion", HURT)
    with pytest.raises(FactsError) as raised:
        talk.answer("exessive")
    assert str(raised.value) == (
        "exertion: expected one of none, some, excessive, got 'exessive'; did you mean excessive?"
    )
    assert talk.question is not None
    assert talk.question.fact == "exertion"


def test_an_interview_is_not_changed_by_what_is_made_from_it() -> None:
    talk = upto("exertion", HURT)
    later = talk.answer("some")
    assert talk.question is not None
    assert talk.question.fact == "exertion"
    assert later.back() == talk
    with pytest.raises(AttributeError):
        talk.steps = ()  # type: ignore[misc]  # nobody may


def test_to_go_back_is_to_leave_out_the_last_step() -> None:
    talk = upto("exertion", HURT)
    again = talk.answer("none").back().answer("some")
    assert again.facts[0].name == "exertion"
    assert again.facts[0].value == "some"
    assert interview().back() == interview()


def test_what_was_known_before_is_not_asked_and_keeps_its_origin() -> None:
    talk = hold({}, interview({"red_flags": [], "recent_injury": False, "age": 70}))
    assert {"red_flags", "recent_injury", "age"} & set(asked(talk)) == set()
    assert {fact.origin for fact in talk.facts} == {"call"}


def test_wrong_known_facts_are_told_all_at_once() -> None:
    with pytest.raises(FactsError) as raised:
        interview({"age": "old", "recent_injry": True})
    assert len(raised.value.problems) == 2


def test_an_emergency_shows_the_card_and_ends_the_interview() -> None:
    talk = interview().answer(["breathless"])
    assert talk.card is not None
    assert talk.card.level.id == "emergency"
    assert talk.question is not None
    assert (talk.question.kind, talk.question.fact) == ("read_card", "red_flags")
    ended = talk.answer(None)
    assert (talk.stopped, ended.stopped, ended.question) == (False, True, None)
    assert [sign.id for sign in ended.record.safety] == ["breathless"]
    assert [each.kind for each in ended.record.questions] == ["fact", "read_card"]


@pytest.mark.parametrize("read", [True, "yes"])
def test_who_says_that_the_card_was_read_is_asked_on(read: object) -> None:
    talk = interview().answer(["breathless"]).answer(read)
    assert talk.question is not None
    assert talk.question.fact == "spasm_site"
    assert talk.steps[-1].answer is True


@pytest.mark.parametrize("refused", [False, "no", None, [], "later"])
def test_anything_else_ends_the_interview_and_one_can_come_back(refused: object) -> None:
    talk = interview().answer(["breathless"]).answer(refused)
    assert talk.question is None
    back = talk.back().question
    assert back is not None
    assert back.kind == "read_card"


def test_another_sign_calls_for_another_card() -> None:
    talk = interview().answer(["breathless"]).answer(True)
    talk = talk.change("red_flags", ["breathless", "dark_urine"])
    assert talk.question is not None
    assert talk.question.kind == "read_card"
    calm = talk.change("red_flags", [])
    assert calm.question is not None
    assert (calm.card, calm.question.kind) == (None, "fact")


def test_an_urgent_sign_shows_a_card_and_goes_on() -> None:
    talk = interview().answer(["weakness"])
    assert talk.card is not None
    assert talk.card.level.id == "urgent"
    assert talk.question is not None
    assert talk.question.kind == "fact"


def test_the_card_is_there_once_safety_was_asked_about() -> None:
    assert interview().card is None
    unsure = interview().answer(None).card
    assert unsure is not None
    assert unsure.level.id == "not_told"
    assert interview().answer([]).card is None
    known = interview({"red_flags": ["poison"]}).card
    assert known is not None
    assert known.level.id == "urgent"


def contradicted() -> Interview:
    return hold(HURT).change("recent_injury", False)


def test_answers_that_contradict_each_other_are_shown_together() -> None:
    assert contradicted().question == Question(
        kind="conflict",
        fact="",
        type="choice",
        text="These answers do not fit together. Which one is right?",
        help="You said that the leg was not hurt, and also that the hurt has not healed.",
        options=(
            Choice("recent_injury", "That leg was not hurt before the spasm."),
            Choice("injury_healed", "The hurt has not healed."),
            Choice("", "leave them as they are"),
        ),
        reason=Reason("You said that the leg was not hurt, and also that the hurt has not healed."),
    )


@pytest.mark.parametrize(
    ("right", "injury"), [("recent_injury", "not_indicated"), ("injury_healed", "undetermined")]
)
def test_the_answer_that_is_right_stays_and_the_other_is_unknown_again(
    right: str, injury: str
) -> None:
    talk = contradicted().answer(right)
    assert {"recent_injury", "injury_healed"} & {fact.name for fact in talk.facts} == {right}
    assert talk.record.verdicts[0].verdict == injury
    assert talk.steps[-1] == AskedQuestion(
        "conflict", "", ("recent_injury", "injury_healed"), (), right
    )


def test_what_is_unknown_again_is_asked_again_where_it_matters() -> None:
    talk = contradicted().answer("injury_healed")
    assert talk.question is not None
    assert talk.question.fact == "recent_injury"


@pytest.mark.parametrize("leave", [None, ""])
def test_left_as_they_are_they_give_a_conflict_and_are_not_asked_about_again(
    leave: object,
) -> None:
    talk = contradicted().answer(leave)
    assert talk.question is None
    assert talk.record.verdicts[0].verdict == "conflict"
    changed = talk.change("injury_healed", True).change("injury_healed", False)
    assert changed.question is None


def test_safety_comes_before_a_contradiction_that_was_known_before() -> None:
    talk = interview({"recent_injury": False, "injury_healed": False})
    assert talk.question is not None
    assert talk.question.fact == "red_flags"
    then = talk.answer([]).question
    assert then is not None
    assert then.kind == "conflict"


def test_which_answer_is_right_can_only_be_one_of_them() -> None:
    with pytest.raises(FactsError) as raised:
        contradicted().answer("injury_heald")
    assert str(raised.value) == (
        "expected one of recent_injury, injury_healed, or nothing to leave them, "
        "got 'injury_heald'; did you mean injury_healed?"
    )


def test_each_contradiction_is_asked_about() -> None:
    told = {"red_flags": [], "recent_injury": False, "injury_healed": False}
    talk = interview({**told, "exertion": "none", "activities": ["work"]})
    kinds = []
    while (question := talk.question) is not None and question.kind == "conflict":
        kinds.append([option.id for option in question.options])
        talk = talk.answer(None)
    assert kinds == [["recent_injury", "injury_healed", ""], ["exertion", "activities", ""]]


def test_an_answer_can_be_changed_or_taken_back_at_any_time() -> None:
    talk = upto("exertion", HURT)
    changed = talk.change("spasm_site", "above_knee")
    assert changed.steps[-1] == AskedQuestion("change", "spasm_site", (), (), "above_knee")
    assert next(f.value for f in changed.facts if f.name == "spasm_site") == "above_knee"
    taken_back = talk.change("spasm_site", None)
    assert "spasm_site" not in {fact.name for fact in taken_back.facts}
    assert "spasm_site" not in asked(hold(HURT, taken_back))[len(taken_back.steps) :]
    with pytest.raises(FactsError, match="no such fact; did you mean spasm_site"):
        talk.change("spasm_sit", "calf")


def test_any_question_can_be_asked_out_of_turn() -> None:
    talk = upto("exertion", HURT)
    assert talk.ask("age").text == "How old are you, in years?"
    assert Outcome("factor", "night") in talk.ask("at_night").reason.could_change
    with pytest.raises(FactsError, match="did you mean at_night"):
        talk.ask("at_nigt")


def test_questions_are_numbered_without_the_one_of_safety() -> None:
    talk = interview()
    assert talk.number == 1
    talk = talk.answer([])
    assert (talk.number, talk.at_most) == (1, 16)
    talk = talk.answer("calf").answer(False)
    assert (talk.number, talk.at_most) == (3, 16)
    assert hold(NOTHING_SPECIAL).at_most == 9


def test_nothing_is_left_to_answer_at_the_end() -> None:
    with pytest.raises(LegspasmError, match="there is no question left to answer"):
        hold(NOTHING_SPECIAL).answer(True)


def test_an_interview_about_another_subject_is_held_with_its_knowledge() -> None:
    bread = legspasm.load_knowledge(BREAD)
    talk = hold({"flour": "rye", "foam": True}, interview(knowledge=bread))
    assert talk.record.knowledge == bread
    with pytest.raises(RecordError) as raised:
        read_interview(talk.to_json())
    assert str(raised.value) == (
        f"the interview was held with other knowledge: bread 0.1.0, digest {bread.digest}; "
        "give that one"
    )
    assert read_interview(talk.to_json(), knowledge=bread) == talk


@settings(derandomize=True, database=None, deadline=None, max_examples=15)
@given(person(), st.data())
def test_whatever_is_answered_and_changed_the_record_is_that_of_the_facts(
    answers: dict[str, object], data: st.DataObject
) -> None:
    talk = hold(answers)
    definition = data.draw(st.sampled_from(KNOWLEDGE.facts))
    talk = talk.change(definition.name, data.draw(value_for(definition)))
    talk = hold(answers, talk)
    assert talk.question is None
    told = {fact.name: fact.value for fact in talk.facts}
    plain = legspasm.consult(told)
    assert (talk.record.verdicts, talk.record.firings) == (plain.verdicts, plain.firings)
    assert read_interview(talk.to_json()) == talk


def test_an_interview_of_somebody_who_keeps_contradicting_themselves_comes_to_an_end() -> None:
    """What gave way once is asked again, and if it gives way again, it stays unknown."""
    known = {"red_flags": [], "injury_at_spasm": True, "spasm_site": "calf", "exertion": "none"}
    talk = interview(known)
    asked_about: list[str] = []
    while (question := talk.question) is not None:
        assert len(asked_about) < 40
        asked_about.append(question.fact or "conflict")
        answer = (
            "injury_at_spasm" if question.kind == "conflict" else NOTHING_SPECIAL[question.fact]
        )
        talk = talk.answer(answer)
    assert asked_about.count("recent_injury") == asked_about.count("conflict") == 2
    assert "recent_injury" not in {fact.name for fact in talk.facts}
    assert talk.number <= 17


def test_a_contradiction_shows_the_facts_behind_what_it_rests_on() -> None:
    yes = Condition("fact", "f1", "is", True, "")
    other = Condition("fact", "f2", "is", True, "")
    state = Condition("state", "s1", "holds", True, "")
    rules = [
        Rule("makes", "", (other,), (), Conclusion("state", "s1"), "", (), "", 0),
        Rule("odd", "", (yes, state), (), Conclusion("conflict", "c1"), "odd", (), "", 1),
    ]
    knowledge = msgspec.structs.replace(knowledge_of(rules), safety=Safety(), digest="8" * 64)
    talk = interview({"f1": True, "f2": True}, knowledge=knowledge)
    assert talk.question is not None
    assert [option.id for option in talk.question.options] == ["f1", "f2", ""]
    assert {fact.name for fact in talk.answer("f1").facts} == {"f1"}


def test_a_contradiction_of_one_fact_with_itself_is_not_asked_about_for_ever() -> None:
    one = Condition("fact", "f1", "is", True, "")
    rules = [Rule("odd", "", (one,), (), Conclusion("conflict", "c1"), "odd", (), "", 0)]
    knowledge = msgspec.structs.replace(knowledge_of(rules), safety=Safety(), digest="9" * 64)
    talk = interview({"f1": True}, knowledge=knowledge)
    assert talk.question is not None
    assert talk.answer("f1").question is None


def test_going_back_keeps_what_was_changed_about_other_facts() -> None:
    talk = interview().answer([]).answer("calf").change("red_flags", ["swollen_leg"])
    back = talk.back()
    assert back.question is not None
    assert back.question.fact == "spasm_site"
    assert {fact.name: fact.value for fact in back.facts} == {"red_flags": ("swollen_leg",)}
    same = interview().answer([]).answer("calf").change("spasm_site", "above_knee").back()
    assert same.facts == back.change("red_flags", []).facts
    assert interview().change("age", 3).back().facts == interview().change("age", 3).facts
