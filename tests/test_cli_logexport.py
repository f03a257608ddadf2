"""``legspasm audit log stats`` and ``export`` at the command line."""

import csv
import io
import json
import os
import sys
from pathlib import Path

import legspasm
import msgspec
import pytest
from legspasm.audit.logexport import csv_rows, json_lines
from legspasm.audit.statistics import count_log
from legspasm.cli.output import stream
from logs import mixed_log, set_content, set_times, small_log
from program import Terminal, Told, call, launch, names


def log(*args: str) -> Told:
    return call("audit", "log", *args)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed_log(tmp_path_factory.mktemp("mixed") / "log")


def exported(path: Path) -> dict[str, bytes]:
    """What the engine gives of a log in each form."""
    with legspasm.AuditLog(path, read_only=True) as kept:
        lines = b"".join(json_lines(kept, left_out=lambda entry: None))
        return {"jsonl": lines, "csv": b"".join(csv_rows(kept))}


def test_everything_is_counted(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    set_times(path, [f"2026-01-0{day}T12:00:00.000Z" for day in (1, 2, 3)])
    knowledge = legspasm.built_in_knowledge()
    told = log("stats", str(path))
    assert (told.status, told.err) == (0, "")
    assert told.out == (
        "3 entries: 3 records\n"
        "from 2026-01-01T12:00:00.000Z to 2026-01-03T12:00:00.000Z\n"
        "\nMade with\n"
        f"       3  {knowledge.name} {knowledge.version} {knowledge.digest[:12]}\n"
        "\nVerdicts on injury\n       3  undetermined\n"
        "\nVerdicts on excessive_activity\n       3  undetermined\n"
        "\nVerdicts on dehydration\n       3  undetermined\n"
        "\nVerdicts on low_potassium\n       3  undetermined\n"
        "\nRules that fired\n"
        "       3  older_people_cramp\n"
        "       3  older_people_cramp_from_activity\n"
        "\nFacts that were told\n"
        "       3  age\n"
    )


def test_what_is_not_usual_is_counted_too(tmp_path: Path) -> None:
    path = mixed_log(tmp_path / "log")
    set_content(path, 1, b"nothing")
    told = log("stats", str(path)).out
    assert told.startswith(
        "31 entries: 28 records, 5 of them with masked facts; 1 erased; 1 that say so; "
        "1 that cannot be read\n"
    )
    assert "      27  age (masked in 5)\n" in told


def test_counts_are_data_too(path: Path) -> None:
    told = log("stats", str(path), "--format", "json")
    with legspasm.AuditLog(path, read_only=True) as kept:
        assert json.loads(told.out) == json.loads(msgspec.json.encode(count_log(kept)))


def test_an_empty_log_is_counted(tmp_path: Path) -> None:
    legspasm.AuditLog(tmp_path / "log").close()
    assert log("stats", str(tmp_path / "log")) == (0, "0 entries: 0 records\n", "")


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_log_is_written_in_each_form(tmp_path: Path, path: Path, form: str) -> None:
    expected = exported(path)[form]
    assert log("export", str(path), "--format", form) == (0, expected.decode(), "")
    out = tmp_path / "out"
    assert log("export", str(path), "--format", form, "-o", str(out)) == (0, "", "")
    assert out.read_bytes() == expected
    assert names(tmp_path) == ["out"]


def test_data_is_utf_8_whatever_the_terminal_is(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with legspasm.AuditLog(path) as kept:
        kept.append(legspasm.consult(), ["Straße 3"])
    told = launch("audit", "log", "export", str(path), encoding="latin-1")
    assert told.out.encode("latin-1") == exported(path)["jsonl"]
    table = launch("audit", "log", "export", str(path), "--format", "csv").out
    [row] = csv.DictReader(io.StringIO(table, newline=""))
    assert row["labels"] == "Straße 3"


def test_every_line_can_be_verified(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    out = tmp_path / "records.jsonl"
    assert log("export", str(path), "-o", str(out)).status == 0
    assert (
        call("audit", "verify", str(out)).out.splitlines()[-1] == "3 records: 3 verified, 0 wrong"
    )


def test_what_is_no_record_is_left_out_with_status_1(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    set_content(path, 2, b"nothing")
    told = log("export", str(path))
    assert (told.status, told.err) == (
        1,
        f"{path}:2: the entry is no record on one line, and was left out\n",
    )
    assert len(told.out.splitlines()) == 2


def test_the_log_itself_is_never_written_over(tmp_path: Path) -> None:
    path = small_log(tmp_path / "log")
    before = path.read_bytes()
    (tmp_path / "link").symlink_to(path)
    for out in (path, tmp_path / "link"):
        for args in (("export", str(path)), ("show", str(path), "1")):
            assert log(*args, "-o", str(out)) == (
                2,
                "",
                f"{out}: this is a log of records, which would be lost; write to another file\n",
            )
    assert path.read_bytes() == before


def test_what_cannot_be_written_is_told_before_anything_is_read(path: Path) -> None:
    told = log("export", str(path), "-o", "nowhere/out")
    assert told == (2, "", "nowhere/out: cannot be written: No such file or directory\n")


@pytest.mark.parametrize("command", ["stats", "export"])
def test_what_is_no_log_is_told(tmp_path: Path, command: str) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("age: 70\n")
    assert log(command, str(file)) == (2, "", f"{file}: this is no log of records\n")


def test_a_bar_moves_while_a_file_is_written(tmp_path: Path, path: Path) -> None:
    args = ("audit", "log", "export", str(path), "--format", "csv", "-o", str(tmp_path / "out"))
    with Terminal(*args) as terminal:
        assert "100%" in terminal.read()
        assert terminal.status() == 0


def test_a_stream_that_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("before")

    def pieces() -> object:
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        stream(pieces(), path)  # type: ignore[arg-type]  # it is one
    assert path.read_text() == "before"
    assert names(tmp_path) == ["out"]


def test_a_device_is_written_to_and_a_full_one_is_told(path: Path) -> None:
    assert log("export", str(path), "-o", os.devnull) == (0, "", "")
    assert log("export", str(path), "-o", "/dev/full") == (
        2,
        "",
        "/dev/full: cannot be written: No space left on device\n",
    )


def test_pieces_of_text_are_utf_8_in_a_file(tmp_path: Path) -> None:
    stream(["Straße", "\n"], tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == "Straße\n".encode()


def test_a_closed_standard_output_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(legspasm.LegspasmError) as error:
        stream(["x"])
    assert str(error.value) == "standard output: cannot be written: it is closed"
