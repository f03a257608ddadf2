"""``legspasm consult``: what it takes, in which words it refuses, and what it answers."""

import json
from pathlib import Path
from typing import Any

import pytest
from program import call, launch, names, printable

NO_FACTS = (
    "No facts were given, so everything is unknown. "
    "Give a file, - for standard input, or --set NAME=VALUE.\n"
)
AGE = "age: expected a whole number of years from 0 to 130, got "
POTASSIUM = "blood_potassium: expected a number of mmol/L from 1.0 to 10.0, got "
NIGHT = "at_night: expected yes or no (true or false), got "
EXERTION = "exertion: expected one of none, some, excessive, got "
FLAGS = (
    "red_flags: expected a list of any of breathless, swollen_leg, long_cramp, dark_urine, "
    "numb_saddle, weakness, poison, got "
)
ACTIVITIES = (
    "activities: expected a list of any of running, jumping_sport, other_sport, work, other, got "
)
NONE_ALONE = (
    "activities: none goes alone: it says that none of running, jumping_sport, other_sport, work, "
    "other fits; in data it is an empty list"
)
ACTIVITY = (
    "activities: expected any of running, jumping_sport, other_sport, work, other, or none, got "
)

WRONG_OPTIONS = [
    (["at_night=maybe"], [f"{NIGHT}'maybe'"]),
    (["at_night="], [f"{NIGHT}''"]),
    (["exertion=non"], [f"{EXERTION}'non'; did you mean none?"]),
    (["exertion=none,some"], [f"{EXERTION}'none,some'; did you mean some?"]),
    (["activities=runing"], [f"{ACTIVITY}'runing'; did you mean running?"]),
    (["activities=none,running"], [NONE_ALONE]),
    (["age=abc"], [f"{AGE}'abc'"]),
    (["age="], [f"{AGE}''"]),
    (["age=131"], [f"{AGE}131"]),
    (["age=70.5"], [f"{AGE}'70.5'"]),
    (["age=1" + "0" * 30], [f"{AGE}'1{'0' * 30}'"]),
    (["blood_potassium=low"], [f"{POTASSIUM}'low'"]),
    (["blood_potassium=0.5"], [f"{POTASSIUM}0.5"]),
    (["blood_potassium=nan"], [f"{POTASSIUM}'nan'"]),
    (["recent_injry=yes"], ["recent_injry: no such fact; did you mean recent_injury?"]),
    (["zzz=yes"], ["zzz: no such fact; `legspasm facts` lists them"]),
    (["=yes"], ["'': no such fact; `legspasm facts` lists them"]),
    (["age"], ["--set: expected NAME=VALUE, got 'age'"]),
    ([""], ["--set: expected NAME=VALUE, got ''"]),
    (["red_flags="], [f"{FLAGS}''"]),
    (["age=70", "age=71"], ["age: was given twice"]),
    (["age=70", " age =70"], ["age: was given twice"]),
    (
        ["zzz=1", "weak", "age=1", "age=2", "at_night=x", "exertion=x"],
        [
            "--set: expected NAME=VALUE, got 'weak'",
            "age: was given twice",
            f"{NIGHT}'x'",
            f"{EXERTION}'x'",
            "zzz: no such fact; `legspasm facts` lists them",
        ],
    ),
]

