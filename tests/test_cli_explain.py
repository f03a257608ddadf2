"""``legspasm explain``: how, why-not, what-if and needs, on a record or on facts."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import legspasm
import pytest
import rfc8785
from program import Told, call, launch, names, printable

KNOWLEDGE = legspasm.built_in_knowledge()
FACTS = {"recent_injury": True, "injury_healed": True, "age": 70}
SETTINGS = ["--set", "recent_injury=yes", "--set", "injury_healed=yes", "--set", "age=70"]
COMMANDS = {
    "how": ["how", "injury"],
    "why-not": ["why-not", "injury"],
    "what-if": ["what-if", "recent_injury=no"],
    "needs": ["needs"],
}
NO_FACTS = (
    "No facts were given, so everything is unknown. "
    "Give a file, - for standard input, or --set NAME=VALUE.\n"
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A stored record."""
    file = tmp_path / "record.json"
    file.write_text(legspasm.consult(FACTS).to_json(), encoding="utf-8")
    return file


def explain(command: str, *args: str, stdin: bytes = b"", columns: int = 80) -> Told:
    return call("explain", *COMMANDS[command], *args, stdin=stdin, columns=columns)


def expected(command: str, of: legspasm.Record) -> Any:
    return {
        "how": lambda: legspasm.how(of, "injury"),
        "why-not": lambda: legspasm.why_not(of, "injury"),
        "what-if": lambda: legspasm.what_if(of, {"recent_injury": False}, origin="option"),
        "needs": lambda: legspasm.needs(of),
    }[command]()


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_record_is_asked_about_in_every_format(record: Path, command: str, format_: Any) -> None:
    reply = expected(command, legspasm.consult(FACTS))
    assert explain(command, str(record), "--format", format_) == (0, reply.render(format_), "")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_record_comes_from_standard_input(record: Path, command: str) -> None:
    assert explain(command, "-", stdin=record.read_bytes()) == explain(command, str(record))


@pytest.mark.parametrize("command", COMMANDS)
def test_facts_come_from_a_file_from_standard_input_or_from_options(
    tmp_path: Path, command: str
) -> None:
    """What is told differs in nothing but where the facts come from."""
    file = tmp_path / "facts.yaml"
    file.write_text("recent_injury: yes\ninjury_healed: yes\nage: 70\n", encoding="utf-8")
    told = explain(command, str(file))
    assert (told.status, told.err) == (0, "")
    assert explain(command, "-", stdin=file.read_bytes()) == told
    options = explain(command, *SETTINGS)
    assert flat(options.out.replace("from an option", "from a file")) == flat(told.out)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_without_facts_everything_is_unknown_and_that_is_said(command: str) -> None:
    reply = expected(command, legspasm.consult())
    assert explain(command) == (0, reply.render(), NO_FACTS)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_is_written_to_a_file(tmp_path: Path, record: Path, command: str) -> None:
    file = tmp_path / "answer.html"
    told = explain(command, str(record), "--format", "html", "-o", str(file))
    assert told == (0, "", "")
    assert file.read_text(encoding="utf-8") == explain(command, str(record), "--format", "html").out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(
    tmp_path: Path, command: str
) -> None:
    file = tmp_path / "nowhere" / "answer.txt"
    told = explain(command, *SETTINGS, "-o", str(file))
    assert told == (2, "", f"{file}: cannot be written: No such file or directory\n")
    assert names(tmp_path) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_written_where_something_is_wrong(tmp_path: Path, command: str) -> None:
    file = tmp_path / "answer.txt"
    file.write_text("kept", encoding="utf-8")
    told = explain(command, "--set", "agee=3", "-o", str(file))
    assert told == (2, "", "agee: no such fact; did you mean age?\n")
    assert (file.read_text(encoding="utf-8"), names(tmp_path)) == ("kept", ["answer.txt"])


@pytest.mark.parametrize("command", COMMANDS)
def test_colour_changes_nothing_else(command: str) -> None:
    plain, colored = explain(command, *SETTINGS), explain(command, *SETTINGS, "--color")
    assert explain(command, *SETTINGS, "--no-color") == plain
    assert explain(command, *SETTINGS, "--plain", "--color") == plain
    assert "\x1b[" in colored.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored.out) == plain.out


@pytest.mark.parametrize("columns", [20, 40, 72, 100])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_wider_than_the_terminal(command: str, columns: int) -> None:
    lines = explain(command, *SETTINGS, columns=columns).out.splitlines()
    too_wide = [line for line in lines if len(line) > columns and " " in line.strip(" -“")]
    assert too_wide == []


def test_facts_are_kept() -> None:
    told = call(
        "explain", "why-not", "older_age", "--set", "age=50", "--keep", "age", "--format", "json"
    )
    answer = json.loads(told.out)
    assert (answer["keep"], answer["smallest_changes"], answer["impossible"]) == (["age"], [], True)


def test_the_smallest_changes_are_data() -> None:
    told = call("explain", "why-not", "injury", "--set", "recent_injury=no", "--format", "json")
    assert json.loads(told.out)["smallest_changes"] == [
        [
            {
                "fact": "recent_injury",
                "from": False,
                "to": True,
                "says": "That leg was hurt before the spasm.",
            }
        ]
    ]


