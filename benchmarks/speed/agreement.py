"""Whether all come to the same, before anything is timed: what is fast and wrong has no worth."""

import time
from collections.abc import Callable, Mapping, Sequence

from speed.answer import differences
from speed.contenders import Ready
from speed.people import Person


class DisagreementError(Exception):
    """An engine told a person something else; the message says who, what and to whom."""


def agree(
    contenders: Sequence[Ready],
    people: Sequence[Person],
    seen: Callable[[], object] = lambda: None,
) -> Mapping[str, float]:
    """By name, the seconds that one consultation took on average; ``seen`` after each person.

    Raises DisagreementError where any tells anybody something else than the first of them.
    """
    took = dict.fromkeys((each.name for each in contenders), 0.0)
    for person in people:
        answers = []
        for each in contenders:
            begun = time.perf_counter()
            found = each.engine.consult(person)
            took[each.name] += time.perf_counter() - begun
            answers.append(each.answer(found))
        for each, answer in zip(contenders, answers, strict=True):
            parts = differences(answers[0], answer)
            if parts:
                lines = [f"{each.name} and {contenders[0].name} do not agree about {person}:"]
                for part in parts:
                    lines.append(f"  {part}, {each.name}: {getattr(answer, part)}")
                    lines.append(f"  {part}, {contenders[0].name}: {getattr(answers[0], part)}")
                raise DisagreementError("\n".join(lines))
        seen()
    return {name: seconds / len(people) for name, seconds in took.items()}
