"""Passages in the order in which they answer a question."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, PrivateAttr

from index.interaction import Matches, QueryTokens, match, read_query
from index.query import SearchQuery, plain_query
from index.reading import Floats, PassageReader, Passages
from index.table import TokenTable
from index.wanted import held, wanted

_HALF = 5
"""Place behind which the word search counts less than half."""


class RankingWeights(BaseModel):
    """What counts how much; tuned on the tuning half of the sample's questions."""

    model_config = ConfigDict(frozen=True)

    # Of a question's words
    number: float = 3.5
    """Factor on the weight of numbers."""
    at_large: float = 1.0
    """Exponent of a word's rarity in texts at large."""
    in_archive: float = 0.5
    """Exponent of its rarity in this archive."""
    matched: float = 0.75
    """Match from which on a passage begins to count as having a word, for the rarity in the archive."""
    # Of a match
    context: float = 1.0
    """In the title, the heading or the date, against one in the passage's own text."""
    same_word: float = 0.7
    """Another form of the same word, where the table has the two far apart."""
    other_name: float = 0.7
    """Another name of the thing asked, against the name asked."""
    least: float = 0.45
    """Match that one word at least must reach in one passage at least, or nothing is found."""
    # Of what a score is made of
    passage: float = 3.5
    """Words met anywhere in the passage."""
    window: float = 7.0
    """Words met in one stretch of it."""
    whole: float = 5.5
    """Cosine of the question and the passage as wholes."""
    above: float = 3.2
    """Cosine of the question and what stands above the passage."""
    words: float = 1.3
    """Place in the word search: 1 for the first, a half for the fifth or so, 0 where it was not found."""
    holds: float = 0.8
    """The passage holds what is asked for: a date, a number, a person."""
    by_language: float = 0.2
    """Share of the score that is measured against other passages in the same language."""


def rarity_in_archive(met: Floats, matched: float) -> Floats:
    """[words] soft idf: the fewer passages of `met` [words, passages] have a word, the more it tells."""
    count = met.shape[1]
    having = np.clip((met - matched) / (1 - matched), 0, 1).sum(axis=1)
    return np.asarray(np.log(1 + (count - having + 0.5) / (having + 0.5)), np.float32)


def importance(asked: QueryTokens, usual: Matches, weights: RankingWeights) -> Floats:
    """[words] share of each word in the score; they sum to 1 (0 where there are none)."""
    own = [weights.number if word.text[:1].isdigit() else 1.0 for word in asked.words]
    found = (
        np.array(own, np.float32)
        * rarity_in_archive(usual.passage, weights.matched) ** weights.in_archive
        * (asked.word_rarity + 0.05) ** weights.at_large
    )
    return np.asarray(found / max(float(found.sum()), 1e-9), np.float32)


def standardised(
    scores: Floats, languages: NDArray[np.str_], usual: Floats, usual_languages: NDArray[np.str_]
) -> Floats:
    """Scores in deviations from what passages of the same language usually score.

    Languages with few passages in `usual` lean on the mean and deviation of all.
    """
    mean, deviation = float(usual.mean()), float(usual.std()) + 1e-6
    found = (scores - mean) / deviation
    for language in np.unique(languages):
        own = usual[usual_languages == language]
        trust = len(own) / (len(own) + 10)
        own_mean = trust * float(own.mean() if len(own) else mean) + (1 - trust) * mean
        own_deviation = trust * float(own.std() if len(own) else deviation) + (1 - trust) * deviation
        here = languages == language
        found[here] = (scores[here] - own_mean) / (own_deviation + 1e-6)
    return found


def rank(
    query: SearchQuery,
    passages: Passages,
    table: TokenTable,
    weights: RankingWeights,
    background: Passages | None = None,
    words: Mapping[str, float] | None = None,
) -> Floats:
    """[passages] scores of passages for a question, higher is better; comparable across document languages.

    `background` is a sample of the archive, from which a word's rarity and a language's usual score are
    learnt (the passages themselves serve where it is missing); `words` the BM25 scores by passage id. All are
    minus infinity where no passage has anything of what is asked.
    """
    if not len(passages):
        return np.zeros(0, np.float32)
    background = background or passages
    asked = read_query(query, table)
    shares = {"context": weights.context, "same_word": weights.same_word, "other_name": weights.other_name}
    usual = match(asked, background, **shares)
    share = importance(asked, usual, weights)
    matches = match(asked, passages, **shares)
    if matches.passage.max(initial=0.0) < weights.least:
        return np.full(len(passages), -np.inf, np.float32)
    scores = _meaning(asked, matches, passages, share, weights)
    usually = _meaning(asked, usual, background, share, weights)
    deviation = float(usually.std())
    alike = standardised(scores, passages.languages, usually, background.languages) * deviation
    scores = scores - float(usually.mean())
    scores = scores + weights.by_language * (alike - scores)
    scores = scores + weights.holds * held(wanted(query.text), passages)
    if words:
        place = {passage: i for i, passage in enumerate(sorted(words, key=lambda i: -words[i]))}
        early = [_HALF / (_HALF + place[i]) if i in place else 0.0 for i in passages.ids]
        scores = scores + weights.words * np.array(early, np.float32)
    return np.asarray(scores, np.float32)


def _meaning(
    asked: QueryTokens, matches: Matches, passages: Passages, share: Floats, weights: RankingWeights
) -> Floats:
    """[passages] weighted sum of what the words and the wholes have in common."""
    best = np.zeros(len(passages), np.float32)
    np.maximum.at(best, matches.owner, share @ matches.window)
    return np.asarray(
        weights.passage * (share @ matches.passage)
        + weights.window * best
        + weights.whole * (passages.sums @ asked.whole)
        + weights.above * (passages.contexts @ asked.whole),
        np.float32,
    )


class LateInteraction(BaseNodePostprocessor):
    """Ranks passages by late interaction over the built-in table, in LlamaIndex's place for it."""

    weights: RankingWeights = RankingWeights()
    _table: TokenTable = PrivateAttr()
    _reader: PassageReader = PrivateAttr()

    def __init__(self, table: TokenTable, weights: RankingWeights | None = None, **options: Any) -> None:
        super().__init__(**{"weights": weights or RankingWeights(), **options})
        self._table = table
        self._reader = PassageReader(table)

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
        query = plain_query(query_bundle.query_str)
        scores = rank(query, self._reader.read(passages), self._table, self.weights)
        found = np.flatnonzero(np.isfinite(scores)).tolist()
        order = sorted(found, key=lambda i: (-scores[i], passages[i].node_id))
        return [NodeWithScore(node=passages[i], score=float(scores[i])) for i in order]
