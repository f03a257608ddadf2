"""What there is in a log, counted: held against a plain count over every record."""

from collections import Counter
from pathlib import Path

import legspasm
import pytest
from legspasm.audit.statistics import FactTold, KnowledgeUsed, Statistics, count_log
from logs import mixed_log, set_content


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return mixed_log(tmp_path / "log")


def counted(path: Path) -> Statistics:
    with legspasm.AuditLog(path, read_only=True) as log:
        return count_log(log)


def test_everything_is_counted(path: Path) -> None:
    found = counted(path)
    with legspasm.AuditLog(path, read_only=True) as log:
        entries = list(log.entries())
        records = [entry.record for entry in entries if entry.record is not None]
    assert (found.entries, found.records, found.erased, found.erasures) == (31, 29, 1, 1)
    assert (found.unreadable, found.masked) == (0, 5)
    assert (found.first, found.last) == (entries[0].time, entries[-1].time)
    knowledge = legspasm.built_in_knowledge()
    assert found.knowledge == (
        KnowledgeUsed(knowledge.name, knowledge.version, knowledge.digest, 28),
        KnowledgeUsed("old_leg", "0.1", "0" * 64, 1),
    )
    words = Counter((e.cause, e.verdict) for record in records for e in record.verdicts)
    assert {(c, w): n for c, each in found.verdicts.items() for w, n in each.items()} == words
    rules = Counter(rule for record in records for rule in {e.rule for e in record.firings})
    assert dict(found.rules) == rules
    assert found.facts["age"] == FactTold(28, 5)
    assert found.facts["window_open"] == FactTold(1, 0)
    assert set(found.facts) == {"age", "recent_injury", "activities", "exertion", "window_open"}


def test_words_are_in_the_order_of_verdicts_and_names_by_their_counts(path: Path) -> None:
    found = counted(path)
    order = [legspasm.model.VERDICTS.index(word) for word in found.verdicts["injury"]]
    assert order == sorted(order)
    counts = list(found.rules.items())
    assert counts == sorted(counts, key=lambda each: (-each[1], each[0]))


def test_a_word_that_is_no_verdict_is_counted_last(path: Path) -> None:
    with legspasm.AuditLog(path, read_only=True) as log:
        content = log.entry(1).content
    assert content is not None
    set_content(path, 1, content.replace(b'"undetermined"', b'"certain"'))
    found = counted(path)
    assert [list(words)[-1] for words in found.verdicts.values()].count("certain") >= 1
    assert found.entries == 31


def test_an_entry_that_cannot_be_read_is_counted_as_that(path: Path) -> None:
    set_content(path, 1, b"nothing")
    assert (counted(path).unreadable, counted(path).records) == (1, 28)


def test_an_empty_log_has_nothing(tmp_path: Path) -> None:
    legspasm.AuditLog(tmp_path / "log").close()
    assert counted(tmp_path / "log") == Statistics(0, 0, 0, 0, 0, 0, None, None, (), {}, {}, {})
