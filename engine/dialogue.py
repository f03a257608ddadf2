"""The interview as an immutable value with no terminal in it: a page or a chat can drive it.

    talk = legspasm.interview()
    while talk.question:
        talk = talk.answer(value)        # None: not sure
    talk.record

An interview is the facts that were known before, and the steps taken since. Everything else (the
next question, the facts, the card, the record) follows from them, so going back is leaving out
the last step, and an interview can be stored as JSON and taken up again.

Safety comes first: an emergency is answered with the card, and nothing more is asked unless it is
said that the card was read. Then come only questions that can still change something
(``questions.py``). Answers that contradict each other are shown together; the one that is not
right becomes unknown, or all are left as they are and the verdict says so.
"""

import json
from collections.abc import Mapping
from functools import lru_cache

import msgspec
from legspasm.asked import AskedQuestion, HeldWith, SavedInterview
from legspasm.asking import (
    Question,
    about_card,
    about_contradiction,
    about_fact,
    right_one,
)
from legspasm.consistency import contradictions
from legspasm.consultation import consult_facts
from legspasm.errors import (
    FactsError,
    LegspasmError,
    problem,
)
from legspasm.facts import Fact, check_facts, unknown_fact
from legspasm.model import FactDefinition, Knowledge, Value
from legspasm.questions import could_change, most_questions_left, next_question
from legspasm.record import Record
from legspasm.safety import SafetyCard, safety_card
from legspasm.shipped import built_in_knowledge
from legspasm.steps import Course
from legspasm.textvalue import parse_value


class Interview(msgspec.Struct, frozen=True):
    """An interview as it stands. Immutable: to answer is to get another one."""

    knowledge: Knowledge
    known: tuple[Fact, ...] = ()
    steps: tuple[AskedQuestion, ...] = ()

    @property
    def question(self) -> Question | None:
        """The next question; None where the interview is over."""
        return _question(self)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The known facts, by name."""
        facts = _state(self).facts
        return tuple(facts[name] for name in sorted(facts))

    @property
    def card(self) -> SafetyCard | None:
        """The card that the answer to the question of safety calls for; None before it is given."""
        state = _state(self)
        asked = self.knowledge.safety.fact in {*state.facts, *state.unsure}
        return safety_card(self.knowledge, self.facts) if asked else None

    @property
    def stopped(self) -> bool:
        """Whether an emergency ended the questions: its card was not read."""
        return _state(self).stopped

    @property
    def number(self) -> int:
        """The number of the next question about a fact; the one of safety is not counted.

        A fact that is asked about again keeps its place.
        """
        state = _state(self)
        asked = {each.fact for each in self.steps if each.kind == "fact"}
        settled = asked & {*state.facts, *state.unsure}
        return 1 + len(settled - {self.knowledge.safety.fact})

    @property
    def at_most(self) -> int:
        """The number of the last question, at the most.

        It holds as long as answers do not contradict each other and none is changed.
        """
        state = _state(self)
        left = most_questions_left(self.knowledge, state.told, state.unsure, state.last)
        return self.number - 1 + left

    @property
    def record(self) -> Record:
        """The consultation on what was told so far, with the questions that were asked."""
        return consult_facts(self.knowledge, self.facts, self.steps)

    def answer(self, value: object) -> "Interview":
        """The interview after this answer to :attr:`question`; None is "not sure".

        A fact takes what :func:`legspasm.consult` takes for it, and text as it is typed. That a
        card was read is True or "yes"; which answer is right is the name of its fact.
        Raises FactsError where the value does not fit, LegspasmError where nothing was asked.
        """
        question = self.question
        if question is None:
            raise LegspasmError([problem("interview_over")])
        between: tuple[str, ...] = ()
        if question.kind == "fact":
            answer = self.checked(question.fact, value)
        elif question.kind == "read_card":
            answer = True if value is True or value == "yes" else None
        else:
            between = tuple(option.id for option in question.options if option.id)
            answer = right_one(value, between)
        return self._after(
            AskedQuestion(
                question.kind, question.fact, between, question.reason.could_change, answer
            )
        )

    def change(self, name: str, value: object) -> "Interview":
        """The interview with another answer about the fact ``name``; None takes it back.

        Raises FactsError where there is no such fact, or the value does not fit.
        """
        return self._after(AskedQuestion("change", name, (), (), self.checked(name, value)))

    def back(self) -> "Interview":
        """The interview before its last question, to be asked it again; itself where there is none.

        What was changed since then about other facts stays changed.
        """
        steps = list(self.steps)
        for place in reversed(range(len(steps))):
            if steps[place].kind != "change":
                last = steps.pop(place)
                kept = [each for each in steps[place:] if each.fact != last.fact]
                return Interview(self.knowledge, self.known, (*steps[:place], *kept))
        return self

    def ask(self, name: str) -> Question:
        """The question about one fact of the vocabulary, whether or not it is its turn."""
        state = _state(self)
        definition = _definition(self.knowledge, name)
        unsure = state.unsure - {name}
        return about_fact(definition, could_change(self.knowledge, name, state.told, unsure))

    def to_json(self) -> str:
        """The interview as JSON, to be taken up again by :func:`legspasm.read_interview`."""
        made_with = self.knowledge
        stored = SavedInterview(
            HeldWith(made_with.name, made_with.version, made_with.digest), self.known, self.steps
        )
        plain = json.loads(msgspec.json.encode(stored))
        return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"

    def checked(self, name: str, value: object) -> Value | None:
        """``value`` as the fact ``name`` takes it; raises FactsError where it does not."""
        definitions = {each.name: each for each in self.knowledge.facts}
        if isinstance(value, str) and name in definitions:
            value = parse_value(definitions[name], value)
        found = check_facts(self.knowledge, ({name: value}, "answer"))
        return found[0].value if found else None

    def _after(self, step: AskedQuestion) -> "Interview":
        return Interview(self.knowledge, self.known, (*self.steps, step))


def interview(
    facts: Mapping[str, object] | None = None, /, *, knowledge: Knowledge | None = None
) -> Interview:
    """A new interview. What is in ``facts`` is known already and not asked about.

    Raises FactsError with every wrong fact at once.
    """
    knowledge = knowledge or built_in_knowledge()
    return Interview(knowledge, check_facts(knowledge, (facts or {}, "call")))


@lru_cache(maxsize=64)
def _state(talk: Interview) -> Course:
    return Course(talk.known, talk.steps)


@lru_cache(maxsize=64)
def _question(talk: Interview) -> Question | None:
    state, knowledge = _state(talk), talk.knowledge
    if state.stopped:
        return None
    card, safety = talk.card, knowledge.safety.fact
    if card is not None and card.level.id == "emergency" and state.read != state.told[safety]:
        return about_card(safety)
    definition = next_question(knowledge, state.told, state.unsure, state.last)
    if definition is None or definition.name != safety:  # safety comes before a contradiction
        contradicted = _contradicted(talk, state)
        if contradicted is not None or definition is None:
            return contradicted
    outcomes = could_change(knowledge, definition.name, state.told, state.unsure)
    return about_fact(definition, outcomes)


def _contradicted(talk: Interview, state: Course) -> Question | None:
    """A contradiction that the person has not been asked about yet."""
    if all(kind == "fact" for kind, _ in contradictions(talk.knowledge, state.told)):
        return None  # without a look at the rules
    return about_contradiction(talk.record, state.left)


def _definition(knowledge: Knowledge, name: str) -> FactDefinition:
    known = {each.name: each for each in knowledge.facts}
    if name not in known:
        raise FactsError([unknown_fact(name, known)])
    return known[name]
