"""What can be told about a document as a whole."""

from pathlib import Path

from ingest.document import ExtractedText, Metadata
from ingest.kind import find_kind
from ingest.language import detect_language
from ingest.publication import find_publication
from ingest.title import find_title


def describe(text: ExtractedText, path: Path) -> Metadata:
    """Title, language, kind and date of publication of an extracted text; `path` is only a name."""
    published = find_publication(text, path)
    title = find_title(text, path, published.lines)
    opening = [text.text[block.start : block.end] for block in text.blocks[:16] if block.kind != "table-row"]
    return Metadata(
        title=title,
        language=detect_language(text.text),
        kind=find_kind(
            title,
            opening,
            suffix=path.suffix.lower(),
            sections=sum(block.kind == "heading" for block in text.blocks[1:]),
        ),
        date=published.date,
        date_source=published.source,
    )
