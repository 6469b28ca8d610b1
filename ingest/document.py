"""The few types that carry a file from disk to passages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]
"""Start and end offsets in code points of an extracted text, end exclusive."""

BlockKind = Literal["heading", "paragraph", "list-item", "table-row"]

Language = Literal["ru", "en", "uz", "kk", "ky", "tg", "und"]
LANGUAGES: tuple[Language, ...] = ("ru", "en", "uz", "kk", "ky", "tg")

Kind = Literal[
    "press-release",
    "announcement",
    "minutes",
    "report",
    "charter",
    "plan",
    "review",
    "guide",
    "letter",
    "interview",
    "order",
    "correction",
    "reprint",
    "other",
]

DateSource = Literal["text", "html-meta", "docx-properties", "pdf-metadata", "file-name", "user"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of extracted text that belongs together."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Depth of a heading, 1 for the title; 0 for everything else."""


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """What a reader takes from a file.

    `text` is the only text anyone quotes from: every offset in the product points into it.
    """

    text: str
    blocks: tuple[Block, ...]
    """In reading order, without overlap; the white space between them belongs to none."""
    pages: tuple[Span, ...] = ()
    """One span a page; empty where the format has no pages."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """What the file says of itself: `title`, `date` and the like, keyed by where it stood
    (`html-meta:date`)."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found out about a document as a whole."""

    title: str
    language: Language
    kind: Kind = "other"
    date: str | None = None
    """ISO 8601, as precise as is known: `2024-11-27`, `2024-11`, `2024`; None where nothing tells."""
    date_source: DateSource | None = None
