"""Which question to ask next: the first of the vocabulary whose answer can still matter.

A question matters while some rule that reads its fact can still fire, and what that rule
concludes can still be told. So nobody who said "no" to a thing is asked how it went on.
Questions whose answers could only contradict earlier ones, or that suppose what was denied, are
not asked.
"""

from collections.abc import Collection

from legspasm.facts import Fact
from legspasm.model import FactDefinition, Knowledge, Rule
from legspasm.network import infer
from legspasm.unfired import Standing
from legspasm.verdicts import decide, silent


def next_question(
    knowledge: Knowledge, facts: tuple[Fact, ...], asked: Collection[str]
) -> FactDefinition | None:
    """The next fact to ask about, given what is known; None when there is nothing left to ask.

    ``asked`` names the facts that were asked about already, also those answered with "not sure".
    """
    done = {fact.name for fact in facts} | set(asked)
    waiting = [definition for definition in knowledge.facts if definition.name not in done]
    if not waiting:
        return None
    unsure = set(asked) - {fact.name for fact in facts}
    matters = _facts_that_matter(knowledge, facts, unsure)
    denied = {fact.name for fact in facts if fact.value is False}
    return next(
        (each for each in waiting if each.name in matters and each.supposes not in denied), None
    )


def _facts_that_matter(
    knowledge: Knowledge, facts: tuple[Fact, ...], unsure: Collection[str]
) -> set[str]:
    firings = infer(knowledge, facts)
    standing = Standing(knowledge, facts, firings)
    verdicts = {cause.id: decide(cause.id, firings)[0] for cause in knowledge.causes}
    in_scope = all(firing.concludes.kind != "out_of_scope" for firing in firings)
    anything_to_tell = not silent(knowledge, firings)

    def can_be_told(rule: Rule) -> bool:
        conclusion = rule.concludes
        match conclusion.kind:
            case "cause" | "against" | "out_of_scope":
                return in_scope
            case "factor":
                bears_on = conclusion.bears_on
                in_play = not bears_on or any(
                    verdicts[each] != "not_indicated" for each in bears_on
                )
                return anything_to_tell and in_play
            case "expects" | "advice":
                return True
            case "state":
                return conclusion.id in wanted_states
            case _:  # conflict
                return False

    matters = {knowledge.safety.fact}
    wanted_states: set[str] = set()
    for rule in reversed(knowledge.rules):  # whoever reads a state comes after its makers
        if standing.is_open(rule, without=unsure) and can_be_told(rule):
            matters.update(each.name for each in rule.conditions if each.kind == "fact")
            wanted_states.update(each.name for each in rule.conditions if each.kind == "state")
    return matters
