"""Small defects in everything else: names, numbers, ranges, warning signs and whole parts."""

from collections.abc import Iterator
from decimal import Decimal

from mutants import Base, Mutant, Spot, mutant, operator

_FACT = (
    "facts/*/name",
    "rules/*/(when|unless)/*/fact",
    "facts/*/supposes",
    "place/reported_by",
    "fact",
    "forbidden/*/from/fact",
)
_STATE = (
    "states/*/id",
    "rules/*/(when|unless)/*/state",
    "rules/*/concludes/state",
    "forbidden/*/from/state",
    "forbidden/*/to/*/state",
)


@operator
def untouched(base: Base) -> Iterator[Mutant]:
    """Nothing is changed: every file is only written anew."""
    for source in base.sources:
        spot = Spot(source, "", source.root)
        yield mutant("untouched", spot, "written anew")


@operator
def rename_once(base: Base) -> Iterator[Mutant]:
    """A fact or a state has another name in one place."""
    for pattern in (*_FACT, *_STATE):
        for spot in base.at(pattern):
            yield mutant("rename_once", spot, f"{spot.text}_x", (spot.node, f"{spot.text}_x"))


@operator
def rename_everywhere(base: Base) -> Iterator[Mutant]:
    """A fact or a state has another name wherever it is named, also in scenarios."""
    for patterns in (_FACT, _STATE):
        for declared in base.at(patterns[0]):
            named = [
                (spot.file, spot.node)
                for pattern in patterns
                for spot in base.at(pattern)
                if spot.text == declared.text
            ]
            if patterns is _FACT:
                named += [
                    (spot.file, spot.key)
                    for spot in base.at("scenarios/*/facts/*")
                    if spot.key.value == declared.text
                ]
            new = f"{declared.text}_x"
            files = {
                source.name: source.written(
                    *((node, new) for file, node in named if file is source)
                )
                for source in base.sources
                if any(file is source for file, _ in named)
            }
            yield mutant("rename_everywhere", declared, new, also=files)


@operator
def other_number(base: Base) -> Iterator[Mutant]:
    """A parameter, or an end of a range, is one smallest step more or less."""
    for pattern in ("parameters/*/value", "facts/*/(minimum|maximum)"):
        for spot in base.at(pattern):
            number = Decimal(spot.text)
            step = Decimal((0, (1,), number.as_tuple().exponent))
            for other in (number - step, number + step):
                yield mutant("other_number", spot, f"{number} -> {other}", (spot.node, str(other)))


@operator
def other_source(base: Base) -> Iterator[Mutant]:
    """What is not from the document is said to be from the next such source."""
    spots = base.at("(parameters|flags|always)/*/source")
    texts = list(dict.fromkeys(spot.text for spot in spots))
    for spot in spots:
        text = texts[(texts.index(spot.text) + 1) % len(texts)]
        if text != spot.text:
            yield mutant("other_source", spot, f"{spot.text} -> {text}", (spot.node, text))


@operator
def drop_value(base: Base) -> Iterator[Mutant]:
    """A value of a fact is left out."""
    for spot in base.at("facts/*/values/*"):
        yield mutant("drop_value", spot, f"without {spot.part.split('/')[-1]}", spot.without())


@operator
def drop_part(base: Base) -> Iterator[Mutant]:
    """A whole part that is no rule is left out, or one line of it."""
    for pattern in (
        "(facts|causes|states|scopes|factors|advice|groups|parameters)/*",
        "(notes|tensions|forbidden|always|flags|levels)/*",
        "forbidden/*/to/*",
        "facts/*/supposes",
        "always/*/beside",
        "(rules|states)/*/allow/*",
        "(background|notice)/*",
    ):
        for spot in base.at(pattern):
            yield mutant("drop_part", spot, f"without {spot.part}", spot.without())


@operator
def other_heading(base: Base) -> Iterator[Mutant]:
    """A fact is asked under the next heading."""
    groups = [each.id for each in base.knowledge.groups]
    for spot in base.at("facts/*/group"):
        other = groups[(groups.index(spot.text) + 1) % len(groups)]
        yield mutant("other_heading", spot, f"{spot.text} -> {other}", (spot.node, other))


@operator
def note_elsewhere(base: Base) -> Iterator[Mutant]:
    """A note stands with advice and not with the answer, or the other way round."""
    for spot in base.at("notes/*/with"):
        other = "advice" if spot.text == "answer" else "answer"
        yield mutant("note_elsewhere", spot, f"with {other}", (spot.node, other))


@operator
def other_level(base: Base) -> Iterator[Mutant]:
    """A warning sign is urgent and no emergency, or the other way round."""
    for spot in base.at("flags/*/level"):
        other = "urgent" if spot.text == "emergency" else "emergency"
        yield mutant("other_level", spot, f"{spot.text} -> {other}", (spot.node, other))


@operator
def other_topic(base: Base) -> Iterator[Mutant]:
    """A file of rules is about the next cause, or about none."""
    causes = [each.id for each in base.knowledge.causes]
    for spot in base.at("topic"):
        other = causes[(causes.index(spot.text) + 1) % len(causes)]
        yield mutant("other_topic", spot, f"{spot.text} -> {other}", (spot.node, other))
        yield mutant("other_topic", spot, "no topic", spot.without())
