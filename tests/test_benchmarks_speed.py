"""The comparison with other engines: its parts, not how fast anything is."""

from pathlib import Path

import pytest
from legspasm import built_in_knowledge
from legspasm.network import infer
from speed import by_hand, consultation, generated, ours, plot, report, scaling, stock_experta
from speed.answer import answer_of, differences
from speed.contenders import CLIPS, CONTENDERS, EXPERTA, HAND, OURS, PLAIN, RIVALS
from speed.memory import goal
from speed.people import people
from speed.result import Line, Result, Row, at_most
from speed.timing import Timed, take_turns

KNOWLEDGE = built_in_knowledge()
ROOT = Path(__file__).parents[1]
ROW = Row(
    id="consultation",
    title="One & all",
    compared_with="us",
    lines=(Line("us", 50.0, 90.0, 10, 1.0), Line("<them>", 4000.0, 9000.0, 10, 80.0, "names")),
    goals=(at_most("this", "within 2×", 3.0, 2.0), at_most("that", "within 4×", 3.0, 4.0)),
)
RESULT = Result((ROW,), (("system", "one"),), (("legspasm", "1"),), "today")


@pytest.mark.parametrize("engine", [by_hand.Engine, stock_experta.Engine, ours.Plain])
def test_everybody_is_told_what_legspasm_tells(engine: type) -> None:
    made = engine(KNOWLEDGE)
    for person in people(KNOWLEDGE, 150, seed="told the same"):
        found = made.consult(person)
        answer = made.answer(found) if hasattr(made, "answer") else found
        assert differences(answer_of(ours.record(KNOWLEDGE, person)), answer) == []


def test_people_are_all_different_and_the_same_for_the_same_seed() -> None:
    found = people(KNOWLEDGE, 200, seed="a")
    assert len({tuple(each.items()) for each in found}) == 200
    assert found == people(KNOWLEDGE, 200, seed="a") != people(KNOWLEDGE, 200, seed="b")


def test_made_up_knowledge_is_as_large_as_it_says_and_stock_experta_agrees_about_it() -> None:
    layered, chain = generated.layered(60), generated.chain(20)
    assert (len(layered.rules), len(chain.rules)) == (60, 20)
    assert len({rule.rank for rule in layered.rules}) >= 3
    assert any(rule.unless for rule in layered.rules)
    assert [rule.rank for rule in chain.rules] == list(range(1, 21))
    told = {"begins": True}
    assert len(ours.inferred(chain, told)) == 20
    for person in people(layered, 20, seed="many", told=generated.TOLD):
        found = stock_experta.Engine(layered).consult(person)
        answer = (
            stock_experta.Engine.answer(found) if hasattr(stock_experta.Engine, "answer") else found
        )
        assert differences(answer_of(ours.record(layered, person)), answer) == []
    assert infer is not None


def test_a_ratio_above_its_limit_is_not_met_and_the_page_says_so() -> None:
    assert [each.met for each in ROW.goals] == ["not met", "met"]
    told = report.markdown(RESULT)
    assert "| this | within 2× | 3.00× | **not met** |" in told
    assert "| that | within 4× | 3.00× | met |" in told


def test_goals_are_met_by_what_was_measured_and_not_otherwise() -> None:
    names = [each.name for each in CONTENDERS]
    medians = dict.fromkeys(names, 1000.0) | {HAND: 10.0, OURS: 50.0, PLAIN: 100.0}
    assert [each.met for each in consultation.goals(medians)] == ["met"] * 5
    slow = medians | {OURS: 2000.0, PLAIN: 3000.0}
    assert [each.met for each in consultation.goals(slow)] == ["not met"] * 5
    between = medians | {CLIPS: 90.0}
    assert [each.met for each in consultation.goals(between)] == ["met"] * 4 + ["not met"]
    assert EXPERTA in RIVALS
    inferred = "legspasm, inference alone"
    linear = [
        (10, {CLIPS: 10.0, inferred: 15.0, OURS: 19.0}),
        (20, {CLIPS: 20.0, inferred: 30.0, OURS: 39.0}),
    ]
    assert [each.met for each in scaling.goals("rules", linear)] == ["met"] * 4
    square = [linear[0], (20, {CLIPS: 20.0, inferred: 60.0, OURS: 80.0})]
    assert [each.met for each in scaling.goals("rules", square)] == ["not met"] * 4


def test_memory_is_flat_where_the_second_half_adds_nothing() -> None:
    grows = [(at * 100_000, at * 10**7) for at in range(1, 11)]
    flat = [(done, min(size, 5 * 10**7)) for done, size in grows]
    assert goal(flat).met == "met"
    assert goal(grows).met == "not met"
    assert goal([(done // 10, size) for done, size in flat]).met == "not measured"


def test_what_is_measured_goes_between_the_marks_and_all_else_stays() -> None:
    page = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    found = report.between_marks(page, report.markdown(RESULT))
    assert found.startswith(f"before\n{report.BEGIN}\n")
    assert found.endswith(f"{report.END}\nafter\n")
    assert "old" not in found
    with pytest.raises(report.MarksMissingError):
        report.between_marks("no marks", "text")
    assert report.between_marks((ROOT / "docs" / "benchmarks.md").read_text("utf-8"), "x")


def test_the_picture_names_everybody_and_escapes_what_is_no_text() -> None:
    found = plot.svg(ROW, ("us",))
    assert "One &amp; all" in found
    assert "&lt;them&gt;" in found
    assert "<them>" not in found


def test_calls_take_turns_on_the_same_cases() -> None:
    seen: list[tuple[str, int]] = []
    found = take_turns(
        {"a": lambda case: seen.append(("a", case)), "b": lambda case: seen.append(("b", case))},
        [1, 2, 3, 4],
        rounds=2,
        most={"b": 2},
    )
    assert seen == [("a", 1), ("a", 3), ("b", 1), ("a", 2), ("a", 4), ("b", 2)]
    assert [len(each.took) for each in found.values()] == [4, 2]
    assert Timed("x", tuple(map(float, range(1, 101)))).p99 == 99.0