WRONG_FILES = [
    ("f.json", '{"at_night": "maybe"}', [f"{NIGHT}'maybe'"]),
    ("f.json", '{"at_night": 1}', [f"{NIGHT}1"]),
    ("f.json", '{"at_night": [true]}', [f"{NIGHT}[True]"]),
    ("f.json", '{"exertion": "non"}', [f"{EXERTION}'non'; did you mean none?"]),
    ("f.json", '{"exertion": 3}', [f"{EXERTION}3"]),
    ("f.json", '{"exertion": ["none"]}', [f"{EXERTION}['none']"]),
    ("f.json", '{"activities": "runing"}', [f"{ACTIVITY}'runing'; did you mean running?"]),
    ("f.json", '{"activities": {"running": true}}', [f"{ACTIVITIES}{{'running': True}}"]),
    ("f.json", '{"activities": ["zzz", "yyy"]}', [f"{ACTIVITY}'yyy'", f"{ACTIVITY}'zzz'"]),
    ("f.json", '{"age": "70"}', [f"{AGE}'70'"]),
    ("f.json", '{"age": [70]}', [f"{AGE}[70]"]),
    ("f.json", '{"age": true}', [f"{AGE}True"]),
    ("f.json", '{"age": 1' + "0" * 400 + "}", [f"{AGE}inf"]),
    ("f.json", '{"age": 1' + "0" * 30 + "}", [f"{AGE}1e+30"]),
    ("f.json", '{"blood_potassium": "4.1"}', [f"{POTASSIUM}'4.1'"]),
    ("f.json", '{"blood_potassium": 1e999}', [f"{POTASSIUM}inf"]),
    ("f.json", '{"blood_potassium": NaN}', ["f.json: is not valid JSON: NaN is not a number"]),
    ("f.json", '{"age": Infinity}', ["f.json: is not valid JSON: Infinity is not a number"]),
    ("f.yaml", "at_night: maybe", [f"{NIGHT}'maybe'"]),
    ("f.yaml", "at_night: 1", [f"{NIGHT}1"]),
    ("f.yaml", "exertion: non", [f"{EXERTION}'non'; did you mean none?"]),
    ("f.yaml", "exertion: [none]", [f"{EXERTION}['none']"]),
    ("f.yaml", "exertion: 3", [f"{EXERTION}3"]),
    ("f.yaml", "activities: 1.5", [f"{ACTIVITIES}1.5"]),
    ("f.yaml", "activities: [runing]", [f"{ACTIVITY}'runing'; did you mean running?"]),
    ("f.yaml", "age: '70'", [f"{AGE}'70'"]),
    ("f.yaml", "age: [70]", [f"{AGE}[70]"]),
    ("f.yaml", "age: .inf", [f"{AGE}'.inf'"]),
    ("f.yaml", "blood_potassium: .nan", [f"{POTASSIUM}'.nan'"]),
    ("f.yaml", "blood_potassium: 4,1", [f"{POTASSIUM}'4,1'"]),
    (
        "f.yaml",
        "zzz: 1\nat_night: 3\nrecent_injry: yes\nage: old",
        [
            f"{AGE}'old'",
            f"{NIGHT}3",
            "recent_injry: no such fact; did you mean recent_injury?",
            "zzz: no such fact; `legspasm facts` lists them",
        ],
    ),
    ("f.json", "", ["f.json: is empty"]),
    ("f.json", "[]", ['f.json: expected facts by name, such as {"age": 70}, got []']),
    ("f.json", '{"age": 1,\n "x"}', ["f.json:2:5: is not valid JSON: Expecting ':' delimiter"]),
    ("f.json", '{"age": 1, "age": 1}', ["f.json: the key 'age' stands twice"]),
    ("f.yaml", "age: 1\nage: 1\n", ["f.yaml:2:1: the key 'age' stands twice"]),
    (
        "f.yaml",
        "age: 1\nat_night: [\n",
        ["f.yaml:3:1: is not valid YAML: did not find expected node content"],
    ),
    (
        "f.yaml",
        "age: &a 3\n",
        ["f.yaml:1:6: anchors and aliases are not read here; write the value out"],
    ),
    ("f.yaml", "age: 3\0", ["f.yaml: is not text in UTF-8"]),
    (
        "f.json",
        " " * 2_000_000 + "{}",
        ["f.json: is longer than 1000000 bytes, which is more than it can need"],
    ),
]

# Names, values and files that would steer a terminal; BEL and OSC are not stripped by click.
STEERING = "\x07\x1b]0;title\x07\x9b31m\r\u202e"

