"""The files of a knowledge base to start from: the document, and one of everything around it.

They read as they are, and say nothing true yet: each text that has to be written by somebody who
knows the subject begins with ``PLACEHOLDER`` (``wording.py``), so that it can be found. The one
quote is the document's first sentence; where that hedges, so do the rules that rest on it. The
scenarios are met. Comments in the files say how to go on.
"""

from collections.abc import Mapping

import msgspec
from legspasm.authoring.sentences import check_language, split_sentences
from legspasm.authoring.wording import PLACEHOLDER, weakening
from legspasm.errors import KnowledgeError, Problem, message, shown
from legspasm.model import Sentence
from legspasm.prose import print_template
from legspasm.register import Register

_FILES = (
    "knowledge.yaml",
    "source.txt",
    "parameters.yaml",
    "facts.yaml",
    "causes.yaml",
    "rules/first_reason.yaml",
    "advice.yaml",
    "remarks.yaml",
    "safety.yaml",
    "scenarios.yaml",
)
"""Each has a template in ``templates/new_knowledge/``, and all but the first are named there."""


class Beginning(msgspec.Struct, frozen=True):
    """A knowledge base to start from; ``files`` holds the text of each file, by its name."""

    name: str
    sentences: tuple[Sentence, ...]
    files: Mapping[str, str]


def check_choices(name: str, title: str, language: str) -> list[Problem]:
    """What is wrong with the name of a knowledge base (an id), its title, and its language."""
    register = Register()
    if name:
        register.declare("knowledge base", name, "NAME")
    else:
        register.complain("id_misshapen", "NAME", name=shown(name))
    if not title.strip() or any("\ud800" <= each <= "\udfff" for each in title):
        got = shown(title) if title.strip() else message("values", "nothing")
        register.complain("expected_text", "--title", got=got)
    return [*register.problems, *check_language(language)]


def title_from(name: str) -> str:
    """The title of a document that was given none: the name of its knowledge base, in words."""
    return name.replace("_", " ").capitalize()


def begin(document: str, place: str, *, name: str, title: str, language: str = "en") -> Beginning:
    """A knowledge base about ``document``; ``place`` is what errors call it.

    ``title`` is that of the document, and ``language`` how its sentences are told apart. Raises
    KnowledgeError for what :func:`check_choices` tells, and for what ``split_sentences`` raises.
    """
    problems = check_choices(name, title, language)
    if problems:
        raise KnowledgeError(problems)
    sentences = split_sentences(document, place, language)
    files = {
        file: print_template(
            f"new_knowledge/{file}.j2",
            name=name,
            title=title,
            sentences=sentences,
            first=sentences[0],
            hedge=weakening(sentences[0].text),
            marker=PLACEHOLDER,
        )
        for file in _FILES
    }
    return Beginning(name, sentences, files)
