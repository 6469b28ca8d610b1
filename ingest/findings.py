"""What a document tells beside its text and its metadata; a pure function of the two."""

from dataclasses import dataclass

from ingest.document import ExtractedText, Metadata


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in one document; plain data, for it comes from a worker process."""


NOTHING = Findings()


def find(text: ExtractedText, metadata: Metadata) -> Findings:
    """What the text tells, dates in it taken from the document's.

    Called where the file is read, in a worker process as a rule, and again where a user overrules the
    metadata.
    """
    return NOTHING
