"""A model that remembers how it cut texts: questions meet the same sentences again and again."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.evidence import Matrix, Words

TEXTS = 30_000
"""Texts whose tokens are kept; some 500 bytes each."""


class RememberedWords:
    """Another model's words, each text cut once. Safe for many threads."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._tokens = lru_cache(maxsize=TEXTS)(words.tokens)

    def tokens(self, text: str) -> list[str]:
        """The words of a text in the model's form; not to be changed."""
        return self._tokens(text)

    def token_vectors(self, tokens: Sequence[str]) -> Matrix:
        """Unit rows, one a token."""
        return self._words.token_vectors(tokens)

    def rarity(self, tokens: Sequence[str]) -> Matrix:
        """0 (everywhere) to 1 (rare), one a token."""
        return self._words.rarity(tokens)
