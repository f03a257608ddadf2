"""Small defects in rules: conditions, conclusions and what weakens them."""

import copy
from collections.abc import Iterator, Sequence

import yaml
from legspasm.model import VERDICTS
from mutants import Base, Mutant, Spot, mutant, operator, scalar, sequence, with_keys

_CONDITION = "rules/*/(when|unless)/*"
_OTHER_KIND = {"cause": "against", "against": "cause", "conflict": "against"}


@operator
def drop_condition(base: Base) -> Iterator[Mutant]:
    """A condition is left out."""
    for spot in base.at(_CONDITION):
        yield mutant("drop_condition", spot, f"without {spot.text}", spot.without())


@operator
def move_condition(base: Base) -> Iterator[Mutant]:
    """A condition of ``when`` stands under ``unless``, or the other way round."""
    for spot in base.at(_CONDITION):
        rule = spot.holder.holder
        here = spot.part.split("/")[2]
        there = "unless" if here == "when" else "when"
        left = [each for each in rule.under(here).value if each is not spot.node]
        more = [*(rule.under(there).value if rule.under(there) else []), spot.node]
        pairs = with_keys(
            rule.node, {here: sequence(left) if left else None, there: sequence(more)}
        )
        yield mutant("move_condition", spot, f"{spot.text} under {there}", (rule.node, pairs))


@operator
def flip_yes_no(base: Base) -> Iterator[Mutant]:
    """A condition asks for no in the place of yes, or the other way round."""
    for spot in base.at(f"{_CONDITION}/(is|empty)"):
        if spot.text in {"yes", "no"}:
            yield _replaced("flip_yes_no", spot, "no" if spot.text == "yes" else "yes")


@operator
def other_value(base: Base) -> Iterator[Mutant]:
    """A condition asks for the next value of its fact."""
    for spot in base.at(f"{_CONDITION}/(is|includes)"):
        if spot.text not in {"yes", "no"}:
            yield _replaced("other_value", spot, _next(spot.text, _values(base, spot)))


@operator
def wider_value(base: Base) -> Iterator[Mutant]:
    """A condition that asks for one value takes the next one of its fact, too."""
    for spot in base.at(f"{_CONDITION}/is"):
        if spot.text not in {"yes", "no"}:
            values = _values(base, spot)
            both = sequence([scalar(spot.text), scalar(_next(spot.text, values))])
            new = {"is": None, "one_of": both, "says": scalar("It is so.")}
            pairs = with_keys(spot.holder.node, new)
            what = f"one of {_next(spot.text, values)}, {spot.text}"
            yield mutant("wider_value", spot, what, (spot.holder.node, pairs))


@operator
def other_operator(base: Base) -> Iterator[Mutant]:
    """At least for below, below for at least, any value for one of a set."""
    for spot in base.at(f"{_CONDITION}/(at_least|below)"):
        there = "below" if spot.key.value == "at_least" else "at_least"
        yield mutant("other_operator", spot, f"{there} {spot.text}", (spot.key, there))
    for spot in base.at(f"{_CONDITION}/includes"):
        pairs = [each for each in spot.holder.node.value if each[1] is not spot.node]
        pairs += [(scalar("empty"), scalar("no")), (scalar("says"), scalar("There were some."))]
        yield mutant("other_operator", spot, "not empty", (spot.holder.node, pairs))


@operator
def other_parameter(base: Base) -> Iterator[Mutant]:
    """A condition compares with the next parameter."""
    ids = [each.id for each in base.knowledge.parameters]
    for spot in base.at(f"{_CONDITION}/(at_least|below)"):
        yield _replaced("other_parameter", spot, _next(spot.text, ids))


@operator
def drop_one_of(base: Base) -> Iterator[Mutant]:
    """A condition takes one value, or one verdict word, less."""
    for spot in base.at(f"{_CONDITION}/one_of/*"):
        yield mutant("drop_one_of", spot, f"without {spot.text}", spot.without())


@operator
def add_one_of(base: Base) -> Iterator[Mutant]:
    """A condition takes one value, or one verdict word, more."""
    for spot in base.at(f"{_CONDITION}/one_of"):
        known = VERDICTS if spot.beside("verdict") else _values(base, spot)
        inside = [each.value for each in spot.node.value]
        for word in known:
            if word not in inside:
                change = (spot.node, [*spot.node.value, scalar(word)])
                yield mutant("add_one_of", spot, f"also {word}", change)


@operator
def drop_rule(base: Base) -> Iterator[Mutant]:
    """A rule is left out."""
    for spot in base.at("rules/*"):
        yield mutant("drop_rule", spot, "without the rule", spot.without())


