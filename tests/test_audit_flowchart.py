"""A record as a flow chart: its data, and both forms read back by somebody else's reading."""

import re
from typing import Any

import hostile
import legspasm
import pytest
from charts import READS_DOT, read_dot, read_mermaid
from hypothesis import given, settings
from legspasm.audit.flowchart import FlowChart, dot, flow_chart, mermaid
from sealing import forged
from strategies import told

KNOWLEDGE = legspasm.built_in_knowledge()
pytestmark = READS_DOT


def shape(chart: FlowChart) -> tuple[list[str], list[tuple[str, str]]]:
    arrows = [(arrow.source, arrow.target) for arrow in chart.arrows]
    return [box.id for box in chart.boxes], sorted(arrows)


def named(chart: FlowChart) -> dict[str, str]:
    """What each box speaks of, by its id."""
    return {
        box.id: str(box.part.get("rule") or box.part.get("id") or box.part.get("name") or box.kind)
        for box in chart.boxes
    }


def arrows(record: legspasm.StoredRecord) -> list[tuple[str, str, str]]:
    chart = flow_chart(record)
    names = named(chart)
    return [(names[each.source], names[each.target], each.kind) for each in chart.arrows]


def test_it_leads_from_what_was_told_by_the_rules_to_what_came_of_it() -> None:
    assert arrows(legspasm.consult(age=70)) == [
        ("age", "older_people_cramp", "leads"),
        ("older_people_cramp", "older_age", "leads"),
        ("age", "older_people_cramp_from_activity", "leads"),
        ("older_people_cramp_from_activity", "older_age", "leads"),
    ]


def test_what_was_known_and_did_not_stop_a_rule_is_drawn() -> None:
    told_of = legspasm.consult(recent_injury=True, injury_healed=False)
    assert ("injury_healed", "contraction_cramps", "absent") in arrows(told_of)


def test_what_was_concluded_and_decides_nothing_is_set_aside() -> None:
    record = legspasm.consult(recent_injury=True, spasm_site="not_leg")
    assert ("contraction_cramps", "injury", "set_aside") in arrows(record)


def test_what_the_record_does_not_tell_of_gets_a_box_that_says_so() -> None:
    def change(body: dict[str, Any]) -> None:
        body["facts"].clear()

    record = legspasm.read_stored(forged(legspasm.consult(age=70).to_dict(), change))
    [box] = [box for box in flow_chart(record).boxes if box.kind == "untold"]
    assert box.part == {"kind": "fact", "name": "age"}
    assert f'{box.id} [shape="box", style="dashed", label="fact age: not told"]' in dot(record)


def test_a_masked_fact_is_drawn_without_its_value() -> None:
    stored, _ = legspasm.consult(age=70).mask("age")
    assert 'masked_1 [shape="box", style="dashed", label="age: masked\\ngiven by a program"]' in (
        dot(stored)
    )
    assert 'masked_1["age: masked<br/>given by a program"]' in mermaid(stored)
    for text in (dot(stored), mermaid(stored)):
        assert "70" not in text.replace(stored.digest, "")


@settings(max_examples=25, deadline=None)
@given(told(KNOWLEDGE))
def test_both_forms_hold_the_chart_of_every_record(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts)
    expected = shape(flow_chart(record))
    assert read_dot(dot(record)) == expected
    assert read_mermaid(mermaid(record)) == expected
    assert len(set(flow_chart(record).arrows)) == len(expected[1])
    drawn = [box for box in flow_chart(record).boxes if box.kind == "firing"]
    assert [box.part["seq"] for box in drawn] == [each.seq for each in record.firings]


@settings(max_examples=25, deadline=None)
@given(hostile.records())
def test_hostile_text_cannot_break_out_of_either_form(record: legspasm.StoredRecord) -> None:
    expected = shape(flow_chart(record))
    assert read_dot(dot(record)) == expected
    assert read_mermaid(mermaid(record)) == expected


LONG = 16_384
"""The bytes from which on Graphviz reads no quoted text; boxes much wider it does not lay out."""


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "many words " * 2_000, "&" * 9_000, "\U0001f600" * 9_000]
)
def test_no_text_of_a_record_is_too_long_for_graphviz_and_none_of_it_is_lost(text: str) -> None:
    def change(body: dict[str, Any]) -> None:
        body["firings"][0]["hedge"] = text

    record = legspasm.read_stored(forged(legspasm.consult(age=70).to_dict(), change))
    written = dot(record)
    assert read_dot(written) == shape(flow_chart(record))
    pieces = re.findall(r'"(?:[^"\\]|\\.)*"', written)
    assert max(len(piece.encode()) for piece in pieces) < LONG
    [label] = re.findall(r'label="(rule older_people_cramp \(.*)"\];', written)
    lines = label.replace('" + "', "").replace("&amp;", "&").split("\\n")
    assert max(map(len, lines)) <= 100
    assert f"in the words of the text: {text}" in "".join(lines)
    [label] = re.findall(r'\["(rule older_people_cramp \(.*)"\]\]', mermaid(record))
    lines = [re.sub(r"\x23[0-9]+;", "x", line) for line in label.split("<br/>")]
    assert max(map(len, lines)) <= 100


def test_a_label_says_what_the_record_says_however_it_is_written() -> None:
    def change(body: dict[str, Any]) -> None:
        body["firings"][0]["hedge"] = 'a "b" \\ &amp; <c>'

    record = legspasm.read_stored(forged(legspasm.consult(age=70).to_dict(), change))
    assert '\\nin the words of the text: a \\"b\\" \\\\ &amp;amp; <c>\\n' in dot(record)
    assert "a #34;b#34; #92; #38;amp#59; #60;c#62;" in mermaid(record)
