"""Whether extracted text is words, or what a font without a character map leaves of them."""

import math
import re
from collections import Counter

from ingest.language import APOSTROPHES, CYRILLIC, LATIN, letter_pairs
from ingest.script import is_cyrillic, is_mixed

SAMPLE = 3000
"""Characters looked at."""
ENOUGH = 60
"""Letters under which nothing can be told."""
STRANGE_SHARE = 0.08
"""Share of signs from no alphabet (private use, replacement, control) that no text has."""
MIXED_SHARE = 0.3
"""Share of words with letters of two alphabets that no text has."""
UNLIKELY = -8.9
"""Mean log probability of a letter pair, in nats, below which letters are of no language we know."""
UNSEEN = math.log(0.3 / 100_000)
"""Log probability of a pair that the language does not have."""
WORD = re.compile(r"[^\W\d_]+(?:‘[^\W\d_]*)*")


def is_legible(text: str) -> bool:
    """False for text that shows signs of no alphabet, mixes alphabets or is of no known language.

    Too little text to tell, and text in an alphabet that is not ours, is legible.
    """
    sample = text[:SAMPLE].translate(APOSTROPHES)
    signs = [c for c in sample if not c.isspace()]
    if len(signs) < ENOUGH:
        return True
    if sum(is_strange(c) for c in signs) > STRANGE_SHARE * len(signs):
        return False
    words = [word for word in WORD.findall(sample) if len(word) > 2]
    if sum(map(len, words)) < ENOUGH:
        return True
    if sum(map(is_mixed, words)) > MIXED_SHARE * len(words):
        return False
    return likelihood(words) > UNLIKELY


def is_strange(char: str) -> bool:
    """Whether a sign belongs to no text: private use, replacement, controls."""
    return (
        "\ue000" <= char <= "\uf8ff"
        or char in "\ufffd\ufffe\uffff"
        or (char < " " and char not in "\t\n\r\f")
    )


def likelihood(words: list[str]) -> float:
    """Mean log probability of the letter pairs, in nats, in the language of ours that they suit best.

    0 for words in neither Cyrillic nor Latin letters.
    """
    letters = [c for word in words for c in word]
    cyrillic = sum(map(is_cyrillic, letters))
    latin = sum(c < "\u0250" for c in letters)
    if cyrillic + latin < len(letters) / 2:
        return 0.0
    pairs = Counter(pair for word in words for pair in letter_pairs(word.lower()))
    total = sum(pairs.values())
    tables = (CYRILLIC if cyrillic > latin else LATIN).values()
    return max(sum(n * known.get(pair, UNSEEN) for pair, n in pairs.items()) / total for known in tables)
