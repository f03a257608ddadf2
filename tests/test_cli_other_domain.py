"""The command line knows nothing about legs either: every command, on knowledge about bread."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import legspasm
import pytest
from legspasm.cli.given import facts_given
from legspasm.consultation import consult_facts
from program import PROMPT, Terminal, Told, call, printable
from tiny import BREAD, PERSON, SUBJECT, Bread

HERE = Path(__file__).parent
BAKERY = legspasm.load_knowledge(BREAD)
FORMATS = ["text", "markdown", "html"]
SETTINGS = {
    "dangers": "glass",
    "stayed_flat": "yes",
    "flour": "mixed",
    "flat_where": "top",
    "yeast_age": "400",
    "foam": "no",
    "added": "salt",
    "kitchen": "12",
    "winter": "yes",
}
LOAF = [f"--set={name}={text}" for name, text in SETTINGS.items()]
COMMANDS = {
    "consult": ["consult"],
    "explain how": ["explain", "how", "weak_yeast"],
    "explain why-not": ["explain", "why-not", "weak_yeast"],
    "explain what-if": ["explain", "what-if", "foam=yes"],
    "explain needs": ["explain", "needs"],
    "facts": ["facts"],
    "rules": ["rules"],
    "rules RULE": ["rules", "old_yeast_tires"],
    "audit verify": ["audit", "verify", "{record}"],
    "audit show": ["audit", "show", "{record}"],
    "audit replay": ["audit", "replay", "{record}"],
    "audit log verify": ["audit", "log", "verify", "{log}"],
    "audit log list": ["audit", "log", "list", "{log}"],
    "audit log search": ["audit", "log", "search", "{log}", "yeast"],
    "audit log show": ["audit", "log", "show", "{log}", "1"],
    "audit log replay": ["audit", "log", "replay", "{log}"],
}


def of_bread(*args: str, folder: Path = BREAD, stdin: bytes = b"") -> Told:
    return call(*args, "--knowledge", str(folder), stdin=stdin)


def loaf() -> legspasm.Record:
    """The record of the loaf, as the options tell it."""
    record = consult_facts(BAKERY, facts_given(BAKERY, None, [each[6:] for each in LOAF]))
    assert {fact.name: fact.value for fact in record.facts} == {
        name: tuple(value) if isinstance(value, list) else value for name, value in PERSON.items()
    }
    return record


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A stored record of the loaf."""
    file = tmp_path / "record.json"
    assert of_bread("consult", *LOAF, "--format", "json", "-o", str(file)) == (0, "", "")
    return file


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of the loaf, and of another one of which the flour is masked."""
    file = tmp_path / "bread.log"
    to = ["--log", str(file), "-o", str(tmp_path / "answer")]
    assert of_bread("consult", *LOAF, *to, "--label", "loaf") == (0, "", "")
    assert of_bread("consult", "--set=flour=rye", "--set=foam=yes", *to, "--mask", "flour") == (
        0,
        "",
        "",
    )
    return file


def whole(name: str, told: str, bless: bool) -> None:
    golden = HERE / name
    if bless:
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "golden"),
    [
        (["facts"], "bread_facts.txt"),
        (["rules"], "bread_rules.txt"),
        (["rules", "salt_slows_yeast"], "bread_rule.txt"),
        (["consult", *LOAF], "bread_told.txt"),
        (["consult", *LOAF, "--verbose"], "bread_told_in_full.txt"),
    ],
)
def test_what_can_be_told_and_what_follows_is_told_whole(
    args: list[str], golden: str, bless: bool
) -> None:
    told = of_bread(*args)
    assert (told.status, told.err) == (0, "")
    whole(golden, told.out, bless)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_consultation_is_told_in_every_format(format_: Any) -> None:
    told = of_bread("consult", *LOAF, "--format", format_)
    assert (told.status, told.err) == (0, "")
    assert timeless(told.out) == timeless(loaf().render(format_))
    assert SUBJECT.findall(told.out) == []


def timeless(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "<time>", text)


@pytest.mark.parametrize("name", ["facts.yaml", "-"])
def test_facts_come_from_a_file_too(tmp_path: Path, name: str) -> None:
    text = json.dumps(PERSON)
    (tmp_path / "facts.yaml").write_text(text, encoding="utf-8")
    file = name if name == "-" else str(tmp_path / name)
    expected = (0, (HERE / "bread_told.txt").read_text("utf-8"), "")
    assert of_bread("consult", file, stdin=text.encode()) == expected


def test_a_template_of_ones_own_tells_it() -> None:
    template = HERE.parent / "examples" / "verdicts.txt.j2"
    told = of_bread("consult", *LOAF, "--template", str(template))
    expected = loaf().render_template(template.read_text("utf-8"), str(template))
    assert told == (0, expected, "")
    assert SUBJECT.findall(told.out) == []


QUESTIONS: dict[str, Any] = {
    "how weak_yeast": lambda record: legspasm.how(record, "weak_yeast"),
    "how gas_missing": lambda record: legspasm.how(record, "gas_missing"),
    "how rye": lambda record: legspasm.how(record, "rye"),
    "how warm_spot": lambda record: legspasm.how(record, "warm_spot"),
    "why-not cold_dough --keep foam": lambda record: legspasm.why_not(
        record, "cold_dough", keep=["foam"]
    ),
    "what-if kitchen=25 yeast_age=unknown": lambda record: legspasm.what_if(
        record, {"kitchen": 25.0, "yeast_age": None}, origin="option"
    ),
    "needs": legspasm.needs,
}


@pytest.mark.parametrize("format_", [*FORMATS, "json"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_back_is_answered_in_every_format(
    record: Path, question: str, format_: Any
) -> None:
    """Whole answers in their words are the goldens ``explained/bread_*``."""
    expected = QUESTIONS[question](loaf()).render(format_)
    assert of_bread("explain", *question.split(), *LOAF, "--format", format_) == (0, expected, "")
    assert of_bread("explain", *question.split(), str(record), "--format", format_) == (
        0,
        expected,
        "",
    )
    assert SUBJECT.findall(expected) == []


def test_what_no_rule_concluded_is_looked_up_in_the_same_way() -> None:
    told = of_bread("explain", "how", "warm_spot", *LOAF)
    assert (
        "No rule that concludes it has fired. Asked in the same way, `legspasm explain why-not "
        "warm_spot` tells what each one waits for."
    ) in " ".join(told.out.split())


def test_a_record_of_bread_needs_the_knowledge_about_bread(record: Path) -> None:
    told = call("explain", "how", "weak_yeast", str(record))
    assert told == (
        2,
        "",
        f"{record}: the record was made with other knowledge: bread 0.1.0, "
        f"digest {BAKERY.digest}; give that one\n",
    )


def test_a_stored_record_is_checked_told_and_replayed(record: Path) -> None:
    stored = legspasm.read_record(record.read_text("utf-8"), BAKERY)
    assert of_bread("audit", "verify", str(record)) == (
        0,
        f"{record}: verified\n1 record: 1 verified, 0 wrong\n",
        "",
    )
    assert of_bread("audit", "show", str(record)) == (0, stored.render(), "")
    replayed = legspasm.replay(stored, knowledge=BAKERY)
    assert replayed.same
    assert of_bread("audit", "replay", str(record)) == (0, replayed.render(), "")


@pytest.mark.parametrize("form", ["csv", "dot", "mermaid"])
def test_a_stored_record_is_compared_and_exported_from_itself_alone(
    record: Path, tmp_path: Path, form: str
) -> None:
    other = tmp_path / "other.json"
    assert of_bread("consult", "--set=kitchen=25", "--format=json", "-o", str(other)).status == 0
    for args in (
        ["audit", "diff", str(record), str(other)],
        ["audit", "export", str(record), "--to", form],
        ["audit", "show", str(record), "--verbose"],
    ):
        told = call(*args)
        assert (told.status, told.err) == (1 if "diff" in args else 0, "")
        assert "yeast_age" in told.out
        assert SUBJECT.findall(told.out.replace("legspasm", "")) == []


def test_a_log_of_records_is_whole_and_its_records_are_right(log: Path) -> None:
    told = of_bread("audit", "log", "verify", str(log))
    assert (told.status, told.err) == (0, "")
    first, second, head = told.out.splitlines()
    assert (first, second) == (f"{log}: whole", "2 entries: 2 records, 1 with masked facts")
    assert re.fullmatch(r"head [0-9a-f]{64}", head)
    without = call("audit", "log", "verify", str(log))
    assert (without.status, without.out.splitlines()[0]) == (1, f"{log}: NOT CHECKED")


def test_an_entry_is_told_with_its_own_knowledge(log: Path) -> None:
    golden = (HERE / "bread_told.txt").read_text("utf-8")
    assert of_bread("audit", "log", "show", str(log), "1") == (0, golden, "")


def test_a_log_is_replayed(log: Path) -> None:
    told = of_bread("audit", "log", "replay", str(log))
    assert (told.status, told.err) == (1, "")
    assert "Of 2 records, 1 cannot be compared; the others would tell the same." in told.out


@pytest.mark.parametrize(
    ("args", "numbers", "said"),
    [
        (["--rule", "salt_slows_yeast"], [1], ""),
        (["--verdict", "cold_dough=undetermined", "--fact", "foam=no"], [1], ""),
        (
            ["--rule", "salt_slows_yest"],
            [],
            "--rule: the knowledge at hand has no rule 'salt_slows_yest', so only records made "
            "with other knowledge can have it; did you mean salt_slows_yeast?\n",
        ),
        (
            ["--fact", "flor"],
            [],
            "--fact: the knowledge at hand has no fact 'flor', so only records made with other "
            "knowledge can have it; did you mean flour?\n",
        ),
        (
            ["--fact", "kitchen=100"],
            [],
            "kitchen: expected a number of degrees from -10.5 to 60, got 100.0\n",
        ),
        (["--rule", "older_people_cramp", "--fact", "age=70"], [], ""),
    ],
)
@pytest.mark.parametrize("command", [["list"], ["search"]])
def test_the_names_of_filters_may_be_those_of_any_knowledge_at_hand(
    log: Path, command: list[str], args: list[str], numbers: list[int], said: str
) -> None:
    word = ["e"] if command == ["search"] else []
    told = of_bread("audit", "log", *command, str(log), *word, *args, "--format", "jsonl")
    assert (told.status, told.err) == (0, said)
    assert [json.loads(line)["number"] for line in told.out.splitlines()] == numbers


def test_a_value_that_one_of_two_knowledge_bases_takes_is_not_odd(log: Path, bread: Bread) -> None:
    bread.replace("facts.yaml", "maximum: 60", "maximum: 200")
    args = ["audit", "log", "list", str(log), "--fact", "kitchen=100"]
    assert call(*args, "--knowledge", str(BREAD), "--knowledge", str(bread.folder)) == (0, "", "")


def test_masked_facts_are_proved_with_their_own_knowledge(tmp_path: Path) -> None:
    file, proof, answer = (tmp_path / name for name in ("log", "openings.jsonl", "answer"))
    masked = ["--mask", "flour", "--openings", str(proof)]
    assert of_bread("consult", *LOAF, "--log", str(file), *masked, "-o", str(answer)).status == 0
    told = of_bread("audit", "log", "show", str(file), "1", "--openings", str(proof))
    assert told == (0, (HERE / "bread_told.txt").read_text("utf-8"), "")


def test_an_interview_is_held_in_the_words_of_its_knowledge(tmp_path: Path, bless: bool) -> None:
    """All that is shown and typed, and then what was told with it."""
    typed = ["why", "?", "mould", "?", "3", "why", "", "not sure", "200", "why", "1,2", "9"]
    typed += ["y", "back", "n", "70", "11,5 degrees", "n", "facts", "", "bot", "1", "none", ""]
    shown = [*session(tmp_path / "record.json", typed, "--log", str(tmp_path / "bread.log"))]
    whole("bread_interview.txt", "".join(shown), bless)
    assert SUBJECT.findall("".join(shown)) == []
    stored = legspasm.read_record((tmp_path / "record.json").read_text("utf-8"), BAKERY)
    assert of_bread("audit", "verify", str(tmp_path / "record.json")).status == 0
    assert of_bread("audit", "log", "verify", str(tmp_path / "bread.log")).status == 0
    assert stored.questions != ()
    assert of_bread("audit", "replay", str(tmp_path / "record.json")).status == 0


def session(path: Path, typed: list[str], *more: str) -> list[str]:
    args = ["consult", "--ask", "--set=stayed_flat=yes", "--knowledge", str(BREAD), *more]
    with (
        path.open("wb") as file,
        Terminal(*args, "--format=json", stdout=file, columns=80) as terminal,
    ):
        shown = [terminal.read()]
        for text in typed:
            assert shown[-1].endswith(PROMPT)
            shown += [f"{text}\n", terminal.answer(text)]
        assert terminal.status() == 0
    return shown


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["consult", "--set", "qqqq=1"], "qqqq: no such fact; `legspasm facts {}` lists them"),
        (["consult", "--mask", "qqqq"], "qqqq: no such fact; `legspasm facts {}` lists them"),
        (["consult", "--set", "flor=rye"], "flor: no such fact; did you mean flour?"),
        (["rules", "qqqq"], "there is no rule 'qqqq'; `legspasm rules {}` lists them"),
        (["rules", "old_yeast"], "there is no rule 'old_yeast'; did you mean old_yeast_tires?"),
        (
            ["explain", "how", "qqqq"],
            "there is no cause, state, factor or piece of advice 'qqqq'; "
            "`legspasm rules {}` shows what is concluded",
        ),
        (
            ["explain", "why-not", "rye", "--keep", "qqqq"],
            "qqqq: no such fact; `legspasm facts {}` lists them",
        ),
        (
            ["explain", "what-if", "qqqq=1"],
            "qqqq: no such fact; `legspasm facts {}` lists them",
        ),
        (
            ["rules", "; `legspasm rules` lists them"],
            "there is no rule '; `legspasm rules` lists them'; `legspasm rules {}` lists them",
        ),
        (["consult", "--set", "flour=oats"], None),
    ],
)
def test_where_a_name_can_be_looked_up_is_said_with_the_folder(
    tmp_path: Path, args: list[str], problem: str | None
) -> None:
    folder = tmp_path / "a folder"
    folder.symlink_to(BREAD)
    told = of_bread(*args, folder=folder)
    expected = problem or "flour: expected one of wheat, rye, mixed, none, got 'oats'"
    assert (told.status, told.out) == (2, "")
    assert expected.format(f"--knowledge '{folder}'") in told.err.splitlines()


@pytest.mark.parametrize("args", [["rules", "qqqq"], ["consult", "--set", "qqqq=1"]])
def test_what_is_said_then_can_be_typed(tmp_path: Path, args: list[str]) -> None:
    folder = tmp_path / "it's a folder"
    folder.symlink_to(BREAD)
    named = re.search(r"`legspasm (.+)`", of_bread(*args, folder=folder).err)
    assert named
    script = f'"{sys.executable}" -m legspasm {named[1]}'
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    assert done.stdout.decode() == of_bread(args[0] if args[0] == "rules" else "facts").out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_without_knowledge_is_told_by_every_command(
    command: str, tmp_path: Path, record: Path, log: Path
) -> None:
    args = [each.format(record=record, log=log) for each in COMMANDS[command]]
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    for name, why in {
        "nowhere": "there is no such folder",
        "file": "is no folder; "
        "a knowledge base is a folder with knowledge.yaml and other files in it",
        "empty": "there is no knowledge.yaml in this folder, so it holds no knowledge base",
    }.items():
        assert of_bread(*args, folder=tmp_path / name) == (2, "", f"{tmp_path / name}: {why}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_problem_of_the_knowledge_is_told_by_every_command(
    command: str, bread: Bread, record: Path, log: Path
) -> None:
    args = [each.format(record=record, log=log) for each in COMMANDS[command]]
    bread.replace("rules/cold.yaml", "below: cold_limit", "below: cold_limits")
    bread.replace("facts.yaml", "    type: choice\n    question: Which", "    question: Which")
    bread.replace("causes.yaml", "- id: cold_dough\n    title", "- id: cold_dough\n    titel")
    told = call(*args, "--knowledge", str(bread.folder))
    assert (told.status, told.out) == (2, "")
    assert [bread.without_folder(each) for each in told.err.splitlines()] == bread.problems()
    assert len(bread.problems()) > 2
    for problem in bread.problems():
        assert re.match(r"[a-z/]+\.yaml:\d+:\d+: ", problem)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_never_steers_the_terminal(
    command: str, tmp_path: Path, record: Path, log: Path
) -> None:
    args = [each.format(record=record, log=log) for each in COMMANDS[command]]
    told = of_bread(*args, folder=tmp_path / "\x07\x1b]0;title")
    assert (told.status, told.out) == (2, "")
    assert told.err.endswith("title: there is no such folder\n")
    assert printable(told.err)


def test_nothing_is_written_or_kept_where_the_knowledge_has_problems(
    tmp_path: Path, bread: Bread
) -> None:
    bread.write("facts.yaml", "")
    answer, log = tmp_path / "answer", tmp_path / "log"
    args = ["consult", "-o", str(answer), "--log", str(log), "--knowledge", str(bread.folder)]
    assert call(*args).status == 2
    assert [answer.exists(), log.exists()] == [False, False]


@pytest.mark.parametrize("command", [["facts"], ["rules"], ["consult"], ["explain", "needs"]])
def test_help_tells_of_the_option_without_a_look_at_the_knowledge(command: list[str]) -> None:
    told = call(*command, "--knowledge", "nowhere", "--help")
    assert (told.status, told.err) == (0, "")
    assert "--knowledge FOLDER" in told.out
