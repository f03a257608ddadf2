"""Reports of an audit as a person reads them: goldens, pages, and their limits."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import legspasm
import msgspec
import pytest
import sealing
from legspasm.document import sealed_anew
from legspasm.masks import commitment
from legspasm.reply import Report
from other_knowledge import stricter
from page import Page
from program import printable

HERE = Path(__file__).parent
KNOWLEDGE = legspasm.built_in_knowledge()
SUFFIXES = {"txt": "text", "md": "markdown", "html": "html"}
HURT = {"recent_injury": True, "age": 62, "red_flags": ["weakness"], "spasm_site": "above_knee"}
HURT |= {"at_night": True, "exertion": "some", "low_potassium_test": True}
HEALED = {"recent_injury": True, "injury_healed": True, "age": 40, "spasm_site": "calf"}
HEALED |= {"heavy_sweating": True, "low_potassium_test": True, "blood_potassium": 5.0}


def dated(facts: dict[str, Any], *labels: str) -> legspasm.StoredRecord:
    """A record that is always made at the same time."""
    document = legspasm.consult(facts).document
    envelope = msgspec.structs.replace(
        document.envelope, time="2026-01-02T03:04:05.678Z", labels=labels
    )
    return legspasm.StoredRecord(msgspec.structs.replace(document, envelope=envelope))


def masked(record: legspasm.StoredRecord, name: str, salt: str) -> legspasm.StoredRecord:
    """A record in which a fact is masked, always with the same salt."""
    bare, [opening] = legspasm.Record(record.document, KNOWLEDGE).mask(name)
    bound = commitment(msgspec.structs.replace(opening, salt=salt * 64))
    [hidden] = bare.document.body.masked
    body = msgspec.structs.replace(
        bare.document.body, masked=(msgspec.structs.replace(hidden, commitment=bound),)
    )
    return legspasm.StoredRecord(sealed_anew(bare.document, body))


def older_text(record: legspasm.StoredRecord) -> legspasm.StoredRecord:
    """The record as an older program made it with an older text."""
    body = record.document.body
    old = msgspec.structs.replace(
        body.knowledge,
        version="0.9",
        digest="0" * 64,
        source=msgspec.structs.replace(body.knowledge.source, digest="1" * 64),
        parameters=body.knowledge.parameters[:1],
    )
    engine = msgspec.structs.replace(body.engine, version="0.1")
    return legspasm.StoredRecord(
        sealed_anew(record.document, msgspec.structs.replace(body, knowledge=old, engine=engine))
    )


def talked() -> legspasm.StoredRecord:
    talk = legspasm.interview().answer([]).answer("calf").answer(None)
    body = talk.record.document.body
    return legspasm.StoredRecord(sealed_anew(dated({}).document, body))


REPORTS = ["diff", "diff_same", "diff_older", "diff_masked", "diff_silent"]
REPORTS += ["replay_same", "replay_other", "replay_not", "impact", "impact_none"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Report]:
    """What a report of this name is, by the changed knowledge."""
    after = legspasm.load_knowledge(stricter(tmp_path_factory.mktemp("knowledge")))
    many = [
        (1, dated(HURT)),
        (2, dated({"heavy_sweating": True, "spasm_site": "calf"}, "ward 3")),
        (3, dated({"age": 64, "at_night": True})),
        (4, None),
        (5, masked(dated(HURT), "age", "0")),
        (6, dated({"age": 120})),
        (7, dated({"age": 30})),
    ]
    reports: dict[str, Callable[[], Report]] = {
        "diff": lambda: legspasm.diff(dated(HURT), dated(HEALED, "ward 3")),
        "diff_same": lambda: legspasm.diff(dated(HURT), dated(HURT)),
        "diff_older": lambda: legspasm.diff(older_text(dated(HURT)), talked()),
        "diff_masked": lambda: legspasm.diff(
            masked(dated(HURT), "age", "0"), masked(dated(HURT), "age", "1")
        ),
        "diff_silent": lambda: legspasm.diff(dated(HURT), dated({"had_spasm": False})),
        "replay_same": lambda: legspasm.replay(dated(HURT)),
        "replay_other": lambda: legspasm.replay(dated(HURT), knowledge=after),
        "replay_not": lambda: legspasm.replay(masked(dated(HURT), "age", "0")),
        "impact": lambda: legspasm.impact(many, after),
        "impact_none": lambda: legspasm.impact(many[:3], KNOWLEDGE),
    }
    return cache(lambda name: reports[name]())


def without_digests(text: str) -> str:
    text = text.replace(f"legspasm {legspasm.__version__}", "legspasm <version>")
    return re.sub(r"\b([0-9a-f]{64}|[0-9a-f]{12})\b", "<digest>", text)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_told_as_its_golden(
    report: Callable[[str], Report], name: str, suffix: str, bless: bool
) -> None:
    told = without_digests(report(name).render(SUFFIXES[suffix]))  # type: ignore[arg-type]  # a format
    golden = HERE / "audited" / f"{name}.{suffix}"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_report() -> None:
    known = {f"{name}.{suffix}" for name in REPORTS for suffix in SUFFIXES}
    assert {file.name for file in (HERE / "audited").iterdir()} == known


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_json_too(report: Callable[[str], Report], name: str) -> None:
    assert report(name).render("json") == report(name).to_json()
    assert report(name).to_dict()["schema"] == f"legspasm.{name.partition('_')[0]}/1"


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_needs_nothing_else_and_is_well_formed(
    report: Callable[[str], Report], name: str
) -> None:
    page = Page(report(name).render("html"))
    assert page.open == []
    assert set(page.links) <= {"#answer", "data:,"}
    assert (page.ids, page.handlers) == (["answer"], [])
    assert {"main", "header", "footer", "h1", "title"} <= page.tags
    assert page.tags & {"script", "iframe", "object", "embed", "form", "img", "svg"} == set()
    assert ("table" in page.tags) is name.startswith("impact")


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_says_what_the_text_says(report: Callable[[str], Report], name: str) -> None:
    page = Page(report(name).render("html")).text
    main = page[page.index("Skip to the answer") : page.rindex("About ")]
    words = re.sub(r"[-\s]+", " ", main).split()[4:]
    text = re.sub(r"[-\s]+", " ", report(name).render("text", width=100)).split()
    assert Counter(words) == Counter(text)


@pytest.mark.parametrize("width", [20, 40, 72, 100])
@pytest.mark.parametrize("name", REPORTS)
def test_no_line_of_text_is_wider_than_the_terminal(
    report: Callable[[str], Report], name: str, width: int
) -> None:
    lines = report(name).render(width=width).splitlines()
    assert [line for line in lines if len(line) > width and " " in line.strip(" -“")] == []


def test_a_table_is_a_list_where_it_does_not_fit(report: Callable[[str], Report]) -> None:
    wide, narrow = (report("impact").render(width=width) for width in (100, 40))
    assert "Cause        Before             Now              Records" in wide
    told = " ".join(narrow.split())
    assert (
        "- dehydration; Before: can be the reason; Now: not told enough; Records: 1 By which"
        in told
    )


@pytest.mark.parametrize("name", REPORTS)
def test_colour_is_only_added_and_only_where_it_is_asked_for(
    report: Callable[[str], Report], name: str
) -> None:
    plain, coloured = report(name).render(), report(name).render(color=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert report(name).render(color=True, plain=True) == report(name).render(plain=True)


EVIL = "\x1b[31m</p><script>alert(1)</script>\n# *x* [y](z) | a"


RESTRICTED = {"kind", "origin", "verdict", "status", "agreement", "level", "digest", "commitment"}


def evil(data: Any) -> Any:
    """Plain data with poison for every text that its form does not restrict."""
    if isinstance(data, str):
        return EVIL
    if isinstance(data, list):
        return [evil(each) for each in data]
    if not isinstance(data, dict):
        return data
    kept = RESTRICTED | ({"value"} if data.get("kind") == "verdict" else set())
    return {key: value if key in kept else evil(value) for key, value in data.items()}


def poisoned(record: legspasm.StoredRecord) -> legspasm.StoredRecord:
    plain = record.to_dict()
    plain["body"] = evil(plain["body"])
    plain["envelope"]["labels"] = [EVIL]
    return legspasm.read_stored(sealing.sealed(plain))


@pytest.mark.parametrize("facts", [HURT, HEALED, {"had_spasm": False}, {}])
def test_what_a_forged_record_says_can_steer_neither_a_terminal_nor_a_page(
    facts: dict[str, Any],
) -> None:
    record = dated(facts)
    bad = poisoned(record)
    half = poisoned(masked(dated(facts | {"age": 62}), "age", "0"))
    reports: list[Report] = [
        legspasm.diff(record, bad),
        legspasm.diff(bad, half),
        legspasm.diff(dated({}), bad),
        legspasm.replay(bad),
        legspasm.replay(bad, knowledge=KNOWLEDGE),
        legspasm.replay(half, knowledge=KNOWLEDGE),
        legspasm.impact([(1, bad), (2, half), (3, record)], KNOWLEDGE),
    ]
    for report in reports:
        text, markdown, page = (report.render(each) for each in ("text", "markdown", "html"))  # type: ignore[arg-type]  # formats
        assert [each for each in (text, markdown, page) if not printable(each)] == []
        assert re.findall(r"(?<!\\)[<\[]", markdown) == []
        assert [line for line in markdown.splitlines() if line.startswith("# ")][1:] == []
        read = Page(page)
        assert (read.open, read.handlers, read.ids) == ([], [], ["answer"])
        assert "script" not in read.tags
