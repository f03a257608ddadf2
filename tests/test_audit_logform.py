"""What tells a log from other files."""

from pathlib import Path

from legspasm.audit.logform import is_log_file
from logs import nobody, open_folder, small_log


def test_a_log_is_told_by_its_header(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"SQLite format 3\0" + bytes(84))
    assert is_log_file(small_log(tmp_path / "log"))
    assert not is_log_file(other)
    assert not is_log_file(tmp_path)
    assert not is_log_file(tmp_path / "nowhere")


def test_what_cannot_be_read_is_not_said_to_be_a_log() -> None:
    with open_folder() as folder:
        path = small_log(folder / "log")
        path.chmod(0)
        with nobody():
            assert not is_log_file(path)
