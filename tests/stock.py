"""The productions of a knowledge base, run by experta's own matcher and strategy.

The same rules, right-hand sides, working memory and agenda: only what ``matching.py`` does is left
to experta. Each rule is written in experta's own terms here, a second time.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from legspasm.conditions import holds
from legspasm.matching import Production, Proposition, field_of
from legspasm.model import Condition, Knowledge
from legspasm.productions import Productions
from legspasm.productionsystem import NOT, KnowledgeEngine, P, Rule


def stock(knowledge: Knowledge) -> Productions:
    """The productions of ``knowledge``, on engines of experta as it is."""
    return Productions(knowledge, engine_for)


def engine_for(productions: Sequence[Production]) -> Callable[[], Any]:
    members = {}
    for production in productions:
        conditions = [_pattern(each) for each in production.when]
        conditions += [NOT(_pattern(each)) for each in production.unless]
        rule = Rule(*conditions, salience=production.salience)
        members[f"rule_{production.salience}"] = rule(_own(production.does))
    engine_class: Callable[[], Any] = type("Stock", (KnowledgeEngine,), members)
    return engine_class


def _own(does: Callable[[Any], None]) -> Callable[[Any], None]:
    def rhs(engine: Any) -> None:
        does(engine)

    return rhs


def _pattern(condition: Condition) -> Any:
    return Proposition(**{field_of(condition): P(partial(holds, condition))})
