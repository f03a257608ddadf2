"""Parts of a body as they are kept: with positions, here 2, 5 and 7, for firing numbers."""

from legspasm.body import (
    Absence,
    ConditionStatus,
    Conflict,
    FactMatch,
    Firing,
    GivenFact,
    NotFired,
    StateMatch,
    Verdict,
    VerdictMatch,
)
from legspasm.model import Conclusion
from legspasm.positions import bits
from msgspec.structs import replace

FIRING = Firing(
    seq=7,
    rule="r",
    because=(
        FactMatch("age", 70, "at_least", 60),
        StateMatch("s", (2, 5)),
        VerdictMatch("c", "supported", (5,)),
    ),
    absent=(
        Absence("fact", "level", "below", 3.5, 4.0, 0),
        Absence("fact", "night", "is", True, None, 0),
        Absence("state", "t", "holds", True, None, 0),
    ),
    concludes=Conclusion("state", "u"),
    reservation=None,
    hedge=None,
    cites=("P1.S1",),
)
PLACED = replace(
    FIRING,
    seq=3,
    because=(
        FIRING.because[0],
        StateMatch("s", (1, 2)),
        VerdictMatch("c", "supported", (2,)),
    ),
    absent=tuple(replace(each, as_of=2) for each in FIRING.absent),
)
FIRED = bits([2, 5, 7])
VERDICT = Verdict(
    "c", "conflict", (7,), (), (Conflict(7, (GivenFact("age", 70),), "said"),), (), ("P1.S1",)
)
NOT_FIRED = NotFired(
    "q",
    (
        ConditionStatus("fact", "age", False, "below", 60, 70, "not_met", "said"),
        ConditionStatus("fact", "night", False, "is", True, None, "unknown", "said"),
        ConditionStatus("state", "s", True, "holds", True, True, "not_met", "said"),
    ),
    ("night",),
)
