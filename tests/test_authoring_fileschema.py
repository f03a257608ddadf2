"""The schemas of knowledge files: what the readers read they allow, and no other shape."""

import copy
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import legspasm
import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.authoring.fileschema import FILE_KINDS, FileKind, file_schema
from legspasm.errors import KnowledgeError
from legspasm.model import VERDICTS, Conclusion, Condition, FactType
from legspasm.register import Register
from legspasm.source import read_sentences
from legspasm.yamlfile import plain_data
from tiny import BREAD, Bread

BUILT_IN = Path(__file__).parents[1] / "knowledge" / "leg_spasm"
FOLDERS = {folder: legspasm.load_knowledge(folder) for folder in (BREAD, BUILT_IN)}
KNOWLEDGE = FOLDERS[BREAD]


def kind_of(file: Path) -> FileKind:
    return "rules" if file.parent.name == "rules" else file.stem  # type: ignore[return-value]  # files are named after kinds


def complaints(kind: FileKind, data: Any, knowledge: legspasm.Knowledge | None = None) -> list[str]:
    """What the schema says against a file that holds ``data``."""
    validator = jsonschema.Draft7Validator(file_schema(kind, knowledge))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def newer(text: str) -> Any:
    """A file by the rules of YAML 1.2, where ``yes`` is a word."""
    problems: list[Any] = []
    data = plain_data(text, "file", problems)
    assert problems == []
    return data


def older(text: str) -> Any:
    """A file by the rules of YAML 1.1, where ``yes`` is true; keys are text in an editor."""
    return json.loads(json.dumps(yaml.safe_load(text)))


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_schema_is_one_and_says_what_it_is_for(kind: FileKind) -> None:
    for knowledge in (None, *FOLDERS.values()):
        schema = file_schema(kind, knowledge)
        jsonschema.Draft7Validator.check_schema(schema)
        assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
        assert schema["title"] and schema["description"]


@pytest.mark.parametrize(
    "file",
    [file for folder in FOLDERS for file in sorted(folder.rglob("*.yaml"))],
    ids=lambda file: "/".join(file.parts[-3:]),
)
def test_every_file_is_allowed_by_both_versions_of_yaml(file: Path) -> None:
    [knowledge] = [FOLDERS[folder] for folder in FOLDERS if folder in file.parents]
    text = file.read_text(encoding="utf-8")
    for read in (newer, older):
        for names in (None, knowledge):
            assert complaints(kind_of(file), read(text), names) == []


def test_the_keys_yes_and_no_may_be_read_as_true_and_false() -> None:
    """As a language server does that is told to read YAML 1.1."""
    definitions = file_schema("facts")["definitions"]
    names = definitions["yes_no_values"]["propertyNames"]
    assert {name: jsonschema.Draft7Validator(names).is_valid(name) for name in NAMES_READ} == {
        **dict.fromkeys(NAMES_READ, True),
        "maybe": False,
    }
    assert definitions["values"]["propertyNames"] == {"$ref": "#/definitions/value"}
    assert definitions["value"]["type"] == ["string", "boolean"]


NAMES_READ = ["yes", "no", "true", "false", True, False, "maybe"]


def test_a_schema_with_names_is_the_callers_own() -> None:
    file_schema("rules", KNOWLEDGE)["definitions"]["state"]["enum"].clear()
    assert file_schema("rules", KNOWLEDGE)["definitions"]["state"]["enum"] != []
    file_schema("rules")["definitions"].clear()
    assert file_schema("rules")["definitions"] != {}


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_key_says_what_it_means(kind: FileKind) -> None:
    for knowledge in (None, KNOWLEDGE):
        schema = file_schema(kind, knowledge)
        keys = list(keys_of(schema))
        assert keys
        for key, shape in keys:
            assert described(shape, schema["definitions"]), key


