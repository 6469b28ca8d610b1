"""What every reader shares: bytes in, extracted text out."""

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document
from pydantic import BaseModel

from ingest.document import Block, BlockKind, ExtractedText, Span
from ingest.errors import Refusal
from ingest.settings import IngestSettings

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff\x00-\x08\x0e-\x1f\x7f]")
SPACES = re.compile(r"\s+")
CELL_BREAK = " | "


def clean(text: str) -> str:
    """One line of text: composed characters, single spaces, nothing invisible."""
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


class TextBuilder:
    """Puts blocks one after another and keeps their offsets.

    A blank line divides blocks; rows of a table and items of a list stand on lines of their own.
    """

    def __init__(self, max_characters: int = 0) -> None:
        self._max = max_characters
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    @property
    def blocks(self) -> list[Block]:
        """Blocks so far."""
        return self._blocks

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """Append a block; one without any visible character is left out."""
        text = clean(text)
        if not text:
            return
        if self._blocks:
            last = self._blocks[-1].kind
            gap = "\n" if last == kind and kind in {"list-item", "table-row"} else "\n\n"
            self._parts.append(gap)
            self._length += len(gap)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._max and self._length > self._max:
            raise Refusal("too-large", limit=self._max, unit="characters")
        self._blocks.append(Block(kind, start, self._length, level))

    def add_row(self, cells: list[str]) -> None:
        """Append a row of a table as `cell | cell | cell`; a row of empty cells is left out."""
        texts = [clean(cell) for cell in cells]
        if any(texts):
            self.add("table-row", CELL_BREAK.join(texts).rstrip(" |"))

    def build(
        self, pages: tuple[Span, ...] = (), properties: Mapping[str, str] | None = None
    ) -> ExtractedText:
        """The whole of it."""
        return ExtractedText("".join(self._parts), tuple(self._blocks), pages, dict(properties or {}))


class FormatReader(BaseReader, BaseModel):
    """Reads one format. A pure function of the bytes, so it can run in any process."""

    settings: IngestSettings = IngestSettings()

    @abstractmethod
    def extract(self, data: bytes) -> ExtractedText:
        """Text of the file; raises `Refusal` where there is none to be had."""

    def load_data(
        self, file: Path | str, extra_info: dict[str, Any] | None = None, **_: Any
    ) -> list[Document]:
        """One `Document` of the file's text."""
        return [as_document(self.extract(Path(file).read_bytes()), extra_info)]

    def builder(self) -> TextBuilder:
        """An empty builder under this reader's limits."""
        return TextBuilder(self.settings.max_characters)


LAYOUT_KEYS = ["blocks", "pages"]


def as_document(extracted: ExtractedText, extra_info: Mapping[str, Any] | None = None) -> Document:
    """A LlamaIndex document that remembers its blocks and pages, unseen by models."""
    layout = {
        "blocks": [[block.kind, block.start, block.end, block.level] for block in extracted.blocks],
        "pages": [list(page) for page in extracted.pages],
    }
    return Document(
        text=extracted.text,
        metadata={**(extra_info or {}), **layout},
        excluded_embed_metadata_keys=LAYOUT_KEYS,
        excluded_llm_metadata_keys=LAYOUT_KEYS,
    )
