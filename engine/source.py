"""The source document: its sentences, and whether a quote is really in it.

The file holds a sentence a line: an id, a tab, the sentence. A quote is verbatim when its
characters stand in the sentence one after another; nothing is normalized, so that a quote can
be checked with any text editor.
"""

import re

from legspasm.entry import Entry
from legspasm.model import Sentence
from legspasm.register import Register
from legspasm.telling import Quote

_LINE = re.compile(r"(?P<id>[A-Z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*)\t(?P<text>\S(.*\S)?)")


def read_sentences(text: str, file: str, register: Register) -> dict[str, Sentence]:
    """The sentences of a source file by id, in order. Blank lines are passed over."""
    sentences: dict[str, Sentence] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LINE.fullmatch(line.removesuffix("\r"))
        place = f"{file}:{number}:1"
        if match is None:
            if line.strip():
                register.complain("sentence_misshapen", place)
        elif match["id"] in sentences:
            register.complain("sentence_twice", place, id=match["id"])
        else:
            sentences[match["id"]] = Sentence(match["id"], match["text"], number)
            register.note("sentence", match["id"], place)
    if not text.strip():
        register.complain("file_empty", file)
    return sentences


def read_quotes(
    entry: Entry, sentences: dict[str, Sentence], register: Register, *, optional: bool = False
) -> tuple[Quote, ...]:
    """The quotes under ``cites``: a mapping from sentence ids to words of that sentence."""
    quotes = []
    for id_, place, words in entry.texts_by_name("cites", optional=optional):
        if sentences:  # without any, that the source cannot be read has been told
            register.choose("sentence_unknown", id_, sentences, place)
        if id_ in sentences and words not in sentences[id_].text:
            told = {"id": id_, "sentence": sentences[id_].text}
            others = (each.id for each in sentences.values() if words and words in each.text)
            near = next(others, None)
            if near is None:
                register.complain("quote_not_verbatim", place, **told)
            else:
                register.complain("quote_not_verbatim_near", place, near=near, **told)
        quotes.append(Quote(id_, words))
    return tuple(quotes)