def keys_of(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every key that a schema requires or allows, with what it says of it."""
    if isinstance(schema, list):
        for each in schema:
            yield from keys_of(each)
    elif isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            yield from schema.get("properties", {}).items()
        for each in schema.values():
            yield from keys_of(each)


def described(shape: Any, definitions: dict[str, Any]) -> bool:
    while "description" not in shape:
        reference = shape.get("$ref") or shape["allOf"][0]["$ref"]
        shape = definitions[reference.removeprefix("#/definitions/")]
    return bool(shape["description"].strip())


def test_its_words_are_those_of_the_model() -> None:
    facts, rules = file_schema("facts"), file_schema("rules")
    type_ = facts["definitions"]["fact_definition"]["properties"]["type"]
    assert type_["enum"] == list(get_args(FactType))
    conclusions = rules["definitions"]["conclusion"]["oneOf"]
    kinds = get_args(Conclusion.__annotations__["kind"])
    assert [next(iter(each["properties"])) for each in conclusions] == list(kinds)
    conditions = rules["definitions"]["condition"]["oneOf"]
    assert dict.fromkeys(next(iter(each["properties"])) for each in conditions) == dict.fromkeys(
        get_args(Condition.__annotations__["kind"])
    )
    assert rules["definitions"]["verdict"]["enum"] == list(VERDICTS)
    cause = file_schema("causes")["properties"]["causes"]["items"]
    assert list(cause["properties"]["says"]["properties"]) == list(VERDICTS)


def allowed(name: str, kind: FileKind, text: str) -> bool:
    definition = file_schema(kind)["definitions"][name]
    return jsonschema.Draft7Validator(definition).is_valid(text)


@given(st.from_regex(r"[a-zA-Z0-9_. -]*", fullmatch=True))
def test_an_id_is_what_the_register_takes_for_one(text: str) -> None:
    register = Register()
    register.declare("rule", text, "here")
    assert allowed("id", "rules", text) == (bool(text) and not register.problems)


@given(st.from_regex(r"[A-Za-z0-9.]*", fullmatch=True))
def test_the_id_of_a_sentence_is_what_the_source_takes_for_one(text: str) -> None:
    register = Register()
    read_sentences(f"{text}\tA sentence.", "file", register)
    assert allowed("sentence", "rules", text) == (not register.problems)


TELLING = {
    *("key_missing", "key_unknown", "expected_a_mapping", "expected_a_list", "expected_names"),
    *("expected_something", "expected_a_name", "expected_a_number", "expected_text"),
    *("expected_text_in_quotes", "expected_yes_or_no", "id_misshapen", "fact_type_unknown"),
    *("option_yes_no", "options_yes_no", "verdict_unknown", "condition_of_one"),
    *("conclusion_of_one", "reservation_misplaced", "note_with_unknown", "value_not_said"),
    *("safety_level_missing", "safety_level_unknown", "file_outside"),
}
"""The problems that are about the shape of one file alone."""
OTHER = [None, "", " ", 7, 2.5, True, [], {}, "a word", "Word", ["word"], {"word": "word"}]


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every mapping and list of a file with every key and index."""
    if isinstance(data, dict | list):
        for key in list(data) if isinstance(data, dict) else range(len(data)):
            yield data, key
            yield from places(data[key])


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, Any]:
    """A file of the bread knowledge base, and what stands in it after an edit."""
    files = sorted(file.relative_to(BREAD).as_posix() for file in BREAD.rglob("*.yaml"))
    file = draw(st.sampled_from(files))
    data = newer((BREAD / file).read_text(encoding="utf-8"))
    holder, key = draw(st.sampled_from(list(places(data))))
    match draw(st.sampled_from(["drop", "add", "rename", "replace"])):
        case "drop":
            del holder[key]
        case "add" if isinstance(holder, dict):
            holder[draw(st.sampled_from(["nosuch", "", "says", "id", "fact"]))] = "A word."
        case "rename" if isinstance(holder, dict):
            holder["nosuch"] = holder.pop(key)
        case _:
            holder[key] = copy.deepcopy(draw(st.sampled_from(OTHER)))
    return file, data


@settings(max_examples=400, deadline=None)
@given(edits())
def test_what_the_readers_refuse_for_its_shape_the_schema_refuses(edit: tuple[str, Any]) -> None:
    file, data = edit
    with tempfile.TemporaryDirectory() as folder:
        bread = Bread(Path(folder) / "bread")
        shutil.copytree(BREAD, bread.folder)
        bread.write(file, yaml.safe_dump(data, sort_keys=False))
        try:
            bread.load()
        except KnowledgeError as error:
            told = {
                each.code.removesuffix("_near")
                for each in error.problems
                if bread.without_folder(each.place).startswith(file)
            }
        else:
            told = set()
    if told & TELLING:
        assert complaints(kind_of(Path(file)), data) != []


