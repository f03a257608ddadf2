"""Facts from a file: which bytes are taken, and in which words the others are refused."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legspasm.errors import FactsError
from legspasm.factfile import MAX_BYTES, read_fact_file, read_fact_stream

TAKEN = [
    ("f.json", b'{"age": 70}', {"age": 70}),
    ("f.json", b'\xef\xbb\xbf{"age": 70}', {"age": 70}),
    ("f.json", b'{\r\n"age": 70\r\n}\r\n', {"age": 70}),
    ("f.json", b'{"age": null, "at_night": false}', {"age": None, "at_night": False}),
    ("f.json", b"{}", {}),
    ("f.json", b'{"a": {"b": [1, 2.5, "c"]}}', {"a": {"b": [1, 2.5, "c"]}}),
    ("f.json", b'{"age": 1' + b"0" * 29 + b"}", {"age": 10**29}),
    ("f.json", b'{"age": 1' + b"0" * 30 + b"}", {"age": 1e30}),
    ("standard input", b' \n{"age": 70}', {"age": 70}),
    ("f.yaml", b"age: 70\n", {"age": 70}),
    ("f.yaml", b"\xef\xbb\xbfage: 70\n", {"age": 70}),
    ("f.yaml", b"age: 70\r\nat_night: yes\r\n", {"age": 70, "at_night": "yes"}),
    ("f.yaml", b"---\nage: 70\n...\n", {"age": 70}),
    ("f.yaml", b"# who\nage: 70 # years\n", {"age": 70}),
    ("f.yaml", b"{age: 70, at_night: no}\n", {"age": 70, "at_night": "no"}),
    ("f.yaml", b"a: true\nb: 'true'\nc: ~\nd:\n", {"a": True, "b": "true", "c": None, "d": None}),
    ("f.yaml", b"activities: [running, work]\n", {"activities": ["running", "work"]}),
    ("f.yaml", b"activities:\n- running\n", {"activities": ["running"]}),
    ("f.yaml", b"activities: []\n", {"activities": []}),
    ("f.yaml", b"a: 0x10\nb: 010\nc: 1_0\n", {"a": "0x10", "b": 10, "c": "1_0"}),
    ("f.yaml", b"a: .nan\nb: .inf\nc: 1e999\n", {"a": ".nan", "b": ".inf", "c": "1e999"}),
    ("f", b"age: 70\n", {"age": 70}),
]

REFUSED = [
    ("f.json", b"", "f.json: is empty"),
    ("f.json", b" \r\n\t", "f.json: is empty"),
    ("f.json", b"\xef\xbb\xbf", "f.json: is empty"),
    ("f.yaml", b"", "f.yaml: is empty"),
    ("f.yaml", b"# nothing yet\n", "f.yaml: is empty"),
    ("f.json", b"\x7fELF\x02\x01\xff", "f.json: is not text in UTF-8"),
    ("f.json", b'{"age": 70}\0', "f.json: is not text in UTF-8"),
    ("f.yaml", b"age: 70\0", "f.yaml: is not text in UTF-8"),
    ("f.json", '{"age": 70}'.encode("utf-16"), "f.json: is not text in UTF-8"),
    ("f.json", '{"age": 70}'.encode("utf-16-le"), "f.json: is not text in UTF-8"),
    ("f.yaml", "age: 70 # já".encode("latin-1"), "f.yaml: is not text in UTF-8"),
    ("f.json", b'{"age": }', "f.json:1:9: is not valid JSON: Expecting value"),
    ("f.json", b'{"age": 1,\n "x"}', "f.json:2:5: is not valid JSON: Expecting ':' delimiter"),
    ("f.json", b"age: 70", "f.json:1:1: is not valid JSON: Expecting value"),
    ("f.json", b'{"age": 1} 2', "f.json:1:12: is not valid JSON: Extra data"),
    ("f.json", b'{"age": 1, "age": 2}', "f.json: the key 'age' stands twice"),
    ("f.json", b'{"a": {"b": 1, "b": 1}}', "f.json: the key 'b' stands twice"),
    ("f.json", b'{"\\u001b": 1, "\\u001b": 1}', "f.json: the key '\\x1b' stands twice"),
    ("f.json", b'{"age": NaN}', "f.json: is not valid JSON: NaN is not a number"),
    ("f.json", b'{"age": Infinity}', "f.json: is not valid JSON: Infinity is not a number"),
    ("f.json", b'{"age": -Infinity}', "f.json: is not valid JSON: -Infinity is not a number"),
    ("f.json", b"[]", 'f.json: expected facts by name, such as {"age": 70}, got []'),
    ("f.json", b'"age"', "f.json: expected facts by name, such as {\"age\": 70}, got 'age'"),
    ("f.json", b"70", 'f.json: expected facts by name, such as {"age": 70}, got 70'),
    ("f.yaml", b"- age\n", "f.yaml: expected facts by name, such as {\"age\": 70}, got ['age']"),
    ("f.yaml", b"age\n", "f.yaml: expected facts by name, such as {\"age\": 70}, got 'age'"),
    ("f.yaml", b"age: 1\nage: 2\n", "f.yaml:2:1: the key 'age' stands twice"),
    (
        "f.yaml",
        b"age: [1\nat_night: yes\n",
        "f.yaml:2:9: is not valid YAML: did not find expected ',' or ']'",
    ),
    (
        "f.yaml",
        b"\tage: 1",
        "f.yaml:1:1: is not valid YAML: found character that cannot start any token",
    ),
    (
        "f.yaml",
        b"age: 1\n---\nage: 2\n",
        "f.yaml:2:1: a second document begins here; only one is read",
    ),
    (
        "f.yaml",
        b"\x1b: 1\n",
        "f.yaml: is not valid YAML: unacceptable character #x001b: "
        "control characters are not allowed",
    ),
    (
        "f.yaml",
        b"age: &a 3\nb: *a\n",
        "f.yaml:1:6: anchors and aliases are not read here; write the value out\n"
        "f.yaml:2:4: anchors and aliases are not read here; write the value out",
    ),
    ("f.yaml", b"? [age]\n: 3\n", "f.yaml:1:3: expected a plain name as key"),
    ("f.yaml", b"a: " + b"[" * 60 + b"]" * 60, "f.yaml: is nested too deeply"),
]

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**28), 10**28)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(("name", "data", "facts"), TAKEN)
def test_json_and_yaml_become_plain_data(name: str, data: bytes, facts: dict[str, object]) -> None:
    found = read_fact_stream(io.BytesIO(data), name)
    assert (found, list(map(type, found.values()))) == (facts, list(map(type, facts.values())))


@pytest.mark.parametrize(("name", "data", "problem"), REFUSED)
def test_what_cannot_be_read_is_told_with_its_place(name: str, data: bytes, problem: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_fact_stream(io.BytesIO(data), name)
    assert str(caught.value) == problem


def test_a_file_of_the_greatest_length_is_read() -> None:
    data = b"age: 70\n".ljust(MAX_BYTES, b"#")
    assert read_fact_stream(io.BytesIO(data), "f.yaml") == {"age": 70}


@pytest.mark.parametrize("length", [MAX_BYTES + 1, 2_000_000])
def test_a_longer_file_is_refused(length: int) -> None:
    with pytest.raises(FactsError) as caught:
        read_fact_stream(io.BytesIO(b"age: 70\n".ljust(length, b"#")), "f.yaml")
    assert str(caught.value) == (
        "f.yaml: is longer than 1000000 bytes, which is more than it can need"
    )


def test_a_file_that_never_ends_is_refused() -> None:
    with pytest.raises(FactsError) as caught:
        read_fact_file(Path("/dev/zero"))
    assert str(caught.value) == (
        "/dev/zero: is longer than 1000000 bytes, which is more than it can need"
    )


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FactsError) as caught:
        read_fact_file(tmp_path / "facts.json")
    assert str(caught.value) == f"{tmp_path}/facts.json: there is no such file"


def test_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FactsError) as caught:
        read_fact_file(tmp_path)
    assert str(caught.value) == f"{tmp_path}: cannot be read: Is a directory"


def test_a_table_of_people_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "people.CSV").write_text("age\n70\n")
    with pytest.raises(FactsError) as caught:
        read_fact_file(tmp_path / "people.CSV")
    [problem] = caught.value.problems
    assert problem.text.startswith("is a table of people: `legspasm batch` tells everybody in it")


def test_a_path_through_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text("{}")
    with pytest.raises(FactsError) as caught:
        read_fact_file(tmp_path / "facts.json" / "inner.json")
    assert str(caught.value) == f"{tmp_path}/facts.json/inner.json: cannot be read: Not a directory"


def test_every_nesting_of_json_is_read_or_refused() -> None:
    """Also just at the limit, where Python's own reader still manages."""
    problems = set()
    for depth in range(900, 1100):
        data = b'{"age": ' + b"[" * depth + b"]" * depth + b"}"
        try:
            read_fact_stream(io.BytesIO(data), "f.json")
        except FactsError as error:
            problems.add(str(error))
    assert problems <= {"f.json: is nested too deeply"}


