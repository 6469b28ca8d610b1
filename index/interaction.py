"""Late interaction: each word of a question takes its best match in a passage.

Pure functions over arrays, whose axes are named in their docstrings. "Distinct" counts the distinct tokens of
some texts, "tokens" those of a question.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from llama_index.core.schema import TextNode
from numpy.typing import NDArray
from scipy.sparse import csr_array

from index import tokens
from index.analysis import variants
from index.context import context_of
from index.query import SearchQuery
from index.table import TokenBatch, TokenTable

Floats = NDArray[np.float32]

WINDOW = 16
"""Tokens of half a stretch; a stretch is about two sentences, and stretches overlap by half."""


@dataclass(frozen=True)
class Passages:
    """Passages as the ranking sees them."""

    texts: list[str]
    batch: TokenBatch
    """Texts in order, then what stands above each (title and the like) in order."""
    languages: NDArray[np.str_]
    """[passages]."""
    sums: Floats
    """[passages, dim] unit vectors of context and text together."""
    contexts: Floats
    """[passages, dim] unit vectors of the context alone."""

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def rows_of_term(self) -> dict[str, list[int]]:
        """Distinct tokens by the search terms they may stand for."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, token in enumerate(self.batch.tokens):
            for term in variants(token.removeprefix(tokens.FOREIGN)):
                rows[term].append(row)
        return dict(rows)


def read_passages(nodes: Sequence[TextNode], table: TokenTable) -> Passages:
    """Token vectors of passages and of what stands above them."""
    texts = [node.text for node in nodes]
    batch = table.batch([*texts, *(context_of(node.metadata) for node in nodes)])
    languages = np.array([str(node.metadata.get("language") or "und") for node in nodes], dtype=np.str_)
    rows = csr_array(
        (np.ones(len(batch.ids), np.float32), batch.ids, batch.offsets),
        shape=(2 * len(texts), len(batch.tokens)),
    )
    sums = rows @ (batch.vectors * batch.weights[:, None])
    of_texts, of_contexts = sums[: len(texts)], sums[len(texts) :]
    return Passages(texts, batch, languages, _unit(of_texts + of_contexts), _unit(of_contexts))


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)


@dataclass(frozen=True)
class QueryTokens:
    """A question's words as tokens of the table."""

    vectors: Floats
    """[tokens, dim]."""
    rarity: Floats
    """[tokens]."""
    words: tuple[tuple[int, ...], ...]
    """Tokens of each word asked."""
    terms: tuple[Mapping[str, float], ...]
    """For each word, the terms under which it may stand in a passage, with shares."""
    readings: tuple[tuple[tuple[tuple[int, ...], float], ...], ...]
    """For each word, the tokens of what else it may have been meant as, with shares."""
    names: tuple[tuple[int, int, tuple[tuple[int, ...], ...]], ...]
    """First word, end, and the tokens of each other name."""
    whole: Floats
    """[dim] unit vector of the mended question."""

    @cached_property
    def word_rarity(self) -> Floats:
        """[words] mean rarity of a word's tokens, in texts at large."""
        found = [float(self.rarity[list(own)].mean()) if own else 0.0 for own in self.words]
        return np.array(found, np.float32)


def read_query(query: SearchQuery, table: TokenTable) -> QueryTokens:
    """The words of a question, of their readings and of other names as tokens."""
    texts = [" ".join(word.text for word in query.words)]  # together: the table looks at its neighbours
    texts += [text for word in query.words for text, _ in word.readings]
    texts += [name for span in query.names for name in span.others]
    batch = table.batch(texts)
    rows = iter([tuple(batch.ids[a:b].tolist()) for a, b in pairwise(batch.offsets)])
    running = iter(next(rows))
    words = tuple(
        tuple(token for _, token in zip(tokens.words(tokens.fold(word.text)), running, strict=False))
        for word in query.words
    )
    readings = tuple(tuple((next(rows), share) for _, share in word.readings) for word in query.words)
    names = tuple((s.start, s.end, tuple(next(rows) for _ in s.others)) for s in query.names)
    terms = tuple(dict(word.terms) for word in query.words)
    whole = table.embed([query.text])[0]
    return QueryTokens(batch.vectors, batch.rarity, words, terms, readings, names, whole)


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
    batch, count = passages.batch, len(passages)
    cosines = np.maximum(batch.vectors @ query.vectors.T, 0)
    forms = same_word * _same_words(query.terms, passages)
    by_token = np.hstack((cosines, forms))[batch.ids]  # [running tokens, tokens + words]
    above = context * _best(by_token, batch.offsets[count:])
    starts, owner = _half_windows(batch.offsets[: count + 1])
    halves = _best(by_token[: batch.offsets[count]], starts)
    joined = np.maximum(
        halves, np.where((np.diff(owner, append=-1) == 0)[:, None], np.roll(halves, -1, 0), 0)
    )
    of_passage = np.append(np.searchsorted(owner, np.arange(count)), len(owner))
    passage = np.maximum(_best(joined, of_passage), above)
    window = np.maximum(joined, above[owner])
    return Matches(
        word_matches(query, passage.T, other_name), word_matches(query, window.T, other_name), owner
    )


def _same_words(words: Sequence[Mapping[str, float]], passages: Passages) -> Floats:
    """[distinct, words] share of the term by which a token is a form of a question's word, else 0."""
    found = np.zeros((len(passages.batch.tokens), len(words)), np.float32)
    for i, terms in enumerate(words):
        for term, share in terms.items():
            rows = passages.rows_of_term.get(term)
            if rows:
                found[rows, i] = np.maximum(found[rows, i], share)
    return found


def _best(values: Floats, offsets: NDArray[Any]) -> Floats:
    """Columnwise maximum of each run of rows; 0 for an empty run."""
    starts, ends = offsets[:-1], offsets[1:]
    found = np.zeros((len(starts), values.shape[1]), np.float32)
    filled = ends > starts
    if filled.any():
        found[filled] = np.maximum.reduceat(values, starts[filled], axis=0)
    return found


def _half_windows(offsets: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where half stretches start (and the end behind the last), and the passage of each; one at least."""
    lengths = np.diff(offsets).astype(np.int64)
    counts = np.maximum(-(-lengths // WINDOW), 1)
    owner = np.repeat(np.arange(len(lengths)), counts)
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    place = np.arange(len(owner)) - first[owner]
    starts = offsets[:-1].astype(np.int64)[owner] + place * WINDOW
    return np.append(starts, offsets[-1]), owner


def word_matches(query: QueryTokens, best: Floats, other_name: float) -> Floats:
    """[words, columns] how well each word is met, from the best matches [tokens + words, columns]."""
    met = best[len(query.vectors) :].copy()
    for i, (own, readings) in enumerate(zip(query.words, query.readings, strict=True)):
        if own:
            np.maximum(met[i], best[list(own)].mean(axis=0), out=met[i])
        for reading, share in readings:
            if reading:
                np.maximum(met[i], share * best[list(reading)].mean(axis=0), out=met[i])
    for start, end, names in query.names:
        for name in names:
            if name:
                weight = query.rarity[list(name)] + 1e-3
                as_name = other_name * (weight @ best[list(name)]) / weight.sum()
                np.maximum(met[start:end], as_name, out=met[start:end])
    return met