SHAPES = [
    ("knowledge.yaml", "facts: facts.yaml", "facts: ../facts.yaml"),
    ("knowledge.yaml", "facts: facts.yaml", "facts: /facts.yaml"),
    ("knowledge.yaml", "  facts: facts.yaml\n", ""),
    ("knowledge.yaml", "version: 0.1.0\n", "version: 0.1.0\nauthor: me\n"),
    ("parameters.yaml", "value: 180", "value: '180'"),
    ("parameters.yaml", "value: 180", "value: 9007199254740992"),
    ("parameters.yaml", "means {value} {unit} and", "means {number} {unit} and"),
    ("parameters.yaml", "means {value} {unit} and", "means {value!r} {unit} and"),
    ("parameters.yaml", "means {value} {unit} and", "means {unit} and"),
    ("parameters.yaml", "means {value} {unit} and", "means {value and"),
    ("facts.yaml", "  - {id: loaf, title: The loaf}", "  - {id: Loaf, title: The loaf}"),
    ("facts.yaml", "  - {id: loaf, title: The loaf}", "  - {id: loaf, titel: The loaf}"),
    ("facts.yaml", "    type: whole_number\n", "    type: whole\n"),
    ("facts.yaml", "    type: whole_number\n", "    type: choice\n"),
    ("facts.yaml", "    none: Nothing bad is in the dough.\n", ""),
    ("facts.yaml", "    question: Which flour was it?", "    none: No\n    question: Which?"),
    ("facts.yaml", "{label: wheat, says: It was wheat.}", "{says: It was wheat.}"),
    ("facts.yaml", "      no: {says: The dough rose.}\n", ""),
    ("facts.yaml", "no: {says: The dough rose.}", "maybe: {says: The dough rose.}"),
    ("facts.yaml", "says: The yeast is {value} days old.", "says: The yeast is old."),
    ("facts.yaml", "help: Look at the bag.", "help: 12"),
    ("causes.yaml", "      conflict: Your answers about the cold do not fit together.\n", ""),
    ("causes.yaml", "  several: More than one reason fits.\n", "  several: true\n"),
    ("rules/scope.yaml", "silent: yes", "silent: perhaps"),
    ("rules/cold.yaml", "below: cold_limit", "below: 18.5"),
    ("rules/cold.yaml", "        at_least: cold_limit\n", "        at_leats: cold_limit\n"),
    ("rules/cold.yaml", "  - {state: gas_missing}", "  - {state: gas_missing, is: yes}"),
    ("rules/cold.yaml", "{against: cold_dough}", "{against: cold_dough, cause: cold_dough}"),
    ("rules/cold.yaml", "{against: cold_dough}", "{}"),
    ("rules/cold.yaml", "{against: cold_dough}", "{speaks_for: cold_dough}"),
    ("rules/cold.yaml", "{cause: cold_dough}", "{cause: cold_dough, bears_on: [cold_dough]}"),
    ("rules/cold.yaml", "    hedge: may\n", "    hedge: may\n    hedges: can\n"),
    (
        "rules/cold.yaml",
        "    says: The kitchen was warm.",
        "    reservation: But.\n    says: Warm.",
    ),
    ("rules/cold.yaml", "        says: It was under {cold_limit} degrees.\n", ""),
    ("rules/cold.yaml", "under {cold_limit} degrees", "under {} degrees"),
    ("rules/yeast.yaml", "includes: salt", "includes: [salt]"),
    ("rules/yeast.yaml", "empty: yes", "empty: none"),
    ("rules/yeast.yaml", "      P2.S1: Old yeast\n", "      - P2.S1\n"),
    ("rules/beside.yaml", "one_of: [rye, mixed]", "one_of: rye"),
    ("rules/beside.yaml", "one_of: [rye, mixed]", "one_of: []"),
    ("rules/beside.yaml", "bears_on: [weak_yeast, cold_dough]", "bears_on: weak_yeast"),
    ("advice.yaml", "    caution: Keep it away from fire.\n", "    caution:\n"),
    ("advice.yaml", "    cites:\n      P4.S1: One should use fresh yeast\n", "    cites: {}\n"),
    ("remarks.yaml", "with: answer", "with: everything"),
    ("remarks.yaml", "P4.S4: It is", "p4.S4: It is"),
    ("safety.yaml", "{level: urgent, source", "{level: not_told, source"),
    ("safety.yaml", "  not_told:\n", "  nobody:\n"),
    ("safety.yaml", "notice:\n", "notice: nothing\nmore:\n"),
]


