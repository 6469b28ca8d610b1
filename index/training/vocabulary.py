"""Which tokens the model has rows for, how frequent they are, and what is known of them beforehand."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import tokens as words
from index.training.data import Pair
from index.training.teacher import common_english

Floats = NDArray[np.float32]

MIN_MARKED = 2
"""A Cyrillic form of a text that is not Russian gets a row from so many occurrences on."""
RUSSIAN_LEMMAS = 60_000
"""Most frequent lemmas of Russian news that get a row even where no training text has them."""
RARE = 1e-3
"""A word of this probability weighs one half."""


@dataclass(frozen=True)
class Vocabulary:
    """Tokens with a row, in order."""

    tokens: list[str]
    probability: Floats
    """[tokens] share of running text, in the language where the token is most frequent."""
    russian: Floats
    """[tokens, 300] unit vector of the lemma in Russian news, zero where there is none."""
    is_english: NDArray[np.bool_]
    """[tokens] English texts or the teacher's vocabulary have the word."""
    forms: dict[str, str]
    """Inflected Russian form to its lemma."""


@cache
def news_vectors() -> Any:
    """Navec vectors of 250,000 Russian word forms, as the natasha package carries them (extra `train`)."""
    import natasha  # noqa: PLC0415
    from navec import Navec  # noqa: PLC0415

    folder = Path(natasha.__file__).parent / "data" / "emb"
    return Navec.load(str(next(folder.glob("navec_news*.tar"))))


def texts_by_language(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    """Every distinct text once."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        found[pair.left_language].add(pair.left)
        found[pair.right_language].add(pair.right)
    return found


def text_keys(text: str, vocabulary: Iterable[str] | dict[str, int] | set[str]) -> list[str]:
    """Tokens of a text, given the tokens that have rows."""
    folded = words.fold(text)
    found = words.words(folded)
    foreign = words.is_foreign(folded)
    return [_key(word, foreign, vocabulary) for word in found]


_keys: dict[tuple[int, bool, str], str] = {}


def _key(word: str, foreign: bool, vocabulary: Any) -> str:
    remembered = (id(vocabulary), foreign, word)
    if remembered not in _keys:
        _keys[remembered] = words.key(word, foreign, vocabulary)
    return _keys[remembered]


def build(pairs: list[Pair]) -> Vocabulary:
    """The vocabulary of training texts, frequent Russian lemmas and the teacher's English words."""
    texts = texts_by_language(pairs)
    base = _surface_forms(texts)
    english = common_english()
    base.update(english)
    forms, lemma_counts, lemma_vectors = _russian_news(base)
    shares = {language: _shares(found, base) for language, found in texts.items() if language != "ru"}
    used = {token for found in texts.values() for text in found for token in text_keys(text, base)}
    frequent = [lemma for lemma, _ in lemma_counts.most_common(RUSSIAN_LEMMAS)]
    tokens = sorted(t for t in used.union(frequent, english) if not t[0].isdigit())
    ranks = {word: rank for rank, word in enumerate(english)}
    total = sum(lemma_counts.values())

    def probability(token: str) -> float:
        candidates = [found.get(token, 0.0) for language, found in shares.items() if language != "en"]
        candidates.append(lemma_counts[token] / total)
        in_english = shares.get("en", {}).get(token, 0.0)
        candidates.append(0.08 / (2 + ranks[token]) if token in ranks else min(in_english, 2e-5))
        return max(candidates)

    has_row = set(tokens)
    return Vocabulary(
        tokens,
        np.array([probability(token) for token in tokens], np.float32),
        np.stack([lemma_vectors.get(token, np.zeros(300, np.float32)) for token in tokens]),
        np.array([token in ranks or token in shares.get("en", {}) for token in tokens]) & _ascii(tokens),
        {form: lemma for form, lemma in forms.items() if lemma in has_row and form != lemma},
    )


def _ascii(tokens: list[str]) -> NDArray[np.bool_]:
    return np.array([token.isascii() for token in tokens])


def _surface_forms(texts: dict[str, set[str]]) -> set[str]:
    """Latin forms, and Cyrillic forms of texts that are not Russian, marked."""
    latin: set[str] = set()
    marked: Counter[str] = Counter()
    for language, found in texts.items():
        for text in found:
            folded = words.fold(text)
            listed = words.words(folded)
            foreign = language != "ru" and words.is_foreign(folded)
            for word in listed:
                if not words.CYRILLIC_START.match(word) and not words.FOREIGN_LETTER.match(word):
                    latin.add(word)
                elif foreign:
                    marked[words.FOREIGN + word] += 1
    return latin | {word for word, count in marked.items() if count >= MIN_MARKED}


def _shares(texts: set[str], base: set[str]) -> dict[str, float]:
    counts = Counter(token for text in texts for token in text_keys(text, base))
    total = sum(counts.values())
    return {token: count / total for token, count in counts.items()}


def _russian_news(base: set[str]) -> tuple[dict[str, str], Counter[str], dict[str, Floats]]:
    """Lemma of each news form; count and vector of each lemma."""
    news = news_vectors()
    forms: dict[str, str] = {}
    counts: Counter[str] = Counter()
    sums: dict[str, Floats] = {}
    for form, count in zip(news.vocab.words, news.vocab.counts, strict=True):
        if not words.CYRILLIC_START.match(form) or not form.isalpha():
            continue
        lemma = words.lemma(form) or form.replace("ё", "е")
        forms[form] = lemma
        counts[lemma] += count
        vector = news[form] / np.linalg.norm(news[form])
        weight = np.float32(count * (20 if form.replace("ё", "е") == lemma else 1))
        sums[lemma] = sums.get(lemma, np.zeros(300, np.float32)) + weight * vector.astype(np.float32)
    return forms, counts, {lemma: vector / np.linalg.norm(vector) for lemma, vector in sums.items()}
