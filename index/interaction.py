"""Late interaction: each word of a question takes its best match in a passage.

Pure functions over arrays, whose axes are named in their docstrings. "Distinct" counts the distinct tokens of
some passages, "running" all of them in order, "windows" stretches of text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index import tokens
from index.query import QueryWord, SearchQuery
from index.reading import Floats, Ints, Passages
from index.table import TokenTable

WINDOW = 16
"""Tokens of half a stretch; a stretch is about two sentences, and stretches overlap by half."""

Run = tuple[int, ...]
"""Tokens of a word or name, as rows of a question's vectors."""


@dataclass(frozen=True)
class QueryTokens:
    """The words of a question that say something, as tokens of the table."""

    vectors: Floats
    """[tokens, dim]."""
    words: tuple[QueryWord, ...]
    """Without those that only ask or join, unless there are no others."""
    readings: tuple[tuple[tuple[Run, float], ...], ...]
    """For each word, the tokens of itself and of what else it may have been meant as, with shares."""
    names: tuple[tuple[Run, Run], ...]
    """Words (by number) that are a name, and the tokens of another name of the same thing."""
    rarity: Floats
    """[tokens] in texts at large, 0..1."""
    whole: Floats
    """[dim] unit vector of the mended question."""

    @property
    def word_rarity(self) -> Floats:
        """[words] mean rarity of a word's tokens."""
        own = [readings[0][0] for readings in self.readings]
        return np.array([float(self.rarity[list(run)].mean()) if run else 0.0 for run in own], np.float32)


def read_query(query: SearchQuery, table: TokenTable) -> QueryTokens:
    """The words of a question, of their readings and of other names as tokens."""
    texts = [" ".join(word.text for word in query.words)]  # together: the table looks at its neighbours
    texts += [text for word in query.words for text, _ in word.readings]
    texts += [name for span in query.names for name in span.others]
    batch = table.batch(texts)
    runs = iter([tuple(batch.ids[a:b].tolist()) for a, b in pairwise(batch.offsets)])
    running = iter(next(runs))
    own = [
        tuple(token for _, token in zip(tokens.words(tokens.fold(word.text)), running, strict=False))
        for word in query.words
    ]
    readings = [
        ((run, 1.0), *((next(runs), share) for _, share in word.readings))
        for run, word in zip(own, query.words, strict=True)
    ]
    says = [i for i, word in enumerate(query.words) if word.weight == 1] or list(range(len(query.words)))
    number = {old: new for new, old in enumerate(says)}
    names = [
        (tuple(number[i] for i in range(span.start, span.end) if i in number), next(runs))
        for span in query.names
        for _ in span.others
    ]
    return QueryTokens(
        batch.vectors,
        tuple(query.words[i] for i in says),
        tuple(readings[i] for i in says),
        tuple((span, name) for span, name in names if span and name),
        batch.rarity,
        table.embed([query.text])[0],
    )


@dataclass(frozen=True)
class Matches:
    """Best match, 0 to 1, of each word of a question."""

    passage: Floats
    """[words, passages] in text or context."""
    window: Floats
    """[words, windows] in one stretch of text, or in its passage's context."""
    owner: NDArray[np.int64]
    """[windows] the passage each belongs to, ascending."""


def match(
    query: QueryTokens, passages: Passages, *, context: float, same_word: float, other_name: float
) -> Matches:
    """How well each word of a question is met in every passage and stretch.

    `context` is what a match above the passage counts, against one in its text; `same_word` what another form
    of the same word counts, however far apart the table has them; `other_name` what another name counts.
    """
    count = len(passages)
    cosines = np.maximum(passages.vectors @ query.vectors.T, 0)  # [distinct, tokens]
    by_word = _single(query, passages, cosines, same_word, other_name)
    phrases, parts = _several(query, other_name)
    columns = np.hstack((by_word, cosines[:, parts])).take(passages.running, axis=0)
    above = context * _best(columns, passages.offsets[count:])
    starts, owner = _half_windows(passages.offsets[: count + 1])
    halves = _best(columns[: passages.offsets[count]], starts)
    last = np.append(owner[1:] != owner[:-1], True) if len(owner) else np.zeros(0, np.bool_)
    joined = halves.copy()
    joined[~last] = np.maximum(halves[~last], halves[1:][~last[:-1]])
    of_passage = np.append(np.searchsorted(owner, np.arange(count)), len(owner))
    passage = np.maximum(_best(joined, of_passage), above)
    window = np.maximum(joined, above[owner])
    words = len(query.words)
    return Matches(_met(passage.T, words, phrases), _met(window.T, words, phrases), owner)


