"""Subcommands that are loaded when they are named."""

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from legspasm.cli.deferred import Deferred
from legspasm.cli.main import commands
from legspasm.cli.vocabulary import facts, rules

READABLE = {"facts": "vocabulary:facts", "rules": "vocabulary:rules"}
SETTINGS = commands.context_settings  # a command keeps the names of its --help
PLACES = {**READABLE, "nothing": "nosuch:nothing"}


def test_its_names_are_listed_without_loading_any() -> None:
    found = Deferred(PLACES)
    assert (list(found), len(found), "nothing" in dict.fromkeys(found)) == (list(PLACES), 3, True)


def test_a_command_is_loaded_when_it_is_asked_for() -> None:
    found = Deferred(PLACES)
    assert found["facts"] is facts
    assert found.get("rules") is found["rules"]
    assert found.get("nosuch") is None
    with pytest.raises(ModuleNotFoundError):
        found["nothing"]


def test_a_group_adds_commands_of_its_own_and_may_drop_one() -> None:
    group = click.Group(commands=Deferred(PLACES))
    group.command("own")(lambda: click.echo("mine"))
    del group.commands["nothing"]
    assert group.list_commands(click.Context(group)) == ["facts", "own", "rules"]
    assert CliRunner().invoke(group, ["own"]).output == "mine\n"


@pytest.mark.parametrize("arguments", [["fact"], ["nosuch"], ["--help"], ["facts", "--help"], []])
def test_a_person_is_told_what_a_group_tells_that_has_loaded_all(arguments: list[str]) -> None:
    deferred = click.Group("group", context_settings=SETTINGS, commands=Deferred(READABLE))
    loaded = click.Group(
        "group", context_settings=SETTINGS, commands={"facts": facts, "rules": rules}
    )
    first, second = (CliRunner().invoke(group, arguments) for group in (deferred, loaded))
    assert (first.exit_code, first.output) == (second.exit_code, second.output)


def test_naming_one_command_loads_no_other() -> None:
    program = (
        "import json, sys; from legspasm.cli.main import commands; import click;"
        "context = click.Context(commands); commands.list_commands(context);"
        "before = [each for each in sys.modules if each.startswith('legspasm.cli.')];"
        "commands.get_command(context, 'facts');"
        "after = [each for each in sys.modules if each.startswith('legspasm.cli.')];"
        "print(json.dumps([sorted(before), sorted({*after} - {*before})]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    before, after = json.loads(done.stdout)
    assert before == ["legspasm.cli.deferred", "legspasm.cli.main", "legspasm.cli.output"]
    assert after == ["legspasm.cli.given", "legspasm.cli.vocabulary"]
