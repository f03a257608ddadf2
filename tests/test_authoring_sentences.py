"""A document is cut into numbered sentences, and nothing of it is lost or changed."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from legspasm.authoring.sentences import MAX_DOCUMENT, read_document, split_sentences
from legspasm.errors import KnowledgeError
from legspasm.model import Sentence

DOCUMENTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(" \n\t.!?:;'\"()[]{}“”‘’#\\&*|>-%@`aAb1"),
    )
)


def problems(*args: str) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        split_sentences(*args)
    return [str(each) for each in raised.value.problems]


def test_sentences_are_numbered_by_paragraph_and_know_their_line() -> None:
    text = "\n\nA first one. And Dr. X says\r\n  a second!\n \t\n\nA third?  Yes.\n\nNo end"
    assert split_sentences(text, "text") == (
        Sentence("P1.S1", "A first one.", 1),
        Sentence("P1.S2", "And Dr. X says a second!", 2),
        Sentence("P2.S1", "A third?", 3),
        Sentence("P2.S2", "Yes.", 4),
        Sentence("P3.S1", "No end", 5),
    )


@pytest.mark.parametrize(
    "line_end", ["\n", "\r\n", "\r", " \n  ", "\x0b", "\x0c", "\x85", "\u2028"]
)
def test_a_line_that_breaks_inside_a_sentence_becomes_one_space(line_end: str) -> None:
    [sentence] = split_sentences(f"One{line_end}sentence.", "text")
    assert sentence.text == "One sentence."


def test_where_the_lines_of_a_paragraph_break_is_of_no_importance() -> None:
    text = "It rains. The chain\nrusts (see below).\nThen it breaks."
    assert split_sentences(text, "text") == split_sentences(text.replace("\n", " "), "text")


def test_nothing_else_of_a_sentence_is_changed() -> None:
    text = 'Two  blanks, a\ttab, “quotes” and "more", #1: {x} \\n 😀 \u200b e\u0301.'
    assert [each.text for each in split_sentences(text, "text")] == [text]


def test_another_language_has_abbreviations_of_its_own() -> None:
    text = "Das ist z.B. Öl. Und Fett."
    assert [each.text for each in split_sentences(text, "text", "de")] == [
        "Das ist z.B. Öl.",
        "Und Fett.",
    ]


@pytest.mark.parametrize("text", ["...", "* * *\n\n--", "😀"])
def test_a_text_without_a_word_has_no_sentence(text: str) -> None:
    assert problems(text, "a.txt") == ["a.txt: holds no sentence: there is no word in it"]


@pytest.mark.parametrize("language", ["", "EN", "english", "e", "en-GB", "e\n"])
def test_a_language_is_named_by_its_code(language: str) -> None:
    [told] = problems("Words.", "a.txt", language)
    assert told.startswith(
        "--language: expected a code of two or three lower-case letters, such as en, got "
    )


@given(DOCUMENTS)
@example("a\x1cb.\x1d\x1eC\x85\x85d\u2029\u2029e")
@example("\ufeffA. B\u200b. \xa0C. x")
def test_no_character_that_is_not_blank_is_lost_whatever_the_text(text: str) -> None:
    assume(any(each.isalnum() for each in text))
    sentences = split_sentences(text, "text")
    kept = "".join(each.text for each in sentences)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)


@given(DOCUMENTS)
def test_ids_are_unique_and_in_order_whatever_the_text(text: str) -> None:
    assume(any(each.isalnum() for each in text))
    sentences = split_sentences(text, "text")
    places = [tuple(map(int, re.findall(r"\d+", each.id))) for each in sentences]
    assert [each.id for each in sentences] == [f"P{p}.S{s}" for p, s in places]
    assert places == sorted(set(places))
    assert places[0] == (1, 1)
    for before, after in pairwise(places):
        assert after in {(before[0], before[1] + 1), (before[0] + 1, 1)}
    assert [each.line for each in sentences] == list(range(1, len(sentences) + 1))


@given(DOCUMENTS)
def test_a_sentence_begins_and_ends_with_no_blank_and_stands_on_one_line(text: str) -> None:
    assume(any(each.isalnum() for each in text))
    for each in split_sentences(text, "text"):
        assert each.text == each.text.strip() != ""
        assert each.text.splitlines() == [each.text]


def test_a_document_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffÄ.\r\n".encode())
    assert read_document(file) == "Ä.\r\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfea", "is not text in UTF-8"),
        (b"a\0b", "is not text in UTF-8"),
        (b"a" * (MAX_DOCUMENT + 1), "is longer than 1000000 bytes, which is more than it can need"),
    ],
)
def test_what_is_no_document_is_told(tmp_path: Path, data: bytes, expected: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    with pytest.raises(KnowledgeError) as raised:
        read_document(file)
    assert str(raised.value) == f"{file}: {expected}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none.txt", "none.txt: there is no such file"),
        (".", ".: cannot be read: Is a directory"),
        ("a\0b", "a b: cannot be read: embedded null byte"),
    ],
)
def test_a_document_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KnowledgeError) as raised:
        read_document(Path(name))
    assert str(raised.value) == expected


def test_the_longest_document_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"a" * MAX_DOCUMENT)
    [sentence] = split_sentences(read_document(file), "a.txt")
    assert len(sentence.text) == MAX_DOCUMENT
