"""Lines that are compressed, and back."""

import io
import sys

import pytest
import zstandard
from legspasm.errors import LegspasmError
from legspasm.packed import compressed, unpacked


def packed(*lines: bytes) -> bytes:
    file = io.BytesIO()
    with compressed(file) as inner:
        for line in lines:
            inner.write(line)
    return file.getvalue()


def test_what_is_compressed_is_read_by_anybody_and_comes_back_line_by_line() -> None:
    data = packed(b"one\n", b"two")
    assert zstandard.ZstdDecompressor().stream_reader(data).read() == b"one\ntwo"
    with unpacked(io.BytesIO(data + packed(b"\nthree")), "x.zst") as lines:
        assert list(lines) == [b"one\n", b"two\n", b"three"]


def test_what_is_not_compressed_is_told() -> None:
    with (
        pytest.raises(LegspasmError, match=r"^x\.zst: cannot be read: "),
        unpacked(io.BytesIO(b"one\ntwo\n"), "x.zst") as lines,
    ):
        list(lines)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    wanted = r"library zstandard, which is not installed: pip install 'legspasm\[batch\]'"
    with pytest.raises(LegspasmError, match=wanted), compressed(io.BytesIO()):
        pass
    with pytest.raises(LegspasmError, match=wanted), unpacked(io.BytesIO(), "x"):
        pass
