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
from legspasm.asked import AskedQuestion
from legspasm.asking import Question, about_card, about_conflict, about_fact
from legspasm.consistency import contradictions
from legspasm.consultation import consult_facts
from legspasm.errors import (
    FactsError,
    LegspasmError,
    RecordError,
    problem,
    unknown_name,
)
from legspasm.facts import Fact, check_facts, parse_value, unknown_fact
from legspasm.model import FactDefinition, Knowledge, Value
from legspasm.questions import could_change, most_questions_left, next_question
from legspasm.reader import built_in_knowledge
from legspasm.record import Record
from legspasm.safety import SafetyCard, safety_card
from legspasm.steps import Course


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
    def number(self) -> int:
        """The number of the next question about a fact; the one of safety is not counted."""
        asked = [each.fact for each in self.steps if each.kind == "fact"]
        return 1 + sum(name != self.knowledge.safety.fact for name in asked)

    @property
    def at_most(self) -> int:
        """The number of the last question, at the most, whatever is answered."""
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
            answer = self._checked(question.fact, value)
        elif question.kind == "read_card":
            answer = True if value is True or value == "yes" else None
        else:
            between = tuple(option.id for option in question.options if option.id)
            if value not in (None, "", *between):
                allowed = ", ".join(between)
                wrong = unknown_name("conflict_choice", "", value, between, allowed=allowed)
                raise FactsError([wrong])
            answer = str(value) if value else None
        return self._after(
            AskedQuestion(
                question.kind, question.fact, between, question.reason.could_change, answer
            )
        )

    def change(self, name: str, value: object) -> "Interview":
        """The interview with another answer about the fact ``name``; None takes it back.

        Raises FactsError where there is no such fact, or the value does not fit.
        """
        return self._after(AskedQuestion("change", name, (), (), self._checked(name, value)))

    def back(self) -> "Interview":
        """The interview without its last step; the same one where there is none."""
        return Interview(self.knowledge, self.known, self.steps[:-1])

    def ask(self, name: str) -> Question:
        """The question about one fact of the vocabulary, whether or not it is its turn."""
        state = _state(self)
        definition = _definition(self.knowledge, name)
        unsure = state.unsure - {name}
        return about_fact(definition, could_change(self.knowledge, name, state.told, unsure))

    def to_json(self) -> str:
        """The interview as JSON, to be taken up again by :func:`read_interview`."""
        made_with = self.knowledge
        stored = SavedInterview(
            _Held(made_with.name, made_with.version, made_with.digest), self.known, self.steps
        )
        plain = json.loads(msgspec.json.encode(stored))
        return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"

    def _checked(self, name: str, value: object) -> Value | None:
        definitions = {each.name: each for each in self.knowledge.facts}
        if isinstance(value, str) and name in definitions:
            value = parse_value(definitions[name], value)
        found = check_facts(self.knowledge, ({name: value}, "answer"))
        return found[0].value if found else None

    def _after(self, step: AskedQuestion) -> "Interview":
        return Interview(self.knowledge, self.known, (*self.steps, step))


class _Held(msgspec.Struct, frozen=True):
    name: str
    version: str
    digest: str


class SavedInterview(msgspec.Struct, frozen=True, tag_field="schema", tag="legspasm.interview/1"):
    """An interview as it is stored; ``knowledge`` is that which it was held with."""

    knowledge: _Held
    known: tuple[Fact, ...]
    steps: tuple[AskedQuestion, ...]


def interview(
    facts: Mapping[str, object] | None = None, /, *, knowledge: Knowledge | None = None
) -> Interview:
    """A new interview. What is in ``facts`` is known already and not asked about.

    Raises FactsError with every wrong fact at once.
    """
    knowledge = knowledge or built_in_knowledge()
    return Interview(knowledge, check_facts(knowledge, (facts or {}, "call")))


def read_interview(text: str | bytes, *, knowledge: Knowledge | None = None) -> Interview:
    """A stored interview, to go on with.

    Raises RecordError where the text is none, or it was held with other knowledge, and FactsError
    where it holds facts or answers that do not fit.
    """
    knowledge = knowledge or built_in_knowledge()
    try:
        stored = msgspec.json.decode(text, type=SavedInterview)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError([problem("interview_misshapen", why=str(error))]) from error
    held = stored.knowledge
    if held.digest != knowledge.digest:
        names = {"name": held.name, "version": held.version, "digest": held.digest}
        raise RecordError([problem("interview_other_knowledge", **names)])
    talk = Interview(knowledge, ())
    for name in sorted({name for step in stored.steps for name in step.between}):
        talk._checked(name, None)
    replace = msgspec.structs.replace
    return Interview(
        knowledge,
        tuple(
            replace(fact, value=value)
            for fact in stored.known
            if (value := talk._checked(fact.name, fact.value)) is not None
        ),
        tuple(
            replace(step, answer=talk._checked(step.fact, step.answer))
            if step.kind in {"fact", "change"}
            else step
            for step in stored.steps
        ),
    )


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
        contradicted = _about_conflict(talk, state)
        if contradicted is not None or definition is None:
            return contradicted
    outcomes = could_change(knowledge, definition.name, state.told, state.unsure)
    return about_fact(definition, outcomes)


def _about_conflict(talk: Interview, state: Course) -> Question | None:
    """The first contradiction that the person has not been asked about yet."""
    if all(kind == "fact" for kind, _ in contradictions(talk.knowledge, state.told)):
        return None
    for verdict in talk.record.verdicts:
        for conflict in verdict.conflicts:
            facts = {each.name: each.value for each in conflict.facts}
            if facts and frozenset(facts.items()) not in state.left:
                return about_conflict(talk.knowledge, conflict)
    return None


def _definition(knowledge: Knowledge, name: str) -> FactDefinition:
    known = {each.name: each for each in knowledge.facts}
    if name not in known:
        raise FactsError([unknown_fact(name, known)])
    return known[name]