def test_an_answer_is_taken_back() -> None:
    told = call("explain", "what-if", "age=unknown", "at_night=no", *SETTINGS, "--format", "json")
    assert [(each["fact"], each["from"], each["to"]) for each in json.loads(told.out)["facts"]] == [
        ("at_night", None, False),
        ("age", 70, None),
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_record_of_what_if_may_stand_anywhere(record: Path, place: int) -> None:
    changes = ["age=20", "at_night=yes"]
    given = [*changes[:place], str(record), *changes[place:]]
    assert call("explain", "what-if", *given) == call("explain", "what-if", *changes, str(record))


def test_what_if_changes_facts_that_are_given_with_options() -> None:
    told = call("explain", "what-if", "age=20", "--set", "age=70", "--format", "json")
    assert json.loads(told.out)["facts"] == [
        {"fact": "age", "from": 70, "to": 20, "says": "Your age is 20."}
    ]


NAMELESS = "there is no cause, state, factor or piece of advice "
AGEE = "agee: no such fact; did you mean age?"
LISTED = "; `legspasm rules` shows what is concluded"
NOWHERE = "nowhere.json: there is no such file"
AGE = "age: expected a whole number of years from 0 to 130, got "


@pytest.mark.parametrize(
    ("args", "problems"),
    [
        (["how", "injry"], [f"{NAMELESS}'injry'; did you mean injury?"]),
        (["how", ""], [f"{NAMELESS}''{LISTED}"]),
        (["how", "\x1b[31m"], [f"{NAMELESS}'\\x1b[31m'{LISTED}"]),
        (["why-not", "zzz"], [f"{NAMELESS}'zzz'{LISTED}"]),
        (
            ["why-not", "injury", "--keep", "agee", "--keep", "zzz"],
            [
                AGEE,
                "zzz: no such fact; `legspasm facts` lists them",
            ],
        ),
        (["what-if", "agee=3"], [AGEE]),
        (
            ["what-if", "age=x", "at_night=3", "zzz=1"],
            [
                f"{AGE}'x'",
                "at_night: expected yes or no (true or false), got '3'",
                "zzz: no such fact; `legspasm facts` lists them",
            ],
        ),
        (["what-if", "=1"], ["'': no such fact; `legspasm facts` lists them"]),
        (["what-if", "age=1", "age=2"], ["age: was given twice"]),
        (
            ["what-if", "nowhere.json"],
            ["expected at least one NAME=VALUE", "nowhere.json: there is no such file"],
        ),
        (
            ["what-if", "age=1", "a.json", "b.json"],
            ["only one record can be given, got ['a.json', 'b.json']"],
        ),
        (
            ["what-if", "a.json", "b.json"],
            [
                "only one record can be given, got ['a.json', 'b.json']",
                "expected at least one NAME=VALUE",
            ],
        ),
        (["needs", "--set", "age"], ["--set: expected NAME=VALUE, got 'age'"]),
        (["needs", "--set", "age=x", "--set", "agee=1"], [f"{AGE}'x'", AGEE]),
        (["needs", "nowhere.json"], [NOWHERE]),
    ],
)
def test_bad_input_is_told_with_the_nearest_name(args: list[str], problems: list[str]) -> None:
    told = call("explain", *args)
    assert (told.status, told.out) == (2, "")
    assert [line for line in told.err.splitlines() if f"{line}\n" != NO_FACTS] == problems


@pytest.mark.parametrize(
    ("args", "problems"),
    [
        (
            ["how", "injry", "--set", "age=x"],
            [f"{AGE}'x'", f"{NAMELESS}'injry'; did you mean injury?"],
        ),
        (
            ["why-not", "injry", "--keep", "agee", "--set", "at_nite=yes"],
            [
                AGEE,
                "at_nite: no such fact; did you mean at_night?",
                f"{NAMELESS}'injry'; did you mean injury?",
            ],
        ),
        (["what-if", "age=x", "nowhere.json"], [f"{AGE}'x'", NOWHERE]),
        (["what-if", "age=x", "--set", "agee=1"], [f"{AGE}'x'", AGEE]),
        (["how", "injry", "nowhere.json"], [f"{NAMELESS}'injry'; did you mean injury?", NOWHERE]),
    ],
)
def test_every_problem_of_every_part_is_told_at_once(args: list[str], problems: list[str]) -> None:
    told = call("explain", *args)
    assert (told.status, told.out) == (2, "")
    assert sorted(told.err.splitlines()) == sorted(problems)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["how"], "Missing argument 'CAUSE'."),
        (["why-not"], "Missing argument 'CAUSE'."),
        (["what-if"], "Missing argument 'NAME=VALUE… [RECORD|-]'."),
        (["needs", "--format", "pdf"], "'pdf' is not one of"),
        (["needs", "a", "b"], "Got unexpected extra argument (b)"),
        (["nothing"], "No such command 'nothing'."),
        (["how", "injury", "--keep", "age"], "No such option"),
    ],
)
def test_wrong_usage_is_told(args: list[str], why: str) -> None:
    told = call("explain", *args)
    assert (told.status, told.out) == (2, "")
    assert why in flat(told.err)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_shows_an_example(command: str) -> None:
    told = call("explain", *([command] if command else []), "--help")
    assert (told.status, told.err) == (0, "")
    assert f"legspasm explain {command or 'how'}" in told.out


