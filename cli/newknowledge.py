"""``legspasm knowledge new``: a knowledge base to start from, around a document."""

import shlex
from pathlib import Path

import click
from legspasm.authoring.beginning import begin, check_choices, title_from
from legspasm.authoring.sentences import read_document
from legspasm.authoring.wording import PLACEHOLDER
from legspasm.cli.folder import problems_of_folder, write_folder
from legspasm.cli.output import deliver, terminal_width
from legspasm.errors import KnowledgeError
from legspasm.prose import print_template


@click.command()
@click.argument("name")
@click.option(
    "--from",
    "document",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The document: text in UTF-8, with blank lines between its paragraphs.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The new folder; NAME in the current one unless given.",
)
@click.option("--title", help="The title of the document; NAME in words unless given.")
@click.option(
    "--language",
    default="en",
    show_default=True,
    help="The language of the document, by which its sentences are told apart.",
)
def new(name: str, document: Path, output: Path | None, title: str | None, language: str) -> None:
    """Begin a knowledge base, NAME, around a document.

    The document is cut into sentences, and the files that quote them are there with one of
    everything that they need, and with comments on how to go on. They can be read at once; what is
    yours to write in them begins with the word TODO. The folder is new, or empty.

    \b
    Example:
      legspasm knowledge new my_subject --from document.txt --title "My subject"
    """
    folder = Path(name) if output is None else output
    title = title_from(name) if title is None else title
    problems = check_choices(name, title, language)
    if output is not None or not any(each.place == "NAME" for each in problems):
        problems += problems_of_folder(folder)
    try:
        text = read_document(document)
        begun = begin(text, str(document), name=name, title=title, language=language)
    except KnowledgeError as error:
        raise KnowledgeError(dict.fromkeys((*problems, *error.problems))) from error
    if problems:
        raise KnowledgeError(problems)
    write_folder(begun.files, folder)
    told = print_template(
        "new_knowledge.txt.j2",
        width=terminal_width(),
        begun=begun,
        folder=str(folder),
        typed=shlex.quote(str(folder)),
        marker=PLACEHOLDER,
    )
    deliver(told)