def _single(
    query: QueryTokens, passages: Passages, cosines: Floats, same_word: float, other_name: float
) -> Floats:
    """[distinct, words] match of each token with each word, as far as one token can match it."""
    found = np.zeros((len(cosines), len(query.words)), np.float32)
    for i, (word, readings) in enumerate(zip(query.words, query.readings, strict=True)):
        for run, share in readings:
            if len(run) == 1:
                np.maximum(found[:, i], share * cosines[:, run[0]], out=found[:, i])
        for term, share in word.terms:
            forms = passages.forms(term)
            found[forms, i] = np.maximum(found[forms, i], same_word * share)
    for span, run in query.names:
        if len(run) == 1:
            for i in span:
                np.maximum(found[:, i], other_name * surely(cosines[:, run[0]]), out=found[:, i])
    return found


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What only several tokens can match."""

    words: Run
    """The question's words it stands for."""
    parts: Floats
    """[parts] weight of each part; they sum to 1."""
    share: float
    named: bool
    """Another name: it has to be there, a resemblance says nothing."""


def _several(query: QueryTokens, other_name: float) -> tuple[list[_Phrase], list[int]]:
    """Phrases, and the tokens that are their parts."""
    wanted: list[tuple[Run, Run, Floats, float, bool]] = [
        ((i,), run, np.ones(len(run), np.float32), share, False)
        for i, readings in enumerate(query.readings)
        for run, share in readings
        if len(run) > 1
    ]
    for span, run in query.names:
        if len(run) > 1:
            wanted.append((span, run, query.rarity[list(run)] + 1e-3, other_name, True))
    parts = sorted({token for _, run, *_ in wanted for token in run})
    phrases = []
    for span, run, weights, share, named in wanted:
        row = np.zeros(len(parts), np.float32)
        np.add.at(row, [parts.index(token) for token in run], weights / weights.sum())
        phrases.append(_Phrase(span, row, share, named))
    return phrases, parts


def surely(match: Floats) -> Floats:
    """Matches above a half, stretched to 0..1: for names, which are there or are not."""
    return np.maximum(2 * match - 1, 0)


def _met(best: Floats, words: int, phrases: Sequence[_Phrase]) -> Floats:
    """[words, columns] from the best matches [words + parts, columns]."""
    met = best[:words].copy()
    for phrase in phrases:
        whole = phrase.parts @ best[words:]
        whole = phrase.share * (surely(whole) if phrase.named else whole)
        for i in phrase.words:
            np.maximum(met[i], whole, out=met[i])
    return met


def _best(values: Floats, offsets: Ints | NDArray[np.int64]) -> Floats:
    """Columnwise maximum of each run of rows; 0 for an empty run."""
    starts, ends = offsets[:-1], offsets[1:]
    found = np.zeros((len(starts), values.shape[1]), np.float32)
    filled = ends > starts
    if filled.any():
        found[filled] = np.maximum.reduceat(values[: ends[-1]], starts[filled], axis=0)
    return found


def _half_windows(offsets: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where half stretches start (and the end behind the last), and the passage of each; one at least."""
    lengths = np.diff(offsets).astype(np.int64)
    counts = np.maximum(-(-lengths // WINDOW), 1)
    owner = np.repeat(np.arange(len(lengths)), counts)
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    place = np.arange(len(owner)) - first[owner]
    starts = offsets[:-1].astype(np.int64)[owner] + place * WINDOW
    return np.append(starts, offsets[-1]), owner
