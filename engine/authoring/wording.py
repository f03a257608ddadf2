"""Whether what is told is no stronger than what the source says, and whether all of it is written.

A hedge is a word that weakens: "can", "usually", "more likely". ``hedges.toml`` lists those of
English in classes, the weakest first. Where a rule's hedge weakens, so must its own sentence and
what is said of its conclusion, by a word that is as weak; a remark of the rule on how it reads the
text stands for that.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from legspasm.authoring.finding import Finding, finding
from legspasm.authoring.pieces import take_apart
from legspasm.model import Cause, Knowledge, Rule
from legspasm.reader import Reading

PLACEHOLDER = "TODO"
"""The word that a text begins with as long as it is still to be written."""
_UNFINISHED = re.compile(rf"\b{PLACEHOLDER}\b")
_POSITIVE = {"state", "cause", "factor", "expects", "advice"}
_FOR_IT = ("supported", "with_reservation")


def read_closely(knowledge: Knowledge, reading: Reading) -> Iterator[Finding]:
    """Every finding about the words of ``knowledge``."""
    for rule in knowledge.rules:
        yield from _hedged(rule, knowledge, reading)
    for cause in knowledge.causes:
        yield from _certain(cause, reading)
    for part, pieces in take_apart(knowledge).items():
        texts = [text for path, text in pieces.items() if path[0] != "cites"]
        if part[0] != "sentence" and any(_UNFINISHED.search(str(text)) for text in texts):
            name = " ".join(filter(None, part))
            yield finding("text_unfinished", reading.places[part], part, part=name)


def weakening(text: str) -> str:
    """The first word of ``text`` that weakens it; empty where none does."""
    *weak, _ = _classes()
    found = [match for each in weak if (match := each.search(text))]
    return min(found, key=lambda match: match.start())[0] if found else ""


def _hedged(rule: Rule, knowledge: Knowledge, reading: Reading) -> Iterator[Finding]:
    place, about = reading.places["rule", rule.id], ("rule", rule.id)
    if rule.concludes.kind not in _POSITIVE or rule.remark:
        return
    words = [word for quote in rule.cites if (word := weakening(quote.text))]
    if words and not rule.reservation and not weakening(rule.hedge):
        yield finding("hedge_left_out", place, about, rule=rule.id, hedge=words[0])
    for text in (rule.says, *_said_of_conclusion(rule, knowledge)) if rule.hedge else ():
        if not _as_weak(text, rule.hedge):
            yield finding(
                "conclusion_too_strong", place, about, rule=rule.id, hedge=rule.hedge, text=text
            )


def _certain(cause: Cause, reading: Reading) -> Iterator[Finding]:
    """The strongest thing that is ever said of a cause is that it can be one."""
    part = ("cause", cause.id)
    for verdict in _FOR_IT:
        text = cause.sentence(verdict)
        if not weakening(text) and not text.startswith(PLACEHOLDER):
            told = {"id": cause.id, "verdict": verdict, "text": text}
            yield finding("cause_told_as_certain", reading.places[part], part, **told)


def _said_of_conclusion(rule: Rule, knowledge: Knowledge) -> list[str]:
    id_ = rule.concludes.id
    match rule.concludes.kind:
        case "state":
            return [each.says for each in knowledge.states if each.id == id_]
        case "cause":
            verdict = "with_reservation" if rule.reservation else "supported"
            return [each.sentence(verdict) for each in knowledge.causes if each.id == id_]
        case "factor":
            return [each.says for each in knowledge.factors if each.id == id_]
        case _:
            return []


def _as_weak(text: str, hedge: str) -> bool:
    """Whether ``text`` holds a word that is as weak as the weakest in ``hedge``, or weaker.

    A hedge of none of the words that are known has to stand in the text itself.
    """
    wanted = _class(hedge)
    if wanted is None:
        return hedge.casefold() in text.casefold()
    found = _class(text)
    return wanted == len(_classes()) - 1 or (found is not None and found <= wanted)


def _class(text: str) -> int | None:
    """The weakest class of which ``text`` has a word; 0 is the weakest there is."""
    return next((at for at, each in enumerate(_classes()) if each.search(text)), None)


@cache
def _classes() -> tuple[re.Pattern[str], ...]:
    path = Path(__file__).with_name("hedges.toml")
    lists: Mapping[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        re.compile(rf"\b({'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
        for words in lists.values()
    )
