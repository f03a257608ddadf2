"""Every sentence has an id and a line, and a quote is in its sentence character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legspasm.model import Sentence
from legspasm.register import Register
from legspasm.source import read_sentences
from tiny import Bread


def test_sentences_are_read_in_order_with_their_lines_and_blank_lines_are_passed_over() -> None:
    register = Register()
    text = "P1.S1\tOne sentence.\n\n   \nA\tAnother\tone.\r\nP2.S10.b\tNo end\nB\tx"
    assert list(read_sentences(text, "source.txt", register).items()) == [
        ("P1.S1", Sentence("P1.S1", "One sentence.", 1)),
        ("A", Sentence("A", "Another\tone.", 4)),
        ("P2.S10.b", Sentence("P2.S10.b", "No end", 5)),
        ("B", Sentence("B", "x", 6)),
    ]
    assert register.problems == []


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_a_text_editor_counts_them(separator: str) -> None:
    register = Register()
    read_sentences(f"P1\tOne{separator}sentence.\nmisshapen", "source.txt", register)
    assert [problem.place for problem in register.problems] == ["source.txt:2:1"]


@pytest.mark.parametrize(
    "line",
    [
        "P1.S1 A sentence.",
        "P1.S1\t",
        "P1.S1\t ",
        "P1.S1\t A sentence.",
        "P1.S1\tA sentence. ",
        "\tA sentence.",
        " P1.S1\tA sentence.",
        "p1.S1\tA sentence.",
        "P1..S1\tA sentence.",
        "P1.S1.\tA sentence.",
        "P1_S1\tA sentence.",
        "\ufeffP1.S1\tA sentence.",
        "A sentence.",
    ],
)
def test_a_line_of_another_shape_is_told_and_passed_over(line: str) -> None:
    register = Register()
    text = f"P1.S1\tThe first.\n{line}\nP1.S2\tThe last."
    assert list(read_sentences(text, "source.txt", register)) == ["P1.S1", "P1.S2"]
    assert [str(problem) for problem in register.problems] == [
        "source.txt:2:1: expected an id, a tab and a sentence"
    ]


def test_a_sentence_that_stands_twice_is_told_and_the_first_is_kept() -> None:
    register = Register()
    assert read_sentences("P1\tThe first.\nP1\tThe last.", "source.txt", register) == {
        "P1": Sentence("P1", "The first.", 1)
    }
    assert [str(problem) for problem in register.problems] == [
        "source.txt:2:1: the sentence P1 stands twice"
    ]


@given(st.text())
def test_any_text_gives_sentences_or_problems_and_never_an_exception(text: str) -> None:
    register = Register()
    for id_, sentence in read_sentences(text, "source.txt", register).items():
        assert (sentence.id, sentence.text) == (id_, sentence.text.strip())
    codes = {problem.code for problem in register.problems}
    if text.strip():
        assert codes <= {"sentence_misshapen", "sentence_twice"}
    else:
        assert codes == {"file_empty"}


@pytest.mark.parametrize("text", ["", "\n", " \n\t\r\n"])
def test_a_source_without_a_sentence_is_told_once_and_not_again_by_every_quote(
    bread: Bread, text: str
) -> None:
    bread.write("source.txt", text)
    assert bread.problems() == ["source.txt: is empty"]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "facts.yaml",
            "P1.S1: dough of flour that has risen",
            "P1.S1: dough of flour which has risen",
            "facts.yaml:27:7: the quote is not verbatim in P1.S1: "
            "'Bread is dough of flour that has risen.'",
        ),
        (
            "facts.yaml",
            "P1.S1: dough of flour that has risen",
            "P1.S1: Dough of flour that has risen",
            "facts.yaml:27:7: the quote is not verbatim in P1.S1: "
            "'Bread is dough of flour that has risen.'",
        ),
        (
            "facts.yaml",
            "P1.S1: dough of flour that has risen",
            "P1.S1: dough of  flour",
            "facts.yaml:27:7: the quote is not verbatim in P1.S1: "
            "'Bread is dough of flour that has risen.'",
        ),
        (
            "rules/yeast.yaml",
            "P2.S1: such dough stays flat",
            "P2.S1: such dough stays flat!",
            "rules/yeast.yaml:17:7: the quote is not verbatim in P2.S1: "
            "'Old yeast makes too little gas, and such dough stays flat.'",
        ),
        (
            "facts.yaml",
            "P1.S1: dough of flour that has risen",
            "P1.S9: dough of flour that has risen",
            "facts.yaml:27:7: the source has no sentence 'P1.S9'; did you mean P1.S3?",
        ),
        (
            "facts.yaml",
            "P1.S1: dough of flour that has risen",
            "Introduction: dough of flour that has risen",
            "facts.yaml:27:7: the source has no sentence 'Introduction'",
        ),
        (
            "facts.yaml",
            "P1.S1: dough of flour that has risen",
            "P1.S1: 7",
            "facts.yaml:27:14: expected text, got '7'; put it in quotes if it is text",
        ),
        (
            "facts.yaml",
            "    cites:\n      P1.S1: dough of flour that has risen",
            "    cites: [P1.S1]",
            "facts.yaml:26:12: expected keys with values, got a list",
        ),
        (
            "rules/yeast.yaml",
            "    cites:\n      P2.S3: Salt can slow yeast down.",
            "    cites: {}",
            "rules/yeast.yaml:44:12: expected at least one, got none",
        ),
        (
            "advice.yaml",
            "P4.S1: put the dough in a warm spot",
            "P4.S1: put dough in a warm spot",
            "advice.yaml:14:7: the quote is not verbatim in P4.S1: "
            "'One should use fresh yeast, and put the dough in a warm spot.'",
        ),
        (
            "advice.yaml",
            "P4.S1: put the dough in a warm spot",
            "P4.S3: put the dough in a warm spot",
            "advice.yaml:14:7: the quote is not verbatim in P4.S3, but in P4.S1; P4.S3 is: "
            "'Cold stops yeast, or only slows it.'",
        ),
        (
            "remarks.yaml",
            "P4.S3: Cold stops yeast, or only slows it.",
            "P4.S3: Cold stops yeast",
            None,
        ),
        (
            "source.txt",
            "Cold stops yeast, or",
            "Cold stops  yeast, or",
            "remarks.yaml:17:7: the quote is not verbatim in P4.S3: "
            "'Cold stops  yeast, or only slows it.'",
        ),
    ],
)
def test_a_quote_that_is_not_verbatim_is_told_with_file_and_line(
    bread: Bread, file: str, old: str, new: str, expected: str | None
) -> None:
    bread.replace(file, old, new)
    assert bread.problems() == ([] if expected is None else [expected])


def test_every_wrong_quote_of_an_entry_is_told(bread: Bread) -> None:
    bread.replace(
        "facts.yaml",
        "P1.S1: dough of flour that has risen",
        "P1.S1: rice\n      P1.S2: Dough rises\n      P9.S9: words",
    )
    assert bread.problems() == [
        "facts.yaml:27:7: the quote is not verbatim in P1.S1: "
        "'Bread is dough of flour that has risen.'",
        "facts.yaml:29:7: the source has no sentence 'P9.S9'; did you mean P4.S4?",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (
            "facts.yaml",
            "P1.S1: dough of flour that has risen",
            "P1.S1: ''",
            "facts.yaml:27",
        ),
        (
            "rules/yeast.yaml",
            "P1.S2: Dough rises because yeast makes gas.",
            "P1.S2: ''",
            "rules/yeast.yaml:16",
        ),
        (
            "facts.yaml",
            "P1.S1: dough of flour that has risen",
            "'': dough of flour that has risen",
            "facts.yaml:27",
        ),
    ],
)
def test_an_empty_quote_or_one_of_no_sentence_is_not_passed_over_in_silence(
    bread: Bread, file: str, old: str, new: str, place: str
) -> None:
    bread.replace(file, old, new)
    assert bread.lines() == [place]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("P1.S3\tThere", "P1.S3 There", ["source.txt:3:1: expected an id, a tab and a sentence"]),
        ("P1.S3\tThere", "P1.S2\tThere", ["source.txt:3:1: the sentence P1.S2 stands twice"]),
    ],
)
def test_what_is_wrong_with_the_source_is_told_with_its_line(
    bread: Bread, old: str, new: str, expected: list[str]
) -> None:
    bread.replace("source.txt", old, new)
    assert bread.problems() == [
        *expected,
        "remarks.yaml:6:7: the source has no sentence 'P1.S3'; did you mean P4.S3?",
    ]
