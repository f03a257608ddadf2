"""JSON Schemas of the files of a knowledge base, for editors: completion, help and squiggles.

What a file may hold stands in ``shapes.yaml``, once, with what each key means. Here it is written
out in full, in the draft that language servers know best (7). A schema of a knowledge base at hand
knows its names too: facts and their values, states, causes, sentences and so on, each with what it
says. Whether files are right is decided by the readers alone; a schema can only tell it sooner.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from legspasm.errors import Problem
from legspasm.model import FactDefinition, Knowledge
from legspasm.rulebook import OPERATORS
from legspasm.yamlfile import plain_data

FileKind = Literal[
    "knowledge",
    "parameters",
    "facts",
    "causes",
    "rules",
    "advice",
    "remarks",
    "safety",
    "scenarios",
]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)
"""In the order in which the files are read; there may be many of rules, and one of each other."""
Schema = dict[str, Any]
_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_AS_WRITTEN: Final = frozenset({"if", "then", "anyOf", "propertyNames"})
"""Keys under which nothing is required or refused that is not written down."""
_ALSO_READ_AS: Final = {"yes": True, "no": False}
"""What YAML 1.1 makes of these words."""


def file_schema(kind: FileKind, knowledge: Knowledge | None = None) -> Schema:
    """The schema of the files of this kind; with ``knowledge``, its names are the only ones.

    ``title`` and ``description`` say what such a file is for. Always a new value: it is the
    caller's. Raises KeyError for an unknown kind.
    """
    shapes = _shapes()
    names = _names(knowledge) if knowledge is not None else {}
    definitions = {
        name: {"description": shape["description"], **names[name]} if name in names else shape
        for name, shape in shapes["definitions"].items()
    }
    schema = {"$schema": _DRAFT, **_in_full(shapes["files"][kind], definitions)}
    used: Schema = {}
    waiting = [*_references(schema)]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = _in_full(definitions[name], definitions)
            waiting += _references(used[name])
    return schema | {"definitions": {name: used[name] for name in definitions if name in used}}


@cache
def _shapes() -> Mapping[str, Mapping[str, Schema]]:
    file = Path(__file__).with_name("shapes.yaml")
    problems: list[Problem] = []
    shapes = plain_data(file.read_text(encoding="utf-8"), file.name, problems)
    return cast(Mapping[str, Mapping[str, Schema]], shapes)


def _in_full(shape: Any, definitions: Mapping[str, Schema], strict: bool = True) -> Any:
    """A shape, or a part of one, as JSON Schema has it."""
    if isinstance(shape, list):
        return [_in_full(each, definitions, strict) for each in shape]
    if not isinstance(shape, dict):
        return shape
    full: Schema = {}
    for key, value in shape.items():
        if key == "$ref":
            full |= _reference(value, definitions, alone=len(shape) == 1)
        elif key == "properties":
            full[key] = {name: _in_full(each, definitions, strict) for name, each in value.items()}
        elif key != "optional":
            full[key] = _in_full(value, definitions, strict and key not in _AS_WRITTEN)
    if strict and "properties" in shape:
        optional = shape.get("optional", [])
        full["type"] = "object"
        full["required"] = [name for name in shape["properties"] if name not in optional]
        full["additionalProperties"] = False
    if strict and "items" in shape:
        full["type"] = "array"
    return full


def _reference(name: str, definitions: Mapping[str, Schema], *, alone: bool) -> Schema:
    """What refers to a definition. Beside other keys it says its type: editors go by that."""
    reference = {"$ref": f"#/definitions/{name}"}
    if alone:
        return reference
    shape = definitions[name]
    while "$ref" in shape:
        shape = definitions[shape["$ref"]]
    type_ = "object" if "properties" in shape else shape.get("type")
    return {"allOf": [reference]} | ({"type": type_} if type_ else {})


def _references(schema: Any) -> Iterator[str]:
    """The definitions that a schema names."""
    if isinstance(schema, list):
        for each in schema:
            yield from _references(each)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref":
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)


def _names(knowledge: Knowledge) -> dict[str, Schema]:
    """By definition what a knowledge base puts in its place, shortened as ``shapes.yaml`` is."""
    facts = {fact.name: fact for fact in knowledge.facts}
    safety = facts.get(knowledge.safety.fact)
    place = facts.get(knowledge.place.reported_by)
    readable = [fact for fact in knowledge.facts if fact != safety]
    sentences = {each.id: each.text for each in knowledge.source.sentences}
    parameters = "|".join(each.id for each in knowledge.parameters) or "(?!)"
    names = {
        "sentence": _one_of(sentences),
        "cites": _by_name(sentences, "text", optional=True),
        "background": _by_name(sentences, "text", optional=True),
        "group": _one_of({each.id: each.title for each in knowledge.groups}),
        "fact": _one_of_facts(knowledge.facts),
        "readable_fact": _one_of_facts(readable),
        "set_fact": _one_of_facts(fact for fact in knowledge.facts if fact.type == "set"),
        "parameter": _one_of({each.id: each.says for each in knowledge.parameters}),
        "with_parameters": {
            "type": "string",
            "pattern": rf"^(?=[\s\S]*\S)([^{{}}]|\{{\{{|\}}\}}|\{{({parameters})\}})*$",
        },
        "state": _one_of({each.id: each.says for each in knowledge.states}),
        "cause": _one_of({each.id: each.title for each in knowledge.causes}),
        "scope": _one_of({each.id: each.says for each in knowledge.scopes}),
        "factor": _one_of({each.id: each.says for each in knowledge.factors}),
        "advice": _one_of({each.id: each.says for each in knowledge.advice}),
        "citing": _one_of(
            {each.id: each.says for each in knowledge.advice}
            | {each.id: each.says for each in knowledge.factors}
            | {each.id: each.title for each in knowledge.causes}
        ),
        "rule_id": _one_of({each.id: each.says for each in knowledge.rules}),
        "told_facts": {
            "properties": {
                fact.name: {"description": fact.question, **_told(fact)} for fact in knowledge.facts
            },
            "optional": [fact.name for fact in knowledge.facts],
        },
        "place": _one_of(_options(place) if place else {}),
    }
    for operator in {each for fitting in OPERATORS.values() for each in fitting}:
        fitting = (fact for fact in readable if operator in OPERATORS[fact.type])
        names[f"fact_with_{operator}"] = _one_of_facts(fitting)
    if values := [_values_of(fact) for fact in readable if fact.options]:
        names["values_of_facts"] = {"allOf": values}
    if safety:
        names["flags"] = _by_name(_options(safety), "flag", optional=False)
    return names


def _told(fact: FactDefinition) -> Schema:
    """What may be told of a fact, where more than its values may."""
    value = _one_of(_options(fact))
    unknown: Schema = {"enum": ["unknown", None]}
    match fact.type:
        case "yes_no" | "choice":
            return {"anyOf": [value, unknown]}
        case "set":
            none: Schema = {"enum": ["none"]}
            return {"anyOf": [{"type": "array", "items": value}, value, none, unknown]}
        case _:
            return {"anyOf": [{"type": "number"}, unknown]}


def _options(fact: FactDefinition) -> dict[str, str]:
    return {option.id: option.says for option in fact.options}


def _values_of(fact: FactDefinition) -> Schema:
    """A condition on this fact asks for a value of its own."""
    value = _one_of(_options(fact))
    asked: Schema = {each: value for each in ("is", "includes") if each in OPERATORS[fact.type]}
    if "one_of" in OPERATORS[fact.type]:
        asked["one_of"] = {"items": value}
    return {
        "if": {"required": ["fact"], "properties": {"fact": {"const": fact.name}}},
        "then": {"properties": asked},
    }


def _one_of_facts(facts: Iterable[FactDefinition]) -> Schema:
    return _one_of({fact.name: fact.question for fact in facts})


def _one_of(names: Mapping[str, str]) -> Schema:
    """One of the names, each with what it says; editors show that beside it."""
    read = {_ALSO_READ_AS[name]: says for name, says in names.items() if name in _ALSO_READ_AS}
    return {
        "type": ["string", "boolean"] if read else "string",
        "enum": [*names, *read],
        "enumDescriptions": [*names.values(), *read.values()],
    }


def _by_name(names: Mapping[str, str], definition: str, *, optional: bool) -> Schema:
    """A mapping from names, each with what it says, to what a definition says."""
    return {
        "properties": {
            name: {"$ref": definition, "description": says} for name, says in names.items()
        },
        "optional": [*names] if optional else [],
    }
