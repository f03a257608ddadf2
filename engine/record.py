"""The record of a consultation: what a caller of the package holds in hand."""

from legspasm.body import Body, FactMatch, StateMatch, VerdictMatch
from legspasm.document import read_document
from legspasm.errors import FactsError, RecordError, problem, shown
from legspasm.facts import check_facts
from legspasm.model import Knowledge
from legspasm.prose import Format, render, render_template
from legspasm.stored import StoredRecord
from legspasm.verdicts import advice, decide, factors, notes, place, safety


class Record(StoredRecord, frozen=True):
    """A consultation's record, together with the knowledge that words it.

    Immutable. ``document`` is what is stored; the properties are its body's parts.
    """

    knowledge: Knowledge

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


def read_record(text: str | bytes, knowledge: Knowledge) -> Record:
    """A stored record, to be explained with ``knowledge``.

    Raises RecordError where the text is no such record, its body is not the one that its digest
    names, it was made with other knowledge, or its parts do not follow from its firings. Whether
    the firings follow from the facts is for an audit to say, not for this.
    """
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
    strange = _strangers(document.body, knowledge)
    if strange:
        names = ", ".join(sorted(map(shown, strange)))
        raise RecordError([problem("record_strange", names=names)])
    return Record(document, knowledge)


def _strangers(body: Body, knowledge: Knowledge) -> set[str]:
    """Names in a record that its knowledge does not have, and firings that are not there."""
    matches = [match for firing in body.firings for match in firing.because]
    facts = {fact.name for fact in body.facts}
    mentioned = {
        "rule": {each.rule for each in body.firings} | {each.rule for each in body.not_fired},
        "fact": facts,
        "cause": {each.cause for each in body.verdicts}
        | {match.name for match in matches if isinstance(match, VerdictMatch)}
        | {cause for each in body.factors for cause in each.applies_to},
        "state": {match.name for match in matches if isinstance(match, StateMatch)},
        "factor": {each.id for each in body.factors},
        "advice": {each.id for each in body.advice},
    }
    known = {
        "rule": {each.id for each in knowledge.rules},
        "fact": {each.name for each in knowledge.facts},
        "cause": {each.id for each in knowledge.causes},
        "state": {each.id for each in knowledge.states},
        "factor": {each.id for each in knowledge.factors},
        "advice": {each.id for each in knowledge.advice},
    }
    strange = {name for kind, names in mentioned.items() for name in names - known[kind]}
    strange |= {match.name for match in matches if isinstance(match, FactMatch)} - facts
    strange |= known["cause"] - {each.cause for each in body.verdicts}
    accounted = [each.rule for each in body.firings] + [each.rule for each in body.not_fired]
    strange |= {rule for rule in known["rule"] if accounted.count(rule) != 1}
    strange |= _misfits(body, knowledge) | _loose_ends(body)
    return strange or _not_following(body, knowledge)


def _not_following(body: Body, knowledge: Knowledge) -> set[str]:
    """Parts of a body that do not follow from its firings and facts, by name."""
    rules = {rule.id: rule.concludes for rule in knowledge.rules}
    found = {each.rule for each in body.firings if rules.get(each.rule) != each.concludes}
    if found:
        return found
    firings = body.firings
    for cause, verdict in zip(knowledge.causes, body.verdicts, strict=False):
        word, deciding = decide(cause.id, firings)
        because = tuple(each.seq for each in deciding)
        if (cause.id, word, because) != (verdict.cause, verdict.verdict, verdict.because):
            found.add(verdict.cause)
    parts = {
        "factors": (body.factors, factors(knowledge, firings)),
        "place": (body.place, place(knowledge, firings, body.facts)),
        "advice": (body.advice, advice(knowledge, firings)),
        "safety": (body.safety, safety(knowledge, body.facts)),
        "notes": (body.notes, notes(knowledge, firings)),
    }
    found |= {name for name, (stored, following) in parts.items() if stored != following}
    return found if len(body.verdicts) == len(knowledge.causes) else found | {"verdicts"}


def _misfits(body: Body, knowledge: Knowledge) -> set[str]:
    """Facts that are told twice, or that hold what the vocabulary does not allow."""
    names = [fact.name for fact in body.facts]
    found = {name for name in names if names.count(name) > 1}
    for fact in body.facts:
        try:
            taken = check_facts(knowledge, ({fact.name: fact.value}, fact.origin))
        except FactsError:
            taken = ()
        if taken != (fact,):
            found.add(fact.name)
    return found


def _loose_ends(body: Body) -> set[str]:
    """Firings that something rests on and that are not there, or do not come before it."""
    fired = {firing.seq for firing in body.firings}
    rested_on = [each.because for each in body.verdicts]
    rested_on += [each.because for each in body.factors]
    rested_on += [each.because for each in body.advice]
    loose = {seq for seqs in (*rested_on, body.place.because) for seq in seqs} - fired
    for firing in body.firings:
        for match in firing.because:
            if not isinstance(match, FactMatch):
                loose |= {seq for seq in match.firings if seq not in fired or seq >= firing.seq}
    return {str(seq) for seq in loose}
