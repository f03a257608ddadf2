"""A record as W3C PROV-JSON, for tools that know no record of ours. The one door to ``prov``.

``lineage.py`` says what is told. Names become URNs that hold digests, so that they need no host
and mean the same everywhere: what belongs to a record hangs on the digest of its body, sentences
on the digest of their source. Only the record has a time: the one in its envelope, if it is one.

PROV-JSON is a W3C Member Submission (24 April 2013). Keys are sorted and relations numbered in the
order of the record, so that one record gives one sequence of bytes. The text is read back and
compared before it is given out.
"""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec
from legspasm.audit.lineage import Lineage, Name, Relation, Thing, lineage
from legspasm.digest import canonical_bytes
from legspasm.errors import LegspasmError, RecordError, problem
from legspasm.stored import StoredRecord

if TYPE_CHECKING:
    from prov.identifier import Namespace, QualifiedName
    from prov.model import ProvDocument

_URN: Final = "urn:legspasm:"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OF_PROV: Final = {"Plan", "SoftwareAgent"}


def prov_json(record: StoredRecord) -> str:
    """``record`` as PROV-JSON, indented, with a last newline.

    A masked fact is an entity without a value, of type ``legspasm:MaskedFact``. Lists and what has
    parts are literals of type ``rdf:JSON``, in RFC 8785 form. Raises LegspasmError where the
    library is not installed (extra ``prov``), and RecordError where PROV-JSON cannot say it.
    """
    try:
        import prov
        from prov.model import ProvDocument
    except ImportError:
        raise LegspasmError([problem("library_missing", name="prov", extra="prov")]) from None
    try:
        document = _written(lineage(record))
        plain = json.loads(document.serialize(format="json") or "")
        text = json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        back = ProvDocument.deserialize(content=text, format="json")
    except (prov.Error, ValueError) as error:
        raise RecordError([problem("export_impossible", why=str(error))]) from error
    if back != document:
        raise RecordError([problem("export_changed")])
    return text


def _written(told: Lineage) -> "ProvDocument":
    from prov.model import ProvDocument

    document = ProvDocument()
    spaces = {
        space: document.add_namespace(space, f"{_URN}{space}:{digest}:")
        for space, digest in told.digests.items()
    }
    spaces["engine"] = document.add_namespace("engine", f"{_URN}engine:")
    terms = document.add_namespace("legspasm", f"{_URN}terms:")
    rdf = document.add_namespace("rdf", _RDF)

    def named(name: Name) -> "QualifiedName":
        return spaces[name.space]["/".join(map(_word, name.words))]

    for thing in told.things:
        described = _described(thing, terms, rdf)
        if thing.kind == "activity":
            document.activity(named(thing.name), other_attributes=described)
        elif thing.kind == "agent":
            document.agent(named(thing.name), described)
        else:
            document.entity(named(thing.name), described)
    for each in told.relations:
        _relate(document, each, named(each.subject), named(each.object), named(told.plan), terms)
    return document


def _relate(
    document: "ProvDocument",
    each: Relation,
    subject: "QualifiedName",
    object_: "QualifiedName",
    plan: "QualifiedName",
    terms: "Namespace",
) -> None:
    from prov.model import PROV

    match each.link:
        case "used":
            role = {PROV["role"]: terms[each.role]}
            document.usage(subject, object_, other_attributes=role)
        case "wasGeneratedBy":
            document.generation(subject, object_, time=_time(each.time))
        case "wasDerivedFrom":
            document.derivation(subject, object_)
        case "hadPrimarySource":
            document.primary_source(subject, object_)
        case "wasQuotedFrom":
            document.quotation(subject, object_)
        case "wasInformedBy":
            document.communication(subject, object_)
        case "wasAttributedTo":
            document.attribution(subject, object_)
        case _:  # wasAssociatedWith
            document.association(subject, object_, plan=plan)


def _described(thing: Thing, terms: "Namespace", rdf: "Namespace") -> dict[Any, Any]:
    from prov.model import PROV

    described = {PROV["type"]: (PROV if thing.type in _OF_PROV else terms)[thing.type]}
    if thing.value is not None:
        described[PROV["value"]] = _literal(thing.value, rdf)
    for key, value in thing.described.items():
        if value is not None:
            described[(PROV if key == "label" else terms)[key]] = _literal(value, rdf)
    return described


def _literal(value: Any, rdf: "Namespace") -> Any:
    """A yes, a number or a text as PROV-JSON has them; of anything else its JSON."""
    from prov.model import Literal

    if isinstance(value, bool | int | float | str):
        return value
    return Literal(canonical_bytes(msgspec.to_builtins(value)).decode(), rdf["JSON"])


def _word(text: str) -> str:
    """``text`` as a part of a URN (RFC 8141) that PROV-N can write too."""
    return quote(text, safe="").replace(".", "%2E")


def _time(text: str) -> datetime | None:
    """RFC 3339 as a time; None where it is none, or not of any zone."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if time.tzinfo is None else time