# What a template does, and why it fails.
FAILING = [
    ("{{ nosuch }}", "'nosuch' is undefined"),
    ("{{ record.nosuch }}", "'dict object' has no attribute 'nosuch'"),
    ("{{ 1 / 0 }}", "division by zero"),
    ("{{ range(10**12) | list }}", None),
    ("{{ 'a' * 10**13 }}", None),
    ("{% include 'x' %}", None),
    ("{{ 'a' | dictsort }}", "'str' object has no attribute 'items'"),
    ("{{ cycler() }}", "at least one item has to be provided"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", None),
    ("{{ '%d' | format('a') }}", None),
    ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe."),
    ("{{ ''['__class__'] }}", None),
    ("{{ '' | attr('__class__') }}", None),
    ("{{ '{0.__class__}'.format(1) }}", None),
    ("{{ self.__init__.__globals__ }}", None),
    ("{{ lipsum.__globals__ }}", None),
    ("{{ record.update({}) }}", "access to attribute 'update' of 'dict' object is unsafe."),
    ("{{ explanation.__class__.__init__ }}", None),
    ("{{ record['\\x1b]0;title\\x07'] }}", None),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test runs in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sets(settings: list[str]) -> list[str]:
    return [argument for setting in settings for argument in ("--set", setting)]


def lines(problems: list[str]) -> str:
    return "".join(f"{problem}\n" for problem in problems)


def body(*args: str, stdin: bytes = b"") -> Any:
    """The body of the record that a call gives."""
    told = call("consult", *args, "--format", "json", stdin=stdin)
    assert told.status == 0
    return json.loads(told.out)["body"]


def facts(*args: str, stdin: bytes = b"") -> list[tuple[str, object, str]]:
    return [
        (fact["name"], fact["value"], fact["origin"]) for fact in body(*args, stdin=stdin)["facts"]
    ]


@pytest.mark.parametrize(("settings", "problems"), WRONG_OPTIONS)
def test_wrong_options_are_all_told_and_nothing_is_answered(
    settings: list[str], problems: list[str]
) -> None:
    assert call("consult", *sets(settings)) == (2, "", lines(problems))


@pytest.mark.parametrize(
    ("name", "text", "problems"),
    WRONG_FILES,
    ids=[f"{name}-{number}" for number, (name, _, _) in enumerate(WRONG_FILES)],
)
def test_a_wrong_file_is_told_whole_and_nothing_is_answered(
    folder: Path, name: str, text: str, problems: list[str]
) -> None:
    (folder / name).write_text(text)
    assert call("consult", name) == (2, "", lines(problems))


@pytest.mark.parametrize("text", ['{"at_night": 1, "zzz": 2}', "at_night: 1\nzzz: 2\n"])
def test_standard_input_is_told_like_a_file(text: str) -> None:
    problems = [f"{NIGHT}1", "zzz: no such fact; `legspasm facts` lists them"]
    assert call("consult", "-", stdin=text.encode()) == (2, "", lines(problems))


def test_broken_standard_input_is_told_with_line_and_column() -> None:
    assert call("consult", "-", stdin=b'{"age":\n}') == (
        2,
        "",
        "standard input:2:1: is not valid JSON: Expecting value\n",
    )


def test_wrong_facts_of_the_file_and_of_the_options_are_told_together(folder: Path) -> None:
    (folder / "f.json").write_text('{"at_night": 1, "exertion": "x"}')
    told = call("consult", "f.json", *sets(["age=abc", "zzz=1", "exertion=some"]))
    assert (told.status, told.out) == (2, "")
    assert sorted(told.err.splitlines()) == [
        f"{AGE}'abc'",
        f"{NIGHT}1",
        "zzz: no such fact; `legspasm facts` lists them",
    ]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("nosuch.json", "nosuch.json: there is no such file"),
        (".", ".: cannot be read: Is a directory"),
        ("file/inner.json", "file/inner.json: cannot be read: Not a directory"),
        ("loop", "loop: cannot be read: Too many levels of symbolic links"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told(folder: Path, path: str, problem: str) -> None:
    (folder / "file").write_text("{}")
    (folder / "loop").symlink_to("loop")
    assert call("consult", path) == (2, "", f"{problem}\n")


@pytest.mark.parametrize("name", ["f.json", "f.yaml"])
@pytest.mark.parametrize("text", ["[", '{"a":', "- ", "a: {", "[{", "[1, "])
def test_a_very_deep_file_does_not_bring_the_interpreter_down(
    folder: Path, name: str, text: str
) -> None:
    (folder / name).write_text(text * 100_000)
    told = launch("consult", name)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(name)
    assert len(told.err.splitlines()) == 1


def test_names_and_values_never_steer_the_terminal(folder: Path) -> None:
    (folder / "f.json").write_text(
        json.dumps({STEERING: 1, "age": STEERING, "exertion": STEERING, "activities": [STEERING]})
    )
    for arguments in (["f.json"], sets([STEERING, f"{STEERING}=1", f"age={STEERING}"])):
        told = call("consult", *arguments)
        assert (told.status, told.out) == (2, "")
        assert printable(told.err)


@pytest.mark.parametrize(
    "arguments",
    [
        [f"{STEERING}.json"],
        [f"nosuch{STEERING}.json"],
        ["--template", f"{STEERING}.json"],
        ["--template", f"nosuch{STEERING}.json"],
        ["-o", f"nosuch{STEERING}/answer"],
    ],
)
def test_file_names_never_steer_the_terminal(folder: Path, arguments: list[str]) -> None:
    (folder / f"{STEERING}.json").write_text("{{ broken")
    told = call("consult", *arguments)
    assert (told.status, told.out) == (2, "")
    assert printable(told.err)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("f.json", b'{"age": 70, "activities": ["running"]}'),
        ("f.json", b'\xef\xbb\xbf{"age": 70,\r\n "activities": ["running"]}\r\n'),
        ("f.yaml", b"age: 70\nactivities: [running]\n"),
        ("f.yaml", b"\xef\xbb\xbfage: 70\r\nactivities:\r\n- running\r\n"),
        ("f", b"age: 70\nactivities: [running]\n"),
    ],
)
def test_facts_come_from_a_file(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    expected = [("activities", ["running"], "file"), ("age", 70, "file")]
    assert facts(name) == expected
    assert facts("-", stdin=data) == expected


def test_options_win_over_the_file_and_take_back(folder: Path) -> None:
    (folder / "f.yaml").write_text("age: 70\nat_night: yes\nweak_muscles: no\nexertion: wrong\n")
    assert facts("f.yaml", *sets(["age=unknown", "at_night=no", "exertion=some"])) == [
        ("at_night", False, "option"),
        ("exertion", "some", "option"),
        ("weak_muscles", False, "file"),
    ]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("at_night=yes", True),
        ("at_night=no", False),
        ("at_night=true", True),
        ("at_night=false", False),
        (" at_night = yes ", True),
        ("activities=work, running", ["running", "work"]),
        ("activities=none", []),
        ("red_flags=none", []),
        ("exertion=none", "none"),
        ("age=70", 70),
        ("blood_potassium=4.1", 4.1),
    ],
)
def test_an_option_is_read_by_the_type_of_its_fact(setting: str, value: object) -> None:
    name = setting.partition("=")[0].strip()
    assert facts("--set", setting) == [(name, value, "option")]


