"""The program as the tests call it: in this process, as a process of its own, or at a terminal."""

import contextlib
import fcntl
import io
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, Self
from unittest.mock import patch

from legspasm.cli.main import main

PROMPT = "   > "
_GUARD = 30.0  # seconds; a test that waits so long has failed
_COMMAND = [sys.executable, "-m", "legspasm"]


class Told(NamedTuple):
    """What a call of the program came to."""

    status: int | str | None
    out: str
    err: str


def call(*args: str, stdin: bytes = b"", columns: int = 80) -> Told:
    """The command line in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    status: int | str | None = 0
    with (
        patch.object(sys, "argv", ["legspasm", *args]),
        patch.object(sys, "stdin", given),
        patch.dict(os.environ, COLUMNS=str(columns)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            status = end.code
    return Told(status, _text(out), _text(err))


def launch(
    *args: str,
    stdin: bytes = b"",
    stdout: int | IO[bytes] = subprocess.PIPE,
    encoding: str = "utf-8",
    umask: int = -1,
    **environment: str,
) -> Told:
    """The command line as a process of its own, without a terminal."""
    done = subprocess.run(
        [*_COMMAND, *args],
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=_environment(PYTHONIOENCODING=encoding, COLUMNS="80", **environment),
        umask=umask,
        timeout=_GUARD,
    )
    return Told(done.returncode, (done.stdout or b"").decode(encoding), done.stderr.decode())


class Terminal:
    """The program at a terminal of ``columns`` columns; what is typed is not echoed.

    Without ``colour`` the terminal asks for none (NO_COLOR).
    """

    def __init__(
        self,
        *args: str,
        columns: int = 100,
        stdout: IO[bytes] | None = None,
        stderr: IO[bytes] | None = None,
        colour: bool = False,
        **environment: str,
    ) -> None:
        environment = ({} if colour else {"NO_COLOR": "1"}) | environment
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        modes = termios.tcgetattr(theirs)
        modes[1] &= ~termios.OPOST  # a newline stays a newline
        modes[3] &= ~termios.ECHO
        termios.tcsetattr(theirs, termios.TCSANOW, modes)
        # A shell starts background jobs deaf to Ctrl-C, and its children inherit that.
        heard = signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            self.process = subprocess.Popen(
                [*_COMMAND, *args],
                stdin=theirs,
                stdout=stdout or theirs,
                stderr=stderr or theirs,
                env=_environment(**{"PYTHONIOENCODING": "utf-8", **environment}),
            )
        finally:
            signal.signal(signal.SIGINT, heard)
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def read(self) -> str:
        """What is shown up to the next prompt, or to the end."""
        found = b""
        while not found.endswith(PROMPT.encode()):
            ready, _, _ = select.select([self._ours], [], [], _GUARD)
            assert ready, f"neither a prompt nor an end after {found!r}"
            try:
                piece = os.read(self._ours, 65536)
            except OSError:  # Linux says so when the other side has closed
                break
            if not piece:
                break
            found += piece
        return found.decode()

    def type(self, text: str) -> None:
        """Type ``text``; a line ends with a newline."""
        os.write(self._ours, text.encode())

    def answer(self, text: str) -> str:
        """Type a line; what is shown then, up to the next prompt or to the end."""
        self.type(f"{text}\n")
        return self.read()

    def interrupt(self) -> None:
        """Ctrl-C, pressed again until it is heard.

        One that comes between a prompt and the reading of its answer is heard only with the answer:
        Python looks for it before it waits, not while it begins to.
        """
        deadline = time.monotonic() + _GUARD
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "Ctrl-C was not heard"
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.5)

    def status(self) -> int:
        """The exit status, once the program has ended."""
        return self.process.wait(_GUARD)


def printable(text: str) -> bool:
    """Whether ``text`` holds nothing that could steer a terminal."""
    return all(character == "\n" or character.isprintable() for character in text)


def names(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


def _environment(**more: str) -> dict[str, str]:
    kept = dict(_kept())
    return {**kept, **more}


def _kept() -> Iterator[tuple[str, str]]:
    for name, value in os.environ.items():
        if name not in {"COLUMNS", "LINES", "NO_COLOR", "PYTHONIOENCODING"}:
            yield name, value
