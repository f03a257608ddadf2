"""Subcommands that are loaded when they are named: who asks one thing does not wait for the rest.

A group takes them as it takes any others, ``commands=Deferred({...})``, and lists their names
without loading them. Only a list with what each of them does, as ``--help`` prints it, loads all.
"""

import importlib
from collections.abc import Iterator, Mapping, MutableMapping

import click


class Deferred(MutableMapping[str, click.Command]):
    """Commands by name; ``places`` says where each stands, as ``module:attribute`` of ``cli/``."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._found: dict[str, click.Command | str] = dict(places)

    def __getitem__(self, name: str) -> click.Command:
        found = self._found[name]
        if isinstance(found, str):
            module, attribute = found.split(":")
            command: click.Command = getattr(
                importlib.import_module(f"legspasm.cli.{module}"), attribute
            )
            self._found[name] = found = command
        return found

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._found[name] = command

    def __delitem__(self, name: str) -> None:
        del self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
