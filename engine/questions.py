"""Which question to ask next: only one whose answer can still change what is told.

Everything is decided over the cones of influence (``cones.py``). A question *matters* while some
answer to it changes an outcome in some case that the answers so far leave open, and neither
contradicts them. So nobody who said "no" to a thing is asked how it went on; and what was answered
"not sure" stays unknown, which closes the questions that hang on it.

Among the questions that matter, one whose answer changes something at once comes before one that
needs another answer first; then one about the same cause as the last, then one of the same group,
so that topics do not jump; then the one whose answers can settle the most; then vocabulary order.
A cone too large to go through never silences a question: it is asked.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from legspasm.asked import Outcome
from legspasm.cones import Cone, answers, cone, outcomes
from legspasm.consistency import can_fit, contradictions
from legspasm.facts import Told, told_with
from legspasm.model import FactDefinition, Knowledge, Value

_Standing = Mapping[str, tuple[Outcome, ...]]
"""By name of a fact that matters: the outcomes that an answer can change."""


def next_question(
    knowledge: Knowledge, told: Told, unsure: Collection[str] = (), last: str = ""
) -> FactDefinition | None:
    """The fact to ask about next; None when there is nothing left to ask.

    ``told`` are the known facts, ``unsure`` those that were asked about and stay unknown, and
    ``last`` is the one that was asked about last.
    """
    safety = knowledge.safety.fact
    if safety and safety not in told and safety not in unsure:
        return _definition(knowledge, safety)
    order = in_order_of_asking(knowledge, told, unsure, last)
    return _definition(knowledge, order[0]) if order else None


def in_order_of_asking(
    knowledge: Knowledge, told: Told, unsure: Collection[str] = (), last: str = ""
) -> tuple[str, ...]:
    """The facts that matter, the one to ask about first at the front; without the safety fact."""
    key, free = _key(told), _free(knowledge, told, unsure)
    found = _standing(knowledge, key, free)
    groups = {each.name: each.group for each in knowledge.facts}
    position = {each.name: place for place, each in enumerate(knowledge.facts)}
    cause = _only_cause(knowledge, last)

    def rank(name: str) -> tuple[bool, int, int, int]:
        same_cause = cause and _only_cause(knowledge, name) == cause
        distance = 0 if same_cause else 1 if groups[name] == groups.get(last) else 2
        return (
            not _matters_at_once(knowledge, name, key, free),
            distance,
            -len(_settled_by(knowledge, name, key, free)),
            position[name],
        )

    return tuple(sorted(found, key=rank))


def could_change(
    knowledge: Knowledge, name: str, told: Told, unsure: Collection[str] = ()
) -> tuple[Outcome, ...]:
    """What an answer about the fact ``name`` can still change, by itself or with later answers."""
    free = _free(knowledge, told, unsure) | {name}
    rest = {each: value for each, value in told.items() if each != name}
    return _standing(knowledge, _key(rest), free).get(name, ())


def most_questions_left(
    knowledge: Knowledge, told: Told, unsure: Collection[str] = (), last: str = ""
) -> int:
    """A bound on the questions still to come, the next one included; safety is not counted.

    No more are asked, whatever is answered, unless answers contradict each other or one is taken
    back: what does not matter now cannot matter later.
    """
    order = in_order_of_asking(knowledge, told, unsure, last)
    if not order:
        return 0
    first, free = order[0], _free(knowledge, told, unsure)
    left = [_standing(knowledge, _key(told), free - {first})]
    for cell in answers(knowledge, first):
        after = told_with(told, first, cell.value)
        left.append(_standing(knowledge, _key(after), free - {first}))
    return 1 + max(len(each) for each in left)


def matters(
    knowledge: Knowledge, its_cone: Cone, name: str, told: Told, free: Collection[str]
) -> bool:
    """Whether some answer about ``name`` changes the outcome of a cone, in some case left open.

    The cases are ``told`` with every combination of answers to the ``free`` facts; those do not
    count that contradict themselves, whatever else is answered. True as well where they are too
    many to go through.
    """
    others = frozenset(free) - {name}
    if not its_cone.exhausted_by({*others, name}):
        return True
    allowed = contradictions(knowledge, told)
    outside = others.difference(its_cone.facts)
    for before in its_cone.cases(told, others):
        value = its_cone.value(before)
        for cell in its_cone.cells[name].known:
            after = told_with(before, name, cell.value)
            if its_cone.value(after) != value and can_fit(knowledge, after, allowed, outside):
                return True
    return False


@lru_cache(maxsize=512)
def _standing(
    knowledge: Knowledge, key: tuple[tuple[str, Value], ...], free: frozenset[str]
) -> _Standing:
    told = dict(key)
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes(knowledge):
        its_cone = cone(knowledge, outcome)
        for name in its_cone.facts:
            if name in free and matters(knowledge, its_cone, name, told, free):
                found.setdefault(name, []).append(outcome)
    return {each.name: tuple(found[each.name]) for each in knowledge.facts if each.name in found}


@lru_cache(maxsize=2048)
def _matters_at_once(
    knowledge: Knowledge, name: str, key: tuple[tuple[str, Value], ...], free: frozenset[str]
) -> bool:
    told, alone = dict(key), frozenset({name})
    return any(
        matters(knowledge, cone(knowledge, outcome), name, told, alone)
        for outcome in _standing(knowledge, key, free)[name]
    )


@lru_cache(maxsize=2048)
def _settled_by(
    knowledge: Knowledge, name: str, key: tuple[tuple[str, Value], ...], free: frozenset[str]
) -> frozenset[tuple[str, str]]:
    """What some answer about ``name`` settles, whatever else is answered, and was open before."""
    told, rest = dict(key), free - {name}
    could = {(each.kind, each.id) for each in _standing(knowledge, key, free)[name]}
    concerned = [each for each in outcomes(knowledge) if (each.kind, each.id) in could]
    settled: set[tuple[str, str]] = set()
    for cell in answers(knowledge, name):
        after = told_with(told, name, cell.value)
        if can_fit(knowledge, after, contradictions(knowledge, told), rest):
            still_open = {
                (each.kind, each.id)
                for each in concerned
                if not _is_settled(knowledge, cone(knowledge, each), after, rest)
            }
            settled |= could - still_open
    return frozenset(settled)


def _is_settled(knowledge: Knowledge, its_cone: Cone, told: Told, free: frozenset[str]) -> bool:
    if not its_cone.exhausted_by(free):
        return False
    value, allowed = its_cone.value(told), contradictions(knowledge, told)
    return not any(
        its_cone.value(case) != value and can_fit(knowledge, case, allowed, frozenset())
        for case in its_cone.cases(told, free)
    )


@lru_cache(maxsize=1024)
def _only_cause(knowledge: Knowledge, name: str) -> str:
    """The one cause that a fact is about; empty where it is about several, or none."""
    causes = {
        each.cause if each.kind == "factor" else each.id
        for each in outcomes(knowledge)
        if each.kind in {"verdict", "reservation", "factor"} and name in cone(knowledge, each).facts
    }
    return causes.pop() if len(causes) == 1 else ""


def _key(told: Told) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted(told.items()))


def _free(knowledge: Knowledge, told: Told, unsure: Collection[str]) -> frozenset[str]:
    closed: Iterable[str] = {*told, *unsure, knowledge.safety.fact}
    return frozenset(each.name for each in knowledge.facts) - frozenset(closed)


def _definition(knowledge: Knowledge, name: str) -> FactDefinition:
    return next(each for each in knowledge.facts if each.name == name)
