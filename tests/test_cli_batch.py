"""``legspasm batch``: everybody in a table, and what cannot be read of it."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import legspasm
import msgspec
import polars
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legspasm.shipped import built_in_knowledge
from program import Terminal, Told, call, launch, names
from tables import as_text, one_by_one, people

CSV = b"name,age,at_night,red_flags\nA,70,yes,none\nB,,,\n"
ROWS = [
    {"name": "A", "factors": ["night", "older_age"], "safety": []},
    {"name": "B", "factors": [], "safety": None},
]
HEAD = "row,verdict_injury,verdict_excessive_activity,verdict_dehydration,verdict_low_potassium"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_bytes(CSV)
    return tmp_path


def parts(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{key: row[key] for key in ("name", "factors", "safety")} for row in rows]


def test_csv_goes_to_standard_output_as_csv() -> None:
    told = call("batch", "people.csv")
    assert told == (
        0,
        f"{HEAD},factors,place,advice,safety\n"
        '1,undetermined,undetermined,undetermined,undetermined,"night,older_age",,"",none\n'
        '2,undetermined,undetermined,undetermined,undetermined,"",,"",\n',
        "These columns tell no fact, and are left aside: name.\n"
        "2 people\nwarning signs: some 0, none 1, not told 1\n"
        + "".join(f"{cause.id}: undetermined 2\n" for cause in built_in_knowledge().causes),
    )


@pytest.mark.parametrize("ending", ["jsonl", "ndjson", "parquet", "JSONL"])
def test_the_name_tells_the_format(ending: str, here: Path) -> None:
    assert call("batch", "people.csv", "--id", "name", "-o", f"told.{ending}")[:2] == (0, "")
    read = polars.read_parquet if ending == "parquet" else polars.read_ndjson
    assert parts(read(here / f"told.{ending}").rows(named=True)) == ROWS


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_each_format_is_read_and_written_also_as_a_stream(form: str, here: Path) -> None:
    table = polars.read_csv(io.BytesIO(CSV))
    table.write_parquet("people.parquet")
    table.write_ndjson("people.jsonl")
    data = (here / f"people.{form}").read_bytes()
    wanted = call("batch", f"people.{form}", "--id", "name", "--to", "jsonl").out
    assert parts([json.loads(line) for line in wanted.splitlines()]) == ROWS
    told = launch("batch", "-", "--from", form, "--id", "name", "--to", "jsonl", stdin=data)
    assert (told.status, told.out) == (0, wanted)


def test_parquet_goes_to_standard_output_too(here: Path) -> None:
    with (here / "out").open("wb") as out:
        launch("batch", "people.csv", "--id", "name", "--to", "parquet", stdout=out)
    assert parts(polars.read_parquet(here / "out").rows(named=True)) == ROWS


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_text_in_csv_means_what_it_means_after_set(data: st.DataObject) -> None:
    knowledge = built_in_knowledge()
    table = data.draw(people(knowledge))
    rows = [
        {
            name: "" if cell is None else as_text(cell).replace("\r", "")
            for name, cell in row.items()
        }
        for row in table.rows()
    ]
    frame = polars.DataFrame([{"n": "x", **row} for row in rows] or {"n": [], "age": []})
    Path("random.csv").write_text(frame.write_csv(), encoding="utf-8")
    told = call("batch", "random.csv", "-o", "told.jsonl", "--rejects", "rejects.jsonl")
    wanted, rejects = one_by_one(knowledge, rows, blank=True)
    assert told.status == (1 if rejects else 0)
    for path, expected in (("told.jsonl", wanted), ("rejects.jsonl", rejects)):
        assert [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()] == expected


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_json_lines_mean_what_a_file_of_facts_means(data: st.DataObject) -> None:
    knowledge = built_in_knowledge()
    rows = [
        {name: cell for name, cell in row.items() if cell == cell}
        for row in data.draw(people(knowledge)).rows()
    ]
    rows = [{"age": None}, *rows]
    lines = [
        json.dumps(row, allow_nan=False)
        for row in rows
        if float("inf") not in row.values() and float("-inf") not in row.values()
    ]
    Path("random.jsonl").write_text("\n".join(lines), encoding="utf-8")
    call("batch", "random.jsonl", "-o", "told.jsonl", "--rejects", "rejects.jsonl")
    wanted, rejects = one_by_one(knowledge, [json.loads(line) for line in lines])
    for path, expected in (("told.jsonl", wanted), ("rejects.jsonl", rejects)):
        assert [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()] == expected


def test_columns_are_mapped_to_facts(here: Path) -> None:
    (here / "other.csv").write_text("years=,who\n70,A\n")
    told = call("batch", "other.csv", "--map", "years==age", "--id", "who", "--to", "jsonl")
    assert json.loads(told.out)["factors"] == ["older_age"]
    assert "left aside" not in told.err


def test_columns_that_tell_no_fact_are_named_with_the_nearest(here: Path) -> None:
    (here / "other.csv").write_text("agee,age,shoe\n1,2,3\n")
    told = call("batch", "other.csv", "-o", "told.csv")
    line = "These columns tell no fact, and are left aside: agee (near age), shoe.\n"
    assert told.err.startswith(line)
    assert told.status == 0


def test_a_column_that_may_be_meant_for_a_fact_is_found_and_said(here: Path) -> None:
    (here / "other.csv").write_text("age,red_flag\n70,breathless\n")
    told = call("batch", "other.csv", "-o", "told.csv")
    assert told.status == 1
    assert told.err.splitlines()[:2] == [
        "These columns tell no fact, and are left aside: red_flag (near red_flags).",
        "A column that is meant to tell a fact has to be renamed, or named with --map COLUMN=FACT; "
        "until then the fact counts as unknown.",
    ]


@pytest.mark.parametrize("told_first", [0, 40_000])
@pytest.mark.parametrize("told_last", [0, 40_000])
@pytest.mark.parametrize("other", [{}, {"red_flags": None}])
def test_such_a_column_is_found_in_json_lines_wherever_its_row_stands(
    told_first: int, told_last: int, other: dict[str, Any], here: Path
) -> None:
    rows = [{"age": 70}] * told_first + [{"red_flag": "poison", "age": 70}]
    rows += [{"age": 70}] * told_last + ([{"age": 70, **other}] if other else [])
    (here / "other.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    told = call("batch", "other.jsonl", "-o", "told.jsonl")
    assert told.err.startswith(
        "These columns tell no fact, and are left aside: red_flag (near red_flags).\n"
    )
    assert told.status == (0 if other else 1)
    assert told.err.count("A column that is meant") == (0 if other else 1)


def test_records_are_kept_in_json_lines_and_in_nothing_else(here: Path) -> None:
    told = call("batch", "people.csv", "--records", "records.json")
    assert (told.status, told.out) == (2, "")
    assert told.err == "--records: expected a file that ends in .jsonl or .jsonl.zst\n"


def test_columns_of_later_rows_are_named_at_the_end(here: Path) -> None:
    rows = [{"age": 1}] * 70_000 + [{"exertion": "none", "shoe": 3}]
    (here / "long.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    told = call("batch", "long.jsonl", "-o", "told.jsonl")
    assert "left aside: shoe.\n" in told.err
    assert "70001 people\n" in told.err
    last = json.loads((here / "told.jsonl").read_text().splitlines()[-1])
    assert last["row"] == 70_001
    assert last["verdict_excessive_activity"] == "not_indicated"


BAD = b"age,at_night,exertion\n70,yes,some\n-1,maybe,soem\n50,no\n30,no,none\n"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "rejects.csv",
            "row,column,reason\n"
            '2,age,"expected a whole number of years from 0 to 130, got -1"\n'
            "2,at_night,\"expected yes or no (true or false), got 'maybe'\"\n"
            "2,exertion,\"expected one of none, some, excessive, got 'soem'; did you mean some?\"\n"
            '3,,"expected 3 cells, as in the first line, got 2"\n',
        ),
        (
            "rejects.jsonl",
            '{"row":2,"column":"age",'
            '"reason":"expected a whole number of years from 0 to 130, got -1"}\n'
            '{"row":2,"column":"at_night",'
            '"reason":"expected yes or no (true or false), got \'maybe\'"}\n'
            '{"row":2,"column":"exertion","reason":"expected one of none, some, excessive, '
            "got 'soem'; did you mean some?\"}\n"
            '{"row":3,"column":"","reason":"expected 3 cells, as in the first line, got 2"}\n',
        ),
    ],
)
def test_bad_rows_go_aside_and_stop_no_other(name: str, lines: str, here: Path) -> None:
    (here / "bad.csv").write_bytes(BAD)
    told = call("batch", "bad.csv", "--to", "csv", "--rejects", name)
    assert told.status == 1
    assert [line.split(",")[0] for line in told.out.splitlines()] == ["row", "1", "4"]
    assert (here / name).read_text() == lines
    assert told.err.startswith(f"2 people; 2 rows with problems left out, told in {name}\n")


def test_without_a_file_for_them_the_first_problems_are_told(here: Path) -> None:
    (here / "bad.csv").write_bytes(BAD + b"-1,maybe,x\n")
    told = call("batch", "bad.csv", "-o", "told.csv")
    assert told.status == 1
    lines = told.err.splitlines()
    assert lines[0] == (
        "bad.csv: row 2, age: expected a whole number of years from 0 to 130, got -1"
    )
    assert lines[3] == "bad.csv: row 3: expected 3 cells, as in the first line, got 2"
    assert lines[5:7] == [
        "Where an answer is not known, the cell is left empty.",
        "2 more problems of rows; --rejects FILE keeps all of them.",
    ]


def test_whose_row_it_is_is_told_where_a_column_says_so(here: Path) -> None:
    (here / "bad.csv").write_text("who,age\nAda,70\nBen,-1\nCem\n,x\n")
    told = call("batch", "bad.csv", "-o", "told.csv", "--id", "who")
    assert told.err.splitlines()[:3] == [
        "bad.csv: row 2 (Ben), age: expected a whole number of years from 0 to 130, got -1",
        "bad.csv: row 3: expected 2 cells, as in the first line, got 1",
        "bad.csv: row 4, age: expected a whole number of years from 0 to 130, got 'x'",
    ]
    call("batch", "bad.csv", "-o", "told.csv", "--id", "who", "--rejects", "rejects.csv")
    assert [line.rpartition(",")[2] for line in Path("rejects.csv").read_text().splitlines()] == [
        "id",
        "Ben",
        "",
        "",
    ]


def test_strict_stops_at_the_first_bad_row_and_writes_nothing(here: Path) -> None:
    (here / "bad.csv").write_bytes(BAD)
    before = names(here)
    told = call(
        "batch", "bad.csv", "--strict", "-o", "t.csv", "--rejects", "r.csv", "--records", "r.jsonl"
    )
    assert (told.status, told.out) == (2, "")
    assert [line.split(":")[1] for line in told.err.splitlines()] == [
        " row 2, age",
        " row 2, at_night",
        " row 2, exertion",
    ]
    assert names(here) == before


@pytest.mark.parametrize("name", ["records.jsonl", "records.jsonl.zst"])
def test_each_distinct_record_is_kept_once(name: str, here: Path) -> None:
    (here / "many.csv").write_text("age\n70\n30\nx\n70\n 70\n\n30.5\n")
    told = call("batch", "many.csv", "--to", "jsonl", "--records", name, "--rejects", "r.csv")
    data = (here / name).read_bytes()
    if name.endswith(".zst"):
        data = zstandard.ZstdDecompressor().stream_reader(data).read()
    kept = [legspasm.read_record(line, built_in_knowledge()) for line in data.splitlines()]
    assert [each.facts[0].value for each in kept] == [70, 30]
    assert {each.facts[0].origin for each in kept} == {"file"}
    one, other = (each.document.integrity.body_digest for each in kept)
    digests = [json.loads(line)["digest"] for line in told.out.splitlines()]
    assert digests == [one, other, one, one]


def test_what_a_row_comes_to_can_be_asked_back() -> None:
    told = call("explain", "how", "older_age", "people.csv", "--row", "1", "--format", "json")
    facts = json.dumps({"age": 70, "at_night": True, "red_flags": []}).encode()
    assert told == call("explain", "how", "older_age", "-", "--format", "json", stdin=facts)
    assert told.status == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--row", "3"], "people.csv: there is no row 3; the table has 2"),
        (["--row", "1", "--map", "nme=age"], "'nme': there is no column 'nme'; did you mean name?"),
        (["--row", "1", "--map", "name=had_spasm"], "people.csv: row 1, name: expected yes or no"),
        (["--row", "1", "--map", "name"], "--map: expected COLUMN=FACT, got 'name'"),
        (["--row", "1", "--from", "parquet"], "people.csv: cannot be read as a table: "),
        (["--row", "1", "--from", "jsonl"], "people.csv: row 1: is not valid JSON"),
        (["--id", "name"], "--id: goes with a table: give --row NUMBER"),
    ],
)
def test_what_is_wrong_with_a_row_that_is_asked_about(arguments: list[str], problem: str) -> None:
    told = call("explain", "needs", "people.csv", *arguments)
    assert (told.status, told.out) == (2, "")
    assert problem in told.err


def test_a_table_without_a_row_is_told_how_to_name_one() -> None:
    told = call("explain", "how", "injury", "people.csv")
    expected = "people.csv: is a table: say whose row is meant with --row NUMBER, from 1 on\n"
    assert (told.status, told.out, told.err) == (2, "", expected)
    told = call("explain", "how", "injury", "nobody.csv")
    assert told.err == "nobody.csv: there is no such file\n"


def test_a_row_is_one_of_a_table_and_facts_may_be_set_beside_it() -> None:
    assert call("explain", "needs", "--row", "1").err == "--row: needs the file of a table\n"
    told = call("explain", "how", "older_age", "people.csv", "--row", "2", "--set", "age=70")
    assert told.out == call("explain", "how", "older_age", "--set", "age=70").out.replace(
        "from a file", "from an option"
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["nosuch.csv"], "nosuch.csv: there is no such file"),
        (
            ["people.txt"],
            "people.txt: the name does not say which kind of table it is: give --from",
        ),
        (["people.csv", "-o", "told"], "told: the name does not say which kind of table it is"),
        (["people.csv", "-o", "people.csv"], "--output: this is the same file as INPUT"),
        (["people.csv", "-o", "a.csv", "--rejects", "a.csv"], "--rejects: this is the same file"),
        (["people.csv", "--rejects", "a.txt"], "--rejects: expected a file that ends in .csv"),
        (["people.csv", "-o", "no/a.csv"], "no/a.csv: cannot be written: No such file"),
        (["people.csv", "--id", "nme"], "'nme': there is no column 'nme'; did you mean name?"),
        (["people.csv", "--map", "name=agee"], "agee: no such fact; did you mean age?"),
        (
            ["people.csv", "--map", "name=age"],
            "age: more than one column tells this fact: name, age",
        ),
        (["people.csv", "--map", "a=age", "--map", "a=age"], "'a': was given twice"),
        (["empty.csv"], "empty.csv: is empty"),
        (["twice.csv"], "age: this column stands twice"),
        (["place.csv", "--id", "place"], "place: the column that says who it is has the name"),
        (["shoes.csv"], "no column tells a fact; `legspasm facts` lists them"),
        (["people.xlsx"], "people.xlsx: is a workbook: save the sheet as CSV UTF-8, or as Parquet"),
        (["people.csv", "-o", "a.xlsx"], "a.xlsx: the name does not say which kind of table it is"),
        (["near.csv"], "no column tells a fact; did you mean age by 'agee'?"),
        (["folder"], "folder: there is no Parquet file here"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    arguments: list[str], problem: str, here: Path
) -> None:
    (here / "empty.csv").write_text("")
    (here / "twice.csv").write_text("age,age\n1,2\n")
    (here / "place.csv").write_text("age,place\n1,2\n")
    (here / "shoes.csv").write_text("shoe\n1\n")
    (here / "near.csv").write_text("agee\n1\n")
    (here / "people.txt").write_bytes(CSV)
    (here / "people.xlsx").write_bytes(b"PK\x03\x04")
    (here / "folder").mkdir()
    before = names(here)
    given_ = arguments if "-o" in arguments else [*arguments, "-o", "told.csv"]
    told = call("batch", *given_)
    assert (told.status, told.out) == (2, "")
    assert problem in told.err
    assert names(here) == before


def test_a_row_that_cannot_be_explained_is_told_with_whose_it_is(here: Path) -> None:
    (here / "bad.csv").write_text("who,age\nBen,x\n")
    told = call("explain", "how", "injury", "bad.csv", "--row", "1", "--id", "who")
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("bad.csv: row 1 (Ben), age: expected a whole number")


def test_empty_rows_are_no_people_and_it_is_said(here: Path) -> None:
    (here / "sheet.csv").write_text("who;age\nAda;70\n;\n;\n")
    told = call("batch", "sheet.csv", "-o", "told.csv", "--id", "who")
    assert (told.status, told.err.splitlines()[0]) == (0, "1 person; 2 empty rows passed over")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_comes_out_with_a_byte_order_mark_where_it_came_in_with_one(
    encoding: str, here: Path
) -> None:
    (here / "sheet.csv").write_text("who,age\nJosé,70\nZoë,x\n", encoding)
    call("batch", "sheet.csv", "-o", "told.csv", "--id", "who", "--rejects", "rejects.csv")
    call("batch", "sheet.csv", "-o", "told.jsonl", "--id", "who")
    plain = encoding == "utf-8"
    for name in ("told.csv", "rejects.csv"):
        data = Path(name).read_bytes()
        assert data.startswith("\ufeff".encode()) != plain
        assert data.decode("utf-8-sig")[:3] in {"who", "row"}
    assert Path("told.jsonl").read_bytes().startswith(b'{"who":"Jos')


def test_it_is_said_where_the_rejects_are_and_that_one_tells_a_sign(here: Path) -> None:
    (here / "bad.csv").write_text("age,red_flags\n-1,poison\n70,none\n")
    told = call("batch", "bad.csv", "-o", "told.csv", "--rejects", "rejects.csv")
    assert told.err.splitlines()[:2] == [
        "1 person; 1 row with problems left out, told in rejects.csv",
        "warning signs: some 0, none 1, not told 0, in rows left out 1",
    ]


def test_a_row_is_explained_with_the_columns_that_may_be_meant_for_facts(here: Path) -> None:
    (here / "near.csv").write_text("name,Recent injury,age\nAda,yes,70\n")
    told = call("explain", "how", "injury", "near.csv", "--row", "1", "--format", "json")
    assert told.status == 0
    assert told.err.startswith(
        "These columns tell no fact, and are left aside: Recent injury (near recent_injury).\n"
    )
    assert call("explain", "how", "older_age", "people.csv", "--row", "1").err == ""


def test_a_table_of_nobody_is_fine(here: Path) -> None:
    (here / "nobody.csv").write_text("age\n")
    told = call("batch", "nobody.csv", "-o", "told.parquet")
    assert (told.status, told.err.splitlines()[0]) == (0, "0 people")
    assert polars.read_parquet(here / "told.parquet").height == 0


def test_a_page_about_all_of_them(here: Path) -> None:
    assert call("batch", "people.csv", "-o", "told.csv", "--report", "page.html").status == 0
    assert "people.csv" in (here / "page.html").read_text("utf-8")


def test_a_table_in_many_files_goes_to_many(here: Path) -> None:
    (here / "in").mkdir()
    polars.DataFrame({"who": ["A"], "age": [70]}).write_parquet(here / "in" / "1.parquet")
    polars.DataFrame({"who": ["B"], "age": [-1]}).write_parquet(here / "in" / "2.parquet")
    told = call("batch", "in", "-o", "out", "--id", "who", "--rejects", "rejects.csv")
    assert (told.status, told.err.splitlines()[0]) == (
        1,
        "1 person; 1 row with problems left out, told in rejects.csv",
    )
    assert names(here / "out") == ["1.parquet", "2.parquet"]
    assert polars.read_parquet(here / "out" / "1.parquet")["factors"].to_list() == [["older_age"]]
    assert (here / "rejects.csv").read_text().splitlines()[1].startswith("2.parquet,1,age,")


def test_some_options_go_with_one_file_alone(here: Path) -> None:
    (here / "in").mkdir()
    told = call("batch", "in", "--strict")
    assert (told.status, [line.split(":")[0] for line in told.err.splitlines()]) == (
        2,
        ["--strict", "--output"],
    )
    told = call("batch", "in", "-o", "out", "--rejects", "r.jsonl")
    assert told.err.startswith("--rejects: expected a file that ends in .csv, since")


LIMIT = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from legspasm.cli.main import main
sys.argv = ["legspasm", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("name", ["told.csv", "told.jsonl", "told.parquet"])
def test_where_the_disk_is_full_nothing_is_left(name: str, here: Path) -> None:
    ages = "".join(f"{number},{number % 100}\n" for number in range(100_000))
    (here / "long.csv").write_text("who,age\n" + ages)
    before = names(here)
    done = subprocess.run(
        [sys.executable, "-c", LIMIT, "batch", "long.csv", "-o", name, "--id", "who"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{name}: cannot be written: File too large\n"
    assert names(here) == before


def test_who_has_read_enough_ends_it_quietly(here: Path) -> None:
    ages = "".join(f"{number % 100}\n" for number in range(100_000))
    (here / "long.csv").write_text("age\n" + ages)
    script = f'"{sys.executable}" -m legspasm batch long.csv | head -n 1'
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True)
    assert done.stdout.startswith("row,")
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["told.csv", "told.parquet"])
def test_ctrl_c_leaves_nothing(name: str, here: Path) -> None:
    os.mkfifo(here / "pipe.csv")
    before = names(here)
    process = subprocess.Popen(
        [sys.executable, "-m", "legspasm", "batch", "pipe.csv", "-o", name, "--rejects", "r.csv"],
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    with (here / "pipe.csv").open("wb") as pipe:
        pipe.write(b"age\n" + b"70\n" * 200_000)
        pipe.flush()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert process.communicate()[1].decode().strip() == "Stopped. No file was written."
    assert names(here) == before


def test_a_bar_is_shown_at_a_terminal_alone(here: Path) -> None:
    with Terminal("batch", "people.csv", "-o", "told.csv") as terminal:
        shown = terminal.read()
    assert "100%" in shown
    assert "100%" not in call("batch", "people.csv", "-o", "told.csv").err


def test_without_the_libraries_it_says_what_to_install(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    told: Told = call("batch", "people.csv")
    assert told.status == 2
    assert told.err == (
        "this needs the library polars, which is not installed: pip install 'legspasm[batch]'\n"
    )


def test_the_records_are_those_of_consultations() -> None:
    call("batch", "people.csv", "-o", "told.jsonl", "--records", "records.jsonl")
    line = Path("records.jsonl").read_text("utf-8").splitlines()[0]
    Path("facts.json").write_bytes(
        msgspec.json.encode({"age": 70, "at_night": True, "red_flags": []})
    )
    alone = call("consult", "facts.json", "--format", "json").out
    assert json.loads(line)["integrity"] == json.loads(alone)["integrity"]
