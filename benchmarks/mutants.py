"""Knowledge files as trees that can be changed in one place: what the operators work on.

A tree is PyYAML's own, with the place of every node. A mutant is written from the tree after the
change; comments are lost and nothing else, which the operator ``untouched`` shows.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec
import yaml
from legspasm.model import Knowledge
from legspasm.reader import load_knowledge

Change: TypeAlias = tuple[yaml.Node, object]
"""A node, and what it holds instead: the characters of a scalar, or other nodes."""


class Mutant(msgspec.Struct, frozen=True):
    """Knowledge with one defect: ``files`` holds the whole new text of each file that differs."""

    operator: str
    file: str
    line: int
    part: str
    what: str
    files: dict[str, str]


class Spot(msgspec.Struct, frozen=True, eq=False):
    """A value in a file. ``part`` is the way to it, by keys and ids: ``rules/no_injury/says``."""

    file: "Source"
    part: str
    node: yaml.Node
    key: yaml.Node | None = None
    holder: "Spot | None" = None

    @property
    def line(self) -> int:
        """The line on which its key, or else it, stands."""
        return (self.key or self.node).start_mark.line + 1

    @property
    def text(self) -> str:
        """The characters of a scalar; everything else as it would stand on one line."""
        if isinstance(self.node, yaml.ScalarNode):
            return str(self.node.value)
        return _on_one_line(self.node)

    def beside(self, name: str) -> yaml.Node | None:
        """The value under another key of the mapping that this one stands in."""
        return None if self.holder is None else self.holder.under(name)

    def under(self, name: str) -> yaml.Node | None:
        """The value under a key of this mapping."""
        pairs = self.node.value if isinstance(self.node, yaml.MappingNode) else []
        return next((value for key, value in pairs if key.value == name), None)

    def without(self) -> Change:
        """What drops it, and whatever would be empty then."""
        assert self.holder is not None
        held = self.holder.node
        left = [
            each
            for each in held.value
            if (each[1] if isinstance(each, tuple) else each) is not self.node
        ]
        return self.holder.without() if not left and self.holder.holder else (held, left)


class Source(msgspec.Struct, frozen=True, eq=False):
    """A YAML file of a knowledge base."""

    name: str
    root: yaml.Node

    def spots(self) -> Iterator[Spot]:
        """Every value in it, from the outside in."""
        waiting = [Spot(self, "", self.root)]
        for spot in waiting:  # grows while it is gone through
            if spot.part:
                yield spot
            waiting += _inside(spot)

    def written(self, *changes: Change) -> str:
        """The file with these changes."""
        before = [(node, node.value) for node, _ in changes]
        try:
            for node, value in changes:
                node.value = value
            return yaml.serialize(
                self.root, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10**6
            )
        finally:
            for node, value in before:
                node.value = value


class Base:
    """The unchanged knowledge base in a folder: as files, and as it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.knowledge: Knowledge = load_knowledge(folder)
        files = sorted(folder.rglob("*.yaml"))
        self.sources = [
            Source(
                file.relative_to(folder).as_posix(),
                yaml.compose(file.read_text("utf-8"), Loader=yaml.CSafeLoader),
            )
            for file in files
        ]
        self._spots = [spot for source in self.sources for spot in source.spots()]

    def at(self, pattern: str) -> list[Spot]:
        """The spots whose way matches: ``*`` is any one step, ``(a|b)`` one of these."""
        wanted = re.compile(pattern.replace("*", "[^/]+"))
        return [spot for spot in self._spots if wanted.fullmatch(spot.part)]

    def texts(self) -> list[Spot]:
        """What is written for people, quotes left out."""
        return [
            spot
            for pattern in TEXTS
            for spot in self.at(pattern)
            if isinstance(spot.node, yaml.ScalarNode)
        ]


TEXTS = (
    "(rules|states|scopes|factors|notes|tensions|forbidden|parameters)/*/says",
    "rules/*/(reservation|hedge|remark)",
    "rules/*/(when|unless)/*/says",
    "(factors|groups|causes|advice)/*/title",
    "causes/*/says/*",
    "answers/*",
    "place/says/*",
    "advice/*/(says|general|caution)",
    "facts/*/(question|help|why|unknown|says|none|unit)",
    "facts/*/values/*/(label|says)",
    "parameters/*/(unit|source)",
    "background/*",
    "levels/*/(title|says)",
    "flags/*/source",
    "always/*/(says|source)",
    "notice/*",
)

Operator: TypeAlias = Callable[[Base], Iterator[Mutant]]
OPERATORS: dict[str, Operator] = {}
"""By name, in the order in which they are told."""


def operator(function: Operator) -> Operator:
    """Make ``function`` one of the operators, under its own name."""
    OPERATORS[function.__name__] = function
    return function


def mutant(
    name: str, spot: Spot, what: str, *changes: Change, also: Mapping[str, str] = {}
) -> Mutant:
    """The mutant of operator ``name`` at ``spot`` with these changes of its file."""
    files = {spot.file.name: spot.file.written(*changes), **also}
    return Mutant(name, spot.file.name, spot.line, spot.part, what, files)


def scalar(text: str) -> yaml.ScalarNode:
    """A new scalar."""
    resolver = yaml.SafeLoader("")
    return yaml.ScalarNode(resolver.resolve(yaml.ScalarNode, text, (True, False)), text)


def sequence(nodes: list[yaml.Node]) -> yaml.SequenceNode:
    """A new list."""
    return yaml.SequenceNode("tag:yaml.org,2002:seq", nodes, flow_style=False)


def with_keys(
    mapping: yaml.Node, values: Mapping[str, yaml.Node | None]
) -> list[tuple[yaml.Node, yaml.Node]]:
    """The pairs of a mapping with other values under these keys; None takes a key out."""
    pairs = [(key, values.get(key.value, value)) for key, value in mapping.value]
    held = {key.value for key, _ in pairs}
    pairs += [(scalar(key), value) for key, value in values.items() if key not in held]
    return [(key, value) for key, value in pairs if value is not None]


def _inside(spot: Spot) -> Iterator[Spot]:
    prefix = f"{spot.part}/" if spot.part else ""
    if isinstance(spot.node, yaml.MappingNode):
        for key, value in spot.node.value:
            yield Spot(spot.file, f"{prefix}{key.value}", value, key, spot)
    elif isinstance(spot.node, yaml.SequenceNode):
        for at, value in enumerate(spot.node.value):
            inner = Spot(spot.file, "", value)
            name = inner.under("id") or inner.under("name")
            yield Spot(spot.file, f"{prefix}{name.value if name else at}", value, None, spot)


def _on_one_line(node: yaml.Node) -> str:
    flat = copy.deepcopy(node)
    if isinstance(flat, yaml.CollectionNode):
        flat.flow_style = True
    text: str = yaml.serialize(flat, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10**6)
    return " ".join(text.split())
