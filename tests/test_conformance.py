"""Each firing against the text of its rule."""

import legspasm
import msgspec
from legspasm.conformance import check_rules
from legspasm.telling import Quote

KNOWLEDGE = legspasm.built_in_knowledge()
RECORD = legspasm.consult(exertion="excessive")


def test_firings_that_are_what_their_rules_say_are_not_complained_of() -> None:
    assert list(check_rules(RECORD.document.body, KNOWLEDGE)) == []


def test_a_quote_that_is_not_verbatim_is_found_though_the_files_were_read() -> None:
    """The reader refuses it; whoever checks a record does not take the reader's word."""
    rules = tuple(
        msgspec.structs.replace(rule, cites=(Quote("P3.S2", "the muscles never rest"),))
        if rule.id == RECORD.firings[0].rule
        else rule
        for rule in KNOWLEDGE.rules
    )
    knowledge = msgspec.structs.replace(KNOWLEDGE, rules=rules)
    assert [str(each) for each in check_rules(RECORD.document.body, knowledge)] == [
        "$.body.firings[0].cites: the quote from P3.S2 is not verbatim"
    ]


def test_a_verdict_that_its_rule_does_not_ask_for_is_found() -> None:
    """The firing and the verdict agree; the rule wanted another."""
    rules = tuple(
        msgspec.structs.replace(
            rule, when=(msgspec.structs.replace(rule.when[0], wanted=("conflict",)),)
        )
        if rule.id == "stretch_around_activity"
        else rule
        for rule in KNOWLEDGE.rules
    )
    knowledge = msgspec.structs.replace(KNOWLEDGE, rules=rules)
    at = [each.rule for each in RECORD.firings].index("stretch_around_activity")
    assert [str(each) for each in check_rules(RECORD.document.body, knowledge)] == [
        f"$.body.firings[{at}].because[0]: excessive_activity is 'supported', "
        "and the condition was one_of ('conflict',)"
    ]
