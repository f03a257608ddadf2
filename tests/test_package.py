"""What is installed is what is in the tree, and the package says the same of itself everywhere."""

import doctest
import importlib.metadata
from pathlib import Path

import legspasm
import legspasm.cli
import legspasm.consultation
import legspasm.knowledge
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {"engine": legspasm, "cli": legspasm.cli, "knowledge": legspasm.knowledge}


def files(folder: Path) -> dict[str, bytes]:
    """What is shipped of a folder, by name. Its own sub-packages are not part of it."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
        and file.suffix != ".pyc"
        and file.relative_to(folder).parts[0] not in {"cli", "knowledge"}
    }


@pytest.mark.parametrize("folder", PACKAGES)
def test_every_file_of_the_tree_is_installed_and_no_other(folder: str) -> None:
    installed = files(Path(str(PACKAGES[folder].__file__)).parent)
    tree = files(ROOT / folder)
    assert sorted(installed) == sorted(tree)
    assert [name for name in tree if installed[name] != tree[name]] == []


def test_the_version_is_the_same_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert importlib.metadata.version("legspasm") == legspasm.__version__
    assert f"## [{legspasm.__version__}]" in changelog


def test_the_examples_in_docstrings_run() -> None:
    for module in (legspasm, legspasm.consultation):
        assert doctest.testmod(module).failed == 0


def test_modules_are_short_enough_to_read() -> None:
    long = {
        file.name: lines
        for folder in ("engine", "cli")
        for file in (ROOT / folder).rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 250
    }
    assert long == {}
