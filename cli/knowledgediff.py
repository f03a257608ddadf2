"""``legspasm knowledge diff``: what differs between two versions of a knowledge base.

Exit status: 0 where nothing differs, 1 where something does, 2 where one of them cannot be read.
"""

import sys
from pathlib import Path
from typing import Any, Final

import click
from legspasm.authoring.versions import compare
from legspasm.cli.output import check_writable
from legspasm.cli.telling import tell, telling
from legspasm.errors import LegspasmError, problem
from legspasm.shipped import BUILT_IN

_BUILT_IN: Final = "built-in"
"""Stands for the folder of the built-in knowledge base; ./built-in is a folder of that name."""


@click.command("diff")
@click.argument("folders", nargs=-1, required=True, metavar="[OLD] NEW")
@telling
def diff(folders: tuple[str, ...], output: Path | None, **how: Any) -> None:
    """What differs between two versions of a knowledge base, for people and in the files.

    OLD and NEW are folders; `built-in` stands for the built-in knowledge base, which is also OLD
    where only NEW is named. Told is in how many of all cases something else comes out, from what to
    what, with the facts of the first such case; and every part of the files that was added, removed
    or changed, old and new. Exit status 1 where anything differs.

    \b
    Examples:
      legspasm knowledge diff knowledge
      legspasm knowledge diff old_knowledge knowledge --format markdown
      legspasm knowledge diff built-in knowledge --format html -o answer.html
    """
    if output is not None:
        check_writable(output)
    if len(folders) > 2:
        raise LegspasmError([problem("versions_many", got=len(folders))])
    before, after = (_folder(each) for each in (_BUILT_IN, *folders)[-2:])
    found = compare(before, after)
    if len(folders) == 1 and found.after.name != found.before.name:
        names = {"name": found.after.name, "built_in": found.before.name}
        raise LegspasmError([problem("versions_of_others", folders[0], **names)])
    tell(found.render, output=output, **how)
    sys.exit(0 if found.same else 1)


def _folder(name: str) -> Path:
    return BUILT_IN if name == _BUILT_IN else Path(name)
