"""One case of a space, put together from the conditions that a person meets and does not meet."""

from collections.abc import Iterable, Mapping

import naive
from legspasm.authoring.space import Cases, Space
from legspasm.model import Condition


def case_of(
    space: Space, conditions: Iterable[Condition], told: Mapping[str, naive.Value]
) -> Cases:
    """The case in which a person is, of whom ``told`` is known."""
    case = space.all
    for name in space.facts:
        case &= space.knowing(name) if name in told else ~space.knowing(name)
    for each in conditions:
        if each.kind == "fact":
            met = naive.holds(each, told.get(each.name))
            case &= space.meeting(each) if met else ~space.meeting(each)
    return case


def is_in(case: Cases, cases: Cases) -> bool:
    """Whether the whole of a case, which is not empty, is among ``cases``."""
    assert case.satisfiable()
    inside = (case & cases).satisfiable()
    assert inside != (case & ~cases).satisfiable(), (
        "some of the case is among them, and some is not"
    )
    return inside