@operator
def duplicate_rule(base: Base) -> Iterator[Mutant]:
    """A rule stands twice, under two ids."""
    for spot in base.at("rules/*"):
        again = copy.deepcopy(spot.node)
        name = f"{spot.under('id').value}_again"
        again.value = with_keys(again, {"id": scalar(name)})
        held = spot.holder.node
        at = held.value.index(spot.node) + 1
        change = (held, [*held.value[:at], again, *held.value[at:]])
        yield mutant("duplicate_rule", spot, f"also as {name}", change)


@operator
def other_conclusion(base: Base) -> Iterator[Mutant]:
    """A rule concludes the next thing of the same kind."""
    known = base.knowledge
    ids = {
        "state": [each.id for each in known.states],
        "out_of_scope": [each.id for each in known.scopes],
        "factor": [each.id for each in known.factors],
        "advice": [each.id for each in known.advice],
        "expects": [
            option.id
            for fact in known.facts
            if fact.name == known.place.reported_by
            for option in fact.options
        ],
    }
    causes = [each.id for each in known.causes]
    for spot in base.at(
        "rules/*/concludes/(state|cause|against|conflict|out_of_scope|factor|advice|expects)"
    ):
        pool = ids.get(spot.key.value, causes)
        if len(pool) > 1:
            yield _replaced("other_conclusion", spot, _next(spot.text, pool))


@operator
def other_kind(base: Base) -> Iterator[Mutant]:
    """A rule for a cause speaks against it, one against it for it, and a conflict is none."""
    for spot in base.at("rules/*/concludes/(cause|against|conflict)"):
        kind = _OTHER_KIND[spot.key.value]
        yield mutant("other_kind", spot, f"{kind}: {spot.text}", (spot.key, kind))


@operator
def other_bearing(base: Base) -> Iterator[Mutant]:
    """A factor bears on one cause less, on one more, or on none by name."""
    for spot in base.at("rules/*/concludes/bears_on/*"):
        yield mutant("other_bearing", spot, f"not on {spot.text}", spot.without())
    for spot in base.at("rules/*/concludes/factor"):
        bears = spot.beside("bears_on")
        inside = [each.value for each in bears.value] if bears else []
        for cause in base.knowledge.causes:
            if cause.id not in inside:
                nodes = sequence([*(bears.value if bears else []), scalar(cause.id)])
                pairs = with_keys(spot.holder.node, {"bears_on": nodes})
                yield mutant(
                    "other_bearing", spot, f"also on {cause.id}", (spot.holder.node, pairs)
                )
        if bears:
            pairs = with_keys(spot.holder.node, {"bears_on": None})
            yield mutant("other_bearing", spot, "in general", (spot.holder.node, pairs))


@operator
def drop_reservation(base: Base) -> Iterator[Mutant]:
    """What weakens a conclusion is left out."""
    for spot in base.at("rules/*/reservation"):
        yield mutant("drop_reservation", spot, "without reservation", spot.without())


@operator
def add_reservation(base: Base) -> Iterator[Mutant]:
    """A conclusion is weakened that was not."""
    for spot in base.at("rules/*/concludes/cause"):
        rule = spot.holder.holder
        if rule.under("reservation") is None:
            pairs = with_keys(rule.node, {"reservation": scalar("This fits less well.")})
            yield mutant("add_reservation", rule, "with a reservation", (rule.node, pairs))


@operator
def other_reservation(base: Base) -> Iterator[Mutant]:
    """What weakens a conclusion is what weakens another one."""
    spots = base.at("rules/*/reservation")
    texts = [spot.text for spot in spots]
    for spot in spots:
        if len(texts) > 1:
            yield _replaced("other_reservation", spot, _next(spot.text, texts))


@operator
def not_silent(base: Base) -> Iterator[Mutant]:
    """A scope that ends everything does not, or one that does not does."""
    for spot in base.at("scopes/*"):
        silent = spot.under("silent")
        pairs = with_keys(spot.node, {"silent": None if silent else scalar("yes")})
        yield mutant("not_silent", spot, "not silent" if silent else "silent", (spot.node, pairs))


def _replaced(name: str, spot: Spot, text: str) -> Mutant:
    return mutant(name, spot, f"{spot.text} -> {text}", (spot.node, text))


def _values(base: Base, spot: Spot) -> list[str]:
    fact = spot.beside("fact")
    assert isinstance(fact, yaml.ScalarNode)
    [found] = [each for each in base.knowledge.facts if each.name == fact.value]
    return [option.id for option in found.options]


def _next(text: str, known: Sequence[str]) -> str:
    return known[(known.index(text) + 1) % len(known)]
