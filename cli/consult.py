"""``legspasm consult``: facts from options, a file, standard input or an interview."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click
from legspasm.cli.interview import interview
from legspasm.cli.output import deliver, terminal_width, wants_color
from legspasm.consultation import consult_facts
from legspasm.errors import FactsError, Problem, TemplateError, message, problem, shown
from legspasm.factfile import read_fact_file, read_fact_stream
from legspasm.facts import check_facts, parse_value, unknown_fact
from legspasm.model import Knowledge
from legspasm.prose import FORMATS
from legspasm.reader import built_in_knowledge
from legspasm.record import Record


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
    format_: str | None,
    template: Path | None,
    output: Path | None,
    verbose: bool,
    no_input: bool,
    color: bool | None,
) -> None:
    r"""Say what the text supports for one person, and why.

    Facts come from FILE (JSON or YAML), from standard input (-), and from --set. With none of
    them, at a terminal, you are asked. A fact that is not given is unknown; it never counts as
    "no". `legspasm facts` lists them all.

    \b
    Examples:
      legspasm consult
      legspasm consult --set exertion=excessive --set activities=running,work
      legspasm consult facts.yaml --format html -o answer.html
      echo '{"heavy_sweating": true}' | legspasm consult - --format json
    """
    if template is not None and format_ is not None:
        raise FactsError([problem("template_and_format")])
    knowledge = built_in_knowledge()
    from_file = _from_file(file)
    facts = check_facts(
        knowledge, (from_file, "file"), (_from_options(knowledge, settings), "option")
    )
    if file is None and not settings:
        if not no_input and sys.stdin.isatty() and sys.stderr.isatty():
            facts = interview(knowledge)
        else:
            click.echo(message("prompts", "no_facts"), err=True)
    record = consult_facts(knowledge, facts)
    if template is not None:
        text = _through_template(record, template)
    else:
        text = record.render(
            format_ or "text",
            verbose=verbose,
            width=terminal_width(),
            color=wants_color(color, to_file=output is not None),
        )
    deliver(text, output)


def _from_file(file: str | None) -> Mapping[str, object]:
    if file is None:
        return {}
    if file == "-":
        return read_fact_stream(sys.stdin.buffer, message("prompts", "standard_input"))
    return read_fact_file(Path(file))


def _from_options(knowledge: Knowledge, settings: tuple[str, ...]) -> Mapping[str, object]:
    definitions = {definition.name: definition for definition in knowledge.facts}
    problems: list[Problem] = []
    given: dict[str, object] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        name = name.strip()
        if not equals:
            problems.append(problem("set_misshapen", "--set", got=shown(setting)))
        elif name not in definitions:
            problems.append(unknown_fact(name, definitions))
        elif name in given:
            problems.append(problem("set_twice", name))
        else:
            given[name] = parse_value(definitions[name], text)
    try:
        check_facts(knowledge, (given, "option"))
    except FactsError as error:
        problems += error.problems
    if problems:
        raise FactsError(problems)
    return given


def _through_template(record: Record, path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise TemplateError([problem("file_unreadable", str(path), why=error.strerror)]) from error
    except UnicodeDecodeError:
        raise TemplateError([problem("file_not_text", str(path))]) from None
    return record.render_template(text, str(path), width=terminal_width())
