"""Names of one thing in different languages, told by their meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.terms.wording import base_form
from ingest.document import Language

ALIKE = 0.45
"""Cosine of two names from which on they may be one thing's, if each is the other's nearest.

Of 45 pairs of names in Russian with each other language, 23 to 35 pass and none of them wrongly."""
ALIKE_NUMBERED = 0.25
"""The same for things that bear one number: РГ-4, WG-4."""
LEAST_WORDS = 2
MOST = 4000
"""Names compared: each with each, which takes 64 MB."""


class Embedder(Protocol):
    """Unit rows for texts."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""


@dataclass(frozen=True, slots=True)
class Side:
    """A term as it is compared: its names, the number it bears."""

    names: tuple[tuple[Language, str], ...]
    number: str | None = None


def aligned(sides: Sequence[Side], embedder: Embedder) -> list[tuple[int, int]]:
    """Pairs of terms without a language in common that are each other's nearest and near enough."""
    rows = [
        (number, language, base_form(name, language))
        for number, side in enumerate(sides)
        for language, name in side.names
        if len(name.split()) >= LEAST_WORDS
    ][:MOST]
    if len({language for _, language, _ in rows}) < LEAST_WORDS:
        return []
    vectors = np.asarray(embedder.embed([name for _, _, name in rows]), np.float32)
    owners = np.array([number for number, _, _ in rows])
    pairs: list[tuple[float, int, int]] = []
    languages = np.array([language for _, language, _ in rows])
    for one in sorted(set(languages)):
        for other in sorted(set(languages)):
            if one < other:
                pairs += _nearest(vectors, owners, languages == one, languages == other, sides)
    taken: dict[int, set[Language]] = {}
    found = []
    for _, a, b in sorted(pairs, reverse=True):
        ours = taken.setdefault(a, {language for language, _ in sides[a].names})
        theirs = taken.setdefault(b, {language for language, _ in sides[b].names})
        if ours is not theirs and ours.isdisjoint(theirs):
            ours |= theirs
            for number, held in list(taken.items()):
                if held is theirs:
                    taken[number] = ours
            taken[b] = ours
            found.append((a, b))
    return found


def _nearest(
    vectors: NDArray[np.float32],
    owners: NDArray[np.int64],
    ones: NDArray[np.bool_],
    others: NDArray[np.bool_],
    sides: Sequence[Side],
) -> list[tuple[float, int, int]]:
    left, right = np.flatnonzero(ones), np.flatnonzero(others)
    near = vectors[left] @ vectors[right].T
    numbers = np.array([sides[owner].number or "" for owner in owners])
    near[numbers[left][:, None] != numbers[right][None, :]] = -1.0
    best, back = near.argmax(axis=1), near.argmax(axis=0)
    found = []
    for i, j in enumerate(best):
        least = ALIKE_NUMBERED if numbers[left[i]] else ALIKE
        if back[j] == i and near[i, j] >= least:
            found.append((float(near[i, j]), int(owners[left[i]]), int(owners[right[j]])))
    return found
