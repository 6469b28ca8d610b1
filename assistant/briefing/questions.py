"""Good first questions: put into frames, and asked to see that the archive answers them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, zip_longest

from assistant.answer import Answer
from assistant.brief import Line
from assistant.briefing.bearing import stems
from assistant.briefing.material import Material, line
from assistant.briefing.roles import named as named_role
from assistant.export.page import dated
from assistant.terms.term import Term
from assistant.texts import say
from assistant.timeline import Event
from ingest.document import LANGUAGES

Ask = Callable[[str], Answer]
CITED = 2
"""Citations under a question."""
TOLD_BY = frozenset({"press-release", "announcement", "reprint"})
"""Kinds of documents that are called by what happened."""
NEXT = 3
"""Questions to ask next."""
NEXT_ASKED = 6
"""Of them tried."""
SAME = 0.6
"""Share of a question's words that make it the one before."""
MOST_ASKED = 16
"""Questions tried."""
LONGEST = 110
"""Code points of a title that a question quotes."""


def next_questions(material: Material, answer: Answer, ask: Ask) -> list[str]:
    """Questions about what the documents of an answer tell beside it; the material is theirs."""
    said = {term.term for _, _, term in material.spotter.spans(answer.question)}
    named = {term.term for _, _, term in material.spotter.spans(answer.answer)}
    terms = sorted(
        (term for term in material.terms if term.citations and term.term not in said),
        key=lambda term: term.term not in named,
    )
    asked = set(stems(answer.question))
    found = []
    for one in first_questions(material, terms, ask, most=NEXT_ASKED):
        own = set(stems(one.text))
        if len(own & asked) < SAME * len(own):
            found.append(one.text)
        if len(found) == NEXT:
            break
    return found


def first_questions(
    material: Material,
    terms: Iterable[Term],
    ask: Ask,
    matters: Callable[[str], bool] = lambda text: True,
    most: int = MOST_ASKED,
) -> Iterator[Line]:
    """Questions of every kind in turn, each with where its answer stands; unanswered ones are left out.

    Those are asked that matter, with the titles of the documents that ought to answer.
    """
    language = material.language
    types = {name: one.kind for name, one in material.documents.items()}
    kinds = (
        chain.from_iterable(about_term(term, language) for term in terms),
        about_roles(material),
        chain.from_iterable(about_event(event, types, language) for event in best_told(material.events)),
        about_decisions(material),
    )
    asked: set[str] = set()
    for question, documents in _in_turn(kinds):
        titles = " ".join(material.documents[name].title for name in documents if name in material.documents)
        if question in asked or not matters(f"{question} {titles}"):
            continue
        if len(asked) == most:
            return
        asked.add(question)
        answer = ask(question)
        citations = [one for one in answer.citations if one.document in documents]
        if not answer.abstained and citations:
            yield line(question, *(one.model_copy(update={"n": 0}) for one in citations[:CITED]))


Candidate = tuple[str, set[str]]
"""A question, and the documents of which one must be cited."""


def _in_turn(kinds: Iterable[Iterator[Candidate]]) -> Iterator[Candidate]:
    for turn in zip_longest(*kinds):
        yield from (one for one in turn if one is not None)


def well_known(material: Material) -> list[Term]:
    """Terms that documents explain, the council first, then those of most documents."""
    cited = [term for term in material.terms if term.citations]
    return sorted(cited, key=lambda term: (term is not material.council, -len(term.documents)))


def about_term(term: Term, language: str) -> Iterator[Candidate]:
    """What a term means or stands for, by its name in the reader's language where it has one."""
    documents = {citation.document for citation in term.citations} | set(term.documents)
    names = next((names for code, names in term.names.items() if code == language), [])
    if term.definition:
        yield say("ask_term", language, term=(names or term.abbreviations or [term.term])[0]), documents
    elif term.abbreviations:
        yield say("ask_short", language, short=term.abbreviations[0]), documents


def best_told(events: Iterable[Event]) -> list[Event]:
    """Events that were held, those of most documents first."""
    held = [event for event in events if event.status == "held"]
    return sorted(held, key=lambda event: -len(event.citations))


def about_roles(material: Material) -> Iterator[Candidate]:
    """Who has a role, as documents in the reader's language call it."""
    named: dict[str, set[str]] = {}
    language = next((one for one in LANGUAGES if one == material.language), None)
    for one in material.knowledge.roles():
        if one.document.language == language and one.document.name in material.documents:
            role = named_role(one.what, language, material)
            named.setdefault(role, set()).add(one.document.name)
    for role in sorted(filter(None, named), key=lambda name: -len(named[name])):
        yield say("ask_role", material.language, role=role), named[role]


def about_event(event: Event, kinds: Mapping[str, str], language: str) -> Iterator[Candidate]:
    """When something happened that a document is called by."""
    for citation in event.citations[:1]:
        fits = len(citation.title) <= LONGEST and not citation.title.isupper()
        if fits and kinds.get(citation.document) in TOLD_BY:
            yield say("ask_event", language, title=citation.title), {one.document for one in event.citations}


def about_decisions(material: Material) -> Iterator[Candidate]:
    """What was decided on a day."""
    days: dict[str, set[str]] = {}
    for one in material.knowledge.decisions():
        if one.document.name in material.documents and one.day and len(one.day) > len("2024-11"):
            days.setdefault(one.day, set()).add(one.document.name)
    for day in sorted(days, reverse=True):
        yield say("ask_decision", language := material.language, date=dated(day, language)), days[day]
