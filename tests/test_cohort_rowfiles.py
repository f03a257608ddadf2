"""CSV and JSON Lines, row by row: a broken row is told and stops no other."""

import io

import pytest
from legspasm.cohort import rowfiles
from legspasm.cohort.lines import MAX_LINE
from legspasm.cohort.rejects import Reject
from legspasm.cohort.rowfiles import CsvRows, JsonRows
from legspasm.errors import LegspasmError

NO_TEXT = "is not text in UTF-8 (what spreadsheets call CSV UTF-8)"


def csv_rows(data: bytes, *columns: str) -> tuple[list[list[str]], dict[int, str]]:
    """The rows of CSV, and the reasons by the number of the row."""
    table = CsvRows(io.BytesIO(data), "people.csv")
    rows, reasons = [], {}
    for piece in table.pieces(columns):
        rows += [list(row) for row in zip(*(piece.columns[name] for name in columns), strict=True)]
        reasons |= {each.row: each.reason for each in piece.broken}
        assert len(piece.numbers) == len(next(iter(piece.columns.values())))
    return rows, reasons


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\n3,4\n",
        b"a,b\r\n1,2\r\n3,4",
        b"a,b\r1,2\n3,4\r\n",
        b"\xef\xbb\xbfa,b\n1,2\n3,4\n",
        "a,b\n1,2\n3,4\n".encode("utf-16"),
        b"\xfe\xff" + "a,b\n1,2\n3,4\n".encode("utf-16-be"),
        b"\na,b\n\n1,2\n\n\n3,4\n\n",
        b'"a","b"\n"1","2"\n"3",4\n',
    ],
)
def test_a_table_is_the_same_however_it_is_written(data: bytes) -> None:
    assert csv_rows(data, "a", "b") == ([["1", "2"], ["3", "4"]], {})


def test_a_quoted_cell_may_go_over_lines() -> None:
    assert csv_rows(b'a,b\n"1\n,""x""",2\n', "a", "b") == ([['1\n,"x"', "2"]], {})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"1", "expected 2 cells, as in the first line, got 1"),
        (b"1,2,3", "expected 2 cells, as in the first line, got 3"),
        (b'"1"x,2', "is no row of CSV: ',' expected after '\"'"),
        (b"\xff,2", NO_TEXT),
        (
            b"1" * MAX_LINE + b"9,2",
            f"is longer than {MAX_LINE} bytes, which is more than it can need",
        ),
    ],
)
def test_a_broken_row_is_told_and_stops_no_other(row: bytes, reason: str) -> None:
    found = csv_rows(b"a,b\n1,2\n" + row + b"\n3,4\n", "b")
    assert found == ([["2"], ["4"]], {2: reason})


def test_a_quote_that_is_not_closed_is_told() -> None:
    rows, reasons = csv_rows(b'a,b\n1,2\n"3,4\n', "a")
    assert (rows, list(reasons)) == ([["1"]], [2])


def test_a_line_that_is_too_long_may_be_the_last() -> None:
    assert list(csv_rows(b"a,b\n" + b"1" * (2 * MAX_LINE), "a")[1]) == [1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n", "file_empty"),
        (b"\xff,a\n", "row_not_text"),
        (b'"a"x\n', "row_broken"),
    ],
)
def test_without_a_first_line_there_is_no_table(data: bytes, code: str) -> None:
    with pytest.raises(LegspasmError) as caught:
        CsvRows(io.BytesIO(data), "people.csv")
    assert [(each.code, each.place) for each in caught.value.problems] == [(code, "people.csv")]


def test_utf_16_that_ends_amid_a_character_is_no_text() -> None:
    with pytest.raises(LegspasmError, match=r"people\.csv: is not text"):
        csv_rows("a,b\n1,2\n".encode("utf-16")[:-1], "a")


def test_a_lone_half_of_a_character_is_the_problem_of_its_row() -> None:
    data = b"\xff\xfe" + "a,b\n1,2\n".encode("utf-16-le") + b"\x00\xd8" + ",2\n".encode("utf-16-le")
    assert csv_rows(data, "a") == (
        [["1"]],
        {2: NO_TEXT},
    )


def test_what_cannot_be_read_further_is_told() -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise OSError(5, "Input/output error")

    with pytest.raises(LegspasmError, match=r"people\.csv: cannot be read: Input/output error"):
        CsvRows(Failing(), "people.csv")  # type: ignore[arg-type]  # it reads bytes


def test_empty_lines_do_not_end_a_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rowfiles, "ROWS", 3)
    assert csv_rows(b"a\n1\n\n\n\n2\n\n3\n\n\n\n\n4\n", "a") == ([["1"], ["2"], ["3"], ["4"]], {})


def test_rows_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rowfiles, "ROWS", 2)
    table = CsvRows(io.BytesIO(b"a\n1\n2\n3\n4,x\n5\n"), "people.csv")
    pieces = [(list(each.numbers), each.columns, each.broken) for each in table.pieces(["a"])]
    assert pieces == [
        ([1, 2], {"a": ["1", "2"]}, ()),
        ([3], {"a": ["3"]}, (Reject(4, "", "expected 1 cells, as in the first line, got 2"),)),
        ([5], {"a": ["5"]}, ()),
    ]


