"""What a document tells beside its text and its metadata; a pure function of the two."""

from ingest.document import ExtractedText, Metadata
from ingest.findings.events import candidates
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
    "from_rows",
]


def find(text: ExtractedText, metadata: Metadata) -> Findings:
    """What the text tells, dates in it taken from the document's.

    Called where the file is read, in a worker process as a rule, and again where a user overrules the
    metadata.
    """
    sentences = read(text, metadata)
    found = list(candidates(sentences, text.text, metadata.kind == "plan"))
    terms = find_terms(text, metadata)
    return Findings(terms=terms, events=tuple(one.event for one in found))