def test_options_do_not_go_with_a_record(record: Path) -> None:
    assert explain("how", str(record), "--set", "age=3") == (
        2,
        "",
        "--set goes with facts, not with a record; "
        "`legspasm explain what-if` changes facts of a record\n",
    )


def forged(change: Callable[[dict[str, Any]], object]) -> bytes:
    """A changed record with a digest that fits the change."""
    document = legspasm.consult(FACTS | {"injury_healed": None}).to_dict()
    change(document["body"])
    try:
        digest = hashlib.sha256(rfc8785.dumps(document["body"])).hexdigest()
    except rfc8785.CanonicalizationError:  # there is none
        digest = "0" * 64
    document["integrity"]["body_digest"] = digest
    return json.dumps(document).encode()


def matches(body: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [each for firing in body["firings"] for each in firing["because"]]
    return [each for each in found if each["kind"] == kind]


def firing(body: dict[str, Any], rule: str) -> dict[str, Any]:
    [found] = [each for each in body["firings"] if each["rule"] == rule]
    assert isinstance(found, dict)
    return found


def in_a_circle(body: dict[str, Any]) -> None:
    first, second = (
        firing(body, rule) for rule in ("protection_contracts_muscles", "contraction_cramps")
    )
    first["because"] = [
        {"kind": "state", "name": "muscles_around_injury_contract", "firings": [second["seq"]]}
    ]


def on_itself(body: dict[str, Any]) -> None:
    one = firing(body, "protection_contracts_muscles")
    one["because"][0]["firings"] = [one["seq"]]


def fact(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(body: dict[str, Any]) -> None:
        body["facts"] = [each for each in body["facts"] if each["name"] != name]
        body["facts"].append({"name": name, "value": value, "origin": "call"})
        body["facts"].sort(key=lambda each: str(each["name"]))

    return change


FORGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "a verdict by a firing that is not there": lambda body: body["verdicts"][0].update(
        because=[99]
    ),
    "a factor on an unknown cause": lambda body: body["factors"][0].update(applies_to=["moon"]),
    "a match of an unknown state": lambda body: matches(body, "state")[0].update(name="moonlit"),
    "a match of an unknown cause": lambda body: matches(body, "verdict")[0].update(name="moon"),
    "a match of an unknown fact": lambda body: matches(body, "fact")[0].update(name="moon"),
    "an unknown rule": lambda body: body["firings"][0].update(rule="moon"),
    "an unknown cause": lambda body: body["verdicts"][0].update(cause="moon"),
    "firings in a circle": in_a_circle,
    "a firing that rests on itself": on_itself,
    "a number that is text": fact("age", "old"),
    "a choice that is not there": fact("exertion", "\x1b[31m<b>"),
    "a set with a value that is not there": fact("activities", ["moon"]),
    "a fact that is told twice": lambda body: body["facts"].append(body["facts"][0]),
    "a rule that neither fired nor did not fire": lambda body: body["not_fired"].pop(0),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", FORGED)
def test_a_forged_record_is_refused_though_its_digest_fits(name: str, command: str) -> None:
    told = explain(command, "-", stdin=forged(FORGED[name]))
    assert (told.status, told.out) == (2, "")
    assert all(line.startswith("standard input:$.body.") for line in told.err.splitlines())
    assert told.err
    assert printable(told.err)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("value", [2**60, 10**400, -(2**60)], ids=["large", "huge", "negative"])
def test_a_forged_number_that_has_no_digest_is_refused(command: str, value: int) -> None:
    told = explain(command, "-", stdin=forged(fact("age", value)))
    assert (told.status, told.out) == (2, "")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            b'{"schema": "legspasm.record/1"}',
            "standard input: this is no record of the form legspasm.record/1: ",
        ),
        (b'{"schema": "x"}', "standard input: this is no record of the form legspasm.record/1: "),
        (b"{", "standard input:1:2: is not valid JSON: "),
        (b"", "standard input: is empty"),
    ],
)
def test_what_is_no_record_is_told(command: str, data: bytes, problem: str) -> None:
    told = explain(command, "-", stdin=data)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(problem)
    assert told.err.count("\n") == 1


def test_a_record_that_was_changed_is_refused(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    told = explain("how", "-", stdin=text.replace('"value": 70', '"value": 71').encode())
    assert told == (
        2,
        "",
        "standard input:$.integrity.body_digest: "
        "the body of the record is not the one that its digest names\n",
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_the_program_works_as_a_process_in_plain_ascii(command: str) -> None:
    told = launch("explain", *COMMANDS[command], *SETTINGS, encoding="ascii")
    assert (told.status, told.err) == (0, "")
    assert told.out.isascii()
