"""``legspasm audit log stats`` and ``export``: what there is in a log, counted or written out."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click
import msgspec
from legspasm.audit.chain import Entry
from legspasm.audit.log import AuditLog
from legspasm.audit.logexport import csv_rows, json_lines
from legspasm.audit.statistics import count_log
from legspasm.cli.auditlog import log_file, progress, progress_beside
from legspasm.cli.output import check_writable, deliver, say, stream, terminal_width, wants_color
from legspasm.cli.telling import format_of, into_file
from legspasm.errors import problem
from legspasm.prose import print_template


@click.command()
@log_file
@format_of("text", "json")
def stats(file: Path, format_: str) -> None:
    """Count what there is in a log: entries, knowledge, verdicts, rules that fired, facts told.

    \b
    Examples:
      legspasm audit log stats answers.log
      legspasm audit log stats answers.log --format json
    """
    with AuditLog(file, read_only=True) as log, progress(len(log)) as seen:
        found = count_log(log, seen=seen)
    if format_ == "json":
        plain = msgspec.to_builtins(found)
        deliver(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", format="json")
    else:
        color, width = wants_color(None, sys.stdout), terminal_width()
        template = "log_statistics.txt.j2"
        deliver(print_template(template, width=width, color=color, statistics=found))


@click.command()
@log_file
@format_of("jsonl", "csv")
@into_file
def export(file: Path, format_: str, output: Path | None) -> None:
    """Write a whole log as JSON Lines, or its entries as a table.

    JSON Lines are the records as they are stored, so that each line can be verified; what was
    erased has none. The table (csv) has a row an entry and a column for each cause.

    \b
    Examples:
      legspasm audit log export answers.log | legspasm audit verify -
      legspasm audit log export answers.log --format csv
    """
    if output is not None:
        check_writable(output)
    damaged: list[int] = []
    with AuditLog(file, read_only=True) as log:
        passes = 2 if format_ == "csv" else 1
        with progress_beside(len(log) * passes, output) as seen:
            if format_ == "csv":
                stream(csv_rows(log, seen=seen), output)
            else:
                left_out = _noting(file, damaged)
                stream(json_lines(log, left_out=left_out, seen=seen), output)
    sys.exit(1 if damaged else 0)


def _noting(file: Path, damaged: list[int]) -> Callable[[Entry], None]:
    def left_out(entry: Entry) -> None:
        damaged.append(entry.number)
        say(str(problem("log_not_exported", f"{file}:{entry.number}")))

    return left_out
