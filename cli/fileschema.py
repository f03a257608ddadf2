"""``legspasm knowledge schema``: JSON Schemas of the files of a knowledge base, for editors."""

import json
from pathlib import Path

import click
from legspasm.authoring.fileschema import FILE_KINDS, FileKind, Schema, file_schema
from legspasm.cli.output import check_writable, deliver
from legspasm.errors import LegspasmError, printable, problem
from legspasm.prose import print_template
from legspasm.reader import load_knowledge


@click.command("schema")
@click.argument("kind", metavar="[KIND]", type=click.Choice(FILE_KINDS), required=False)
@click.option(
    "--knowledge",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Allow no other names than those that this knowledge base declares.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write KIND.schema.json there, of every kind where none is given; print their names.",
)
def schema(kind: FileKind | None, folder: Path | None, output: Path | None) -> None:
    """Print the JSON Schema of a KIND of files, so that an editor helps to write them.

    Without KIND the kinds are listed, or written all at once. An editor with a YAML language
    server completes and checks files by them; with --knowledge, names too, until others are
    declared: write the schemas again then.

    \b
    Examples:
      legspasm knowledge schema                 lists the kinds
      legspasm knowledge schema rules
      legspasm knowledge schema --knowledge knowledge -o schemas
    """
    knowledge = None if folder is None else load_knowledge(folder)
    kinds = FILE_KINDS if kind is None else (kind,)
    schemas = {each: file_schema(each, knowledge) for each in kinds}
    if output is not None:
        _write(schemas, output)
    elif kind is None:
        deliver(print_template("file_schemas.txt.j2", schemas=schemas))
    else:
        deliver(_json(schemas[kind]), format="json")


def _write(schemas: dict[FileKind, Schema], folder: Path) -> None:
    """A file each; none is written where one of them cannot be."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise LegspasmError(
            [problem("file_unwritable", str(folder), why=error.strerror)]
        ) from error
    files = {folder / f"{kind}.schema.json": each for kind, each in schemas.items()}
    for file in files:
        check_writable(file)
    for file, each in files.items():
        deliver(_json(each), file)
    deliver("".join(f"{printable(str(file))}\n" for file in files))


def _json(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
