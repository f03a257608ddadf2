"""The folder of a knowledge base: its files as they are read, and what their bytes come to."""

from pathlib import Path

from legspasm.digest import digest_of_bytes
from legspasm.entry import Entry
from legspasm.errors import Problem, problem, shown
from legspasm.register import Register
from legspasm.yamlfile import parse

INDEX = "knowledge.yaml"
"""The file that names every other."""


class Folder:
    """The files of a knowledge base while it is read, with their digests."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.register = Register()
        self.named: set[str] = set()
        self.digests: dict[str, str] = {}

    def name(self, name: str) -> bool:
        """Note that a file is named; False, with the problem told, where it is outside."""
        self.named.add(Path(name).as_posix())
        inside = not Path(name).is_absolute() and ".." not in Path(name).parts
        if not inside:
            self.register.complain("file_outside", str(self.path / name))
        return inside

    def text(self, name: str) -> str | None:
        """The text of a file of the folder, noted in the digest; None with the problem told."""
        file = str(self.path / name)
        if not self.name(name):
            return None
        try:
            data = (self.path / name).read_bytes()
            text = data.decode("utf-8")
        except OSError as error:
            if name == INDEX and isinstance(error, FileNotFoundError | NotADirectoryError):
                self._complain_of_folder()
            else:
                self.register.complain("file_unreadable", file, why=error.strerror)
        except UnicodeDecodeError:
            self.register.complain("file_not_text", file)
        except ValueError as error:  # a name that no file can have
            self.register.complain("file_unreadable", shown(file), why=error)
        else:
            self.digests[name] = digest_of_bytes(data)
            return text
        return None

    def yaml(self, name: str) -> Entry | None:
        """The top mapping of a YAML file of the folder; None with the problems told."""
        text = self.text(name) if name else None
        file = str(self.path / name)
        node = None if text is None else parse(text, file, self.register.problems)
        return None if node is None else Entry(node, self.register.problems)

    def unlisted(self) -> list[Problem]:
        """Files that lie in the folder and that nothing named."""
        found = sorted(
            file.relative_to(self.path).as_posix()
            for file in self.path.rglob("*")
            if file.suffix in {".yaml", ".yml", ".txt"} and _is_file(file)
        )
        return [
            problem("file_unlisted", str(self.path / name), index=INDEX)
            for name in found
            if name not in self.named
        ]

    def _complain_of_folder(self) -> None:
        """Say why it is none with a knowledge base in it."""
        place = str(self.path)
        below = sorted(self.path.glob(f"*/{INDEX}"))
        if below:
            self.register.complain("folder_above", place, index=INDEX, below=below[0].parent)
        elif self.path.is_dir():
            self.register.complain("folder_without_index", place, index=INDEX)
        elif self.path.exists():
            self.register.complain("folder_is_file", place, index=INDEX)
        else:
            self.register.complain("folder_missing", place)


def _is_file(path: Path) -> bool:
    """Whether it is one; a folder on the way that may not be entered hides what is in it."""
    try:
        return path.is_file()
    except OSError:
        return False
