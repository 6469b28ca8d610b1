"""What a document tells beside its text and its metadata; a pure function of the two."""

from ingest.document import ExtractedText, Metadata
from ingest.findings.events import candidates
from ingest.findings.reading import read
from ingest.findings.records import NOTHING, Event, Findings

__all__ = ["NOTHING", "Event", "Findings", "find"]


def find(text: ExtractedText, metadata: Metadata) -> Findings:
    """What the text tells, dates in it taken from the document's.

    Called where the file is read, in a worker process as a rule, and again where a user overrules the
    metadata.
    """
    sentences = read(text, metadata)
    found = list(candidates(sentences, text.text, metadata.kind == "plan"))
    return Findings(events=tuple(one.event for one in found))
