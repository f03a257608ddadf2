"""Each distinct record once."""

import io

import msgspec
import pytest
from legspasm.cohort import recording
from legspasm.cohort.recording import Recorder
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
