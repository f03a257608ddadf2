"""Finding entries of a log: held against a plain reading of every record."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import legspasm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.audit.chain import Entry
from legspasm.audit.outline import Listed, Said, outlined, written
from legspasm.audit.query import FactSought, Query, fits, select
from legspasm.audit.statistics import count_log
from legspasm.facts import check_facts
from legspasm.model import VERDICTS
from legspasm.textvalue import parse_value
from logs import RECORD, mixed_log
from strategies import told, value_for

KNOWLEDGE = legspasm.built_in_knowledge()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed_log(tmp_path_factory.mktemp("mixed") / "log")


def found(path: Path, query: Query) -> tuple[list[int], list[int]]:
    """The numbers of what fits, and of what nobody can tell."""
    unsure: list[Listed] = []
    with legspasm.AuditLog(path, read_only=True) as log:
        fitting = [each.number for each in select(log, query, unsure=unsure.append)]
    return fitting, [each.number for each in unsure]


def by_hand(path: Path, holds: Any) -> list[int]:
    """The numbers of the records of which something holds."""
    with legspasm.AuditLog(path, read_only=True) as log:
        return [e.number for e in log.entries() if e.record is not None and holds(e.record)]


def test_without_filters_every_entry_fits(path: Path) -> None:
    assert found(path, Query()) == ([*range(1, 32)], [])


def test_numbers_and_times_narrow_it_down(path: Path) -> None:
    assert found(path, Query(first=4, last=6))[0] == [4, 5, 6]
    with legspasm.AuditLog(path, read_only=True) as log:
        times = [entry.time for entry in log.entries()]
    fitting = found(path, Query(since=times[4], until=times[8]))[0]
    assert fitting == [at for at, time in enumerate(times, 1) if times[4] <= time < times[8]]


@pytest.mark.parametrize("labels", [("night",), ("ward 2",), ("ward 2", "night"), ("wardrobe",)])
def test_all_labels_must_be_there(path: Path, labels: tuple[str, ...]) -> None:
    expected = by_hand(path, lambda record: {*labels} <= {*record.document.envelope.labels})
    assert found(path, Query(labels=labels)) == (expected, [])


@pytest.mark.parametrize("word", VERDICTS)
@pytest.mark.parametrize("cause", ["injury", "dehydration", "draught"])
def test_a_verdict_is_that_of_its_cause(path: Path, cause: str, word: str) -> None:
    expected = by_hand(
        path, lambda record: (cause, word) in {(e.cause, e.verdict) for e in record.verdicts}
    )
    assert found(path, Query(verdicts=(Said(cause, word),))) == (expected, [])


@pytest.mark.parametrize("rule", ["older_people_cramp", "draught_cramps", "injury_bleeds", "no"])
def test_a_rule_is_one_that_fired(path: Path, rule: str) -> None:
    expected = by_hand(path, lambda record: rule in {each.rule for each in record.firings})
    assert found(path, Query(rules=(rule,))) == (expected, [])


def test_a_fact_is_known_whether_it_is_masked_or_not(path: Path) -> None:
    records = [*range(1, 30)]
    records.remove(3)
    assert found(path, Query(facts=(FactSought("age"),))) == (records, [])
    assert found(path, Query(facts=(FactSought("age", "unknown"),))) == ([30], [])
    assert found(path, Query(facts=(FactSought("window_open", "yes"),))) == ([30], [])


def test_of_a_masked_value_nobody_can_tell(path: Path) -> None:
    fitting, unsure = found(path, Query(facts=(FactSought("age", "60"),)))
    expected = by_hand(
        path,
        lambda record: ("age", 60) in {(e.name, e.value) for e in record.facts if e.name == "age"},
    )
    assert (fitting, unsure) == (expected, [5, 10, 15, 20, 25])
    query = Query(facts=(FactSought("age", "60"), FactSought("recent_injury", "yes")))
    assert found(path, query)[1] == [10, 20]


def test_a_word_is_looked_for_anywhere(path: Path) -> None:
    assert found(path, Query(word="DRAUGHT"))[0] == [30]
    assert found(path, Query(word="ward 3"))[0] == [7, 11, 15, 19, 23, 27]


def test_every_entry_in_range_is_seen(path: Path) -> None:
    seen: list[Entry] = []
    with legspasm.AuditLog(path, read_only=True) as log:
        list(select(log, Query(first=4, last=9, word="nowhere"), seen=seen.append))
    assert [entry.number for entry in seen] == [4, 5, 6, 7, 8, 9]


def as_listed(record: legspasm.StoredRecord) -> Listed:
    content = record.to_json().encode()
    return outlined(Entry(1, "", "record", "", "", "", "", content))


@settings(max_examples=100, deadline=None)
@given(told(KNOWLEDGE), st.data())
def test_a_fact_fits_what_was_told_and_no_other_value(
    facts: dict[str, Any], data: st.DataObject
) -> None:
    record = legspasm.consult(facts)
    known = {fact.name: fact.value for fact in record.facts}
    definition = data.draw(st.sampled_from(KNOWLEDGE.facts))
    [fact] = check_facts(KNOWLEDGE, ({definition.name: data.draw(value_for(definition))}, "call"))
    text = written(fact.value)
    parsed = parse_value(definition, text)
    assert check_facts(KNOWLEDGE, ({fact.name: parsed}, "call"))[0].value == fact.value
    if isinstance(fact.value, tuple) and fact.value and fact.name in known:
        expected = {*fact.value} <= {*known[fact.name]}  # type: ignore[misc]  # a set of the same fact
    else:
        expected = known.get(fact.name) == fact.value and fact.name in known
    listed = as_listed(record)
    assert fits(listed, Query(facts=(FactSought(fact.name, text),))) is expected
    assert fits(listed, Query(facts=(FactSought(fact.name),))) is (fact.name in known)
    assert fits(listed, Query(facts=(FactSought(fact.name, "unknown"),))) is (
        fact.name not in known
    )


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        (True, "YES", True),
        (True, "true", True),
        (True, "1", False),
        (False, "no", True),
        (70, "70.0", True),
        (70, "seventy", False),
        (70, "nan", False),
        ("calf", "calf", True),
        ("calf", "Calf", False),
        (("a", "b"), "b", True),
        (("a", "b"), "b, a", True),
        (("a", "b"), "b,c", False),
        (("a", "b"), "none", False),
        ((), "none", True),
        ((), "a", False),
    ],
)
def test_values_of_any_knowledge_are_compared_as_they_are_written(
    value: Any, text: str, expected: bool
) -> None:
    document = RECORD.to_dict()
    document["body"]["facts"] = [{"name": "x", "value": value, "origin": "file"}]
    listed = outlined(Entry(1, "", "record", "", "", "", "", json.dumps(document).encode()))
    assert fits(listed, Query(facts=(FactSought("x", text),))) is expected


def peak(path: Path, use: Any) -> int:
    tracemalloc.start()
    with legspasm.AuditLog(path, read_only=True) as log:
        use(log)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    """Searching and counting, over 200 entries and over 2,000."""
    paths = [tmp_path / "small", tmp_path / "large"]
    for path, count in zip(paths, (200, 2_000), strict=True):
        with legspasm.AuditLog(path) as log:
            log._connection().execute("PRAGMA synchronous = OFF")
            for _ in range(count):
                log.append(RECORD)

    def search(log: legspasm.AuditLog) -> None:
        assert sum(1 for _ in select(log, Query(word="older"))) == len(log)

    for use in (search, count_log):
        peak(paths[0], use)  # what is kept for good is made once
        assert peak(paths[1], use) < 1.5 * peak(paths[0], use)
