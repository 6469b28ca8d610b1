"""Late interaction: how well each word of a question is met by a passage's best word.

The functions are pure and work on arrays whose axes are named in their docstrings; `LateInteraction` puts
them in LlamaIndex's place for ranking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, PrivateAttr
from scipy.sparse import csr_array

from index import tokens
from index.context import context_of
from index.query import SearchQuery, plain_query
from index.table import TokenBatch, TokenTable

Floats = NDArray[np.float32]


class RankingWeights(BaseModel):
    """What counts how much; tuned on the tuning half of the sample's questions."""

    model_config = ConfigDict(frozen=True)

    function_word: float = 0.1
    """Weight of words that ask or join."""
    number: float = 2.0
    """Factor on the weight of numbers."""
    context: float = 0.85
    """A match in the title, the heading or the date, against one in the passage's own text."""
    window: float = 0.3
    """Share of the best stretch of about two sentences, against the whole passage."""
    whole: float = 0.5
    """Factor on the cosine of the sums, against the words' mean match."""
    words: float = 0.1
    """Factor on BM25 (as a share of the best), for passages in the question's language."""
    by_language: float = 0.4
    """Share of the score that is measured against other passages in the same language."""
    matched: float = 0.55
    """Cosine from which on a passage counts as having a word, for the word's rarity in the archive."""
    other_name: float = 0.95
    """Another name of the thing asked, against the name asked."""


WINDOW = 16
"""Tokens of half a stretch; stretches overlap by half."""


@dataclass(frozen=True)
class Passages:
    """Passages as the ranking sees them."""

    batch: TokenBatch
    """Texts in order, then their contexts (titles and the like) in order."""
    languages: NDArray[np.str_]
    """[passages]."""
    sums: Floats
    """[passages, dim] unit vectors of context and text together."""

    @property
    def count(self) -> int:
        """How many passages."""
        return len(self.languages)


@dataclass(frozen=True)
class Matches:
    """Best cosine, 0 to 1, of each question token in each passage."""

    passage: Floats
    """[tokens, passages] in text or context."""
    window: Floats
    """[tokens, windows] in one stretch of text or its passage's context."""
    window_owner: NDArray[np.int64]
    """[windows] the passage each belongs to, ascending."""


def read_passages(nodes: Sequence[TextNode], table: TokenTable) -> Passages:
    """Token vectors of passages and of what stands above them."""
    texts = [node.text for node in nodes]
    contexts = [context_of(node.metadata) for node in nodes]
    batch = table.batch([*texts, *contexts])
    languages = np.array([str(node.metadata.get("language") or "und") for node in nodes], dtype=np.str_)
    return Passages(batch, languages, _sums(batch, len(nodes)))


def _sums(batch: TokenBatch, count: int) -> Floats:
    """Unit vectors of text and context of each passage together."""
    rows = csr_array(
        (np.ones(len(batch.ids), np.float32), batch.ids, batch.offsets), shape=(2 * count, len(batch.tokens))
    )
    summed = rows @ (batch.vectors * batch.weights[:, None])
    summed = summed[:count] + summed[count:]
    return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-9), np.float32)


def best_matches(query: Floats, passages: Passages, context_share: float) -> Matches:
    """Best cosine of each row of `query` [tokens, dim] in every passage and stretch; negatives count 0."""
    batch, count = passages.batch, passages.count
    similar = np.maximum(batch.vectors @ query.T, 0)  # [distinct, tokens]
    by_token = similar[batch.ids]  # [running tokens, tokens]
    context = context_share * _best(by_token, batch.offsets[count:])
    starts, owner = _half_windows(batch.offsets[: count + 1])
    halves = _best(by_token[: batch.offsets[count]], starts)
    # A stretch is two halves of one passage; a passage of one half is its own stretch.
    joined = np.maximum(
        halves, np.where((np.diff(owner, append=-1) == 0)[:, None], np.roll(halves, -1, 0), 0)
    )
    window = np.maximum(joined, context[owner])
    passage = np.maximum(
        _best(window, np.append(np.searchsorted(owner, np.arange(count)), len(owner))), context
    )
    return Matches(passage.T, window.T, owner)


def _best(values: Floats, offsets: NDArray[Any]) -> Floats:
    """Columnwise maximum of each run of rows; 0 for an empty run."""
    starts, ends = offsets[:-1], offsets[1:]
    found = np.zeros((len(starts), values.shape[1]), np.float32)
    filled = ends > starts
    if filled.any():
        found[filled] = np.maximum.reduceat(values, starts[filled], axis=0)
    return found


