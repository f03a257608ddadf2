"""What a record says was so, looked up in it and nowhere else."""

import legspasm
from legspasm.evidence import MASKED, Evidence

RECORD = legspasm.consult(recent_injury=True, age=70)


def test_a_fact_a_state_and_a_verdict_have_the_values_of_the_record() -> None:
    evidence = Evidence(RECORD.document.body)
    assert evidence.value("fact", "age") == 70
    assert evidence.value("fact", "exertion") is None
    assert evidence.value("state", "body_protects_itself") is True
    assert evidence.value("state", "muscles_not_ready_to_rest") is None
    assert evidence.value("verdict", "injury") == "supported"
    assert evidence.value("verdict", "dehydration") == "undetermined"


def test_what_supports_them_are_the_firings_that_conclude_them() -> None:
    evidence = Evidence(RECORD.document.body)
    by_rule = {firing.rule: firing.seq for firing in RECORD.firings}
    assert evidence.supports("state", "body_protects_itself") == (
        by_rule["injury_starts_protection"],
    )
    assert evidence.supports("verdict", "injury") == RECORD.verdicts[0].because
    assert evidence.supports("state", "muscles_not_ready_to_rest") == ()


def test_a_masked_fact_was_known_and_has_no_value_here() -> None:
    stored, _ = RECORD.mask("age")
    assert Evidence(stored.document.body).value("fact", "age") is MASKED
