"""Each operator makes the defects that it is named for, and it is known what catches them."""

import json
from pathlib import Path

import judging
import msgspec
import mutations
import pytest
from click.testing import CliRunner
from judging import Judged
from legspasm.authoring.review import read_through
from legspasm.model import Knowledge
from mutants import OPERATORS, Base, Mutant
from mutations import Accepted, Result, Row, measure
from sameness import tells_the_same
from tiny import BREAD, Bread

GOLDEN = Path(__file__).parent / "mutations" / "bread.txt"
BESIDE, COLD = "rules/beside.yaml", "rules/cold.yaml"
COLD_BOTTOM = """
        one_of: [supported, with_reservation]
        says: Cold can be the reason.
    concludes: {expects"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Three mutants of every operator, of bread that was read through."""
    folder = tmp_path_factory.mktemp("reviewed")
    bread = Bread(folder)
    for file in BREAD.rglob("*.*"):
        (folder / file.relative_to(BREAD)).parent.mkdir(exist_ok=True)
        bread.write(file.relative_to(BREAD).as_posix(), file.read_text("utf-8"))
    bread.write("reviewed.json", read_through(folder, bread.load()))
    return measure(folder, most=3)


def line(each: Judged) -> str:
    harmless = "harmless, " if each.harmless else ""
    caught = ", ".join(filter(None, [*each.check, each.test])) or "nothing"
    return (
        f"{each.operator} {each.file}:{each.line} {each.part}: {each.what} [{harmless}{caught}]\n"
    )


def by_operator(result: Result, name: str) -> list[Judged]:
    return [each for each in result.judged if each.operator == name]


def test_three_defects_of_every_operator_are_caught_by_what_the_golden_says(
    result: Result, bless: bool
) -> None:
    told = "".join(map(line, result.judged))
    if bless:
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(told, encoding="utf-8", newline="\n")
    assert told == GOLDEN.read_text(encoding="utf-8")


def test_every_operator_makes_a_defect_but_those_that_bread_has_nothing_for(
    result: Result,
) -> None:
    assert [row.operator for row in result.rows] == list(OPERATORS)
    assert [row.operator for row in result.rows if not row.mutants] == ["other_reservation"]


def test_the_rows_count_each_mutant_once(result: Result) -> None:
    for row in result.rows:
        _, mutants, *counts = msgspec.structs.astuple(row)
        assert mutants == sum(counts) == len(by_operator(result, row.operator))
    assert result.last.mutants == len(result.judged)


def test_what_is_only_written_anew_or_named_otherwise_is_harmless(result: Result) -> None:
    untouched = by_operator(result, "untouched")
    assert {(each.harmless, each.by) for each in untouched} == {(True, "neither")}
    assert {each.harmless for each in by_operator(result, "rename_everywhere")} == {True}
    assert not any(each.harmless for each in by_operator(result, "rename_once"))


def test_a_mutant_differs_from_the_knowledge_in_what_it_says_alone() -> None:
    base = Base(BREAD)
    written = {
        name: text for each in OPERATORS["untouched"](base) for name, text in each.files.items()
    }
    [first, *_] = OPERATORS["other_level"](base)
    assert (first.file, first.line, first.part, first.what) == (
        "safety.yaml",
        15,
        "flags/glass/level",
        "emergency -> urgent",
    )
    [(name, text)] = first.files.items()
    assert text == written[name].replace("level: emergency", "level: urgent")


def test_mutants_are_the_same_every_time() -> None:
    def made() -> list[Mutant]:
        base = Base(BREAD)
        return [each for make in OPERATORS.values() for each in make(base)]

    assert made() == made()


def unreviewed(*accepted: Accepted) -> Result:
    return measure(BREAD, only=["swap_advice"], accepted=accepted)


def test_a_harmful_mutant_that_nothing_catches_survives() -> None:
    found = unreviewed()
    assert found.rows == (Row("swap_advice", 2, 0, 0, 0, 0, 0, 2),)
    assert [each.part for each in found.survivors] == [
        "advice/fresh_yeast/says",
        "advice/warm_spot/says",
    ]
    assert not found.sound


def test_a_survivor_may_be_accepted_with_a_reason() -> None:
    parts = ("advice/fresh_yeast/says", "advice/warm_spot/says")
    found = unreviewed(Accepted("swap_advice", "advice.yaml", parts, "Both say it."))
    assert [(each.part, reason) for each, reason in found.accepted] == [
        (part, "Both say it.") for part in parts
    ]
    assert (found.survivors, found.needless, found.sound) == ((), (), True)


def test_what_is_accepted_and_no_survivor_is_told() -> None:
    parts = ("advice/fresh_yeast/says", "advice/warm_spot/says", "advice/moon/says")
    found = unreviewed(
        Accepted("swap_advice", "advice.yaml", parts, "Both say it."),
        Accepted("drop_rule", "rules/cold.yaml", ("rules/x",), "Not asked for."),
    )
    assert found.needless == ("swap_advice advice.yaml advice/moon/says",)
    assert (found.survivors, found.sound) == ((), False)


