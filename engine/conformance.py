"""A record against its knowledge: each firing against the text of its rule, and none missing.

The text of a rule is what it asks for, what it concludes and what it cites; its quotes have to be
verbatim. Then every rule that did not fire is tried on the facts
and the firings of the record: one whose conditions hold should have fired. Neither experta nor
the module that drives it is used, so a fault of theirs is found.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from legspasm.body import Absence, Body, FactMatch, Firing, StateMatch, VerdictMatch
from legspasm.derivation import fails
from legspasm.errors import Problem, problem, shown, unknown_name
from legspasm.evidence import Evidence, Masked
from legspasm.leaves import differing
from legspasm.model import Condition, Knowledge, Rule


def check_rules(body: Body, knowledge: Knowledge) -> Iterator[Problem]:
    """Every firing that is not what its rule says, and every rule that should have fired."""
    rules = {rule.id: rule for rule in knowledge.rules}
    order = {rule.id: at for at, rule in enumerate(knowledge.rules)}
    fired: list[str] = []
    for at, firing in enumerate(body.firings):
        place = f"$.body.firings[{at}]"
        rule = rules.get(firing.rule)
        if rule is None:
            yield unknown_name("verify_rule_unknown", f"{place}.rule", firing.rule, rules)
            continue
        if rule.id in fired:
            yield problem("verify_rule_twice", f"{place}.rule", rule=rule.id)
        elif fired and order[rule.id] < order[fired[-1]]:
            yield problem("verify_rule_order", f"{place}.rule", rule=rule.id, before=fired[-1])
        fired.append(rule.id)
        yield from _against_rule(firing, rule, place)
        yield from _quotes(rule, knowledge, place)
    evidence = Evidence(body)
    for rule in knowledge.rules:
        if rule.id not in fired:
            yield from _should_have_fired(rule, evidence)


def _against_rule(firing: Firing, rule: Rule, place: str) -> Iterator[Problem]:
    said = {
        "because": [_asked(each, whole=each.kind == "fact") for each in rule.when],
        "absent": [_asked(each, whole=True) for each in rule.unless],
        "concludes": msgspec.to_builtins(rule.concludes),
        "reservation": rule.reservation or None,
        "hedge": rule.hedge or None,
        "cites": [quote.sentence for quote in rule.cites],
    }
    recorded = {
        "because": [_matched(match) for match in firing.because],
        "absent": [_matched(absence) for absence in firing.absent],
        "concludes": msgspec.to_builtins(firing.concludes),
        "reservation": firing.reservation,
        "hedge": firing.hedge,
        "cites": list(firing.cites),
    }
    for at, got, expected in differing(place, recorded, said):
        yield problem(
            "verify_rule_text", at, rule=rule.id, expected=shown(expected), got=shown(got)
        )
    for number, (condition, match) in enumerate(zip(rule.when, firing.because, strict=False)):
        if isinstance(match, VerdictMatch) and fails("one_of", condition.wanted, match.value):
            yield problem(
                "verify_not_met",
                f"{place}.because[{number}]",
                name=match.name,
                operator=condition.operator,
                wanted=shown(condition.wanted),
                value=shown(match.value),
            )


def _asked(condition: Condition, *, whole: bool) -> dict[str, Any]:
    """What a condition asks for, as far as a firing repeats it."""
    asked = {"kind": condition.kind, "name": condition.name}
    if not whole:
        return asked
    return {**asked, "operator": condition.operator, "wanted": condition.wanted}


def _matched(match: FactMatch | StateMatch | VerdictMatch | Absence) -> dict[str, Any]:
    """The same of what a firing says that it matched, or found missing."""
    kept = ("kind", "name", "operator", "wanted")
    return {key: value for key, value in msgspec.to_builtins(match).items() if key in kept}


def _quotes(rule: Rule, knowledge: Knowledge, place: str) -> Iterator[Problem]:
    texts = {sentence.id: sentence.text for sentence in knowledge.source.sentences}
    for quote in rule.cites:
        if quote.text not in texts.get(quote.sentence, ""):
            yield problem("verify_quote", f"{place}.cites", id=quote.sentence)


def _should_have_fired(rule: Rule, evidence: Evidence) -> Iterator[Problem]:
    wanting = [*((each, True) for each in rule.when), *((each, False) for each in rule.unless)]
    masked: list[str] = []
    for condition, wanted in wanting:
        value = evidence.value_for(condition)
        if isinstance(value, Masked):
            masked.append(condition.name)
        elif (value is None or fails(condition.operator, condition.wanted, value)) is wanted:
            return
    if masked:
        names = ", ".join(dict.fromkeys(masked))
        yield problem("unchecked_masked_rule", "$.body.not_fired", rule=rule.id, names=names)
    else:
        yield problem("verify_rule_missing", "$.body.firings", rule=rule.id)
