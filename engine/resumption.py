"""An interview that was stored as JSON, taken up again: every answer in it is looked at anew."""

import msgspec
from legspasm.asked import AskedQuestion, SavedInterview
from legspasm.asking import right_one
from legspasm.dialogue import Interview
from legspasm.errors import RecordError, problem
from legspasm.model import Knowledge, Value
from legspasm.shipped import built_in_knowledge


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
    known = [(fact, talk.checked(fact.name, fact.value)) for fact in stored.known]
    replace = msgspec.structs.replace
    return Interview(
        knowledge,
        tuple(replace(fact, value=value) for fact, value in known if value is not None),
        tuple(replace(step, answer=_stored_answer(talk, step)) for step in stored.steps),
    )


def _stored_answer(talk: Interview, step: AskedQuestion) -> Value | None:
    """The answer of a stored step, if it can be one. That a card was read is True and no other."""
    if step.kind == "read_card":
        return True if step.answer is True else None
    if step.kind != "conflict":
        return talk.checked(step.fact, step.answer)
    for name in step.between:
        talk.checked(name, None)
    return right_one(step.answer, step.between)
