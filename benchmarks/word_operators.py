"""Small defects in what is said: words, hedges, quotes and the sentences that they are from."""

import re
from collections.abc import Iterator

import yaml
from legspasm.model import VERDICTS, Sentence
from mutants import Base, Mutant, Spot, mutant, operator

_STRONGER = (
    (r"can be", "is"),
    (r"can", "does"),
    (r"could", "will"),
    (r"may|might", "will"),
    (r"usually|often|most often", "always"),
    (r"more likely|most likely|likely|more liable|liable", "certain"),
    (r"more easily|easily", "always"),
    (r"should", "must"),
    (r"tries|try", "wants"),
    (r"most", "all"),
    (r"some", "all"),
    (r"helps", "makes"),
)
_OPPOSITE = (
    (r" not\b", ""),
    (r"\bcan\b", "cannot"),
    (r"\b(is|are|was|were|had|has|have|does|do|may|will|should)\b", r"\1 not"),
    (r"\b(more|most)\b", "less"),
)
_QUOTE = "(rules|facts|advice|notes|tensions|forbidden)/*/cites/*"


@operator
def stronger_words(base: Base) -> Iterator[Mutant]:
    """The first word that weakens a text is a stronger one."""
    for spot in base.texts():
        for pattern, stronger in _STRONGER:
            found = re.search(rf"\b({pattern})\b", spot.text, re.IGNORECASE)
            if found:
                text = spot.text[: found.start()] + stronger + spot.text[found.end() :]
                yield _said("stronger_words", spot, text)
                break


@operator
def weaker_words_dropped(base: Base) -> Iterator[Mutant]:
    """The first word that weakens what a rule says, or its conclusion, is left out."""
    for spot in base.at("(rules|states|factors)/*/says"):
        found = re.search(r" (can|may|more likely|more liable|more easily|usually)\b", spot.text)
        if found:
            text = spot.text[: found.start()] + spot.text[found.end() :]
            yield _said("weaker_words_dropped", spot, text)


@operator
def opposite_words(base: Base) -> Iterator[Mutant]:
    """A text says the opposite."""
    for spot in base.texts():
        for pattern, other in _OPPOSITE:
            text = re.sub(pattern, other, spot.text, count=1)
            if text != spot.text:
                yield _said("opposite_words", spot, text)
                break


@operator
def drop_text(base: Base) -> Iterator[Mutant]:
    """A text is left out: a question, a help, a label, a caution, a remark, a source."""
    for spot in base.texts():
        yield mutant("drop_text", spot, f"without “{spot.text}”", spot.without())


@operator
def other_hedge(base: Base) -> Iterator[Mutant]:
    """A hedge is a word that is in no quote, or the first word of the first quote."""
    for spot in base.at("rules/*/hedge"):
        quotes = [value.value for _, value in spot.beside("cites").value]
        words = ("perhaps", quotes[0].split()[0])
        for word in words:
            if word != spot.text:
                yield _said("other_hedge", spot, word)


@operator
def swap_causes(base: Base) -> Iterator[Mutant]:
    """Two causes say each other's sentence; or one cause says what is for the next verdict."""
    for spot in base.at("causes/*/says/*"):
        word = spot.key.value
        same = base.at(f"causes/*/says/{word}")
        yield from _swapped("swap_causes", spot, same)
        yield from _swapped(
            "swap_causes",
            spot,
            [
                each
                for each in base.at("causes/*/says/*")
                if each.holder is spot.holder and each.key.value in VERDICTS
            ],
        )


@operator
def swap_advice(base: Base) -> Iterator[Mutant]:
    """Advice says in general what is meant for one person, and the other way round."""
    for spot in base.at("advice/*/says"):
        general = spot.beside("general")
        changes = (spot.node, general.value), (general, spot.node.value)
        yield mutant("swap_advice", spot, "says and general swapped", *changes)


@operator
def swap_values(base: Base) -> Iterator[Mutant]:
    """Two values of a fact say each other's sentence."""
    for spot in base.at("facts/*/values/*/says"):
        fact = spot.holder.holder
        yield from _swapped(
            "swap_values",
            spot,
            [each for each in base.at("facts/*/values/*/says") if each.holder.holder is fact],
        )


@operator
def swap_questions(base: Base) -> Iterator[Mutant]:
    """Two facts ask each other's question."""
    for spot in base.at("facts/*/question"):
        yield from _swapped("swap_questions", spot, base.at("facts/*/question"))


@operator
def drop_quote(base: Base) -> Iterator[Mutant]:
    """A quote is left out."""
    for spot in base.at(_QUOTE):
        yield mutant("drop_quote", spot, f"without “{spot.text}”", spot.without())


@operator
def misspell_quote(base: Base) -> Iterator[Mutant]:
    """A letter in the middle of a quote stands twice."""
    for spot in base.at(_QUOTE):
        half = len(spot.text) // 2
        yield _said("misspell_quote", spot, f"{spot.text[:half]}{spot.text[half - 1 :]}")


@operator
def shorter_quote(base: Base) -> Iterator[Mutant]:
    """Of a quote there is only the first half."""
    for spot in base.at(_QUOTE):
        words = spot.text.split(" ")
        if len(words) > 1:
            yield _said("shorter_quote", spot, " ".join(words[: len(words) // 2]))


@operator
def wrong_sentence(base: Base) -> Iterator[Mutant]:
    """A quote stands under the id of another sentence."""
    for spot, other in _with_other_sentence(base):
        change = (spot.key, other.id)
        yield mutant("wrong_sentence", spot, f"as {other.id}", change)


@operator
def other_sentence(base: Base) -> Iterator[Mutant]:
    """Another sentence is quoted, verbatim and under its own id."""
    for spot, other in _with_other_sentence(base):
        changes = (spot.key, other.id), (spot.node, other.text)
        yield mutant("other_sentence", spot, f"{other.id} instead", *changes)


def _with_other_sentence(base: Base) -> Iterator[tuple[Spot, Sentence]]:
    """Each quote with the next sentence that is not quoted beside it."""
    sentences = base.knowledge.source.sentences
    for spot in base.at(_QUOTE):
        cited = {key.value for key, _ in spot.holder.node.value}
        ids = [each.id for each in sentences]
        at = ids.index(spot.key.value)
        after = [*sentences[at + 1 :], *sentences[:at]]
        yield spot, next(each for each in after if each.id not in cited)


def _said(name: str, spot: Spot, text: str) -> Mutant:
    return mutant(name, spot, f"“{spot.text}” -> “{text}”", (spot.node, text))


def _swapped(name: str, spot: Spot, among: list[Spot]) -> Iterator[Mutant]:
    """With the next one; the last one has none."""
    at = next(at for at, each in enumerate(among) if each.node is spot.node)
    if at + 1 < len(among):
        other = among[at + 1]
        changes: list[tuple[yaml.Node, object]] = [
            (spot.node, other.node.value),
            (other.node, spot.node.value),
        ]
        yield mutant(name, spot, f"swapped with {other.part}", *changes)
