"""A small knowledge base about bread, in a folder of its own: edited, then loaded or complained of.

Its files are in ``bread/``. A test replaces one piece of one file and sees every problem that
is told, with the folder left out of the paths.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from legspasm.errors import KnowledgeError
from legspasm.model import Knowledge
from legspasm.reader import load_knowledge

BREAD = Path(__file__).with_name("bread")
PERSON = {
    "dangers": ["glass"],
    "stayed_flat": True,
    "flour": "mixed",
    "flat_where": "top",
    "yeast_age": 400,
    "foam": False,
    "added": ["salt"],
    "kitchen": 12,
    "winter": True,
}
"""What somebody tells about a loaf."""
SUBJECT = re.compile(
    r"\b(legs?|spasms?|cramps?|muscles?|injur\w+|potassium|dehydrat\w+|exercise|activit\w+)\b",
    re.IGNORECASE,
)
"""Words of the built-in knowledge, which nothing about bread can hold."""


@dataclass(frozen=True)
class Bread:
    """The files of the bread knowledge base, copied to ``folder``."""

    folder: Path

    def text(self, file: str) -> str:
        """The text of a file as it stands now."""
        return (self.folder / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        """Make ``text`` the whole of a file."""
        (self.folder / file).write_text(text, encoding="utf-8", newline="")

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace ``old``, which has to stand in the file exactly once."""
        text = self.text(file)
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        self.write(file, text.replace(old, new))

    def load(self) -> Knowledge:
        """The knowledge base, which has to be without problems."""
        return load_knowledge(self.folder)

    def problems(self) -> list[str]:
        """Every problem as it is told, without the folder; none where the folder loads."""
        try:
            self.load()
        except KnowledgeError as error:
            return [self.without_folder(str(problem)) for problem in error.problems]
        return []

    def lines(self) -> list[str]:
        """The file and line of every problem, where only the place of it matters."""
        try:
            self.load()
        except KnowledgeError as error:
            places = [self.without_folder(problem.place) for problem in error.problems]
            return [":".join(place.split(":")[:2]) for place in places]
        return []

    def without_folder(self, text: str) -> str:
        """``text`` with the paths of this folder cut down to the names of its files."""
        return text.replace(f"{self.folder}/", "")
