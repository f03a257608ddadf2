"""What has to follow from a record's facts and firings: everything else in its body.

The facts must be what the vocabulary takes, and what an interview came to; the verdicts, factors,
place, advice, safety and notes are folds over the firings (``verdicts.py``) that are made again
here; how the rules that did not fire stood is worked out again from the facts (``unfired.py``).
"""

from collections.abc import Iterator

import msgspec
from legspasm.asked import AskedQuestion
from legspasm.body import Body
from legspasm.conclusions import Conclusions
from legspasm.errors import FactsError, Problem, problem, shown
from legspasm.facts import check_facts
from legspasm.hidden import Hidden
from legspasm.leaves import alike, unlike
from legspasm.model import Knowledge
from legspasm.steps import Course
from legspasm.unfired import Standing
from legspasm.verdicts import advice, factors, notes, place, safety, verdicts


def check_facts_recorded(body: Body, knowledge: Knowledge) -> Iterator[Problem]:
    """Facts that are out of order or told twice, or that the vocabulary does not take."""
    names = [fact.name for fact in body.facts]
    if names != sorted(names):
        yield problem("verify_fact_order", "$.body.facts")
    hidden = [masked.name for masked in body.masked]
    if hidden != sorted(hidden):
        yield problem("verify_fact_order", "$.body.masked")
    told = [*names, *hidden]
    for name in dict.fromkeys(told):
        if told.count(name) > 1:
            yield problem("verify_fact_twice", "$.body.facts", name=shown(name))
    known = {definition.name for definition in knowledge.facts}
    for at, masked in enumerate(body.masked):
        if masked.name not in known:
            yield problem("verify_masked_unknown", f"$.body.masked[{at}]", name=shown(masked.name))
    for at, fact in enumerate(body.facts):
        where = f"$.body.facts[{at}]"
        try:
            taken = check_facts(knowledge, ({fact.name: fact.value}, fact.origin))
        except FactsError as error:
            for each in error.problems:
                yield msgspec.structs.replace(each, place=f"{where}: {each.place}")
        else:
            yield from unlike(where, fact, taken[0] if taken else None)


def check_answers(body: Body) -> Iterator[Problem]:
    """Answers among the facts that are not what the questions of the interview came to."""
    if not body.questions:
        return
    masked = {each.name for each in body.masked}
    given = [fact for fact in body.facts if fact.origin != "answer"]
    course = Course(given, body.questions)
    came_to = {name: fact for name, fact in course.facts.items() if name not in masked}
    recorded = {fact.name: fact for fact in body.facts}
    for name in sorted({*came_to, *recorded}):
        yield from unlike(f"$.body.facts: {name}", recorded.get(name), came_to.get(name))
    for at, step in enumerate(body.questions):
        if step.kind in {"fact", "change"} and step.fact in masked and step.answer is not None:
            where = f"$.body.questions[{at}].answer"
            yield problem("verify_masked_value", where, name=step.fact)


def check_questions(body: Body, knowledge: Knowledge) -> Iterator[Problem]:
    """Questions that no interview asks, and answers that nobody can give to them.

    Whether each was asked when it stands here, and why, is not worked out again.
    """
    known = [definition.name for definition in knowledge.facts]
    for at, step in enumerate(body.questions):
        where = f"$.body.questions[{at}]"
        for name in step.between if step.kind == "conflict" else (step.fact,):
            if name not in known:
                yield problem("verify_question_unknown", where, name=shown(name))
        if step.answer is not None and not _can_be(step, knowledge):
            yield problem("verify_answer", f"{where}.answer", got=shown(step.answer))


def _can_be(step: AskedQuestion, knowledge: Knowledge) -> bool:
    """Whether a question can have its answer."""
    if step.kind == "read_card":
        return step.fact == knowledge.safety.fact and step.answer is True
    if step.kind == "conflict":
        return step.answer in step.between
    try:
        [taken] = check_facts(knowledge, ({step.fact: step.answer}, "answer"))
    except (FactsError, ValueError):
        return False
    return alike(taken.value, step.answer)


def check_consequences(body: Body, knowledge: Knowledge) -> Iterator[Problem]:
    """Every part of the body that does not follow from its facts and its firings.

    The facts have to be what the vocabulary takes, and the rules of the firings those of the
    knowledge: where they are not, nothing can be said to follow.
    """
    found = Conclusions(body.firings)
    standing = Standing(knowledge, body.facts, found)
    not_fired, needs = standing.not_fired(), standing.needs()
    where = place(knowledge, found, body.facts)
    if body.masked:
        yield from _not_checkable(body, knowledge)
        hidden = Hidden(body, knowledge)
        not_fired = tuple(map(hidden.as_far_as_known, not_fired))
        needs = {cause: hidden.needs_of(cause, each) for cause, each in needs.items()}
        if _hides_the_place(body, knowledge):
            where = msgspec.structs.replace(where, agreement=body.place.agreement)
    parts: dict[str, tuple[object, object]] = {
        "not_fired": (body.not_fired, not_fired),
        "verdicts": (body.verdicts, verdicts(knowledge, found, needs)),
        "factors": (body.factors, factors(knowledge, found)),
        "place": (body.place, where),
        "advice": (body.advice, advice(knowledge, found)),
        "safety": (body.safety, safety(knowledge, body.facts)),
        "notes": (body.notes, notes(knowledge, found)),
    }
    for name, (recorded, following) in parts.items():
        yield from unlike(f"$.body.{name}", recorded, following)


def _not_checkable(body: Body, knowledge: Knowledge) -> Iterator[Problem]:
    names = ", ".join(masked.name for masked in body.masked)
    for part in ("not_fired", "verdicts"):
        yield problem("unchecked_masked_part", f"$.body.{part}", names=names)
    if _hides_the_place(body, knowledge):
        name = knowledge.place.reported_by
        yield problem("unchecked_masked_part", "$.body.place.agreement", names=name)
    if knowledge.safety.fact in {masked.name for masked in body.masked}:
        name = knowledge.safety.fact
        yield problem("unchecked_masked_part", "$.body.safety", names=name)


def _hides_the_place(body: Body, knowledge: Knowledge) -> bool:
    return knowledge.place.reported_by in {masked.name for masked in body.masked}
