"""Obviously right stand-ins: a model in which a word is near itself and nothing else."""

import zlib
from collections.abc import Sequence

import numpy as np
from llama_index.core.schema import NodeWithScore, TextNode
from numpy.typing import NDArray

from index import tokens
from ingest.document import Block, ExtractedText, Metadata
from ingest.passages import PassageParser

DIMENSION = 512


class PlainWords:
    """Words by their lemma; each has a fixed random direction, so different ones hardly meet."""

    def tokens(self, text: str) -> list[str]:
        folded = tokens.fold(text)
        return [tokens.lemma(word) or tokens.uzbek_latin(word) for word in tokens.words(folded)]

    def token_vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        rows = [np.random.default_rng(zlib.crc32(word.encode())).normal(size=DIMENSION) for word in words]
        table = np.array(rows, np.float32).reshape(-1, DIMENSION)
        return table / np.linalg.norm(table, axis=1, keepdims=True)

    def rarity(self, words: Sequence[str]) -> NDArray[np.float32]:
        return np.array([0.1 if len(word) < 3 else 1.0 for word in words], np.float32)


def hits_of(name: str, text: ExtractedText, metadata: Metadata) -> list[NodeWithScore]:
    """All passages of a document, as if search had found them."""
    nodes: list[TextNode] = PassageParser().passages(name, text, metadata)
    return [NodeWithScore(node=node, score=1.0) for node in nodes]


def paragraphs(text: str) -> ExtractedText:
    """A text whose paragraphs are its lines."""
    blocks, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(Block("paragraph", start, start + len(line.rstrip())))
        start += len(line)
    return ExtractedText(text, tuple(blocks))


def rows(text: str) -> ExtractedText:
    """A text whose first line is a heading and whose others are the rows of a table."""
    plain = paragraphs(text)
    first, *others = plain.blocks
    kinds = [
        Block("heading", first.start, first.end, 1),
        *(Block("table-row", b.start, b.end) for b in others),
    ]
    return ExtractedText(text, tuple(kinds))
