"""business-rules: conditions as data over variables, actions that write what was concluded.

Its rules are run once, in the order of a list, and an action is seen by the conditions after it; so
the canonical order is all that chaining needs, and what is absent can be asked once all that make
it have run. A variable has one type and is never unknown: answers, states and verdicts are lists
to choose from, empty where nothing is known, and a number stands beside a yes/no variable that says
whether it was told. There is no "not" around a condition, but each operator has its opposite.

Every rule is evaluated for every person. The trail holds the names of rules; what they matched is
not told, and is not included, which favours it.
"""

from collections.abc import Mapping
from typing import Any

from legspasm.model import Condition, Knowledge, Value

from speed.answer import Answer, Conclusions, Reading
from speed.steps import Verdict, steps


class Engine:
    """The rules of one knowledge base, and classes of variables and actions for them."""

    def __init__(self, knowledge: Knowledge) -> None:
        from business_rules import run_all
        from business_rules.actions import BaseActions, rule_action
        from business_rules.fields import FIELD_TEXT

        self._run_all = run_all
        self._reading = Reading(knowledge)
        by_id = {rule.id: rule for rule in knowledge.rules}
        self._variables = _variables(knowledge)
        self._rules = [_rule(step) for step in steps(knowledge)]

        class Actions(BaseActions):  # type: ignore[misc]  # business-rules has no types
            def __init__(self, person: Any) -> None:
                self.person = person

            @rule_action(params={"rule": FIELD_TEXT})  # type: ignore[untyped-decorator]  # business-rules has no types
            def conclude(self, rule: str) -> None:
                fired = by_id[rule]
                self.person.fired.append(rule)
                self.person.conclusions.add(fired)
                if fired.concludes.kind == "state":
                    self.person.states[fired.concludes.id] = (True,)

            @rule_action(params={"cause": FIELD_TEXT})  # type: ignore[untyped-decorator]  # business-rules has no types
            def decide(self, cause: str) -> None:
                self.person.words[cause] = self.person.conclusions.word(cause)

        self._actions = Actions

    def consult(self, told: Mapping[str, Value]) -> Answer:
        """Run all rules on the variables of this person, read."""
        person = self._variables(told)
        self._run_all(
            rule_list=self._rules,
            defined_variables=person,
            defined_actions=self._actions(person),
            stop_on_first_trigger=False,
        )
        return self._reading.answer(tuple(person.fired), person.words, told)


def _variables(knowledge: Knowledge) -> Any:
    from business_rules import variables

    class Person(variables.BaseVariables):  # type: ignore[misc]  # business-rules has no types
        def __init__(self, told: Mapping[str, Value]) -> None:
            self.told = told
            self.states: dict[str, tuple[bool]] = {}
            self.words: dict[str, str] = {}
            self.fired: list[str] = []
            self.conclusions = Conclusions()

        @variables.boolean_rule_variable  # type: ignore[untyped-decorator]  # business-rules has no types
        def always(self) -> bool:
            return True

    def add(name: str, of: Any, make: Any) -> None:
        setattr(Person, name, make(of))

    chosen = variables.select_rule_variable()
    for fact in knowledge.facts:
        name = fact.name
        match fact.type:
            case "set":
                add(f"fact_{name}", lambda self, name=name: self.told.get(name, ()), chosen)
                add(
                    f"empty_{name}",
                    lambda self, name=name: self.told.get(name) == (),
                    variables.boolean_rule_variable(),
                )
                add(
                    f"some_{name}",
                    lambda self, name=name: bool(self.told.get(name)),
                    variables.boolean_rule_variable(),
                )
            case "number" | "whole_number":
                add(
                    f"fact_{name}",
                    lambda self, name=name: self.told.get(name, 0),
                    variables.numeric_rule_variable(),
                )
                add(
                    f"known_{name}",
                    lambda self, name=name: name in self.told,
                    variables.boolean_rule_variable(),
                )
            case _:
                add(
                    f"fact_{name}",
                    lambda self, name=name: (self.told[name],) if name in self.told else (),
                    chosen,
                )
    for state in knowledge.states:
        add(f"state_{state.id}", lambda self, name=state.id: self.states.get(name, ()), chosen)
    for cause in knowledge.causes:
        add(
            f"verdict_{cause.id}",
            lambda self, name=cause.id: (self.words[name],) if name in self.words else (),
            chosen,
        )
    return Person


def _rule(step: Any) -> dict[str, Any]:
    if isinstance(step, Verdict):
        always = {"name": "always", "operator": "is_true", "value": True}
        decide = {"name": "decide", "params": {"cause": step.cause}}
        return {"conditions": {"all": [always]}, "actions": [decide]}
    conditions = [_met(each) for each in step.when] + [_unmet(each) for each in step.unless]
    return {
        "conditions": {"all": conditions},
        "actions": [{"name": "conclude", "params": {"rule": step.id}}],
    }


def _met(condition: Condition) -> dict[str, Any]:
    name, wanted = f"{condition.kind}_{condition.name}", condition.wanted
    match condition.operator:
        case "one_of":
            words = wanted if isinstance(wanted, tuple) else ()
            return {"any": [_one(name, "contains", word) for word in words]}
        case "empty":
            return _one(f"{'empty' if wanted else 'some'}_{condition.name}", "is_true", True)
        case "at_least" | "below":
            less = condition.operator == "below"
            compare = "less_than" if less else "greater_than_or_equal_to"
            known = _one(f"known_{condition.name}", "is_true", True)
            return {"all": [known, _one(name, compare, wanted)]}
        case _:  # is, includes, holds
            return _one(name, "contains", wanted)


def _unmet(condition: Condition) -> dict[str, Any]:
    name, wanted = f"{condition.kind}_{condition.name}", condition.wanted
    match condition.operator:
        case "one_of":
            words = wanted if isinstance(wanted, tuple) else ()
            return {"all": [_one(name, "does_not_contain", word) for word in words]}
        case "empty":
            return _one(f"{'empty' if wanted else 'some'}_{condition.name}", "is_false", True)
        case "at_least" | "below":
            less = condition.operator == "below"
            compare = "greater_than_or_equal_to" if less else "less_than"
            unknown = _one(f"known_{condition.name}", "is_false", True)
            return {"any": [unknown, _one(name, compare, wanted)]}
        case _:  # is, includes, holds
            return _one(name, "does_not_contain", wanted)


def _one(name: str, operator: str, value: Any) -> dict[str, Any]:
    return {"name": name, "operator": operator, "value": value}
