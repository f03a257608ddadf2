"""Strict JSON: text in, plain data out. What the standard's readers let pass is a problem here.

RFC 8259 leaves it open what a key that stands twice means, and says nothing of NaN; two programs
may read such a text differently, so nobody could say what a record or a fact is.
"""

import json
from typing import Any

from legspasm.errors import Problem, message, problem, shown

_PACKED = (b"\x28\xb5\x2f\xfd", b"\x1f\x8b")
"""How a file begins that Zstandard (RFC 8878) or gzip (RFC 1952) made."""


class _NotStrictError(Exception):
    """What the standard library's reader lets pass, found by one of its hooks."""


def plain_json(text: str | bytes, place: str, problems: list[Problem]) -> Any:
    """``text`` (UTF-8 where it is bytes) as plain data; None with the problem told.

    ``place`` is what problems call the text; a line and a column are added where there are any.
    """

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        taken = dict(found)
        if len(taken) < len(found):
            keys = [key for key, _ in found]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise _NotStrictError(problem("key_twice", place, name=shown(twice)))
        return taken

    def constant(word: str) -> object:
        raise _NotStrictError(problem("json_not_a_number", place, name=word))

    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant, parse_int=_whole)
    except _NotStrictError as error:
        problems.append(error.args[0])
    except UnicodeDecodeError:
        packed = isinstance(text, bytes) and text.startswith(_PACKED)
        problems.append(problem("file_packed" if packed else "file_not_text", place))
    except json.JSONDecodeError as error:
        at = ":".join(filter(None, [place, str(error.lineno), str(error.colno)]))
        why = error.msg if text.strip() else message("values", "empty")
        problems.append(problem("json_broken", at, why=why))
    except RecursionError:
        problems.append(problem("file_too_deep", place))
    return None


def _whole(digits: str) -> int | float:
    """A number of very many digits is none that a person could have told; Python refuses some."""
    return int(digits) if len(digits) <= 30 else float(digits)
