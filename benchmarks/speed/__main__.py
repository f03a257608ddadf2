"""``python benchmarks/speed``: see ``command.py``."""

import sys
from pathlib import Path

# Python puts this folder on its path, where its modules would be found under other names.
sys.path[0] = str(Path(__file__).parents[1])

from speed.command import main  # noqa: E402  # only with that path is it found

main()
