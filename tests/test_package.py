"""What is installed is what is in the tree, and the package says the same of itself everywhere."""

import ast
import doctest
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import legspasm
import legspasm.cli
import legspasm.consultation
import legspasm.knowledge
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {"engine": legspasm, "cli": legspasm.cli, "knowledge": legspasm.knowledge}

HEAVY = {
    "click", "difflib", "experta", "fast_sugiyama", "jinja2", "msgspec", "oxidd", "prov",
    "rfc8785", "sentencex", "sqlite3", "tomllib", "typing", "yaml",
}  # fmt: skip


def run(program: str, *args: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", program, *args], capture_output=True, text=True, check=True
    )
    return done.stdout


def typed_names() -> dict[str, str]:
    """Each name that a type checker sees in the package, with the module that it comes from."""
    [block] = [
        each
        for each in ast.parse(Path(str(legspasm.__file__)).read_text("utf-8")).body
        if isinstance(each, ast.If)
    ]
    imports = [each for each in block.body if isinstance(each, ast.ImportFrom)]
    assert len(imports) == len(block.body)
    assert all(name.asname == name.name for each in imports for name in each.names)
    return {name.name: str(each.module) for each in imports for name in each.names}


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


def test_what_is_loaded_when_used_is_what_a_type_checker_sees() -> None:
    assert typed_names() == {
        name: f"legspasm.{module}" for name, module in legspasm._MODULES.items()
    }
    assert legspasm.__all__ == sorted([*typed_names(), "__version__"])


@pytest.mark.parametrize("name", legspasm.__all__)
def test_a_public_name_is_there_however_it_is_asked_for(name: str) -> None:
    everything: dict[str, object] = {}
    exec("from legspasm import *", everything)
    alone: dict[str, object] = {}
    exec(f"from legspasm import {name}", alone)
    assert everything[name] is alone[name] is getattr(legspasm, name)
    assert name in dir(legspasm)


def test_no_public_name_hides_a_module_or_is_hidden_by_one() -> None:
    assert [name for name in legspasm.__all__ if importlib.util.find_spec(f"legspasm.{name}")] == []


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'legspasm' has no attribute 'nosuch'"):
        legspasm.nosuch  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'nosuch' from 'legspasm'"):
        exec("from legspasm import nosuch")


def test_names_are_loaded_from_many_threads_at_once() -> None:
    program = (
        "import sys, legspasm; from concurrent.futures import ThreadPoolExecutor;"
        "sys.setswitchinterval(1e-6); names = legspasm.__all__ * 4;"
        "found = list(ThreadPoolExecutor(16).map(lambda each: getattr(legspasm, each), names));"
        "print(found == [getattr(legspasm, each) for each in names])"
    )
    with ThreadPoolExecutor(2) as pool:
        assert [*pool.map(run, [program] * 4)] == ["True\n"] * 4


def test_importing_the_package_loads_nothing_that_takes_long() -> None:
    loaded = "import sys; before = {*sys.modules}; import legspasm; print(*{*sys.modules} - before)"
    assert {each for each in run(loaded).split() if each.partition(".")[0] in HEAVY} == set()
    ours = {each for each in run(loaded).split() if each.startswith("legspasm.")}
    assert ours == {"legspasm.version"}


def test_what_the_build_makes_is_kept(tmp_path: Path) -> None:
    [prepare] = [
        ast.literal_eval(each.value)
        for each in ast.parse((ROOT / "setup.py").read_text("utf-8")).body
        if isinstance(each, ast.Assign)
    ]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    subprocess.run([sys.executable, "-B", "-c", prepare], env=environment, check=True)
    kept = {file.name.partition(".opt-")[2] for file in tmp_path.rglob("*.opt-*")}
    assert kept == {"knowledge.pyc", "plain.pyc", "escaped.pyc"}
    assert [*tmp_path.rglob("consultation.txt.*.opt-plain.pyc")]
    assert [*tmp_path.rglob("consultation.html.*.opt-escaped.pyc")]
