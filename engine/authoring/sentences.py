"""A document, cut into numbered sentences: the one door to sentencex.

Paragraphs are separated by blank lines. Where the lines of a paragraph break is of no importance,
so they are joined by a space before anybody looks for the ends of sentences. Nothing else is
changed: the quotes of a knowledge base have to be verbatim, and so has what they are held against.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from legspasm.errors import KnowledgeError, Problem, problem, shown
from legspasm.model import Sentence

MAX_DOCUMENT = 1_000_000
"""Bytes of a document that are read: a longer one is no document that a person encodes."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_document(path: Path) -> str:
    """The text of a document, without a byte order mark.

    Raises KnowledgeError where there is no such file, or it is too long, empty, or not UTF-8.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_DOCUMENT + 1)
    except FileNotFoundError:
        raise KnowledgeError([problem("file_missing", name)]) from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = getattr(error, "strerror", None) or error
        raise KnowledgeError([problem("file_unreadable", name, why=why)]) from error
    if len(data) > MAX_DOCUMENT:
        raise KnowledgeError([problem("file_too_long", name, limit=MAX_DOCUMENT)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise KnowledgeError([problem("file_not_text", name)]) from None
    if "\0" in text:
        raise KnowledgeError([problem("file_not_text", name)])
    if not text.strip():
        raise KnowledgeError([problem("file_empty", name)])
    return text


def split_sentences(text: str, name: str, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of ``text``, numbered by paragraph and sentence: P1.S1, P1.S2, P2.S1.

    ``line`` is that in a file of a sentence a line. ``name`` is what errors call the text, and
    ``language`` its code by ISO 639; one that sentencex does not know is split as English is.
    Raises KnowledgeError for a language that is no code, and for a text without a word.
    """
    problems = check_language(language)
    if problems:
        raise KnowledgeError(problems)
    if not any(character.isalnum() for character in text):
        raise KnowledgeError([problem("document_without_sentence", name)])
    numbered = [
        (f"P{paragraph}.S{number}", sentence)
        for paragraph, lines in enumerate(_paragraphs(text), start=1)
        for number, sentence in enumerate(_sentences(" ".join(lines), language), start=1)
    ]
    return tuple(
        Sentence(id_, sentence, line) for line, (id_, sentence) in enumerate(numbered, start=1)
    )


def check_language(language: str) -> list[Problem]:
    """What is wrong with the code of a language."""
    if _LANGUAGE.fullmatch(language):
        return []
    return [problem("language_misshapen", "--language", got=shown(language))]


def _paragraphs(text: str) -> Iterator[list[str]]:
    """The lines of each paragraph. All that breaks a line anywhere breaks one here."""
    lines: list[str] = []
    for line in (*text.splitlines(), ""):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            yield lines
            lines = []


def _sentences(paragraph: str, language: str) -> list[str]:
    from sentencex import segment

    return [piece.strip() for piece in segment(language, paragraph) if piece.strip()]