def json_rows(
    data: bytes, *columns: str, id: str = ""
) -> tuple[list[list[object]], dict[int, str]]:
    table = JsonRows(io.BytesIO(data), "people.jsonl")
    rows: list[list[object]] = []
    reasons: dict[int, str] = {}
    for piece in table.pieces(columns, id):
        rows += [list(row) for row in zip(*(piece.columns[name] for name in columns), strict=True)]
        reasons |= {each.row: each.reason for each in piece.broken}
    return rows, reasons


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1, "b": ["x"]}\n{"b": null, "a": true}\n',
        b'{"a": 1, "b": ["x"]}\r\n\n{"a":true}',
        '{"a": 1, "b": ["x"]}\n{"a":true}'.encode("utf-16"),
        b'{"a": 1, "b": ["x"], "c": {"a": ":"}}\n{"a": true}\n',
    ],
)
def test_each_line_is_a_mapping(data: bytes) -> None:
    assert json_rows(data, "a", "b") == ([[1, ["x"]], [True, None]], {})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "is not valid JSON: Expecting property name enclosed in double quotes"),
        (b"[1]", 'expected facts by name, such as {"age": 70}, got [1]'),
        (b'{"a": 1, "a": 2}', "the key 'a' stands twice"),
        (b'{"a": NaN}', "is not valid JSON: NaN is not a number"),
        (b'{"a": "\xff"}', NO_TEXT),
        (
            b'{"schema": "legspasm.record/1"}',
            "this is a record, not facts; `legspasm explain` answers questions about it",
        ),
        (b"[" * 100_000, "is nested too deeply"),
    ],
)
def test_a_broken_line_is_told_and_stops_no_other(line: bytes, reason: str) -> None:
    assert json_rows(b'{"a": 1}\n' + line + b'\n{"a": 2}\n', "a") == ([[1], [2]], {2: reason})


def test_who_it_is_stays_text_or_a_whole_number() -> None:
    text = b'{"i": "x"}\n{}\n{"i": 5}\n{"i": null}\n'
    whole = b'{}\n{"i": 7}\n{"i": true}\n{"i": "x"}\n{"i": 99999999999999999999}\n'
    assert json_rows(text, "i", id="i") == (
        [["x"], [None], [None]],
        {3: "expected text, as in the first row, got 5"},
    )
    assert json_rows(whole, "i", id="i") == (
        [[None], [7]],
        {
            3: "expected a whole number, as in the first row, got True",
            4: "expected a whole number, as in the first row, got 'x'",
            5: "expected a whole number, as in the first row, got 99999999999999999999",
        },
    )


def test_names_that_come_later_are_kept_to_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rowfiles, "ROWS", 1)
    table = JsonRows(io.BytesIO(b'{"a": 1}\n{"x": 2, "a": 1}\n{"x": 2, "b": 1}\n'), "people.jsonl")
    assert table.names == ["a"]
    assert [each.numbers for each in table.pieces(["a", "b"])] == [[1], [2], [3]]
    assert list(table.later) == ["x", "b"]


def test_half_a_character_says_nobody_who_it_is() -> None:
    table = JsonRows(io.BytesIO(b'{"a": "x"}\n{"a": "\\ud800x"}\n'), "people.jsonl")
    [piece] = table.pieces(["a"], "a")
    assert piece.ids == ["x"]
    assert [(each.row, each.column) for each in piece.broken] == [(2, "a")]


def test_json_lines_without_a_line_are_no_table() -> None:
    with pytest.raises(LegspasmError, match=r"people\.jsonl: is empty"):
        JsonRows(io.BytesIO(b"\n \n"), "people.jsonl")


@pytest.mark.parametrize(
    "data",
    [
        b"name;age\nA,B;1\n",
        b"name\tage\nA,B\t1\n",
        b'"name";"age"\n"A,B";"1"\n',
        b'"name";"age"\r\nA,B;1\r\n',
        b'name,age\n"A,B",1\n',
        b"\nname;age\nA,B;1",
    ],
)
def test_the_first_line_tells_what_separates_cells(data: bytes) -> None:
    assert csv_rows(data, "name", "age") == ([["A,B", "1"]], {})


def test_a_comma_in_a_name_does_not_separate_where_more_semicolons_do() -> None:
    assert csv_rows(b"name;years, whole;x\nA;1;\n", "years, whole") == ([["1"]], {})
    assert csv_rows(b'"a;b;c",x\n1,2\n', "a;b;c", "x") == ([["1", "2"]], {})


def test_rows_in_which_nothing_stands_are_passed_over_and_counted() -> None:
    table = CsvRows(io.BytesIO(b"a,b\n1,2\n,\n\n  ,\t\n3,4\n,,,\n"), "people.csv")
    [piece] = table.pieces(["a"])
    assert (piece.numbers, piece.columns, piece.broken) == ([1, 2], {"a": ["1", "3"]}, ())
    assert table.empty == 3


def test_a_workbook_is_told_as_such() -> None:
    with pytest.raises(LegspasmError, match=r"people\.csv: is a workbook: save the sheet as CSV"):
        CsvRows(io.BytesIO(b"PK\x03\x04\x14\x00"), "people.csv")
