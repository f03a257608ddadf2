"""The built-in knowledge base as somebody has changed it."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import legspasm
import legspasm.knowledge

_BUILT_IN = Path(str(legspasm.knowledge.__file__)).parent / "leg_spasm"


def edited(
    copy: Path,
    replaced: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    dropped: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """A copy of its folder: in some files one piece is replaced, of some one rule is dropped.

    ``replaced`` maps a file to what stands in it once and what is to stand there; ``dropped`` maps
    a file of rules to the id of a rule.
    """
    shutil.copytree(_BUILT_IN, copy)
    for file, (old, new) in replaced.items():
        text = (copy / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    for file, rule in dropped.items():
        text = (copy / file).read_text(encoding="utf-8")
        start = text.index(f"  - id: {rule}\n")
        end = text.find("  - id: ", start + 1)
        kept = text[:start] + (text[end:] if end > 0 else "")
        (copy / file).write_text(kept, encoding="utf-8")
    return copy


def stricter(folder: Path) -> Path:
    """Older from 65 on, nobody over 110, and sweating loses no fluid any more."""
    return edited(
        folder / "stricter",
        {
            "parameters.yaml": ("value: 60", "value: 65"),
            "facts.yaml": ("maximum: 130", "maximum: 110"),
        },
        {"rules/dehydration.yaml": "sweating_loses_fluid"},
    )
