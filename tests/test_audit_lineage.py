"""Where everything in a record came from: which things there are, and how they hang together."""

from typing import Any

import legspasm
import msgspec
from hypothesis import given, settings
from legspasm.audit.lineage import Lineage, Name, Relation, Thing, lineage
from legspasm.model import Knowledge
from sealing import forged
from strategies import told

KNOWLEDGE: Knowledge = legspasm.built_in_knowledge()
RECORD = legspasm.consult(recent_injury=True, age=70)


def read(told_of: Lineage, link: str) -> list[str]:
    """The relations of a kind, one a line."""
    return [
        f"{'/'.join(each.subject.words)} -> {'/'.join(each.object.words)}"
        for each in told_of.relations
        if each.link == link
    ]


def test_a_firing_uses_what_it_matched_and_makes_its_conclusion() -> None:
    found = lineage(legspasm.consult(recent_injury=True))
    assert [line for line in read(found, "used") if line.startswith("firing/")] == [
        "firing/1 -> fact/recent_injury",
        "firing/2 -> fact/recent_injury",
        "firing/3 -> state/body_protects_itself",
        "firing/4 -> state/tissue_may_bleed",
        "firing/5 -> state/muscles_around_injury_contract",
        "firing/6 -> state/clot_may_form",
        "firing/7 -> verdict/injury",
    ]
    assert read(found, "wasInformedBy") == [
        "firing/3 -> firing/1",
        "firing/4 -> firing/2",
        "firing/5 -> firing/3",
        "firing/6 -> firing/4",
        "firing/7 -> firing/5",
    ]
    assert "conclusion/5 -> firing/5" in read(found, "wasGeneratedBy")
    assert "conclusion/5 -> state/muscles_around_injury_contract" in read(found, "wasDerivedFrom")
    assert "verdict/injury -> conclusion/5" in read(found, "wasDerivedFrom")


def test_what_is_concluded_has_its_sentences_as_primary_sources() -> None:
    found = lineage(legspasm.consult(recent_injury=True))
    sources = read(found, "hadPrimarySource")
    assert "conclusion/1 -> sentence/P2.S2" in sources
    cited = legspasm.consult(recent_injury=True).verdicts[0].cites
    assert [line for line in sources if line.startswith("verdict/injury")] == [
        f"verdict/injury -> sentence/{id_}" for id_ in cited
    ]


def test_only_the_record_has_a_time() -> None:
    record = legspasm.consult(age=70)
    timed = [each for each in lineage(record).relations if each.time]
    assert timed == [
        Relation(
            "wasGeneratedBy",
            Name("record", ("record",)),
            Name("record", ("consultation",)),
            time=record.document.envelope.time,
        )
    ]


def test_what_was_known_and_not_what_would_have_stopped_the_rule_was_used_as_absent() -> None:
    told_of = {"recent_injury": True, "injury_healed": False}
    absent = Relation(
        "used",
        Name("record", ("firing", "5")),
        Name("record", ("fact", "injury_healed")),
        role="absent",
    )
    record = legspasm.consult(told_of)
    assert absent in lineage(record).relations
    assert absent in lineage(record.mask("injury_healed")[0]).relations
    assert absent not in lineage(legspasm.consult(recent_injury=True)).relations


def test_a_masked_fact_is_there_without_its_value() -> None:
    stored, _ = RECORD.mask("age")
    [masked] = stored.document.body.masked
    found = [each for each in lineage(stored).things if each.type == "MaskedFact"]
    assert found == [
        Thing(
            "entity",
            Name("record", ("fact", "age")),
            "MaskedFact",
            None,
            {"label": "age", "origin": "call", "commitment": masked.commitment},
        )
    ]


def test_the_labels_of_a_record_are_told() -> None:
    document = RECORD.to_dict()
    document["envelope"]["labels"] = ["ward 3"]
    found = lineage(legspasm.read_stored(msgspec.json.encode(document)))
    assert found.things[-1].described == {"label": RECORD.digest, "labels": ("ward 3",)}


@settings(max_examples=100, deadline=None)
@given(told(KNOWLEDGE))
def test_nothing_hangs_on_what_is_not_there_and_nothing_rests_on_itself(
    facts: dict[str, Any],
) -> None:
    found = lineage(legspasm.consult(facts))
    there = {thing.name for thing in found.things}
    assert len(there) == len(found.things)
    for each in found.relations:
        assert {each.subject, each.object} <= there
    rests: dict[Name, set[Name]] = {}
    for each in found.relations:
        if each.link in {"wasDerivedFrom", "hadPrimarySource", "wasQuotedFrom"}:
            rests.setdefault(each.subject, set()).add(each.object)
    done: set[Name] = set()
    while rests:
        ready = {name for name, on in rests.items() if not (on - done) & rests.keys()}
        assert ready, "the derivations go round in a circle"
        done |= ready
        rests = {name: on for name, on in rests.items() if name not in ready}


def test_a_forged_record_is_told_as_it_stands() -> None:
    def change(body: dict[str, Any]) -> None:
        body["facts"].clear()

    found = lineage(legspasm.read_stored(forged(RECORD.to_dict(), change)))
    assert "firing/1 -> fact/recent_injury" in read(found, "used")
    assert not [thing for thing in found.things if thing.type == "Fact"]
