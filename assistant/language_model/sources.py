"""The numbered evidence that a language model writes from."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from llama_index.core.schema import NodeWithScore, TextNode

from assistant.hostile import orders
from ingest.document import ExtractedText, Language, Span
from ingest.passages import page_at
from ingest.sentences import sentence_spans

LONGEST = 2400
"""Code points up to which overlapping passages of a document are read as one."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a document's extracted text under the number that it is cited by."""

    n: int
    """From 1."""
    document: str
    title: str
    date: str | None
    language: Language
    start: int
    """Offset of `text` in the document's extracted text."""
    text: str
    pages: tuple[Span, ...] = ()
    """Of the document's extracted text."""

    @property
    def end(self) -> int:
        """Offset behind `text`."""
        return self.start + len(self.text)

    def page_of(self, offset: int) -> int | None:
        """Page of an offset in the document's extracted text, from 1; None where it has no pages."""
        return page_at(self.pages, offset)

    def sentences(self) -> list[Span]:
        """Spans within `text` of the sentences that may count as evidence."""
        return [
            (start, end)
            for start, end in sentence_spans(self.text, self.language)
            if not orders(self.text[start:end])
        ]

    def shown(self) -> str:
        """What the model is given: what speaks to machines is left out, and nothing in it looks like a number
        to cite."""
        kept = " ".join(" ".join(self.text[start:end].split()) for start, end in self.sentences())
        return re.sub(r"[\[【](\d+)[\]】]", r"(\1)", kept)


def sources_of(
    hits: Sequence[NodeWithScore], text_of: Callable[[str], ExtractedText], most: int
) -> list[Source]:
    """The best `most` stretches of the passages found, in their order; passages that overlap become one."""
    found: list[Source] = []
    for hit in hits:
        new = _source(cast(TextNode, hit.node), text_of)
        for i, known in enumerate(found):
            if joined := _joined(known, new, text_of):
                found[i] = joined
                break
        else:
            found.append(new)
    return [replace(source, n=n) for n, source in enumerate(found[:most], 1)]


def _source(node: TextNode, text_of: Callable[[str], ExtractedText]) -> Source:
    meta = node.metadata
    return Source(
        n=0,
        document=meta["document"],
        title=meta.get("title") or meta["document"],
        date=meta.get("date"),
        language=cast(Language, meta.get("language") or "und"),
        start=node.start_char_idx or 0,
        text=node.text,
        pages=text_of(meta["document"]).pages,
    )


def _joined(one: Source, other: Source, text_of: Callable[[str], ExtractedText]) -> Source | None:
    if one.document != other.document or other.start > one.end or one.start > other.end:
        return None
    start, end = min(one.start, other.start), max(one.end, other.end)
    if end - start > LONGEST:
        return None
    return replace(one, start=start, text=text_of(one.document).text[start:end])
