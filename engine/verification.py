"""Whether a stored record is right, worked out without the engine that made it.

The form and the digest first; then, from the record alone, whether each firing follows from the
facts and firings it names; then, with the knowledge, whether each firing is what its rule says,
whether a rule is missing, and whether everything else follows. Neither experta nor ``network.py``
takes part. What cannot be checked, because the knowledge is not at hand or a fact is masked, is
named as such: it is neither right nor wrong.
"""

from collections.abc import Iterable, Iterator

import msgspec
from legspasm.body import Body
from legspasm.conformance import check_rules
from legspasm.consequences import (
    check_answers,
    check_consequences,
    check_facts_recorded,
    check_questions,
)
from legspasm.derivation import check_firings, check_verdict_words
from legspasm.digest import Digest
from legspasm.document import Document, parse_document, reference_to
from legspasm.errors import Problem, problem
from legspasm.leaves import unlike
from legspasm.masking import opened
from legspasm.masks import Opening
from legspasm.model import Knowledge
from legspasm.shipped import built_in_knowledge

_UNCHECKED = "unchecked_"


class Verification(msgspec.Struct, frozen=True, tag_field="schema", tag="legspasm.verification/1"):
    """What checking one record came to.

    ``digest`` is the one that the record names for its body, null where the text is no record.
    ``problems`` are what is wrong, ``unchecked`` what could not be checked; each with its place,
    such as ``$.body.firings[3]``. ``masked`` names the facts whose values were taken out and that
    nothing given proves, ``proved`` those that are proved.
    """

    digest: Digest | None
    problems: tuple[Problem, ...]
    unchecked: tuple[Problem, ...]
    masked: tuple[str, ...]
    proved: tuple[str, ...]

    @property
    def verified(self) -> bool:
        """Whether nothing is wrong, and nothing but what rests on masked facts is unchecked."""
        codes = {each.code for each in self.unchecked}
        return not self.problems and "unchecked_knowledge" not in codes


def verify(
    text: str | bytes,
    *,
    knowledge: Iterable[Knowledge] | None = None,
    openings: Iterable[Opening] = (),
) -> Verification:
    """Check a stored record against that of ``knowledge`` which it was made with.

    ``knowledge`` is the built-in knowledge base unless given. ``openings`` prove masked facts; what
    rests on these is then checked as if they had never been masked, and the places are those of
    the opened record. Never raises for what the text holds.
    """
    document, problems = parse_document(text)
    if document is None:
        return Verification(None, tuple(problems), (), (), ())
    digest = document.body.knowledge.digest
    at_hand = [built_in_knowledge()] if knowledge is None else knowledge
    made_with = next((each for each in at_hand if each.digest == digest), None)
    told, found = check_document(document, made_with, openings)
    body = told.body
    found = [*dict.fromkeys([*problems, *found])]
    return Verification(
        digest=document.integrity.body_digest,
        problems=tuple(each for each in found if not each.code.startswith(_UNCHECKED)),
        unchecked=tuple(each for each in found if each.code.startswith(_UNCHECKED)),
        masked=tuple(each.name for each in body.masked),
        proved=tuple(each.name for each in document.body.masked if each not in body.masked),
    )


def check_document(
    document: Document, knowledge: Knowledge | None, openings: Iterable[Opening]
) -> tuple[Document, list[Problem]]:
    """The document with what ``openings`` prove, and what is wrong with it or cannot be checked.

    It is checked as it was stored and, where anything was opened, opened as well: opening puts
    values in, and must not put right what was wrong.
    """
    stored = list(check_body(document.body, knowledge))
    told = document if knowledge is None else opened(document, openings, knowledge)
    if knowledge is None or told is document:
        return told, stored
    wrong = [each for each in stored if not each.code.startswith(_UNCHECKED)]
    return told, [*wrong, *check_body(told.body, knowledge)]


def check_body(body: Body, knowledge: Knowledge | None) -> Iterator[Problem]:
    """Everything that is wrong with a body, or cannot be checked, and where.

    ``knowledge`` is that which the body was made with; None where it is not at hand.
    """
    yield from check_firings(body)
    yield from check_verdict_words(body)
    yield from check_answers(body)
    yield from _without(body) if knowledge is None else _with(body, knowledge)


def _with(body: Body, knowledge: Knowledge) -> Iterator[Problem]:
    yield from unlike("$.body.knowledge", body.knowledge, reference_to(knowledge))
    wrong_facts = list(check_facts_recorded(body, knowledge))
    yield from wrong_facts
    yield from check_rules(body, knowledge)
    yield from check_questions(body, knowledge)
    rules = {rule.id for rule in knowledge.rules}
    if not wrong_facts and all(firing.rule in rules for firing in body.firings):
        yield from check_consequences(body, knowledge)


def _without(body: Body) -> Iterator[Problem]:
    made_with = body.knowledge
    yield problem(
        "unchecked_knowledge",
        "$.body.knowledge",
        name=made_with.name,
        version=made_with.version,
        digest=made_with.digest,
    )
