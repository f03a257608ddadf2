"""The door to experta, the production system that infers: imported without a trace on the host.

Its pinned frozendict wants ``collections.Mapping``, which Python 3.10 removed, and it configures
the host's root logger. Both are as before once the import is done, and its loggers, which would
write a person's facts into the host's log, are turned down.

Whoever imports this module waits for experta, so it is imported where something is inferred, and
not before.
"""

import collections
import collections.abc
import logging

_root = logging.getLogger()
_handlers, _level = list(_root.handlers), _root.level
_lent = {} if hasattr(collections, "Mapping") else {"Mapping": collections.abc.Mapping}
vars(collections).update(_lent)
try:
    import experta
    import frozendict  # noqa: F401  # without it experta imports half of itself, silently
finally:
    for _name in _lent:
        delattr(collections, _name)
    _root.handlers[:] = _handlers
    _root.setLevel(_level)
logging.getLogger("experta").setLevel(logging.CRITICAL)

from experta.abstract import Matcher, Strategy  # noqa: E402  # only once it can be imported
from experta.activation import Activation  # noqa: E402  # only once it can be imported
from experta.factlist import FactList  # noqa: E402  # only once it can be imported

Fact, KnowledgeEngine = experta.Fact, experta.KnowledgeEngine
NOT, P, Rule = experta.NOT, experta.P, experta.Rule

__all__ = [
    "NOT",
    "Activation",
    "Fact",
    "FactList",
    "KnowledgeEngine",
    "Matcher",
    "P",
    "Rule",
    "Strategy",
]
