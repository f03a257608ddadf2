"""YAML with its positions: the one door to PyYAML.

YAML guesses types: ``no`` becomes False, ``1.0`` a number, ``on`` True. Here nothing is guessed.
A scalar stays the characters that were written, and whoever reads it says what it must be; a
value of another type is a problem with file, line and column. Problems are collected, not
raised, so that one pass over the files tells them all. Anchors and aliases are refused: they
let a small file unfold into a huge one, and hide where a value stands.

:class:`Entry` is a mapping of a knowledge file while it is being read; :func:`plain_data` turns
a whole file into Python data by the rules of YAML 1.2 (``true``, ``false``, ``null``, numbers).
"""

import math
import re
from collections.abc import Iterator
from typing import Any, Self

import yaml
from legspasm.errors import Problem, message, problem, shown, unknown_name

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[-+]?[0-9]{1,30}")
_NUMBER = re.compile(r"[-+]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][-+]?[0-9]{1,3})?")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_NOT_TEXT = re.compile(r"yes|no|on|off", re.IGNORECASE)


class Entry:
    """A mapping node being read: each key is asked for once, and :meth:`close` finds the rest."""

    def __init__(self, node: yaml.Node, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.line: int = node.start_mark.line + 1
        self.place = _place(node, file)
        self.problems = problems
        self._asked: list[str] = []
        self._nodes: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        if isinstance(node, yaml.MappingNode):
            self._nodes = {str(key.value): (key, value) for key, value in node.value}
        else:
            self._complain(node, "a_mapping")

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def text(self, key: str, *, optional: bool = False) -> str:
        """Words for people. A bare number, ``yes``, ``no`` … has to be put in quotes."""
        node = self._find(key, optional)
        return "" if node is None else self._text(node)

    def word(self, key: str, *, optional: bool = False) -> str:
        """A name, as it is written: an id, an allowed value, a file."""
        node = self._scalar(key, "a_name", optional)
        if node is not None and node.value == "":
            self._complain(node, "a_name")
        return "" if node is None else str(node.value)

    def words(self, key: str, *, optional: bool = False) -> list[str]:
        """A list of names."""
        found = []
        for node in self._sequence(key, optional):
            if isinstance(node, yaml.ScalarNode) and node.value:
                found.append(str(node.value))
            else:
                self._complain(node, "a_name")
        return found

    def texts(self, key: str, *, optional: bool = False) -> list[str]:
        """A list of words for people."""
        return [self._text(node) for node in self._sequence(key, optional)]

    def number(self, key: str) -> int | float:
        """A number, written without quotes."""
        node = self._scalar(key, "a_number", False)
        if node is None:
            return 0
        value = _plain(node)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._complain(node, "a_number")
            return 0
        return value

    def flag(self, key: str) -> bool:
        """``yes`` or ``no`` (``true`` or ``false``); False where it is left out."""
        node = self._scalar(key, "yes_or_no", optional=True)
        if node is None:
            return False
        if node.value not in {"yes", "no", "true", "false"}:
            self._complain(node, "yes_or_no")
        return node.value in {"yes", "true"}

    def entry(self, key: str) -> Self | None:
        """The mapping under ``key``; None, with a problem, where it is missing."""
        node = self._find(key, optional=False)
        return None if node is None else type(self)(node, self.file, self.problems)

    def entries(self, key: str, *, optional: bool = False) -> list[Self]:
        """The mappings of the list under ``key``."""
        return [
            type(self)(node, self.file, self.problems) for node in self._sequence(key, optional)
        ]

    def pairs(self, key: str, *, optional: bool = False) -> Iterator[tuple[str, str, Self]]:
        """Under ``key`` a mapping: each of its keys, its place, and a one-key entry to read it."""
        node = self._find(key, optional)
        if node is None:
            return
        inner = type(self)(node, self.file, self.problems)
        for name, (key_node, _) in inner._nodes.items():
            yield name, _place(key_node, self.file), inner

    def close(self) -> None:
        """Tell every key that was never asked for, with the nearest that was."""
        for key, (node, _) in self._nodes.items():
            if key not in self._asked:
                place = _place(node, self.file)
                self.problems.append(unknown_name("key_unknown", place, key, self._asked))

    def _find(self, key: str, optional: bool) -> yaml.Node | None:
        self._asked.append(key)
        if key in self._nodes:
            return self._nodes[key][1]
        if not optional:
            self.problems.append(problem("key_missing", self.place, key=key))
        return None

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._complain(node, "text")
        elif not node.style and (
            not isinstance(_plain(node), str) or _NOT_TEXT.fullmatch(node.value)
        ):
            self._complain(node, "text_in_quotes")
        else:
            return str(node.value)
        return ""

    def _scalar(self, key: str, wanted: str, optional: bool) -> yaml.ScalarNode | None:
        node = self._find(key, optional)
        if node is None or isinstance(node, yaml.ScalarNode):
            return node
        self._complain(node, wanted)
        return None

    def _sequence(self, key: str, optional: bool) -> list[yaml.Node]:
        node = self._find(key, optional)
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self._complain(node, "a_list")
        return []

    def _complain(self, node: yaml.Node, wanted: str) -> None:
        self.problems.append(
            problem(f"expected_{wanted}", _place(node, self.file), got=_described(node))
        )


def parse(text: str, file: str, problems: list[Problem]) -> yaml.Node | None:
    """The root node of ``text``, or None with its problems told.

    Refused: broken YAML, an empty file, several documents, duplicate keys, keys that are not
    plain names, anchors and aliases, nesting deeper than Python can follow.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = file if mark is None else f"{file}:{mark.line + 1}:{mark.column + 1}"
        problems.append(problem("yaml_broken", place, why=error.problem or error.context or ""))
        return None
    except yaml.YAMLError as error:
        problems.append(problem("yaml_broken", file, why=str(error).splitlines()[0]))
        return None
    except RecursionError:
        problems.append(problem("file_too_deep", file))
        return None
    if node is None:
        problems.append(problem("file_empty", file))
        return None
    return node if _is_plain_tree(node, file, problems) else None


def plain_data(text: str, file: str, problems: list[Problem]) -> object:
    """``text`` as Python data (None, bool, int, float, str, list, dict), or None with problems."""
    node = parse(text, file, problems)
    return None if node is None else _data(node)


def _is_plain_tree(root: yaml.Node, file: str, problems: list[Problem]) -> bool:
    before = len(problems)
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            problems.append(problem("yaml_alias", _place(node, file)))
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(reversed(node.value))
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    problems.append(problem("yaml_key", _place(key, file)))
                elif key.value in keys:
                    name = shown(key.value)
                    problems.append(problem("key_twice", _place(key, file), name=name))
                else:
                    keys.add(key.value)
                waiting.append(value)
    return len(problems) == before


def _data(node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_data(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _data(value) for key, value in node.value}
    return _plain(node)


def _plain(node: yaml.Node) -> object:
    """A scalar by the rules of YAML 1.2; in quotes it is always text."""
    text = str(node.value)
    if isinstance(node, yaml.ScalarNode) and node.style:
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


def _place(node: yaml.Node, file: str) -> str:
    return f"{file}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"


def _described(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return shown(node.value) if node.value else message("values", "nothing")
    return message("values", "list" if isinstance(node, yaml.SequenceNode) else "mapping")
