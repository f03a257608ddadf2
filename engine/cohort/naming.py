"""Which column of a table tells which fact, and what the columns that come out are called.

A column tells the fact that it is named after, or the one that it is mapped to. What tells no fact
is left aside, and whoever asked is told of it: it may be a name with a slip of the pen.
"""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence

import msgspec
from legspasm.errors import LegspasmError, Problem, problem, shown, unknown_name, words
from legspasm.facts import unknown_fact
from legspasm.model import Knowledge

ROW = "row"
DIGEST = "digest"
_BETWEEN_WORDS = re.compile(r"[\W_]+")


class Ignored(msgspec.Struct, frozen=True):
    """A column that tells no fact, and the name of the fact that is nearest (may be empty).

    ``meant``: it may be meant for that fact, since no other column tells it; of a table in many
    files so in ``file``, the first of them.
    """

    column: str
    near: str = ""
    meant: bool = False
    file: str = ""


class Plan(msgspec.Struct, frozen=True):
    """How a table is read: ``facts`` are pairs of a column and the fact that it tells.

    ``id`` is the column that says who it is; empty where rows are numbered (``row``). May be
    pickled.
    """

    facts: tuple[tuple[str, str], ...]
    id: str = ""
    ignored: tuple[Ignored, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        names = [column for column, _ in self.facts]
        return tuple(dict.fromkeys([self.id, *names] if self.id else names))

    @property
    def called(self) -> str:
        """What the column is called that says which row it is."""
        return self.id or ROW


def plan(
    knowledge: Knowledge,
    names: Sequence[str],
    *,
    id: str | None = None,
    columns: Mapping[str, str] | None = None,
    digest: bool = False,
) -> Plan:
    """The plan for a table whose columns have these ``names``.

    ``columns`` maps columns to the facts that they tell; ``id`` names the one that says who it is;
    ``digest`` says that a digest will be added. Raises LegspasmError with all that is wrong: names
    that there are not, a name or a fact twice, a name that the output needs for itself, no fact
    at all.
    """
    mapped = dict(columns or {})
    facts = [each.name for each in knowledge.facts]
    problems = [problem("batch_column_twice", each) for each in _twice(names)]
    for column in [*mapped, *([id] if id is not None else [])]:
        if column not in names:
            problems.append(unknown_name("batch_column_unknown", shown(column), column, names))
    problems += [unknown_fact(fact, facts) for fact in mapped.values() if fact not in facts]
    pairs = [
        (column, mapped.get(column, column))
        for column in dict.fromkeys(names)
        if column in mapped or column in facts
    ]
    told = [fact for _, fact in pairs]
    for fact in _twice(told):
        both = ", ".join(column for column, each in pairs if each == fact)
        problems.append(problem("batch_fact_twice", fact, columns=both))
    if id in added_columns(knowledge, digest=digest):
        problems.append(problem("batch_name_taken", str(id)))
    others = [each for each in dict.fromkeys(names) if each not in mapped and each not in facts]
    ignored = ignored_columns(knowledge, [each for each in others if each != id], told)
    if not pairs and not problems:
        problems.append(_no_fact(ignored))
    if problems:
        raise LegspasmError(problems)
    return Plan(tuple(pairs), id or "", ignored)


def ignored_columns(
    knowledge: Knowledge, names: Sequence[str], told: Collection[str]
) -> tuple[Ignored, ...]:
    """Columns that tell no fact, where others tell the facts that are ``told``."""
    facts = [each.name for each in knowledge.facts]
    nearest = ((each, _near(each, facts, knowledge)) for each in names)
    return tuple(Ignored(each, near, bool(near) and near not in told) for each, near in nearest)


def added_columns(knowledge: Knowledge, *, digest: bool = False) -> tuple[str, ...]:
    """The columns that the output has beside the one that says which row it is."""
    verdicts = (f"verdict_{cause.id}" for cause in knowledge.causes)
    last = (DIGEST,) if digest else ()
    return (*verdicts, "factors", "place", "advice", "safety", *last)


def _twice(names: Sequence[str]) -> list[str]:
    return [each for each in dict.fromkeys(names) if names.count(each) > 1]


def _near(name: str, facts: Sequence[str], knowledge: Knowledge) -> str:
    plain = _BETWEEN_WORDS.sub("_", name[:60].casefold()).strip("_")
    if plain in words("safety_column"):
        return knowledge.safety.fact
    if plain in added_columns(knowledge):  # of an output that was put in again
        return ""
    return next(iter(difflib.get_close_matches(plain, facts, n=1)), "")


def _no_fact(ignored: Sequence[Ignored]) -> Problem:
    for each in ignored:
        if each.near:
            return problem("batch_no_fact_near", name=shown(each.column), near=each.near)
    return problem("batch_no_fact")
