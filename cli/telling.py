"""The options that say how something is told, and the telling: the same for every question."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from legspasm.cli.output import deliver, terminal_width, wants_color
from legspasm.prose import FORMATS, Format


def into_file(command: Callable[..., None]) -> Callable[..., None]:
    """The option ``output``: a file to write to."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write there instead of to standard output.",
    )(command)


def telling(command: Callable[..., None]) -> Callable[..., None]:
    """The options ``format_``, ``output``, ``color`` and ``plain``."""
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        click.option(
            "--format",
            "format_",
            type=click.Choice(FORMATS),
            default="text",
            help="How to tell it.",
        ),
        into_file,
        click.option("--color/--no-color", default=None, help="Colour the text, or do not."),
        click.option("--plain", is_flag=True, help="Text without lines that only draw."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def format_of(*formats: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option ``format_``, of these; the first is the usual one."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        help="How to write it.",
    )


def tell(
    render: Callable[..., str],
    *,
    format_: Format,
    output: Path | None,
    color: bool | None,
    plain: bool,
    **more: Any,
) -> None:
    """Deliver the words in the format, and to the place, that the options say.

    ``render`` is that of a record or of a reply, and ``more`` is what else it takes.
    """
    text = render(
        format_,
        width=terminal_width(),
        color=wants_color(color, None if output is not None else sys.stdout),
        plain=plain,
        **more,
    )
    deliver(text, output, format=format_)
