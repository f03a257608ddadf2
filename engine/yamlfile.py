"""YAML with its positions: the one door to PyYAML.

YAML guesses types: ``no`` becomes False, ``1.0`` a number, ``on`` True. Here nothing is guessed.
A scalar stays the characters that were written, with the place where they stand, and whoever reads
it says what it must be (``entry.py``, for knowledge files). For a person's facts there is
:func:`plain_data`, by the rules of YAML 1.2 (``true``, ``false``, ``null``, numbers). And for what
is written anew there is :func:`in_quotes`.

Nodes are put together from libyaml's events one by one, never recursively: deep nesting cannot
overflow the stack. Anchors and aliases are refused, since they let a small file unfold into a
huge one and hide where a value stands.
"""

import math
import re
from typing import Any, Literal

import msgspec
import yaml
from legspasm.errors import Problem, problem, shown

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 50
_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says where it has a limit of its own and meets it, reading ahead, before ours."""
_WHOLE = re.compile(r"[-+]?[0-9]{1,30}")
_NUMBER = re.compile(r"[-+]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][-+]?[0-9]{1,3})?")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}


class Node(msgspec.Struct, frozen=True):
    """A scalar, a list or a mapping, and where it begins (``file:line:column``, from 1).

    ``text`` and ``quoted`` are a scalar's; ``items`` are a list's members, or a mapping's keys
    and values in turn.
    """

    kind: Literal["scalar", "list", "mapping"]
    place: str
    line: int
    text: str = ""
    quoted: bool = False
    items: "tuple[Node, ...]" = ()

    @property
    def pairs(self) -> "list[tuple[Node, Node]]":
        """A mapping's keys with their values."""
        return list(zip(self.items[::2], self.items[1::2], strict=True))


def parse(text: str, file: str, problems: list[Problem]) -> Node | None:
    """The root node of ``text``, or None with its problems told.

    Refused: broken YAML, an empty file, several documents, a key twice, keys that are not plain
    names, anchors and aliases, deep nesting.
    """
    before = len(problems)
    try:
        root = _compose(text, file, problems)
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP:
            problems.append(problem("file_too_deep", file))
            return None
        mark = error.problem_mark or error.context_mark
        place = file if mark is None else f"{file}:{mark.line + 1}:{mark.column + 1}"
        problems.append(problem("yaml_broken", place, why=error.problem or error.context or ""))
        return None
    except yaml.YAMLError as error:
        problems.append(problem("yaml_broken", file, why=str(error).splitlines()[0]))
        return None
    if root is None and len(problems) == before:
        problems.append(problem("file_empty", file))
    return root if len(problems) == before else None


def plain(node: Node) -> object:
    """A scalar by the rules of YAML 1.2 (None, bool, int, float, str); in quotes it is text."""
    text = node.text
    if node.quoted:
        return text
    if text in _NULLS:
        return None
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def in_quotes(text: str) -> str:
    """``text`` as a scalar in double quotes, on one line: read back, it is the same characters.

    Takes whatever UTF-8 can hold.
    """
    return f'"{"".join(map(_escaped, text))}"'


def plain_data(text: str, file: str, problems: list[Problem]) -> object:
    """``text`` as Python data (None, bool, int, float, str, list, dict), or None with problems."""
    node = parse(text, file, problems)
    return None if node is None else data_of(node)


def data_of(node: Node) -> object:
    """A node as Python data, by the same rules."""
    if node.kind == "list":
        return [data_of(item) for item in node.items]
    if node.kind == "mapping":
        return {key.text: data_of(value) for key, value in node.pairs}
    return plain(node)


def _escaped(character: str) -> str:
    if character in '\\"':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _compose(text: str, file: str, problems: list[Problem]) -> Node | None:
    """The first document's root. What is wrong beyond broken YAML is told in ``problems``."""
    root: Node | None = None
    waiting: list[tuple[Any, list[Node]]] = []
    event: Any
    for event in yaml.parse(text, Loader=_LOADER):
        place, line = _place(event, file), event.start_mark.line + 1
        if getattr(event, "anchor", None) is not None:
            problems.append(problem("yaml_alias", place))
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            problems.append(problem("yaml_documents", place))
            return root
        if isinstance(event, yaml.CollectionStartEvent):
            waiting.append((event, []))
            if len(waiting) > _MAX_DEPTH:
                problems.append(problem("file_too_deep", file))
                return None
            continue
        if isinstance(event, yaml.ScalarEvent):
            node = Node("scalar", place, line, text=event.value, quoted=bool(event.style))
        elif isinstance(event, yaml.CollectionEndEvent):
            node = _closed(*waiting.pop(), file, problems)
        elif isinstance(event, yaml.AliasEvent):
            node = Node("scalar", place, line, text=f"*{event.anchor}")
        else:
            continue
        if waiting:
            waiting[-1][1].append(node)
        else:
            root = node
    return root


def _closed(start: Any, items: list[Node], file: str, problems: list[Problem]) -> Node:
    kind: Literal["list", "mapping"]
    kind = "mapping" if isinstance(start, yaml.MappingStartEvent) else "list"
    node = Node(kind, _place(start, file), start.start_mark.line + 1, items=tuple(items))
    seen: set[str] = set()
    for key, _ in node.pairs if kind == "mapping" else ():
        if key.kind != "scalar":
            problems.append(problem("yaml_key", key.place))
        elif key.text in seen:
            problems.append(problem("key_twice", key.place, name=shown(key.text)))
        else:
            seen.add(key.text)
    return node


def _place(event: Any, file: str) -> str:
    return f"{file}:{event.start_mark.line + 1}:{event.start_mark.column + 1}"
