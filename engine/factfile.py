"""Facts from a file: JSON or YAML text in, raw values by name out.

The ending of the name decides; without one that tells, text that begins with a brace is read as
JSON, and anything else as YAML. What the values mean is for ``facts.py``; here only the form is
checked: one mapping, no key twice, no NaN, no more text than a person's facts can need.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from legspasm.errors import FactsError, Problem, message, problem, shown
from legspasm.yamlfile import plain_data

MAX_BYTES = 1_000_000


def read_fact_file(path: Path) -> Mapping[str, object]:
    """The raw facts of a file. Raises FactsError, with line and column where there are any."""
    try:
        with path.open("rb") as file:
            return read_fact_stream(file, str(path))
    except FileNotFoundError:
        raise FactsError([problem("file_missing", str(path))]) from None
    except OSError as error:
        raise FactsError([problem("file_unreadable", str(path), why=error.strerror)]) from error


def read_fact_stream(stream: BinaryIO, name: str) -> Mapping[str, object]:
    """The raw facts of an open file; ``name`` is what errors call it."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FactsError([problem("file_too_long", name, limit=MAX_BYTES)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FactsError([problem("file_not_text", name)]) from None
    if "\0" in text:
        raise FactsError([problem("file_not_text", name)])
    if not text.strip():
        raise FactsError([problem("file_empty", name)])
    problems: list[Problem] = []
    is_yaml = name.endswith((".yaml", ".yml"))
    if name.endswith(".json") or (text.lstrip().startswith("{") and not is_yaml):
        found = _json(text, name, problems)
    else:
        found = plain_data(text, name, problems)
    if not problems and not isinstance(found, dict):
        got = message("values", "nothing") if found is None else shown(found)
        problems.append(problem("facts_not_mapping", name, got=got))
    if isinstance(found, dict) and str(found.get("schema")).startswith("legspasm."):
        problems.append(problem("facts_are_record", name))
    if problems or not isinstance(found, dict):
        raise FactsError(problems)
    return found


class _NotJsonError(Exception):
    """What the standard library's reader lets pass, found by one of its hooks."""


def _json(text: str, name: str, problems: list[Problem]) -> object:
    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        seen: set[str] = set()
        for key, _ in found:
            if key in seen:
                raise _NotJsonError(problem("key_twice", name, name=shown(key)))
            seen.add(key)
        return dict(found)

    def constant(word: str) -> object:
        raise _NotJsonError(problem("json_not_a_number", name, name=word))

    def whole(digits: str) -> int | float:
        return int(digits) if len(digits) <= 30 else float(digits)

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant, parse_int=whole)
    except _NotJsonError as error:
        problems.append(error.args[0])
    except json.JSONDecodeError as error:
        place = f"{name}:{error.lineno}:{error.colno}"
        problems.append(problem("json_broken", place, why=error.msg))
    except RecursionError:
        problems.append(problem("file_too_deep", name))
    return None
