"""What a consultation came to, part by part, whatever kind of part it is."""

from typing import Any

import legspasm
from hypothesis import given, settings
from legspasm.audit.results import Result, results
from strategies import told

KNOWLEDGE = legspasm.built_in_knowledge()


def test_every_kind_of_result_is_there_in_the_order_of_the_record() -> None:
    record = legspasm.consult(recent_injury=True, age=70, red_flags=["weakness"])
    found = list(results(record.document.body))
    assert list(dict.fromkeys(each.kind for each in found)) == [
        "state",
        "verdict",
        "factor",
        "place",
        "advice",
        "safety",
        "note",
    ]
    by_id = {(each.kind, each.id): each for each in found}
    verdict, factor = record.verdicts[0], record.factors[0]
    assert by_id["verdict", "injury"] == Result(
        "verdict",
        "injury",
        "supported",
        {"reservations": None, "conflicts": None, "needs": None},
        verdict.because,
        verdict.cites,
    )
    assert by_id["factor", "older_age"] == Result(
        "factor",
        "older_age",
        None,
        {"applies_to": factor.applies_to},
        factor.because,
        factor.cites,
    )


def test_a_scope_that_something_is_out_of_is_a_result() -> None:
    record = legspasm.consult(had_spasm=False)
    [scope] = [each for each in results(record.document.body) if each.kind == "scope"]
    [firing] = [each for each in record.firings if each.concludes.kind == "out_of_scope"]
    assert scope == Result("scope", firing.concludes.id, because=(firing.seq,))


@settings(max_examples=50, deadline=None)
@given(told(KNOWLEDGE))
def test_a_state_rests_on_every_firing_that_concluded_it(facts: dict[str, Any]) -> None:
    record = legspasm.consult(facts)
    expected: dict[str, list[int]] = {}
    for firing in record.firings:
        if firing.concludes.kind == "state":
            expected.setdefault(firing.concludes.id, []).append(firing.seq)
    found = {e.id: list(e.because) for e in results(record.document.body) if e.kind == "state"}
    assert found == expected
