"""The rules evaluated a second time, naively: no experta, no agenda, no network.

A rule is evaluated once every rule that makes what it reads has been. Written apart from the
engine on purpose: it shares the data of the knowledge with it, and no function.
"""

from collections.abc import Mapping
from typing import Any

from legspasm.model import Condition, Rule

Value = bool | int | float | str | tuple[str, ...]
FILES = [
    f"rules/{name}.yaml"
    for name in (
        "scope",
        "injury",
        "excessive_activity",
        "dehydration",
        "low_potassium",
        "factors",
        "place",
        "advice",
    )
]
"""The built-in rule files in the order in which they are declared."""
VERDICT_KINDS = {"cause", "against", "conflict"}


def firings(declared: list[Rule], facts: Mapping[str, Value]) -> list[dict[str, Any]]:
    """Every firing of rules, given as declared, in canonical order: what the record must hold."""
    ranks: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    for rule in sorted(declared, key=lambda rule: rank(rule, declared, ranks)):
        if all(holds(each, value_of(each, facts, found)) for each in rule.when) and not any(
            holds(each, value_of(each, facts, found)) for each in rule.unless
        ):
            found.append(
                {
                    "seq": len(found) + 1,
                    "rule": rule.id,
                    "because": [match(each, facts, found) for each in rule.when],
                    "absent": [
                        {
                            "kind": each.kind,
                            "name": each.name,
                            "operator": each.operator,
                            "wanted": plain(each.wanted),
                            "actual": plain(value_of(each, facts, found)),
                            "as_of": len(found),
                        }
                        for each in rule.unless
                    ],
                    "concludes": {"kind": rule.concludes.kind, "id": rule.concludes.id}
                    | (
                        {"bears_on": list(rule.concludes.bears_on)}
                        if rule.concludes.bears_on
                        else {}
                    ),
                    "reservation": rule.reservation or None,
                    "hedge": rule.hedge or None,
                    "cites": [quote.sentence for quote in rule.cites],
                }
            )
    return found


def rank(rule: Rule, rules: list[Rule], known: dict[str, int]) -> int:
    if rule.id not in known:
        read = [each for each in (*rule.when, *rule.unless) if each.kind != "fact"]
        before = [maker for each in read for maker in rules if makes(maker, each)]
        known[rule.id] = 1 + max((rank(maker, rules, known) for maker in before), default=0)
    return known[rule.id]


def makes(rule: Rule, condition: Condition) -> bool:
    kind, id_ = rule.concludes.kind, rule.concludes.id
    if condition.kind == "state":
        return (kind, id_) == ("state", condition.name)
    return kind == "out_of_scope" or (kind in VERDICT_KINDS and id_ == condition.name)


def value_of(
    condition: Condition, facts: Mapping[str, Value], found: list[dict[str, Any]]
) -> Value | None:
    if condition.kind == "fact":
        return facts.get(condition.name)
    if condition.kind == "state":
        return True if supports(condition.name, found) else None
    return verdict(condition.name, found)


def supports(state: str, found: list[dict[str, Any]]) -> list[int]:
    return [each["seq"] for each in found if each["concludes"] == {"kind": "state", "id": state}]


def verdict(cause: str, found: list[dict[str, Any]]) -> str:
    kinds = {each["concludes"]["kind"] for each in found if each["concludes"]["id"] == cause}
    if any(each["concludes"]["kind"] == "out_of_scope" for each in found):
        return "not_applicable"
    if "conflict" in kinds:
        return "conflict"
    if "cause" in kinds:
        reservations = [
            each["reservation"]
            for each in found
            if each["concludes"] == {"kind": "cause", "id": cause}
        ]
        return "supported" if None in reservations else "with_reservation"
    return "not_indicated" if "against" in kinds else "undetermined"


def holds(condition: Condition, value: Value | None) -> bool:
    wanted: Any = condition.wanted
    if value is None:
        return False
    tests: dict[str, Any] = {
        "is": lambda v: v == wanted,
        "holds": lambda v: v is True,
        "includes": lambda v: wanted in v,
        "one_of": lambda v: v in wanted,
        "empty": lambda v: (len(v) == 0) is wanted,
        "at_least": lambda v: not v < wanted,
        "below": lambda v: not v >= wanted,
    }
    return bool(tests[condition.operator](value))


def match(
    condition: Condition, facts: Mapping[str, Value], found: list[dict[str, Any]]
) -> dict[str, Any]:
    if condition.kind == "state":
        return {"kind": "state", "name": condition.name, "firings": supports(condition.name, found)}
    value = plain(value_of(condition, facts, found))
    matched = {"kind": condition.kind, "name": condition.name, "value": value}
    if condition.kind == "verdict":
        matched["firings"] = deciding(condition.name, found)
    if condition.kind == "fact":
        matched |= {"operator": condition.operator, "wanted": plain(condition.wanted)}
    return matched


def plain(value: Value | None) -> Any:
    return list(value) if isinstance(value, tuple) else value


def deciding(cause: str, found: list[dict[str, Any]]) -> list[int]:
    kinds = {
        "not_applicable": "out_of_scope",
        "conflict": "conflict",
        "supported": "cause",
        "with_reservation": "cause",
        "not_indicated": "against",
    }
    kind = kinds.get(verdict(cause, found))
    return [
        each["seq"]
        for each in found
        if each["concludes"]["kind"] == kind
        and (kind == "out_of_scope" or each["concludes"]["id"] == cause)
    ]
