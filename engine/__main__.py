"""``python -m legspasm``: the command line."""

from legspasm.cli.process import run

run()
