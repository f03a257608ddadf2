"""A folder of files in, a :class:`~legspasm.model.Knowledge` out: the one place that checks it.

``knowledge.yaml`` names every other file. All problems of all files are found in one pass and
raised together as a :class:`~legspasm.errors.KnowledgeError`, each with file, line and column;
nothing is half-loaded. The digest is taken over the bytes that were read.
"""

from functools import cache
from pathlib import Path

from legspasm.digest import digest_of, digest_of_bytes
from legspasm.entry import Entry
from legspasm.errors import KnowledgeError, Problem, problem, shown
from legspasm.model import Knowledge, Rule, Sentence, Source
from legspasm.ordering import find_cycle, in_canonical_order
from legspasm.register import Register
from legspasm.remarks import read_advice, read_background, read_notes, read_safety, read_tensions
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
from legspasm.yamlfile import parse

_INDEX = "knowledge.yaml"


def load_knowledge(path: str | Path) -> Knowledge:
    """The knowledge base in the folder ``path``.

    Raises KnowledgeError with every problem of its files: what cannot be read, unknown keys and
    names, values of the wrong type, quotes that are not verbatim, rules in a cycle. Where ``path``
    is no folder with a ``knowledge.yaml``, that is the only one.
    """
    folder = _Folder(Path(path))
    knowledge = _read(folder)
    if folder.register.problems or knowledge is None:
        raise KnowledgeError(dict.fromkeys(folder.register.problems))
    return knowledge


@cache
def built_in_knowledge() -> Knowledge:
    """The knowledge base that ships with the package, read once."""
    return load_knowledge(Path(__file__).with_name("knowledge") / "leg_spasm")


class _Folder:
    """The files of a knowledge base while it is read, with their digests."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.register = Register()
        self.named: set[str] = set()
        self.digests: dict[str, str] = {}

    def text(self, name: str) -> str | None:
        """The text of a file of the folder, noted in the digest; None with the problem told."""
        file = str(self.path / name)
        self.named.add(Path(name).as_posix())
        if Path(name).is_absolute() or ".." in Path(name).parts:
            self.register.complain("file_outside", file)
            return None
        try:
            data = (self.path / name).read_bytes()
            text = data.decode("utf-8")
        except OSError as error:
            if name == _INDEX and isinstance(error, FileNotFoundError | NotADirectoryError):
                self._complain_of_folder()
            else:
                self.register.complain("file_unreadable", file, why=error.strerror)
        except UnicodeDecodeError:
            self.register.complain("file_not_text", file)
        except ValueError as error:  # a name that no file can have
            self.register.complain("file_unreadable", shown(file), why=error)
        else:
            self.digests[name] = digest_of_bytes(data)
            return text
        return None

    def yaml(self, name: str) -> Entry | None:
        """The top mapping of a YAML file of the folder; None with the problems told."""
        text = self.text(name) if name else None
        file = str(self.path / name)
        node = None if text is None else parse(text, file, self.register.problems)
        return None if node is None else Entry(node, self.register.problems)

    def _complain_of_folder(self) -> None:
        """Say why it is none with a knowledge base in it."""
        place = str(self.path)
        below = sorted(self.path.glob(f"*/{_INDEX}"))
        if below:
            self.register.complain("folder_above", place, index=_INDEX, below=below[0].parent)
        elif self.path.is_dir():
            self.register.complain("folder_without_index", place, index=_INDEX)
        elif self.path.exists():
            self.register.complain("folder_is_file", place, index=_INDEX)
        else:
            self.register.complain("folder_missing", place)

    def unlisted(self) -> list[Problem]:
        """Files that lie in the folder and that nothing named."""
        found = sorted(
            file.relative_to(self.path).as_posix()
            for file in self.path.rglob("*")
            if file.is_file() and file.suffix in {".yaml", ".yml", ".txt"}
        )
        return [
            problem("file_unlisted", str(self.path / name), index=_INDEX)
            for name in found
            if name not in self.named
        ]


def _read(folder: _Folder) -> Knowledge | None:
    index = folder.yaml(_INDEX)
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
    )


def _in_order(rules: list[Rule], register: Register) -> tuple[Rule, ...]:
    if register.problems:  # ids may stand twice or be missing, so there is no order to speak of
        return ()
    cycle = find_cycle(rules)
    if cycle:
        place = register.place_of("rule", cycle[0])
        register.complain("rules_in_cycle", place, rules=" -> ".join(cycle))
        return ()
    return in_canonical_order(rules)


def _read_source(index: Entry, folder: _Folder) -> tuple[Source, dict[str, Sentence]]:
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
