"""Whether two knowledge bases tell everybody the same, in every case there is: decided by data.

Names of facts, states, rules and so on are nothing that is told, and neither are lines, links that
are forbidden, and the reasons why sentences are not quoted. All else must be equal, part by part
and in the same order: words, quotes, sources, and for each rule the cases in which it fires.
"""

from typing import Any

import msgspec
from legspasm.authoring.meaning import Meaning
from legspasm.authoring.space import Space
from legspasm.model import Condition, Knowledge

_NAMED = {
    "fact": "facts",
    "state": "states",
    "cause": "causes",
    "factor": "factors",
    "advice": "advice",
    "scope": "scopes",
    "group": "groups",
    "parameter": "parameters",
    "note": "notes",
    "tension": "tensions",
    "always": "always",
    "rule": "rules",
}
_DECLARED_AS = {
    "against": "cause",
    "conflict": "cause",
    "out_of_scope": "scope",
    "verdict": "cause",
}
_LOGIC = ("operator", "wanted", "parameter")


def tells_the_same(before: Knowledge, after: Knowledge) -> bool:
    """Whether nobody can be told anything by the one that the other would not tell them."""
    one, other = _numbered(before), _numbered(after)
    if _words(one) != _words(other):
        return False
    return one.rules == other.rules or _fires_alike(one, other)


def _numbered(knowledge: Knowledge) -> Knowledge:
    """The same with every name replaced by a number in the order of the files."""
    data = msgspec.to_builtins(knowledge)
    names: dict[tuple[str, str], str] = {}
    for kind, key in _NAMED.items():
        parts = data["safety"]["always"] if kind == "always" else data[key]
        for at, part in enumerate(parts):
            names[kind, part.get("id", part.get("name"))] = f"{kind}_{at}"

    def name(kind: str, id_: str) -> str:
        return names.get((_DECLARED_AS.get(kind, kind), id_), id_)

    for kind, key in _NAMED.items():
        for part in data["safety"]["always"] if kind == "always" else data[key]:
            own = "name" if kind == "fact" else "id"
            part[own] = name(kind, part[own])
    for fact in data["facts"]:
        fact["group"], fact["supposes"] = (
            name("group", fact["group"]),
            name("fact", fact["supposes"]),
        )
    for each in data["safety"]["always"]:
        each["beside"] = name("cause", each["beside"])
    data["safety"]["fact"] = name("fact", data["safety"]["fact"])
    data["place"]["reported_by"] = name("fact", data["place"]["reported_by"])
    for rule in data["rules"]:
        rule["topic"] = name("cause", rule["topic"])
        rule["file"], rule["line"] = "", 0
        concludes = rule["concludes"]
        concludes["id"] = name(concludes["kind"], concludes["id"])
        concludes["bears_on"] = [name("cause", each) for each in concludes.get("bears_on", ())]
        for each in (*rule["when"], *rule["unless"]):
            each["name"] = name(each["kind"], each["name"])
            each["parameter"] = name("parameter", each["parameter"])
    return msgspec.convert({**data, "digest": "", "forbidden": [], "background": []}, Knowledge)


def _words(knowledge: Knowledge) -> Any:
    """Everything but what decides whether a rule fires."""
    data = msgspec.to_builtins(knowledge)
    for rule in data["rules"]:
        for each in (*rule["when"], *rule["unless"]):
            for key in _LOGIC:
                del each[key]
    return data


def _fires_alike(one: Knowledge, other: Knowledge) -> bool:
    conditions: list[Condition] = [
        each for rule in (*one.rules, *other.rules) for each in rule.conditions
    ]
    space = Space(one.facts, conditions)
    first, second = Meaning(one, space), Meaning(other, space)
    return all(first.fires[rule.id] == second.fires[rule.id] for rule in one.rules)
