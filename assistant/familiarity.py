"""How rare words are in an archive: what every document says tells little about any one of them."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from llama_index.core.schema import TextNode

from assistant.evidence import Matrix, Words
from index.filters import Filters

SAMPLE = 400
"""Passages from which the usual is learnt."""
TRUSTED = 40
"""Passages at which an archive's own count weighs half."""
SAME = 0.55
"""Cosine from which on a passage begins to count as having a word."""


class Passages(Protocol):
    """What is needed of an archive."""

    @property
    def generation(self) -> int:
        """Grows with every change."""
        ...

    def passages(self, ids: Sequence[str]) -> list[TextNode]:
        """Passages of these ids."""
        ...

    def passage_ids(self, filters: Filters) -> list[str]:
        """Ids of the passages that filters let through."""
        ...


@dataclass(frozen=True, slots=True)
class _Sample:
    generation: int
    count: int
    vectors: Matrix
    """One row a distinct token."""
    rows: np.ndarray
    """Rows of the running tokens."""
    starts: np.ndarray
    """Where each passage that has tokens begins among them."""


class Familiarity:
    """Rarity of words in one archive, learnt anew when it changes. Safe for many threads."""

    def __init__(self, archive: Passages, words: Words) -> None:
        self._archive = archive
        self._words = words
        self._lock = threading.Lock()
        self._sample: _Sample | None = None

    def rarity(self, vectors: Matrix) -> Matrix:
        """0 (in every passage) to 1 (in none) for unit vectors of words; 1 where there are no passages."""
        sample = self._read()
        if not sample.count or not len(vectors):
            return np.ones(len(vectors), np.float32)
        found = np.maximum(vectors @ sample.vectors.T, 0.0)
        best = np.maximum.reduceat(found[:, sample.rows], sample.starts, axis=1)
        having = np.clip((best - SAME) / (1 - SAME), 0.0, 1.0).sum(axis=1)
        count = len(sample.starts)
        rare = np.log1p((count - having + 0.5) / (having + 0.5)) / np.log1p((count + 0.5) / 0.5)
        trust = count / (count + TRUSTED)
        return np.asarray(1 - trust + trust * rare, np.float32)

    def _read(self) -> _Sample:
        generation = self._archive.generation
        sample = self._sample
        if sample is None or sample.generation != generation:
            with self._lock:
                sample = self._sample
                if sample is not None and sample.generation == generation:
                    return sample  # another thread has learnt it meanwhile
                # Ids are random, so the first in order are a sample.
                ids = sorted(self._archive.passage_ids(Filters()))[:SAMPLE]
                tokens = [self._words.tokens(node.text) for node in self._archive.passages(ids)]
                sample = self._sample = _sampled(generation, [row for row in tokens if row], self._words)
        return sample


def _sampled(generation: int, tokens: Sequence[Sequence[str]], words: Words) -> _Sample:
    row_of = {token: k for k, token in enumerate(dict.fromkeys(token for row in tokens for token in row))}
    distinct = tuple(row_of)
    rows = np.array([row_of[token] for row in tokens for token in row], np.int64)
    lengths = [len(row) for row in tokens]
    starts = (
        np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64) if lengths else np.zeros(0, np.int64)
    )
    vectors = words.token_vectors(distinct) if distinct else np.zeros((0, 1), np.float32)
    return _Sample(generation, len(tokens), vectors, rows, starts)
