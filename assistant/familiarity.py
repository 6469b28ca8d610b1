"""How rare words are in an archive: what every document says tells little about any one of them."""

import numpy as np

from assistant.evidence import Matrix
from index.reading import Passages

TRUSTED = 40
"""Passages at which an archive's own count weighs half."""
SAME = 0.55
"""Cosine from which on a passage begins to count as having a word."""


def rarity(vectors: Matrix, usual: Passages | None) -> Matrix:
    """0 (in every passage) to 1 (in none) for unit vectors of words; 1 where there are no passages.

    `usual` is a sample of the archive's passages.
    """
    if usual is None or not len(vectors):
        return np.ones(len(vectors), np.float32)
    starts, ends = usual.offsets[: len(usual)], usual.offsets[1 : len(usual) + 1]
    starts = starts[starts < ends]
    if not len(starts):
        return np.ones(len(vectors), np.float32)
    found = np.maximum(vectors @ usual.vectors.T, 0.0)
    best = np.maximum.reduceat(found[:, usual.running[: usual.offsets[len(usual)]]], starts, axis=1)
    having = np.clip((best - SAME) / (1 - SAME), 0.0, 1.0).sum(axis=1)
    count = len(starts)
    rare = np.log1p((count - having + 0.5) / (having + 0.5)) / np.log1p((count + 0.5) / 0.5)
    trust = count / (count + TRUSTED)
    return np.asarray(1 - trust + trust * rare, np.float32)
