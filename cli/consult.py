"""``legspasm consult``: facts from options, a file, standard input or an interview."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from legspasm.cli.given import facts_given, of_knowledge
from legspasm.cli.keeping import keep, keep_in, keeping
from legspasm.cli.output import (
    check_apart,
    check_writable,
    deliver,
    is_terminal,
    say,
    terminal_width,
    wants_color,
)
from legspasm.cli.telling import into_file
from legspasm.consultation import consult_facts
from legspasm.errors import LegspasmError, TemplateError, message, problem
from legspasm.factfile import MAX_BYTES
from legspasm.model import Knowledge
from legspasm.prose import FORMATS, Format

if TYPE_CHECKING:
    from legspasm.dialogue import Interview


@click.command()
@click.argument("file", required=False, metavar="[FILE|-]")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A fact; may be given many times, and wins over the file. "
    "Values of a set are joined by commas.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="How to tell it; json is the record.  [default: text]",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Tell it with your own Jinja2 template, in a sandbox.",
)
@into_file
@click.option("-v", "--verbose", is_flag=True, help="Tell everything in the text format.")
@click.option("--ask", is_flag=True, help="Ask for what is missing, also where facts are given.")
@click.option("--no-input", is_flag=True, help="Never ask questions.")
@click.option("--color/--no-color", default=None, help="Colour the text, or do not.")
@click.option(
    "--plain", is_flag=True, help="Text without lines that only draw: for screen readers."
)
@keeping
@of_knowledge
def consult(
    file: str | None,
    settings: tuple[str, ...],
    format_: Format | None,
    template: Path | None,
    output: Path | None,
    verbose: bool,
    ask: bool,
    no_input: bool,
    color: bool | None,
    plain: bool,
    log: Path | None,
    labels: tuple[str, ...],
    mask: tuple[str, ...],
    openings: Path | None,
    knowledge: Knowledge,
) -> None:
    """Say what the text supports for these facts, and why.

    Facts come from FILE (JSON or YAML), from standard input (-), and from --set. With none of
    them, at a terminal, you are asked. A fact that is not given is unknown; it never counts as
    "no". `legspasm facts` lists them all.

    \b
    Examples:
      legspasm consult
      legspasm consult --set exertion=excessive --set activities=running,work
      legspasm consult facts.yaml --format html -o answer.html
      legspasm consult facts.yaml --knowledge knowledge
      echo '{"heavy_sweating": true}' | legspasm consult - --format json
    """
    if template is not None and format_ is not None:
        raise LegspasmError([problem("template_and_format")])
    if ask and no_input:
        raise LegspasmError([problem("ask_and_no_input")])
    if output is not None:
        check_writable(output)
    own_template = None if template is None else _read_template(template)
    facts = facts_given(knowledge, file, settings)
    check_apart(output=output, log=log, openings=openings)
    kept = keep_in(knowledge, log, labels, mask, openings)
    nothing_given = file is None and not settings
    style = {"color": wants_color(color, sys.stderr), "plain": plain}
    talk: Interview | None = None
    if (ask or nothing_given) and not no_input and _can_ask(file):
        from legspasm.cli.interview import hold

        talk = hold(knowledge, facts, **style)
        record = talk.record
    elif ask:
        raise LegspasmError([problem("ask_nobody")])
    else:
        if nothing_given:
            say(message("prompts", "no_facts"))
        record = consult_facts(knowledge, facts)
    if own_template is not None:
        text = record.render_template(own_template, str(template), width=terminal_width())
    else:
        text = record.render(
            format_ or "text",
            verbose=verbose,
            width=terminal_width(),
            color=wants_color(color, None if output is not None else sys.stdout),
            plain=plain,
        )
    if kept is not None:  # an answer that could not be kept is not given
        keep(kept, record)
    deliver(text, output, format=format_ or "text")
    if talk is not None:
        from legspasm.cli.interview import remind

        remind(talk, **style)


def _can_ask(file: str | None) -> bool:
    """Whether somebody is there to read a question and to type an answer."""
    return file != "-" and is_terminal(sys.stdin) and is_terminal(sys.stderr)


def _read_template(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise TemplateError([problem("file_too_long", str(path), limit=MAX_BYTES)])
        return data.decode("utf-8-sig")
    except OSError as error:
        raise TemplateError([problem("file_unreadable", str(path), why=error.strerror)]) from error
    except UnicodeDecodeError:
        raise TemplateError([problem("file_not_text", str(path))]) from None