@pytest.mark.parametrize("name", ["recent_injury", "exertion", "activities", "age"])
def test_unknown_is_the_same_as_left_out(folder: Path, name: str) -> None:
    (folder / "null.json").write_text(json.dumps({name: None}))
    (folder / "word.json").write_text(json.dumps({name: "unknown"}))
    (folder / "null.yaml").write_text(f"{name}:\n")
    (folder / "word.yaml").write_text(f"{name}: unknown\n")
    (folder / "left_out.json").write_text("{}")
    left_out = body("left_out.json")
    assert body("--set", f"{name}=unknown") == left_out
    for file in names(folder):
        assert body(file) == left_out


def test_unknown_is_not_no() -> None:
    unknown, no = body("--set", "recent_injury=unknown"), body("--set", "recent_injury=no")
    assert unknown["verdicts"][0]["verdict"] == "undetermined"
    assert no["verdicts"][0]["verdict"] == "not_indicated"


def test_an_empty_set_is_an_answer() -> None:
    """Who has none of the warning signs is not asked for them again."""
    assert "Check this first" in call("consult", "--set", "age=70").out
    assert "Check this first" not in call("consult", "--set", "red_flags=none").out


def test_without_facts_everything_is_unknown_and_that_is_said() -> None:
    told = call("consult", "--format", "json")
    assert (told.status, told.err) == (0, NO_FACTS)
    assert json.loads(told.out)["body"]["facts"] == []


@pytest.mark.parametrize("arguments", [["-"], ["f.json"], ["--set", "age=unknown"]])
def test_who_gave_nothing_known_is_not_told_so(folder: Path, arguments: list[str]) -> None:
    (folder / "f.json").write_text("{}")
    assert call("consult", *arguments, stdin=b"{}").err == ""


