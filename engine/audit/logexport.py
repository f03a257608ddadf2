"""A whole log in the forms of other programs, an entry at a time.

As JSON Lines it is the stored content itself, so that each line is a record that can be verified.
As CSV it is a row an entry, with a column for the verdict on each cause that the log has.
"""

from collections.abc import Callable, Iterator

from legspasm.audit.chain import Entry
from legspasm.audit.log import AuditLog
from legspasm.audit.outline import Listed, outlined
from legspasm.audit.spreadsheet import table

COLUMNS = ("number", "time", "state", "labels", "knowledge", "digest", "masked")


def json_lines(
    log: AuditLog,
    *,
    left_out: Callable[[Entry], None],
    seen: Callable[[Entry], None] = lambda entry: None,
) -> Iterator[bytes]:
    """Every record as it is stored, on a line that ends with a newline.

    Entries whose record was erased, and those that say so, have no line. ``left_out`` gets those
    whose content is no record, or is not on one line: somebody changed them.
    """
    for entry in log.entries():
        state = outlined(entry).state
        if entry.content is not None and state == "record" and b"\n" not in entry.content:
            yield entry.content + b"\n"
        elif state not in {"erased", "erasure"}:
            left_out(entry)
        seen(entry)


def csv_rows(
    log: AuditLog, *, seen: Callable[[Entry], None] = lambda entry: None
) -> Iterator[bytes]:
    """A header, then a row for each entry, in UTF-8; the log is read twice, for its causes first.

    The columns are ``COLUMNS``, then the causes in the order in which the log has them.
    """
    end = log.head().number
    causes: dict[str, None] = {}
    for entry in log.entries(last=end):
        outline = outlined(entry).outline
        if outline is not None:
            causes |= dict.fromkeys(each.cause for each in outline.body.verdicts)
        seen(entry)
    yield table([(*COLUMNS, *causes)]).encode()
    for entry in log.entries(last=end):
        yield table([_row(outlined(entry), causes)]).encode()
        seen(entry)


def _row(listed: Listed, causes: dict[str, None]) -> list[str]:
    start = [str(listed.number), listed.time, listed.state]
    if listed.outline is None:
        return start + [""] * (len(COLUMNS) - len(start) + len(causes))
    body, labels = listed.outline.body, listed.outline.envelope.labels
    words = {each.cause: each.verdict for each in body.verdicts}
    return [
        *start,
        "; ".join(labels),
        f"{body.knowledge.name} {body.knowledge.version}",
        listed.outline.integrity.body_digest,
        "; ".join(each.name for each in body.masked),
        *(words.get(cause, "") for cause in causes),
    ]
