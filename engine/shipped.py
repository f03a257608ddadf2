"""The knowledge base that ships with the package: read once, and kept for the next process.

What is kept (``compiled.py``) stands for the files only where each of them, byte by byte, is what
was read, and where no other lies beside them.
"""

from functools import cache
from pathlib import Path

import msgspec
from legspasm.compiled import keep, kept
from legspasm.digest import digest_of_bytes
from legspasm.model import Knowledge

BUILT_IN = Path(__file__).with_name("knowledge") / "leg_spasm"
"""The folder of the knowledge base that ships with the package."""
_KIND = "knowledge"


@cache
def built_in_knowledge() -> Knowledge:
    """The knowledge base that ships with the package, read once."""
    return knowledge_in(BUILT_IN)


def knowledge_in(folder: Path) -> Knowledge:
    """What ``load_knowledge`` gives for ``folder``, as it was kept where that is still right."""
    try:
        files = _files(folder)
    except OSError:  # reading the files tells which of them, and why
        files = []
    data = kept(folder, _KIND, files)
    if data is not None:
        return msgspec.msgpack.decode(data, type=Knowledge)
    from legspasm.reader import knowledge_of, read_knowledge

    reading = read_knowledge(folder)
    knowledge = knowledge_of(reading)
    if reading.files.items() <= dict(files).items():  # nobody wrote to them meanwhile
        keep(folder, _KIND, files, msgspec.msgpack.encode(knowledge))
    return knowledge


def _files(folder: Path) -> list[tuple[str, str]]:
    """Every file in the folder with the SHA-256 of its bytes, by name."""
    return sorted(
        (file.relative_to(folder).as_posix(), digest_of_bytes(file.read_bytes()))
        for file in folder.rglob("*")
        if file.is_file()
    )
