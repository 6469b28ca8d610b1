"""What a document tells beside its text and its metadata; a pure function of the two."""

import logging

from ingest.document import ExtractedText, Metadata
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
    # Its rules take a tenth of a second to load: whoever only asks what was found does not wait for them.
    from ingest.findings.finding import find_all  # noqa: PLC0415

    return find_all(text, metadata)
