"""clingo: the rules as an answer set program, grounded once, solved for each person.

What is told is assumed: the program may choose any facts, and each person fixes all of them, what
is not told to false. Solving again under assumptions is faster than grounding a program for each
person, and than externals, which have to be set back one by one. Absence is ``not``, and the
program is stratified, so there is exactly one answer set.

There are no fractions: limits on numbers are facts of their own, ``at_least(age, limit)``, that are
settled while the assumptions are made. The trail holds the names of rules; what they matched is not
told, and is not included, which favours it.
"""

from collections.abc import Iterable, Iterator, Mapping

from legspasm.model import Condition, Knowledge, Value

from speed.answer import Answer, Reading

_FRAME = """
verdict(C, not_applicable) :- cause(C), out_of_scope.
verdict(C, conflict) :- cause(C), conflict(C), not out_of_scope.
verdict(C, supported) :- causes(C, plain), not conflict(C), not out_of_scope.
verdict(C, with_reservation) :-
    causes(C, reserved), not causes(C, plain), not conflict(C), not out_of_scope.
verdict(C, not_indicated) :-
    against(C), not causes(C, plain), not causes(C, reserved), not conflict(C), not out_of_scope.
verdict(C, undetermined) :- cause(C), not against(C), not causes(C, plain),
    not causes(C, reserved), not conflict(C), not out_of_scope.
#show fired/1.
#show verdict/2.
"""


class Engine:
    """One grounded program for one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        import clingo

        self._reading = Reading(knowledge)
        self._control = clingo.Control(["--warn=none"])
        self._control.add("base", [], program(knowledge))
        self._control.ground([("base", [])])
        literal = {str(atom.symbol): atom.literal for atom in self._control.symbolic_atoms}
        self._false = {name: -literal[name] for name in dict.fromkeys(_told(knowledge))}
        self._limits: dict[str, list[tuple[int | float, str]]] = {}
        for condition in _comparisons(knowledge):
            atom = _limit(condition)
            self._limits.setdefault(condition.name, []).append((condition.wanted, atom))  # type: ignore[arg-type]  # a number
        self._names = {
            atom.symbol: (atom.symbol.name, *map(str, atom.symbol.arguments))
            for atom in self._control.symbolic_atoms
            if atom.symbol.name in {"fired", "verdict"}
        }

    def consult(self, told: Mapping[str, Value]) -> Answer:
        """Assume the person, solve, read."""
        literals = dict(self._false)
        for name, value in told.items():
            for atom in self._atoms(name, value):
                if atom in literals:
                    literals[atom] = -literals[atom]
        fired: list[str] = []
        words: dict[str, str] = {}
        with self._control.solve(assumptions=list(literals.values()), yield_=True) as handle:
            for model in handle:
                for symbol in model.symbols(shown=True):
                    kind, name, *word = self._names[symbol]
                    if kind == "fired":
                        fired.append(name)
                    else:
                        words[name] = word[0]
        return self._reading.answer(self._reading.in_order(fired), words, told)

    def _atoms(self, name: str, value: Value) -> Iterator[str]:
        if isinstance(value, tuple):
            yield f"known({name})"
            for each in value:
                yield f"told({name},{each})"
        elif isinstance(value, bool):
            yield f"told({name},{_word(value)})"
        elif isinstance(value, str):
            yield f"told({name},{value})"
        else:
            yield f"known({name})"
            for limit, atom in self._limits.get(name, ()):
                if value >= limit:
                    yield atom


def program(knowledge: Knowledge) -> str:
    """The knowledge as an answer set program."""
    lines = [f"{{{atom}}}." for atom in dict.fromkeys(_told(knowledge))]
    lines += [f"cause({cause.id})." for cause in knowledge.causes]
    for rule in knowledge.rules:
        body = [_test(each) for each in rule.when] + [f"not {_test(each)}" for each in rule.unless]
        helped = [_helper(each) for each in rule.conditions if each.operator in _HELPED]
        lines += [line for each in helped for line in each]
        lines.append(f"fired({rule.id}) :- {', '.join(body)}.")
        match rule.concludes.kind:
            case "state":
                lines.append(f"state({rule.concludes.id}) :- fired({rule.id}).")
            case "cause":
                how = "reserved" if rule.reservation else "plain"
                lines.append(f"causes({rule.concludes.id},{how}) :- fired({rule.id}).")
            case "against" | "conflict":
                lines.append(f"{rule.concludes.kind}({rule.concludes.id}) :- fired({rule.id}).")
            case "out_of_scope":
                lines.append(f"out_of_scope :- fired({rule.id}).")
    return "\n".join(dict.fromkeys(lines)) + _FRAME


_HELPED = frozenset({"one_of", "empty", "below"})


def _told(knowledge: Knowledge) -> Iterator[str]:
    """Every atom that a person can make true."""
    for fact in knowledge.facts:
        if fact.type in {"set", "number", "whole_number"}:
            yield f"known({fact.name})"
        for option in fact.options:
            yield f"told({fact.name},{option.id})"
    for condition in _comparisons(knowledge):
        yield _limit(condition)


def _comparisons(knowledge: Knowledge) -> Iterable[Condition]:
    found = {
        _limit(each): each
        for rule in knowledge.rules
        for each in rule.conditions
        if each.operator in {"at_least", "below"}
    }
    return found.values()


def _limit(condition: Condition) -> str:
    return (
        f"at_least({condition.name},l{str(condition.wanted).replace('.', '_').replace('-', 'm')})"
    )


def _test(condition: Condition) -> str:
    name, wanted = condition.name, condition.wanted
    if condition.kind == "state":
        return f"state({name})"
    match condition.operator:
        case "is" | "includes":
            return f"told({name},{_word(wanted)})"
        case "at_least":
            return _limit(condition)
        case _:
            return _helped(condition)


def _helper(condition: Condition) -> list[str]:
    """Rules for what is no atom by itself, so that it can stand under ``not``."""
    name, wanted, head = condition.name, condition.wanted, _helped(condition)
    match condition.operator:
        case "one_of":
            kind = "verdict" if condition.kind == "verdict" else "told"
            words = wanted if isinstance(wanted, tuple) else ()
            return [f"{head} :- {kind}({name},{word})." for word in words]
        case "empty":
            some = [f"some({name}) :- told({name},V), known({name})."]
            return some if not wanted else [*some, f"{head} :- known({name}), not some({name})."]
        case _:  # below
            return [f"{head} :- known({name}), not {_limit(condition)}."]


def _helped(condition: Condition) -> str:
    name, wanted = condition.name, condition.wanted
    match condition.operator:
        case "one_of":
            words = "_or_".join(wanted) if isinstance(wanted, tuple) else ""
            return f"one_of({condition.kind},{name},{words})"
        case "empty":
            return f"none({name})" if wanted else f"some({name})"
        case _:  # below
            return _limit(condition).replace("at_least", "below", 1)


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