@pytest.mark.parametrize(
    ("format_", "beginning"),
    [("text", "!! "), ("markdown", "# "), ("html", "<!DOCTYPE html>"), ("json", "{\n")],
)
def test_each_format_goes_to_standard_output(format_: str, beginning: str) -> None:
    told = call("consult", "--set", "age=70", "--format", format_)
    assert (told.status, told.err) == (0, "")
    assert told.out.lower().startswith(beginning.lower())
    assert told.out.endswith("\n")


def test_text_is_the_format_unless_another_is_wanted() -> None:
    assert call("consult", "--set", "age=70") == call(
        "consult", "--set", "age=70", "--format", "text"
    )


def test_verbose_tells_more() -> None:
    short, long = (call("consult", "--set", "age=70", *more).out for more in ([], ["-v"]))
    assert len(long) > len(short)


@pytest.mark.parametrize("columns", [40, 60])
def test_the_answer_is_as_wide_as_the_terminal(columns: int) -> None:
    told = call("consult", "--set", "recent_injury=yes", "-v", columns=columns)
    too_wide = [line for line in told.out.splitlines() if len(line) > columns]
    assert [line for line in too_wide if len(line.split()) > 1] == []


def test_a_template_sees_the_record_and_the_explanation(folder: Path) -> None:
    (folder / "own.j2").write_text(
        "{% for fact in record.body.facts %}\n{{ fact.name }}={{ fact.value }}\n{% endfor %}\n"
        "{{ explanation is defined }}\n"
    )
    told = call("consult", *sets(["age=70", "at_night=no"]), "--template", "own.j2")
    assert told == (0, "age=70\nat_night=False\nTrue\n", "")


@pytest.mark.parametrize(("name", "shown"), [("own.html", "&lt;&amp;"), ("own.txt", "<&")])
def test_a_template_for_a_page_escapes(folder: Path, name: str, shown: str) -> None:
    (folder / name).write_text("{{ '<&' }}")
    assert call("consult", "--set", "age=70", "--template", name) == (0, shown, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ok\n{{ 'x' ", "own.j2:2: is not a valid template: "),
        ("ok\n\n{% nosuch %}", "own.j2:3: is not a valid template: "),
        ("{{ 'x' | nosuch }}", "own.j2:1: is not a valid template: "),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "own.j2: "),
        ("{% for a in [1] %}" * 30 + "{% endfor %}" * 30, "own.j2: "),
    ],
)
def test_a_broken_template_is_told_with_its_line(folder: Path, text: str, problem: str) -> None:
    (folder / "own.j2").write_text(text)
    told = call("consult", "--set", "age=70", "--template", "own.j2")
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(problem)
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize(("text", "why"), FAILING)
def test_a_template_that_fails_is_told(folder: Path, text: str, why: str | None) -> None:
    (folder / "own.j2").write_text(text)
    told = call("consult", "--set", "age=70", "--template", "own.j2")
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("own.j2: failed: ")
    assert len(told.err.splitlines()) == 1
    assert printable(told.err)
    if why is not None:
        assert told.err == f"own.j2: failed: {why}\n"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("nosuch.j2", "nosuch.j2: cannot be read: No such file or directory"),
        (".", ".: cannot be read: Is a directory"),
        ("latin.j2", "latin.j2: is not text in UTF-8"),
    ],
)
def test_a_template_that_cannot_be_read_is_told(folder: Path, path: str, problem: str) -> None:
    (folder / "latin.j2").write_bytes(b"\xe9")
    assert call("consult", "--set", "age=70", "--template", path) == (2, "", f"{problem}\n")


def test_a_template_takes_no_format(folder: Path) -> None:
    (folder / "own.j2").write_text("x")
    assert call("consult", "--set", "age=70", "--template", "own.j2", "--format", "text") == (
        2,
        "",
        "give --format or --template, not both\n",
    )


def test_a_template_goes_to_a_file_too(folder: Path) -> None:
    (folder / "own.j2").write_text("{{ record.schema }}\n")
    assert call("consult", "--set", "age=70", "--template", "own.j2", "-o", "a") == (0, "", "")
    assert (folder / "a").read_text() == "legspasm.record/1\n"


def test_bad_facts_are_told_before_anything_is_written(folder: Path) -> None:
    assert call("consult", "--set", "age=x", "-o", "answer.txt").status == 2
    assert names(folder) == []
