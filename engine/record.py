"""The record of a consultation: what a caller of the package holds in hand."""

from collections.abc import Iterable

from legspasm.document import read_document, sealed_anew
from legspasm.errors import RecordError, problem
from legspasm.masks import Opening
from legspasm.model import Knowledge
from legspasm.prose import Format, render, render_template
from legspasm.stored import StoredRecord


class Record(StoredRecord, frozen=True):
    """A consultation's record, together with the knowledge that words it.

    Immutable. ``document`` is what is stored; the properties are its body's parts.
    """

    knowledge: Knowledge

    def mask(self, *names: str) -> tuple[StoredRecord, tuple[Opening, ...]]:
        """The record without the values of these facts, and what proves them: keep it apart.

        Of another digest, and different each time: each value is bound by a salt of its own.
        Raises FactsError for names that are no facts.
        """
        from legspasm.masking import mask_body

        body, openings = mask_body(self.document.body, names, self.knowledge)
        return StoredRecord(sealed_anew(self.document, body)), openings

    def render(
        self,
        format: Format = "text",
        *,
        verbose: bool = False,
        width: int = 80,
        color: bool = False,
        plain: bool = False,
    ) -> str:
        """The explanation as ``text``, ``markdown`` or ``html``, or the record as ``json``.

        ``verbose`` tells every cause in full; ``width`` (columns), ``color`` and ``plain`` (no
        lines that only draw, for a screen reader) are for text. Raises ValueError for another
        format.
        """
        if format == "json":
            return self.to_json()
        return render(
            self.document,
            self.knowledge,
            format,
            verbose=verbose,
            width=width,
            color=color,
            plain=plain,
        )

    def render_template(self, template: str, name: str = "template", *, width: int = 80) -> str:
        """The record through a Jinja2 template of your own, in a sandbox.

        The template sees ``explanation`` and ``record``. ``name`` is what errors call it; where
        it ends in ``.html``, ``.htm`` or ``.xml``, values are escaped. Raises TemplateError.
        """
        return render_template(self.document, self.knowledge, template, name, width=width)


def read_record(
    text: str | bytes, knowledge: Knowledge, *, openings: Iterable[Opening] = ()
) -> Record:
    """A stored record, to be explained with ``knowledge``.

    ``openings`` prove facts of it that are masked. Raises RecordError where the text is no such
    record, its body is not the one that its digest names, it was made with other knowledge, facts
    of it stay masked, or anything in it does not follow from the rest.
    :func:`legspasm.verify` tells what is wrong without raising, and :func:`legspasm.read_stored`
    reads a record without its knowledge.
    """
    from legspasm.verification import check_document

    document = read_document(text)
    made_with = document.body.knowledge
    if made_with.digest != knowledge.digest:
        raise RecordError(
            [
                problem(
                    "record_other_knowledge",
                    name=made_with.name,
                    version=made_with.version,
                    digest=made_with.digest,
                )
            ]
        )
    document, problems = check_document(document, knowledge, openings)
    if document.body.masked:
        names = ", ".join(each.name for each in document.body.masked)
        raise RecordError([problem("record_masked", names=names)])
    if problems:
        raise RecordError(dict.fromkeys(problems))
    return Record(document, knowledge)
