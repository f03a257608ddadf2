"""A folder of files in, a :class:`~legspasm.model.Knowledge` out: the one place that checks it.

``knowledge.yaml`` names every other file. All problems of all files are found in one pass and
raised together as a :class:`~legspasm.errors.KnowledgeError`, each with file, line and column;
nothing is half-loaded. The digest is taken over the bytes that were read.

Scenarios are named there too and not read: they test the knowledge and are no part of it, so that
another scenario leaves every record made with the same knowledge (``authoring/scenariofile.py``).
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from legspasm.digest import digest_of
from legspasm.entry import Entry
from legspasm.errors import KnowledgeError, Problem
from legspasm.folder import INDEX, Folder
from legspasm.model import Knowledge, Rule, Sentence, Source
from legspasm.ordering import find_cycle, in_canonical_order, through_absence
from legspasm.register import Allowance, Part, Register
from legspasm.remarks import (
    read_advice,
    read_background,
    read_forbidden,
    read_notes,
    read_safety,
    read_tensions,
)
from legspasm.rulebook import Declared, read_rules
from legspasm.source import read_sentences
from legspasm.telling import PlaceDefinition, Safety
from legspasm.vocabulary import (
    read_answers,
    read_causes,
    read_factors,
    read_facts,
    read_groups,
    read_parameters,
    read_place,
    read_scopes,
    read_states,
)


class Reading(msgspec.Struct, frozen=True):
    """What came of reading a folder: the knowledge, or else the problems of its files.

    ``places`` says where each part stands (``file:line:column``), ``allowances`` what it allows;
    ``files`` holds the SHA-256 of each file that was read, by name.
    """

    knowledge: Knowledge | None
    problems: tuple[Problem, ...]
    places: Mapping[Part, str]
    allowances: Mapping[Part, tuple[Allowance, ...]]
    files: Mapping[str, str]


def load_knowledge(path: str | Path) -> Knowledge:
    """The knowledge base in the folder ``path``.

    Raises KnowledgeError with every problem of its files: what cannot be read, unknown keys and
    names, values of the wrong type, quotes that are not verbatim, rules in a cycle. Where ``path``
    is no folder with a ``knowledge.yaml``, that is the only one.
    """
    return knowledge_of(read_knowledge(path))


def knowledge_of(reading: Reading) -> Knowledge:
    """The knowledge that was read. Raises KnowledgeError with the problems, where there are any."""
    if reading.knowledge is None:
        raise KnowledgeError(reading.problems)
    return reading.knowledge


def read_knowledge(path: str | Path) -> Reading:
    """The same, with where everything stands; problems are told and not raised."""
    folder = Folder(Path(path))
    knowledge = _read(folder)
    register = folder.register
    problems = tuple(dict.fromkeys(register.problems))
    found = None if problems else knowledge
    return Reading(found, problems, register.places, register.allowances, folder.digests)


def _read(folder: Folder) -> Knowledge | None:
    index = folder.yaml(INDEX)
    if index is None:
        return None
    register = folder.register
    name, version, title = index.word("name"), index.word("version"), index.text("title")
    source, sentences = _read_source(index, folder)
    listed = index.entry("files")
    index.close()
    if listed is None:
        return None
    names = {
        key: listed.word(key) for key in ("parameters", "facts", "causes", "advice", "remarks")
    }
    safety_name = listed.word("safety", optional=True)
    rule_names = listed.words("rules")
    for each in listed.words("scenarios", optional=True):
        folder.name(each)
    listed.close()
    files = {key: folder.yaml(name) for key, name in names.items()}
    safety_file = folder.yaml(safety_name) if safety_name else None
    rule_files = [(each, file) for each in rule_names if (file := folder.yaml(each)) is not None]
    register.problems.extend(folder.unlisted())
    parameters_file, facts_file = files["parameters"], files["facts"]
    causes_file, advice_file, remarks_file = files["causes"], files["advice"], files["remarks"]
    if not (parameters_file and facts_file and causes_file and advice_file and remarks_file):
        return None

    parameters = read_parameters(parameters_file, register)
    groups = read_groups(facts_file, register)
    facts = read_facts(facts_file, sentences, register)
    facts_by_name = {fact.name: fact for fact in facts}
    causes = read_causes(causes_file, register)
    answers = read_answers(causes_file)
    for kind, file in (("knowledge", index), ("answers", causes_file), ("safety", safety_file)):
        register.note(kind, "", (file or index).place)
    safety = read_safety(safety_file, facts_by_name, register) if safety_file else Safety()
    advice = read_advice(advice_file, sentences, register)
    states = [state for _, file in rule_files for state in read_states(file, register)]
    scopes = [scope for _, file in rule_files for scope in read_scopes(file, register)]
    factors = [factor for _, file in rule_files for factor in read_factors(file, register)]
    places = [
        (file, place)
        for _, file in rule_files
        if (place := read_place(file, safety.fact, register)) is not None
    ]
    for file, _ in places[:1]:
        register.note("place", "", file.place)
    for file, _ in places[1:]:
        register.complain("place_twice", file.place)
    declared = Declared(
        facts=facts_by_name,
        parameters={parameter.id: parameter for parameter in parameters},
        states={state.id: state for state in states},
        sentences=sentences,
        place=places[0][1] if places else None,
        unreadable=safety.fact,
    )
    declared_rules = [
        rule for each, file in rule_files for rule in read_rules(file, each, declared, register)
    ]
    notes = read_notes(remarks_file, sentences, register)
    tensions = read_tensions(remarks_file, sentences, register)
    background = read_background(remarks_file, sentences, register)
    forbidden = read_forbidden(remarks_file, sentences, register)
    for file in (*files.values(), safety_file, *(file for _, file in rule_files)):
        if file is not None:
            file.close()
    rules = _in_order(declared_rules, register)
    return Knowledge(
        name=name,
        version=version,
        title=title,
        digest=digest_of(folder.digests),
        source=source,
        parameters=parameters,
        groups=groups,
        facts=facts,
        causes=causes,
        answers=answers,
        states=tuple(states),
        scopes=tuple(scopes),
        rules=rules,
        factors=tuple(factors),
        place=declared.place or PlaceDefinition(),
        advice=advice,
        notes=notes,
        tensions=tensions,
        background=background,
        safety=safety,
        forbidden=forbidden,
    )


def _in_order(rules: list[Rule], register: Register) -> tuple[Rule, ...]:
    if register.problems:  # ids may stand twice or be missing, so there is no order to speak of
        return ()
    cycle = find_cycle(rules)
    if cycle:
        place, told = register.place_of("rule", cycle[0]), " -> ".join(cycle)
        if through_absence(cycle, rules):
            register.complain("rules_in_cycle_absence", place, rules=told)
        else:
            register.complain("rules_in_cycle", place, rules=told)
        return ()
    return in_canonical_order(rules)


def _read_source(index: Entry, folder: Folder) -> tuple[Source, dict[str, Sentence]]:
    entry = index.entry("source")
    if entry is None:
        return Source("", "", ()), {}
    title, file = entry.text("title"), entry.word("file")
    entry.close()
    text = folder.text(file) if file else None
    if text is None:
        return Source(title, "", ()), {}
    sentences = read_sentences(text, str(folder.path / file), folder.register)
    return Source(title, folder.digests[file], tuple(sentences.values())), sentences