def test_what_is_accepted_is_named_for_each_knowledge_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mutations.accepted_of("leg_spasm") == []
    file = tmp_path / "accepted.toml"
    file.write_text(
        '[[bread]]\noperator = "a"\nfile = "b.yaml"\nparts = ["c/d"]\nreason = "It may."\n', "utf-8"
    )
    monkeypatch.setattr(mutations, "ACCEPTED", file)
    assert mutations.accepted_of("bread") == [Accepted("a", "b.yaml", ("c/d",), "It may.")]
    assert mutations.accepted_of("leg_spasm") == []


def test_several_processes_find_the_same_as_one() -> None:
    base = Base(BREAD)
    mutants = [*OPERATORS["other_level"](base), *OPERATORS["swap_advice"](base)]
    alone = list(judging.judge_all(BREAD, mutants, 1))
    assert [each.by for each in alone] == ["test", "test", "neither", "neither"]
    assert list(judging.judge_all(BREAD, mutants, 2)) == alone


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(mutations.main, ["--knowledge", str(BREAD), "--jobs", "1", *args])
    return done.exit_code, done.stdout


def test_it_is_told_as_a_table_with_each_survivor() -> None:
    status, told = run("--only", "other_level", "--only", "swap_advice")
    assert status == 1
    assert (
        told
        == """\
operator              mutants harmless    check     test     both   review  neither
other_level                 2        0        0        2        0        0        0
swap_advice                 2        0        0        0        0        0        2
all                         4        0        0        2        0        0        2

survives: swap_advice advice.yaml:4: advice/fresh_yeast/says
  says and general swapped

survives: swap_advice advice.yaml:10: advice/warm_spot/says
  says and general swapped
"""
    )


def test_it_is_told_as_json_with_status_0_where_nothing_harmful_survives() -> None:
    status, told = run("--only", "other_level", "--format", "json")
    assert status == 0
    assert [each["part"] for each in json.loads(told)["judged"]] == [
        "flags/glass/level",
        "flags/mould/level",
    ]


def test_what_is_accepted_is_told_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "accepted.toml"
    file.write_text(
        """
[[bread]]
operator = "swap_advice"
file = "advice.yaml"
parts = ["advice/fresh_yeast/says", "advice/warm_spot/says", "advice/moon/says"]
reason = "Both say it."
""",
        "utf-8",
    )
    monkeypatch.setattr(mutations, "ACCEPTED", file)
    status, told = run("--only", "swap_advice")
    assert status == 1
    assert "accepted: swap_advice advice.yaml:4: advice/fresh_yeast/says\n" in told
    assert "  Both say it.\n" in told
    assert told.endswith("accepted, and no survivor: swap_advice advice.yaml advice/moon/says\n")


# What is harmless.


def edited(bread: Bread, *edits: tuple[str, str, str]) -> Knowledge:
    for file, old, new in edits:
        bread.replace(file, old, new)
    return bread.load()


@pytest.mark.parametrize(
    "edits",
    [
        [("facts.yaml", "facts:\n", "# A comment.\n\nfacts:\n")],
        [
            ("parameters.yaml", "id: cold_limit", "id: too_cold"),
            (COLD, "below: cold_limit", "below: too_cold"),
            (COLD, "under {cold_limit}", "under {too_cold}"),
            (COLD, "at_least: cold_limit", "at_least: too_cold"),
            (COLD, "It was {cold_limit}", "It was {too_cold}"),
        ],
        [("remarks.yaml", "It is about people,", "It is about bakers,")],
        # Nothing concludes cold dough with a reservation, so that word can be left out.
        [(BESIDE, COLD_BOTTOM, COLD_BOTTOM.replace(", with_reservation", ""))],
    ],
)
def test_what_nobody_is_told_is_harmless(bread: Bread, edits: list[tuple[str, str, str]]) -> None:
    before = bread.load()
    assert tells_the_same(before, edited(bread, *edits))


@pytest.mark.parametrize(
    "edit",
    [
        ("facts.yaml", "question: Was it winter?", "question: Is it winter?"),
        (COLD, "P3.S1: slow dough may stay flat", "P3.S1: slow dough may stay"),
        (COLD, "at_least: cold_limit", "at_least: old_after"),
        (COLD, "says: It was under {cold_limit} degrees.", "says: It was cold."),
        ("parameters.yaml", "source: A cookbook", "source: My aunt"),
        ("rules/scope.yaml", "    silent: yes\n", ""),
        ("safety.yaml", "    beside: weak_yeast\n", ""),
        ("rules/cold.yaml", "topic: cold_dough", "topic: weak_yeast"),
    ],
)
def test_what_somebody_is_told_otherwise_is_not(bread: Bread, edit: tuple[str, str, str]) -> None:
    before = bread.load()
    assert not tells_the_same(before, edited(bread, edit))
