"""A record's body and its knowledge in, all that there is to tell out: as data, before the words.

Every node carries its origin: the rule with file and line, the sentence with id and text, or the
source of what is not from the document. Templates (``prose.py``) print this and add only the
connectives; nothing is worked out in a template.
"""

import msgspec
from legspasm.body import Body, ConditionStatus, Firing
from legspasm.chains import (
    CauseAccount,
    Route,
    Step,
    account_of,
    routes,
    rule_of,
    sentences_told,
    step,
)
from legspasm.model import Knowledge, Parameter, Rule
from legspasm.safety import SafetyCard, safety_card
from legspasm.telling import (
    AdviceDefinition,
    NoteDefinition,
    Quote,
    SafetyAdvice,
    Tension,
)
from legspasm.verdicts import silent


class FactorAccount(msgspec.Struct, frozen=True):
    """A factor, and the titles of the causes it bears on."""

    title: str
    says: str
    applies_to: tuple[str, ...]
    quotes: tuple[Quote, ...]


class PlaceAccount(msgspec.Struct, frozen=True):
    """Where the document expects it, and what that says here."""

    expected: tuple[Step, ...]
    told: tuple[str, ...]
    says: str


class AdviceAccount(msgspec.Struct, frozen=True):
    """A piece of advice, worded as applying or as general."""

    definition: AdviceDefinition
    applies: bool
    says: str


class Question(msgspec.Struct, frozen=True):
    """What one more answer would change: the titles of the causes that it could settle."""

    fact: str
    text: str
    settles: tuple[str, ...]


class UnfiredRule(msgspec.Struct, frozen=True):
    """A rule that did not fire, and how its conditions stood."""

    rule: Rule
    conditions: tuple[ConditionStatus, ...]


class Explanation(msgspec.Struct, frozen=True):
    """All that there is to tell, in the order of telling."""

    title: str
    safety: SafetyCard | None
    answer: str
    scope: tuple[Route, ...]
    """Why there is nothing to explain, where that is so."""
    reasons: tuple[str, ...]
    look_again: str
    told: tuple[str, ...]
    causes: tuple[CauseAccount, ...]
    factors: tuple[FactorAccount, ...]
    place: PlaceAccount | None
    questions: tuple[Question, ...]
    advice: tuple[AdviceAccount, ...]
    advice_notes: tuple[NoteDefinition, ...]
    notes: tuple[NoteDefinition, ...]
    tensions: tuple[Tension, ...]
    parameters: tuple[Parameter, ...]
    unfired: tuple[UnfiredRule, ...]
    always: tuple[SafetyAdvice, ...]
    notice: tuple[str, ...]


def explain(body: Body, knowledge: Knowledge) -> Explanation:
    """All that there is to tell about a record's body, in the words of its knowledge."""
    accounts = [account_of(body, knowledge, cause) for cause in knowledge.causes]
    causes = tuple(sorted(accounts, key=lambda account: not account.in_full))
    holding = [account for account in causes if account.holds]
    in_conflict = any(account.verdict.verdict == "conflict" for account in causes)
    beside = [advice for account in causes for advice in account.safety]
    shown = {note.id for note in body.notes}
    notes = [note for note in knowledge.notes if note.id in shown]
    return Explanation(
        title=knowledge.title,
        safety=safety_card(knowledge, body.facts),
        answer=_answer(body, knowledge, causes),
        scope=routes(body, knowledge, _out_of_scope(body)),
        reasons=tuple(account.sentence for account in holding) if len(holding) > 1 else (),
        look_again=knowledge.answers.conflict if holding and in_conflict else "",
        told=sentences_told(body, knowledge, (fact.name for fact in body.facts)),
        causes=causes,
        factors=_factors(body, knowledge),
        place=_place(body, knowledge),
        questions=_questions(body, knowledge),
        advice=_advice(body, knowledge),
        advice_notes=tuple(note for note in notes if note.shown_with == "advice"),
        notes=tuple(note for note in notes if note.shown_with == "answer"),
        tensions=knowledge.tensions,
        parameters=_deciding_parameters(body, knowledge),
        unfired=tuple(
            UnfiredRule(rule_of(knowledge, each.rule), each.conditions) for each in body.not_fired
        ),
        always=tuple(each for each in knowledge.safety.always if each not in beside),
        notice=knowledge.safety.notice,
    )


def _out_of_scope(body: Body) -> list[Firing]:
    return [firing for firing in body.firings if firing.concludes.kind == "out_of_scope"]


def _answer(body: Body, knowledge: Knowledge, causes: tuple[CauseAccount, ...]) -> str:
    answers = knowledge.answers
    scopes = {firing.concludes.id for firing in _out_of_scope(body)}
    if scopes:
        found = [scope for scope in knowledge.scopes if scope.id in scopes]
        return max(found, key=lambda scope: scope.silent).says
    holding = [account.sentence for account in causes if account.holds]
    words = {account.verdict.verdict for account in causes}
    if len(holding) == 1:
        return holding[0]
    if holding:
        return answers.several
    if "conflict" in words:
        return answers.conflict
    return answers.undetermined if "undetermined" in words else answers.none


def _factors(body: Body, knowledge: Knowledge) -> tuple[FactorAccount, ...]:
    titles = {cause.id: cause.title for cause in knowledge.causes}
    definitions = {factor.id: factor for factor in knowledge.factors}
    return tuple(
        FactorAccount(
            title=definitions[factor.id].title,
            says=definitions[factor.id].says,
            applies_to=tuple(titles[cause] for cause in factor.applies_to),
            quotes=tuple(
                quote
                for firing in body.firings
                if firing.seq in factor.because
                for quote in rule_of(knowledge, firing.rule).cites
            ),
        )
        for factor in body.factors
    )


def _place(body: Body, knowledge: Knowledge) -> PlaceAccount | None:
    place, definition = body.place, knowledge.place
    if not place.expected:
        return None
    says = {"agrees": definition.agrees, "not_expected": definition.not_expected}
    return PlaceAccount(
        expected=tuple(
            step(knowledge, firing) for firing in body.firings if firing.seq in place.because
        ),
        told=sentences_told(body, knowledge, [definition.reported_by]),
        says=says.get(place.agreement or "", ""),
    )


def _questions(body: Body, knowledge: Knowledge) -> tuple[Question, ...]:
    titles = {cause.id: cause.title for cause in knowledge.causes}
    questions = []
    for fact in knowledge.facts:
        settles = tuple(titles[each.cause] for each in body.verdicts if fact.name in each.needs)
        if settles:
            questions.append(Question(fact.name, fact.question, settles))
    return tuple(questions)


def _advice(body: Body, knowledge: Knowledge) -> tuple[AdviceAccount, ...]:
    definitions = {each.id: each for each in knowledge.advice}
    accounts = [
        AdviceAccount(
            definition=definitions[each.id],
            applies=each.applies,
            says=definitions[each.id].says if each.applies else definitions[each.id].general,
        )
        for each in body.advice
    ]
    return tuple(sorted(accounts, key=lambda account: not account.applies))


def _deciding_parameters(body: Body, knowledge: Knowledge) -> tuple[Parameter, ...]:
    """The parameters that a told fact was compared with."""
    if silent(knowledge, body.firings):
        return ()
    told = {fact.name for fact in body.facts}
    compared = {
        condition.parameter
        for rule in knowledge.rules
        for condition in rule.conditions
        if condition.kind == "fact" and condition.name in told
    }
    return tuple(each for each in knowledge.parameters if each.id in compared)
