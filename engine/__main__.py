"""``python -m legspasm``: the command line."""

from legspasm.cli.main import main

main()
