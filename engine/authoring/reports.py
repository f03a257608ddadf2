"""What a check came to, for a person and for programs: text, JSON, SARIF and GitHub's annotations.

SARIF 2.1.0 is the form in which code hosts and editors take findings (OASIS, "Static Analysis
Results Interchange Format"); what is allowed is in it as suppressed, with its reason.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args
from urllib.parse import quote

import msgspec
from legspasm.audit.outline import written
from legspasm.authoring.check import Checked
from legspasm.authoring.finding import Finding, checks
from legspasm.model import Value
from legspasm.prose import print_template
from legspasm.version import VERSION

Form = Literal["text", "json", "sarif", "github"]
FORMS: tuple[Form, ...] = get_args(Form)
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def report(checked: Checked, form: Form, *, width: int, color: bool, verbose: bool) -> str:
    """``checked`` in one of ``FORMS``; ``width``, ``color`` and ``verbose`` are for text."""
    match form:
        case "text":
            return _text(checked, width=width, color=color, verbose=verbose)
        case "json":
            return _indented(msgspec.to_builtins(checked))
        case "sarif":
            return _indented(_sarif(checked))
        case _:
            return "".join(map(_annotation, checked.findings))


def explain_check(code: str, *, width: int, color: bool) -> str:
    """The page of one check. Raises KeyError where there is none of that code."""
    return print_template("check.txt.j2", width=width, color=color, check=checks()[code])


def list_checks(*, width: int, color: bool) -> str:
    """All checks, a line each."""
    found = list(checks().values())
    longest = max(len(each.code) for each in found)
    return print_template(
        "check.txt.j2", width=width, color=color, check=None, checks=found, width_of_codes=longest
    )


def _text(checked: Checked, *, width: int, color: bool, verbose: bool) -> str:
    shown = [
        {**msgspec.structs.asdict(each), "witness": _settings(each.witness)}
        for each in checked.findings
    ]
    return print_template(
        "checked.txt.j2",
        width=width,
        color=color,
        checked=checked,
        findings=shown,
        verbose=verbose,
    )


def _settings(witness: Mapping[str, Value] | None) -> str | None:
    """Facts as they are typed after ``--set``."""
    if witness is None:
        return None
    return " ".join(f"--set {name}={written(value)}" for name, value in witness.items())


def _indented(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _sarif(checked: Checked) -> Mapping[str, Any]:
    told = [*checked.findings, *(each.finding for each in checked.allowed)]
    codes = [code for code in checks() if code in {each.code for each in told}]
    rules = [
        {
            "id": each.code,
            "shortDescription": {"text": each.title},
            "fullDescription": {"text": each.why},
            "help": {"text": each.do},
            "defaultConfiguration": {"level": each.level},
        }
        for each in map(checks().__getitem__, codes)
    ]
    results = [_result(each, codes) for each in checked.findings]
    for allowed in checked.allowed:
        suppression = {"kind": "inSource", "justification": allowed.reason}
        results.append({**_result(allowed.finding, codes), "suppressions": [suppression]})
    driver = {"name": "legspasm", "version": VERSION, "rules": rules}
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }


def _result(found: Finding, codes: list[str]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(found.file.replace("\\", "/"))}}
    if found.line is not None:
        location["region"] = {"startLine": found.line, "startColumn": found.column}
    return {
        "ruleId": found.code,
        "ruleIndex": codes.index(found.code),
        "level": found.level,
        "message": {"text": " ".join(_sentences(found))},
        "locations": [{"physicalLocation": location}],
    }


def _annotation(found: Finding) -> str:
    """A workflow command of GitHub; %, line breaks and, in properties, : and , are escaped."""
    where = {"file": found.file, "title": found.code}
    if found.line is not None:
        where |= {"line": str(found.line), "col": str(found.column)}
    properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in where.items())
    return f"::{found.level} {properties}::{_escaped(' '.join(_sentences(found)))}\n"


def _sentences(found: Finding) -> Iterator[str]:
    yield found.text if found.text.endswith(".") else f"{found.text}."
    if found.witness:
        yield f"({_settings(found.witness)})"
    yield found.why
    yield found.do


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
