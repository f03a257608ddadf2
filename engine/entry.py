"""A mapping of a knowledge file while it is being read.

Each key is asked for once, with what it must be: words for people, a name, a number, yes or no, a
list, another mapping. What is something else, is missing, or was never asked for is a problem with
file, line and column. Problems are collected, not raised, so that one pass over the files tells
them all.
"""

import re
from typing import Self

from legspasm.errors import Problem, message, problem, shown, unknown_name
from legspasm.yamlfile import Node, data_of, plain

_LIMIT = 2**53
"""Whole numbers below it are exact in JSON everywhere (RFC 7493, section 2.2)."""
_NOT_TEXT = re.compile(r"yes|no|on|off", re.IGNORECASE)


class Entry:
    """A mapping node being read: each key is asked for once, and :meth:`close` finds the rest.

    ``is_mapping`` is False, and a problem told, where the node is something else.
    """

    def __init__(self, node: Node, problems: list[Problem]) -> None:
        self.line = node.line
        self.place = node.place
        self.problems = problems
        self._asked: list[str] = []
        self._nodes: dict[str, tuple[Node, Node]] = {}
        self.is_mapping = node.kind == "mapping"
        if self.is_mapping:
            self._nodes = {key.text: (key, value) for key, value in node.pairs}
        else:
            self._complain(node, "a_mapping")

    def __contains__(self, key: str) -> bool:
        self._asked.append(key)
        return key in self._nodes

    def text(self, key: str, *, optional: bool = False) -> str:
        """Words for people. A bare number, ``yes``, ``no`` … has to be put in quotes."""
        node = self._find(key, optional)
        return "" if node is None else self._text(node)

    def word(self, key: str, *, optional: bool = False) -> str:
        """A name, as it is written: an id, an allowed value, a file."""
        node = self._scalar(key, "a_name", optional)
        if node is not None and node.text == "":
            self._complain(node, "a_name")
        return "" if node is None else node.text

    def words(self, key: str, *, optional: bool = False) -> list[str]:
        """A list of names."""
        return [name for name, _ in self.placed_words(key, optional=optional)]

    def placed_words(self, key: str, *, optional: bool = False) -> list[tuple[str, str]]:
        """A list of names, each with its place."""
        found = []
        for node in self._sequence(key, optional):
            if node.kind == "scalar" and node.text:
                found.append((node.text, node.place))
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
        value = plain(node)
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) >= _LIMIT:
            self._complain(node, "a_number")
            return 0
        return value

    def flag(self, key: str) -> bool:
        """``yes`` or ``no`` (``true`` or ``false``); False where it is left out."""
        node = self._scalar(key, "yes_or_no", optional=True)
        if node is None:
            return False
        if node.text not in {"yes", "no", "true", "false"}:
            self._complain(node, "yes_or_no")
        return node.text in {"yes", "true"}

    def entry(self, key: str) -> Self | None:
        """The mapping under ``key``; None, with a problem, where it is missing."""
        node = self._find(key, optional=False)
        return None if node is None else type(self)(node, self.problems)

    def entries(self, key: str, *, optional: bool = False) -> list[Self]:
        """The mappings of the list under ``key``."""
        return [type(self)(node, self.problems) for node in self._sequence(key, optional)]

    def texts_by_name(self, key: str, *, optional: bool = False) -> list[tuple[str, str, str]]:
        """Under ``key`` a mapping from names to words: name, its place, words."""
        inner = self._named(key, optional)
        return [(name, node.place, inner.text(name)) for name, (node, _) in inner._nodes.items()]

    def entries_by_name(self, key: str) -> list[tuple[str, str, Self]]:
        """Under ``key`` a mapping from names to mappings: name, its place, mapping."""
        inner = self._named(key, optional=False)
        return [
            (name, node.place, type(self)(value, self.problems))
            for name, (node, value) in inner._nodes.items()
        ]

    def words_by_name(self, key: str) -> list[tuple[str, str, str]]:
        """Under ``key`` a mapping, which may be left out, from names to names; with places."""
        inner = self._named(key, optional=True)
        return [(name, node.place, inner.word(name)) for name, (node, _) in inner._nodes.items()]

    def lists_by_name(self, key: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Under ``key`` a mapping, which may be left out, from names to lists of placed names."""
        inner = self._named(key, optional=True)
        return [
            (name, node.place, inner.placed_words(name, optional=True))
            for name, (node, _) in inner._nodes.items()
        ]

    def data_by_name(self, key: str) -> list[tuple[str, str, object]]:
        """Under ``key`` a mapping, which may be empty, from names to plain data; with places."""
        inner = self._named(key, optional=key in self)
        return [(name, node.place, data_of(value)) for name, (node, value) in inner._nodes.items()]

    def place_of(self, key: str) -> str:
        """Where ``key`` stands; the place of the whole mapping where it does not."""
        return self._nodes[key][0].place if key in self._nodes else self.place

    def close(self) -> None:
        """Tell every key that was never asked for, with the nearest that was."""
        for key, (node, _) in self._nodes.items():
            if key not in self._asked:
                self.problems.append(unknown_name("key_unknown", node.place, key, self._asked))

    def _named(self, key: str, optional: bool) -> Self:
        node = self._find(key, optional)
        if node is None:
            return type(self)(Node("mapping", self.place, self.line), self.problems)
        inner = type(self)(node, self.problems)
        if inner.is_mapping and not node.items and not optional:
            self._complain(node, "something")
        for name, (key_node, _) in inner._nodes.items():
            if not name:
                self._complain(key_node, "names")
        return inner

    def _find(self, key: str, optional: bool) -> Node | None:
        self._asked.append(key)
        if key in self._nodes:
            return self._nodes[key][1]
        if not optional and self.is_mapping:
            self.problems.append(problem("key_missing", self.place, key=key))
        return None

    def _text(self, node: Node) -> str:
        if node.kind != "scalar" or (node.quoted and not node.text.strip()):
            self._complain(node, "text")
        elif not isinstance(plain(node), str) or (
            not node.quoted and _NOT_TEXT.fullmatch(node.text)
        ):
            self._complain(node, "text_in_quotes")
        else:
            return node.text
        return ""

    def _scalar(self, key: str, wanted: str, optional: bool) -> Node | None:
        node = self._find(key, optional)
        if node is None or node.kind == "scalar":
            return node
        self._complain(node, wanted)
        return None

    def _sequence(self, key: str, optional: bool) -> tuple[Node, ...]:
        node = self._find(key, optional)
        if node is not None and node.kind != "list":
            self._complain(node, "a_list")
        elif node is not None and not node.items and not optional:
            self._complain(node, "something")
        return node.items if node is not None and node.kind == "list" else ()

    def _complain(self, node: Node, wanted: str) -> None:
        self.problems.append(problem(f"expected_{wanted}", node.place, got=_described(node)))


def _described(node: Node) -> str:
    if node.kind == "scalar":
        return shown(node.text) if node.text else message("values", "nothing")
    return message("values", node.kind)