@pytest.mark.parametrize(("file", "old", "new"), SHAPES)
def test_both_refuse_what_is_misshapen(bread: Bread, file: str, old: str, new: str) -> None:
    bread.replace(file, old, new)
    assert bread.problems() != []
    assert complaints(kind_of(Path(file)), newer(bread.text(file))) != []


NAMES = [
    ("facts.yaml", "group: kitchen\n    type: number", "group: kitchn\n    type: number"),
    ("facts.yaml", "P2.S1: Old yeast makes", "P2.S9: Old yeast makes"),
    ("rules/cold.yaml", "topic: cold_dough", "topic: cold_doug"),
    ("rules/cold.yaml", "- {state: gas_missing}", "- {state: gas_missed}"),
    ("rules/cold.yaml", "below: cold_limit", "below: cold_limits"),
    ("rules/cold.yaml", "under {cold_limit} degrees", "under {old_limit} degrees"),
    ("rules/cold.yaml", "{against: cold_dough}", "{against: warm_dough}"),
    ("rules/cold.yaml", "P3.S1: in a cold kitchen", "P3.S7: in a cold kitchen"),
    ("rules/cold.yaml", "        below: cold_limit\n", "        is: yes\n"),
    ("rules/scope.yaml", "{fact: stayed_flat, is: no}", "{fact: stayed_falt, is: no}"),
    ("rules/scope.yaml", "{fact: stayed_flat, is: no}", "{fact: stayed_flat, is: never}"),
    ("rules/scope.yaml", "{fact: stayed_flat, is: no}", "{fact: dangers, includes: glass}"),
    ("rules/scope.yaml", "{out_of_scope: no_bread}", "{out_of_scope: bread}"),
    ("rules/scope.yaml", "is: none", "is: yes"),
    ("rules/yeast.yaml", "includes: salt", "includes: pepper"),
    ("rules/yeast.yaml", "includes: salt", "is: salt"),
    ("rules/beside.yaml", "one_of: [rye, mixed]", "one_of: [rye, oats]"),
    ("rules/beside.yaml", "one_of: [rye, mixed]", "at_least: old_after"),
    ("rules/beside.yaml", "reported_by: flat_where", "reported_by: where"),
    ("rules/beside.yaml", "reported_by: flat_where", "reported_by: dangers"),
    ("rules/beside.yaml", "{expects: bottom}", "{expects: side}"),
    ("rules/beside.yaml", "{factor: winter}", "{factor: wintr}"),
    ("rules/beside.yaml", "{advice: fresh_yeast}", "{advice: old_yeast}"),
    ("rules/beside.yaml", "bears_on: [weak_yeast, cold_dough]", "bears_on: [weak_yeast, cold]"),
    ("remarks.yaml", "P4.S4: It is", "P4.S9: It is"),
    ("safety.yaml", "fact: dangers", "fact: foam"),
    ("safety.yaml", "beside: weak_yeast", "beside: strong_yeast"),
    ("safety.yaml", "  mould: {level: urgent, source: Common sense}\n", ""),
    ("safety.yaml", "  mould: {level", "  moulds: {level"),
]


@pytest.mark.parametrize(("file", "old", "new"), NAMES)
def test_with_names_both_refuse_what_nobody_declares(
    bread: Bread, file: str, old: str, new: str
) -> None:
    kind = kind_of(Path(file))
    bread.replace(file, old, new)
    assert bread.problems() != []
    for read in (newer, older):
        assert complaints(kind, read(bread.text(file)), KNOWLEDGE) != []
    assert complaints(kind, newer(bread.text(file))) == []  # without names it cannot know


