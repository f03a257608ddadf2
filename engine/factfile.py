"""Facts from a file: JSON or YAML text in, raw values by name out.

The ending of the name decides; without one that tells, text that begins with a brace is read as
JSON, and anything else as YAML. What the values mean is for ``facts.py``; here only the form is
checked: one mapping, no key twice, no NaN, no more text than a person's facts can need.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from legspasm.errors import FactsError, Problem, message, problem, shown
from legspasm.jsonfile import plain_json

MAX_BYTES = 1_000_000
_TABLES = frozenset({".csv", ".parquet"})
"""How names of files end that are tables of people."""


def read_fact_file(path: Path) -> Mapping[str, object]:
    """The raw facts of a file. Raises FactsError, with line and column where there are any."""
    try:
        with path.open("rb") as file:
            if path.suffix.lower() in _TABLES:
                raise FactsError([problem("facts_are_table", str(path))])
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
        found = plain_json(text, name, problems)
    else:
        from legspasm.yamlfile import plain_data

        found = plain_data(text, name, problems)
    if not problems and not isinstance(found, dict):
        got = message("values", "nothing") if found is None else shown(found)
        problems.append(problem("facts_not_mapping", name, got=got))
    if isinstance(found, dict) and str(found.get("schema")).startswith("legspasm."):
        problems.append(problem("facts_are_record", name))
    if problems or not isinstance(found, dict):
        raise FactsError(problems)
    return found
