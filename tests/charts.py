"""Graphs in the languages of other programs, read back by somebody else's reading."""

import re

import pydot
import pytest

# pydot calls its parser by names that the parser would rather not be called by any more.
READS_DOT = pytest.mark.filterwarnings("ignore:.* deprecated - use:DeprecationWarning")

_ID = r"[a-z]+_[0-9]+"
_LABEL = r'"(?:[\w ().,:=]|\x23[0-9]+;|<br/>)*"'
_SHAPES = "|".join(
    re.escape(opening) + _LABEL + re.escape(closing)
    for opening, closing in [
        ("[", "]"),
        ("[[", "]]"),
        ("(", ")"),
        ("{{", "}}"),
        ("[/", "/]"),
        ("[(", ")]"),
        ("([", "])"),
        (">", "]"),
    ]
)
_MERMAID = {
    "head": r"flowchart LR",
    "comment": r"%% (?:[\w ().,:=]|\x23[0-9]+;)*",
    "box": rf"  (?P<box>{_ID})(?:{_SHAPES})",
    "arrow": rf"  (?P<source>{_ID}) (?:-->|(?:-\.->|--x)\|{_LABEL}\|) (?P<target>{_ID})",
}


def read_mermaid(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The boxes and arrows of a text that may hold nothing but these lines."""
    head, comment, *lines = text.removesuffix("\n").split("\n")
    assert re.fullmatch(_MERMAID["head"], head)
    assert re.fullmatch(_MERMAID["comment"], comment)
    boxes, arrows = [], []
    for line in lines:
        if found := re.fullmatch(_MERMAID["box"], line):
            assert not arrows
            boxes.append(found["box"])
        else:
            found = re.fullmatch(_MERMAID["arrow"], line)
            assert found, line
            arrows.append((found["source"], found["target"]))
    return boxes, sorted(arrows)


def read_dot(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    graphs = pydot.graph_from_dot_data(text)
    assert graphs is not None
    [graph] = graphs
    nodes = [node.get_name() for node in graph.get_nodes()]
    assert nodes[:1] == ["graph"]  # that is how it tells of the attributes of all
    arrows = [(edge.get_source(), edge.get_destination()) for edge in graph.get_edges()]
    return [name for name in nodes if name not in {"graph", "node", "edge"}], sorted(arrows)
