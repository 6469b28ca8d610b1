"""Weighted sums of token vectors, text by text."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FEW = 100_000
"""Tokens up to which numpy is quick enough: scipy is, but takes a tenth of a second to import."""
_AT_ONCE = 4096
"""Tokens whose vectors are laid side by side."""


def sums(vectors: Floats, factors: Floats, places: NDArray[Any], offsets: NDArray[Any]) -> Floats:
    """[texts, dim] of `vectors` [distinct, dim], each text's tokens added in order.

    `places` [total] are the rows of all tokens, text after text, `factors` [total] what each counts, and
    `offsets` [texts + 1] where each text starts among them; zero for a text without tokens. Few or many, the
    sums are the same but for rounding.
    """
    if len(places) > FEW:
        from scipy.sparse import csr_array  # noqa: PLC0415

        counts = csr_array((factors, places, offsets), shape=(len(offsets) - 1, len(vectors)))
        return np.asarray(counts @ vectors, dtype=np.float32)
    found = np.zeros((len(offsets) - 1, vectors.shape[1]), np.float32)
    filled = np.flatnonzero(np.diff(offsets))
    first = 0
    while first < len(filled):
        start = offsets[filled[first]]
        last = max(int(np.searchsorted(offsets[filled + 1], start + _AT_ONCE, "right")), first + 1)
        texts = filled[first:last]
        span = slice(start, offsets[texts[-1] + 1])
        rows = factors[span, None] * vectors[places[span]]
        found[texts] = np.add.reduceat(rows, offsets[texts] - start, axis=0)
        first = last
    return found
