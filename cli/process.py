"""The process of the command line, which is short: nearly all that it makes lives to its end.

Python's collector of cyclic garbage would look through all of it many times while it starts, and
again when it ends. So it looks less often, and in the end not at all; streams are flushed and
handlers run as ever. Who calls :func:`legspasm.cli.main.main` in a process of their own keeps the
collector as it is.
"""

import gc

_ALLOCATIONS = 50_000
"""How many objects more there must be before the collector looks: a few megabytes of them."""


def run() -> None:
    """Run the command line as a process of its own; end it with its exit status."""
    gc.set_threshold(_ALLOCATIONS)
    from legspasm.cli.main import main

    try:
        main()
    finally:
        gc.freeze()
