"""A coded fact as one outcome sees it: codes that look the same to it become one.

Codes tell apart what any rule tells apart, and most outcomes hang on less: of where something is,
one asks only whether it is in one of the places. What they see of it they share with others, and
the fewer cases there are, the fewer have to be run.
"""

import msgspec
from legspasm.cohort.coding import Coding
from legspasm.cohort.columns import Frames, Series, taken
from legspasm.cones import Cone


class View(msgspec.Struct, frozen=True):
    """What is seen of ``fact``: ``seen`` holds a whole number from 0 on for each of its codes.

    Empty, where all of them look different; ``radix`` is how many do, None where nobody can say.
    """

    fact: str
    radix: int | None
    seen: tuple[int, ...] = ()

    def column(self, codes: Series, frames: Frames) -> Series:
        """What is seen of each of ``codes``, none of which is bad."""
        return taken(frames.whole(self.seen), codes) if self.seen else codes

    def code(self, seen: int) -> int:
        """A code that looks like this."""
        return self.seen.index(seen) if self.seen else seen


def view(cone: Cone, coding: Coding) -> View:
    """What ``cone`` sees of a coded fact that is one of its own."""
    fact, radix = coding.definition.name, coding.radix
    if radix is None:
        return View(fact, None)
    looks = [cone.sees(fact, value) for value in coding.values]
    numbers = {look: number for number, look in enumerate(dict.fromkeys(looks))}
    if len(numbers) == radix:
        return View(fact, radix)
    return View(fact, len(numbers), tuple(numbers[each] for each in looks))
