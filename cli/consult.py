"""``legspasm consult``: facts from options, a file, standard input or an interview."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click
from legspasm.cli.interview import interview
from legspasm.cli.output import (
    check_writable,
    deliver,
    is_terminal,
    say,
    terminal_width,
    wants_color,
)
from legspasm.consultation import consult_facts
from legspasm.errors import (
    FactsError,
    LegspasmError,
    Problem,
    TemplateError,
    message,
    problem,
    shown,
)
from legspasm.factfile import MAX_BYTES, read_fact_file, read_fact_stream
from legspasm.facts import Fact, check_facts, parse_value
from legspasm.model import Knowledge
from legspasm.prose import FORMATS, Format
from legspasm.reader import built_in_knowledge


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
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write there instead of to standard output.",
)
@click.option("-v", "--verbose", is_flag=True, help="Tell everything in the text format.")
@click.option("--no-input", is_flag=True, help="Never ask questions.")
@click.option("--color/--no-color", default=None, help="Colour the text, or do not.")
def consult(
    file: str | None,
    settings: tuple[str, ...],
    format_: Format | None,
    template: Path | None,
    output: Path | None,
    verbose: bool,
    no_input: bool,
    color: bool | None,
) -> None:
    """Say what the text supports for one person, and why.

    Facts come from FILE (JSON or YAML), from standard input (-), and from --set. With none of
    them, at a terminal, you are asked. A fact that is not given is unknown; it never counts as
    "no". `legspasm facts` lists them all.

    \b
    Examples:
      legspasm consult
      legspasm consult --set exertion=excessive --set activities=running,work
      legspasm consult facts.yaml --format html -o answer.html
      echo '{"heavy_sweating": true}' | legspasm consult - --format json
    """  # noqa: D301  # click wants this character
    if template is not None and format_ is not None:
        raise LegspasmError([problem("template_and_format")])
    if output is not None:
        check_writable(output)
    own_template = None if template is None else _read_template(template)
    knowledge = built_in_knowledge()
    facts = _told(knowledge, file, settings)
    if file is None and not settings:
        if not no_input and is_terminal(sys.stdin) and is_terminal(sys.stderr):
            facts = interview(knowledge)
        else:
            say(message("prompts", "no_facts"))
    record = consult_facts(knowledge, facts)
    if own_template is not None:
        text = record.render_template(own_template, str(template), width=terminal_width())
    else:
        text = record.render(
            format_ or "text",
            verbose=verbose,
            width=terminal_width(),
            color=wants_color(color, to_file=output is not None),
        )
    deliver(text, output, format=format_ or "text")


def _told(knowledge: Knowledge, file: str | None, settings: tuple[str, ...]) -> tuple[Fact, ...]:
    """The facts of the file and of the options; all that is wrong in either is told at once."""
    problems: list[Problem] = []
    options = _from_options(knowledge, settings, problems)
    facts: tuple[Fact, ...] = ()
    try:
        facts = check_facts(knowledge, (_from_file(file), "file"), (options, "option"))
    except FactsError as error:
        problems += error.problems
    if problems:
        raise FactsError(problems)
    return facts


def _from_file(file: str | None) -> Mapping[str, object]:
    if file is None:
        return {}
    if file != "-":
        return read_fact_file(Path(file))
    name = message("prompts", "standard_input")
    if sys.stdin is None:
        raise FactsError([problem("file_unreadable", name, why=message("values", "closed"))])
    return read_fact_stream(sys.stdin.buffer, name)


def _from_options(
    knowledge: Knowledge, settings: tuple[str, ...], problems: list[Problem]
) -> Mapping[str, object]:
    definitions = {definition.name: definition for definition in knowledge.facts}
    given: dict[str, object] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        name = name.strip()
        if not equals:
            problems.append(problem("set_misshapen", "--set", got=shown(setting)))
        elif name in given:
            problems.append(problem("set_twice", name))
        else:
            known = name in definitions
            given[name] = parse_value(definitions[name], text) if known else text
    return given


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
