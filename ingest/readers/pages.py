"""Paragraphs that stand on pages into extracted text."""

from collections.abc import Mapping

from ingest.document import ExtractedText, Span
from ingest.readers.base import TextBuilder
from ingest.readers.pdf_layout import Paragraph


def build_pages(
    builder: TextBuilder, found: list[Paragraph], count: int, properties: Mapping[str, str]
) -> ExtractedText:
    """Text with a span for every page, from 0 to `count`."""
    starts: dict[int, int] = {}
    for paragraph in found:
        before = len(builder.blocks)
        builder.add(paragraph.kind, paragraph.text, paragraph.level)
        if len(builder.blocks) > before:
            start = builder.blocks[-1].start
            for offset, page in paragraph.pages:
                starts.setdefault(page, start + offset)
    spans: list[Span] = []
    end = builder.length
    for page in reversed(range(count)):
        start = starts.get(page, end)
        spans.append((start, end))
        end = start
    return builder.build(tuple(reversed(spans)), properties)
