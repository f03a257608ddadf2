"""The page in a real browser: quiet, narrow enough, readable, and its pictures usable by anyone.

Needs Debian's ``chromium`` and the extra ``browser``; run with ``-m browser``. Whatever comes
from that extra is imported where it is used, so that the other tests need no browser.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import legspasm
import msgspec
import pytest
from legspasm.authoring.coverage import coverage
from legspasm.cohort.report import page as cohort_page
from legspasm.cohort.summary import SafetySummary, empty
from legspasm.factfile import read_fact_file
from other_knowledge import stricter
from tiny import BREAD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))
BREADS: dict[str, dict[str, Any]] = {
    "flat bread": {"yeast_age": 400, "kitchen": 12, "added": ["salt"]},
    "foaming bread": {"yeast_age": 400, "foam": True, "flour": "rye"},
}
PAGES = [case.stem for case in CASES] + list(BREADS)
HURT = {"recent_injury": True, "injury_healed": True, "age": 70, "red_flags": ["weakness"]}
ANSWERS: dict[str, Callable[[legspasm.Record], str]] = {
    "how": lambda record: legspasm.how(record, "injury").render("html"),
    "why not": lambda record: legspasm.why_not(record, "dehydration").render("html"),
    "what if": lambda record: legspasm.what_if(record, {"age": None}).render("html"),
    "needs": lambda record: legspasm.needs(record).render("html"),
    "stored": lambda record: record.mask("age")[0].render("html", verbose=True),
}
"""The answers to questions back, and of an audit."""
REPORTS = ["difference", "replay", "impact", "coverage", "cohort"]
UNDRAWN = {"what if", "needs", "stored", *REPORTS}
"""Those without a picture."""
ALL_PAGES = [*PAGES, *ANSWERS, *REPORTS]
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    assert chromium, "there is no chromium on the path: install Debian's package of that name"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that are looked at, by name."""
    bread = legspasm.load_knowledge(BREAD)
    records = {case.stem: legspasm.consult(read_fact_file(case)) for case in CASES}
    records |= {name: legspasm.consult(facts, knowledge=bread) for name, facts in BREADS.items()}
    pages = {name: record.render("html") for name, record in records.items()}
    pages |= {name: answer(legspasm.consult(HURT)) for name, answer in ANSWERS.items()}
    folder = tmp_path_factory.mktemp("pages")
    pages |= reports(records, legspasm.load_knowledge(stricter(folder)))
    open_ = msgspec.structs.replace(bread, background=())
    pages["coverage"] = coverage(open_).render("html")
    pages["cohort"] = page_of_a_cohort()
    found = {name: folder / f"{number}.html" for number, name in enumerate(pages)}
    for name, page in pages.items():
        found[name].write_text(page, encoding="utf-8")
    return found


def reports(records: dict[str, legspasm.Record], after: legspasm.Knowledge) -> dict[str, str]:
    """The reports of an audit about these people and one more, by name."""
    hurt, other = legspasm.consult(HURT | {"age": 62}), legspasm.consult(heavy_sweating=True)
    many = [hurt, other, *records.values(), hurt.mask("age")[0]]
    found = {
        "difference": legspasm.diff(hurt, other),
        "replay": legspasm.replay(hurt, knowledge=after),
        "impact": legspasm.impact(enumerate([*many, None], 1), after),
    }
    return {name: report.render("html") for name, report in found.items()}


def page_of_a_cohort() -> str:
    """A page on which many people have signs, and every bar has another length."""
    knowledge = legspasm.built_in_knowledge()
    nobody = empty(knowledge)
    counts = {
        part: {id_: 10 * at for at, id_ in enumerate(getattr(nobody, part), 1)}
        for part in ("factors", "place", "advice", "unknown")
    }
    some = msgspec.structs.replace(
        nobody,
        people=1200,
        rejected=2,
        verdicts={cause: dict.fromkeys(words, 200) for cause, words in nobody.verdicts.items()},
        safety=SafetySummary(dict.fromkeys(nobody.safety.signs, 3), 900, 290),
        **counts,
    )
    return cohort_page(some, knowledge, name=f"{'a_file_with_a_long_name' * 4}.csv")


def opened(browser: "Browser", file: Path, width: int = 1280, scheme: str = "light") -> "Page":
    """The page as a person has it before them, with everything unfolded."""
    page = browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]  # "light" or "dark"
    )
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    return page


