"""How alike two events are by what they are called, whatever the language."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Words

Matrix = NDArray[np.float32]
QUOTED = re.compile(r"[«“\"„]([^«»“”\"„\n]{3,80})[»”\"]")


def directions(titles: Sequence[str], words: Words) -> Matrix:
    """Unit rows, one a title: the sum of its words' vectors by their rarity."""
    read = [words.tokens(title) for title in titles]
    known = sorted({token for tokens in read for token in tokens})
    if not known:
        return np.zeros((len(titles), 1), np.float32)
    vectors, rarity = words.token_vectors(known), np.asarray(words.rarity(known), np.float32).reshape(-1, 1)
    weighed = vectors * rarity
    place = {token: number for number, token in enumerate(known)}
    rows = np.zeros((len(titles), vectors.shape[1]), np.float32)
    for number, tokens in enumerate(read):
        if tokens:
            rows[number] = weighed[[place[token] for token in set(tokens)]].sum(axis=0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def names_in(text: str) -> frozenset[str]:
    """What stands in quotes: names of events and of those who held them."""
    return frozenset(name.casefold().strip(" .,") for name in QUOTED.findall(text))
