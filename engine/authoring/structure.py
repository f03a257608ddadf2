"""What is declared and never used, sentences that nothing rests on, and links that must not be.

All of it is seen from which part names which other, without looking at any case.
"""

from collections.abc import Iterator

from legspasm.authoring.coverage import coverage
from legspasm.authoring.finding import Finding, finding
from legspasm.model import Knowledge, Rule
from legspasm.reader import Reading
from legspasm.register import Part
from legspasm.telling import ForbiddenLink

_DECIDES_VERDICT = {"cause", "against", "conflict"}


def examine(knowledge: Knowledge, reading: Reading) -> Iterator[Finding]:
    """Every finding about ``knowledge`` that comes of its parts alone."""
    for kind, id_ in _unused(knowledge):
        yield finding(f"{kind}_unused", reading.places[kind, id_], (kind, id_), id=id_)
    for kind, id_ in _never_concluded(knowledge):
        place = reading.places[kind, id_]
        yield finding("never_concluded", place, (kind, id_), kind=kind, id=id_)
    for link in knowledge.forbidden:
        if not link.alone:
            yield from _links(link, knowledge, reading)
    yield from _sentences(knowledge, reading)


def _unused(knowledge: Knowledge) -> Iterator[Part]:
    """What nothing reads. The fact of the safety layer is read by no rule."""
    conditions = [each for rule in knowledge.rules for each in rule.conditions]
    read = {(each.kind, each.name) for each in conditions}
    others = {knowledge.place.reported_by, knowledge.safety.fact}
    others |= {fact.supposes for fact in knowledge.facts}
    for fact in knowledge.facts:
        if ("fact", fact.name) not in read and fact.name not in others:
            yield "fact", fact.name
    compared = {each.parameter for each in conditions}
    for parameter in knowledge.parameters:
        if parameter.id not in compared:
            yield "parameter", parameter.id
    holding = {fact.group for fact in knowledge.facts}
    for group in knowledge.groups:
        if group.id not in holding:
            yield "group", group.id
    concluded = _concluded(knowledge)
    for state in knowledge.states:
        if ("state", state.id) in concluded and ("state", state.id) not in read:
            yield "state", state.id


def _never_concluded(knowledge: Knowledge) -> Iterator[Part]:
    declared = [
        *(("state", each.id) for each in knowledge.states),
        *(("scope", each.id) for each in knowledge.scopes),
        *(("factor", each.id) for each in knowledge.factors),
        *(("advice", each.id) for each in knowledge.advice),
    ]
    concluded = _concluded(knowledge)
    for part in declared:
        if part not in concluded:
            yield part


def _concluded(knowledge: Knowledge) -> set[Part]:
    kinds = {"out_of_scope": "scope"}
    return {
        (kinds.get(rule.concludes.kind, rule.concludes.kind), rule.concludes.id)
        for rule in knowledge.rules
    }


def _links(link: ForbiddenLink, knowledge: Knowledge, reading: Reading) -> Iterator[Finding]:
    kind, name = link.start
    ways = _ways_from(link.start, knowledge)
    for end in dict.fromkeys(link.ends):
        if end in ways:
            rules = ways[end]
            yield finding(
                "forbidden_link",
                reading.places["rule", rules[-1]],
                ("rule", rules[-1]),
                start=f"{kind} {name}",
                end=" ".join(end),
                rules=" -> ".join(rules),
                why=link.says,
            )


def _ways_from(start: Part, knowledge: Knowledge) -> dict[Part, tuple[str, ...]]:
    """By conclusion the rules that lead there, one after another, a shortest way to each.

    That there is nothing to explain leads nowhere, since it is about everything.
    """
    ways: dict[Part, tuple[str, ...]] = {}
    waiting: list[tuple[Part, tuple[str, ...]]] = [(start, ())]
    for read, way in waiting:  # grows while it is gone through
        for rule in knowledge.rules:
            end = rule.concludes.kind, rule.concludes.id
            if _reads(rule, read) and end not in ways and rule.concludes.kind != "out_of_scope":
                ways[end] = (*way, rule.id)
                decides = rule.concludes.kind in _DECIDES_VERDICT
                waiting.append((("verdict", end[1]) if decides else end, ways[end]))
    return ways


def _reads(rule: Rule, part: Part) -> bool:
    return any((each.kind, each.name) == part for each in rule.conditions)


def _sentences(knowledge: Knowledge, reading: Reading) -> Iterator[Finding]:
    excused = {each.sentence for each in knowledge.background}
    for sentence in coverage(knowledge).sentences:
        part = ("sentence", sentence.id)
        if sentence.standing == "open":
            text = {"id": sentence.id, "sentence": sentence.text}
            yield finding("sentence_open", reading.places[part], part, **text)
        elif sentence.uses and sentence.id in excused:
            place = reading.places["background", sentence.id]
            yield finding("sentence_excused_and_cited", place, part, id=sentence.id)
