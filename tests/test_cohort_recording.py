"""Each distinct record once."""

import io
import sys

import msgspec
import pytest
import zstandard
from legspasm.cohort import recording
from legspasm.cohort.recording import Recorder, compressed
from legspasm.errors import LegspasmError
from legspasm.facts import Fact, check_facts
from legspasm.shipped import built_in_knowledge


def facts(age: int) -> tuple[Fact, ...]:
    return check_facts(built_in_knowledge(), ({"age": age}, "file"))


@pytest.mark.parametrize("kept", [1, 100])
def test_a_record_is_written_when_it_first_comes_up(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "_MOST_KEPT", kept)
    file = io.BytesIO()
    recorder = Recorder(file, built_in_knowledge())
    digests = [recorder.digest(facts(age)) for age in (70, 30, 70, 30)]
    lines = [msgspec.json.decode(line) for line in file.getvalue().splitlines()]
    assert [line["integrity"]["body_digest"] for line in lines] == digests[:2]
    assert digests[:2] == digests[2:]
    assert digests[0] != digests[1]


def test_records_may_be_compressed() -> None:
    file = io.BytesIO()
    with compressed(file) as inner:
        inner.write(b"told\n")
    assert zstandard.ZstdDecompressor().stream_reader(file.getvalue()).read() == b"told\n"


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    wanted = pytest.raises(LegspasmError, match=r"library zstandard, which is not installed")
    with wanted, compressed(io.BytesIO()):
        pass
