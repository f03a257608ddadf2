"""Scenarios, read from the files beside the knowledge: people, and what each must be told.

Whoever knows the subject writes them in the words of the other knowledge files:

    scenarios:
      - id: a name of its own
        says: who this is, in a line
        facts: what is known of them, as in a file of facts
        verdicts: {a cause: a verdict}
        factors: [all that are told]
        bears_on: {a factor: [all causes that it bears on]}
        place: agrees, not_expected or none
        expected_places: [all of them]
        advice: [all that is meant for them]
        general_advice: [all that is told in general]
        safety: a level, or none
        cites: {a cause, a factor or advice: [all sentences that it rests on]}
        fires: [rules]
        does_not_fire: [rules]

What is left out is not checked; an empty list says that there must be none.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from legspasm.authoring.expectation import (
    DOES_NOT_FIRE,
    FIRES,
    NONE,
    PLACE_WORDS,
    Expectation,
    Part,
)
from legspasm.entry import Entry
from legspasm.errors import FactsError, KnowledgeError
from legspasm.facts import Fact, check_facts
from legspasm.folder import INDEX, Folder
from legspasm.model import VERDICTS, Knowledge
from legspasm.register import Register

_replace = msgspec.structs.replace


class Scenario(msgspec.Struct, frozen=True):
    """A person and what they must be told; ``place`` is where it stands (``file:line:column``)."""

    id: str
    says: str
    place: str
    facts: tuple[Fact, ...]
    expects: tuple[Expectation, ...]


def read_scenarios(path: str | Path, knowledge: Knowledge) -> tuple[Scenario, ...]:
    """The scenarios of the folder ``path``, whose knowledge is ``knowledge``, in file order.

    Raises KnowledgeError with every problem of the scenario files, and where ``knowledge.yaml``
    names none.
    """
    folder = Folder(Path(path))
    scenarios = _Reader(knowledge, folder.register)
    index = folder.yaml(INDEX)
    listed = None if index is None else index.entry("files")
    names = [] if listed is None else listed.words("scenarios", optional=True)
    if not (names or folder.register.problems):
        folder.register.complain("scenarios_none", str(folder.path / INDEX))
    found = [
        scenario
        for name in names
        if (file := folder.yaml(name)) is not None
        for scenario in scenarios.of(file)
    ]
    if folder.register.problems:
        raise KnowledgeError(dict.fromkeys(folder.register.problems))
    return tuple(found)


class _Reader:
    """Scenarios while they are read, with the names that they may mention."""

    def __init__(self, knowledge: Knowledge, register: Register) -> None:
        self._knowledge = knowledge
        self._register = register
        self._causes = [each.id for each in knowledge.causes]
        self._factors = [each.id for each in knowledge.factors]
        self._advice = [each.id for each in knowledge.advice]
        self._sentences = [each.id for each in knowledge.source.sentences]
        self._rules = [each.id for each in knowledge.rules]
        self._levels = [*(level.id for level in knowledge.safety.levels), NONE]
        self._places = [
            option.id
            for fact in knowledge.facts
            if fact.name == knowledge.place.reported_by
            for option in fact.options
        ]

    def of(self, file: Entry) -> list[Scenario]:
        """The scenarios of a file."""
        found = [self._scenario(each) for each in file.entries("scenarios")]
        file.close()
        return found

    def _scenario(self, entry: Entry) -> Scenario:
        before = len(self._register.problems)
        scenario = Scenario(
            id=entry.word("id"),
            says=entry.text("says"),
            place=entry.place,
            facts=self._facts(entry),
            expects=tuple(self._expectations(entry)),
        )
        self._register.declare("scenario", scenario.id, entry.place)
        entry.close()
        if entry.is_mapping and not scenario.expects and len(self._register.problems) == before:
            self._register.complain("scenario_expects_nothing", entry.place)
        return scenario

    def _facts(self, entry: Entry) -> tuple[Fact, ...]:
        """Fact by fact, since each has a place of its own."""
        facts: list[Fact] = []
        for name, place, raw in entry.data_by_name("facts"):
            try:
                facts += check_facts(self._knowledge, ({name: raw}, "file"))
            except FactsError as error:
                self._register.problems += [
                    _replace(each, place=f"{place}: {each.place}") for each in error.problems
                ]
        return tuple(sorted(facts, key=lambda fact: fact.name))

    def _expectations(self, entry: Entry) -> Iterator[Expectation]:
        for cause, place, word in entry.words_by_name("verdicts"):
            self._choose("cause", cause, self._causes, place)
            self._register.choose("verdict_unknown", word, VERDICTS, place)
            yield Expectation("verdict", cause, word, place)
        yield from self._ids(entry, "factors", "factor", self._factors)
        for factor, place, causes in entry.lists_by_name("bears_on"):
            self._choose("factor", factor, self._factors, place)
            told = self._known("cause", causes, self._causes)
            yield Expectation("bears_on", factor, told, place)
        yield from self._word(entry, "place", PLACE_WORDS)
        yield from self._ids(entry, "expected_places", "place", self._places)
        yield from self._ids(entry, "advice", "advice", self._advice)
        yield from self._ids(entry, "general_advice", "advice", self._advice)
        yield from self._word(entry, "safety", self._levels)
        for name, place, sentences in entry.lists_by_name("cites"):
            citing = [*self._causes, *self._factors, *self._advice]
            self._register.choose("citing_unknown", name, citing, place)
            told = self._known("sentence", sentences, self._sentences)
            yield Expectation("cites", name, told, place)
        for key in (FIRES, DOES_NOT_FIRE):
            for rule, place in entry.placed_words(key, optional=True):
                self._choose("rule", rule, self._rules, place)
                yield Expectation("rule", rule, key, place)

    def _ids(self, entry: Entry, key: Part, kind: str, known: list[str]) -> Iterator[Expectation]:
        if key in entry:
            told = self._known(kind, entry.placed_words(key, optional=True), known)
            yield Expectation(key, "", told, entry.place_of(key))

    def _word(self, entry: Entry, key: Part, known: Iterable[str]) -> Iterator[Expectation]:
        if key in entry:
            word, place = entry.word(key), entry.place_of(key)
            allowed = ", ".join(known)
            self._register.choose("word_unknown", word, known, place, allowed=allowed)
            yield Expectation(key, "", word, place)

    def _known(self, kind: str, given: list[tuple[str, str]], known: list[str]) -> tuple[str, ...]:
        """The given names in the order of the knowledge."""
        for name, place in given:
            self._choose(kind, name, known, place)
        names = {name for name, _ in given}
        return tuple(id_ for id_ in known if id_ in names)

    def _choose(self, kind: str, name: str, known: list[str], place: str) -> None:
        self._register.choose("undeclared", name, known, place, kind=kind)
