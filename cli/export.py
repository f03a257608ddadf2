"""``legspasm audit export``: a stored record in the forms of other programs."""

from pathlib import Path

import click
from legspasm.audit.exports import FORMS, Form, export
from legspasm.cli.output import check_writable, deliver
from legspasm.cli.records import stored_given
from legspasm.cli.telling import into_file


@click.command("export")
@click.argument("record", metavar="RECORD|-")
@click.option("--to", "form", type=click.Choice(FORMS), required=True, help="The form to write.")
@into_file
def export_record(record: str, form: Form, output: Path | None) -> None:
    """Write a stored record in a form that other programs read.

    Made from the record alone, whatever became of its knowledge. A masked fact is named, without
    its value. The forms are W3C provenance (prov-json; needs the extra `prov`), a graph for
    Graphviz (dot) or Mermaid, and the rules that fired as a table (csv).

    \b
    Examples:
      legspasm audit export record.json --to mermaid
      legspasm audit export record.json --to csv
      legspasm consult facts.yaml --format json | legspasm audit export - --to dot
    """
    if output is not None:
        check_writable(output)
    text = export(stored_given(record), form)
    deliver(text, output, format="json" if form == "prov-json" else "text")
