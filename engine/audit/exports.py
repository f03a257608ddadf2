"""A record in the forms of other programs, from itself alone: its knowledge may be gone."""

from typing import Literal, get_args

from legspasm.audit.flowchart import dot, mermaid
from legspasm.audit.provenance import prov_json
from legspasm.audit.spreadsheet import firing_table
from legspasm.stored import StoredRecord

Form = Literal["prov-json", "dot", "mermaid", "csv"]
FORMS: tuple[Form, ...] = get_args(Form)
_WRITERS = {"prov-json": prov_json, "dot": dot, "mermaid": mermaid, "csv": firing_table}


def export(record: StoredRecord, form: Form) -> str:
    """``record`` as W3C PROV-JSON, as a graph for Graphviz or Mermaid, or its firings as CSV.

    The same record gives the same text. Raises ValueError for another form, and what
    :func:`legspasm.audit.provenance.prov_json` raises.
    """
    if form not in FORMS:
        raise ValueError(f"{form!r}: expected one of {', '.join(FORMS)}")
    return _WRITERS[form](record)
