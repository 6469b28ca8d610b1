"""What a document tells beside its text and its metadata; a pure function of the two."""

import logging

from ingest.document import ExtractedText, Metadata
from ingest.findings.decisions import agenda, decisions, numbers
from ingest.findings.events import candidates
from ingest.findings.main import main_event, with_names
from ingest.findings.naming import bodies, names_of
from ingest.findings.pages import on_pages
from ingest.findings.reading import read
from ingest.findings.records import (
    NOTHING,
    AgendaItem,
    Body,
    Decision,
    DocumentNumber,
    Event,
    Finding,
    FindingKind,
    Findings,
    Role,
    TermMention,
    Votes,
    as_rows,
    from_rows,
)
from ingest.findings.roles import roles
from ingest.findings.terms import find_terms

__all__ = [
    "NOTHING",
    "AgendaItem",
    "Body",
    "Decision",
    "DocumentNumber",
    "Event",
    "Finding",
    "FindingKind",
    "Findings",
    "Role",
    "TermMention",
    "Votes",
    "as_rows",
    "find",
    "found_in",
    "from_rows",
]

log = logging.getLogger(__name__)
STUMBLES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError)


def found_in(text: ExtractedText, metadata: Metadata, name: str) -> Findings:
    """What `find` finds; nothing where it stumbles over what nobody foresaw, which is no reason to refuse the
    document of that name."""
    try:
        return find(text, metadata)
    except STUMBLES as error:
        log.warning("nothing found in %s: %r", name, error)
        return NOTHING


def find(text: ExtractedText, metadata: Metadata) -> Findings:
    """What the text tells, dates in it taken from the document's.

    Called where the file is read, in a worker process as a rule, and again where a user overrules the
    metadata.
    """
    sentences = read(text, metadata)
    told = list(candidates(sentences, text.text, metadata.kind == "plan"))
    decided = list(decisions(sentences, metadata))
    main, instead = main_event(sentences, told, text, metadata)
    starts = {start for one in told for start in (one.sentence.start, one.event.start)}
    names = names_of(sentences, starts, metadata.language)
    found = Findings(
        events=tuple(with_names(told, main, instead, decided, sentences, names)),
        roles=tuple(role for one in sentences for role in roles(one, names.get(one.start, ()))),
        bodies=tuple(bodies(sentences, names)),
        decisions=tuple(decided),
        agenda=tuple(agenda(sentences)),
        numbers=tuple(numbers(sentences, metadata)),
        terms=find_terms(text, metadata),
    )
    return on_pages(found, text.pages)