@pytest.mark.parametrize("name", ALL_PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(
    browser: "Browser", files: dict[str, Path], name: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(files[name].as_uri(), wait_until="networkidle")
    page.keyboard.press("Tab")
    page.close()
    assert complaints == []
    assert requests == [files[name].as_uri()]


@pytest.mark.parametrize("width", [360, 900, 1280])
@pytest.mark.parametrize("name", ALL_PAGES)
def test_a_page_never_scrolls_sideways(
    browser: "Browser", files: dict[str, Path], name: str, width: int
) -> None:
    page = opened(browser, files[name], width)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert wide <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ALL_PAGES)
def test_a_page_is_fit_for_anyone_as_far_as_axe_can_tell(
    browser: "Browser", files: dict[str, Path], name: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, files[name], scheme=scheme)
    if name not in UNDRAWN:
        page.locator(".node").last.focus()  # its tip is looked at as well
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    page.close()
    assert [
        (each["id"], node["html"]) for each in found["violations"] for node in each["nodes"]
    ] == []
    assert {"color-contrast", "landmark-one-main", "region"} <= {
        each["id"] for each in found["passes"]
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_lines_of_a_picture_stand_out_from_what_is_behind_them(
    browser: "Browser", files: dict[str, Path], scheme: str
) -> None:
    # Colours of shapes are not looked at by axe.
    page = opened(browser, files["healed_elsewhere"], scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    shapes = page.evaluate(
        """[...document.querySelectorAll('.picture g:has(> text)')].map(each => {
            const [shape, text] = ['.shape', 'text'].map(
                part => getComputedStyle(each.querySelector(part)))
            return [text.fill, shape.fill, shape.stroke]
        })"""
    )
    ways = page.evaluate(
        "[...document.querySelectorAll('.picture .way')].map(each => getComputedStyle(each).stroke)"
    )
    page.close()
    assert shapes != []
    for words, behind, frame in shapes:
        assert contrast(words, behind) >= 4.5
        assert contrast(frame, paper) >= 3
    assert min(contrast(way, paper) for way in ways) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_stand_out_from_what_is_behind_them(
    browser: "Browser", files: dict[str, Path], scheme: str
) -> None:
    page = opened(browser, files["cohort"], scheme=scheme)
    bars = page.evaluate(
        """[...document.querySelectorAll('.bar')].map(each => {
            const behind = getComputedStyle(each.closest('.card') ?? document.documentElement)
            const [whole, part] = [each, each.querySelector('rect')].map(
                every => getComputedStyle(every))
            return [part.fill, whole.backgroundColor, whole.borderTopColor, behind.backgroundColor]
        })"""
    )
    page.close()
    assert len(bars) > 50
    for part, whole, frame, behind in bars:
        assert contrast(part, whole) >= 3
        assert contrast(frame, behind) >= 3


@pytest.mark.parametrize("width", [360, 1280])
def test_a_bar_is_as_long_as_its_number_says(
    browser: "Browser", files: dict[str, Path], width: int
) -> None:
    page = opened(browser, files["cohort"], width)
    found = page.evaluate(
        """[...document.querySelectorAll('.chart:not(.signs) tbody tr')].map(row => {
            const [whole, part] = ['.bar', 'rect'].map(
                every => row.querySelector(every).getBoundingClientRect().width)
            return [part / (whole - 2), parseInt(row.querySelector('.number').innerText) / 1200]
        })"""
    )
    page.close()
    assert len(found) > 40
    for long, share in found:
        assert long == pytest.approx(share, abs=0.02)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as the Web Content Accessibility Guidelines have it."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_what_took_part_and_what_is_open_differ_in_more_than_colour(
    browser: "Browser", files: dict[str, Path]
) -> None:
    page = opened(browser, files["foaming bread"])
    found = page.evaluate(
        """['fired', 'unknown', 'not_met'].map(status => ['.shape', '.way'].map(part => {
            const style = getComputedStyle(document.querySelector(`svg .${status} ${part}`))
            return [parseFloat(style.strokeWidth), style.strokeDasharray]
        }))"""
    )
    page.close()
    assert found == [
        [[2.5, "none"], [3, "none"]],
        [[1.5, "5px, 4px"], [1.5, "5px, 4px"]],
        [[1, "none"], [1, "none"]],
    ]


@pytest.mark.parametrize("name", PAGES)
def test_the_words_of_a_picture_are_large_enough_and_fit_their_boxes(
    browser: "Browser", files: dict[str, Path], name: str
) -> None:
    page = opened(browser, files[name], 360)
    boxes = page.evaluate(
        """[...document.querySelectorAll('.picture g:has(> text)')].map(each => {
            const [shape, text] = ['.shape', 'text'].map(
                part => each.querySelector(part).getBoundingClientRect())
            return [parseFloat(getComputedStyle(each).fontSize), text.left - shape.left,
                shape.right - text.right, text.top - shape.top, shape.bottom - text.bottom]
        })"""
    )
    page.close()
    assert boxes != []
    for size, *margins in boxes:
        assert size >= 12
        assert min(margins) >= 3


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["healed_elsewhere", "no_spasm", "flat bread"])
def test_each_node_shows_its_sentences_by_keyboard_and_by_pointer(
    browser: "Browser", files: dict[str, Path], name: str, width: int
) -> None:
    page = opened(browser, files[name], width)
    for scroll in page.locator(".picture .scroll").all():
        scroll.focus()
        for node in scroll.locator(".node").all():
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.ariaLabel") == label(node)
            check_tip(page, node)
        for node in scroll.locator(".node").all():
            node.locator(".hit").hover()
            check_tip(page, node)
        page.mouse.move(0, 0)
    page.close()


def label(node: "Locator") -> str:
    return node.get_attribute("aria-label") or ""


def check_tip(page: "Page", node: "Locator") -> None:
    """The tip of ``node`` is alone, whole, inside its picture, and says what its label does."""
    shown = page.locator(".tip:visible .words")
    assert shown.count() == 1
    words = node.locator(".words")
    assert re.findall(r"\w+", words.inner_text()) == re.findall(r"\w+", label(node))
    cut = words.evaluate(
        """each => {
            const [tip, picture] = [each, each.closest('svg')].map(
                part => part.getBoundingClientRect())
            return [each.scrollHeight - each.clientHeight, picture.top - tip.top,
                picture.left - tip.left, tip.right - picture.right, tip.bottom - picture.bottom]
        }"""
    )
    assert max(cut) <= 0


def test_a_picture_fits_on_paper(browser: "Browser", files: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 800})
    page.goto(files["nothing_told"].as_uri())
    page.emulate_media(media="print")
    widths = page.evaluate(
        """[...document.querySelectorAll('.scroll svg')].map(
            each => each.getBoundingClientRect().width)"""
    )
    page.close()
    assert len(widths) == 4
    assert 0 < min(widths) <= max(widths) <= 600
