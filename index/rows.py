"""Rows of the catalogue's tables, and what they stand for."""

from collections.abc import Sequence
from typing import Any

from llama_index.core.schema import TextNode
from sqlalchemy import Row

from index.records import Document, date_span
from ingest.document import Block, ExtractedText

OF_DOCUMENT = ("document", "title", "date", "kind")
"""Metadata of a passage that its document knows; the rest is kept with the passage."""


def document_of(row: Row[Any]) -> Document:
    """What is known of a file."""
    return Document(**{name: getattr(row, name) for name in Document.__slots__})


def row_of(document: Document) -> dict[str, Any]:
    """The other way."""
    values = {name: getattr(document, name) for name in Document.__slots__}
    first, last = date_span(document.date)
    return {**values, "first_day": first, "last_day": last, "reason_values": document.reason_values or {}}


def text_of(row: Row[Any]) -> ExtractedText:
    """A text with its blocks and pages."""
    blocks = tuple(Block(*block) for block in row.blocks)
    return ExtractedText(row.text, blocks, tuple((a, b) for a, b in row.pages), row.properties)


def text_row(text: ExtractedText) -> dict[str, Any]:
    """The other way."""
    return {
        "text": text.text,
        "blocks": [[b.kind, b.start, b.end, b.level] for b in text.blocks],
        "pages": [list(page) for page in text.pages],
        "properties": dict(text.properties),
    }


def passage_of(row: Row[Any]) -> TextNode:
    """A passage, with what its document knows."""
    return TextNode(
        id_=row.id,
        text=row.text,
        start_char_idx=row.start,
        end_char_idx=row.end,
        metadata={**{key: getattr(row, key) for key in OF_DOCUMENT}, **row.metadata},
    )


def passage_rows(document: int | None, nodes: Sequence[TextNode]) -> list[dict[str, Any]]:
    """The other way, in reading order."""
    return [
        {
            "id": node.node_id,
            "document": document,
            "position": position,
            "start": node.start_char_idx,
            "end": node.end_char_idx,
            "page": node.metadata.get("page"),
            "text": node.text,
            "metadata": {k: v for k, v in node.metadata.items() if k not in OF_DOCUMENT},
        }
        for position, node in enumerate(nodes)
    ]