def test_a_json_file_of_very_many_keys_is_read(tmp_path: Path) -> None:
    """As a process of its own, which can be stopped."""
    keys = ", ".join(f'"k{number}": 1' for number in range(60_000))
    path = tmp_path / "facts.json"
    path.write_text(f"{{{keys}}}")
    program = (
        "import sys; from pathlib import Path; from legspasm.factfile import read_fact_file; "
        "print(len(read_fact_file(Path(sys.argv[1]))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=15
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "60000\n", "")


@given(st.dictionaries(st.text(), values, max_size=5))
@settings(derandomize=True, database=None, deadline=None, max_examples=100)
def test_what_json_writes_is_read_back(facts: dict[str, object]) -> None:
    data = json.dumps(facts).encode()
    assert read_fact_stream(io.BytesIO(data), "f.json") == facts


@given(
    st.binary()
    | st.text().map(str.encode)
    | st.text(alphabet='{}[]:,"-#&*!?|> \nab1').map(str.encode),
    st.sampled_from(["f.json", "f.yaml"]),
)
@settings(derandomize=True, database=None, deadline=None, max_examples=300)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        found = read_fact_stream(io.BytesIO(data), name)
    except FactsError as error:
        assert error.problems
    else:
        assert isinstance(found, dict)


def test_a_record_that_is_given_for_facts_is_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text('{"schema": "legspasm.record/1", "body": {}}')
    with pytest.raises(FactsError) as raised:
        read_fact_file(file)
    assert str(raised.value) == (
        f"{file}: this is a record, not facts; `legspasm explain` answers questions about it"
    )
