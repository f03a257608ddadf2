"""A record as a flow chart: what was told, the rules that fired, and what came of it.

What leads to what is data here, with names that no record can choose. Two templates write it down:
one in the DOT language (Graphviz), one in Mermaid's, both with words of the record alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, cast

import msgspec
from legspasm.audit.results import ResultKind, results
from legspasm.body import Body, Firing
from legspasm.model import Conclusion
from legspasm.prose import print_template
from legspasm.stored import StoredRecord

ArrowKind = Literal["leads", "set_aside", "absent"]
_RESULT: Final[dict[str, ResultKind]] = {
    "state": "state",
    "cause": "verdict",
    "against": "verdict",
    "conflict": "verdict",
    "out_of_scope": "scope",
    "factor": "factor",
    "expects": "place",
    "advice": "advice",
}
"""Which kind of result a conclusion speaks of, by its kind."""


class Box(msgspec.Struct, frozen=True):
    """One thing: ``id`` is made here and safe anywhere; ``part`` is plain data of the record.

    ``kind`` is ``fact``, ``masked``, ``firing``, a kind of result, or ``untold``: what a firing
    speaks of and the record does not tell.
    """

    id: str
    kind: str
    part: Mapping[str, Any]


class Arrow(msgspec.Struct, frozen=True):
    """From one box to another, by their ids.

    ``set_aside``: it was concluded, and is not what decided. ``absent``: it was known, and was not
    what would have kept the rule from firing.
    """

    source: str
    target: str
    kind: ArrowKind


class FlowChart(msgspec.Struct, frozen=True):
    """Boxes and arrows, in the order of the record. The same record gives the same chart."""

    record: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def flow_chart(record: StoredRecord) -> FlowChart:
    """The chart of ``record``, from itself alone."""
    body = record.document.body
    boxes = _Boxes(body)
    arrows: list[Arrow] = []
    for firing in body.firings:
        rule = boxes.of("firing", str(firing.seq))
        for match in _plain(firing)["because"]:
            arrows.append(Arrow(boxes.of(match["kind"], match["name"]), rule, "leads"))
        for absence in firing.absent:
            if (absence.kind, absence.name) in boxes.found:
                arrows.append(Arrow(boxes.of(absence.kind, absence.name), rule, "absent"))
        arrows += _led_to(body, firing, boxes)
    return FlowChart(record.digest, tuple(boxes.found.values()), tuple(dict.fromkeys(arrows)))


def dot(record: StoredRecord) -> str:
    """The chart in the DOT language of Graphviz."""
    return print_template("flowchart.dot.j2", chart=flow_chart(record))


def mermaid(record: StoredRecord) -> str:
    """The chart as a Mermaid flowchart."""
    return print_template("flowchart.mmd.j2", chart=flow_chart(record))


class _Boxes:
    """The boxes while the chart is put together, by kind and name. Names never become ids."""

    def __init__(self, body: Body) -> None:
        self.found: dict[tuple[str, str], Box] = {}
        for fact in body.facts:
            self._add("fact", fact.name, "fact", _plain(fact))
        for masked in body.masked:
            self._add("fact", masked.name, "masked", _plain(masked))
        for firing in body.firings:
            self._add("firing", str(firing.seq), "firing", _plain(firing))
        for result in results(body):
            if result.kind == "verdict" or result.because:
                self._add(result.kind, result.id, result.kind, _plain(result))

    def of(self, kind: str, name: str) -> str:
        """The id of a box; it is made where the record does not tell of such a thing."""
        if (kind, name) not in self.found:
            self._add(kind, name, "untold", {"kind": kind, "name": name})
        return self.found[kind, name].id

    def _add(self, kind: str, name: str, shape: str, part: Mapping[str, Any]) -> None:
        self.found.setdefault((kind, name), Box(f"{shape}_{len(self.found) + 1}", shape, part))


def _led_to(body: Body, firing: Firing, boxes: _Boxes) -> Iterable[Arrow]:
    """What the firing decided; and what it concluded, where that decided nothing."""
    rule = boxes.of("firing", str(firing.seq))
    decided = [(each.kind, each.id) for each in results(body) if firing.seq in each.because]
    for kind, name in decided:
        yield Arrow(rule, boxes.of(kind, name), "leads")
    concluded = _concluded(firing.concludes)
    if concluded not in decided:
        yield Arrow(rule, boxes.of(*concluded), "set_aside")


def _concluded(conclusion: Conclusion) -> tuple[ResultKind, str]:
    kind = _RESULT[conclusion.kind]
    return kind, "" if kind == "place" else conclusion.id


def _plain(part: msgspec.Struct) -> dict[str, Any]:
    return cast(dict[str, Any], msgspec.to_builtins(part))
