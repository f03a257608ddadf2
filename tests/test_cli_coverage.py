"""``legspasm knowledge coverage``: what it prints, and when it says that something is open."""

from pathlib import Path
from typing import Any

import legspasm
import pytest
from legspasm.authoring.coverage import coverage
from legspasm.prose import FORMATS
from program import Told, call
from tiny import Bread

BUILT_IN = legspasm.built_in_knowledge()


def cover(*args: str) -> Told:
    return call("knowledge", "coverage", *args)


@pytest.fixture
def open_bread(bread: Bread) -> Bread:
    """Knowledge about bread in which one of 14 sentences is open."""
    bread.replace(
        "remarks.yaml",
        "background:\n  P4.S4: It is about people, not about dough.",
        "background: {}",
    )
    return bread


@pytest.mark.parametrize("format_", FORMATS)
def test_the_built_in_knowledge_is_shown_in_every_format(format_: Any) -> None:
    expected = coverage(BUILT_IN).render(format_)
    assert cover("--format", format_) == (0, expected, "")


def test_other_knowledge_is_shown_with_status_1_where_a_sentence_is_open(open_bread: Bread) -> None:
    told = cover("--knowledge", str(open_bread.folder))
    assert told == (1, coverage(open_bread.load()).render(), "")
    assert "Open: P4.S4\n" in told.out


@pytest.mark.parametrize(("percent", "status"), [("100", 1), ("93", 1), ("92.8", 0), ("0", 0)])
def test_how_much_is_enough_can_be_said(open_bread: Bread, percent: str, status: int) -> None:
    told = cover("--knowledge", str(open_bread.folder), "--fail-under", percent)
    assert told == (status, coverage(open_bread.load()).render(), "")


@pytest.mark.parametrize("percent", ["-1", "100.1", "all"])
def test_a_part_is_a_number_from_0_to_100(percent: str) -> None:
    told = cover("--fail-under", percent)
    assert (told.status, told.out) == (2, "")
    assert "Invalid value for '--fail-under'" in told.err


def test_a_file_is_written_also_where_a_sentence_is_open(open_bread: Bread, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    told = cover("--knowledge", str(open_bread.folder), "--format", "html", "-o", str(page))
    assert told == (1, "", "")
    assert page.read_text(encoding="utf-8") == coverage(open_bread.load()).render("html")


def test_knowledge_that_does_not_read_is_told_with_status_2(bread: Bread) -> None:
    bread.replace("remarks.yaml", "P4.S4: It", "P9.S9: It")
    told = cover("--knowledge", str(bread.folder))
    assert (told.status, told.out) == (2, "")
    assert bread.without_folder(told.err) == (
        "remarks.yaml:20:3: the source has no sentence 'P9.S9'; did you mean P4.S4?\n"
    )


def test_a_place_that_cannot_be_written_is_told_with_status_2(tmp_path: Path) -> None:
    place = str(tmp_path / "none" / "page.html")
    assert cover("-o", place) == (
        2,
        "",
        f"{place}: cannot be written: No such file or directory\n",
    )