def _half_windows(offsets: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where half stretches start (and the end behind the last), and the passage of each."""
    lengths = np.diff(offsets).astype(np.int64)
    counts = np.maximum(-(-lengths // WINDOW), (lengths == 0).astype(np.int64))
    owner = np.repeat(np.arange(len(lengths)), counts)
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    place = np.arange(len(owner)) - first[owner]
    starts = offsets[:-1].astype(np.int64)[owner] + place * WINDOW
    return np.append(starts, offsets[-1]), owner


@dataclass(frozen=True)
class QueryTokens:
    """A question's words as tokens of the table."""

    vectors: Floats
    """[tokens, dim]."""
    words: tuple[tuple[int, ...], ...]
    """Tokens of each word asked."""
    readings: tuple[tuple[tuple[tuple[int, ...], float], ...], ...]
    """For each word, the tokens of what else it may have been meant as, with shares."""
    names: tuple[tuple[int, int, tuple[tuple[int, ...], ...]], ...]
    """First word, end, and the tokens of each other name."""
    rarity: Floats
    """[tokens]."""
    whole: Floats
    """[dim] unit vector of the mended question."""


def read_query(query: SearchQuery, table: TokenTable) -> QueryTokens:
    """The words of a question, of their readings and of other names as tokens."""
    joined = " ".join(word.text for word in query.words)
    texts = [joined]
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
    return QueryTokens(batch.vectors, words, readings, names, batch.rarity, table.embed([query.text])[0])


def word_matches(query: QueryTokens, best: Floats, other_name: float) -> Floats:
    """[words, columns] how well each word is met, given its tokens' best matches [tokens, columns]."""
    met = np.zeros((len(query.words), best.shape[1]), np.float32)
    for i, (own, readings) in enumerate(zip(query.words, query.readings, strict=True)):
        if own:
            met[i] = best[list(own)].mean(axis=0)
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


def rarity_in_archive(met: Floats, matched: float) -> Floats:
    """[words] soft idf: the fewer passages of `met` [words, passages] have a word, the more it tells."""
    count = met.shape[1]
    having = np.clip((met - matched) / (1 - matched), 0, 1).sum(axis=1)
    return np.asarray(np.log(1 + (count - having + 0.5) / (having + 0.5)), np.float32)


def standardised(
    scores: Floats, languages: NDArray[np.str_], background: Floats, background_languages: NDArray[np.str_]
) -> Floats:
    """Scores in deviations from what passages of the same language score by chance.

    Languages with few passages in the background lean on the mean and deviation of all.
    """
    mean, deviation = float(background.mean()), float(background.std()) + 1e-6
    found = (scores - mean) / deviation
    for language in np.unique(languages):
        own = background[background_languages == language]
        trust = len(own) / (len(own) + 10)
        own_mean = trust * float(own.mean() if len(own) else mean) + (1 - trust) * mean
        own_deviation = trust * float(own.std() if len(own) else deviation) + (1 - trust) * deviation
        here = languages == language
        found[here] = (scores[here] - own_mean) / (own_deviation + 1e-6)
    return found


def rank(
    query: SearchQuery,
    nodes: Sequence[TextNode],
    table: TokenTable,
    weights: RankingWeights,
    background: Passages | None = None,
    words: Mapping[str, float] | None = None,
    language: str | None = None,
) -> Floats:
    """[nodes] scores of passages for a question, higher is better; comparable across document languages.

    `background` is a sample of the archive, from which a word's rarity and a language's usual score are
    learnt (the passages themselves serve where it is missing); `words` the BM25 scores by passage id, which
    count for passages in `language`.
    """
    if not nodes:
        return np.zeros(0, np.float32)
    passages = read_passages(nodes, table)
    background = background or passages
    asked = read_query(query, table)
    importance = np.array(
        [word.weight * (weights.number if word.text[:1].isdigit() else 1.0) for word in query.words],
        np.float32,
    )
    usual = best_matches(asked.vectors, background, weights.context)
    usual_met = word_matches(asked, usual.passage, weights.other_name)
    importance = importance * rarity_in_archive(usual_met, weights.matched)
    total = max(float(importance.sum()), 1e-6)
    scores = _score(
        asked, best_matches(asked.vectors, passages, weights.context), passages, importance / total, weights
    )
    usual_scores = _score(asked, usual, background, importance / total, weights)
    deviation = float(usual_scores.std()) + 1e-6
    by_language = standardised(scores, passages.languages, usual_scores, background.languages) * deviation
    scores = (1 - weights.by_language) * (
        scores - float(usual_scores.mean())
    ) + weights.by_language * by_language
    if words:
        lexical = np.array([words.get(node.node_id, 0.0) for node in nodes], np.float32)
        lexical /= max(float(lexical.max()), 1e-6)
        scores = scores + weights.words * lexical * (passages.languages == (language or ""))
    return np.asarray(scores, np.float32)


def _score(
    asked: QueryTokens, matches: Matches, passages: Passages, share: Floats, weights: RankingWeights
) -> Floats:
    whole = share @ word_matches(asked, matches.passage, weights.other_name)
    window = share @ word_matches(asked, matches.window, weights.other_name)
    best = np.zeros_like(whole)
    np.maximum.at(best, matches.window_owner, window)
    met = (1 - weights.window) * whole + weights.window * best
    return np.asarray(met + weights.whole * (passages.sums @ asked.whole), np.float32)


class LateInteraction(BaseNodePostprocessor):
    """Ranks passages by late interaction over the built-in table, in LlamaIndex's place for it."""

    weights: RankingWeights = RankingWeights()
    _table: TokenTable = PrivateAttr()

    def __init__(self, table: TokenTable, weights: RankingWeights | None = None, **options: Any) -> None:
        super().__init__(**{"weights": weights or RankingWeights(), **options})
        self._table = table

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex keeps the class."""
        return "LateInteraction"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None or not nodes:
            return nodes
        passages = [node.node for node in nodes if isinstance(node.node, TextNode)]
        scores = rank(plain_query(query_bundle.query_str), passages, self._table, self.weights)
        order = sorted(range(len(passages)), key=lambda i: (-scores[i], passages[i].node_id))
        return [NodeWithScore(node=passages[i], score=float(scores[i])) for i in order]
