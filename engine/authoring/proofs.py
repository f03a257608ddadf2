"""What is decided over every case there is: rules that never fire, add nothing or contradict.

Proved, not guessed: a set of cases is empty or it is not (``space.py``). Where a case shows what is
wrong, the first of them is the witness, and running its facts shows the same.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

from legspasm.authoring.finding import Finding, finding
from legspasm.authoring.meaning import Meaning, Outcome
from legspasm.authoring.space import Cases, Space
from legspasm.model import Condition, Knowledge, Rule, Value
from legspasm.reader import Reading

_NOT_ASKED_FOR = {"state"}


def prove(knowledge: Knowledge, reading: Reading, space: Space) -> Iterator[Finding]:
    """Every finding about the rules of ``knowledge`` that some case, or that no case, shows."""
    meaning = Meaning(knowledge, space)
    told = meaning.told()
    silent = {rule.id for rule in knowledge.rules if not meaning.fires[rule.id].satisfiable()}
    for rule in knowledge.rules:
        if rule.id in silent:
            yield _about(rule, reading, "rule_never_fires")
        yield from _idle_conditions(rule, meaning, space, reading)
    firing = [rule for rule in knowledge.rules if rule.id not in silent]
    covered = dict(_covered(firing, meaning, reading))
    yield from covered.values()
    needed = [rule for rule in firing if rule.id not in covered]
    for rule in needed:
        others = [each for each in needed if each is not rule]
        if _same(meaning.touched(rule, others), meaning.touched(rule, needed)):
            yield _about(rule, reading, "rule_changes_nothing")
    yield from _contradictions(knowledge, meaning, space, reading)
    yield from _causes(knowledge, meaning, reading)
    yield from _alone(knowledge, meaning, space, reading)
    yield from _questions(knowledge, told, space, reading)


def _about(
    rule: Rule,
    reading: Reading,
    code: str,
    witness: Mapping[str, Value] | None = None,
    /,
    **values: object,
) -> Finding:
    part = ("rule", rule.id)
    return finding(code, reading.places[part], part, witness, rule=rule.id, **values)


def _idle_conditions(
    rule: Rule, meaning: Meaning, space: Space, reading: Reading
) -> Iterator[Finding]:
    """Conditions that nobody can tell from none: dropped, the rule fires in the same cases."""
    keyed = [("when", at, each) for at, each in enumerate(rule.when)]
    keyed += [("unless", at, each) for at, each in enumerate(rule.unless)]
    for key, at, condition in keyed:
        place = reading.places["condition", f"{rule.id}.{key}[{at}]"]
        told = {"rule": rule.id, "condition": condition.says}
        extreme = _extreme(condition, space) if condition.kind == "fact" else None
        if extreme is not None:
            yield finding(extreme, place, ("rule", rule.id), name=condition.name, **told)
        elif meaning.fires[rule.id].satisfiable():
            when = [each for each in rule.when if key == "unless" or each is not condition]
            unless = [each for each in rule.unless if key == "when" or each is not condition]
            without = meaning.holding(when) & ~space.union(map(meaning.met, unless))
            if without == meaning.fires[rule.id]:
                yield finding("condition_idle", place, ("rule", rule.id), **told)


def _extreme(condition: Condition, space: Space) -> str | None:
    met = space.meeting(condition) & space.all
    if not met.satisfiable():
        return "condition_never_met"
    return "condition_always_met" if met == space.knowing(condition.name) else None


def _covered(
    rules: list[Rule], meaning: Meaning, reading: Reading
) -> Iterator[tuple[str, Finding]]:
    """By id the rules that fire only where another one concludes as much."""
    for first, second in combinations(rules, 2):
        if not (_concludes_as_much(first, second) or _concludes_as_much(second, first)):
            continue
        one, other = meaning.fires[first.id], meaning.fires[second.id]
        if one == other and _concludes_as_much(first, second) and _concludes_as_much(second, first):
            code = "rules_identical" if _reads_alike(first, second) else "rules_equivalent"
            yield second.id, _about(second, reading, code, other=first.id)
        elif not (one & ~other).satisfiable() and _concludes_as_much(second, first):
            yield first.id, _about(first, reading, "rule_subsumed", other=second.id)
        elif not (other & ~one).satisfiable() and _concludes_as_much(first, second):
            yield second.id, _about(second, reading, "rule_subsumed", other=first.id)


def _concludes_as_much(rule: Rule, other: Rule) -> bool:
    one, two = rule.concludes, other.concludes
    bears = set(two.bears_on) <= set(one.bears_on) and bool(one.bears_on) == bool(two.bears_on)
    said = one.kind != "conflict" or rule.says == other.says
    same = (one.kind, one.id) == (two.kind, two.id)
    return same and bears and said and rule.reservation in {"", other.reservation}


def _same(told: Mapping[Outcome, Cases], other: Mapping[Outcome, Cases]) -> bool:
    """Whether the same is told in the same cases; what is told in none may be left out."""
    either = {**told, **other}
    return all(
        told.get(each) == other.get(each)
        if each in told and each in other
        else not cases.satisfiable()
        for each, cases in either.items()
    )


def _reads_alike(rule: Rule, other: Rule) -> bool:
    return all(
        {(each.kind, each.name, each.operator, each.wanted) for each in one}
        == {(each.kind, each.name, each.operator, each.wanted) for each in two}
        for one, two in ((rule.when, other.when), (rule.unless, other.unless))
    )


def _contradictions(
    knowledge: Knowledge, meaning: Meaning, space: Space, reading: Reading
) -> Iterator[Finding]:
    """Rules for a cause and against it that fire together, where no rule says that they do."""
    for cause in knowledge.causes:
        verdicts = meaning.verdict(cause.id)
        open_ = ~(verdicts["conflict"] | verdicts["not_applicable"])
        about = [each for each in knowledge.rules if each.concludes.id == cause.id]
        for one in (each for each in about if each.concludes.kind == "cause"):
            for other in (each for each in about if each.concludes.kind == "against"):
                both = meaning.fires[one.id] & meaning.fires[other.id] & open_
                witness = space.witness(both)
                if witness is not None:
                    told = {"other": one.id, "cause": cause.id}
                    yield _about(other, reading, "conclusions_contradict", witness, **told)


def _causes(knowledge: Knowledge, meaning: Meaning, reading: Reading) -> Iterator[Finding]:
    for cause in knowledge.causes:
        verdicts = meaning.verdict(cause.id)
        if not (verdicts["supported"] | verdicts["with_reservation"]).satisfiable():
            part = ("cause", cause.id)
            yield finding("cause_unreached", reading.places[part], part, id=cause.id)


def _alone(
    knowledge: Knowledge, meaning: Meaning, space: Space, reading: Reading
) -> Iterator[Finding]:
    """Facts from which something is concluded where nothing else is known, and must not be."""
    for link in knowledge.forbidden:
        if not link.alone or link.start[1] not in space.facts:
            continue
        others = space.union(space.knowing(name) for name in space.facts if name != link.start[1])
        for rule in knowledge.rules:
            end = rule.concludes.kind, rule.concludes.id
            witness = space.witness(meaning.fires[rule.id] & ~others) if end in link.ends else None
            if witness:
                yield _about(
                    rule,
                    reading,
                    "forbidden_link",
                    witness,
                    start=" ".join((*link.start, "alone")),
                    end=" ".join(end),
                    rules=rule.id,
                    why=link.says,
                )


def _questions(
    knowledge: Knowledge, told: Mapping[Outcome, Cases], space: Space, reading: Reading
) -> Iterator[Finding]:
    """Facts that rules read, and that change nothing that a person is told at the end."""
    outcomes = [cases for outcome, cases in told.items() if outcome[0] not in _NOT_ASKED_FOR]
    for name in space.facts:
        if name == knowledge.place.reported_by:
            continue
        if not any(space.depend_on(cases, name) for cases in outcomes):
            part = ("fact", name)
            yield finding("question_never_matters", reading.places[part], part, id=name)