def test_names_come_with_what_they_say() -> None:
    definitions = file_schema("rules", KNOWLEDGE)["definitions"]
    assert definitions["state"] == {
        "description": "The id of a state.",
        "type": "string",
        "enum": ["yeast_tired", "gas_missing", "dough_slow"],
        "enumDescriptions": ["The yeast is tired.", "Gas is missing.", "The dough is slow."],
    }
    assert definitions["fact_with_includes"]["enum"] == ["added"]
    cites = definitions["cites"]["properties"]
    assert cites["P2.S3"]["description"] == "Salt can slow yeast down."
    [foam] = [
        each["then"]["properties"]["is"]
        for each in definitions["values_of_facts"]["allOf"]
        if each["if"]["properties"]["fact"]["const"] == "foam"
    ]
    assert foam["enum"] == ["yes", "no", True, False]


def test_a_knowledge_base_without_some_things_has_schemas_too() -> None:
    numbers = tuple(fact for fact in KNOWLEDGE.facts if not fact.options)
    bare = msgspec.structs.replace(
        KNOWLEDGE,
        facts=numbers,
        parameters=(),
        states=(),
        safety=legspasm.model.Safety(),
        place=legspasm.model.PlaceDefinition(),
    )
    for kind in FILE_KINDS:
        jsonschema.Draft7Validator.check_schema(file_schema(kind, bare))
    definitions = file_schema("rules", bare)["definitions"]
    assert definitions["state"]["enum"] == definitions["place"]["enum"] == []
    assert re.search(definitions["with_parameters"]["pattern"], "It is {cold_limit}.") is None
    assert re.search(definitions["with_parameters"]["pattern"], "It is {{so}}.")
    assert "enum" not in definitions["values_of_facts"]
    assert (
        file_schema("safety", bare)["definitions"]["flags"]
        == (file_schema("safety")["definitions"]["flags"])
    )


def entries(data: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a file that has an id or a name, deepest last."""
    if isinstance(data, dict):
        if "id" in data or "question" in data:
            yield data
        for each in data.values():
            yield from entries(each)
    elif isinstance(data, list):
        for each in data:
            yield from entries(each)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_a_check_finds_may_be_allowed_wherever_something_is_declared(folder: Path) -> None:
    for file in sorted(folder.rglob("*.yaml")):
        kind = kind_of(file)
        data = newer(file.read_text(encoding="utf-8"))
        found = list(entries(data))
        for each in found:
            each["allow"] = {"some_code": "It is meant to be so."}
        assert (complaints(kind, data) == []) == (kind not in {"safety", "scenarios"})
        for each in found:
            each["allow"] = {"some_code": ""}
        assert (complaints(kind, data) == []) == (not found)


def forbidden(**changed: Any) -> Any:
    entry = {
        "id": "signs_say_nothing",
        "from": {"fact": "dangers"},
        "to": [{"cause": "weak_yeast"}, {"against": "weak_yeast"}, {"state": "gas_missing"}],
        "says": "Signs are no evidence.",
        **changed,
    }
    return {"forbidden": [entry]}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"from": {"state": "gas_missing"}},
        {"to": [{"conflict": "cold_dough"}, {"factor": "rye"}]},
        {"cites": {"P4.S3": "Cold stops yeast"}},
    ],
)
def test_what_must_not_lead_to_what_may_be_said(changed: Any) -> None:
    for knowledge in (None, KNOWLEDGE):
        assert complaints("remarks", forbidden(**changed), knowledge) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"from": {"fact": "dangers", "state": "gas_missing"}},
        {"from": {"cause": "weak_yeast"}},
        {"to": []},
        {"to": {"cause": "weak_yeast"}},
        {"to": [{"scope": "no_bread"}]},
        {"says": 7},
        {"cites": ["P4.S3"]},
        {"why": "Because."},
    ],
)
def test_what_must_not_lead_to_what_is_said_in_one_way(changed: Any) -> None:
    assert complaints("remarks", forbidden(**changed)) != []


def test_a_knowledge_base_may_name_its_scenarios() -> None:
    data = newer((BREAD / "knowledge.yaml").read_text(encoding="utf-8"))
    data["files"]["scenarios"] = ["scenarios.yaml"]
    assert complaints("knowledge", data) == []
    data["files"]["scenarios"] = []
    assert complaints("knowledge", data) != []
