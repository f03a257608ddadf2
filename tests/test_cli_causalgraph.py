"""``legspasm knowledge graph``: what is drawn where, and what is told instead."""

from pathlib import Path
from typing import Any

import legspasm
import pytest
from legspasm.authoring.causalgraph import GRAPH_FORMS, causal_graph, draw
from program import Told, call, launch, names
from tiny import BREAD

BUILT_IN = legspasm.built_in_knowledge()
KNOWLEDGE = legspasm.load_knowledge(BREAD)


def graph(*args: str) -> Told:
    return call("knowledge", "graph", *args)


@pytest.mark.parametrize("form", GRAPH_FORMS)
def test_a_knowledge_base_is_drawn_in_every_form(form: Any) -> None:
    assert graph("--to", form) == (0, draw(causal_graph(BUILT_IN), form), "")
    expected = draw(causal_graph(KNOWLEDGE, "cold_dough"), form)
    told = graph("--knowledge", str(BREAD), "--to", form, "--cause", "cold_dough")
    assert told == (0, expected, "")


def test_a_picture_is_what_is_drawn_unless_something_else_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "graph.svg"
    assert graph("--knowledge", str(BREAD), "-o", str(out)) == (0, "", "")
    assert out.read_text(encoding="utf-8") == draw(causal_graph(KNOWLEDGE), "svg")


def test_a_form_that_is_not_there_is_bad_usage() -> None:
    told = graph("--to", "pdf")
    assert (told.status, told.out) == (2, "")
    assert told.err.splitlines()[-1] == (
        "Error: Invalid value for '--to': 'pdf' is not one of 'dot', 'mermaid', 'svg'."
    )


def test_a_cause_that_is_not_there_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    told = graph("--cause", "injry", "-o", str(tmp_path / "graph.svg"))
    assert told == (2, "", "there is no cause 'injry'; did you mean injury?\n")
    assert names(tmp_path) == []


def test_where_nothing_can_be_written_nothing_is_read(tmp_path: Path) -> None:
    told = graph("--knowledge", str(BREAD), "-o", str(tmp_path / "no" / "graph.svg"))
    assert (told.status, told.out) == (2, "")
    assert told.err.endswith("graph.svg: cannot be written: No such file or directory\n")


def test_knowledge_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    told = graph("--knowledge", str(tmp_path))
    assert (told.status, told.out) == (2, "")
    assert told.err == (
        f"{tmp_path}: there is no knowledge.yaml in this folder, so it holds no knowledge base\n"
    )


def test_a_stream_that_cannot_show_a_character_still_gets_a_picture(tmp_path: Path) -> None:
    told = launch("knowledge", "graph", "--cause", "injury", encoding="ascii")
    assert (told.status, told.err) == (0, "")
    assert "&#8220;unless&#8221;" in told.out
