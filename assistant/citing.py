"""A place in a document as a citation."""

from assistant.answer import Citation
from index.records import Document
from ingest.document import ExtractedText
from ingest.passages import page_of

UNNUMBERED = 0
"""Stands for a citation's number until those of an answer or a briefing are numbered."""


def citation_of(
    document: Document, text: ExtractedText, start: int, end: int, n: int = UNNUMBERED
) -> Citation:
    """What stands from `start` to `end` of a document's extracted text, word for word, and on which page."""
    return Citation(
        n=n,
        document=document.name,
        title=document.title,
        date=document.date,
        page=page_of(text, start),
        quote=text.text[start:end],
        start=start,
        end=end,
    )
