"""The sections of a briefing: each takes the material and gives lines, best first."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from assistant.answer import Citation
from assistant.brief import Line
from assistant.briefing.bearing import borne_out
from assistant.briefing.cues import tells
from assistant.briefing.material import Material, line, quoted
from assistant.citing import UNNUMBERED
from assistant.export.page import dated
from assistant.terms.term import Term
from assistant.timeline import Event

LONGEST = 320
"""Code points of a sentence that is a line."""
CHARTERS = ("charter", "order", "guide", "report")
DECIDING = frozenset({"minutes", "order", "press-release", "charter"})
AHEAD = frozenset({"announcement", "plan", "report"})
"""Kinds whose title does not name what happened."""
A_YEAR = 4
"""Events of one year."""
MOST_NAMES = 3
MOST_PARTNERS = 20
"""Terms that are looked at as partners."""
MOST_READ = 8
"""Documents that are read through, of each term or of each kind."""
FEW_WORDS = 4


def about(material: Material) -> Iterator[Line]:
    """What the council is, since when, what for, who belongs to it."""
    council = material.council
    if council is not None:
        yield from explained(council, material)
    founded = (one for one in founding(material) if borne_out(one.text, one.citations))
    yield from islice(founded, 1)
    for name in ("aims", "members"):
        yield from islice(told(material, CHARTERS[:2], name), 1)


def explained(term: Term, material: Material) -> Iterator[Line]:
    """A term with its short names and what it means, in the first wording that its citations bear out."""
    cited = [one.model_copy(update={"n": UNNUMBERED}) for one in term.citations]
    cited = [one for one in cited if one.document in material.documents][:2]
    standing = [short for short in term.abbreviations if any(short in one.quote for one in cited)]
    shorts = ", ".join(standing[:MOST_NAMES])
    name = f"{term.term} ({shorts})" if shorts and shorts != term.term else term.term
    wordings = [f"{name} — {term.definition}", f"{term.term} — {term.definition}"] if term.definition else []
    wordings += [name] if shorts else []
    lines = (line(text, *some) for text in wordings for some in (cited, cited[:1]))
    yield from islice((one for one in lines if borne_out(one.text, one.citations)), 1)


def founding(material: Material) -> Iterator[Line]:
    """The event that began it, as the document about it is called."""
    for event in material.events:
        for citation in event.citations if event.status == "held" else ():
            both = f"{citation.title} {citation.quote}"
            if material.is_main(citation) and tells(both, "founded") and tells(both, "council"):
                yield happened(event, citation, material.language)


def happened(event: Event, citation: Citation, language: str) -> Line:
    """An event with its date, as a document that tells it is called or words it."""
    date = dated(f"{event.date}/{event.date_end}" if event.date_end else event.date, language)
    return line(f"{date}: {citation.title}", citation)


def told(material: Material, kinds: tuple[str, ...], *cues: str) -> Iterator[Line]:
    """Sentences of documents of these kinds that hold all the cues."""
    for document in material.kinds(*kinds)[:MOST_READ]:
        for (start, end), sentence in material.sentences(document.name):
            fits = (
                end - start <= LONGEST
                and len(sentence.split()) > FEW_WORDS
                and not tells(sentence, "leaning")
            )
            if fits and all(tells(sentence, name) for name in cues):
                yield quoted(material.cite(document.name, start, end))


def bodies(material: Material) -> Iterator[Line]:
    """What bodies there are: as the charter tells, then working groups by their numbers."""
    yield from told(material, CHARTERS[:1], "bodies", "does")
    council = material.council
    for term in material.terms:
        if term is not council and term.citations and tells(term.term, "bodies"):
            yield from introduced(term, material)
    for term in material.terms:
        if term.citations and any("-" in short and short[-1].isdigit() for short in term.abbreviations):
            yield from introduced(term, material)


def introduced(term: Term, material: Material) -> Iterator[Line]:
    """The first sentence of the documents in question that explains a term."""
    here = (one for one in term.citations if one.document in material.documents)
    yield from (quoted(one.model_copy(update={"n": UNNUMBERED})) for one in islice(here, 1))


def partners(material: Material) -> Iterator[Line]:
    """Sentences about working with others, one a partner, the best known first."""
    known = [term for term in material.terms if term is not material.council and is_institution(term)]
    met: set[str] = set()
    for term in sorted(known, key=lambda one: -len(one.documents))[:MOST_PARTNERS]:
        if term.term in met:
            continue
        for citation, named in islice(together(term, material), 1):
            met.update(named)
            yield quoted(citation)


def together(term: Term, material: Material) -> Iterator[tuple[Citation, set[str]]]:
    """Sentences about working with one that documents name, and whom else they name."""
    documents = [name for name in term.documents if name in material.documents]
    for document in documents[:MOST_READ]:
        for (start, end), sentence in material.sentences(document):
            fits = end - start <= LONGEST and not tells(sentence, "leaning")
            if fits and tells(sentence, "partners"):
                named = {one.term for _, _, one in material.spotter.spans(sentence)}
                if term.term in named:
                    yield material.cite(document, start, end), named


def is_institution(term: Term) -> bool:
    """Whether a term is somebody with a name of several words, and no numbered group."""
    numbered = any("-" in short for short in term.abbreviations)
    return " " in term.term and not numbered and (bool(term.abbreviations) or "«" in term.term)


def years(material: Material) -> Iterator[Line]:
    """The main events of each year, the most told of first within a year."""
    by_year: dict[str, list[tuple[int, str, Line]]] = defaultdict(list)
    titles: set[str] = set()
    for event in material.events:
        if event.status != "held" or not event.date[:4].isdigit():
            continue
        telling = [
            one
            for one in event.citations
            if material.is_main(one) and material.documents[one.document].kind not in AHEAD
        ]
        if telling and telling[0].title not in titles:
            titles.add(telling[0].title)
            made = happened(event, telling[0], material.language)
            by_year[event.date[:4]].append((-len(event.citations), event.date, made))
    for year in sorted(by_year):
        best = sorted(by_year[year], key=lambda one: one[:2])[:A_YEAR]
        yield from (made for _, _, made in sorted(best, key=lambda one: one[1]))


def decisions(material: Material) -> Iterator[Line]:
    """Decisions, the last first."""
    known = [
        one
        for one in material.knowledge.decisions()
        if one.document.name in material.documents and len(one.what.text.split()) >= FEW_WORDS
    ]
    deciding = [one for one in known if one.document.kind in DECIDING]
    for one in sorted(deciding or known, key=lambda told: told.day or "", reverse=True):
        day = f"{dated(one.day, material.language)}: " if one.day else ""
        new = one.what.number and one.what.number not in one.what.text
        number = f" ({one.what.number})" if new else ""
        citation = material.finding(one.document, one.what)
        yield line(f"{day}{one.what.text.rstrip(' .;')}{number}", citation)


def terms(material: Material) -> Iterator[Line]:
    """Terms that documents explain, the best known first."""
    known = [term for term in material.terms if term.citations and term is not material.council]
    for term in sorted(known, key=lambda one: (one.definition is None, -len(one.documents))):
        yield from explained(term, material)
