"""How alike two texts are, and which of many are worth comparing: shingles of words and their sketches."""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Sketch = NDArray[np.uint32]
"""The least hash of a text's shingles under each of `ROWS * BANDS` orders (MinHash, Broder 1997)."""

WORDS_IN_SHINGLE = 3
LEAST_SHINGLES = 20
"""Shorter texts have too little of their own to be copies of anything."""
ROWS, BANDS = 3, 21
"""Two texts that share half of their shingles meet in a band 94 times of 100, those that share 2 % in no
two of 10,000."""
ALIKE = 0.5
"""Share of the shingles of the shorter text that the longer has too, from which they are near copies."""
LENGTHS = 3.0
"""Times that the longer may be as long: beyond it one quotes the other, or collects many."""

_WORD = re.compile(r"[^\W_]+")
_random = np.random.default_rng(20240527)
_FACTORS = _random.integers(1, 2**63, ROWS * BANDS, dtype=np.uint64) | np.uint64(1)
_TERMS = _random.integers(0, 2**63, ROWS * BANDS, dtype=np.uint64)
_IN_SHINGLE = np.array([1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)


@lru_cache(200_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode())


def shingles(text: str) -> NDArray[np.uint64]:
    """Hashes of the runs of three words of a text, each once, in order of size."""
    words = np.fromiter(map(_hash, _WORD.findall(text.casefold())), np.uint64)
    count = len(words) - WORDS_IN_SHINGLE + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    runs = np.zeros(count, np.uint64)
    for place in range(WORDS_IN_SHINGLE):
        runs += words[place : place + count] * _IN_SHINGLE[place]
    return np.unique(runs)


def sketch(found: NDArray[np.uint64]) -> Sketch | None:
    """Sketch of a text of these shingles; None where they are too few to tell."""
    if len(found) < LEAST_SHINGLES:
        return None
    least = np.full(len(_FACTORS), np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(found), 4096):  # a long report would take hundreds of megabytes at once
        some = found[start : start + 4096]
        least = np.minimum(least, (some[:, None] * _FACTORS + _TERMS).min(axis=0))
    return (least >> np.uint64(32)).astype(np.uint32)


def share(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """Share of the shorter text's shingles that the longer has too, 0 to 1; 0 where one is far longer."""
    short, long = sorted((len(one), len(other)))
    if short < LEAST_SHINGLES or long > LENGTHS * short:
        return 0.0
    return len(np.intersect1d(one, other, assume_unique=True)) / short


class Sketches:
    """Sketches by document, met by bands."""

    def __init__(self) -> None:
        self._bands: dict[bytes, list[int]] = defaultdict(list)

    def add(self, document: int, found: Sketch) -> None:
        """Take one in."""
        for band in _bands(found):
            self._bands[band].append(document)

    def like(self, found: Sketch) -> set[int]:
        """Documents that may be near copies of one with this sketch."""
        return {document for band in _bands(found) for document in self._bands.get(band, ())}


def _bands(found: Sketch) -> Iterator[bytes]:
    for band in range(BANDS):
        yield bytes([band]) + found[band * ROWS : (band + 1) * ROWS].tobytes()


def groups(pairs: Sequence[tuple[int, int]]) -> list[set[int]]:
    """Documents that are tied by pairs, directly or through others."""
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        together = found.get(one, {one}) | found.get(other, {other})
        for document in together:
            found[document] = together
    return list({id(group): group for group in found.values()}.values())
